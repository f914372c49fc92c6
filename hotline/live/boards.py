# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What people look at, rendered once for all who look at the same thing.

A board has a key: what is shown, of which line, in which scope and language. While somebody follows it, it
is rendered at each snapshot and at least once a second, in a thread that may ask the database; the exchange
sees to it that snapshots are few. What came out different is sent to everybody, and when nothing did, a beat
says that we are still there. A board nobody follows costs nothing. All boards of a process share one
connection to the exchange, which is made when the first is followed and kept from then on.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Hashable
from concurrent.futures import ThreadPoolExecutor

import structlog
from django.db import DatabaseError, InterfaceError, close_old_connections, connection, connections

from hotline.live.following import Following, Heard

log = structlog.get_logger()

RENDERED_EVERY = 1.0

Render = Callable[[Heard], str]
"""Makes the region's HTML. Runs in a thread of its own and may ask the database."""


def as_event(html: str) -> bytes:
    """A message of server-sent events."""
    return b"".join(b"data: %s\n" % line.encode() for line in html.splitlines()) + b"\n"


def beat(now_ms: int) -> bytes:
    """We are still there, and this is the time by which the instants on the board were taken."""
    return b"event: beat\ndata: %d\n\n" % now_ms


class Board:
    def __init__(self, live: "Live", key: Hashable, render: Render) -> None:
        self._live = live
        self._key = key
        self._render = render
        self._html = ""
        self._event = b""
        self._changes = 0
        self._turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._task: asyncio.Task[None] | None = None
        self.followers = 0

    async def follow(self) -> AsyncIterator[bytes]:
        """The board as it is, and then every change of it, with beats between; ends with the process.

        It ends as well when the board cannot be made: a bug, which is told; the browser asks again.
        """
        self.followers += 1
        rendering = self._begin_rendering()
        try:
            seen = 0
            while not (self._live.is_ending or rendering.done()):
                if seen == self._changes:
                    await asyncio.shield(self._turn)
                sign_of_life = beat(self._live.following.now_ms())
                if seen == self._changes:
                    yield sign_of_life
                else:
                    seen = self._changes
                    yield self._event + sign_of_life
        finally:
            self.followers -= 1

    def _begin_rendering(self) -> asyncio.Task[None]:
        """Unless it goes on already: somebody may have been told of the board just before it ended."""
        if self._task is None or self._task.done():
            self._live.boards[self._key] = self
            self._task = asyncio.create_task(self._keep_rendering())
            self._task.add_done_callback(self._ended)
        return self._task

    def _ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (bug := task.exception()):
            log.error("a board cannot be made", exc_info=bug)
        self.wake()

    def wake(self) -> None:
        """Let every follower look."""
        turn, self._turn = self._turn, asyncio.get_running_loop().create_future()
        turn.set_result(None)

    async def _keep_rendering(self) -> None:
        try:
            while self.followers and not self._live.is_ending:
                seen = self._live.changes
                if await self._is_rendered():
                    self.wake()
                await self._live.changed(seen, RENDERED_EVERY)
        finally:
            if self._live.boards.get(self._key) is self:
                del self._live.boards[self._key]

    async def _is_rendered(self) -> bool:
        """Not while the database is away: then the browsers notice that nothing comes."""
        work = asyncio.get_running_loop().run_in_executor(
            self._live.renderer, _rendered, self._render, self._live.following.heard
        )
        html = await work
        if html is not None and html != self._html:
            self._html, self._event = html, as_event(html)
            self._changes += 1
        return html is not None


def _rendered(render: Render, heard: Heard) -> str | None:
    try:
        close_old_connections()
        return render(heard)
    except (DatabaseError, InterfaceError) as trouble:
        log.warning("a board could not be made", problem=type(trouble).__name__)
        connection.close()
        return None


class Live:
    """All boards of this process. Belongs to one event loop."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.boards: dict[Hashable, Board] = {}
        self.is_ending = False
        self.changes = 0  # that the exchange has told so far
        self.following = Following(self._change)
        self.renderer = ThreadPoolExecutor(1, thread_name_prefix="boards")
        self._turn: asyncio.Future[None] = self.loop.create_future()
        self._task = asyncio.create_task(self.following.keep_following())

    def board(self, key: Hashable, render: Render) -> Board:
        """The board of this key, made when it is first asked for."""
        if key not in self.boards:
            self.boards[key] = Board(self, key, render)
        return self.boards[key]

    @property
    def followers(self) -> int:
        return sum(board.followers for board in self.boards.values())

    async def changed(self, seen: int, longest: float) -> None:
        """Until the exchange has told more than what was seen, or so many seconds."""
        if self.changes != seen:
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(longest):
                await asyncio.shield(self._turn)

    def _change(self) -> None:
        self.changes += 1
        turn, self._turn = self._turn, self.loop.create_future()
        turn.set_result(None)

    async def end(self) -> None:
        """Every stream ends by itself, and the connection to the exchange is given up."""
        if self.is_ending:
            return
        self.is_ending = True
        for board in self.boards.values():
            board.wake()
        self._change()
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        await self.loop.run_in_executor(self.renderer, connections.close_all)  # those of its own thread
        self.renderer.shutdown(wait=False)


_live: Live | None = None


def live() -> Live:
    """What this process has, made when it is first asked for. Call it in the event loop."""
    global _live  # noqa: PLW0603 - one for each process
    if _live is None or _live.loop is not asyncio.get_running_loop():
        _live = Live()
    return _live


def live_if_any() -> Live | None:
    return _live


async def end_streams() -> None:
    """To be called before the server closes its connections: it would wait for those that never end."""
    if _live is not None and _live.loop is asyncio.get_running_loop():
        await _live.end()
