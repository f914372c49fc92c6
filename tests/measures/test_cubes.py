# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Which cube answers which question, and how a period is cut for it."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.measures.cubes import OF_DAYS, OF_MORE, base_of, cube_for, pieces, whole_part
from hotline.measures.dimensions import Dimension
from hotline.measures.periods import DAY, Grain, Period
from hotline.measures.weeks import Week

D = Dimension
YEAR = Period.of_year(2025)
days = st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1))
periods = st.builds(lambda day, length: Period(day, day + length * DAY), days, st.integers(1, 800))


@pytest.mark.parametrize(
    ("by", "name"),
    [
        ((D.WEEK, D.TOPIC, D.PLACE), "subjects"),
        ((D.TOPIC, D.OUTCOME), "topic outcomes"),
        ((D.HOUR, D.WEEKDAY), "hours"),
        ((D.HOUR, D.PLACE), "place hours"),
        ((D.DAY, D.TOPIC, D.HOUR), "topic hours"),
        ((D.TOPIC,), "subjects"),
        ((D.ANSWERED_BY, D.PLACE), "answers"),
        ((D.OUTCOME,), "outcomes"),
    ],
)
def test_a_question_is_answered_from_the_smallest_cube_that_tells_enough(
    by: tuple[Dimension, ...], name: str
) -> None:
    cube = cube_for(by, {})

    assert cube
    assert cube.name == name


@pytest.mark.parametrize(
    "by", [(D.TOPIC, D.ANSWERED_BY), (D.HOUR, D.OUTCOME), (D.PLACE, D.TOPIC, D.KIND), (D.KIND, D.PLACE)]
)
def test_what_no_cube_tells_apart_is_asked_of_the_books(by: tuple[Dimension, ...]) -> None:
    assert cube_for(by, {}) is None


def test_several_topics_at_once_are_asked_of_the_books_unless_told_apart() -> None:
    topics = {D.TOPIC: [1, 2]}

    assert cube_for((D.WEEK,), topics) is None
    assert cube_for((D.WEEK, D.TOPIC), topics) is OF_DAYS[0]
    assert cube_for((D.WEEK,), {D.TOPIC: [1]}) is not None


def test_an_inquiry_counts_once_where_topics_are_not_asked_for() -> None:
    for by in ((), (D.PLACE,), (D.CHANNEL, D.WEEK), (D.HOUR,)):
        cube = cube_for(by, {})
        assert cube
        assert not cube.is_by_topic


def test_a_year_by_week_is_read_from_whole_weeks_and_the_days_at_its_edges() -> None:
    found = [
        (piece.cube.name, piece.period) for piece in pieces(OF_DAYS[0], YEAR, {D.WEEK, D.TOPIC, D.PLACE})
    ]

    assert found == [
        ("weeks", Period(dt.date(2025, 1, 6), dt.date(2025, 12, 29))),
        ("subjects", Period(dt.date(2025, 1, 1), dt.date(2025, 1, 6))),
        ("subjects", Period(dt.date(2025, 12, 29), dt.date(2026, 1, 1))),
    ]


def test_a_year_by_month_or_without_time_is_read_from_months() -> None:
    for asked in ({D.MONTH, D.TOPIC}, {D.TOPIC}):
        assert [(piece.cube.name, piece.period) for piece in pieces(OF_DAYS[0], YEAR, asked)] == [
            ("months", YEAR)
        ]


def test_weeks_with_channels_are_read_from_the_cube_that_has_them() -> None:
    week = Period.of_week(Week(2025, 19))

    found = pieces(OF_DAYS[0], week, {D.WEEK, D.TOPIC, D.CHANNEL})
    assert [piece.cube.name for piece in found] == ["subjects of weeks"]


def test_days_are_never_read_from_weeks() -> None:
    found = pieces(OF_DAYS[0], YEAR, {D.DAY, D.TOPIC})

    assert [(piece.cube.name, piece.period) for piece in found] == [("subjects", YEAR)]


@given(periods, st.sampled_from([{D.WEEK, D.TOPIC}, {D.MONTH, D.TOPIC}, {D.TOPIC}, {D.DAY, D.TOPIC}]))
def test_the_pieces_are_the_period_and_never_overlap(period: Period, asked: set[Dimension]) -> None:
    found = [day for piece in pieces(OF_DAYS[0], period, asked) for day in piece.period.days]

    assert sorted(found) == list(period.days)


@given(periods, st.sampled_from([Grain.WEEK, Grain.MONTH]))
def test_the_whole_part_begins_and_ends_with_the_grain(period: Period, grain: Grain) -> None:
    whole = whole_part(period, grain)

    if whole:
        assert period.from_on <= whole.from_on < whole.to_on <= period.to_on
        assert grain.first_day(whole.from_on) == whole.from_on
        assert grain.first_day(whole.to_on) == whole.to_on


def test_every_coarser_cube_can_be_added_up_from_one_of_days() -> None:
    for cube in OF_MORE:
        base = base_of(cube)
        assert set(cube.attributes) <= set(base.attributes)
        assert base.is_by_topic == cube.is_by_topic
    assert len({cube.name for cube in (*OF_DAYS, *OF_MORE)}) == len(OF_DAYS) + len(OF_MORE)
