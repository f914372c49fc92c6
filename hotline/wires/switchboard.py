# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The loop around the pure exchange: an event happens, is decided, stored, and its commands are carried out.

Everything here runs on the event loop's thread, so decisions fall one at a time in the order things happened.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence

import structlog

from hotline.calls.books import Booking, Caller
from hotline.exchange import commands as c
from hotline.exchange.decide import Impossible, decide, next_deadline
from hotline.exchange.events import DeadlineReached, Event
from hotline.exchange.state import State
from hotline.exchange.words import CallId, Instant
from hotline.wires.clock import Clock
from hotline.wires.journal import Journal

log = structlog.get_logger()

Observer = Callable[[Sequence[c.Command], Instant], None]

BOOKINGS = (c.BookCall, c.BookOffer, c.BookSegment, c.BookAgentState)


class Switchboard:
    def __init__(
        self, state: State, journal: Journal, clock: Clock, carry_out: Callable[[c.Command], None]
    ) -> None:
        self.state = state
        self.clock = clock
        self.events = 0
        self.observers: list[Observer] = []  # told of everything decided; they only look
        self.lag_observers: list[Callable[[int], None]] = []  # told how many ms a store took
        self._journal = journal
        self._carry_out = carry_out
        self._timer: asyncio.TimerHandle | None = None
        self._is_closed = False
        self._loop = asyncio.get_running_loop()

    def happen(self, event: Event, callers: Mapping[CallId, Caller] | None = None) -> None:
        """Decide what follows from an event. What is impossible is a bug, told and left without effect."""
        if self._is_closed:
            return
        now = self.clock()
        try:
            self.state, commands = decide(self.state, event, now)
        except Impossible:
            log.exception("impossible event", kind=type(event).__name__)
            return
        self.events += 1
        for observe in self.observers:
            observe(commands, now)
        bookings: list[Booking] = [command for command in commands if isinstance(command, BOOKINGS)]
        orders = [command for command in commands if not isinstance(command, BOOKINGS)]
        self._journal.store(event, now, bookings, lambda: self._stored(orders, now), callers)
        self._set_timer()

    def close(self) -> None:
        """Whatever happens from now on is for the next process to find out."""
        self._is_closed = True
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def _stored(self, orders: Sequence[c.Command], happened_at: Instant) -> None:
        lag_ms = self.clock() - happened_at
        for observe in self.lag_observers:
            observe(lag_ms)
        self._carry_out_all(orders)

    def _carry_out_all(self, orders: Sequence[c.Command]) -> None:
        """One after the other, each by itself: a bug in one keeps no other from being carried out."""
        for order in orders:
            self._loop.call_soon(self._carry_out, order)

    def _set_timer(self) -> None:
        """Sleep until the exchange's next deadline, from wherever it has moved to."""
        if self._timer:
            self._timer.cancel()
            self._timer = None
        deadline = next_deadline(self.state)
        if deadline is not None:
            delay = max(0, deadline - self.clock()) / 1000
            self._timer = self._loop.call_later(delay, self._deadline_reached)

    def _deadline_reached(self) -> None:
        self._timer = None
        deadline = next_deadline(self.state)
        if deadline is not None and deadline <= self.clock():
            self.happen(DeadlineReached())
        else:
            self._set_timer()
