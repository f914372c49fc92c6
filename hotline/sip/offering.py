# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Their re-INVITE and UPDATE in a leg that is up.

A mere refresh is answered here with what was said before; only another SDP is put to the wire.
The order of the checks is that of RFC 3261 section 14.2 and RFC 3311 section 5.2: an offer that
meets one of ours gets 491, one that meets an older one of theirs gets 500 and a moment to wait.
"""

from functools import partial

from hotline.sip.bodies import UnknownBody, sdp_of
from hotline.sip.confirming import imply_ack, respond_until_acknowledged
from hotline.sip.dialogs import Dialog, contact_of
from hotline.sip.errors import Unusable
from hotline.sip.messages import Request
from hotline.sip.outputs import MediaOffered, OfferWithdrawn, Refreshed
from hotline.sip.reoffering import go_on, wind
from hotline.sip.sdp import following, is_same, matching, narrow
from hotline.sip.session_timer import grant, is_too_short, learn_methods
from hotline.sip.tables import State
from hotline.sip.traffic import Traffic
from hotline.sip.transactions import Transaction

Headers = tuple[tuple[str, str], ...]
UP = frozenset({State.ACCEPTED, State.LEAVING, State.CONFIRMED})


def offer_came(traffic: Traffic, dialog: Dialog, transaction: Transaction) -> None:
    """A re-INVITE or UPDATE, with or without SDP."""
    request = transaction.request
    if request.method == "INVITE":
        imply_ack(traffic, dialog, request)
    try:
        sdp = sdp_of(request)
    except UnknownBody:
        _refuse(traffic, dialog, transaction, 415)
        return
    objection = _objection(traffic, dialog, request, sdp)
    if objection:
        _refuse(traffic, dialog, transaction, *objection)
    elif sdp is None or is_same(sdp, dialog.their_sdp):
        _agree(traffic, dialog, transaction, sdp)
    else:
        _put(traffic, dialog, transaction, sdp)


def _objection(
    traffic: Traffic, dialog: Dialog, request: Request, sdp: str | None
) -> tuple[int, Headers] | None:
    wants_answer = sdp is not None or request.method == "INVITE"
    our_offer_is_open = dialog.unacknowledged is not None and dialog.unacknowledged.is_offer
    if is_too_short(traffic.settings, request):
        return 422, (("min-se", str(int(traffic.settings.min_se.total_seconds()))),)
    if wants_answer and (dialog.asking or our_offer_is_open):
        return 491, ()
    if wants_answer and (dialog.state not in UP or dialog.is_busy):
        return 500, (("retry-after", str(traffic.anywhere_between(0, 10))),)
    return None if sdp is None else _cannot_use(sdp)


def _cannot_use(sdp: str) -> tuple[int, Headers] | None:
    try:
        narrow(sdp)
    except Unusable:
        return 488, ()
    return None


def _refuse(
    traffic: Traffic, dialog: Dialog, transaction: Transaction, status: int, headers: Headers = ()
) -> None:
    response = traffic.refusal(transaction.request, status, headers)
    traffic.transactions.respond(transaction, response)
    go_on(traffic, dialog)


def _agree(traffic: Traffic, dialog: Dialog, transaction: Transaction, sdp: str | None) -> None:
    """Nothing new: say again what we said. A re-INVITE without SDP makes it our offer."""
    is_invite = transaction.request.method == "INVITE"
    says = dialog.our_sdp if is_invite or sdp is not None else ""
    _respond(traffic, dialog, transaction, says, is_offer=is_invite and sdp is None)
    traffic.tell(Refreshed(dialog.id))


def _put(traffic: Traffic, dialog: Dialog, transaction: Transaction, sdp: str) -> None:
    """Put it to the wire, which has a while to answer."""
    transaction.leg = dialog.id
    dialog.offered = transaction
    too_late = partial(refuse_offer, traffic, dialog, 500)
    dialog.limit = traffic.after_span(traffic.settings.offer_limit, too_late)
    traffic.tell(MediaOffered(dialog.id, sdp))


def _respond(traffic: Traffic, dialog: Dialog, transaction: Transaction, sdp: str, *, is_offer: bool) -> None:
    request = transaction.request
    response = traffic.full_response(request, 200, dialog.id, sdp)
    for name, value in grant(traffic.settings, dialog.session, request):
        response.headers.put(name, value)
    peer = dialog.early.get(request.from_tag, dialog.peer)
    peer.target = contact_of(request) or peer.target
    learn_methods(dialog, request)
    if request.method == "INVITE":
        respond_until_acknowledged(traffic, dialog, transaction, response, is_offer=is_offer)
    else:
        traffic.transactions.respond(transaction, response)
    if dialog.state in UP:
        wind(traffic, dialog)


def answer_offer(traffic: Traffic, dialog: Dialog, sdp: str) -> None:
    """The wire's answer to what was put to it; too late is a natural race."""
    transaction = dialog.offered
    if transaction is None:
        return
    theirs = sdp_of(transaction.request) or ""
    ours = following(dialog.our_sdp, matching(theirs, sdp))
    _close(traffic, dialog)
    dialog.our_sdp, dialog.their_sdp = ours, theirs
    _respond(traffic, dialog, transaction, ours, is_offer=False)
    go_on(traffic, dialog)


def refuse_offer(traffic: Traffic, dialog: Dialog, status: int) -> None:
    """The wire's no; the old media goes on."""
    transaction = dialog.offered
    if transaction is None:
        return
    is_late = traffic.now >= (dialog.limit.at if dialog.limit else 0)
    _close(traffic, dialog)
    _refuse(traffic, dialog, transaction, status)
    if is_late:
        traffic.tell(OfferWithdrawn(dialog.id))


def withdraw_offer(traffic: Traffic, dialog: Dialog) -> None:
    """They cancelled their re-INVITE."""
    transaction = dialog.offered
    if transaction is None:
        return
    _close(traffic, dialog)
    _refuse(traffic, dialog, transaction, 487)
    traffic.tell(OfferWithdrawn(dialog.id))


def _close(traffic: Traffic, dialog: Dialog) -> None:
    traffic.deadlines.cancel(dialog.limit)
    dialog.limit = dialog.offered = None
