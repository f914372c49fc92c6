# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Citizens who are not there: they ring over real SIP, speak real sound, wait as long as they like, and go.

Just another wire: the exchange cannot tell them from anybody else, so a set-up can be rehearsed before it
answers people. How long somebody waits and talks is drawn from exponential distributions, the usual first
model of both (Garnett, Mandelbaum and Reiman 2002 for the patience).
"""

import asyncio
import random
import secrets
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

from hotline.sip import outputs as o
from hotline.sip import sdp as session
from hotline.sip.agent import UserAgent
from hotline.sip.settings import Settings
from hotline.wires.clock import Clock, steady_clock
from hotline.wires.speech import PACKET_SECONDS, rtp
from hotline.wires.tasks import in_background


@dataclass(frozen=True)
class Plan:
    """What the citizens of one run do. Times are seconds, and averages of exponential distributions."""

    line: str
    exchange: tuple[str, int]
    callers: int
    between: float
    patience: float
    talk: float
    address: str = "127.0.0.1"


class Stay(NamedTuple):
    """One citizen: how long until the next rings, and how long this one stays on the line."""

    until_next: float
    lasts: float


def stays_of(plan: Plan, seed: int | None) -> list[Stay]:
    """Drawn before the first one rings, so that the same seed gives the same citizens on a slow day too."""
    chance = random.Random(seed)  # noqa: S311 - a simulation, not a secret

    def draw(average: float) -> float:
        return chance.expovariate(1 / average)

    return [Stay(draw(plan.between), draw(plan.patience) + draw(plan.talk)) for _ in range(plan.callers)]


class Ear(asyncio.DatagramProtocol):
    """One citizen's telephone: counts what is heard, and speaks."""

    def __init__(self) -> None:
        self.heard = 0
        self.transport: asyncio.DatagramTransport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: object) -> None:  # noqa: ARG002 - asyncio's signature
        self.heard += len(data) > 12

    @property
    def port(self) -> int:
        return int(self.transport.get_extra_info("sockname")[1])

    async def speak(self, payloads: list[bytes], to: tuple[str, int]) -> None:
        """Send the payloads over and over, one every 20 ms by the clock, until cancelled."""
        loop, source = asyncio.get_running_loop(), secrets.randbits(32)
        began, number = loop.time(), 0
        while True:
            self.transport.sendto(rtp(payloads[number % len(payloads)], number, source), to)
            number += 1
            await asyncio.sleep(max(0.0, began + number * PACKET_SECONDS - loop.time()))


class Telephones(asyncio.DatagramProtocol):
    """The citizens' side of SIP: one user agent for all of them."""

    def __init__(self, address: str, clock: Clock) -> None:
        self._clock = clock
        self._address = address
        self.agent: UserAgent
        self._listeners: dict[o.DialogId, Callable[[o.Output], None]] = {}
        self._transport: asyncio.DatagramTransport
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)
        port = int(transport.get_extra_info("sockname")[1])
        own = Settings(host=self._address, port=port, product="Hotline simulator")
        self.agent = UserAgent(own, names=lambda: secrets.token_hex(8))

    def datagram_received(self, data: bytes, addr: tuple[str | Any, int]) -> None:
        self._act(self.agent.receive(data, (addr[0], addr[1]), self._clock()))

    def ring(
        self, to: str, caller: str, sdp: str, exchange: tuple[str, int], listen: Callable[[o.Output], None]
    ) -> o.DialogId:
        dialog, outputs = self.agent.invite(to, caller, sdp, self._clock(), destination=exchange)
        self._listeners[dialog] = listen
        self._act(outputs)
        return dialog

    def hang_up(self, dialog: o.DialogId) -> None:
        self._act(self.agent.hang_up(dialog, self._clock()))

    def _act(self, outputs: list[o.Output]) -> None:
        for output in outputs:
            if isinstance(output, o.Send):
                self._transport.sendto(output.data, output.destination)
            elif listen := self._listeners.get(getattr(output, "dialog", o.DialogId(""))):
                listen(output)
        self._set_timer()

    def _set_timer(self) -> None:
        if self._timer:
            self._timer.cancel()
        deadline = self.agent.next_deadline()
        if deadline is not None:
            delay = max(0, deadline - self._clock()) / 1000
            self._timer = asyncio.get_running_loop().call_later(delay, self._deadline_reached)

    def _deadline_reached(self) -> None:
        self._act(self.agent.handle_deadline(self._clock()))


SDP = """\
v=0
o=- 1 1 IN IP4 {address}
s=-
c=IN IP4 {address}
t=0 0
m=audio {port} RTP/AVP 8 101
a=rtpmap:8 PCMA/8000
a=rtpmap:101 telephone-event/8000
a=sendrecv
"""


class Simulation:
    """One run. `tell` gets a sentence for each thing a citizen meets; `counts` holds the result."""

    def __init__(
        self, plan: Plan, speech: list[bytes], tell: Callable[[str], None], seed: int | None = None
    ) -> None:
        self.plan = plan
        self.counts: Counter[str] = Counter()
        self._speech = speech
        self._tell = tell
        self._stays = stays_of(plan, seed)
        self._telephones: Telephones

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        transport, self._telephones = await loop.create_datagram_endpoint(
            lambda: Telephones(self.plan.address, steady_clock()), local_addr=(self.plan.address, 0)
        )
        citizens = []
        for number, stay in enumerate(self._stays, 1):
            citizens.append(in_background(self._citizen(number, stay.lasts)))
            await asyncio.sleep(stay.until_next)
        await asyncio.gather(*citizens)
        await asyncio.sleep(0.5)  # the last goodbye is answered
        transport.close()

    async def _citizen(self, number: int, stays: float) -> None:
        """Ring, hear, speak once somebody answers the line, and hang up when the time has come."""
        loop = asyncio.get_running_loop()
        transport, ear = await loop.create_datagram_endpoint(Ear, local_addr=(self.plan.address, 0))
        happened: asyncio.Queue[o.Output] = asyncio.Queue()
        sdp = SDP.format(address=self.plan.address, port=ear.port).replace("\n", "\r\n")
        host, port = self.plan.exchange
        caller = f"sip:+4500{number:06}@{self.plan.address}"
        to = f"sip:{self.plan.line}@{host}:{port}"
        dialog = self._telephones.ring(to, caller, sdp, self.plan.exchange, happened.put_nowait)
        try:
            await self._on_the_line(number, stays, ear, happened)
        finally:
            self._telephones.hang_up(dialog)
            transport.close()

    async def _on_the_line(
        self, number: int, stays: float, ear: Ear, happened: asyncio.Queue[o.Output]
    ) -> None:
        speaking: asyncio.Task[None] | None = None
        try:
            async with asyncio.timeout(stays):
                while True:
                    match await happened.get():
                        case o.Answered(sdp=str(sdp)):
                            there = session.audio(sdp)
                            speaking = in_background(ear.speak(self._speech, (there.address, there.port)))
                            self._meets(number, "is on the line")
                        case o.Refused(status=status):
                            return self._meets(number, f"is refused with {status}")
                        case o.DialogEnded():
                            return self._meets(number, "was hung up on")
        except TimeoutError:
            self._meets(number, "hangs up")
        finally:
            if speaking:
                speaking.cancel()
            self.counts["packets heard"] += ear.heard
        return None

    def _meets(self, number: int, what: str) -> None:
        self.counts[what] += 1
        self._tell(f"citizen {number} {what}")
