# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A citizen who rings over real SIP with a telephone that speaks and listens."""

import asyncio
import itertools
import time
from collections.abc import Callable
from typing import TypeVar

from hotline.sip import outputs as o
from hotline.wires.clock import steady_clock
from hotline.wires.simulator import Telephones
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
        self._citizens: list[Citizen] = []

    async def open(self) -> None:
        loop = asyncio.get_running_loop()
        self.transport, self.telephones = await loop.create_datagram_endpoint(
            lambda: Telephones(ADDRESS, steady_clock()), local_addr=(ADDRESS, 0)
        )

    async def citizen(self, hertz: float = 500, number: str = "") -> "Citizen":
        """Somebody picks up the telephone."""
        telephone = await Telephone.open(hertz)
        citizen = Citizen(self, telephone, number or f"+4500{next(_numbers):06}")
        self._citizens.append(citizen)
        return citizen

    async def caller(self, hertz: float = 500, called: str = "70200000") -> "Citizen":
        """Somebody rings, and is answered."""
        citizen = await self.citizen(hertz)
        citizen.ring(called)
        await citizen.answered()
        return citizen

    def close(self) -> None:
        for citizen in self._citizens:
            citizen.telephone.close()
        self.transport.close()


class Citizen:
    def __init__(self, network: Network, telephone: Telephone, number: str) -> None:
        self._network = network
        self.telephone = telephone
        self.number = number
        self.dialog: o.DialogId
        self.rang_at = 0.0
        self._happened: asyncio.Queue[o.Output] = asyncio.Queue()

    def ring(self, called: str = "70200000") -> None:
        host, port = self._network.exchange
        self.rang_at = time.monotonic()
        self.dialog = self._network.telephones.ring(
            f"sip:{called}@{host}:{port}",
            f"sip:{self.number}@{ADDRESS}",
            self.telephone.sdp(),
            self._network.exchange,
            self._happened.put_nowait,
        )

    def hang_up(self) -> None:
        self._network.telephones.hang_up(self.dialog)

    def reoffer(self) -> None:
        """The same telephone, on another socket or with another direction."""
        agent, now = self._network.telephones.agent, steady_clock()()
        self._network.telephones._act(agent.reoffer(self.dialog, self.telephone.sdp(), now))

    async def next(self, kind: type[Kind]) -> Kind:
        async with asyncio.timeout(SOON):
            while not isinstance(happened := await self._happened.get(), kind):
                assert not isinstance(happened, o.Refused | o.DialogEnded), happened
            return happened

    async def answered(self) -> None:
        answered = await self.next(o.Answered)
        assert answered.sdp
        self.telephone.talk_to(answered.sdp)

    async def refused(self) -> o.Refused:
        return await self.next(o.Refused)

    async def hung_up_on(self) -> o.DialogEnded:
        return await self.next(o.DialogEnded)

    def happened_without_waiting(self, found: Callable[[o.Output], bool]) -> bool:
        return any(found(output) for output in list(self._happened._queue))  # type: ignore[attr-defined]
