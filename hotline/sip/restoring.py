# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Going on with the legs of a process that died, from their records."""

from hotline.sip import arriving, calling
from hotline.sip.answers import find_way_back
from hotline.sip.confirming import wait_for_ack
from hotline.sip.dialogs import Dialog, hop_to
from hotline.sip.ending import send_bye
from hotline.sip.errors import Unusable
from hotline.sip.messages import Request
from hotline.sip.outputs import Address, DialogChanged, DialogEnded, DialogId, EndReason, Record
from hotline.sip.parsing import parse
from hotline.sip.records import WE_ARE_RUNG, WE_RING, bytes_and_address, dialog_from
from hotline.sip.reoffering import go_on, set_session_alarm
from hotline.sip.tables import State
from hotline.sip.traffic import Traffic


def restore(traffic: Traffic, record: Record) -> None:
    """Go on with one leg. A record that cannot be read is told as an end, and deleted."""
    try:
        dialog = dialog_from(record)
        invite = _invite_from(record) if dialog.state in WE_ARE_RUNG | WE_RING else None
        if not traffic.settings.edge:
            hop_to(dialog.peer)
    except Unusable:
        _drop(traffic, record)
        return
    traffic.open(dialog)
    _go_on(traffic, dialog, invite)


def _drop(traffic: Traffic, record: Record) -> None:
    name = record.get("id")
    if isinstance(name, str):
        traffic.tell(DialogEnded(DialogId(name), EndReason.UNREADABLE))
        traffic.tell(DialogChanged(DialogId(name), None))


def _invite_from(record: Record) -> tuple[Request, Address]:
    try:
        data, address = bytes_and_address(record["invite"])
    except (KeyError, TypeError, ValueError) as error:
        raise Unusable("The record of a ringing leg has no INVITE.") from error
    request = parse(data)
    if not isinstance(request, Request) or request.method != "INVITE":
        raise Unusable("The record of a ringing leg has no INVITE.")
    return request, address


def _go_on(traffic: Traffic, dialog: Dialog, invite: tuple[Request, Address] | None) -> None:
    if invite and dialog.state in WE_ARE_RUNG:
        request, source = invite
        find_way_back(request, source)
        arriving.take_up(traffic, dialog, traffic.transactions.serve(request))
    elif invite:
        calling.take_up(traffic, dialog, *invite)
    elif dialog.state is State.ENDING:
        send_bye(traffic, dialog)
    else:
        if dialog.unacknowledged:
            arrival = dialog.call_id, dialog.peer.tag, dialog.unacknowledged.cseq
            traffic.note_arrival(arrival, dialog)
        wait_for_ack(traffic, dialog)
        set_session_alarm(traffic, dialog)
        go_on(traffic, dialog)
