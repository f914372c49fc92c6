# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Stores what happened before it is acted upon: one writer thread, one transaction for all that has gathered.

While a group is being stored the next one gathers (group commit), so the time a store takes sets the size of
the groups and not the number of events a second. What waits for a group is done on the event loop, in order,
when the group is stored.

When the database is gone the calls must go on. After `PATIENCE` seconds without a store the waiting deeds are
done all the same and `is_down` turns true; what happened is kept in memory, in order, and stored when the
database is back. Only a process that dies in just that time loses it.
"""

import asyncio
import contextlib
import signal
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import structlog
from django.db import DatabaseError, DataError, IntegrityError, InterfaceError, connection

from hotline.calls import actions
from hotline.calls.books import Booking, Caller
from hotline.calls.journal import Seen, seen
from hotline.exchange.events import Event
from hotline.exchange.words import CallId, Instant

log = structlog.get_logger()

PATIENCE = 1.0
RETRY = 0.5
# A store costs about as much for ten events as for three: under load they are let gather for a moment.
GATHERED_FOR = 0.002

Deed = Callable[[], None]


def stop_process() -> None:
    """As if told from outside: calls stay up, for whoever goes on with them."""
    signal.raise_signal(signal.SIGTERM)


@dataclass
class Group:
    """Everything stored in one transaction; afterwards all deeds up to this one are done."""

    seen: list[Seen] = field(default_factory=list)
    bookings: list[Booking] = field(default_factory=list)
    callers: dict[CallId, Caller] = field(default_factory=dict)
    dialogs: dict[str, actions.SavedDialog | None] = field(default_factory=dict)
    media: dict[CallId, str | None] = field(default_factory=dict)
    last_deed: int = 0

    def __bool__(self) -> bool:
        return bool(self.seen or self.dialogs or self.media or self.last_deed)


class Journal:
    """`position` is the last stored. The public methods belong to the event loop's thread."""

    def __init__(
        self,
        position: int,
        *,
        on_change: Callable[[bool], None],
        on_moved: Callable[[], None] = stop_process,
    ) -> None:
        self.is_down = False
        self._on_change = on_change
        self._on_moved = on_moved
        self._position = position
        self._gathering = Group()
        self._storing: Group | None = None
        self._deeds: deque[Deed] = deque()  # only those not yet done
        self._last_deed = self._last_done = 0
        self._ready = threading.Condition()
        self._closing = threading.Event()
        self._watch: asyncio.TimerHandle | None = None
        self._loop = asyncio.get_running_loop()
        self._thread = threading.Thread(target=self._write, name="journal", daemon=True)
        self._thread.start()

    def store(
        self,
        event: Event,
        at: Instant,
        bookings: list[Booking],
        then: Deed,
        callers: Mapping[CallId, Caller] | None = None,
    ) -> None:
        """Store an event with what it books; `then` is called when that is done."""
        with self._ready:
            self._gathering.seen.append(seen(event, at))
            self._gathering.bookings += bookings
            self._gathering.callers.update(callers or {})
            self._promise(then)
        self._wake()

    def keep_dialogs(self, dialogs: Mapping[str, actions.SavedDialog | None], then: Deed) -> None:
        with self._ready:
            self._gathering.dialogs.update(dialogs)
            self._promise(then)
        self._wake()

    def keep_media(self, call: CallId, record: str | None) -> None:
        with self._ready:
            self._gathering.media[call] = record
        self._wake()

    @property
    def position(self) -> int:
        """The last position stored."""
        return self._position

    @property
    def is_idle(self) -> bool:
        """Nothing waits to be stored: the state is that of `position`."""
        return not self._gathering and self._storing is None

    async def close(self) -> None:
        """Store what is left, for as long as the patience lasts."""
        self._closing.set()
        with self._ready:
            self._ready.notify()
        await asyncio.to_thread(self._thread.join, PATIENCE)

    def _promise(self, deed: Deed) -> None:
        self._deeds.append(deed)
        self._last_deed += 1
        self._gathering.last_deed = self._last_deed

    def _wake(self) -> None:
        with self._ready:
            self._ready.notify()
        if self._watch is None and not self.is_down:
            self._watch = self._loop.call_later(PATIENCE, self._lose_patience)
        elif self.is_down:
            self._loop.call_soon(self._do_waiting_deeds)

    def _lose_patience(self) -> None:
        """A whole second without a store: calls go on without the database."""
        self._watch = None
        log.error("database gone: calls go on, what happens is kept in memory")
        self._turn(is_down=True)
        self._do_waiting_deeds()

    def _turn(self, *, is_down: bool) -> None:
        if self.is_down != is_down:
            self.is_down = is_down
            self._on_change(is_down)

    def _do_waiting_deeds(self) -> None:
        self._do_deeds(self._last_deed)

    def _do_deeds(self, last: int) -> None:
        """In order, each by itself: a bug in one is told by the loop and keeps no other from being done."""
        while self._last_done < last:
            self._last_done += 1
            self._loop.call_soon(self._deeds.popleft())

    def _stored(self, group: Group) -> None:
        if self._watch:
            self._watch.cancel()
            self._watch = None
        if self.is_down:
            log.info("database is back: everything is stored")
        self._turn(is_down=False)
        with self._ready:
            has_more = bool(self._gathering or self._storing)
        if has_more:
            self._watch = self._loop.call_later(PATIENCE, self._lose_patience)
        self._do_deeds(group.last_deed)

    # ---------------------------------------------------------------- the writer's thread

    def _write(self) -> None:
        try:
            self._store_groups()
        except actions.JournalMoved as moved:
            # Whoever writes now has the calls; going on would make two truths.
            log.critical("stopped writing", problem=str(moved))
            self._loop.call_soon_threadsafe(self._on_moved)
        connection.close()

    def _store_groups(self) -> None:
        while group := self._next_group():
            while not self._try_to_store(group):
                if self._closing.wait(RETRY):
                    return
            with self._ready:
                self._storing = None
            with contextlib.suppress(RuntimeError):  # the loop may be closed while the last group is stored
                self._loop.call_soon_threadsafe(self._stored, group)
            self._closing.wait(GATHERED_FOR)

    def _next_group(self) -> Group | None:
        with self._ready:
            while not self._gathering and not self._closing.is_set():
                self._ready.wait()
            if not self._gathering:
                return None
            self._storing, self._gathering = self._gathering, Group()
            return self._storing

    def _try_to_store(self, group: Group) -> bool:
        try:
            self._position = actions.append(
                after=self._position,
                seen=group.seen,
                bookings=group.bookings,
                callers=group.callers,
                dialogs=group.dialogs,
                media=group.media,
            )
        except (IntegrityError, DataError, ValueError):
            # A bug of ours, and it must not stop the line: the events are kept, the books can
            # be made from them.
            log.exception("books refused", events=len(group.seen), bookings=len(group.bookings))
            had_bookings, group.bookings = bool(group.bookings), []
            return had_bookings and self._try_to_store(group)
        except (DatabaseError, InterfaceError) as error:
            log.warning("could not store", problem=type(error).__name__)
            with contextlib.suppress(DatabaseError, InterfaceError):
                connection.close()
            return False
        return True
