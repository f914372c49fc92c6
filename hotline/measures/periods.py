# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Stretches of local days, and the grains they are cut into.

A period is half-open: from the first instant of its first day to the first instant of the day after its
last. Every grain begins when the local clock says so, but a start is kept in UTC: in the night the clock is
put back two local quarters have one name, and Python holds them for equal.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Self

from django.utils import timezone

from hotline.measures.weeks import Week

DAY = dt.timedelta(days=1)
QUARTER = dt.timedelta(minutes=15)


class Grain(StrEnum):
    """What a period is cut into."""

    QUARTER = "quarter"  # of an hour
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"

    @property
    def is_of_days(self) -> bool:
        return self not in {Grain.QUARTER, Grain.HOUR}

    def start_of(self, at: dt.datetime) -> dt.datetime:
        """The start, in UTC, of what this instant lies in."""
        if self.is_of_days:
            return midnight(self.first_day(timezone.localdate(at)))
        minute = at.minute // 15 * 15 if self is Grain.QUARTER else 0
        # The zone's offsets are whole hours, so a quarter and an hour begin at the same instant everywhere.
        return at.astimezone(dt.UTC).replace(minute=minute, second=0, microsecond=0)

    def first_day(self, day: dt.date) -> dt.date:
        """The first day of the day, week, month or year this day lies in."""
        match self:
            case Grain.WEEK:
                return day - dt.timedelta(days=day.weekday())
            case Grain.MONTH:
                return day.replace(day=1)
            case Grain.YEAR:
                return day.replace(month=1, day=1)
        return day

    def next_first_day(self, day: dt.date) -> dt.date:
        """The first day of the week, month or year after this day's."""
        longest = {Grain.WEEK: 7, Grain.MONTH: 31, Grain.YEAR: 366}.get(self, 1)
        return self.first_day(self.first_day(day) + longest * DAY)


@lru_cache(8192)
def midnight(day: dt.date) -> dt.datetime:
    """The first instant of a local day, in UTC."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time())).astimezone(dt.UTC)


@dataclass(frozen=True, order=True)
class Period:
    """Local days from `from_on` to the day before `to_on`."""

    from_on: dt.date
    to_on: dt.date

    def __post_init__(self) -> None:
        if self.to_on < self.from_on:
            raise ValueError(f"A period cannot end ({self.to_on}) before it begins ({self.from_on}).")

    @classmethod
    def of_day(cls, day: dt.date) -> Self:
        return cls(day, day + DAY)

    @classmethod
    def of_week(cls, week: Week) -> Self:
        return cls(week.monday, week.monday + 7 * DAY)

    @classmethod
    def of_month(cls, year: int, month: int) -> Self:
        return cls(dt.date(year, month, 1), dt.date(year + month // 12, month % 12 + 1, 1))

    @classmethod
    def of_year(cls, year: int) -> Self:
        return cls(dt.date(year, 1, 1), dt.date(year + 1, 1, 1))

    @property
    def from_at(self) -> dt.datetime:
        return midnight(self.from_on)

    @property
    def to_at(self) -> dt.datetime:
        """The first instant that is no longer in it."""
        return midnight(self.to_on)

    @property
    def last_on(self) -> dt.date:
        return self.to_on - DAY

    @property
    def days(self) -> Iterator[dt.date]:
        return (self.from_on + number * DAY for number in range((self.to_on - self.from_on).days))

    @property
    def weeks(self) -> list[Week]:
        """The weeks it has days in."""
        return list(dict.fromkeys(Week.of(day) for day in self.days))

    def before(self) -> "Period":
        """As long, just before it; before a whole month or year the month or year before."""
        for grain in (Grain.YEAR, Grain.MONTH):
            if self.is_one(grain):
                return Period(grain.first_day(self.last_on - (self.to_on - self.from_on)), self.from_on)
        return Period(self.from_on - (self.to_on - self.from_on), self.from_on)

    def is_one(self, grain: Grain) -> bool:
        """Whether it is exactly one day, week, month or year."""
        first = grain.first_day(self.last_on)
        return self.from_on == first and grain.first_day(self.to_on) == self.to_on

    def same_weeks_last_year(self) -> "Period":
        """The same days of the same ISO weeks a year before; week 53 becomes week 52, where there is none."""
        shift = self.from_on - same_day_last_year(self.from_on)
        return Period(self.from_on - shift, self.to_on - shift)

    def __contains__(self, at: dt.datetime) -> bool:
        return self.from_at <= at < self.to_at


def same_day_last_year(day: dt.date) -> dt.date:
    """The same weekday of the week with the same number."""
    year, week, weekday = day.isocalendar()
    last_week = dt.date(year - 1, 12, 28).isocalendar().week
    return dt.date.fromisocalendar(year - 1, min(week, last_week), weekday)
