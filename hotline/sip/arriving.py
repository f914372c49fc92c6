# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Calls to us, from the INVITE until they are answered, refused or given up."""

from datetime import timedelta
from functools import partial

from hotline.sip.answers import answer
from hotline.sip.bodies import UnknownBody, sdp_of
from hotline.sip.confirming import arrival_of, respond_until_acknowledged
from hotline.sip.dialogs import Dialog, Peer, contact_of, usable_routes
from hotline.sip.errors import Unusable
from hotline.sip.headers import parse_party, readable
from hotline.sip.identity import caller_of, cause_of, diverted_from, reason_header
from hotline.sip.messages import Request
from hotline.sip.outputs import CallArrived, CallCancelled, DialogId, EndReason
from hotline.sip.reoffering import wind
from hotline.sip.sdp import following, matching, narrow
from hotline.sip.session_timer import grant, is_too_short, learn_methods
from hotline.sip.tables import Happening, State
from hotline.sip.traffic import Traffic
from hotline.sip.transactions import Transaction
from hotline.sip.uris import bracketed, try_number

REMINDER_MS = 60_000
"""A proxy on the way forgets a call of which it hears nothing for three minutes."""


class Objection(Exception):
    """Why a call is not taken, as status and headers."""

    def __init__(self, status: int, *headers: tuple[str, str]) -> None:
        """What the refusal says."""
        super().__init__(status)
        self.status = status
        self.headers = headers


def invited(traffic: Traffic, request: Request, retry_after: timedelta | None) -> None:
    """An INVITE outside of all legs. What is refused here is not remembered."""
    try:
        sdp = _check(traffic, request, retry_after)
        dialog = _leg_of(traffic, request, sdp)
    except Objection as objection:
        traffic.reply(request, objection.status, *objection.headers)
        return
    except Unusable:
        traffic.reply(request, 400)
        return
    transaction = traffic.transactions.serve(request)
    traffic.open(dialog)
    take_up(traffic, dialog, transaction)
    traffic.note_arrival(arrival_of(request), dialog)
    traffic.tell(_arrival(traffic, dialog, request, sdp))


def take_up(traffic: Traffic, dialog: Dialog, transaction: Transaction) -> None:
    """Tell the caller that we are at it; also after a restart."""
    transaction.leg = dialog.id
    dialog.invite = transaction
    traffic.transactions.respond(transaction, answer(transaction.request, 100))
    dialog.limit = traffic.after_span(traffic.settings.answer_limit, partial(_too_late, traffic, dialog))


def _check(traffic: Traffic, request: Request, retry_after: timedelta | None) -> str | None:
    """The SDP of a call that can be taken."""
    if arrival_of(request) in traffic.arrivals:
        raise Objection(482)  # a loop, or a fork come together again (RFC 3261 section 8.2.2.2)
    if retry_after is not None:
        raise Objection(503, ("retry-after", str(int(retry_after.total_seconds()))))
    if is_too_short(traffic.settings, request):
        raise Objection(422, ("min-se", str(int(traffic.settings.min_se.total_seconds()))))
    try:
        sdp = sdp_of(request)
    except UnknownBody:
        raise Objection(415) from None
    if sdp is not None:
        _check_media(sdp)
    return sdp


def _check_media(sdp: str) -> None:
    try:
        narrow(sdp)
    except Unusable as refused:
        raise Objection(488, ("warning", f'304 hotline "{refused}"')) from None


def _leg_of(traffic: Traffic, request: Request, sdp: str | None) -> Dialog:
    sender, wanted = parse_party(request.headers.first("from")), parse_party(request.headers.first("to"))
    host, port = request.source
    target = contact_of(request) or f"sip:{bracketed(host)}:{port}"
    dialog = Dialog(
        id=DialogId(traffic.names()),
        call_id=request.call_id,
        state=State.ARRIVED,
        local=wanted.uri,
        remote=sender.uri,
        is_ours=False,
        peer=Peer(request.from_tag, target, usable_routes(request), request.cseq),
        their_sdp=sdp or "",
    )
    learn_methods(dialog, request)
    return dialog


def _arrival(traffic: Traffic, dialog: Dialog, request: Request, sdp: str | None) -> CallArrived:
    caller = caller_of(request, is_trusted=traffic.trusts(request.source[0]))
    return CallArrived(
        dialog.id,
        called=readable(try_number(request.uri)),
        caller=caller.number,
        display=caller.display,
        withheld=caller.withheld,
        sdp=sdp,
        source=request.source,
        addressed=readable(try_number(dialog.local)),
        diverted_from=diverted_from(request) if traffic.trusts(request.source[0]) else "",
        call_id=readable(request.call_id),
    )


def ring(traffic: Traffic, dialog: Dialog, sdp: str) -> None:
    """180, or 183 with early media; said again every minute."""
    if dialog.invite is None or not dialog.can(Happening.WE_RING):
        return
    traffic.become(dialog, Happening.WE_RING)
    dialog.our_sdp = _our_answer(dialog, sdp) if sdp else dialog.our_sdp
    request = dialog.invite.request
    response = traffic.full_response(request, 183 if sdp else 180, dialog.id, dialog.our_sdp if sdp else "")
    traffic.transactions.respond(dialog.invite, response)
    _remind(traffic, dialog)


def _our_answer(dialog: Dialog, sdp: str) -> str:
    complete = matching(dialog.their_sdp, sdp) if dialog.their_sdp else sdp
    return following(dialog.our_sdp, complete) if dialog.our_sdp else complete


def _remind(traffic: Traffic, dialog: Dialog) -> None:
    traffic.deadlines.cancel(dialog.retry)
    dialog.retry = traffic.after(REMINDER_MS, partial(_ring_again, traffic, dialog))


def _ring_again(traffic: Traffic, dialog: Dialog) -> None:
    if dialog.invite and not dialog.invite.is_over:
        traffic.send(dialog.invite.data, dialog.invite.destination)
        _remind(traffic, dialog)


def accept(traffic: Traffic, dialog: Dialog, sdp: str) -> None:
    """200 with our SDP, repeated until the ACK comes."""
    invite = dialog.invite
    if invite is None or not dialog.can(Happening.WE_ACCEPT):
        return
    dialog.our_sdp = _our_answer(dialog, sdp)
    traffic.become(dialog, Happening.WE_ACCEPT)
    _stop_waiting(traffic, dialog)
    response = traffic.full_response(invite.request, 200, dialog.id, dialog.our_sdp)
    for name, value in grant(traffic.settings, dialog.session, invite.request):
        response.headers.put(name, value)
    respond_until_acknowledged(traffic, dialog, invite, response, is_offer=not dialog.their_sdp)
    wind(traffic, dialog)


def _stop_waiting(traffic: Traffic, dialog: Dialog) -> None:
    for alarm in (dialog.limit, dialog.retry):
        traffic.deadlines.cancel(alarm)
    dialog.limit = dialog.retry = dialog.invite = None


def refuse(
    traffic: Traffic,
    dialog: Dialog,
    status: int,
    cause: int | None = None,
    retry_after: timedelta | None = None,
) -> None:
    """A final no of ours."""
    headers = {"reason": reason_header(cause)} if cause is not None else {}
    if retry_after is not None:
        headers["retry-after"] = str(int(retry_after.total_seconds()))
    _finish(traffic, dialog, Happening.WE_REFUSE, status, headers)


def _finish(
    traffic: Traffic, dialog: Dialog, happening: Happening, status: int, headers: dict[str, str] | None = None
) -> bool:
    """The final refusal of an INVITE; false when it has had its final answer."""
    invite = dialog.invite
    if invite is None or not dialog.can(happening):
        return False
    traffic.become(dialog, happening)
    _stop_waiting(traffic, dialog)
    response = traffic.response(invite.request, status, dialog.id)
    for name, value in (headers or {}).items():
        response.headers.put(name, value)
    traffic.transactions.respond(invite, response)
    return True


def _too_late(traffic: Traffic, dialog: Dialog) -> None:
    if _finish(traffic, dialog, Happening.WE_REFUSE, 480):
        traffic.tell(CallCancelled(dialog.id, EndReason.NEVER_ANSWERED))


def given_up(traffic: Traffic, dialog: Dialog, request: Request) -> None:
    """Their CANCEL, or a BYE before we answered: 487 for the INVITE."""
    is_bye = request.method == "BYE"
    happening = Happening.THEY_HANG_UP if is_bye else Happening.THEY_CANCEL
    if _finish(traffic, dialog, happening, 487):
        reason = EndReason.THEY_HUNG_UP if is_bye else EndReason.CANCELLED
        traffic.tell(CallCancelled(dialog.id, reason, cause_of(request.headers)))
