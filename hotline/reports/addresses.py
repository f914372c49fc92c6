# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A period in an address that stays: 2014-W19, 2014-05, 2014, 2014-05-07, or 2014-05-01--2014-05-20.

The last day of the longest form is inside, as people name it. A period that is exactly a week, a month or a
year has the short name, so that each has one address.
"""

import datetime as dt
import re

from hotline.measures.periods import Grain, Period
from hotline.measures.weeks import NoSuchWeek, Week

DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"


def period_of_days(first: str, last: str) -> Period:
    return Period(dt.date.fromisoformat(first), dt.date.fromisoformat(last) + dt.timedelta(days=1))


WAYS = (
    (r"([0-9]{4})-W([0-9]{2})", lambda year, week: Period.of_week(Week(int(year), int(week)))),
    (r"([0-9]{4})-([0-9]{2})", lambda year, month: Period.of_month(int(year), int(month))),
    (r"([0-9]{4})", lambda year: Period.of_year(int(year))),
    (rf"({DATE})", lambda day: Period.of_day(dt.date.fromisoformat(day))),
    (rf"({DATE})--({DATE})", period_of_days),
)
EARLIEST, LATEST = dt.date(2000, 1, 1), dt.date(2100, 1, 1)


class NoSuchPeriod(ValueError):
    """The text names no period, or one beyond the years we count in."""


def read_period(text: str) -> Period:
    """The period a text stands for. Raises NoSuchPeriod."""
    for pattern, made in WAYS:
        if found := re.fullmatch(pattern, text):
            try:
                return _within_years(made(*found.groups()))
            except (ValueError, NoSuchWeek, OverflowError) as error:
                raise NoSuchPeriod(text) from error
    raise NoSuchPeriod(text)


def write_period(period: Period) -> str:
    first, last = period.from_on, period.last_on
    if is_week(period):
        week = Week.of(first)
        return f"{week.year}-W{week.number:02}"
    if period.is_one(Grain.DAY):
        return first.isoformat()
    if period.is_one(Grain.MONTH):
        return f"{first:%Y-%m}"
    return f"{first:%Y}" if period.is_one(Grain.YEAR) else f"{first}--{last}"


def is_week(period: Period) -> bool:
    return period.is_one(Grain.WEEK)


def _within_years(period: Period) -> Period:
    if not EARLIEST <= period.from_on < period.to_on <= LATEST:
        raise NoSuchPeriod(f"{period}")
    return period


class PeriodConverter:
    """For `path("<period:period>/")`."""

    regex = rf"{DATE}--{DATE}|{DATE}|[0-9]{{4}}-W[0-9]{{2}}|[0-9]{{4}}-[0-9]{{2}}|[0-9]{{4}}"

    def to_python(self, value: str) -> Period:
        return read_period(value)

    def to_url(self, value: Period) -> str:
        return write_period(value)
