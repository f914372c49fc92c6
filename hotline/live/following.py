# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The one connection a web process has to the exchange. It is made anew by itself, for as long as it takes.

The exchange sends something every second or so: when nothing has come for `SILENCE` seconds, it counts as
lost, whatever the network believes.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

import httpx
import msgspec
import structlog

from hotline.calls.control import control_address, control_headers
from hotline.live.snapshot import Snapshot, decode

log = structlog.get_logger()

SILENCE = 3.0
TRIED_AGAIN_AFTER = 0.5


@dataclass(frozen=True)
class Heard:
    """What is known of the exchange: the latest snapshot, and since when nothing came any more.

    Before anything was heard there is no snapshot. Instants are seconds of the wall clock.
    """

    snapshot: Snapshot | None = None
    lost_at: float | None = None

    @property
    def is_connected(self) -> bool:
        return self.lost_at is None and self.snapshot is not None


class Following:
    """Keeps `heard` up to date and calls `on_change` each time."""

    def __init__(self, on_change: Callable[[], None]) -> None:
        self.heard = Heard(lost_at=time.time())
        self._ahead_ms = 0  # of our wall clock is the exchange's
        self._on_change = on_change

    async def keep_following(self) -> None:
        while True:
            try:
                await self._listen()
            except (httpx.HTTPError, msgspec.MsgspecError) as trouble:
                self._lose(type(trouble).__name__)
            else:
                self._lose("the exchange ended it")
            await asyncio.sleep(TRIED_AGAIN_AFTER)

    async def _listen(self) -> None:
        patience = httpx.Timeout(SILENCE)
        async with httpx.AsyncClient(timeout=patience, trust_env=False) as client:
            address, headers = control_address("live"), control_headers()
            async with client.stream("GET", address, headers=headers) as answer:
                answer.raise_for_status()
                async for line in answer.aiter_lines():
                    self._hear(decode(line))

    def _hear(self, snapshot: Snapshot) -> None:
        if self.heard.lost_at is not None:
            log.info("connected to the exchange")
        self.heard, self._ahead_ms = Heard(snapshot), snapshot.now - _wall_ms()
        self._on_change()

    def now_ms(self) -> int:
        """The exchange's clock, whose instants stand in the snapshots."""
        return _wall_ms() + self._ahead_ms

    def _lose(self, why: str) -> None:
        if self.heard.lost_at is None:
            log.warning("no connection to the exchange", problem=why)
            self.heard = Heard(self.heard.snapshot, lost_at=time.time())
            self._on_change()


def _wall_ms() -> int:
    return time.time_ns() // 1_000_000
