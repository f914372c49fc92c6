# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What an earlier system tells: calls one by one, or counts of intervals; and what is wrong with a line."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from hotline.exchange.words import CallEnd, OfferEnd, Outcome, SegmentEnd


@dataclass(frozen=True)
class PastSegment:
    """One agent's part; `agent` is what the earlier system calls that agent."""

    agent: str
    began_at: dt.datetime
    ended_at: dt.datetime
    end: SegmentEnd = SegmentEnd.CALLER_HUNG_UP
    held: dt.timedelta = dt.timedelta()
    wrapped_up_at: dt.datetime | None = None


@dataclass(frozen=True)
class PastOffer:
    agent: str
    made_at: dt.datetime
    ended_at: dt.datetime
    end: OfferEnd


@dataclass(frozen=True)
class PastCall:
    """`key` is the call's name in the earlier system, by which it is known when it comes again."""

    key: str
    arrived_at: dt.datetime
    ended_at: dt.datetime
    outcome: Outcome
    end: CallEnd
    queued_at: dt.datetime | None = None
    answered_at: dt.datetime | None = None
    segments: tuple[PastSegment, ...] = ()
    offers: tuple[PastOffer, ...] = ()


@dataclass(frozen=True)
class PastInterval:
    """Counts; what arrived and is not accounted for by the others was lost."""

    start: dt.datetime
    minutes: int
    arrived: int
    answered: int
    abandoned: int
    in_time: int = 0
    short_abandoned: int = 0
    diverted: int = 0
    turned_away: int = 0
    waited_ms: int = 0

    @property
    def lost(self) -> int:
        return self.arrived - self.turned_away - self.answered - self.abandoned - self.diverted


@dataclass(frozen=True)
class Wrong:
    """What is wrong in one line of the file. `field` is empty when it is the line as a whole."""

    line: int
    field: str
    says: str

    def __str__(self) -> str:
        where = f"line {self.line}, {self.field}" if self.field else f"line {self.line}"
        return f"{where}: {self.says}"


class WrongField(ValueError):
    """A field that cannot be used."""

    def __init__(self, field: str, says: str) -> None:
        super().__init__(says)
        self.field = field


Past = PastCall | PastInterval
Told = Iterator[Past | Wrong]
