# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Intervals of an earlier system: in order, of one line, half-open."""

import datetime as dt

import pytest
from django.db import IntegrityError

from hotline.calls.intervals import intervals_between
from hotline.calls.models import IntervalRecord
from hotline.organisations.models import Line
from tests.calls import scenes

pytestmark = pytest.mark.django_db
NOON = scenes.NOON
QUARTER = dt.timedelta(minutes=15)


def interval(quarters: int, line: Line | None = None) -> IntervalRecord:
    return IntervalRecord.objects.create(
        line=line or scenes.line(),
        start=NOON + quarters * QUARTER,
        minutes=15,
        arrived=3,
        answered=2,
        abandoned=1,
    )


def test_those_that_begin_within_the_stretch_of_time_in_order() -> None:
    late, first, early = interval(2), interval(0), interval(-1)
    other = Line.objects.create(name="Anden", slug="anden", number="+4570200001")
    interval(1, other)

    assert list(intervals_between(scenes.line(), NOON, NOON + 2 * QUARTER)) == [first]
    assert list(intervals_between(scenes.line(), NOON - QUARTER, NOON + 3 * QUARTER)) == [early, first, late]
    assert list(intervals_between(scenes.line(), NOON, NOON)) == []


def test_an_interval_stands_there_once() -> None:
    interval(0)

    with pytest.raises(IntegrityError):
        interval(0)


def test_an_interval_says_which_it_is() -> None:
    assert str(interval(0)) == f"{scenes.line().pk} 2014-05-07 10:00"
