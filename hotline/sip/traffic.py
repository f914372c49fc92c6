# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What all parts of the user agent share: the present instant, the books of legs and transactions,
the alarms, and the outputs gathered for the wire.
"""

import zlib
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial
from ipaddress import ip_address, ip_network
from typing import Protocol, TypeAlias

from hotline.sip.answers import answer, passing_tag
from hotline.sip.bodies import ACCEPTED
from hotline.sip.deadlines import Alarm, Deadlines
from hotline.sip.dialogs import Dialog, hop_to, way_to
from hotline.sip.digest import Proofs
from hotline.sip.headers import Via
from hotline.sip.messages import Headers, Request, Response
from hotline.sip.outputs import Address, DialogChanged, DialogId, Instant, Output, Send
from hotline.sip.records import record_of
from hotline.sip.settings import Settings
from hotline.sip.tables import Happening, Span, State
from hotline.sip.transactions import MAGIC, Transactions
from hotline.sip.uris import bracketed

ALLOWED = "INVITE, ACK, BYE, CANCEL, OPTIONS, INFO, UPDATE"
SUPPORTED = "timer"
MOST_SOURCES = 10_000


Arrival: TypeAlias = tuple[str, str, int]
"""What one INVITE has in common on all ways it may take: Call-ID, From tag, CSeq."""


class Account(Protocol):
    """Who counts requests and proves itself: a leg or a registration."""

    cseq: int
    proofs: Proofs


class Traffic:
    """The shared workings. `now` is the instant of the order or datagram being worked on."""

    def __init__(self, settings: Settings, names: Callable[[], str]) -> None:
        """Nothing under way."""
        self.settings = settings
        self.names = names
        self.now: Instant = 0
        self.deadlines = Deadlines()
        self.transactions = Transactions(settings, self.deadlines, self.send)
        self.dialogs: dict[str, Dialog] = {}
        self.arrivals: dict[Arrival, DialogId] = {}
        host = bracketed(settings.host)
        self._sent_by = f"{host}:{settings.port}"
        self.contact = f"<{settings.contact or f'sip:line@{self._sent_by}'}>"
        self._trusted_networks = [ip_network(text, strict=False) for text in settings.trusted]
        self._known_sources: dict[str, bool] = {}
        self._told: list[Output] = []
        self._changed: dict[DialogId, Dialog] = {}
        self._sends: list[Send] = []

    # outputs

    def at(self, now: Instant) -> None:
        """It is now this instant."""
        self.now = self.transactions.now = now

    def tell(self, output: Output) -> None:
        """Something happened that the wire must know."""
        self._told.append(output)

    def send(self, data: bytes, destination: Address) -> None:
        """Put bytes on the wire."""
        self._sends.append(Send(data, destination))

    def changed(self, dialog: Dialog) -> None:
        """The record of this leg is to be saved. Legs that are not in the book have none."""
        if self.dialogs.get(dialog.id) is dialog:
            self._changed[dialog.id] = dialog

    def take(self) -> list[Output]:
        """Everything gathered: what happened, what to save, what to send."""
        if not (self._told or self._changed):
            outputs: list[Output] = [*self._sends]
            self._sends.clear()
            return outputs
        records = [
            DialogChanged(name, None if dialog.state is State.ENDED else record_of(dialog))
            for name, dialog in self._changed.items()
        ]
        outputs = [*self._told, *records, *self._sends]
        self._told.clear()
        self._changed.clear()
        self._sends.clear()
        return outputs

    def trusts(self, host: str) -> bool:
        """Whether this is a carrier or edge of ours."""
        known = self._known_sources.get(host)
        if known is None:
            if len(self._known_sources) >= MOST_SOURCES:
                self._known_sources.clear()
            known = self._known_sources[host] = self._is_in_trusted_network(host)
        return known

    def _is_in_trusted_network(self, host: str) -> bool:
        try:
            address = ip_address(host.partition("%")[0])
        except ValueError:
            return False
        is_edge = self.settings.edge is not None and host == self.settings.edge[0]
        return is_edge or any(address in network for network in self._trusted_networks)

    # time

    def after(self, span_ms: int, action: Callable[[], None]) -> Alarm:
        """Call `action` in so many milliseconds."""
        return self.deadlines.set(self.now + span_ms, action)

    def after_span(self, span: timedelta, action: Callable[[], None]) -> Alarm:
        """Likewise, for a span from the settings."""
        return self.after(span // timedelta(milliseconds=1), action)

    def anywhere_between(self, low_ms: int, high_ms: int) -> int:
        """A span taken by chance: the chance is that of a fresh name."""
        return low_ms + zlib.crc32(self.names().encode()) % (high_ms - low_ms + 1)

    # legs

    def open(self, dialog: Dialog) -> None:
        """A leg begins."""
        dialog.proofs = Proofs(self.settings.credentials)
        self.dialogs[dialog.id] = dialog
        self.changed(dialog)

    def note_arrival(self, arrival: Arrival, dialog: Dialog) -> None:
        """Remember an INVITE for as long as it may come again."""
        self.arrivals[arrival] = dialog.id
        self.after(self.transactions.spans_ms[Span.LIFE], partial(self._forget_arrival, arrival))

    def _forget_arrival(self, arrival: Arrival) -> None:
        self.arrivals.pop(arrival, None)

    def become(self, dialog: Dialog, happening: Happening) -> None:
        """A leg moves by its table; one that has ended is forgotten."""
        dialog.become(happening)
        self.changed(dialog)
        if dialog.state is State.ENDED:
            self._changed[dialog.id] = dialog
            self.dialogs.pop(dialog.id, None)
            for alarm in dialog.alarms:
                self.deadlines.cancel(alarm)

    # responses

    def response(self, request: Request, status: int, tag: str = "") -> Response:
        """A response of ours with what all of them say."""
        response = answer(request, status, tag or passing_tag(request))
        response.headers.put("server", self.settings.product)
        return response

    def full_response(self, request: Request, status: int, tag: str, sdp: str = "") -> Response:
        """A response within a leg: how to reach us and what we can."""
        response = self.response(request, status, tag)
        for name, value in (("contact", self.contact), ("allow", ALLOWED), ("supported", SUPPORTED)):
            response.headers.put(name, value)
        response.carry(sdp)
        return response

    def refusal(self, request: Request, status: int, headers: Iterable[tuple[str, str]] = ()) -> Response:
        """A final answer that says no, with what the status calls for."""
        response = self.response(request, status)
        if status in {405, 501}:
            response.headers.put("allow", ALLOWED)
        if status == 415:
            response.headers.put("accept", ACCEPTED)
        for name, value in headers:
            response.headers.put(name, value)
        return response

    def reply(self, request: Request, status: int, *headers: tuple[str, str]) -> None:
        """Refuse without remembering: a repetition gets the same answer made anew."""
        if request.method != "ACK":
            self.send(self.refusal(request, status, headers).encode(), request.reply_to)

    # requests

    def request(self, dialog: Dialog, method: str, *, cseq: int | None = None) -> tuple[Request, Address]:
        """A request within a leg, and where it goes. The CSeq is a fresh one unless given."""
        if cseq is None:
            cseq = self.next_cseq(dialog)
        uri, routes = way_to(dialog.peer)
        remote = f"<{dialog.remote}>" + (f";tag={dialog.peer.tag}" if dialog.peer.tag else "")
        request = self.outgoing(
            method,
            uri,
            cseq=cseq,
            parties=(f"<{dialog.local}>;tag={dialog.id}", remote, dialog.call_id),
            routes=routes,
        )
        request.headers.put("contact", self.contact)
        return request, self.settings.edge or hop_to(dialog.peer)

    def outgoing(
        self, method: str, uri: str, *, cseq: int, parties: tuple[str, str, str], routes: tuple[str, ...] = ()
    ) -> Request:
        """A request of ours; `parties` are From, To and Call-ID."""
        via = self.new_via()
        fields = {"via": [str(via)], "max-forwards": ["70"]}
        if routes:
            fields["route"] = list(routes)
        fields |= {
            "from": [parties[0]],
            "to": [parties[1]],
            "call-id": [parties[2]],
            "cseq": [f"{cseq} {method}"],
        }
        fields["user-agent"] = [self.settings.product]
        return Request(Headers(fields), b"", cseq, method, via, uri)

    def next_cseq(self, account: Account) -> int:
        """The number of a new request; a leg's record must know it."""
        account.cseq += 1
        if isinstance(account, Dialog):
            self.changed(account)
        return account.cseq

    def new_via(self) -> Via:
        """Our station on the way, with a name for a transaction of ours."""
        parameters = {"rport": "", "branch": MAGIC + self.names()}
        return Via("UDP", bracketed(self.settings.host), self.settings.port, parameters)
