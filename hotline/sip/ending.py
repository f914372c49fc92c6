# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The end of a leg that is up: BYE in both directions, and the ends nobody ordered."""

from functools import partial

from hotline.sip.asking import Errand
from hotline.sip.dialogs import Dialog
from hotline.sip.identity import cause_of
from hotline.sip.messages import Request, Response
from hotline.sip.outputs import DialogEnded, EndReason
from hotline.sip.tables import Happening, State
from hotline.sip.traffic import Traffic
from hotline.sip.transactions import Transaction


def leave(traffic: Traffic, dialog: Dialog, happening: Happening, reason: str = "") -> State:
    """Move by the table, and send the BYE if that is where it leads; where it led is returned."""
    traffic.become(dialog, happening)
    if dialog.state is State.ENDING:
        put_aside(traffic, dialog)
        send_bye(traffic, dialog, reason)
    return dialog.state


def send_bye(traffic: Traffic, dialog: Dialog, reason: str = "") -> None:
    """The BYE of a leg that is ending; whatever comes back, the leg is over then."""
    request, destination = traffic.request(dialog, "BYE")
    if reason:
        request.headers.put("reason", reason)
    Errand(traffic, dialog, request, destination, heard=partial(_bye_heard, traffic, dialog)).start()


def _bye_heard(traffic: Traffic, dialog: Dialog, _: Response | None) -> None:
    if dialog.can(Happening.BYE_IS_DONE):
        traffic.become(dialog, Happening.BYE_IS_DONE)


def put_aside(traffic: Traffic, dialog: Dialog) -> None:
    """Drop what was under way: the leg is going."""
    for alarm in dialog.alarms:
        traffic.deadlines.cancel(alarm)
    dialog.unacknowledged = dialog.reoffer = None
    if dialog.offered and not dialog.offered.is_over:
        respond = traffic.full_response(dialog.offered.request, 487, dialog.id)
        traffic.transactions.respond(dialog.offered, respond)
    dialog.offered = None


def lost(traffic: Traffic, dialog: Dialog, status: int) -> None:
    """481: they know nothing of the leg. 408 or silence: perhaps they do, so a BYE is tried."""
    if status == 481:
        put_aside(traffic, dialog)
        traffic.become(dialog, Happening.LOST)
        traffic.tell(DialogEnded(dialog.id, EndReason.UNKNOWN_THERE))
    else:
        end(traffic, dialog, Happening.WE_HANG_UP, EndReason.NO_REPLY)


def end(traffic: Traffic, dialog: Dialog, happening: Happening, reason: EndReason) -> None:
    """End a leg without being ordered to, and tell."""
    traffic.tell(DialogEnded(dialog.id, reason))
    leave(traffic, dialog, happening)


def hung_up(traffic: Traffic, dialog: Dialog, transaction: Transaction, request: Request) -> None:
    """Their BYE to a leg that is up."""
    traffic.transactions.respond(transaction, traffic.response(request, 200, dialog.id))
    told = dialog.state in {State.ACCEPTED, State.CONFIRMED}
    put_aside(traffic, dialog)
    traffic.become(dialog, Happening.THEY_HANG_UP)
    if told:
        traffic.tell(DialogEnded(dialog.id, EndReason.THEY_HUNG_UP, cause_of(request.headers)))
