# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Calls of ours, from the INVITE until one telephone has answered or none will.

A proxy on the way may ring several telephones at once: each has its own tag, its own early dialog
and perhaps its own early media; the leg is one all the same. The first 200 decides. A 200 of
another telephone after that is acknowledged and hung up at once, and so is the first one when we
have cancelled meanwhile.
"""

from dataclasses import dataclass
from functools import partial

from hotline.sip.asking import Errand, retry_after_ms
from hotline.sip.bodies import UnknownBody, sdp_of
from hotline.sip.confirming import acknowledge
from hotline.sip.dialogs import Dialog, Peer, contact_of, hop_to, usable_routes, way_to
from hotline.sip.ending import leave
from hotline.sip.errors import Unusable
from hotline.sip.headers import parse_party, quoted, readable
from hotline.sip.identity import cause_of, reason_header
from hotline.sip.messages import Headers, Message, Request, Response
from hotline.sip.outputs import Address, Answered, DialogId, Progress, Refused
from hotline.sip.reoffering import wind
from hotline.sip.session_timer import agree, asking_headers, learn_methods, raise_least
from hotline.sip.tables import Happening, Span, State
from hotline.sip.traffic import ALLOWED, Traffic
from hotline.sip.transactions import OF_THE_INVITE, Transaction
from hotline.sip.uris import parse_uri

ANONYMOUS = "sip:anonymous@anonymous.invalid"
RINGING = frozenset({State.CALLING, State.EARLY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """Whom to ring, in whose name, and how."""

    to: str
    caller: str
    sdp: str
    display: str = ""
    asserted: str = ""
    withheld: bool = False
    routes: tuple[str, ...] = ()
    destination: Address | None = None


def invite(traffic: Traffic, invitation: Invitation) -> DialogId:
    """Ring somebody."""
    for text in filter(None, (invitation.to, invitation.caller, invitation.asserted)):
        parse_uri(text)
    leg = Dialog(
        id=DialogId(traffic.names()),
        call_id=traffic.names(),
        state=State.CALLING,
        local=ANONYMOUS if invitation.withheld else invitation.caller,
        remote=invitation.to,
        is_ours=True,
        peer=Peer(target=invitation.to, routes=tuple(f"<{route}>" for route in invitation.routes)),
        our_sdp=invitation.sdp,
    )
    destination = invitation.destination or traffic.settings.edge or hop_to(leg.peer)
    traffic.open(leg)
    request = _invite_of(traffic, leg, invitation)
    _errand(traffic, leg, request, destination).start()
    leg.limit = traffic.after_span(traffic.settings.ring_limit, partial(_too_long, traffic, leg))
    return leg.id


def _invite_of(traffic: Traffic, leg: Dialog, invitation: Invitation) -> Request:
    uri, routes = way_to(leg.peer)
    parties = f"{_sender(leg, invitation)};tag={leg.id}", f"<{leg.remote}>", leg.call_id
    request = traffic.outgoing("INVITE", uri, cseq=traffic.next_cseq(leg), parties=parties, routes=routes)
    headers = [("contact", traffic.contact), ("allow", ALLOWED)]
    headers += asking_headers(traffic.settings, leg.session)
    headers += _identity(invitation)
    for name, value in headers:
        request.headers.put(name, value)
    request.carry(invitation.sdp)
    return request


def _sender(leg: Dialog, invitation: Invitation) -> str:
    display = "Anonymous" if invitation.withheld else invitation.display
    return f"{quoted(display)} <{leg.local}>" if display else f"<{leg.local}>"


def _identity(invitation: Invitation) -> list[tuple[str, str]]:
    asserted = [("p-asserted-identity", f"<{invitation.asserted}>")] if invitation.asserted else []
    return [*asserted, *([("privacy", "id")] if invitation.withheld else [])]


def _errand(traffic: Traffic, leg: Dialog, request: Request, destination: Address) -> Errand:
    errand = Errand(
        traffic,
        leg,
        request,
        destination,
        heard=_overhear,
        progressed=partial(_progressed, traffic, leg),
        started=partial(_started, traffic, leg),
        is_wanted=lambda: leg.state in RINGING,
    )
    errand.heard = partial(_heard, traffic, leg, errand)
    return errand


def _started(traffic: Traffic, leg: Dialog, transaction: Transaction) -> None:
    leg.invite = transaction
    traffic.become(leg, Happening.WE_ASK_AGAIN)


def _progressed(traffic: Traffic, leg: Dialog, response: Response) -> None:
    before = leg.state
    if not leg.can(Happening.THEY_RING):
        return
    leg.become(Happening.THEY_RING)
    if leg.state is not before:
        traffic.changed(leg)
    if before is State.ABANDONED:
        _send_cancel(traffic, leg)
    if leg.state is State.EARLY and response.status > 100 and response.to_tag:
        _note_telephone(traffic, leg, response)


def _note_telephone(traffic: Traffic, leg: Dialog, response: Response) -> None:
    """One of the telephones rings."""
    tag, sdp = response.to_tag, _sdp_in(response)
    peer = leg.early.get(tag) or _peer(leg, response)
    peer.sdp = sdp or peer.sdp
    leg.early[tag] = peer
    learn_methods(leg, response)
    traffic.tell(Progress(leg.id, readable(tag), response.status, sdp))


def _peer(leg: Dialog, response: Response) -> Peer:
    """The telephone that sent this, and the way to it: the recorded route, nearest first."""
    try:
        routes = tuple(reversed(usable_routes(response)))
    except Unusable:
        routes = ()
    return Peer(response.to_tag, contact_of(response) or leg.peer.target, routes)


def _sdp_in(message: Message) -> str | None:
    try:
        return sdp_of(message)
    except UnknownBody:
        return None


def _heard(traffic: Traffic, leg: Dialog, errand: Errand, response: Response | None) -> None:
    if response and response.status < 300:
        answered(traffic, leg, response)
    elif response and response.status == 422 and leg.state in RINGING and raise_least(leg, response):
        _ask_longer(traffic, leg, errand)
    else:
        _refused(traffic, leg, response)


def _ask_longer(traffic: Traffic, leg: Dialog, errand: Errand) -> None:
    """Somebody on the way wants a longer session interval."""
    for name, value in asking_headers(traffic.settings, leg.session):
        errand.request.headers.put(name, value)
    errand.again()


def answered(traffic: Traffic, leg: Dialog, response: Response) -> None:
    """A 200, the first or another; also one that comes when its transaction is forgotten."""
    if leg.can(Happening.THEY_ACCEPT):
        _answered_first(traffic, leg, response)
    elif response.to_tag == leg.peer.tag:
        acknowledge(traffic, leg, response, None)
    else:
        _hang_up_stray(traffic, leg, response)


def _answered_first(traffic: Traffic, leg: Dialog, response: Response) -> None:
    early = leg.early.get(response.to_tag)
    leg.peer = _peer(leg, response)
    leg.peer.seen = early.seen if early else -1
    learn_methods(leg, response)
    acknowledge(traffic, leg, response, leg.invite.request if leg.invite else None)
    _stop_waiting(traffic, leg)
    if leave(traffic, leg, Happening.THEY_ACCEPT) is not State.CONFIRMED:
        return
    sdp = _sdp_in(response) or (early.sdp if early else "")
    if not sdp:
        traffic.tell(Refused(leg.id, 488))
        leave(traffic, leg, Happening.WE_HANG_UP)
        return
    leg.their_sdp = sdp
    agree(traffic.settings, leg.session, response)
    wind(traffic, leg)
    traffic.tell(Answered(leg.id, readable(response.to_tag), sdp))


def _stop_waiting(traffic: Traffic, leg: Dialog) -> None:
    traffic.deadlines.cancel(leg.limit)
    leg.limit = leg.invite = None
    leg.early.clear()


def _hang_up_stray(traffic: Traffic, leg: Dialog, response: Response) -> None:
    """Another telephone answered too late: ACK for each of its 200s, and one BYE."""
    stray = Dialog(
        id=leg.id,
        call_id=leg.call_id,
        state=State.ENDING,
        local=leg.local,
        remote=leg.remote,
        is_ours=True,
        peer=_peer(leg, response),
        cseq=response.cseq,
        proofs=leg.proofs,
    )
    acknowledge(traffic, stray, response, None)
    if response.to_tag not in leg.strays:
        leg.strays.add(response.to_tag)
        request, destination = traffic.request(stray, "BYE")
        Errand(traffic, stray, request, destination, heard=_overhear).start()


def _refused(traffic: Traffic, leg: Dialog, response: Response | None) -> None:
    told = leg.state in RINGING
    if not leg.can(Happening.THEY_REFUSE):
        return
    traffic.become(leg, Happening.THEY_REFUSE)
    _stop_waiting(traffic, leg)
    if told:
        traffic.tell(_refusal(leg, response))


def _refusal(leg: Dialog, response: Response | None) -> Refused:
    if response is None:
        return Refused(leg.id, 408)
    return Refused(
        leg.id,
        response.status,
        readable(response.phrase),
        cause_of(response.headers),
        tuple(_contacts(response)),
        retry_after_ms(response),
    )


def _contacts(response: Response) -> list[str]:
    """Where a 3xx points to, best first."""
    found = []
    for value in response.headers.listed("contact") if response.status // 100 == 3 else ():
        try:
            party = parse_party(value)
            parse_uri(party.uri)
        except Unusable:
            continue
        found.append((-_quality(party.parameters.get("q", "1")), party.uri))
    return [uri for _, uri in sorted(found, key=lambda pair: pair[0])]


def _quality(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def cancel(traffic: Traffic, leg: Dialog, cause: int | None = None) -> None:
    """Stop ringing. Before anything has come back a CANCEL must wait (RFC 3261 section 9.1)."""
    if not leg.can(Happening.WE_CANCEL):
        return
    traffic.become(leg, Happening.WE_CANCEL)
    leg.cause = cause
    if leg.state is State.CANCELLED:
        _send_cancel(traffic, leg)


def _send_cancel(traffic: Traffic, leg: Dialog) -> None:
    if leg.invite is None:
        return
    invite = leg.invite.request
    fields = {name: invite.headers.fields[name] for name in OF_THE_INVITE if name in invite.headers.fields}
    fields |= {"to": invite.headers.fields["to"], "cseq": [f"{invite.cseq} CANCEL"]}
    if leg.cause is not None:
        fields["reason"] = [reason_header(leg.cause)]
    request = Request(Headers(fields), b"", invite.cseq, "CANCEL", invite.via, invite.uri)
    traffic.transactions.ask(request, leg.invite.destination, _overhear)
    traffic.deadlines.cancel(leg.limit)
    leg.limit = traffic.after(traffic.transactions.spans_ms[Span.LIFE], partial(_give_up, traffic, leg))


def _overhear(_: Response | None) -> None:
    """The answer to a CANCEL says nothing, that to the INVITE does; nor that to a stray's BYE."""


def _give_up(traffic: Traffic, leg: Dialog) -> None:
    """No final answer after our CANCEL."""
    if leg.invite:
        traffic.transactions.give_up(leg.invite)
    _refused(traffic, leg, None)


def _too_long(traffic: Traffic, leg: Dialog) -> None:
    """Nobody answered within the limit of the settings."""
    if leg.state in RINGING:
        traffic.tell(Refused(leg.id, 408))
        cancel(traffic, leg)


def hung_up_early(traffic: Traffic, leg: Dialog, request: Request) -> None:
    """A BYE before the 200 has reached us: that telephone is out, the leg only if it was the last."""
    leg.early.pop(request.from_tag, None)
    if leg.early or not leg.can(Happening.THEY_HANG_UP):
        return
    if leg.state in RINGING:
        traffic.tell(Refused(leg.id, 480, cause=cause_of(request.headers)))
    if leg.invite:
        traffic.transactions.give_up(leg.invite)
    traffic.become(leg, Happening.THEY_HANG_UP)
    _stop_waiting(traffic, leg)


def take_up(traffic: Traffic, leg: Dialog, request: Request, destination: Address) -> None:
    """Go on after a restart: ask again what may not have arrived, wait for what has."""
    errand = _errand(traffic, leg, request, destination)
    if leg.state in {State.CALLING, State.ABANDONED}:
        leg.invite = traffic.transactions.ask(request, destination, errand.hear)
    else:
        leg.invite = traffic.transactions.take_up(request, destination, errand.hear)
    leg.limit = traffic.after_span(traffic.settings.ring_limit, partial(_too_long, traffic, leg))
    if leg.state is State.CANCELLED:
        _send_cancel(traffic, leg)
