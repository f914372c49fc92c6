# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What each figure means: one function per figure, used by page, table and download alike.

Every call that arrives is turned away (the line was closed, disturbed or full) or offered to the agents. An
offered call ends as exactly one of answered, abandoned, diverted and lost, or is still here. So

    arrived = turned away + offered
    offered = answered + abandoned + diverted + lost + still here

whatever happened. A wait is counted from the moment the caller arrived, announcements and all: that is what
the caller waited. The definitions are numbered: a change of what a figure means gives a new VERSION, and
figures already published keep the version they were made with.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

VERSION = 1

SHORT_ABANDON = dt.timedelta(seconds=5)
PROMISED_WAIT = dt.timedelta(seconds=20)

ANSWERED, ABANDONED, DIVERTED, LOST = "answered", "abandoned", "diverted", "lost"
TURNED_AWAY = frozenset({"diverted_closed", "diverted_holiday", "diverted_disturbance", "refused"})


@dataclass(frozen=True)
class Call:
    """What the figures need to know of a call. `outcome` and `end` are empty while it is still here."""

    outcome: str
    end: str
    arrived_at: dt.datetime
    answered_at: dt.datetime | None = None
    ended_at: dt.datetime | None = None

    @property
    def wait(self) -> dt.timedelta | None:
        """Until answered, else until the end; None while still waiting."""
        until = self.answered_at or self.ended_at
        return until - self.arrived_at if until else None


Calls = Collection[Call]


def arrived(calls: Calls) -> int:
    """Every call that reached us, also outside the opening hours."""
    return len(calls)


def turned_away(calls: Calls) -> int:
    """Told that the line is closed or disturbed, or refused because it was full: never put in the queue."""
    return sum(call.end in TURNED_AWAY for call in calls)


def offered(calls: Calls) -> int:
    """Let in to the agents: arrived and not turned away. Who hung up during the greeting counts."""
    return arrived(calls) - turned_away(calls)


def answered(calls: Calls) -> int:
    """Talked with an agent, whatever happened afterwards."""
    return sum(call.outcome == ANSWERED for call in calls)


def abandoned(calls: Calls) -> int:
    """The caller hung up while waiting, however soon."""
    return sum(call.outcome == ABANDONED for call in calls)


def short_abandoned(calls: Calls, limit: dt.timedelta = SHORT_ABANDON) -> int:
    """The part of the abandoned that waited less than the limit: wrong numbers and changes of mind."""
    return sum(call.outcome == ABANDONED and (call.wait or limit) < limit for call in calls)


def diverted(calls: Calls) -> int:
    """Offered, and then told that nobody can answer any more."""
    return sum(call.outcome == DIVERTED and call.end not in TURNED_AWAY for call in calls)


def lost(calls: Calls) -> int:
    """Cut by a fault of ours or of the network before being answered."""
    return sum(call.outcome == LOST for call in calls)


def still_here(calls: Calls) -> int:
    """Not ended yet."""
    return sum(not call.outcome for call in calls)


def abandonment(calls: Calls) -> float | None:
    """Abandoned after the short-abandon limit ÷ (answered + abandoned after it); None if there are none."""
    patient = abandoned(calls) - short_abandoned(calls)
    return _share(patient, answered(calls) + patient)


def waits_of_answered(calls: Iterable[Call]) -> list[dt.timedelta]:
    """How long each answered caller waited, shortest first."""
    return sorted(call.wait for call in calls if call.outcome == ANSWERED and call.wait is not None)


def mean_wait(calls: Calls) -> dt.timedelta | None:
    """The average speed of answer: the mean wait of the answered."""
    waits = waits_of_answered(calls)
    return sum(waits, dt.timedelta()) / len(waits) if waits else None


def wait_percentile(calls: Calls, percent: int) -> dt.timedelta | None:
    """The wait that this share of the answered did not exceed (nearest rank: a wait that really was)."""
    return percentile(waits_of_answered(calls), percent)


def service_level(calls: Calls, within: dt.timedelta = PROMISED_WAIT) -> float | None:
    """Answered within the promised wait ÷ (answered + abandoned after the short-abandon limit).

    The most common of four definitions in use; the caption names it.
    """
    in_time = sum(wait <= within for wait in waits_of_answered(calls))
    return _share(in_time, answered(calls) + abandoned(calls) - short_abandoned(calls))


@dataclass(frozen=True)
class Segment:
    """One agent's part of a call."""

    began_at: dt.datetime
    ended_at: dt.datetime
    held: dt.timedelta = dt.timedelta()
    wrapped_up_at: dt.datetime | None = None


def mean_handling(segments: Collection[Segment]) -> dt.timedelta | None:
    """The average handling time: talk, hold and wrap-up of each agent's part of a call."""
    if not segments:
        return None
    spent = ((segment.wrapped_up_at or segment.ended_at) - segment.began_at for segment in segments)
    return sum(spent, dt.timedelta()) / len(segments)


def percentile(in_order: Sequence[dt.timedelta], percent: int) -> dt.timedelta | None:
    """Nearest rank: the smallest value that at least this share of all values does not exceed."""
    if not in_order:
        return None
    rank = -(-percent * len(in_order) // 100)
    return in_order[max(rank, 1) - 1]


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
