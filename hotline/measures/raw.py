# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Counting straight from the books: what every roll-up must equal, and is made from.

The database cuts instants into quarters or hours and adds up what can be added; one query each.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from hotline.calls.intervals import intervals_between
from hotline.calls.models import AgentStateRecord, CallRecord, IntervalRecord, OfferRecord, SegmentRecord
from hotline.exchange.words import AgentStatus, OfferEnd, Outcome
from hotline.inquiries.models import Inquiry
from hotline.measures.bulk import read
from hotline.measures.dimensions import STORED, Dimension, Where
from hotline.measures.instants import (
    HOUR_MS,
    QUARTER_MS,
    DurationMilliseconds,
    Milliseconds,
    instant,
    milliseconds,
)
from hotline.measures.tallies import CallTally, Foreseen, HandlingTally
from hotline.measures.targets import Targets
from hotline.organisations.models import Line
from hotline.people.models import User

Start = dt.datetime
NO_AUTHORITY = 0
"""Stands for the authority of an agent who belongs to none."""


def call_quarters(line: Line, from_at: Start, to_at: Start, targets: Targets) -> dict[Start, CallTally]:
    """The calls that arrived, by quarter of an hour."""
    alike: dict[tuple[int, str, str], list[int]] = defaultdict(list)
    foreseen: dict[int, list[Foreseen]] = defaultdict(list)
    for quarter, outcome, end, wait, queued, shortest, longest in _call_rows(line, from_at, to_at):
        alike[quarter, outcome, end].append(wait or 0)
        if longest is not None and outcome == Outcome.ANSWERED:
            foreseen[quarter].append((queued, shortest, longest))
    found: dict[int, list[CallTally]] = defaultdict(list)
    for interval in intervals_between(line, from_at, to_at):
        found[milliseconds(interval.start) // QUARTER_MS].append(_of_interval(interval))
    for (quarter, outcome, end), waits in alike.items():
        target = targets.on(timezone.localdate(_start(quarter)))
        found[quarter].append(CallTally.of_calls(outcome, end, waits, target))
    for quarter, spans in foreseen.items():
        found[quarter].append(CallTally.of_foreseen(spans))
    return {_start(quarter): CallTally.sum(tallies) for quarter, tallies in sorted(found.items())}


def _of_interval(interval: IntervalRecord) -> CallTally:
    """Of an earlier system's interval the counts are known, and not how long each caller waited."""
    known = (
        "arrived",
        "turned_away",
        "answered",
        "in_time",
        "abandoned",
        "short_abandoned",
        "diverted",
        "lost",
    )
    return CallTally(waited_ms=interval.waited_ms, **{name: getattr(interval, name) for name in known})


def _call_rows(line: Line, from_at: Start, to_at: Start) -> Iterator[tuple[Any, ...]]:
    arrived = Milliseconds("arrived_at")
    until = Milliseconds(Coalesce("answered_at", "ended_at"))
    # A wait is foreseen when the caller is put in the queue, and counted from then.
    queued = Milliseconds("answered_at") - Milliseconds("queued_at")
    span = (queued, DurationMilliseconds("expected_from"), DurationMilliseconds("expected_to"))
    calls = CallRecord.objects.filter(line=line, arrived_at__gte=from_at, arrived_at__lt=to_at).order_by()
    return read(calls.values_list(arrived / QUARTER_MS, "outcome", "end", until - arrived, *span))


def handling_quarters(line: Line, from_at: Start, to_at: Start) -> dict[tuple[Start, int], HandlingTally]:
    """The agents' parts, now over, of the calls that arrived, by quarter and the agent's authority."""
    ended = Milliseconds("ended_at")
    wrapped = Coalesce(Milliseconds("wrapped_up_at") - ended, Value(0))
    held = DurationMilliseconds("held")
    rows = (
        segments_of(line, from_at, to_at)
        .filter(ended_at__isnull=False)
        .values_list(Milliseconds("call__arrived_at") / QUARTER_MS, "agent__authority")
        .annotate(
            Count("pk"),
            talked=Sum(ended - Milliseconds("began_at") - held),
            held_ms=Sum(held),
            wrapped=Sum(wrapped),
        )
    )
    return {
        (_start(quarter), authority or NO_AUTHORITY): HandlingTally(*map(int, sums))
        for quarter, authority, *sums in read(rows)
    }


def segments_of(line: Line, from_at: Start, to_at: Start) -> QuerySet[SegmentRecord]:
    return SegmentRecord.objects.filter(
        call__line=line, call__arrived_at__gte=from_at, call__arrived_at__lt=to_at
    ).order_by()


def offer_ends(line: Line, from_at: Start, to_at: Start) -> Counter[OfferEnd]:
    """How the offers of the calls that arrived ended: all but "answered" are rings without an answer."""
    offers = OfferRecord.objects.filter(
        call__line=line, call__arrived_at__gte=from_at, call__arrived_at__lt=to_at
    )
    counted = offers.order_by().values_list("end").annotate(Count("pk"))
    return Counter({OfferEnd(end): number for end, number in counted})


def state_spans(from_at: Start, to_at: Start) -> Iterator[tuple[int, AgentStatus, int, int]]:
    """Every agent's authority, state, beginning and end in milliseconds, cut to the stretch of time."""
    first, last = milliseconds(from_at), milliseconds(to_at)
    # An agent's spans never overlap, so of those that began earlier only the last can reach in here.
    earlier = AgentStateRecord.objects.filter(agent=OuterRef("pk"), began_at__lt=from_at).order_by(
        "-began_at"
    )
    latest = User.objects.values_list(Subquery(earlier.values("pk")[:1]), flat=True)
    reaching_in = Q(pk__in=[pk for pk in latest.order_by() if pk], ended_at__gt=from_at)
    spans = AgentStateRecord.objects.filter(reaching_in | Q(began_at__gte=from_at, began_at__lt=to_at))
    rows = spans.order_by().values_list(
        "agent__authority", "status", Milliseconds("began_at"), Milliseconds("ended_at")
    )
    for authority, status, began, ended in read(rows):
        yield authority or NO_AUTHORITY, AgentStatus(status), max(began, first), min(ended, last)


def state_quarters(from_at: Start, to_at: Start) -> Iterator[tuple[int, AgentStatus, Start, int]]:
    """The same, cut at every quarter of an hour: authority, state, the quarter's start and milliseconds."""
    for authority, status, began, ended in state_spans(from_at, to_at):
        for quarter in range(began // QUARTER_MS, -(-ended // QUARTER_MS)):
            first, last = quarter * QUARTER_MS, (quarter + 1) * QUARTER_MS
            yield authority, status, instant(first), min(ended, last) - max(began, first)


COLUMNS: dict[Dimension, Any] = {
    Dimension.TOPIC: F("topics"),
    Dimension.PLACE: Case(
        *(When(home=home, then=Value(number)) for home, number in STORED.items()),
        default=F("authority"),
        output_field=BigIntegerField(),
    ),
    Dimension.ANSWERED_BY: F("answered_by"),
    Dimension.CHANNEL: F("channel"),
    Dimension.KIND: F("kind"),
    Dimension.OUTCOME: F("outcome"),
}


def inquiry_rows(
    line: Line, from_at: Start, to_at: Start, attributes: Sequence[Dimension], where: Where
) -> Iterator[tuple[Any, ...]]:
    """How many inquiries came, by hour and attributes: the hour's start, the values as stored, the number."""
    inquiries = Inquiry.objects.filter(line=line, came_at__gte=from_at, came_at__lt=to_at).order_by()
    asked = {*attributes, *where}
    inquiries = inquiries.annotate(**{f"by_{each}": COLUMNS[each] for each in asked})
    wanted: dict[str, Any] = {f"by_{each}__in": values for each, values in where.items()}
    if Dimension.TOPIC in attributes:
        wanted["by_topic__isnull"] = False
    inquiries = inquiries.filter(**wanted)
    rows = inquiries.annotate(hour=Milliseconds("came_at") / HOUR_MS).values_list(
        "hour", *(f"by_{each}" for each in attributes)
    )
    for hour, *values in read(rows.annotate(number=Count("pk", distinct=Dimension.TOPIC in where))):
        yield instant(int(hour) * HOUR_MS), *values


def inquiry_attributes(
    line: Line, from_at: Start, to_at: Start, attributes: Sequence[Dimension]
) -> Iterator[tuple[Any, ...]]:
    """Every inquiry's key and attributes as stored, once for each of its topics."""
    inquiries = Inquiry.objects.filter(line=line, came_at__gte=from_at, came_at__lt=to_at).order_by()
    hour = {Dimension.HOUR: Milliseconds("came_at") / HOUR_MS * HOUR_MS}
    columns = {f"by_{each}": (COLUMNS | hour)[each] for each in attributes}
    return read(inquiries.annotate(**columns).values_list("pk", *columns))


def _start(quarter: int) -> Start:
    return instant(int(quarter) * QUARTER_MS)
