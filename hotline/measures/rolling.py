# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Rolling up: a line's day is counted once from the books, and kept.

A day is always rolled up whole and from the books alone, so that keeping up to date and rebuilding are one
deed and give the same rows. The books are read first; only putting the rows in is a transaction, so that on
SQLite the exchange waits for milliseconds. Who has read the books later wins.

The weeks and months of cubes.py stand as long as all their days do.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

from django.db import transaction
from django.db.models import QuerySet, Sum

from hotline.calls.rows import Row
from hotline.measures import raw
from hotline.measures.bulk import put, read
from hotline.measures.cubes import OF_DAYS, OF_MORE, Cube, base_of
from hotline.measures.dimensions import Dimension
from hotline.measures.models import CallRoll, HandlingRoll, InquiryRoll, Reached, RolledDay, StateRoll
from hotline.measures.periods import Grain, Period
from hotline.measures.tallies import CallTally, HandlingTally
from hotline.measures.targets import Targets
from hotline.organisations.models import Line

ATTRIBUTES = tuple(dict.fromkeys(dimension for cube in OF_DAYS for dimension in cube.attributes))


def roll_day(line: Line, day: dt.date, targets: Targets, *, now: dt.datetime, and_more: bool = True) -> int:
    """Count a day from the books and keep it; return its calls. `and_more`: its week and month with it."""
    within = Period.of_day(day)
    quarters = raw.call_quarters(line, within.from_at, within.to_at, targets)
    handling = raw.handling_quarters(line, within.from_at, within.to_at)
    inquiries = raw.inquiry_attributes(line, within.from_at, within.to_at, ATTRIBUTES)
    calls, parts = list(_call_rows(line, day, quarters)), list(_handling_rows(line, day, handling))
    counts = _inquiry_rows(line, day, list(inquiries))
    with transaction.atomic():
        if not _is_mine(line, day, now):
            return 0
        for model in (CallRoll, HandlingRoll):
            model.objects.filter(line=line, day=day).delete()
        INQUIRIES_OF_DAYS.filter(line=line, first_day=day.toordinal()).delete()
        put(CallRoll, calls)
        put(HandlingRoll, parts)
        put(InquiryRoll, counts)
        for cube in OF_MORE if and_more else ():
            roll_more(line, cube, day)
    return sum(tally.arrived for tally in quarters.values())


INQUIRIES_OF_DAYS = InquiryRoll.objects.filter(cube__in=[cube.name for cube in OF_DAYS])


def _is_mine(line: Line | None, day: dt.date, now: dt.datetime) -> bool:
    """Take the day, unless somebody who read the books later has rolled it up meanwhile."""
    lock()
    rolled = RolledDay.objects.filter(line=line, day=day)
    if rolled.filter(at__gt=now).exists():
        return False
    if not rolled.update(at=now):
        RolledDay.objects.create(line=line, day=day, at=now)
    return True


def lock() -> Reached:
    """Only one process writes roll-ups; call inside a transaction."""
    Reached.objects.get_or_create(pk=1)
    return Reached.objects.select_for_update().get(pk=1)


def _call_rows(line: Line, day: dt.date, quarters: Mapping[dt.datetime, CallTally]) -> Iterator[Row]:
    for start, tally in quarters.items():
        yield {"line_id": line.pk, "day": day, "is_whole_day": False, "start": start} | tally.columns
    if quarters:
        start, tally = Period.of_day(day).from_at, CallTally.sum(quarters.values())
        yield {"line_id": line.pk, "day": day, "is_whole_day": True, "start": start} | tally.columns


def _handling_rows(
    line: Line, day: dt.date, quarters: Mapping[tuple[dt.datetime, int], HandlingTally]
) -> Iterator[Row]:
    by_authority: dict[int, list[HandlingTally]] = defaultdict(list)
    for (start, authority), tally in quarters.items():
        by_authority[authority].append(tally)
        part = {"is_whole_day": False, "start": start, "authority": authority}
        yield {"line_id": line.pk, "day": day} | part | tally.columns
    for authority, tallies in by_authority.items():
        part = {"is_whole_day": True, "start": Period.of_day(day).from_at, "authority": authority}
        yield {"line_id": line.pk, "day": day} | part | HandlingTally.sum(tallies).columns


def _inquiry_rows(line: Line, day: dt.date, found: Sequence[tuple[Any, ...]]) -> list[Row]:
    """`found`: the inquiry's key and its attributes, a row for each topic or one without a topic."""
    topic = ATTRIBUTES.index(Dimension.TOPIC) + 1
    by_topic = [row for row in found if row[topic] is not None]
    once = list({row[0]: row for row in found}.values())
    rows = []
    for cube in OF_DAYS:
        places = [ATTRIBUTES.index(attribute) + 1 for attribute in cube.attributes]
        counts = Counter(map(itemgetter(*places), by_topic if cube.is_by_topic else once))
        rows += [_inquiry_row(line, cube, day, *each) for each in counts.items()]
    return rows


NOTHING: Row = {
    "place": 0, "topic": 0, "answered_by": 0, "channel": "", "kind": "", "outcome": "", "hour": 0
}  # fmt: skip


def _inquiry_row(line: Line, cube: Cube, first: dt.date, values: tuple[Any, ...], number: int) -> Row:
    told = dict(zip(cube.attributes, values, strict=True))
    return {
        **NOTHING,
        **told,
        "line_id": line.pk,
        "cube": cube.name,
        "first_day": first.toordinal(),
        "number": number,
    }


def roll_more(line: Line, cube: Cube, day: dt.date) -> None:
    """Add up the cube's week or month around the day, if all its days are rolled up; else it is gone."""
    first = cube.grain.first_day(day)
    period = Period(first, cube.grain.next_first_day(first))
    whole = InquiryRoll.objects.filter(line=line, cube=cube.name, first_day=first.toordinal())
    whole.delete()
    if not is_rolled(line, period):
        return
    days = rows_of(line, base_of(cube), period)
    sums = days.order_by().values_list(*cube.attributes).annotate(sum=Sum("number"))
    put(
        InquiryRoll,
        [_inquiry_row(line, cube, first, tuple(values), number) for *values, number in read(sums)],
    )


def rows_of(line: Line, cube: Cube, period: Period) -> QuerySet[InquiryRoll]:
    """A cube's rows of a period that begins and ends with its grain."""
    first, end = period.from_on.toordinal(), period.to_on.toordinal()
    return InquiryRoll.objects.filter(line=line, cube=cube.name, first_day__gte=first, first_day__lt=end)


def is_rolled(line: Line | None, period: Period) -> bool:
    """Every day of it."""
    rolled = RolledDay.objects.filter(line=line, day__gte=period.from_on, day__lt=period.to_on)
    return rolled.count() == (period.to_on - period.from_on).days


def roll_states(day: dt.date, *, now: dt.datetime) -> int:
    """The time agents spent in each state that day; return how many rows."""
    within = Period.of_day(day)
    hours: Counter[tuple[dt.datetime, int, str]] = Counter()
    whole: Counter[tuple[dt.datetime, int, str]] = Counter()
    for authority, status, start, ms in raw.state_quarters(within.from_at, within.to_at):
        hours[Grain.HOUR.start_of(start), authority, status] += ms
        whole[within.from_at, authority, status] += ms
    rows = [*_state_rows(day, hours, is_whole_day=False), *_state_rows(day, whole, is_whole_day=True)]
    with transaction.atomic():
        if not _is_mine(None, day, now):
            return 0
        StateRoll.objects.filter(day=day).delete()
        put(StateRoll, rows)
    return len(rows)


def _state_rows(
    day: dt.date, times: Counter[tuple[dt.datetime, int, str]], *, is_whole_day: bool
) -> Iterator[Row]:
    for (start, authority, status), ms in times.items():
        yield {
            "day": day, "is_whole_day": is_whole_day, "start": start, "authority": authority,
            "status": str(status), "ms": ms,
        }  # fmt: skip


def unroll(line: Line | None, days: Iterable[dt.date]) -> int:
    """From now on these days are counted from the books, until they are rolled up again.

    Their weeks and months stay for who is reading them; nobody begins to, and they are replaced in time.
    """
    wanted = list(days)
    with transaction.atomic():
        lock()
        number, _each = RolledDay.objects.filter(line=line, day__in=wanted).delete()
    return number
