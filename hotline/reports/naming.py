# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What a period is called among people: always with its dates, so that nobody has to look up a week."""

import datetime as dt

from django.utils.dates import MONTHS, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from hotline.measures.periods import Grain, Period
from hotline.measures.weeks import Week
from hotline.reports.addresses import is_week


def named(period: Period) -> str:
    """Such as "uge 19, 5.–11. maj 2014", "maj 2014", "2014" or "1. maj 2014 – 20. maj 2014"."""
    first, last = period.from_on, period.last_on
    if is_week(period):
        return str(Week.of(first))
    if period.is_one(Grain.MONTH):
        return f"{MONTHS[first.month]} {first.year}"
    if period.is_one(Grain.YEAR):
        return str(first.year)
    return day_named(first) if first == last else f"{day_named(first)} – {day_named(last)}"


def short(period: Period) -> str:
    """For the head of a column: the week without its dates, which stand in the title."""
    if is_week(period):
        week = Week.of(period.from_on)
        return _("week %(number)d %(year)d") % {"number": week.number, "year": week.year}
    return named(period)


def day_named(day: dt.date) -> str:
    return _("%(day)d %(month)s %(year)d") % {"day": day.day, "month": MONTHS[day.month], "year": day.year}


def day_with_weekday(day: dt.date) -> str:
    """Such as "tir. 6. maj"."""
    names = {"weekday": WEEKDAYS_ABBR[day.weekday()], "day": day.day, "month": MONTHS[day.month]}
    return _("%(weekday)s %(day)d %(month)s") % names


def weekday_named(number: int) -> str:
    """1 is Monday."""
    return str(WEEKDAYS[number - 1])


def hour_named(hour: int) -> str:
    """Such as "9–10"."""
    return f"{hour}–{hour + 1}"
