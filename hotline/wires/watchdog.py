# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Looks after what no event tells: a relay that died, and calls that only one side knows."""

import asyncio
from collections.abc import Callable

import structlog

from hotline.exchange import events as e
from hotline.exchange.words import CallId, FailureCause
from hotline.wires.connections import Connections
from hotline.wires.relay import Relay, RelayRefusedError, RelaySilentError

log = structlog.get_logger()

LOOKED_AT_EVERY = 0.5
# A relay that died is known at once: its port is closed. One that is only slow still carries every call.
PATIENCE = (0.3, 0.7, 1.0, 1.0, 2.0)
RECONCILED_EVERY = 10.0


class RelayWatch:
    """Notices that the media relay is gone, or is another one than before: within two seconds if it died."""

    def __init__(
        self, relay: Relay, happen: Callable[[e.Event], None], on_change: Callable[[bool], None]
    ) -> None:
        self._relay = relay
        self._happen = happen
        self._on_change = on_change
        self._uptime = 0
        self.is_up = True

    async def keep_looking(self) -> None:
        while True:
            await self.look()
            await asyncio.sleep(LOOKED_AT_EVERY)

    async def look(self) -> None:
        uptime = await self._read_uptime()
        if self.is_up and (uptime is None or uptime < self._uptime):
            log.error("the media relay is gone, and the sound of every call with it")
            self._turn(is_up=False)
            self._happen(e.MediaLost())
        if not self.is_up and uptime is not None:
            log.info("the media relay is back")
            self._turn(is_up=True)
            self._happen(e.MediaBack())
        self._uptime = uptime or 0

    def _turn(self, *, is_up: bool) -> None:
        self.is_up = is_up
        self._on_change(is_up)

    async def _read_uptime(self) -> int | None:
        """Seconds the relay has run; None when it does not answer. A restarted relay has lost every call."""
        try:
            statistics = await self._relay.ask("statistics", patience=PATIENCE, gives_up_on_refusal=True)
        except (RelaySilentError, RelayRefusedError):
            return None
        return int(statistics["statistics"]["totalstatistics"]["uptime"])


async def delete_orphans(relay: Relay, known: Callable[[], set[CallId]], suspects: set[str]) -> set[str]:
    """End the sound of calls that nobody knows any more, and return those to be suspected next time.

    A call is deleted when it was a suspect already: one that is just ending is known here no longer, but
    to the relay still.
    """
    orphans = await relay.calls() - known()
    for call in orphans & suspects:
        log.warning("the relay held a call nobody knows", call=call)
        await relay.ask("delete", {"call-id": call, "delete-delay": 0})
    return orphans - suspects


async def end_soundless(relay: Relay, connections: Connections, happen: Callable[[e.Event], None]) -> None:
    """End calls whose sound the relay no longer has, such as after a time-out of its own."""
    described = [c for c in connections.all() if c.record.caller and c.is_up]
    held = await relay.calls()
    for connection in described:
        if connection.call not in held and connections.get(connection.call):
            log.warning("the relay no longer holds this call", call=connection.call)
            happen(e.CallFailed(connection.call, FailureCause.RECONCILED))
