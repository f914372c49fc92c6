# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""ISO weeks as Danes count them: Monday first, week 1 holds the year's first Thursday, some years have 53.

A week runs from local midnight to local midnight, so that the weeks of the two clock changes are an hour
shorter and an hour longer than others.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Self

from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

DAYS = dt.timedelta(days=7)


class NoSuchWeek(ValueError):
    """A week that the year does not have."""


@dataclass(frozen=True, order=True)
class Week:
    """A week of an ISO year."""

    year: int
    number: int

    def __post_init__(self) -> None:
        try:
            dt.date.fromisocalendar(self.year, self.number, 1) + DAYS
        except (ValueError, OverflowError) as error:
            raise NoSuchWeek(f"{self.year} has no week {self.number}") from error

    @classmethod
    def of(cls, day: dt.date) -> Self:
        year, number, _weekday = day.isocalendar()
        return cls(year, number)

    @classmethod
    def at(cls, instant: dt.datetime) -> Self:
        """The week of an instant, by the local calendar."""
        return cls.of(timezone.localdate(instant))

    @property
    def monday(self) -> dt.date:
        return dt.date.fromisocalendar(self.year, self.number, 1)

    @property
    def sunday(self) -> dt.date:
        return dt.date.fromisocalendar(self.year, self.number, 7)

    @property
    def begins_at(self) -> dt.datetime:
        return _midnight(self.monday)

    @property
    def ends_at(self) -> dt.datetime:
        """The first instant of the next week."""
        return _midnight(self.monday + DAYS)

    @property
    def before(self) -> "Week":
        return Week.of(self.monday - DAYS)

    @property
    def after(self) -> "Week":
        return Week.of(self.monday + DAYS)

    def __str__(self) -> str:
        """Such as "uge 19, 5.–11. maj 2014"."""
        days = _days_in_words(self.monday, self.sunday)
        return _("week %(number)d, %(days)s") % {"number": self.number, "days": days}


def _midnight(day: dt.date) -> dt.datetime:
    # In UTC: two instants of one zone are told apart by the wall clock, and a night is an hour wrong.
    return timezone.make_aware(dt.datetime.combine(day, dt.time())).astimezone(dt.UTC)


def _days_in_words(first: dt.date, last: dt.date) -> str:
    """Say no more than needed: the month and the year once when they are the same."""
    names = {
        "first": first.day,
        "last": last.day,
        "first_month": MONTHS[first.month],
        "last_month": MONTHS[last.month],
        "first_year": first.year,
        "year": last.year,
    }
    if first.year != last.year:
        return _("%(first)d %(first_month)s %(first_year)d – %(last)d %(last_month)s %(year)d") % names
    if first.month != last.month:
        return _("%(first)d %(first_month)s – %(last)d %(last_month)s %(year)d") % names
    return _("%(first)d–%(last)d %(last_month)s %(year)d") % names
