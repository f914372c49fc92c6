# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Everything the exchange knows at one instant, with the indexes that keep an event from costing more as
more wait.

The records are the truth. The indexes follow from them and are never written to the journal: per line the
waiting callers in the order of their places and the idle agents in the order of their idleness (sorted
lists, log n), and one heap of deadlines for everything. An entry of the heap is not taken out when its
deadline is moved or dropped; it is recognised as stale when it comes to the top, because the record it
belongs to names another instant.
"""

from enum import StrEnum
from heapq import heapify, heappop, heappush

from sortedcontainers import SortedList

from hotline.exchange.records import Agent, Call, Offer, Pace, Segment, Settings
from hotline.exchange.words import Activity, AgentId, CallId, Chosen, Instant, LineId, OfferId

Place = tuple[bool, Instant, CallId]
"""Where a call stands in the queue: those cut off in mid-call first, then by the place's instant."""

Key = CallId | OfferId | AgentId | LineId
"""Whose deadline it is."""


class Due(StrEnum):
    """What a deadline is about."""

    CALL_LEASE = "call lease"
    POSITION = "position"
    OFFER_LEASE = "offer lease"
    AGENT_UNTIL = "agent until"
    NOBODY = "nobody"


DueEntry = tuple[Instant, Due, Key]


class Queue:
    """One line: who waits for it, who is idle for it, how many are there to answer it, and how fast."""

    __slots__ = ("idle", "line", "nobody_at", "pace", "present", "serving", "waiting")

    def __init__(self, line: LineId) -> None:
        self.line = line
        self.waiting: SortedList[Place] = SortedList()
        self.idle: SortedList[tuple[Instant, AgentId]] = SortedList()
        self.present = 0
        self.serving = 0  # of those present: not on a pause
        self.pace = Pace()
        self.nobody_at: Instant | None = None  # when the callers are told, if nobody comes back


class State:
    """Used up by `decide`: the records in it are frozen, but the dictionaries and indexes are changed in
    place.
    """

    __slots__ = (
        "_deadlines",
        "agents",
        "at",
        "calls",
        "media_is_up",
        "offers",
        "queues",
        "segments",
        "settings",
        "talking",
    )

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self.at = Instant(0)
        self.media_is_up = True
        self.calls: dict[CallId, Call] = {}
        self.offers: dict[OfferId, Offer] = {}  # the ringing ones
        self.agents: dict[AgentId, Agent] = {}
        self.segments: dict[AgentId, Segment] = {}  # talking or wrapping up
        self.queues: dict[LineId, Queue] = {}
        self.talking = 0  # calls that somebody has answered
        self._deadlines: list[DueEntry] = []

    def queue(self, line: LineId) -> Queue:
        """The queue of a line, made when it is first asked for."""
        queue = self.queues.get(line)
        if queue is None:
            queue = self.queues[line] = Queue(line)
        return queue

    def expect(self, at: Instant, due: Due, key: Key) -> None:
        """Ask to be woken. The record behind the key must name the same instant."""
        heappush(self._deadlines, (at, due, key))

    def tidy(self) -> None:
        """Throw the stale deadlines away once they outnumber those that can stand: a fixed cost per event."""
        if len(self._deadlines) > 4 * (len(self.calls) + len(self.agents) + len(self.queues)) + 64:
            self._deadlines = [entry for entry in self._deadlines if self._stands(entry)]
            heapify(self._deadlines)

    def next_due(self) -> DueEntry | None:
        """The earliest deadline that still stands; the stale ones before it are thrown away."""
        deadlines = self._deadlines
        while deadlines:
            if self._stands(deadlines[0]):
                return deadlines[0]
            heappop(deadlines)
        return None

    def deadlines(self) -> set[DueEntry]:
        """All that still stand."""
        return {entry for entry in self._deadlines if self._stands(entry)}

    def _stands(self, entry: DueEntry) -> bool:
        at, due, key = entry
        return _DUE_AT[due](self, key) == at


_DUE_AT = {
    Due.CALL_LEASE: lambda state, key: key in state.calls and state.calls[key].lease_until,
    Due.POSITION: lambda state, key: key in state.calls and state.calls[key].position_at,
    Due.OFFER_LEASE: lambda state, key: key in state.offers and state.offers[key].until_at,
    Due.AGENT_UNTIL: lambda state, key: key in state.agents and state.agents[key].until_at,
    Due.NOBODY: lambda state, key: key in state.queues and state.queues[key].nobody_at,
}


def place_of(call: Call) -> Place:
    """Where a call stands among those waiting for its line."""
    return (not call.was_cut_off, call.place_at, call.call)


def is_available(agent: Agent) -> bool:
    """Whether the agent is offered calls: the three facts together."""
    return agent.is_proved and agent.activity is Activity.FREE and agent.chosen is Chosen.AVAILABLE


def is_present(agent: Agent) -> bool:
    """Whether callers may hope for this agent: on duty, perhaps on a pause, with a device that works."""
    return agent.is_proved and agent.chosen in _ON_DUTY


def is_serving(agent: Agent) -> bool:
    """Whether the agent takes one call after the other: present, and not on a pause."""
    return agent.is_proved and agent.chosen is Chosen.AVAILABLE


_ON_DUTY = (Chosen.AVAILABLE, Chosen.PAUSED)
