# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The rows the figures are made from: the same few queries whatever the week holds."""

import datetime as dt

from django.db.models import Count as CountRows
from django.db.models import Max, Q

from hotline.calls.models import CallRecord, SegmentRecord
from hotline.inquiries.models import Inquiry
from hotline.measures import tally
from hotline.measures.definitions import Call, Segment
from hotline.measures.weeks import Week
from hotline.organisations.models import Line


def tally_of(line: Line, week: Week) -> tally.Tally:
    """The line's inquiries of a week and of the week before it; two queries."""
    inquiries = Inquiry.objects.filter(
        line=line, came_at__gte=week.before.begins_at, came_at__lt=week.ends_at
    ).order_by()
    is_now = Q(came_at__gte=week.begins_at)
    now = CountRows("id", filter=is_now, distinct=True)
    before = CountRows("id", filter=~is_now, distinct=True)
    places = inquiries.values("home", "authority").annotate(now=now, before=before)
    topics = (
        inquiries.exclude(topics=None).values("topics", "home", "authority").annotate(now=now, before=before)
    )
    return tally.tally(
        [
            tally.Count(_place(home, authority), *counts)
            for home, authority, *counts in places.values_list("home", "authority", "now", "before")
        ],
        [
            tally.Count((topic, _place(home, authority)), *counts)
            for topic, home, authority, *counts in topics.values_list(
                "topics", "home", "authority", "now", "before"
            )
        ],
    )


def _place(home: str, authority: int | None) -> tally.Place:
    return home if authority is None else authority


def calls_of(line: Line, week: Week) -> tuple[list[Call], list[Call]]:
    """The calls that arrived in the week, and in the week before; one query."""
    rows = CallRecord.objects.filter(
        line=line, arrived_at__gte=week.before.begins_at, arrived_at__lt=week.ends_at
    ).values_list("outcome", "end", "arrived_at", "answered_at", "ended_at")
    calls = [Call(*row) for row in rows.order_by("arrived_at").iterator()]
    return (
        [call for call in calls if call.arrived_at >= week.begins_at],
        [call for call in calls if call.arrived_at < week.begins_at],
    )


def segments_of(line: Line, week: Week) -> list[Segment]:
    """The agents' parts, now over, of the calls that arrived in the week; one query."""
    rows = SegmentRecord.objects.filter(
        call__line=line,
        call__arrived_at__gte=week.begins_at,
        call__arrived_at__lt=week.ends_at,
        ended_at__isnull=False,
    )
    spans = rows.values_list("began_at", "ended_at", "held", "wrapped_up_at")
    return [Segment(began, ended, held, wrapped) for began, ended, held, wrapped in spans if ended]


def latest_week(line: Line, now: dt.datetime) -> Week:
    """The latest week with anything in it, this week if there is nothing at all; two queries."""
    inquiry = Inquiry.objects.filter(line=line, came_at__lte=now).aggregate(at=Max("came_at"))["at"]
    call = CallRecord.objects.filter(line=line, arrived_at__lte=now).aggregate(at=Max("arrived_at"))["at"]
    return Week.at(max((at for at in (inquiry, call) if at), default=now))
