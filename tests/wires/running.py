# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A whole exchange in the test's own loop: real sockets, real relay, real database, nothing left out."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from hotline.desk.tokens import token_for
from hotline.exchange.audit import faults
from hotline.exchange.words import AgentId, CallState
from hotline.wires.process import Addresses, Process, Server
from hotline.wires.recovery import recover
from hotline.wires.relay import Relay
from tests.parts.media_relay import ADDRESS, MediaRelay
from tests.parts.ports import free_port
from tests.wires.citizen import Network
from tests.wires.database import in_database
from tests.wires.page import Page, open_page

SOON = 20.0


class Exchange:
    """Addresses that stay, and the process that has them now."""

    def __init__(self, relay: MediaRelay, reached_at: tuple[str, int] | None = None) -> None:
        self.addresses = Addresses(
            sip=(ADDRESS, free_port(socket.SOCK_DGRAM)),
            http=(ADDRESS, free_port()),
            relay=reached_at or (ADDRESS, relay.ng_port),
            keys=(ADDRESS, relay.keys_port),
        )
        self.process: Process
        self.network = Network(self.addresses.sip)
        self._server: Server
        self._serving: asyncio.Task[None]
        self._pages = AsyncExitStack()

    async def start(self) -> None:
        recovered = await in_database(recover)
        self.process = Process(recovered, await Relay.connect(*self.addresses.relay), self.addresses)
        await self.process.start(recovered)
        self._server = Server(self.process)
        self._serving = asyncio.create_task(self._server.serve())
        await self.until(lambda: self._server.started)

    async def stop(self) -> None:
        self._server.should_exit = True
        await self._serving

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    async def close(self) -> None:
        try:
            assert faults(self.process.switchboard.state) == []
        finally:
            await self._pages.aclose()
            self.network.close()
            await self.stop()

    # ---------------------------------------------------------------- people

    @property
    def url(self) -> str:
        return f"ws://{ADDRESS}:{self.addresses.http[1]}/phone"

    async def page(self, agent: AgentId, hertz: float = 700, tab: str = "tab", **hello: Any) -> Page:
        page = await open_page(self.url, token_for(agent), tab, hertz, **hello)
        self._pages.push_async_callback(page.leave)
        return page

    async def available(self, agent: AgentId, hertz: float = 700, tab: str = "tab") -> Page:
        page = await self.page(agent, hertz, tab)
        await page.be_available()
        return page

    # ---------------------------------------------------------------- looking in

    def states(self) -> list[CallState]:
        return [call.state for call in self.process.switchboard.state.calls.values()]

    async def until(self, is_so: Callable[[], bool]) -> None:
        async with asyncio.timeout(SOON):
            while not is_so():
                await asyncio.sleep(0.01)

    async def until_calls_are(self, *states: CallState) -> None:
        await self.until(lambda: self.states() == list(states))

    async def stored(self) -> None:
        await self.until(lambda: self.process.journal.is_idle)


@asynccontextmanager
async def running(relay: MediaRelay, reached_at: tuple[str, int] | None = None) -> AsyncIterator[Exchange]:
    exchange = Exchange(relay, reached_at)
    await exchange.network.open()
    await exchange.start()
    try:
        yield exchange
    finally:
        await exchange.close()
