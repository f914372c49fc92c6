# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A leg as plain JSON and back: enough for another process to go on with it.

What is under way in a transaction is kept as the bytes of its first message: a ringing INVITE of
theirs, an unanswered INVITE of ours, a 200 that has not been acknowledged.
"""

from base64 import b64decode, b64encode
from dataclasses import replace

from hotline.sip.dialogs import Dialog, Peer, SessionTimer, Unacknowledged
from hotline.sip.errors import Unusable
from hotline.sip.messages import Headers, Request
from hotline.sip.outputs import Address, DialogId, Record
from hotline.sip.tables import State

VERSION = 1
IDENTITY = frozenset({"p-asserted-identity", "remote-party-id", "diversion", "history-info"})
WE_ARE_RUNG = frozenset({State.ARRIVED, State.RINGING})
WE_RING = frozenset({State.CALLING, State.EARLY, State.ABANDONED, State.CANCELLED})


def record_of(dialog: Dialog) -> Record:
    """What to save of a leg that has not ended."""
    return {
        "version": VERSION,
        "id": dialog.id,
        "call_id": _plain(dialog.call_id),
        "state": dialog.state.value,
        "local": _plain(dialog.local),
        "remote": _plain(dialog.remote),
        "is_ours": dialog.is_ours,
        "tag": _plain(dialog.peer.tag),
        "target": _plain(dialog.peer.target),
        "routes": [_plain(route) for route in dialog.peer.routes],
        # An offer that has not been answered will come again, and is to be taken then.
        "seen": dialog.peer.seen - (1 if dialog.offered else 0),
        "cseq": dialog.cseq,
        "our_sdp": dialog.our_sdp,
        "their_sdp": dialog.their_sdp,
        "reoffer": dialog.offering if dialog.reoffer is None else dialog.reoffer,
        "takes_updates": dialog.takes_updates,
        "interval_s": dialog.session.interval_s,
        "least_s": dialog.session.least_s,
        "we_refresh": dialog.session.we_refresh,
        "until_at": dialog.session.until_at,
        "invite": _invite_of(dialog),
        "unacknowledged": _unacknowledged_of(dialog.unacknowledged),
    }


def _plain(text: str) -> str:
    """Without the bytes that were not UTF-8: databases refuse them."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _invite_of(dialog: Dialog) -> Record | None:
    if dialog.invite is None:
        return None
    if dialog.state in WE_ARE_RUNG:
        request = dialog.invite.request
        return {"data": _text(_without_identity(request).encode()), "address": list(request.source)}
    return {"data": _text(dialog.invite.data), "address": list(dialog.invite.destination)}


def _without_identity(request: Request) -> Request:
    """Who rings has been told; a number that is withheld is not written down."""
    fields = {name: values for name, values in request.headers.fields.items() if name not in IDENTITY}
    return replace(request, headers=Headers(fields))


def _unacknowledged_of(waiting: Unacknowledged | None) -> Record | None:
    if waiting is None:
        return None
    return {
        "data": _text(waiting.data),
        "address": list(waiting.destination),
        "cseq": waiting.cseq,
        "until_at": waiting.until_at,
        "is_offer": waiting.is_offer,
    }


def _text(data: bytes) -> str:
    return b64encode(data).decode()


def dialog_from(record: Record) -> Dialog:
    """The leg of a record, without its transactions and alarms."""
    try:
        if record["version"] != VERSION:
            raise Unusable("The record of this leg was written by another version.")
        return _dialog_from(record)
    except (KeyError, TypeError, ValueError) as error:
        raise Unusable("The record of this leg cannot be read.") from error


def _dialog_from(record: Record) -> Dialog:
    waiting = record["unacknowledged"]
    return Dialog(
        id=DialogId(record["id"]),
        call_id=record["call_id"],
        state=State(record["state"]),
        local=record["local"],
        remote=record["remote"],
        is_ours=record["is_ours"],
        peer=Peer(record["tag"], record["target"], tuple(record["routes"]), int(record["seen"])),
        cseq=record["cseq"],
        our_sdp=record["our_sdp"],
        their_sdp=record["their_sdp"],
        reoffer=record["reoffer"],
        takes_updates=record["takes_updates"],
        session=SessionTimer(
            record["interval_s"], record["least_s"], record["we_refresh"], record["until_at"]
        ),
        unacknowledged=waiting and _unacknowledged_from(waiting),
    )


def _unacknowledged_from(record: Record) -> Unacknowledged:
    data, destination = bytes_and_address(record)
    return Unacknowledged(data, destination, record["cseq"], record["until_at"], record["is_offer"])


def bytes_and_address(record: Record) -> tuple[bytes, Address]:
    """A message kept in a record, and the address that goes with it."""
    host, port = record["address"]
    return b64decode(record["data"], validate=True), (str(host), int(port))
