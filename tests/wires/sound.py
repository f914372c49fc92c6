# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A telephone for tests: one real RTP socket which speaks a tone and knows what it hears."""

import asyncio
import secrets
import struct
from collections import deque
from typing import Any, cast

import numpy as np

from hotline.sip import sdp as session
from hotline.wires.media import Leg, LegKind
from hotline.wires.speech import RATE, SAMPLES_A_PACKET, a_law, from_a_law, rtp
from tests.parts.tones import share_of

ADDRESS = "127.0.0.1"
LISTENED_TO = 10  # packets of 20 ms
LOUD = 300
KEYS_PAYLOAD = 101
RTP = struct.Struct("!BBHII")
EVENT = struct.Struct("!BBH")

SDP = """\
v=0
o=- 1 1 IN IP4 {address}
s=-
c=IN IP4 {address}
t=0 0
m=audio {port} RTP/AVP 8 101
a=rtpmap:8 PCMA/8000
a=rtpmap:101 telephone-event/8000
a=fmtp:101 0-15
a={direction}
"""


def tone(hertz: float, seconds: float = 1.0) -> list[bytes]:
    """Payloads that can be sent round and round."""
    times = np.arange(int(seconds * RATE)) / RATE
    coded = a_law((8000 * np.sin(2 * np.pi * hertz * times)).astype(np.int16))
    return [coded[at : at + SAMPLES_A_PACKET] for at in range(0, len(coded), SAMPLES_A_PACKET)]


def share_in(payloads: list[bytes], hertz: float) -> float:
    return share_of(from_a_law(b"".join(payloads)).astype(np.float64), RATE, hertz)


class Telephone(asyncio.DatagramProtocol):
    """Speaks its tone to whoever `talk_to` names, from then on."""

    def __init__(self, hertz: float) -> None:
        self.hertz = hertz
        self._payloads = tone(hertz)
        self._speaking: asyncio.Task[None] | None = None
        self._source = secrets.randbits(32)
        self._number = 0
        self._to: tuple[str, int] | None = None
        self.payloads: deque[bytes] = deque(maxlen=LISTENED_TO)
        self.heard = 0
        self.everything: list[bytes] = []

    @classmethod
    async def open(cls, hertz: float) -> "Telephone":
        loop = asyncio.get_running_loop()
        _, telephone = await loop.create_datagram_endpoint(lambda: cls(hertz), local_addr=(ADDRESS, 0))
        return telephone

    async def another(self) -> "Telephone":
        """One that sounds the same, elsewhere."""
        return await Telephone.open(self.hertz)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, _addr: Any) -> None:
        if len(data) > 12 and data[1] & 0x7F == 8:
            self.payloads.append(data[12:])
            self.everything.append(data[12:])
            self.heard += 1

    def sdp(self, direction: str = "sendrecv") -> str:
        port = self._transport.get_extra_info("sockname")[1]
        return SDP.format(address=ADDRESS, port=port, direction=direction).replace("\n", "\r\n")

    def leg(self, tag: str, direction: str = "sendrecv") -> Leg:
        return Leg(tag, LegKind.TRUNK, self.sdp(direction))

    def talk_to(self, sdp: str) -> None:
        there = session.audio(sdp)
        self._to = (there.address, there.port)
        if self._speaking is None:
            self._speaking = asyncio.create_task(self._speak())

    async def _speak(self) -> None:
        loop = asyncio.get_running_loop()
        began, first = loop.time(), self._number
        while True:
            self._send(self._payloads[self._number % len(self._payloads)])
            await asyncio.sleep(max(0.0, began + (self._number - first) * 0.02 - loop.time()))

    def hush(self) -> None:
        if self._speaking:
            self._speaking.cancel()
            self._speaking = None

    def _send(self, payload: bytes) -> None:
        if self._to:
            self._transport.sendto(rtp(payload, self._number, self._source), self._to)
            self._number += 1

    def press(self, key: str, to: str) -> None:
        """One key as RFC 4733 has it: the event while it goes on, and its end three times."""
        there, code = session.audio(to), "0123456789*#ABCD".index(key)
        stamp = self._number * SAMPLES_A_PACKET & 0xFFFFFFFF
        for nth, (ends, lasted) in enumerate([(0, 160), (0, 320), (0x80, 800), (0x80, 800), (0x80, 800)]):
            marker = 0x80 if nth == 0 else 0
            header = RTP.pack(0x80, KEYS_PAYLOAD | marker, self._number & 0xFFFF, stamp, self._source)
            self._transport.sendto(header + EVENT.pack(code, ends | 10, lasted), (there.address, there.port))
            self._number += 1

    # ---------------------------------------------------------------- what is heard

    def _share_of(self, hertz: float) -> float:
        return share_in(list(self.payloads), hertz)

    def has_heard(self, hertz: float) -> bool:
        """Whether this tone was heard for a fifth of a second since `everything` was last cleared."""
        starts = range(0, len(self.everything), LISTENED_TO)
        return any(share_in(self.everything[at : at + LISTENED_TO], hertz) > 0.5 for at in starts)

    async def hears(self, hertz: float, within: float = 10.0) -> None:
        """Wait until the last fifth of a second was this tone and little else."""
        loop = asyncio.get_running_loop()
        self.payloads.clear()
        end = loop.time() + within
        while len(self.payloads) < LISTENED_TO or self._share_of(hertz) < 0.8:
            assert loop.time() < end, f"{hertz} Hz is not heard; {self.heard} packets in all"
            await asyncio.sleep(0.02)

    async def hears_nothing(self, within: float = 10.0) -> None:
        """Wait until nothing loud has come for a quarter of a second."""
        loop = asyncio.get_running_loop()
        end = loop.time() + within
        while True:
            self.payloads.clear()
            await asyncio.sleep(0.25)
            if not any(np.abs(from_a_law(payload)).max() > LOUD for payload in self.payloads):
                return
            assert loop.time() < end, "it never became quiet"

    def close(self) -> None:
        self.hush()
        self._transport.close()
