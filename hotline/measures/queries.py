# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What is asked of the figures, by every page, report, export and interface.

Starts are instants in UTC of what begins by the local clock; see periods.py.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, TypeVar

from django.db.models import Max
from django.utils import timezone

from hotline.calls.models import CallRecord
from hotline.exchange.words import AgentStatus, OfferEnd
from hotline.inquiries.models import Inquiry
from hotline.measures import raw, rolled
from hotline.measures.dimensions import PLACES, STORED, Dimension, Value, Where, time_value
from hotline.measures.periods import Grain, Period
from hotline.measures.tallies import Added, CallTally, HandlingTally
from hotline.measures.targets import targets_of
from hotline.measures.weeks import Week
from hotline.organisations.models import Line

Start = dt.datetime
Tally = TypeVar("Tally", bound=Added)
Key = TypeVar("Key")


def call_tallies(line: Line, period: Period, grain: Grain) -> dict[Start, CallTally]:
    """The calls that arrived, by the grain's starts; intervals without a call are left out."""
    return _summed(rolled.call_parts(line, period, grain), grain.start_of)


def call_total(line: Line, period: Period) -> CallTally:
    return CallTally.sum(call_tallies(line, period, Grain.DAY).values())


def today(line: Line, now: dt.datetime) -> CallTally:
    """The calls of the local day so far, to the second: straight from the books, one day of one line."""
    day = Period.of_day(timezone.localdate(now))
    return CallTally.sum(raw.call_quarters(line, day.from_at, day.to_at, targets_of(line)).values())


def lately(line: Line, now: dt.datetime, minutes: int = 30) -> CallTally:
    """The calls that arrived in the last minutes, to the second."""
    since = now - dt.timedelta(minutes=minutes)
    return CallTally.sum(raw.call_quarters(line, since, now, targets_of(line)).values())


def handling_tallies(line: Line, period: Period, grain: Grain) -> dict[Start, HandlingTally]:
    """The agents' parts of the calls that arrived, by the grain's starts."""
    return _summed(rolled.handling_parts(line, period, grain), lambda key: grain.start_of(key[0]))


def handling_total(line: Line, period: Period) -> HandlingTally:
    return HandlingTally.sum(handling_tallies(line, period, Grain.DAY).values())


def handling_by_authority(line: Line, period: Period, grain: Grain) -> dict[tuple[Start, int], HandlingTally]:
    """The same by the grain's starts and the answering agent's authority (0: none)."""
    parts = rolled.handling_parts(line, period, grain)
    return _summed(parts, lambda key: (grain.start_of(key[0]), key[1]))


def offer_ends(line: Line, period: Period) -> Counter[OfferEnd]:
    """How the offers of the calls that arrived ended."""
    return raw.offer_ends(line, period.from_at, period.to_at)


def state_times(period: Period, grain: Grain) -> dict[tuple[Start, int], Counter[AgentStatus]]:
    """Milliseconds in each state by the grain's starts and the agent's authority (0: none), of all lines."""
    times: dict[tuple[Start, int], Counter[AgentStatus]] = defaultdict(Counter)
    for start, authority, status, ms in rolled.state_parts(period, grain):
        times[grain.start_of(start), authority][status] += ms
    return dict(times)


def inquiry_counts(
    line: Line, period: Period, by: Sequence[Dimension] = (), where: Where | None = None
) -> dict[tuple[Any, ...], int]:
    """How many inquiries came, by the values of the dimensions in the order they are asked for.

    By topic, or where the topic is one of some, those with the topic; an inquiry with two topics counts
    under both, and once wherever topics are not asked for. Without dimensions the only key is ().
    """
    stored = {
        dimension: [STORED.get(value, value) for value in values]
        for dimension, values in (where or {}).items()
    }
    attributes = [dimension for dimension in by if not dimension.is_of_time]
    return _by_value(rolled.inquiry_parts(line, period, by, stored), by, attributes)


def _by_value(
    rows: Iterable[tuple[Any, ...]], by: Sequence[Dimension], attributes: Sequence[Dimension]
) -> dict[tuple[Any, ...], int]:
    """Put the times' values beside the attributes', in the order asked for, and add up."""
    times = [dimension for dimension in by if dimension.is_of_time]
    order = [[*times, *attributes].index(dimension) for dimension in by]
    arranged = itemgetter(*order) if len(order) > 1 else tuple

    @lru_cache(None)
    def times_of(start: Start) -> tuple[Value, ...]:
        return tuple(time_value(dimension, start) for dimension in times)

    counts: dict[tuple[Any, ...], int] = defaultdict(int)
    for start, *values, number in rows:
        counts[arranged((*times_of(start), *values))] += int(number)
    return _with_places(counts, by.index(Dimension.PLACE)) if Dimension.PLACE in by else dict(counts)


def _with_places(counts: Mapping[tuple[Any, ...], int], place: int) -> dict[tuple[Any, ...], int]:
    """The two places that are no authority by their names."""
    return {
        (*key[:place], PLACES[key[place]], *key[place + 1 :]) if key[place] < 0 else key: number
        for key, number in counts.items()
    }


def _summed(tallies: Mapping[Key, Tally], key_of: Callable[[Any], Any]) -> dict[Any, Tally]:
    """Added up by another key."""
    together: dict[Any, list[Tally]] = defaultdict(list)
    for key, tally in tallies.items():
        together[key_of(key)].append(tally)
    return {key: type(found[0]).sum(found) for key, found in together.items()}


def latest_week(line: Line, now: dt.datetime) -> Week:
    """The latest week with anything in it, this week if there is nothing at all; two queries."""
    inquiry = Inquiry.objects.filter(line=line, came_at__lte=now).aggregate(at=Max("came_at"))["at"]
    call = CallRecord.objects.filter(line=line, arrived_at__lte=now).aggregate(at=Max("arrived_at"))["at"]
    return Week.at(max((at for at in (inquiry, call) if at), default=now))
