# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The books as Asterisk's `queue_log`, for the tools that read it. Agents are numbers, callers are nobody.

Lines come in the order of their times though calls overlap; memory holds the calls of one moment, not of ten
years.
"""

import datetime as dt
import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from hotline.calls.models import CallRecord, OfferRecord, SegmentRecord
from hotline.exchange.words import CallEnd, OfferEnd, Outcome
from hotline.history.ordering import Batch, in_order
from hotline.history.sessions import sessions
from hotline.history.storing import in_groups
from hotline.organisations.models import Line

AT_ONCE = 500
NOBODY = "NONE"
UNANSWERED = {Outcome.ABANDONED: "ABANDON", Outcome.DIVERTED: "EXITEMPTY", Outcome.LOST: "WITHDRAW"}


class Part(NamedTuple):
    """An agent's part of a call."""

    agent: int
    began_at: dt.datetime


class Ring(NamedTuple):
    """An offer, and how it ended."""

    agent: int
    made_at: dt.datetime
    ended_at: dt.datetime
    end: str


Happening = tuple[dt.datetime, str, str, tuple[object, ...]]


def queue_log(line: Line, from_at: dt.datetime, to_at: dt.datetime) -> Iterator[str]:
    """The lines of the calls that arrived in the stretch of time and were let into the queue, and of the
    agents who were there.
    """
    streams = in_order(_calls(line, from_at, to_at)), in_order(sessions(line, from_at, to_at))
    return (text for _second, text in heapq.merge(*streams, key=itemgetter(0)))


def _calls(line: Line, from_at: dt.datetime, to_at: dt.datetime) -> Iterator[Batch]:
    """A call's lines; none lies before its arrival."""
    calls = CallRecord.objects.filter(
        line=line, arrived_at__gte=from_at, arrived_at__lt=to_at, queued_at__isnull=False
    )
    for call, happened in _told(calls.order_by("arrived_at", "id").iterator(AT_ONCE)):
        lines = [
            (_second(at), "|".join((str(_second(at)), call.pk, line.slug, agent, event, *map(str, data))))
            for at, agent, event, data in happened
        ]
        yield _second(call.arrived_at), lines


def _told(calls: Iterable[CallRecord]) -> Iterator[tuple[CallRecord, Iterator[Happening]]]:
    """Each call with what happened; three queries for a group of calls."""
    for group in in_groups(calls):
        keys = [call.pk for call in group]
        parts, rings = defaultdict[str, list[Part]](list), defaultdict[str, list[Ring]](list)
        segments = SegmentRecord.objects.filter(call__in=keys).order_by("began_at", "id")
        for key, agent, began in segments.values_list("call", "agent", "began_at"):
            parts[key].append(Part(agent, began))
        offers = OfferRecord.objects.filter(call__in=keys).order_by("ended_at", "id")
        for key, *ring in offers.values_list("call", "agent", "made_at", "ended_at", "end"):
            rings[key].append(Ring._make(ring))
        for call in group:
            yield call, said_of(call, parts[call.pk], rings[call.pk])


def said_of(call: CallRecord, parts: Sequence[Part], rings: Sequence[Ring]) -> Iterator[Happening]:
    """A call's lines, in order."""
    yield call.arrived_at, NOBODY, "ENTERQUEUE", ("", "")
    for ring in rings:
        if ring.end != OfferEnd.ANSWERED:
            rang = (ring.ended_at - ring.made_at) // dt.timedelta(milliseconds=1)
            event = "RINGCANCELED" if ring.end == OfferEnd.CALLER_GONE else "RINGNOANSWER"
            yield ring.ended_at, _agent(ring.agent), event, (rang,)
    if call.answered_at:
        yield from _answered(call, call.answered_at, parts, rings)
    elif call.ended_at and call.outcome in UNANSWERED:
        waited = _seconds(call.ended_at - call.arrived_at)
        yield call.ended_at, NOBODY, UNANSWERED[Outcome(call.outcome)], (1, 1, waited)


def _answered(
    call: CallRecord, answered_at: dt.datetime, parts: Sequence[Part], rings: Sequence[Ring]
) -> Iterator[Happening]:
    """By the first agent, to the end of the call by the last."""
    agents = [_agent(part.agent) for part in parts] or [NOBODY]
    waited = _seconds(answered_at - call.arrived_at)
    rang = next(
        (_seconds(ring.ended_at - ring.made_at) for ring in rings if ring.end == OfferEnd.ANSWERED), 0
    )
    yield answered_at, agents[0], "CONNECT", (waited, call.pk, rang)
    if call.ended_at:
        by_caller = call.end == CallEnd.ANSWERED_CALLER_HUNG_UP
        event = "COMPLETECALLER" if by_caller else "COMPLETEAGENT"
        yield call.ended_at, agents[-1], event, (waited, _seconds(call.ended_at - answered_at), 1)


def _agent(key: int) -> str:
    return f"Agent/{key}"


def _second(at: dt.datetime) -> int:
    return int(at.timestamp())


def _seconds(length: dt.timedelta) -> int:
    return round(length.total_seconds())
