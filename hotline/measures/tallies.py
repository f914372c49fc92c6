# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What is counted, as records that can be added.

A tally of an hour is the sum of the tallies of its quarters, a year's that of its days, in any order and any
grouping, to the last digit: counts and milliseconds are whole numbers, and of the waits the number of each
length is kept, in seconds to the nearest, so that a median of a year is a median and not a mean of medians.
Whether a wait was within the promise is judged once, when the call is counted, by the exact wait and by the
promise that was in force that day. Nothing is divided here; that is what definitions.py does.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import reduce
from typing import Any, ClassVar, Self

import msgspec

from hotline.exchange.words import AgentStatus, CallEnd, Outcome

Waits = Mapping[int, int]
"""How many waited so many seconds."""

Foreseen = tuple[int, int, int]
"""A wait, and the shortest and the longest that were foreseen, in milliseconds."""

TURNED_AWAY = frozenset(
    {CallEnd.DIVERTED_CLOSED, CallEnd.DIVERTED_HOLIDAY, CallEnd.DIVERTED_DISTURBANCE, CallEnd.REFUSED}
)


@dataclass(frozen=True)
class Target:
    """What a line promises: so many of 100 calls answered within so long; and what is too short to count."""

    promised_seconds: int = 20
    promised_percent: int = 80
    short_seconds: int = 5


@dataclass(frozen=True)
class Added:
    """Records of numbers, and of numbers by key, that are added field by field."""

    by_key: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def sum(cls, tallies: Iterable[Self]) -> Self:
        kept = list(tallies)
        names = [each.name for each in fields(cls)]
        totals = {name: sum(getattr(one, name) for one in kept) for name in names if name not in cls.by_key}
        merged = {name: _merged(getattr(one, name) for one in kept) for name in cls.by_key}
        return cls(**totals, **merged)

    @property
    def columns(self) -> dict[str, Any]:
        """Its fields as they are; what is by key as JSON."""
        found = {each.name: getattr(self, each.name) for each in fields(self)}
        return found | {name: msgspec.json.encode(found[name]).decode() for name in self.by_key}

    @classmethod
    def of_columns(cls, *columns: Any) -> Self:
        """From its columns, in the order of the fields."""
        named = zip((each.name for each in fields(cls)), columns, strict=True)
        return cls(**{
            name: msgspec.json.decode(value, type=dict[int, int]) if name in cls.by_key else value
            for name, value in named
        })  # fmt: skip

    def __add__(self, other: Self) -> Self:
        return self.sum((self, other))


def _merged(counts: Iterable[Waits]) -> Waits:
    return dict(sorted(reduce(_counted_in, counts, Counter[int]()).items()))


def _counted_in(total: Counter[int], more: Waits) -> Counter[int]:
    total.update(more)
    return total


@dataclass(frozen=True)
class CallTally(Added):
    """The calls that arrived in some stretch of time, and what became of them."""

    by_key: ClassVar = frozenset({"waits", "patience"})

    arrived: int = 0
    turned_away: int = 0
    answered: int = 0
    in_time: int = 0  # of the answered: within the promised wait
    abandoned: int = 0
    short_abandoned: int = 0  # of the abandoned: sooner than the short-abandon limit
    abandoned_in_time: int = 0  # of the abandoned: within the promised wait
    diverted: int = 0
    lost: int = 0
    still_here: int = 0
    waited_ms: int = 0  # by the answered, in all
    foreseen: int = 0  # of the answered: those that a span of wait was foreseen for
    foreseen_right: int = 0  # of these: the wait was within the span
    foreseen_off_ms: int = 0  # how far the others were outside it, in all
    waits: Waits = field(default_factory=dict)  # of the answered
    patience: Waits = field(default_factory=dict)  # of the abandoned

    @classmethod
    def of_calls(cls, outcome: str, end: str, waits_ms: Sequence[int], target: Target) -> Self:
        """Calls that ended alike. `outcome` and `end` are empty while they are here.

        A call waits until it is answered, else until its end.
        """
        number = len(waits_ms)
        if end in TURNED_AWAY:
            return cls(arrived=number, turned_away=number)
        match outcome:
            case Outcome.ANSWERED:
                return cls(arrived=number, answered=number, **_of_answered(waits_ms, target))
            case Outcome.ABANDONED:
                return cls(arrived=number, abandoned=number, **_of_abandoned(waits_ms, target))
            case Outcome.DIVERTED:
                return cls(arrived=number, diverted=number)
            case Outcome.LOST:
                return cls(arrived=number, lost=number)
        return cls(arrived=number, still_here=0 if outcome else number)

    @classmethod
    def of_foreseen(cls, waits_ms: Iterable[Foreseen]) -> Self:
        """What the answered callers' waits say of what was foreseen; to be added to the calls themselves."""
        off = [max(shortest - wait, wait - longest, 0) for wait, shortest, longest in waits_ms]
        return cls(foreseen=len(off), foreseen_right=off.count(0), foreseen_off_ms=sum(off))


def in_seconds(ms: int) -> int:
    """To the nearest; a half to the even one."""
    return round(ms / 1000)


def _of_answered(waits_ms: Sequence[int], target: Target) -> dict[str, Any]:
    promised_ms = target.promised_seconds * 1000
    return {
        "in_time": sum(wait <= promised_ms for wait in waits_ms),
        "waited_ms": sum(waits_ms),
        "waits": dict(Counter(map(in_seconds, waits_ms))),
    }


def _of_abandoned(waits_ms: Sequence[int], target: Target) -> dict[str, Any]:
    promised_ms, short_ms = target.promised_seconds * 1000, target.short_seconds * 1000
    return {
        "short_abandoned": sum(wait < short_ms for wait in waits_ms),
        "abandoned_in_time": sum(wait <= promised_ms for wait in waits_ms),
        "patience": dict(Counter(map(in_seconds, waits_ms))),
    }


@dataclass(frozen=True)
class HandlingTally(Added):
    """The agents' parts, now over, of the calls that arrived in some stretch of time."""

    segments: int = 0
    talk_ms: int = 0  # without the hold
    hold_ms: int = 0
    wrap_up_ms: int = 0

    @property
    def handled_ms(self) -> int:
        return self.talk_ms + self.hold_ms + self.wrap_up_ms


@dataclass(frozen=True)
class RepeatTally(Added):
    """Of the calls whose number was known, those from a number that had rung this line shortly before."""

    known: int = 0
    within_day: int = 0
    within_week: int = 0


StateTimes = Mapping[AgentStatus, int]
"""Milliseconds in each state."""
