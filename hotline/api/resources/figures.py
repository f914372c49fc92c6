# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Figures: the pool's totals, and the authority's own part; made by the same functions as every screen."""

import datetime as dt
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field, model_validator

from hotline.api.access import Bearer, line_of, reader_of
from hotline.api.models import Scope
from hotline.api.questions import Day
from hotline.knowledge.models import Topic
from hotline.measures.definitions import FIGURES, About, Unit, versions_in
from hotline.measures.dimensions import Dimension
from hotline.measures.periods import Grain, Period
from hotline.measures.queries import (
    call_tallies,
    call_total,
    handling_by_authority,
    handling_total,
    inquiry_counts,
)
from hotline.measures.tallies import CallTally, HandlingTally
from hotline.organisations.models import Authority, Line

router = Router()
# A page holds so many days of each grain; what lies behind is asked for by the cursor.
DAYS_ON_A_PAGE = {Grain.QUARTER: 7, Grain.HOUR: 31, Grain.DAY: 366}


class LocalDays(Schema):
    """Local days, half-open."""

    from_on: Day = Field(alias="from", description="the first day")
    to_on: Day = Field(alias="to", description="the first day no longer in it")

    @model_validator(mode="after")
    def in_order(self) -> "LocalDays":
        if self.to_on < self.from_on:
            raise ValueError("The period ends before it begins.")
        return self


class Interval(Schema):
    """The calls that arrived in one stretch of time, of the whole pool. The answered waited `waited_ms`."""

    from_at: dt.datetime
    arrived: int
    turned_away: int
    offered: int
    answered: int
    in_time: int
    abandoned: int
    short_abandoned: int
    abandoned_in_time: int
    diverted: int
    lost: int
    still_here: int
    foreseen: int = 0
    foreseen_right: int = 0
    foreseen_off_ms: int = 0
    waited_ms: int
    waits: dict[int, int] = Field(description="how many of the answered waited so many whole seconds")
    patience: dict[int, int] = Field(description="how many of those who gave up waited so many")


class Intervals(Schema):
    """Stretches without a call are left out. `next` is `from` of what lies behind; null when nothing does."""

    grain: Grain
    items: list[Interval]
    next: dt.date | None


class Grained(LocalDays):
    grain: Grain = Field(Grain.QUARTER, description="how long a stretch is")


@router.get(
    "/lines/{line}/intervals", response=Intervals, auth=Bearer(Scope.FIGURES), summary="Calls by interval"
)
def intervals(request: HttpRequest, line: str, asked: Annotated[Grained, Query()]) -> dict[str, Any]:
    found, most = line_of(request, line), DAYS_ON_A_PAGE.get(asked.grain)
    to_on = asked.to_on
    if most and (to_on - asked.from_on).days > most:
        to_on = asked.from_on + dt.timedelta(days=most)
    tallies = call_tallies(found, Period(asked.from_on, to_on), asked.grain)
    return {
        "grain": asked.grain,
        "items": [_interval(start, tally) for start, tally in sorted(tallies.items())],
        "next": to_on if to_on < asked.to_on else None,
    }


def _interval(start: dt.datetime, tally: CallTally) -> dict[str, Any]:
    counted = {name: getattr(tally, name) for name in Interval.model_fields if hasattr(tally, name)}
    return {"from_at": start, "offered": FIGURES["offered"].function(tally), **counted}


class FigureShown(Schema):
    """`value` is a number, a share (0.25 is a quarter) or seconds, by the unit; null when nobody can tell."""

    code: str
    name: str
    means: str
    unit: Unit
    value: int | float | None


class OwnFigures(Schema):
    """The authority's part: what its agents did, and how many inquiries were its citizens'."""

    authority: str
    segments: int
    figures: list[FigureShown]
    inquiries_of_own_citizens: int
    inquiries_answered: int
    topics: dict[str, int] = Field(description="inquiries of its own citizens by the topic's code")


class Measures(Schema):
    """Figures of the whole pool, by which versions of the definitions they are made, and one's own."""

    line: str
    from_on: dt.date
    to_on: dt.date
    definitions: list[int]
    figures: list[FigureShown]
    inquiries: int
    own: OwnFigures


@router.get(
    "/lines/{line}/measures", response=Measures, auth=Bearer(Scope.FIGURES), summary="Figures of a period"
)
def measures(request: HttpRequest, line: str, asked: Annotated[LocalDays, Query()]) -> dict[str, Any]:
    found, period = line_of(request, line), Period(asked.from_on, asked.to_on)
    outcomes = {key[0]: number for key, number in inquiry_counts(found, period, [Dimension.OUTCOME]).items()}
    return {
        "line": found.slug,
        "from_on": period.from_on,
        "to_on": period.to_on,
        "definitions": versions_in(period),
        "figures": [
            *_figures(About.CALLS, call_total(found, period)),
            *_figures(About.HANDLING, handling_total(found, period)),
            *_figures(About.INQUIRIES, outcomes),
        ],
        "inquiries": sum(outcomes.values()),
        "own": _own(found, period, reader_of(request)),
    }


def _own(line: Line, period: Period, reader: Authority) -> dict[str, Any]:
    parts = handling_by_authority(line, period, Grain.YEAR)
    handling = HandlingTally.sum(part for (_start, who), part in parts.items() if who == reader.pk)
    own_citizens = {Dimension.PLACE: [reader.pk]}
    return {
        "authority": reader.code,
        "segments": handling.segments,
        "figures": _figures(About.HANDLING, handling),
        "inquiries_of_own_citizens": inquiry_counts(line, period, (), own_citizens).get((), 0),
        "inquiries_answered": inquiry_counts(line, period, (), {Dimension.ANSWERED_BY: [reader.pk]}).get(
            (), 0
        ),
        "topics": _by_code(inquiry_counts(line, period, [Dimension.TOPIC], own_citizens)),
    }


def _by_code(counts: dict[tuple[Any, ...], int]) -> dict[str, int]:
    codes = dict(Topic.objects.filter(pk__in=[key for (key,) in counts if key]).values_list("pk", "code"))
    return {codes[key]: number for (key,), number in counts.items() if key in codes}


def _figures(about: About, tally: Any) -> list[dict[str, Any]]:
    return [
        {
            "code": figure.code,
            "name": str(figure.name),
            "means": str(figure.means),
            "unit": figure.unit,
            "value": _number(figure.function(tally)),
        }
        for figure in FIGURES.values()
        if figure.about is about
    ]


def _number(value: object) -> int | float | None:
    if isinstance(value, dt.timedelta):
        return value.total_seconds()
    return value if isinstance(value, int | float) else None
