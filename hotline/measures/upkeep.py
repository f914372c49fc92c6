# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Keeping the roll-ups up to date, and building them anew.

What was touched since last time is found by the journal's positions for the calls, and by their own numbers
for inquiries, corrections and agents' states. The days touched are no longer held for rolled up from that
moment on, so that nobody reads an old figure, and are then rolled up again; so are all days that never were.
A number may be given out before and stored after a greater one: of the last thousand inquiries and
corrections those of the last minutes are looked at again. The exchange's one writer keeps its order.
"""

import datetime as dt
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from django.db import models, transaction
from django.db.models import Max, Min, Q
from django.utils import timezone

from hotline.calls.models import AgentStateRecord, CallRecord, Entry, IntervalRecord
from hotline.calls.queries import last_position
from hotline.inquiries.models import Correction, Inquiry
from hotline.measures.cubes import OF_MORE
from hotline.measures.instants import EPOCH
from hotline.measures.models import CallRoll, Reached, RolledDay
from hotline.measures.periods import DAY, Period
from hotline.measures.repeats import count_repeats
from hotline.measures.rolling import lock, roll_day, roll_more, roll_states, unroll
from hotline.measures.targets import targets_of
from hotline.organisations.models import Line

OVERLAP = 1000
AT_ONCE = 1000
LONGEST_DEED = dt.timedelta(minutes=5)
LONGEST_STATE = dt.timedelta(days=366)
LATELY = dt.timedelta(hours=1)
TIME_AT_ONCE = 20.0
"""Seconds that one turn of the job goes on rolling up; the next turn takes the rest."""

Days = dict[int | None, set[dt.date]]
Told = Callable[[int, int, int], None]


def keep_up(now: dt.datetime) -> int:
    """The job: find what was touched, and roll up what is not; return how many days."""
    ends_at = time.monotonic() + TIME_AT_ONCE
    _unroll_touched(now)
    did = 0
    for line, day in missing(now):
        if time.monotonic() > ends_at:
            break
        _roll(line, day, timezone.now())
        did += 1
    return did


def _unroll_touched(now: dt.datetime) -> None:
    with transaction.atomic():
        for line_id, days in touched(lock(), now).items():
            unroll(Line.objects.get(pk=line_id) if line_id else None, days)


def _roll(line: Line | None, day: dt.date, at: dt.datetime) -> None:
    if line is None:
        roll_states(day, now=at)
    else:
        count_repeats(line, day, at)
        roll_day(line, day, targets_of(line), now=at)


def touched(before: Reached, now: dt.datetime) -> Days:
    """The days of which anything was written since, as far as any are rolled up; and move on."""
    reached = Reached(
        pk=before.pk,
        position=last_position(),
        inquiry=_last(Inquiry),
        correction=_last(Correction),
        state=_last(AgentStateRecord),
        looked_at=now,
    )
    reached.save()
    days: Days = defaultdict(set)
    if RolledDay.objects.exists():
        for line_id, at in chain(_of_calls(before, reached), _of_inquiries(before), _of_corrections(before)):
            days[line_id].add(timezone.localdate(at))
        for began, ended in _of_states(before):
            days[None].update(Period(timezone.localdate(began), timezone.localdate(ended) + DAY).days)
    return days


def _last(model: type[models.Model]) -> int:
    return model._default_manager.aggregate(last=Max("pk"))["last"] or 0  # noqa: SLF001 - any model's


def _of_calls(before: Reached, reached: Reached) -> Iterator[tuple[int, dt.datetime]]:
    """The calls that entries name; and, as the end of a wait or of a wrap-up names none, those of late."""
    if reached.position == before.position or reached.looked_at is None:
        return
    named = Entry.objects.filter(position__gt=before.position, position__lte=reached.position)
    calls = named.exclude(call="").values("call")
    yield from CallRecord.objects.filter(pk__in=calls).values_list("line", "arrived_at")
    for at in (reached.looked_at, reached.looked_at - LATELY):
        yield from ((line_id, at) for line_id in Line.objects.values_list("pk", flat=True))
    still_here = CallRoll.objects.filter(still_here__gt=0, is_whole_day=True)
    yield from still_here.order_by().values_list("line", "start")


def _of_inquiries(before: Reached) -> Iterator[tuple[int, dt.datetime]]:
    is_new = Q(pk__gt=before.inquiry)
    is_late = Q(pk__gt=before.inquiry - OVERLAP, registered_at__gt=_a_while_before(before))
    yield from Inquiry.objects.filter(is_new | is_late).order_by().values_list("line", "came_at")


def _of_corrections(before: Reached) -> Iterator[tuple[int, dt.datetime]]:
    is_new = Q(pk__gt=before.correction)
    is_late = Q(pk__gt=before.correction - OVERLAP, corrected_at__gt=_a_while_before(before))
    corrected = Correction.objects.filter(is_new | is_late).order_by()
    yield from corrected.values_list("inquiry__line", "inquiry__came_at")


def _a_while_before(before: Reached) -> dt.datetime:
    return (before.looked_at or EPOCH) - LONGEST_DEED


def _of_states(before: Reached) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    spans = AgentStateRecord.objects.filter(pk__gt=before.state)
    yield from spans.order_by().values_list("began_at", "ended_at")


def missing(now: dt.datetime) -> Iterator[tuple[Line | None, dt.date]]:
    """The days with anything in them that are not rolled up, latest first: of every line, and of the states.

    The empty ones among them are rolled up by saying so.
    """
    for line in (*Line.objects.all(), None):
        period = whole_past(line, now)
        if period:
            rolled = set(RolledDay.objects.filter(line=line).values_list("day", flat=True))
            todo = [day for day in period.days if day not in rolled]
            busy = _busy_among(line, todo)
            _note_empty(line, [day for day in todo if day not in busy], rolled, now)
            yield from ((line, day) for day in reversed(todo) if day in busy)


def _note_empty(
    line: Line | None, empty: Iterable[dt.date], rolled: Iterable[dt.date], now: dt.datetime
) -> None:
    """These days are rolled up; where one was the last of a week or month that was missing, that is too."""
    days, before = list(empty), list(rolled)
    with transaction.atomic():
        lock()
        rows = (RolledDay(line=line, day=day, at=now) for day in days)
        RolledDay.objects.bulk_create(rows, AT_ONCE, ignore_conflicts=True)
        if line is None:
            return
        for cube in OF_MORE:
            grain = cube.grain
            for first in {grain.first_day(day) for day in days} & {grain.first_day(day) for day in before}:
                roll_more(line, cube, first)


def _busy_among(line: Line | None, days: Iterable[dt.date]) -> set[dt.date]:
    """The days on which anything came, in the order of the calendar, leaping over those without."""
    busy, next_on = set(), dt.date.min
    for day in days:
        if day > next_on:
            next_on = _next_busy(line, day) or dt.date.max
        if day == next_on:
            busy.add(day)
    return busy


def _next_busy(line: Line | None, day: dt.date) -> dt.date | None:
    """The first day from this one on with a call or an inquiry; or, without a line, with a state."""
    begin = Period.of_day(day).from_at
    if line is None:
        states = AgentStateRecord.objects.filter(began_at__gte=begin - LONGEST_STATE)
        began = states.aggregate(at=Min("began_at"))["at"]
        return max(timezone.localdate(began), day) if began else None
    first = _first_since(line, begin)
    return timezone.localdate(first) if first else None


def _first_since(line: Line, begin: dt.datetime) -> dt.datetime | None:
    """When the first call, inquiry or earlier system's interval came."""
    call = CallRecord.objects.filter(line=line, arrived_at__gte=begin).aggregate(at=Min("arrived_at"))
    inquiry = Inquiry.objects.filter(line=line, came_at__gte=begin).aggregate(at=Min("came_at"))
    interval = IntervalRecord.objects.filter(line=line, start__gte=begin).aggregate(at=Min("start"))
    return min((each["at"] for each in (call, inquiry, interval) if each["at"]), default=None)


def whole_past(line: Line | None, now: dt.datetime) -> Period | None:
    """From the first day with anything in it until today."""
    if line is None:
        began = AgentStateRecord.objects.aggregate(at=Min("began_at"))["at"]
    else:
        began = _first_since(line, EPOCH)
    if began is None or began > now:
        return None
    return Period(timezone.localdate(began), timezone.localdate(now) + DAY)


def rebuild(now: dt.datetime, told: Told = lambda *_: None) -> int:
    """Roll up every day there is once more; return how many calls. Reading goes on meanwhile.

    `told` hears after each day how many days and calls are done, and how many days there are.
    """
    _unroll_touched(now)
    todo = [(line, whole_past(line, now)) for line in (*Line.objects.all(), None)]
    number = sum((period.to_on - period.from_on).days for _line, period in todo if period)
    done = calls = 0
    for line, period in todo:
        for day in period.days if period else ():
            calls += _rebuild_day(line, day)
            done += 1
            told(done, calls, number)
        if line and period:
            _rebuild_more(line, period.days)
    return calls


def _rebuild_day(line: Line | None, day: dt.date) -> int:
    if line is None:
        roll_states(day, now=timezone.now())
        return 0
    count_repeats(line, day, timezone.now())
    return roll_day(line, day, targets_of(line), now=timezone.now(), and_more=False)


def _rebuild_more(line: Line, days: Iterable[dt.date]) -> None:
    wanted = list(days)
    for cube in OF_MORE:
        for first in sorted({cube.grain.first_day(day) for day in wanted}):
            with transaction.atomic():
                lock()
                roll_more(line, cube, first)
