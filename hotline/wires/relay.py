# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The media relay's control protocol: rtpengine's "ng", one bencoded dictionary per datagram.

A request is repeated under the same cookie until an answer comes. The relay remembers recent cookies and
repeats its answer, so a lost datagram never makes it do a thing twice.
"""

import asyncio
import itertools
import secrets
from collections.abc import Mapping
from typing import Any, cast

from hotline.wires import bencode

# Seconds to wait before each repetition; the last is followed by giving up.
PATIENCE = (0.25, 0.5, 1.0, 2.0)
PING_PATIENCE = (0.3, 0.3, 0.4)


class RelayRefusedError(Exception):
    """The relay understood and said no; the sentence is its own."""


class RelaySilentError(Exception):
    """The relay does not answer at all."""


class Relay(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self._waiting: dict[bytes, asyncio.Future[dict[str, Any]]] = {}
        self._impatient: set[asyncio.Future[dict[str, Any]]] = set()
        self._numbers = itertools.count()
        self._prefix = secrets.token_hex(4)
        self._transport: asyncio.DatagramTransport | None = None

    @classmethod
    async def connect(cls, address: str, port: int) -> "Relay":
        loop = asyncio.get_running_loop()
        _, relay = await loop.create_datagram_endpoint(cls, remote_addr=(address, port))
        return relay

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    def error_received(self, exc: Exception) -> None:
        """Nobody listens just now. For most, the repetitions below decide when that is too long."""
        for future in self._impatient:
            if not future.done():
                future.set_exception(
                    RelaySilentError(f"nobody listens where the media relay should be: {exc}")
                )

    def datagram_received(self, data: bytes, _addr: object) -> None:
        cookie, _, body = data.partition(b" ")
        future = self._waiting.get(cookie)
        if future and not future.done():
            try:
                future.set_result(_read_answer(body))
            except bencode.Malformed as error:
                future.set_exception(RelayRefusedError(f"unreadable answer: {error}"))

    def close(self) -> None:
        if self._transport:
            self._transport.close()

    async def ask(
        self,
        command: str,
        fields: Mapping[str, object] | None = None,
        patience: tuple[float, ...] = PATIENCE,
        *,
        gives_up_on_refusal: bool = False,
    ) -> dict[str, Any]:
        """Return the relay's answer. Raises RelayRefusedError or RelaySilentError.

        With `gives_up_on_refusal` it is over as soon as the network says that nobody listens there.
        """
        cookie = f"{self._prefix}_{next(self._numbers)}".encode()
        datagram = cookie + b" " + bencode.encode({"command": command, **(fields or {})})
        loop = asyncio.get_running_loop()
        future: asyncio.Future[dict[str, Any]] = loop.create_future()
        self._waiting[cookie] = future
        if gives_up_on_refusal:
            self._impatient.add(future)
        self._say(datagram, future, patience)
        try:
            reply = await future
        finally:
            del self._waiting[cookie]
            self._impatient.discard(future)
        if str(reply.get("result")) not in {"ok", "pong"}:
            raise RelayRefusedError(str(reply.get("error-reason", "refused")))
        return reply

    def _say(
        self, datagram: bytes, future: asyncio.Future[dict[str, Any]], patience: tuple[float, ...]
    ) -> None:
        """Send, and again when nothing comes. The answer cancels the timer: most never run out."""
        assert self._transport
        if future.done():
            return
        if not patience:
            future.set_exception(RelaySilentError("the media relay does not answer"))
            return
        self._transport.sendto(datagram)
        timer = future.get_loop().call_later(patience[0], self._say, datagram, future, patience[1:])
        future.add_done_callback(lambda _: timer.cancel())

    async def is_alive(self) -> bool:
        """A ping, answered within a second."""
        try:
            await self.ask("ping", patience=PING_PATIENCE)
        except (RelaySilentError, RelayRefusedError):
            return False
        return True

    async def calls(self) -> set[str]:
        """The Call-IDs the relay holds media for."""
        reply = await self.ask("list", {"limit": 1_000_000})
        return set(reply["calls"])


def _read_answer(body: bytes) -> dict[str, Any]:
    answer = bencode.decode(body)
    if not isinstance(answer, dict):
        raise bencode.Malformed("an answer is a dictionary")
    return answer
