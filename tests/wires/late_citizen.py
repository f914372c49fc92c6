# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A caller whose exchange sends no offer with its INVITE and wants ours, as some networks' gateways do."""

import asyncio
import re
import secrets
from typing import Any, cast

from tests.wires.sound import ADDRESS, Telephone

REQUEST = """\
{method} sip:70200000@{host}:{port} SIP/2.0
Via: SIP/2.0/UDP {own};branch=z9hG4bK{branch}
Max-Forwards: 70
From: <sip:+4500000099@{own}>;tag={tag}
To: <sip:70200000@{host}>{to_tag}
Call-ID: {tag}
CSeq: {number} {method}
Contact: <sip:+4500000099@{own}>
{kind}Content-Length: {length}

"""
COPIED = re.compile(r"^(Via|From|To|Call-ID|CSeq):.*$", re.MULTILINE | re.IGNORECASE)


class LateCitizen(asyncio.DatagramProtocol):
    def __init__(self, exchange: tuple[str, int], telephone: Telephone) -> None:
        self.exchange = exchange
        self.telephone = telephone
        self._tag, self._to_tag = secrets.token_hex(6), ""
        self._answered = asyncio.Event()
        self._ended = asyncio.Event()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, _addr: Any) -> None:
        head, _, body = data.decode().partition("\r\n\r\n")
        if head.startswith("SIP/2.0 200") and "INVITE" in head:
            found = re.search(r"^To:.*(;tag=[^;\s]+)", head, re.MULTILINE | re.IGNORECASE)
            assert found
            self._to_tag = found[1]
            self._say("ACK", 1, self.telephone.sdp())
            self.telephone.talk_to(body)
            self._answered.set()
        elif head.startswith("BYE"):
            copied = "\r\n".join(line[0].rstrip() for line in COPIED.finditer(head))
            self._send(f"SIP/2.0 200 OK\r\n{copied}\r\nContent-Length: 0\r\n\r\n")
            self._ended.set()

    def _say(self, method: str, number: int, body: str = "") -> None:
        host, port = self.exchange
        own = ":".join(map(str, self._transport.get_extra_info("sockname")))
        said = REQUEST.format(
            method=method,
            host=host,
            port=port,
            own=own,
            branch=secrets.token_hex(6),
            tag=self._tag,
            to_tag=self._to_tag,
            number=number,
            kind="Content-Type: application/sdp\n" if body else "",
            length=len(body),
        )
        self._send(said.replace("\n", "\r\n") + body)

    def _send(self, text: str) -> None:
        self._transport.sendto(text.encode(), self.exchange)

    async def ring(self) -> None:
        self._say("INVITE", 1)
        await asyncio.wait_for(self._answered.wait(), 20)

    def hang_up(self) -> None:
        self._say("BYE", 2)

    async def hung_up_on(self) -> None:
        await asyncio.wait_for(self._ended.wait(), 20)

    def close(self) -> None:
        self.telephone.close()
        self._transport.close()


async def late_citizen(exchange: tuple[str, int], hertz: float) -> LateCitizen:
    """Somebody rings so, and is answered."""
    loop, telephone = asyncio.get_running_loop(), await Telephone.open(hertz)
    _, citizen = await loop.create_datagram_endpoint(
        lambda: LateCitizen(exchange, telephone), local_addr=(ADDRESS, 0)
    )
    await citizen.ring()
    return citizen
