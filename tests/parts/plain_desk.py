# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""An agent without a browser: proves that it rings, answers, speaks a tone over plain RTP and listens.

The media relay takes plain RTP from it as it takes WebRTC from a page. For tests of the line's far end, which
need somebody at the near one.
"""

import contextlib
import socket
import threading
import time
from collections import deque
from types import TracebackType
from typing import Self

import msgspec
import numpy as np
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from hotline.wires import phone_messages as page
from hotline.wires.speech import PACKET_SECONDS, RATE, from_a_law, packets, rtp
from tests.parts.system import System
from tests.parts.tones import share_of
from tests.parts.waiting import until

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
TONE = 1000
HEADER = 12
PATIENCE = 0.3  # seconds: nobody answers at once, and a telephone may not expect it
KEPT_PACKETS = int(1.0 / PACKET_SECONDS)
read = msgspec.json.Decoder(page.ToPage).decode
write = msgspec.json.Encoder().encode


class PlainDesk:
    """On duty while used as a context: takes every call, and says what it hears."""

    def __init__(self, system: System, username: str) -> None:
        token = system.django(
            "from hotline.desk.tokens import token_for\nfrom hotline.people.models import User\n"
            f"result = token_for(User.objects.get(username={username!r}).pk)"
        )
        self._hello = page.Hello(token, f"plain-{username}")
        self._url = f"ws://127.0.0.1:{system.exchange_port}/phone"
        self._relay: tuple[str, int] | None = None
        self._heard: deque[tuple[float, bytes]] = deque(maxlen=KEPT_PACKETS)
        self._over = threading.Event()
        self._kept = contextlib.ExitStack()
        self._sound = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._sound.bind(("127.0.0.1", 0))
        self._sound.settimeout(0.5)
        self.status = ""
        self.call = ""
        self.numbers: list[str] = []

    def __enter__(self) -> Self:
        self._socket = self._kept.enter_context(connect(self._url, max_size=None))
        self._say(self._hello)
        self._say(page.Choose("available"))
        self._threads = [
            threading.Thread(target=work, daemon=True) for work in (self._follow, self._speak, self._listen)
        ]
        for thread in self._threads:
            thread.start()
        until(lambda: self.status == "available", "the plain desk is available", 20)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._say(page.Choose("signed_out"))
        self._over.set()
        self._kept.close()
        for thread in self._threads:
            thread.join(5)
        self._sound.close()

    # ---------------------------------------------------------------- its work

    def _say(self, message: page.FromPage) -> None:
        with contextlib.suppress(ConnectionClosed):
            self._socket.send(write(message).decode())

    def _follow(self) -> None:
        with contextlib.suppress(ConnectionClosed):
            for text in self._socket:
                self._hear(read(text))

    def _hear(self, message: page.ToPage) -> None:
        match message:
            case page.Ping(n):
                self._say(page.Pong(n, ready=True))
            case page.State():
                self.status = message.status
            case page.Ring():
                self._rung(message)
            case page.Joined(call):
                self.call = call
            case page.HungUp():
                self.call = ""
                self._heard.clear()
                self._say(page.WrapUp("end"))

    def _rung(self, ring: page.Ring) -> None:
        time.sleep(PATIENCE)
        self.numbers.append(ring.number)
        self._relay = ("127.0.0.1", int(ring.sdp.split("m=audio ")[1].split()[0]))
        port = self._sound.getsockname()[1]
        self._say(page.Answer(ring.offer, SDP.format(port=port).replace("\n", "\r\n")))

    def _speak(self) -> None:
        times = np.arange(RATE) / RATE
        voice = packets((0.4 * 32_767 * np.sin(2 * np.pi * TONE * times)).astype(np.int16))
        began, number = time.monotonic(), 0
        while not self._over.is_set():
            if self._relay:
                self._sound.sendto(rtp(voice[number % len(voice)], number, source=1), self._relay)
            number += 1
            time.sleep(max(0.0, began + number * PACKET_SECONDS - time.monotonic()))

    def _listen(self) -> None:
        while not self._over.is_set():
            with contextlib.suppress(OSError):
                payload = self._sound.recv(2000)[HEADER:]
                self._heard.append((time.monotonic(), payload))

    # ---------------------------------------------------------------- what one asks and tells it

    def hears(self, hertz: float) -> bool:
        """Whether what came in the last second is this tone."""
        since = time.monotonic() - 1.0
        heard = [payload for at, payload in list(self._heard) if at > since]
        if len(heard) < KEPT_PACKETS // 4:
            return False
        return share_of(from_a_law(b"".join(heard)).astype(np.float64), RATE, hertz) > 0.5

    def forget(self) -> None:
        """Hear anew from now on."""
        self._heard.clear()

    def wait_for_call(self) -> None:
        until(lambda: self.call, "the plain desk talks", 20)

    def wait_until_free(self) -> None:
        until(lambda: not self.call and self.status == "available", "the plain desk is free", 20)

    def hang_up(self) -> None:
        self._say(page.HangUp(self.call))

    def hold(self) -> None:
        self._say(page.Hold(self.call))

    def resume(self) -> None:
        self._say(page.Resume(self.call))
