# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""An exchange that only tells: its port answers as the real one's, and says what the test lets it say."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import uvicorn
from django.test import override_settings
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from hotline.calls.control import read_control_token
from hotline.live.snapshot import Snapshot, encode
from tests.parts.ports import free_port

ADDRESS = "127.0.0.1"
SOON = 10.0


class Telling:
    """`tell` sends a snapshot to whoever listens; None ends the stream."""

    def __init__(self) -> None:
        self.port = free_port()
        self.connections = 0
        self._told: asyncio.Queue[Snapshot | None] = asyncio.Queue()

    def tell(self, snapshot: Snapshot | None) -> None:
        self._told.put_nowait(snapshot)

    async def answer(self, request: Request) -> Response:
        if request.headers.get("authorization") != f"Bearer {read_control_token()}":
            return Response(status_code=401)
        self.connections += 1
        return StreamingResponse(self._lines())

    async def _lines(self) -> AsyncIterator[bytes]:
        while (snapshot := await self._told.get()) is not None:
            yield encode(snapshot)


@asynccontextmanager
async def telling() -> AsyncIterator[Telling]:
    """A listening exchange; the settings point at it."""
    exchange = Telling()
    application = Starlette(routes=[Route("/control/live", exchange.answer)])
    config = uvicorn.Config(
        application,
        host=ADDRESS,
        port=exchange.port,
        log_config=None,
        lifespan="off",
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    with override_settings(EXCHANGE_ADDRESS=ADDRESS, EXCHANGE_PORT=exchange.port):
        serving = asyncio.create_task(server.serve())
        await until(lambda: server.started)
        try:
            yield exchange
        finally:
            exchange.tell(None)
            server.should_exit = True
            await serving


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(SOON):
        while not is_so():
            await asyncio.sleep(0.01)
