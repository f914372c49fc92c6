# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The records of the exchange: what it knows of each call, offer, agent and segment at one instant.

A record is a value: it never changes, a changed copy takes its place. They are frozen `msgspec` structs and
not frozen dataclasses, because a copy with two changed fields then costs 0.3 µs instead of 13 µs, and
because the same declaration is what the journal reads and writes.
"""

from msgspec import Struct

from hotline.exchange.words import (
    Activity,
    AgentId,
    AgentStatus,
    Announcement,
    CallEnd,
    CallId,
    CallState,
    Chosen,
    FailureCause,
    Instant,
    LineId,
    OfferEnd,
    OfferId,
    OfferState,
    OpeningKind,
    Outcome,
    RefusalReason,
    SegmentEnd,
)


class Opening(Struct, frozen=True, gc=False):
    """What the opening hours, the holidays and the announcements in force say to a caller who arrives now."""

    kind: OpeningKind
    announcements: tuple[Announcement, ...]
    ends_call: bool


class Settings(Struct, frozen=True, gc=False):
    """What can be set. A change counts from the next time it is asked for; what goes on stays as it is."""

    ring_ms: int = 20_000
    wrap_up_ms: int = 30_000
    extension_ms: int = 60_000
    rest_ms: int = 5_000  # after a decline or failed media, so that one agent alone is not rung in a circle
    missed_limit: int = 2
    adrift_ms: int = 15_000
    arriving_ms: int = 10_000
    announced_ms: int = 120_000
    position_every_ms: int = 30_000
    nobody_grace_ms: int = 60_000
    waiting_limit: int = 500

    def __post_init__(self) -> None:
        """Refuse what would ring for no time at all or wake the exchange without end."""
        for name in self.__struct_fields__:
            if getattr(self, name) < _LEAST.get(name, 0):
                raise ValueError(f"{name} must be at least {_LEAST.get(name, 0)}")


_LEAST = {
    "ring_ms": 1_000,
    "rest_ms": 500,
    "missed_limit": 1,
    "adrift_ms": 1_000,
    "arriving_ms": 1_000,
    "announced_ms": 1_000,
    "position_every_ms": 1_000,
}


class Pace(Struct, frozen=True, gc=False):
    """How long an answered call on a line has taken an agent lately, and how many it was learned from."""

    handled: int = 0
    mean_ms: int = 0


class Span(Struct, frozen=True, gc=False):
    """A wait as it can honestly be told: from, to."""

    from_ms: int
    to_ms: int


class Call(Struct, frozen=True, gc=False):
    """One telephone connection from a citizen."""

    call: CallId
    line: LineId
    state: CallState
    opening: OpeningKind
    announcements: tuple[Announcement, ...]
    arrived_at: Instant
    place_at: (
        Instant  # decides the place in the queue; earlier than the arrival when an earlier place is kept
    )
    diverted: CallEnd | None = (
        None  # the end it is told about by announcement instead of being put in the queue
    )
    was_cut_off: bool = False  # the agent's device died while they talked: goes before all others
    queued_at: Instant | None = None
    answered_at: Instant | None = None  # by the first agent
    ended_at: Instant | None = None
    end: CallEnd | None = None
    refusal: RefusalReason | None = None
    failure: FailureCause | None = None
    offers: int = 0
    offer: OfferId | None = None
    agent: AgentId | None = None  # who is rung or talks; of an ended call: who talked at the end
    held_at: Instant | None = None
    lease_until: Instant | None = None
    position_at: Instant | None = None  # when to look at the position again
    position: int | None = None  # as last told to the caller
    expected: Span | None = None  # the wait foreseen when the call was queued; None: no wait, or unknown

    @property
    def outcome(self) -> Outcome | None:
        """What the call counts as, or None while it is still here."""
        if self.end is None:
            return None
        return Outcome.ANSWERED if self.answered_at is not None else _OUTCOMES[self.end]


_OUTCOMES = {
    CallEnd.ABANDONED: Outcome.ABANDONED,
    CallEnd.DIVERTED_CLOSED: Outcome.DIVERTED,
    CallEnd.DIVERTED_HOLIDAY: Outcome.DIVERTED,
    CallEnd.DIVERTED_DISTURBANCE: Outcome.DIVERTED,
    CallEnd.DIVERTED_NOBODY: Outcome.DIVERTED,
    CallEnd.REFUSED: Outcome.REFUSED,
    CallEnd.MEDIA_LOST: Outcome.LOST,
    CallEnd.FAILED: Outcome.LOST,
}


class Offer(Struct, frozen=True, gc=False):
    """A call put to one agent, with an expiry."""

    offer: OfferId
    call: CallId
    line: LineId
    agent: AgentId
    made_at: Instant
    until_at: Instant
    state: OfferState = OfferState.RINGING
    ended_at: Instant | None = None
    end: OfferEnd | None = None


class Segment(Struct, frozen=True, gc=False):
    """One agent's part of a call, with the wrap-up after it. Known by the offer that was answered."""

    offer: OfferId
    call: CallId
    line: LineId
    agent: AgentId
    began_at: Instant
    held_ms: int = 0
    ended_at: Instant | None = None
    end: SegmentEnd | None = None
    wrapped_up_at: Instant | None = None


class Agent(Struct, frozen=True, gc=False):
    """A person who answers: the three facts, and since when they stand."""

    agent: AgentId
    lines: tuple[LineId, ...] = ()
    chosen: Chosen = Chosen.SIGNED_OUT
    reason: str = ""  # of the pause, in the agent's organisation's own words
    is_proved: bool = False
    activity: Activity = Activity.FREE
    offer: OfferId | None = None
    call: CallId | None = None
    until_at: Instant | None = None  # when the wrap-up or the rest ends
    idle_since: Instant = Instant(0)
    missed: int = 0  # offers in a row that rang out
    last_offer: OfferId | None = None
    last_end: OfferEnd | None = None
    status: AgentStatus = AgentStatus.SIGNED_OUT  # computed from the facts, as last shown
    status_reason: str = ""  # of the pause, while that is what is shown
    status_since: Instant = Instant(0)


class AgentState(Struct, frozen=True, gc=False):
    """A span of time an agent spent in one state; spans of one agent never overlap."""

    agent: AgentId
    status: AgentStatus
    reason: str
    began_at: Instant
    ended_at: Instant
