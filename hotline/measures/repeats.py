# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""How many ring again: told by the keyed hash of the number, while that is kept."""

import datetime as dt

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet, Sum

from hotline.calls.models import CallRecord
from hotline.measures.models import RepeatRoll
from hotline.measures.periods import DAY, Period
from hotline.measures.tallies import RepeatTally
from hotline.organisations.models import Line

WEEK = 7 * DAY


def count_repeats(line: Line, day: dt.date, now: dt.datetime) -> None:
    """Count a day's repeats and keep them; when numbers it needs are forgotten, what is kept stands."""
    within = Period.of_day(day)
    forgotten_before = now - dt.timedelta(days=settings.NUMBERS_KEPT_DAYS)
    if within.from_at - WEEK < forgotten_before:
        return
    tally = counted(line, within)
    RepeatRoll.objects.update_or_create(line=line, day=day, defaults=tally.columns)


def counted(line: Line, period: Period) -> RepeatTally:
    """Straight from the books; one query."""
    known = CallRecord.objects.filter(
        line=line, arrived_at__gte=period.from_at, arrived_at__lt=period.to_at
    ).exclude(number_key="")
    marked = known.annotate(after_a_day=_rang_within(DAY), after_a_week=_rang_within(WEEK))
    flags = list(marked.order_by().values_list("after_a_day", "after_a_week"))
    return RepeatTally(len(flags), sum(day for day, _week in flags), sum(week for _day, week in flags))


def _rang_within(time: dt.timedelta) -> Exists:
    return Exists(_earlier().filter(arrived_at__gte=OuterRef("arrived_at") - time))


def _earlier() -> QuerySet[CallRecord]:
    same = CallRecord.objects.filter(line=OuterRef("line"), number_key=OuterRef("number_key"))
    return same.exclude(number_key="").filter(arrived_at__lt=OuterRef("arrived_at")).order_by()


def repeats(line: Line, period: Period) -> RepeatTally:
    """As far as it was counted before the numbers were forgotten; one query."""
    rows = RepeatRoll.objects.filter(line=line, day__gte=period.from_on, day__lt=period.to_on)
    sums = rows.aggregate(known=Sum("known"), within_day=Sum("within_day"), within_week=Sum("within_week"))
    return RepeatTally(**{name: value or 0 for name, value in sums.items()})
