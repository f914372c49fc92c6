# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""An agent's page without a browser: a real WebSocket which answers pings, and a telephone for its sound.

Where a browser would answer an offer with DTLS-SRTP, this one answers with plain RTP; the relay takes that.
"""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.wires.sound import Telephone

SOON = 20.0
Message = dict[str, Any]


class Page:
    """`unread` is everything heard and not yet asked for, but for pings and states."""

    def __init__(self, socket: ClientConnection, telephone: Telephone) -> None:
        self.socket = socket
        self.telephone = telephone
        self.is_ready = True
        self.is_frozen = False
        self.pings = 0
        self.state: Message = {}
        self.unread: list[Message] = []
        self.closed_with: int | None = None
        self._heard = asyncio.Condition()
        self._reading = asyncio.create_task(self._read())

    async def say(self, kind: str, **fields: object) -> None:
        await self.socket.send(json.dumps({"type": kind, **fields}))

    async def _read(self) -> None:
        with contextlib.suppress(ConnectionClosed):
            async for text in self.socket:
                await self._take(json.loads(text))
        self.closed_with = self.socket.close_code
        async with self._heard:
            self._heard.notify_all()

    async def _take(self, message: Message) -> None:
        if message["type"] == "ping":
            self.pings += 1
            if not self.is_frozen:
                await self.say("pong", n=message["n"], ready=self.is_ready)
        elif message["type"] == "state":
            self.state = message
        else:
            self.unread.append(message)
        async with self._heard:
            self._heard.notify_all()

    # ---------------------------------------------------------------- waiting

    async def next(self, kind: str) -> Message:
        """The next message of this kind; those before it are passed over."""
        async with asyncio.timeout(SOON), self._heard:
            while True:
                for place, message in enumerate(self.unread):
                    if message["type"] == kind:
                        del self.unread[: place + 1]
                        return message
                assert self.closed_with is None, f"closed with {self.closed_with} before {kind}"
                await self._heard.wait()

    async def shows(self, **fields: object) -> Message:
        """Wait until the state shown has these values."""
        return await self._until(lambda: all(self.state.get(name) == fields[name] for name in fields))

    async def _until(self, is_so: Callable[[], bool]) -> Message:
        async with asyncio.timeout(SOON), self._heard:
            while not is_so():
                assert self.closed_with is None, f"closed with {self.closed_with}"
                await self._heard.wait()
            return self.state

    async def closes(self) -> int | None:
        """The code the socket was closed with."""
        async with asyncio.timeout(SOON), self._heard:
            while self.closed_with is None:
                await self._heard.wait()
            return self.closed_with

    # ---------------------------------------------------------------- the person in front of it

    async def be_available(self) -> None:
        await self.say("choose", chosen="available")
        await self._until(lambda: self.state.get("status") in {"available", "ringing", "talking"})

    async def answer(self) -> Message:
        """Take the call that rings next; return its ring."""
        ring = await self.next("ring")
        await self.say("answer", offer=ring["offer"], sdp=self.telephone.sdp())
        await self.next("joined")
        self.telephone.talk_to(ring["sdp"])
        return ring

    async def answer_media(self) -> Message:
        """Take the new leg that is offered for a call going on."""
        offered = await self.next("media")
        await self.say("media", leg=offered["leg"], sdp=self.telephone.sdp())
        await self.next("joined")
        self.telephone.talk_to(offered["sdp"])
        return offered

    async def leave(self) -> None:
        await self.socket.close()
        await self._reading
        self.telephone.close()

    def die(self) -> None:
        """No goodbye: the network is gone."""
        self.socket.transport.abort()
        self.telephone.close()


async def open_page(url: str, token: str, tab: str = "tab", hertz: float = 700, **hello: object) -> Page:
    page = Page(await connect(url), await Telephone.open(hertz))
    await page.say("hello", token=token, tab=tab, **hello)
    return page


@asynccontextmanager
async def opened(url: str, token: str, tab: str = "tab", **hello: Any) -> AsyncIterator[Page]:
    page = await open_page(url, token, tab, **hello)
    try:
        yield page
    finally:
        await page.leave()
