# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Weeks as Danes count and write them, also at New Year and when the clock changes."""

import datetime as dt

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from hotline.measures.weeks import NoSuchWeek, Week


def test_a_week_runs_from_local_midnight_to_local_midnight() -> None:
    week = Week(2014, 19)

    assert (week.monday, week.sunday) == (dt.date(2014, 5, 5), dt.date(2014, 5, 11))
    assert week.begins_at == dt.datetime(2014, 5, 4, 22, tzinfo=dt.UTC)
    assert week.ends_at == dt.datetime(2014, 5, 11, 22, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("week", "hours"), [(Week(2014, 13), 167), (Week(2014, 43), 169), (Week(2014, 19), 168)]
)
def test_the_weeks_of_the_clock_changes_are_an_hour_shorter_and_longer(week: Week, hours: int) -> None:
    assert (week.ends_at - week.begins_at) / dt.timedelta(hours=1) == hours


@pytest.mark.parametrize(
    ("week", "words"),
    [
        (Week(2014, 19), "week 19, 5–11 May 2014"),
        (Week(2014, 18), "week 18, 28 April – 4 May 2014"),
        (Week(2015, 53), "week 53, 28 December 2015 – 3 January 2016"),
        (Week(2015, 1), "week 1, 29 December 2014 – 4 January 2015"),
    ],
)
def test_a_week_is_written_with_its_dates(week: Week, words: str) -> None:
    with translation.override("en"):
        assert str(week) == words


def test_the_years_first_days_may_belong_to_the_last_week_of_the_year_before() -> None:
    assert Week.of(dt.date(2016, 1, 1)) == Week(2015, 53)
    assert Week.of(dt.date(2014, 12, 29)) == Week(2015, 1)


def test_the_week_of_an_instant_is_by_the_local_calendar() -> None:
    assert Week.at(dt.datetime(2014, 5, 4, 21, 59, tzinfo=dt.UTC)) == Week(2014, 18)
    assert Week.at(dt.datetime(2014, 5, 4, 22, 0, tzinfo=dt.UTC)) == Week(2014, 19)


def test_week_fifty_three_lies_between_week_fifty_two_and_week_one() -> None:
    assert (Week(2015, 53).before, Week(2015, 53).after) == (Week(2015, 52), Week(2016, 1))


@pytest.mark.parametrize(("year", "number"), [(2014, 53), (2014, 0), (2014, 54), (0, 1), (9999, 52)])
def test_a_week_that_the_year_does_not_have_is_refused(year: int, number: int) -> None:
    with pytest.raises(NoSuchWeek, match=f"{year} has no week {number}"):
        Week(year, number)


@given(st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)))
def test_every_day_lies_in_its_week_and_weeks_follow_one_another(day: dt.date) -> None:
    week = Week.of(day)

    assert week.monday <= day <= week.sunday
    assert week.after.before == week
    assert week.before < week < week.after
    assert week.ends_at == week.after.begins_at
