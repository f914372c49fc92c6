# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Lines: which there are, when they are open, and how they are right now."""

import datetime as dt
from collections import Counter
from http import HTTPStatus
from typing import Annotated, Any

import httpx
import msgspec
from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from hotline.api.access import Bearer, line_of, lines_of, reader_of
from hotline.api.models import Scope
from hotline.api.problems import Refused
from hotline.api.questions import Day
from hotline.calls.books import moment_or_none
from hotline.calls.control import control_address, control_headers
from hotline.exchange.words import AgentStatus, OpeningKind
from hotline.live.snapshot import Snapshot, decode
from hotline.organisations.models import Line
from hotline.organisations.opening import DayShown, instant_of, opening_at
from hotline.organisations.queries import schedule_of
from hotline.people.models import User

router = Router()
PATIENCE = 2.0
MOST_DAYS = 92


class LineShown(Schema):
    """`slug` is how the line is called in addresses here."""

    slug: str
    name: str
    number: str


@router.get("/lines", response=list[LineShown], auth=Bearer(), summary="The lines the authority is part of")
def list_lines(request: HttpRequest) -> list[Line]:
    return list(lines_of(reader_of(request)))


class OpenSpan(Schema):
    from_at: dt.datetime
    to_at: dt.datetime


class DayOfHours(Schema):
    """A local date. `name` is that of a holiday or another exceptional day."""

    date: dt.date
    name: str
    is_holiday: bool
    open: list[OpenSpan]


class Hours(Schema):
    """How the line is at this moment, and its days."""

    kind: OpeningKind
    is_open: bool
    closes_at: dt.datetime | None
    next_opening_at: dt.datetime | None
    announcements: list[str]
    days: list[DayOfHours]


class Days(Schema):
    from_on: Day = Field(
        default_factory=timezone.localdate, alias="from", description="the first day; today when left out"
    )
    days: int = Field(14, ge=1, le=MOST_DAYS, description="how many days")


@router.get("/lines/{line}/hours", response=Hours, auth=Bearer(Scope.HOURS), summary="Opening hours")
def hours(request: HttpRequest, line: str, asked: Annotated[Days, Query()]) -> dict[str, Any]:
    schedule, now = schedule_of(line_of(request, line)), timezone.now()
    decision = opening_at(schedule, now)
    days = (asked.from_on + dt.timedelta(days=number) for number in range(asked.days))
    return {
        "kind": decision.kind,
        "is_open": decision.is_open,
        "closes_at": decision.closes_at,
        "next_opening_at": decision.next_opening_at,
        "announcements": [notice.text for notice in decision.notices],
        "days": [_day(DayShown(day, schedule.spans_on(day), schedule.days.get(day))) for day in days],
    }


def _day(day: DayShown) -> dict[str, Any]:
    special = day.special_day
    spans = ((instant_of(day.day_on, span.opens), instant_of(day.day_on, span.closes)) for span in day.spans)
    return {
        "date": day.day_on,
        "name": special.name if special else "",
        "is_holiday": bool(special and special.is_holiday),
        "open": [{"from_at": begins, "to_at": ends} for begins, ends in spans if begins < ends],
    }


class Expected(Schema):
    """What a caller who rings now may expect to wait, in seconds."""

    from_seconds: int
    to_seconds: int


class LiveShown(Schema):
    """Of the whole pool; `own_agents` are the authority's. `expected` is null when nobody can say."""

    at: dt.datetime
    waiting: int
    longest_since: dt.datetime | None
    expected: Expected | None
    agents: dict[AgentStatus, int]
    own_agents: dict[AgentStatus, int]
    problems: list[str]


@router.get("/lines/{line}/live", response=LiveShown, auth=Bearer(Scope.LIVE), summary="The line right now")
def live(request: HttpRequest, line: str) -> dict[str, Any]:
    found, snapshot = line_of(request, line), asked_of_exchange()
    shown, agents = snapshot.line(found.pk), snapshot.agents_of(found.pk)
    own = set(
        User.objects.filter(
            authority=reader_of(request), pk__in=[agent.agent for agent in agents]
        ).values_list("pk", flat=True)
    )
    span = shown.expected
    return {
        "at": moment_or_none(snapshot.now),
        "waiting": shown.waiting,
        "longest_since": moment_or_none(shown.first_at),
        "expected": span and {"from_seconds": span.from_ms // 1000, "to_seconds": span.to_ms // 1000},
        "agents": Counter(agent.status for agent in agents),
        "own_agents": Counter(agent.status for agent in agents if agent.agent in own),
        "problems": list(snapshot.problems),
    }


def asked_of_exchange() -> Snapshot:
    """The exchange's word on this very moment. Raises Refused when it does not answer."""
    try:
        with httpx.stream(
            "GET", control_address("live"), headers=control_headers(), timeout=PATIENCE, trust_env=False
        ) as answer:
            answer.raise_for_status()
            return decode(next(answer.iter_lines()))
    except (httpx.HTTPError, msgspec.MsgspecError, StopIteration) as silence:
        raise Refused(
            HTTPStatus.SERVICE_UNAVAILABLE, "The exchange does not answer.", retry_after=5
        ) from silence
