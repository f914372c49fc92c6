# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The user agent: everything a wire calls, and where each datagram goes.

Bytes and time go in; bytes, happenings and deadlines come out. A wire needs no knowledge of SIP:
it sends what it is told to send, hands in what comes, calls `handle_deadline` when
`next_deadline` has come, saves the records, and gives orders about legs. How the parts fit:

    parsing, headers, uris, sdp, bodies, digest    texts and what they mean
    tables, transactions, deadlines                requests, repeated until answered
    dialogs, records, restoring                    legs, and how they outlive the process
    arriving, calling                              from INVITE to 200, each direction
    confirming                                     from 200 to ACK
    talking, offering, reoffering, session_timer   while the leg is up
    ending, registering, identity                  the rest
"""

from collections.abc import Callable, Iterable
from datetime import timedelta

from hotline.sip import arriving, calling, offering, registering, reoffering, restoring, talking
from hotline.sip.answers import find_way_back
from hotline.sip.bodies import ACCEPTED
from hotline.sip.confirming import acknowledged, is_answered
from hotline.sip.dialogs import Dialog
from hotline.sip.ending import leave
from hotline.sip.headers import parse_via, small_number
from hotline.sip.identity import reason_header
from hotline.sip.messages import Request, Response
from hotline.sip.outputs import (
    Address,
    DialogId,
    Discarded,
    DiscardReason,
    Instant,
    Output,
    Record,
)
from hotline.sip.parsing import Malformed, parse
from hotline.sip.settings import Registration, Settings
from hotline.sip.tables import Happening
from hotline.sip.traffic import SUPPORTED, Traffic
from hotline.sip.transactions import Transaction
from hotline.sip.uris import knows_scheme

NEEDS_A_LEG = frozenset({"BYE", "INFO", "UPDATE", "PRACK"})


class UserAgent:
    """One SIP user agent. Orders about a leg that has ended meanwhile do nothing: a natural race."""

    def __init__(self, settings: Settings, names: Callable[[], str]) -> None:
        """`names` gives a fresh unguessable token (letters and digits) each time."""
        self._traffic = Traffic(settings, names)
        self._bindings: dict[str, registering.Binding] = {}
        self._retry_after: timedelta | None = None

    @property
    def is_idle(self) -> bool:
        """No leg, no transaction, no alarm: nothing would happen any more by itself."""
        traffic = self._traffic
        return not (traffic.dialogs or len(traffic.transactions) or len(traffic.deadlines))

    @property
    def legs(self) -> tuple[DialogId, ...]:
        """The legs that have not ended."""
        return tuple(dialog.id for dialog in self._traffic.dialogs.values())

    # bytes and time

    def receive(self, data: bytes, source: Address, now: Instant) -> list[Output]:
        """A datagram came. Never raises, whatever it holds."""
        self._traffic.at(now)
        if not data.strip(b"\r\n\0 "):
            self._discard(source, DiscardReason.KEEP_ALIVE)
            return self._traffic.take()
        try:
            message = parse(data, self._traffic.settings.largest_message)
        except Malformed as malformed:
            self._malformed(malformed, data, source)
            return self._traffic.take()
        if isinstance(message, Request):
            self._request_came(message, source)
        else:
            self._response_came(message, source)
        return self._traffic.take()

    def next_deadline(self) -> Instant | None:
        """When `handle_deadline` must be called, if nothing happens before."""
        return self._traffic.deadlines.next()

    def handle_deadline(self, now: Instant) -> list[Output]:
        """Do all that is due. Early or needless calls do no harm."""
        self._traffic.at(now)
        self._traffic.deadlines.run_due(now)
        return self._traffic.take()

    def restore(self, records: Iterable[Record], now: Instant) -> list[Output]:
        """Go on with the dialogs of a process that died."""
        self._traffic.at(now)
        for record in records:
            restoring.restore(self._traffic, record)
        return self._traffic.take()

    # calls to us

    def ring(self, dialog: DialogId, now: Instant, *, sdp: str = "") -> list[Output]:
        """180 Ringing, or 183 with early media."""
        if leg := self._leg(dialog, now):
            arriving.ring(self._traffic, leg, sdp)
        return self._traffic.take()

    def accept(self, dialog: DialogId, sdp: str, now: Instant) -> list[Output]:
        """200 with our SDP: the answer, or the offer when the caller sent none. `CallConfirmed` follows."""
        if leg := self._leg(dialog, now):
            arriving.accept(self._traffic, leg, sdp)
        return self._traffic.take()

    def refuse(
        self,
        dialog: DialogId,
        status: int,
        now: Instant,
        *,
        cause: int | None = None,
        retry_after: timedelta | None = None,
    ) -> list[Output]:
        """A final 4xx-6xx to a call that has not been accepted. `cause` is a Q.850 cause."""
        if leg := self._leg(dialog, now):
            arriving.refuse(self._traffic, leg, status, cause, retry_after)
        return self._traffic.take()

    def hang_up(self, dialog: DialogId, now: Instant, *, cause: int | None = 16) -> list[Output]:
        """End the leg in whatever state it is: BYE, CANCEL or a refusal."""
        leg = self._leg(dialog, now)
        if leg is None:
            return self._traffic.take()
        if leg.can(Happening.WE_HANG_UP):
            reason = "" if cause is None else reason_header(cause)
            leave(self._traffic, leg, Happening.WE_HANG_UP, reason)
        elif leg.can(Happening.WE_CANCEL):
            calling.cancel(self._traffic, leg, cause)
        elif leg.can(Happening.WE_REFUSE):
            arriving.refuse(self._traffic, leg, 480, cause)
        return self._traffic.take()

    # calls of ours

    def invite(
        self,
        to: str,
        caller: str,
        sdp: str,
        now: Instant,
        *,
        display: str = "",
        asserted: str = "",
        withheld: bool = False,
        routes: tuple[str, ...] = (),
        destination: Address | None = None,
    ) -> tuple[DialogId, list[Output]]:
        """Ring the address `to` (a URI) in the name of `caller` (a URI). `asserted` is put into
        P-Asserted-Identity; with `withheld` the From is anonymous and Privacy asks to keep it so.
        """
        self._traffic.at(now)
        invitation = calling.Invitation(
            to=to,
            caller=caller,
            sdp=sdp,
            display=display,
            asserted=asserted,
            withheld=withheld,
            routes=routes,
            destination=destination,
        )
        return calling.invite(self._traffic, invitation), self._traffic.take()

    def cancel(self, dialog: DialogId, now: Instant, *, cause: int | None = None) -> list[Output]:
        """Stop ringing. If the answer crosses it, the leg is acknowledged and hung up."""
        if leg := self._leg(dialog, now):
            calling.cancel(self._traffic, leg, cause)
        return self._traffic.take()

    # media in mid-call

    def reoffer(self, dialog: DialogId, sdp: str, now: Instant) -> list[Output]:
        """re-INVITE: `MediaAnswered` or `ReofferRefused` follows. Glare is waited out and tried again."""
        if leg := self._leg(dialog, now):
            reoffering.reoffer(self._traffic, leg, sdp)
        return self._traffic.take()

    def answer_offer(self, dialog: DialogId, sdp: str, now: Instant) -> list[Output]:
        """The answer to `MediaOffered`."""
        if leg := self._leg(dialog, now):
            offering.answer_offer(self._traffic, leg, sdp)
        return self._traffic.take()

    def refuse_offer(self, dialog: DialogId, status: int, now: Instant) -> list[Output]:
        """No to `MediaOffered` (488): the old media goes on."""
        if leg := self._leg(dialog, now):
            offering.refuse_offer(self._traffic, leg, status)
        return self._traffic.take()

    # carriers and load

    def register(self, registration: Registration, now: Instant) -> list[Output]:
        """Make ourselves known at a carrier and keep it so. The same name again replaces the former."""
        outputs = self.unregister(registration.name, now)
        binding = registering.open_binding(self._traffic, registration)
        self._bindings[registration.name] = binding
        registering.ask(self._traffic, binding)
        return outputs + self._traffic.take()

    def unregister(self, name: str, now: Instant) -> list[Output]:
        """Take the binding away."""
        self._traffic.at(now)
        if binding := self._bindings.pop(name, None):
            registering.close_binding(self._traffic, binding)
        return self._traffic.take()

    def refuse_calls(self, retry_after: timedelta) -> None:
        """Overload: new calls get 503 with Retry-After until `take_calls`; calls that are up go on."""
        self._retry_after = retry_after

    def take_calls(self) -> None:
        """Overload is over."""
        self._retry_after = None

    # where each datagram goes

    def _leg(self, dialog: DialogId, now: Instant) -> Dialog | None:
        self._traffic.at(now)
        return self._traffic.dialogs.get(dialog)

    def _discard(self, source: Address, reason: DiscardReason) -> None:
        self._traffic.tell(Discarded(source, reason))

    def _malformed(self, malformed: Malformed, data: bytes, source: Address) -> None:
        """Say so to who can be told; never answer a response."""
        headers = malformed.headers
        if headers is None:
            looks_so = b"SIP/" in data[:2000].upper()
            self._discard(source, DiscardReason.MALFORMED if looks_so else DiscardReason.NOT_SIP)
            return
        request = Request(headers, b"", 0, "", parse_via(headers.listed("via")[0]), "")
        find_way_back(request, source)
        self._traffic.reply(request, malformed.status)

    def _response_came(self, response: Response, source: Address) -> None:
        if self._traffic.transactions.hear(response):
            return
        leg = self._traffic.dialogs.get(response.from_tag)
        is_success = response.method == "INVITE" and 200 <= response.status < 300
        is_theirs = (
            leg and leg.call_id == response.call_id and (leg.is_ours or leg.peer.tag == response.to_tag)
        )
        if leg and is_success and is_theirs:
            calling.answered(self._traffic, leg, response)
        else:
            self._discard(source, DiscardReason.STRAY_RESPONSE)

    def _request_came(self, request: Request, source: Address) -> None:
        traffic = self._traffic
        find_way_back(request, source)
        transaction = traffic.transactions.find_served(request)
        if request.method == "ACK":
            self._ack_came(request, transaction)
        elif request.method == "CANCEL":
            self._cancel_came(request, transaction)
        elif transaction:
            traffic.transactions.repeat(transaction)
        elif request.method == "INVITE" and is_answered(traffic, request):
            return
        elif leg := talking.find_leg(traffic, request):
            talking.came(traffic, leg, request)
        elif request.to_tag or request.method in NEEDS_A_LEG:
            traffic.reply(request, 481)
        else:
            self._outside_request_came(request)

    def _ack_came(self, request: Request, transaction: Transaction | None) -> None:
        traffic = self._traffic
        if transaction and traffic.transactions.acknowledge(transaction):
            return
        leg = talking.find_leg(traffic, request)
        if leg and acknowledged(traffic, leg, request):
            reoffering.go_on(traffic, leg)
        else:
            self._discard(request.source, DiscardReason.STRAY_ACK)

    def _cancel_came(self, request: Request, transaction: Transaction | None) -> None:
        """The CANCEL itself is always confirmed; it changes something only before the final answer."""
        traffic = self._traffic
        if transaction is None:
            traffic.reply(request, 481)
            return
        response = traffic.response(request, 200, transaction.leg)
        traffic.send(response.encode(), request.reply_to)
        leg = traffic.dialogs.get(transaction.leg)
        if leg and leg.invite is transaction:
            arriving.given_up(traffic, leg, request)
        elif leg and leg.offered is transaction:
            offering.withdraw_offer(traffic, leg)

    def _outside_request_came(self, request: Request) -> None:
        refused = self._objection(request)
        if refused:
            self._traffic.reply(request, *refused)
        elif request.method == "INVITE":
            arriving.invited(self._traffic, request, self._retry_after)
        elif request.method == "OPTIONS":
            response = self._traffic.full_response(request, 200, "")
            response.headers.put("accept", ACCEPTED)
            self._traffic.send(response.encode(), request.reply_to)
        else:
            self._traffic.reply(request, talking.NOT_TAKEN.get(request.method, 501))

    def _objection(self, request: Request) -> tuple[int, *tuple[tuple[str, str], ...]] | None:
        """What is wrong with a request outside of all legs, before its method is looked at."""
        settings = self._traffic.settings
        if not (settings.open_to_all or self._traffic.trusts(request.source[0])):
            return (403,)
        if small_number(request.headers.first("max-forwards") or "70") == 0:
            return (483,)
        if not knows_scheme(request.uri):
            return (416,)
        unknown = [tag for tag in request.headers.listed("require") if tag.lower() != SUPPORTED]
        return (420, ("unsupported", ", ".join(unknown))) if unknown else None
