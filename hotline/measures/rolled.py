# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Reading what was counted beforehand, and from the books the days that were not."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import fields
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.db.models import F, Sum

from hotline.exchange.words import AgentStatus
from hotline.measures import raw
from hotline.measures.bulk import read
from hotline.measures.cubes import Piece, cube_for, pieces
from hotline.measures.dimensions import Dimension, Where
from hotline.measures.instants import instant
from hotline.measures.models import CallRoll, HandlingRoll, RolledDay, StateRoll
from hotline.measures.periods import DAY, Grain, Period, midnight
from hotline.measures.rolling import rows_of
from hotline.measures.tallies import CallTally, HandlingTally
from hotline.measures.targets import targets_of
from hotline.organisations.models import Line

Start = dt.datetime


def spans(line: Line | None, period: Period) -> list[tuple[Period, bool]]:
    """The period cut into stretches of days that are all rolled up or all not; one query."""
    rows = RolledDay.objects.filter(line=line, day__gte=period.from_on, day__lt=period.to_on)
    days = set(rows.values_list("day", flat=True))
    found = []
    for is_rolled, together in groupby(period.days, lambda day: day in days):
        stretch = list(together)
        found.append((Period(stretch[0], stretch[-1] + DAY), is_rolled))
    return found


def updated_at(line: Line, period: Period) -> dt.datetime | None:
    """When the books were last read for what the figures of a period show; None: they are read as asked."""
    rows = RolledDay.objects.filter(line=line, day__gte=period.from_on, day__lt=period.to_on)
    return rows.order_by("-day").values_list("at", flat=True).first()


def call_parts(line: Line, period: Period, grain: Grain) -> dict[Start, CallTally]:
    """By day when the grain is of days, else by quarter."""
    found: dict[Start, CallTally] = {}
    names = [each.name for each in fields(CallTally)]
    for span, is_rolled in spans(line, period):
        if is_rolled:
            rows = _rows_of(CallRoll, span, grain).filter(line=line).values_list("start", *names)
            found |= {start: CallTally.of_columns(*columns) for start, *columns in rows}
        else:
            found |= raw.call_quarters(line, span.from_at, span.to_at, targets_of(line))
    return found


def handling_parts(line: Line, period: Period, grain: Grain) -> dict[tuple[Start, int], HandlingTally]:
    """By day when the grain is of days, else by quarter; and by the agent's authority."""
    found: dict[tuple[Start, int], HandlingTally] = {}
    names = [each.name for each in fields(HandlingTally)]
    for span, is_rolled in spans(line, period):
        if is_rolled:
            rows = _rows_of(HandlingRoll, span, grain).filter(line=line)
            columns = rows.values_list("start", "authority", *names)
            found |= {(start, authority): HandlingTally(*sums) for start, authority, *sums in columns}
        else:
            found |= raw.handling_quarters(line, span.from_at, span.to_at)
    return found


def state_parts(period: Period, grain: Grain) -> Iterator[tuple[Start, int, AgentStatus, int]]:
    """Start, authority, state and milliseconds, in parts no coarser than the grain."""
    for span, is_rolled in spans(None, period):
        if is_rolled and grain is not Grain.QUARTER:
            rows = _rows_of(StateRoll, span, grain).values_list("start", "authority", "status", "ms")
            for start, authority, status, ms in rows:
                yield start, authority, AgentStatus(status), ms
        else:
            for authority, status, start, ms in raw.state_quarters(span.from_at, span.to_at):
                yield start, authority, status, ms


def _rows_of(model: Any, span: Period, grain: Grain) -> Any:
    rows = model.objects.filter(is_whole_day=grain.is_of_days, day__gte=span.from_on, day__lt=span.to_on)
    return rows.order_by("start")


def inquiry_parts(
    line: Line, period: Period, by: Sequence[Dimension], where: Where
) -> Iterator[tuple[Any, ...]]:
    """Start, values of the attributes as stored, and number; each start lies in what `by` asks for."""
    attributes = [dimension for dimension in by if not dimension.is_of_time]
    cube = cube_for(by, where)
    for span, is_rolled in spans(line, period) if cube else [(period, False)]:
        if is_rolled and cube:
            for piece in pieces(cube, span, {*by, *where}):
                yield from _rows_of_cube(line, piece, by, attributes, where)
        else:
            yield from raw.inquiry_rows(line, span.from_at, span.to_at, attributes, where)


def _rows_of_cube(
    line: Line, piece: Piece, by: Sequence[Dimension], attributes: Sequence[Dimension], where: Where
) -> Iterator[tuple[Any, ...]]:
    """Added up by the database, unless all is asked for that the cube tells apart."""
    rows = rows_of(line, piece.cube, piece.period).order_by()
    rows = rows.filter(**{f"{dimension}__in": values for dimension, values in where.items()})
    told_apart = {*attributes, *{Dimension.HOUR}.intersection(by)}
    is_all = told_apart == set(piece.cube.attributes)
    number = F("number") if is_all else Sum("number")
    if attributes and not any(dimension.is_of_time for dimension in by):
        yield from (
            (piece.period.from_at, *row) for row in read(rows.values_list(*attributes).annotate(all=number))
        )
        return
    time, start_of = ("hour", instant) if Dimension.HOUR in by else ("first_day", _midnight)
    for start, *values in read(rows.values_list(time, *attributes).annotate(all=number)):
        yield start_of(start), *values


@lru_cache(8192)
def _midnight(ordinal: int) -> Start:
    return midnight(dt.date.fromordinal(ordinal))
