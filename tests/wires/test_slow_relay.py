# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""While the relay takes its time, people go on: what they did meanwhile is not undone by what comes late."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

from hotline.exchange.words import AgentId, CallState
from tests.parts.media_relay import ADDRESS, MediaRelay
from tests.wires.running import Exchange, running
from tests.wires.sounds import MUSIC

CALLER, AGENT = 500, 700


class SlowWay(asyncio.DatagramProtocol):
    """The way to the relay: while it is blocked, what is asked waits. The watch's questions pass."""

    def __init__(self, relay: tuple[str, int]) -> None:
        self._relay = relay
        self._asker: Any = None
        self._waiting: list[bytes] = []
        self._is_blocked = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    @property
    def address(self) -> tuple[str, int]:
        return cast(tuple[str, int], self._transport.get_extra_info("sockname"))

    def datagram_received(self, data: bytes, addr: Any) -> None:
        if addr[1] == self._relay[1]:
            self._transport.sendto(data, self._asker)
            return
        self._asker = addr
        if self._is_blocked and b"10:statistics" not in data:
            self._waiting.append(data)
        else:
            self._transport.sendto(data, self._relay)

    async def blocked(self) -> None:
        """Until somebody has asked something in vain."""
        async with asyncio.timeout(20):
            while not self._waiting:
                await asyncio.sleep(0.005)

    def block(self) -> None:
        self._is_blocked = True

    def unblock(self) -> None:
        self._is_blocked = False
        for data in self._waiting:
            self._transport.sendto(data, self._relay)
        self._waiting.clear()

    def close(self) -> None:
        self._transport.close()


@asynccontextmanager
async def slowly(relay: MediaRelay) -> AsyncIterator[tuple[Exchange, SlowWay]]:
    loop = asyncio.get_running_loop()
    _, way = await loop.create_datagram_endpoint(
        lambda: SlowWay((ADDRESS, relay.ng_port)), local_addr=(ADDRESS, 0)
    )
    try:
        async with running(relay, way.address) as exchange:
            yield exchange, way
    finally:
        way.close()


def heard_of(page_messages: list[dict[str, Any]]) -> list[str]:
    return [message["type"] for message in page_messages if message["type"] != "welcome"]


async def test_a_caller_who_goes_before_the_ring_is_set_up_rings_nowhere(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    async with slowly(media_relay) as (exchange, way):
        caller = await exchange.network.caller(CALLER)
        await caller.telephone.hears(MUSIC)
        way.block()
        page = await exchange.available(alma, AGENT)
        await way.blocked()
        caller.hang_up()
        await page.next("stop")
        way.unblock()
        await page.shows(status="available")
        second = await exchange.network.caller(CALLER)
        ring = await page.next("ring")
        assert ring["number"] == second.number, "the first call never rang"


async def test_a_caller_who_goes_before_the_talk_is_set_up_is_shown_as_gone(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    async with slowly(media_relay) as (exchange, way):
        page = await exchange.available(alma, AGENT)
        caller = await exchange.network.caller(CALLER)
        ring = await page.next("ring")
        await caller.telephone.hears(MUSIC)
        way.block()
        await page.say("answer", offer=ring["offer"], sdp=page.telephone.sdp())
        await way.blocked()
        caller.hang_up()
        await page.next("hangup")
        way.unblock()
        await exchange.until_calls_are()
        await page.say("wrapup", do="end")
        await page.shows(status="available", call=None)
        assert "joined" not in heard_of(page.unread)
        assert exchange.process.connections.all() == []


async def test_no_music_comes_into_a_talk_from_an_announcement_that_ended_late(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    async with slowly(media_relay) as (exchange, way):
        page = await exchange.available(alma, AGENT)
        caller = await exchange.network.caller(CALLER)
        ring = await page.next("ring")
        connection = exchange.process.connections.all()[0]
        await exchange.until(lambda: connection.playing is not None)
        way.block()
        moving = asyncio.create_task(caller.move())
        await way.blocked()
        await page.say("answer", offer=ring["offer"], sdp=page.telephone.sdp())
        page.telephone.talk_to(ring["sdp"])
        await exchange.until_calls_are(CallState.TALKING)
        await exchange.until(lambda: connection.playing is None)  # the welcome has come to its end
        way.unblock()
        await moving
        for _ in range(5):
            await caller.telephone.hears(AGENT)
        assert not caller.telephone.has_heard(MUSIC)


async def test_a_slow_call_holds_up_no_other(alma: AgentId, media_relay: MediaRelay) -> None:
    async with slowly(media_relay) as (exchange, way):
        page = await exchange.available(alma, AGENT)
        waiting = await exchange.network.caller(CALLER)
        await page.next("ring")
        way.block()
        arriving = await exchange.network.citizen(CALLER)
        arriving.ring()
        await way.blocked()
        waiting.hang_up()
        await page.next("stop")
        way.unblock()
        await arriving.answered()
        await page.next("ring")
