# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A story told to one user agent: what the far end sends and when, what it is ordered, and what it
does. Time passes only when the story says so, and the names it draws are counted.
"""

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

from hotline.sip import sdp
from hotline.sip.agent import UserAgent
from hotline.sip.headers import Via
from hotline.sip.messages import Headers, Request, Response
from hotline.sip.outputs import (
    Address,
    CallArrived,
    DialogChanged,
    DialogId,
    Instant,
    Output,
    Record,
    Send,
)
from hotline.sip.parsing import parse
from hotline.sip.settings import Settings

START = 1_399_449_600_000
CARRIER: Address = ("192.0.2.1", 5060)
PHONE: Address = ("198.51.100.7", 5062)
STRANGER: Address = ("203.0.113.66", 5060)
US = "10.0.0.5"

VIA = Via("UDP", "192.0.2.1", 5060, {})
"""Any one: what is written into the messages here stands in their headers."""

OFFER = (
    "v=0\r\n"
    "o=carrier 1000 1 IN IP4 192.0.2.9\r\n"
    "s=-\r\n"
    "c=IN IP4 192.0.2.9\r\n"
    "t=0 0\r\n"
    "m=audio 30000 RTP/AVP 8 0 101\r\n"
    "a=rtpmap:8 PCMA/8000\r\n"
    "a=rtpmap:0 PCMU/8000\r\n"
    "a=rtpmap:101 telephone-event/8000\r\n"
    "a=fmtp:101 0-16\r\n"
    "a=sendrecv\r\n"
)
ANSWER = (
    "v=0\r\n"
    "o=hotline 2000 1 IN IP4 10.0.0.5\r\n"
    "s=-\r\n"
    "c=IN IP4 10.0.0.5\r\n"
    "t=0 0\r\n"
    "m=audio 20000 RTP/AVP 8 101\r\n"
    "a=rtpmap:8 PCMA/8000\r\n"
    "a=rtpmap:101 telephone-event/8000\r\n"
    "a=sendrecv\r\n"
)
OTHER_OFFER = OFFER.replace("o=carrier 1000 1", "o=carrier 1000 2").replace("30000", "30002")
OTHER_ANSWER = ANSWER.replace("o=hotline 2000 1", "o=hotline 2000 7").replace("20000", "20002")
HOLD_OFFER = sdp.with_direction(OTHER_OFFER, sdp.Direction.SENDONLY)


def names(prefix: str = "n") -> Callable[[], str]:
    """Names that can be foretold."""
    numbers = count(1)
    return lambda: f"{prefix}{next(numbers)}"


def settings(**changes: Any) -> Settings:
    """Those of most stories."""
    usual: dict[str, Any] = {"host": US, "port": 5070, "trusted": ("192.0.2.0/24",)}
    return Settings(**(usual | changes))


def request(
    method: str,
    *,
    uri: str = "sip:70200000@10.0.0.5:5070",
    branch: str = "z9hG4bK-1",
    cseq: int = 1,
    call: str = "call-1",
    our_tag: str = "",
    their_tag: str = "far-1",
    body: str | bytes = b"",
    content_type: str = "application/sdp",
    via: str = "192.0.2.1:5060",
    **headers: str | None,
) -> bytes:
    """A request of the far end, as its bytes. `headers` add to the usual ones, None takes one away."""
    fields: dict[str, str | None] = {
        "via": f"SIP/2.0/UDP {via};rport;branch={branch}",
        "max-forwards": "70",
        "from": f"<sip:+4500000001@carrier.example>;tag={their_tag}",
        "to": "<sip:70200000@hotline.example>" + (f";tag={our_tag}" if our_tag else ""),
        "call-id": call,
        "cseq": f"{cseq} {method}",
        "contact": "<sip:far@192.0.2.1:5060>",
    }
    data = body.encode() if isinstance(body, str) else body
    if data:
        fields["content-type"] = content_type
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    pairs = [(name, value) for name, value in fields.items() if value is not None]
    return Request(Headers.of(pairs), data, cseq, method, VIA, uri).encode()


def invite(*, body: str | bytes = OFFER, **changes: Any) -> bytes:
    """Somebody rings."""
    return request("INVITE", body=body, **changes)


def reply(
    asked: Request, status: int, *, tag: str = "far-1", body: str = "", phrase: str = "", **headers: str
) -> bytes:
    """The far end's answer to a request of ours."""
    to = asked.headers.first("to")
    if tag and ";tag=" not in to and status > 100:
        to = f"{to};tag={tag}"
    fields = {
        "via": asked.headers.first("via"),
        "from": asked.headers.first("from"),
        "to": to,
        "call-id": asked.call_id,
        "cseq": f"{asked.cseq} {asked.method}",
    }
    if 100 < status < 300:
        fields["contact"] = "<sip:far@198.51.100.7:5062>"
    if body:
        fields["content-type"] = "application/sdp"
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    response = Response(
        Headers.of(fields.items()),
        body.encode(),
        asked.cseq,
        asked.method,
        asked.via,
        status,
        phrase or "X",
    )
    return response.encode()


class Story:
    """One user agent, its time, what it sent, what it told, and the records it wants kept."""

    def __init__(self, **changes: Any) -> None:
        self.settings = settings(**changes)
        self.names = names()
        self.ua = UserAgent(self.settings, self.names)
        self.now: Instant = START
        self.records: dict[DialogId, Record] = {}
        self._sent: list[tuple[Request | Response, Address]] = []
        self._told: list[Output] = []

    def take(self, outputs: list[Output]) -> None:
        """Look at what it gave back: happenings first, then records, then what to send."""
        order = [2 if isinstance(o, Send) else 1 if isinstance(o, DialogChanged) else 0 for o in outputs]
        assert order == sorted(order)
        for output in outputs:
            match output:
                case Send(data, destination):
                    self._sent.append((parse(data), destination))
                case DialogChanged(dialog, None):
                    self.records.pop(dialog, None)
                case DialogChanged(dialog, record):
                    assert record is not None
                    self.records[dialog] = record
                case _:
                    self._told.append(output)

    def hear(self, data: bytes, source: Address = CARRIER) -> None:
        """A datagram comes."""
        self.take(self.ua.receive(data, source, self.now))

    def wait(self, milliseconds: int) -> None:
        """Time passes, and every alarm rings at its time."""
        end = self.now + milliseconds
        while (at := self.ua.next_deadline()) is not None and at <= end:
            self.now = max(at, self.now)
            self.take(self.ua.handle_deadline(self.now))
        self.now = end

    def sent(self) -> list[Request | Response]:
        """What was sent since this was asked last."""
        messages = [message for message, _ in self._sent]
        self._sent.clear()
        return messages

    def sent_to(self) -> list[tuple[str, Address]]:
        """Likewise: what in a word, and where to."""
        found = [(summary(message), address) for message, address in self._sent]
        self._sent.clear()
        return found

    def said(self) -> list[str]:
        """Likewise, in a word each."""
        return [summary(message) for message in self.sent()]

    def told(self) -> list[Output]:
        """What was told since this was asked last."""
        told, self._told = self._told, []
        return told

    def only_sent(self) -> Request | Response:
        """The one message sent since."""
        (message,) = self.sent()
        return message

    def only_request(self) -> Request:
        """The one request sent since."""
        message = self.only_sent()
        assert isinstance(message, Request)
        return message

    def only_response(self) -> Response:
        """The one response sent since."""
        message = self.only_sent()
        assert isinstance(message, Response)
        return message

    def next_request(self, within_ms: int) -> Request:
        """Time passes until a request is sent."""
        end = self.now + within_ms
        while not self._sent and self.now < end:
            self.wait(10)
        return self.only_request()

    def forget(self) -> None:
        """What was sent and told so far is not of interest."""
        self._sent.clear()
        self._told.clear()

    # how most stories begin

    def call_arrives(self, **changes: Any) -> DialogId:
        """Somebody rings and is told that we are at it."""
        self.hear(invite(**changes))
        arrived = [output for output in self.told() if isinstance(output, CallArrived)]
        assert self.said() == ["100 INVITE"]
        return arrived[-1].dialog

    def call_is_up(self, **changes: Any) -> DialogId:
        """Somebody rings, we answer, the ACK comes."""
        dialog = self.call_arrives(**changes)
        self.take(self.ua.accept(dialog, ANSWER, self.now))
        named = {name: changes[name] for name in ("call", "their_tag") if name in changes}
        cseq = changes.get("cseq", 1)
        self.hear(request("ACK", our_tag=dialog, cseq=cseq, branch=f"z9hG4bK-ack-{dialog}", **named))
        self.forget()
        return dialog

    def we_call(self, **changes: Any) -> DialogId:
        """We ring a telephone; the INVITE is still in the list of what was sent."""
        asked: dict[str, Any] = {"to": "sip:anna@198.51.100.7:5062", "caller": "sip:70200000@hotline.example"}
        asked |= {"sdp": ANSWER} | changes
        dialog, outputs = self.ua.invite(**asked, now=self.now)
        self.take(outputs)
        return dialog

    def we_are_through(self, **headers: str) -> DialogId:
        """We ring a telephone and it is answered at once."""
        dialog = self.we_call()
        self.hear(reply(self.only_request(), 200, body=OFFER, **headers), PHONE)
        self.forget()
        return dialog

    def restart(self) -> "Story":
        """The process dies; another one with the same records goes on at the same instant."""
        other = Story()
        other.settings, other.names, other.now = self.settings, self.names, self.now
        other.ua = UserAgent(self.settings, self.names)
        other.records = dict(self.records)
        other.take(other.ua.restore(list(self.records.values()), other.now))
        return other


def rings(story: Story) -> tuple[DialogId, Request]:
    """We ring a telephone; the leg and its INVITE."""
    dialog = story.we_call()
    return dialog, story.only_request()


def summary(message: Request | Response) -> str:
    """`INVITE`, or `200 INVITE`."""
    return f"{message.status} {message.method}" if isinstance(message, Response) else message.method


def seconds(number: float) -> timedelta:
    """A span."""
    return timedelta(seconds=number)
