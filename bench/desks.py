# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Desks that are not there: they prove that they ring, answer every call after a while, and never rest.

Each is a WebSocket such as an agent's page holds. In place of WebRTC it answers with plain RTP, which the
relay
takes as well: so sound can be sent through without a browser for every agent.
"""

import asyncio
import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from hotline.wires import phone_messages as page
from hotline.wires.tasks import in_background

read = msgspec.json.Decoder(page.ToPage).decode
write = msgspec.json.Encoder().encode

SDP = """\
v=0
o=- 1 1 IN IP4 127.0.0.1
s=-
c=IN IP4 127.0.0.1
t=0 0
m=audio {port} RTP/AVP 8 101
a=rtpmap:8 PCMA/8000
a=rtpmap:101 telephone-event/8000
a=sendrecv
"""


@dataclass
class Seen:
    """What all desks of a run met: instants of the monotonic clock, by the caller's number."""

    rung_at: dict[str, float] = field(default_factory=dict)
    freed_at: dict[int, float] = field(default_factory=dict)
    refilled: list[float] = field(default_factory=list)
    talks: int = 0
    talking: int = 0
    relay_ports: list[int] = field(default_factory=list)


@dataclass
class Desk:
    """One agent. `talk` seconds after answering it hangs up; None: it talks until the caller leaves."""

    agent: int
    token: str
    url: str
    seen: Seen
    talk: float | None = None
    rtp_port: int = 9
    takes: Callable[[], bool] = lambda: True

    async def work(self) -> None:
        """Be on duty until cancelled."""
        async with connect(self.url, max_queue=None, ping_interval=None) as socket:
            await self._say(socket, page.Hello(self.token, f"bench-{self.agent}"))
            await self._say(socket, page.Choose("available"))
            await self._say(socket, page.WrapUp("end"))  # of a call before
            async for text in socket:
                await self._hear(socket, read(text))

    async def _say(self, socket: ClientConnection, message: page.FromPage) -> None:
        with contextlib.suppress(ConnectionClosed):  # its day is over
            await socket.send(write(message).decode())

    async def _hear(self, socket: ClientConnection, message: page.ToPage) -> None:
        match message:
            case page.Ping(n):
                await self._say(socket, page.Pong(n, ready=True))
            case page.Ring():
                await self._rung(socket, message)
            case page.Joined(call):
                self.seen.talks += 1
                self.seen.talking += 1
                if self.talk is not None:
                    asyncio.get_running_loop().call_later(self.talk, self._end, socket, call)
            case page.HungUp():
                self.seen.talking -= 1
                self.seen.freed_at[self.agent] = time.monotonic()
                await self._say(socket, page.WrapUp("end"))

    async def _rung(self, socket: ClientConnection, ring: page.Ring) -> None:
        now = time.monotonic()
        self.seen.rung_at.setdefault(ring.number, now)
        freed_at = self.seen.freed_at.pop(self.agent, None)
        if freed_at is not None:
            self.seen.refilled.append(now - freed_at)
        self.seen.relay_ports.append(int(ring.sdp.split("m=audio ")[1].split()[0]))
        await self._say(socket, page.Answer(ring.offer, SDP.format(port=self.rtp_port).replace("\n", "\r\n")))

    def _end(self, socket: ClientConnection, call: str) -> None:
        in_background(self._say(socket, page.HangUp(call)))
