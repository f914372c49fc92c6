# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The example "Midtjylland 2014": Den Digitale Hotline as it was when the region's letter went out.

Hours, number and members are as they were told then. That the line is closed on public holidays and on
24 December, and short on 31 December, is invented: nobody wrote it down.
"""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from hotline.organisations.actions import join_line, publish_hours, review_holidays
from hotline.organisations.models import Authority, Line, Membership
from hotline.organisations.opening import DayKind, OpenSpan, SpecialDay
from hotline.organisations.registers import Holiday, holidays_of, load_authorities

SLUG = "hotline"
REGION = "1082"
TRIAL_FROM = dt.date(2012, 12, 3)
WIDER_FROM = dt.date(2014, 3, 10)
REGION_FROM = dt.date(2014, 5, 6)


def spans(opens: float, closes: float) -> tuple[OpenSpan, ...]:
    return (OpenSpan(int(opens * 60), int(closes * 60)),)


LATE = spans(18.5, 22)
TRIAL_WEEK = (LATE, LATE, LATE, LATE, (), (), LATE)
DAY = spans(9, 21)
WEEK = (DAY, DAY, DAY, DAY, spans(9, 17), (), spans(17, 21))
OPEN_AS_USUAL = {(5, 1), (6, 5)}
NEW_YEARS_EVE = (12, 31)


@transaction.atomic
def load(today: dt.date | None = None) -> Line:
    """Make what is missing of the example; a second time changes nothing."""
    load_authorities()
    line, is_new = Line.objects.get_or_create(
        slug=SLUG, defaults={"name": "Den Digitale Hotline", "number": "+4570200000", "languages": ["da"]}
    )
    if is_new:
        publish_hours(line, TRIAL_WEEK, TRIAL_FROM)
        publish_hours(line, WEEK, WIDER_FROM)
        _join(line)
    year = (today or timezone.localdate()).year
    for wanted in sorted({2014, 2015, year, year + 1}):
        _decide_holidays(line, wanted)
    return line


def staffing_municipalities() -> list[Authority]:
    """The 19 municipalities of Region Midtjylland."""
    return list(Authority.objects.filter(region__code=REGION).order_by("code"))


def _join(line: Line) -> None:
    for municipality in staffing_municipalities():
        join_line(line, municipality, Membership.Kind.STAFFS, WIDER_FROM)
    join_line(line, Authority.objects.get(code=REGION), Membership.Kind.TAKES_PART, REGION_FROM)


def _decide_holidays(line: Line, year: int) -> None:
    known = set(line.exceptional_days.filter(day_on__year=year).values_list("day_on", flat=True))
    review_holidays(line, [_decided(day) for day in holidays_of(year) if day.day_on not in known])


def _decided(holiday: Holiday) -> SpecialDay:
    date = (holiday.day_on.month, holiday.day_on.day)
    if date in OPEN_AS_USUAL and not holiday.is_public:
        return SpecialDay(holiday.day_on, DayKind.OPEN, holiday.name, is_holiday=True)
    if date == NEW_YEARS_EVE:
        return SpecialDay(holiday.day_on, DayKind.SPECIAL, holiday.name, is_holiday=True, spans=spans(9, 12))
    return SpecialDay(holiday.day_on, DayKind.CLOSED, holiday.name, is_holiday=True)
