# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
import random
import socket

# The telephones' sound, and apart from it the relays': a telephone and a relay can share a port without an
# error, and then only the relay hears. Both lie below the ports the kernel hands out by itself.
TELEPHONES = (10_000, 11_998)
LOWEST, HIGHEST = 12_000, 32_000


def free_port(kind: socket.SocketKind = socket.SOCK_STREAM) -> int:
    """A port nobody uses just now."""
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def free_range(size: int, lowest: int = LOWEST, highest: int = HIGHEST) -> tuple[int, int]:
    """A range of UDP ports for the media relay: taken by chance, since other tests may look for one too."""
    ranges = list(range(lowest, highest - size, size))
    for first in random.sample(ranges, len(ranges)):
        try:
            for port in (first, first + size // 2, first + size - 1):
                with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
                    probe.bind(("127.0.0.1", port))
        except OSError:
            continue
        return first, first + size - 1
    raise AssertionError("no free range of ports")
