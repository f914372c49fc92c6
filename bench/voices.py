# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Voices by the hundred: one process speaks for all legs of one side, and counts what that side hears.

All legs of a side share one socket, which each leg's description names; the relay's ports tell them apart.
"""

import multiprocessing
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from hotline.wires.speech import PACKET_SECONDS, rtp

SILENCE = b"\xd5" * 160
BUFFER = 8 * 1024 * 1024
LAST_PACKETS = 0.5


@dataclass
class Side:
    """One side of all conversations. `heard` and `said` are packets, after `speak_together`."""

    ear: socket.socket = field(default_factory=lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
    heard: int = 0
    said: int = 0

    def __post_init__(self) -> None:
        self.ear.bind(("127.0.0.1", 0))
        self.ear.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
        self.ear.settimeout(0)

    @property
    def port(self) -> int:
        return int(self.ear.getsockname()[1])

    def speak(self, relay_ports: Sequence[int], seconds: float) -> tuple[int, int]:
        """Say one packet to every leg every 20 ms; return packets said and heard."""
        targets = [("127.0.0.1", port) for port in relay_ports]
        self._drain()
        began, said, heard = time.monotonic(), 0, 0
        for number in range(int(seconds / PACKET_SECONDS)):
            packet = rtp(SILENCE, number, source=self.port)
            for target in targets:
                self.ear.sendto(packet, target)
            said += len(targets)
            heard += self._drain()
            time.sleep(max(0.0, began + (number + 1) * PACKET_SECONDS - time.monotonic()))
        time.sleep(LAST_PACKETS)
        return said, heard + self._drain()

    def _drain(self) -> int:
        count = 0
        try:
            while True:
                self.ear.recv(2048)
                count += 1
        except BlockingIOError:
            return count


def speak_together(callers: Side, agents: Side, ports: tuple[list[int], list[int]], seconds: float) -> None:
    """Let both sides speak at once, each in a process of its own."""
    context = multiprocessing.get_context("fork")
    with context.Pool(2) as pool:
        running = [
            pool.apply_async(side.speak, (to, seconds))
            for side, to in zip((callers, agents), ports, strict=True)
        ]
        (callers.said, callers.heard), (agents.said, agents.heard) = [one.get() for one in running]
