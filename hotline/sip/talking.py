# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Their requests within a leg: each is served once, in the order of its CSeq."""

from hotline.sip.arriving import given_up
from hotline.sip.bodies import key_pressed
from hotline.sip.calling import hung_up_early
from hotline.sip.dialogs import Dialog, Peer
from hotline.sip.ending import hung_up
from hotline.sip.messages import Request
from hotline.sip.offering import offer_came
from hotline.sip.outputs import DigitPressed
from hotline.sip.records import WE_ARE_RUNG, WE_RING
from hotline.sip.tables import State
from hotline.sip.traffic import SUPPORTED, Traffic
from hotline.sip.transactions import Transaction

NOT_TAKEN = {
    "REFER": 603,  # we transfer ourselves
    "SUBSCRIBE": 489,
    "NOTIFY": 489,
    "PUBLISH": 489,
    "MESSAGE": 405,
    "REGISTER": 405,
    "PRACK": 481,  # nothing of ours was sent reliably
    "ACK": 405,
    "CANCEL": 481,
}
"""Methods we know and do not take; who we have never heard of gets 501."""

ANSWERED = frozenset({State.CONFIRMED, State.ACCEPTED, State.LEAVING, State.ENDING})


def find_leg(traffic: Traffic, request: Request) -> Dialog | None:
    """The leg a request belongs to, by all three of its names."""
    dialog = traffic.dialogs.get(request.to_tag)
    if dialog is None or dialog.call_id != request.call_id or _peer_of(dialog, request) is None:
        return None
    return dialog


def _peer_of(dialog: Dialog, request: Request) -> Peer | None:
    tag = request.from_tag
    if dialog.state in WE_RING:
        return dialog.early.get(tag) or (Peer(tag) if request.method == "BYE" else None)
    return dialog.peer if dialog.peer.tag == tag else None


def came(traffic: Traffic, dialog: Dialog, request: Request) -> None:
    """Serve a new request."""
    transaction = traffic.transactions.serve(request)
    peer = _peer_of(dialog, request)
    if dialog.state is State.ENDING and request.method != "BYE":
        _refuse(traffic, transaction, 481)
        return
    if peer is None or request.cseq <= peer.seen:
        _refuse(traffic, transaction, 500)
        return
    peer.seen = request.cseq
    unknown = [tag for tag in request.headers.listed("require") if tag.lower() != SUPPORTED]
    if unknown:
        refusal = traffic.refusal(request, 420, [("unsupported", ", ".join(unknown))])
        traffic.transactions.respond(transaction, refusal)
    else:
        _serve(traffic, dialog, transaction)


def _serve(traffic: Traffic, dialog: Dialog, transaction: Transaction) -> None:
    request = transaction.request
    match request.method:
        case "BYE":
            _bye_came(traffic, dialog, transaction)
        case "INVITE" | "UPDATE":
            offer_came(traffic, dialog, transaction)
        case "INFO":
            _info_came(traffic, dialog, transaction)
        case "OPTIONS":
            traffic.transactions.respond(transaction, traffic.full_response(request, 200, dialog.id))
        case method:
            _refuse(traffic, transaction, NOT_TAKEN.get(method, 501))


def _refuse(traffic: Traffic, transaction: Transaction, status: int) -> None:
    traffic.transactions.respond(transaction, traffic.refusal(transaction.request, status))


def _bye_came(traffic: Traffic, dialog: Dialog, transaction: Transaction) -> None:
    request = transaction.request
    if dialog.state in ANSWERED:
        hung_up(traffic, dialog, transaction, request)
        return
    traffic.transactions.respond(transaction, traffic.response(request, 200, dialog.id))
    if dialog.state in WE_ARE_RUNG:
        given_up(traffic, dialog, request)
    else:
        hung_up_early(traffic, dialog, request)


def _info_came(traffic: Traffic, dialog: Dialog, transaction: Transaction) -> None:
    """A key, an empty one to see whether we live, or something we cannot read."""
    request = transaction.request
    press = key_pressed(request)
    if press:
        traffic.tell(DigitPressed(dialog.id, press.digit, press.duration_ms))
    if "info-package" in request.headers.fields:
        status = 469
    elif press or not request.body.strip():
        status = 200
    else:
        status = 415
    traffic.transactions.respond(transaction, traffic.refusal(request, status))
