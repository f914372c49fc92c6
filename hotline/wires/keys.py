# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Keys a caller presses in the sound itself (RFC 4733), told by the media relay as JSON datagrams."""

import asyncio
from collections.abc import Callable

import msgspec
import structlog

log = structlog.get_logger()


class KeyPressed(msgspec.Struct, frozen=True):
    """What the relay tells of a key, as far as we need it."""

    call: str = msgspec.field(name="callid")
    tag: str = msgspec.field(name="source_tag")
    key: int = msgspec.field(name="event")


KEYS = "0123456789*#"


class Keys(asyncio.DatagramProtocol):
    """`pressed` is called with the relay's call, the leg's tag and one of 0-9, *, #."""

    def __init__(self, pressed: Callable[[str, str, str], None]) -> None:
        self._pressed = pressed
        self._read = msgspec.json.Decoder(KeyPressed).decode

    def datagram_received(self, data: bytes, _addr: object) -> None:
        try:
            told = self._read(data)
        except (msgspec.ValidationError, msgspec.DecodeError):
            log.warning("a key was told in a way not understood")
            return
        if 0 <= told.key < len(KEYS):
            self._pressed(told.call, told.tag, KEYS[told.key])
