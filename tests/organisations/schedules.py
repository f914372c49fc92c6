# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Schedules and instants for the tests of opening hours."""

import datetime as dt
from zoneinfo import ZoneInfo

from hotline.organisations.opening import DayKind, Notice, OpenSpan, Schedule, SpecialDay, WeekVersion

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
LONG_AGO = dt.date(2014, 3, 10)


def spans(*pairs: tuple[int, int]) -> tuple[OpenSpan, ...]:
    """Spans from pairs of hours."""
    return tuple(OpenSpan(opens * 60, closes * 60) for opens, closes in pairs)


DAY, SHORT_DAY, EVENING = spans((9, 21)), spans((9, 17)), spans((17, 21))
THE_WEEK = (DAY, DAY, DAY, DAY, SHORT_DAY, (), EVENING)
NEVER = ((),) * 7
ALWAYS = (spans((0, 24)),) * 7


def version(week: tuple[tuple[OpenSpan, ...], ...], since: dt.date = LONG_AGO) -> WeekVersion:
    return WeekVersion(since, None, week)


def schedule(
    *special_days: SpecialDay,
    week: tuple[tuple[OpenSpan, ...], ...] = THE_WEEK,
    notices: tuple[Notice, ...] = (),
    is_forced_open: bool = False,
) -> Schedule:
    days = {day.day_on: day for day in special_days}
    return Schedule((version(week),), days, notices, is_forced_open)


def closed_on(day: dt.date, name: str = "Lukket", *, is_holiday: bool = False) -> SpecialDay:
    return SpecialDay(day, DayKind.CLOSED, name, is_holiday)


def local(text: str, fold: int = 0) -> dt.datetime:
    """An instant from Danish wall time; `fold=1` is the second coming of an hour in autumn."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN, fold=fold)


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)
