# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What SIP costs: messages read per second, and whole incoming calls per second.

    python -m bench.sip [--calls 3000]

Method: the messages are those of a typical carrier (an INVITE of 12 headers with an SDP of 150 to 200
bytes), made beforehand. Reading is `parse` alone. A whole call is INVITE, 100, 180, 200, ACK, BYE and 200
through the user agent, with all its timers, and with its records made and thrown away; time passes as if
100 calls came per second, each lasting a minute, and alarms ring as they come. It is measured beside 0,
1,000 and 10,000 other calls that are up, because the cost must not depend on them. One core; the best of
three.
"""

import argparse
import gc
import time
from collections.abc import Callable, Iterator
from itertools import count

from hotline.sip.agent import UserAgent
from hotline.sip.outputs import Address, CallArrived, DialogId
from hotline.sip.parsing import parse
from hotline.sip.settings import Settings

CARRIER: Address = ("192.0.2.1", 5060)
START = 1_399_449_600_000
CALLS_PER_SECOND = 100
LASTING = 6_000  # calls, so a minute
BESIDE = (0, 1_000, 10_000)
ROUNDS = 3

OFFER = (
    "v=0\r\no=carrier 1000 1 IN IP4 192.0.2.9\r\ns=-\r\nc=IN IP4 192.0.2.9\r\nt=0 0\r\n"
    "m=audio 30000 RTP/AVP 8 0 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\n"
    "a=ptime:20\r\n"
)
ANSWER = (
    OFFER.replace("carrier 1000", "hotline 2000").replace("192.0.2.9", "10.0.0.5").replace("8 0 101", "8 101")
)


def message(method: str, number: int, cseq: int, our_tag: str = "", body: str = "") -> bytes:
    """One message of a call, as a carrier sends it."""
    to = f"<sip:70200000@10.0.0.5>;tag={our_tag}" if our_tag else "<sip:70200000@10.0.0.5>"
    lines = [
        f"{method} sip:70200000@10.0.0.5:5070 SIP/2.0",
        f"Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK-{number}-{cseq}-{method}",
        "Max-Forwards: 68",
        f'From: "Borger" <sip:+45{number:08}@carrier.example;user=phone>;tag=far-{number}',
        f"To: {to}",
        f"Call-ID: {number}-a84b4c76e66710@192.0.2.1",
        f"CSeq: {cseq} {method}",
        "Contact: <sip:192.0.2.1:5060;transport=udp>",
        "Record-Route: <sip:192.0.2.1;lr=on>",
        "Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, INFO",
        "Supported: timer",
        f"P-Asserted-Identity: <sip:+45{number:08}@carrier.example>",
        *(["Content-Type: application/sdp"] if body else []),
        f"Content-Length: {len(body)}",
    ]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


def agent() -> UserAgent:
    """A user agent of an ordinary site."""
    numbers = count(1)
    settings = Settings(host="10.0.0.5", trusted=("192.0.2.0/24",))
    return UserAgent(settings, lambda: f"tag{next(numbers):016x}")


class Line:
    """A user agent and the calls that come and go."""

    def __init__(self) -> None:
        self.ua = agent()
        self.now = START
        self.numbers = count(1)

    def begin(self) -> tuple[int, DialogId]:
        """A call arrives, is answered and confirmed."""
        number = next(self.numbers)
        outputs = self.ua.receive(message("INVITE", number, 1, body=OFFER), CARRIER, self.now)
        (dialog,) = (output.dialog for output in outputs if isinstance(output, CallArrived))
        self.ua.ring(dialog, self.now)
        self.ua.accept(dialog, ANSWER, self.now)
        self.ua.receive(message("ACK", number, 1, dialog), CARRIER, self.now)
        return number, dialog

    def end(self, number: int, dialog: DialogId) -> None:
        """The caller hangs up."""
        self.ua.receive(message("BYE", number, 2, dialog), CARRIER, self.now)

    def tick(self) -> None:
        """Time for the next call."""
        self.now += 1000 // CALLS_PER_SECOND
        due = self.ua.next_deadline()
        if due is not None and due <= self.now:
            self.ua.handle_deadline(self.now)


def best(act: Callable[[], int]) -> float:
    """How many per second, in the best of some rounds."""
    rates = []
    for _ in range(ROUNDS):
        gc.collect()
        before = time.process_time()
        done = act()
        rates.append(done / (time.process_time() - before))
    return max(rates)


def reading(calls: int) -> Iterator[tuple[str, float]]:
    """Messages of each kind per second."""
    kinds = [("INVITE", OFFER), ("ACK", ""), ("BYE", "")]
    for method, body in kinds:
        datagrams = [message(method, number, 1, "tag1", body) for number in range(calls)]

        def read(datagrams: list[bytes] = datagrams) -> int:
            for data in datagrams:
                parse(data)
            return len(datagrams)

        yield method, best(read)


def calling(calls: int, beside: int) -> float:
    """Whole calls per second beside so many others."""
    line = Line()
    for _ in range(beside):
        line.begin()
    up: list[tuple[int, DialogId]] = []

    def call() -> int:
        for _ in range(calls):
            up.append(line.begin())
            if len(up) > LASTING:
                line.end(*up.pop(0))
            line.tick()
        for number, dialog in up[: len(up)]:
            line.end(number, dialog)
        up.clear()
        return calls

    return best(call)


def main() -> None:
    """Print both tables."""
    options = argparse.ArgumentParser()
    options.add_argument("--calls", type=int, default=3000)
    calls = options.parse_args().calls
    print("messages read per second")
    for method, rate in reading(calls):
        print(f"  {method:8} {rate:10,.0f}   {1e6 / rate:6.1f} µs each")
    print("whole incoming calls per second (INVITE 100 180 200 ACK BYE 200)")
    for beside in BESIDE:
        rate = calling(calls, beside)
        print(f"  beside {beside:6,} others {rate:8,.0f}   {1e3 / rate:6.3f} ms each")


if __name__ == "__main__":
    main()
