# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A citizen who rings over real SIP with a telephone that speaks and listens."""

import asyncio
import itertools
from typing import TypeVar

from hotline.sip import outputs as o
from hotline.wires.clock import steady_clock
from hotline.wires.simulator import Telephones
from tests.wires.late_citizen import LateCitizen, late_citizen
from tests.wires.sound import ADDRESS, Telephone

SOON = 20.0
_numbers = itertools.count(1)
Kind = TypeVar("Kind")


class Network:
    """The telephone network's end of SIP: one socket for all citizens of a test."""

    def __init__(self, exchange: tuple[str, int]) -> None:
        self.exchange = exchange
        self.telephones: Telephones
        self.transport: asyncio.BaseTransport
        self._telephones: list[Telephone] = []
        self._late: list[LateCitizen] = []

    async def open(self) -> None:
        loop = asyncio.get_running_loop()
        self.transport, self.telephones = await loop.create_datagram_endpoint(
            lambda: Telephones(ADDRESS, steady_clock()), local_addr=(ADDRESS, 0)
        )

    async def citizen(self, hertz: float = 500, number: str = "") -> "Citizen":
        """Somebody picks up the telephone."""
        telephone = await Telephone.open(hertz)
        self.add(telephone)
        return Citizen(self, telephone, number or f"+4500{next(_numbers):06}")

    def add(self, telephone: Telephone) -> None:
        self._telephones.append(telephone)

    async def caller(self, hertz: float = 500, called: str = "70200000") -> "Citizen":
        """Somebody rings, and is answered."""
        citizen = await self.citizen(hertz)
        citizen.ring(called)
        await citizen.answered()
        return citizen

    async def late_caller(self, hertz: float = 500) -> LateCitizen:
        """Somebody rings without an offer, and is answered."""
        citizen = await late_citizen(self.exchange, hertz)
        self._late.append(citizen)
        return citizen

    def close(self) -> None:
        for telephone in self._telephones:
            telephone.close()
        for late in self._late:
            late.close()
        self.transport.close()


class Citizen:
    def __init__(self, network: Network, telephone: Telephone, number: str) -> None:
        self._network = network
        self.telephone = telephone
        self.number = number
        self.dialog: o.DialogId
        self.was_answered = False
        self._sdp = ""
        self._happened: asyncio.Queue[o.Output] = asyncio.Queue()

    def ring(self, called: str = "70200000", *, withheld: bool = False) -> None:
        host, port = self._network.exchange
        caller = "anonymous" if withheld else self.number
        self.dialog = self._network.telephones.ring(
            f"sip:{called}@{host}:{port}",
            f"sip:{caller}@{ADDRESS}",
            self.telephone.sdp(),
            self._network.exchange,
            self._hear,
        )

    def hang_up(self) -> None:
        self._network.telephones.hang_up(self.dialog)

    async def move(self) -> None:
        """To another telephone that sounds the same, by a re-INVITE."""
        self.telephone.hush()
        self.telephone = await self.telephone.another()
        self._network.add(self.telephone)
        telephones, now = self._network.telephones, steady_clock()()
        telephones._act(telephones.agent.reoffer(self.dialog, self.telephone.sdp(), now))
        self._sdp = (await self.next(o.MediaAnswered)).sdp
        self.telephone.talk_to(self._sdp)

    def press(self, key: str) -> None:
        self.telephone.press(key, to=self._sdp)

    def _hear(self, output: o.Output) -> None:
        self.was_answered |= isinstance(output, o.Answered)
        self._happened.put_nowait(output)

    async def next(self, kind: type[Kind]) -> Kind:
        async with asyncio.timeout(SOON):
            while not isinstance(happened := await self._happened.get(), kind):
                assert not isinstance(happened, o.Refused | o.DialogEnded), happened
            return happened

    async def answered(self) -> None:
        answered = await self.next(o.Answered)
        assert answered.sdp
        self._sdp = answered.sdp
        self.telephone.talk_to(self._sdp)

    async def refused(self) -> o.Refused:
        return await self.next(o.Refused)

    async def hung_up_on(self) -> o.DialogEnded:
        return await self.next(o.DialogEnded)
