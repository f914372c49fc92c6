# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The third part of an INVITE: a 200 is repeated until its ACK comes, an ACK for every 200."""

from functools import partial

from hotline.sip.bodies import UnknownBody, sdp_of
from hotline.sip.dialogs import Dialog, Unacknowledged
from hotline.sip.ending import end, leave
from hotline.sip.messages import Message, Request, Response
from hotline.sip.outputs import CallConfirmed, EndReason, MediaAnswered
from hotline.sip.sdp import is_same
from hotline.sip.tables import Happening, Span, State
from hotline.sip.traffic import Arrival, Traffic
from hotline.sip.transactions import Transaction


def respond_until_acknowledged(
    traffic: Traffic, dialog: Dialog, transaction: Transaction, response: Response, *, is_offer: bool
) -> None:
    """Send a 200 to an INVITE and see that it arrives."""
    data = traffic.transactions.respond(transaction, response)
    spans_ms = traffic.transactions.spans_ms
    dialog.unacknowledged = Unacknowledged(
        data,
        transaction.destination,
        transaction.request.cseq,
        until_at=traffic.now + spans_ms[Span.LIFE],
        is_offer=is_offer,
    )
    wait_for_ack(traffic, dialog)
    traffic.changed(dialog)


def wait_for_ack(traffic: Traffic, dialog: Dialog) -> None:
    """Start repeating."""
    if dialog.unacknowledged:
        dialog.unacknowledged.interval_ms = traffic.transactions.spans_ms[Span.T1]
        _set(traffic, dialog, dialog.unacknowledged)


def _set(traffic: Traffic, dialog: Dialog, waiting: Unacknowledged) -> None:
    at = min(traffic.now + waiting.interval_ms, max(waiting.until_at, traffic.now))
    waiting.alarm = traffic.deadlines.set(at, partial(_repeat, traffic, dialog, waiting))


def _repeat(traffic: Traffic, dialog: Dialog, waiting: Unacknowledged) -> None:
    if traffic.now >= waiting.until_at:
        _never_acknowledged(traffic, dialog)
        return
    traffic.send(waiting.data, waiting.destination)
    waiting.interval_ms = min(2 * waiting.interval_ms, traffic.transactions.spans_ms[Span.T2])
    _set(traffic, dialog, waiting)


def _never_acknowledged(traffic: Traffic, dialog: Dialog) -> None:
    if dialog.state is State.LEAVING:
        leave(traffic, dialog, Happening.NO_ACK)
    else:
        end(traffic, dialog, Happening.NO_ACK, EndReason.NO_ACK)


def acknowledged(traffic: Traffic, dialog: Dialog, request: Request) -> bool:
    """Their ACK came; false when it is a repeated or foreign one."""
    waiting = dialog.unacknowledged
    if waiting is None or request.cseq != waiting.cseq:
        return False
    sdp = _answer_in(request) if waiting.is_offer else None
    settle(traffic, dialog, waiting)
    if dialog.state is State.CONFIRMED:
        _later_answer(traffic, dialog, sdp)
        return True
    if leave(traffic, dialog, Happening.THEY_ACKNOWLEDGE) is State.CONFIRMED:
        _confirmed(traffic, dialog, sdp, is_offer=waiting.is_offer)
    return True


def settle(traffic: Traffic, dialog: Dialog, waiting: Unacknowledged) -> None:
    """Stop repeating."""
    traffic.deadlines.cancel(waiting.alarm)
    dialog.unacknowledged = None
    traffic.changed(dialog)


def _answer_in(message: Message) -> str | None:
    try:
        return sdp_of(message)
    except UnknownBody:
        return None


def _later_answer(traffic: Traffic, dialog: Dialog, sdp: str | None) -> None:
    """The answer to an offer we made because a re-INVITE came without one."""
    if sdp and not is_same(sdp, dialog.their_sdp):
        dialog.their_sdp = sdp
        traffic.tell(MediaAnswered(dialog.id, sdp))


def _confirmed(traffic: Traffic, dialog: Dialog, sdp: str | None, *, is_offer: bool) -> None:
    if is_offer and not sdp:
        end(traffic, dialog, Happening.WE_HANG_UP, EndReason.NO_MEDIA)
        return
    dialog.their_sdp = sdp or dialog.their_sdp
    traffic.tell(CallConfirmed(dialog.id, sdp))


def arrival_of(request: Request) -> Arrival:
    """What names an INVITE, whatever way it took."""
    return request.call_id, request.from_tag, request.cseq


def is_answered(traffic: Traffic, request: Request) -> bool:
    """An INVITE comes again that a process before this one has answered: its 200 goes out again."""
    dialog = traffic.dialogs.get(request.to_tag or traffic.arrivals.get(arrival_of(request), ""))
    waiting = dialog.unacknowledged if dialog else None
    if (
        waiting is None
        or waiting.cseq != request.cseq
        or request.branch.encode("utf-8", "surrogateescape") not in waiting.data
    ):
        return False
    traffic.send(waiting.data, waiting.destination)
    return True


def imply_ack(traffic: Traffic, dialog: Dialog, request: Request) -> None:
    """Who sends a new INVITE within the leg has had our 200, even if its ACK was lost."""
    waiting = dialog.unacknowledged
    if waiting is None or waiting.is_offer or request.cseq <= waiting.cseq:
        return
    settle(traffic, dialog, waiting)
    if dialog.state is State.CONFIRMED:
        return
    if leave(traffic, dialog, Happening.THEY_ACKNOWLEDGE) is State.CONFIRMED:
        _confirmed(traffic, dialog, None, is_offer=False)


def acknowledge(traffic: Traffic, dialog: Dialog, response: Response, invite: Request | None) -> bool:
    """Our ACK for a 2xx; false when it is a repetition of one that had its ACK."""
    if dialog.last_ack and dialog.last_ack[0] == response.cseq:
        traffic.send(*dialog.last_ack[1:])
        return False
    request, destination = traffic.request(dialog, "ACK", cseq=response.cseq)
    for name in ("authorization", "proxy-authorization"):
        if invite and name in invite.headers.fields:
            request.headers.put(name, *invite.headers.fields[name])
    data = request.encode()
    traffic.send(data, destination)
    if dialog.last_ack and response.cseq < dialog.last_ack[0]:
        return False
    dialog.last_ack = response.cseq, data, destination
    return True
