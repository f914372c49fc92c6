# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What the exchange tells web processes: whole snapshots, when something changed and as a sign of life.

However much happens, it is told at most twice a second, and each snapshot is encoded once for everybody. Who
reads slowly misses some; the next one is whole again.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

from hotline.exchange.expecting import expected_wait
from hotline.exchange.records import Span
from hotline.exchange.state import Queue, State
from hotline.exchange.words import AgentStatus, Instant
from hotline.live.snapshot import AgentNow, LineNow, Snapshot, encode

AT_MOST_EVERY = 0.5
HEART_BEAT = 1.0
NO_WAIT = Span(0, 0)


def snapshot_of(state: State, now: Instant, problems: list[str]) -> Snapshot:
    """Lines and agents in the order of their keys; who has signed out is left out."""
    return Snapshot(
        now=now,
        lines=tuple(_line_now(queue) for _line, queue in sorted(state.queues.items())),
        agents=tuple(
            AgentNow(agent.agent, agent.lines, agent.status, agent.status_since)
            for _key, agent in sorted(state.agents.items())
            if agent.status is not AgentStatus.SIGNED_OUT
        ),
        problems=tuple(problems),
    )


def _line_now(queue: Queue) -> LineNow:
    return LineNow(
        line=queue.line,
        waiting=len(queue.waiting),
        first_at=queue.waiting[0][1] if queue.waiting else None,
        present=queue.present,
        serving=queue.serving,
        expected=expected_of(queue),
    )


def expected_of(queue: Queue) -> Span | None:
    """What somebody who rings now may expect."""
    return NO_WAIT if queue.idle else expected_wait(len(queue.waiting) + 1, queue.serving, queue.pace)


class Feed:
    def __init__(self, read: Callable[[], Snapshot]) -> None:
        self._read = read
        self._changed = asyncio.Event()
        self._next: asyncio.Future[bytes | None] = asyncio.get_running_loop().create_future()
        self._is_closed = False
        self.followers = 0

    def change(self) -> None:
        """What was told last is no longer so."""
        self._changed.set()

    async def follow(self) -> AsyncIterator[bytes]:
        """The state now, and every snapshot from then on."""
        self.followers += 1
        try:
            line: bytes | None = encode(self._read())
            while line is not None and not self._is_closed:
                yield line
                line = await asyncio.shield(self._next)
        finally:
            self.followers -= 1

    async def keep_telling(self) -> None:
        while True:
            # Not `wait_for`: cancelled at the very moment something changes, it would go on for ever.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(HEART_BEAT):
                    await self._changed.wait()
            has_changed = self._changed.is_set()
            self._changed.clear()
            if self.followers:
                self._tell(encode(self._read()))
            if has_changed:  # after a mere sign of life, what happens is told at once
                await asyncio.sleep(AT_MOST_EVERY)

    def close(self) -> None:
        """Nobody is told anything more: the streams end."""
        self._is_closed = True
        self._tell(None)

    def _tell(self, line: bytes | None) -> None:
        told, self._next = self._next, asyncio.get_running_loop().create_future()
        told.set_result(line)
