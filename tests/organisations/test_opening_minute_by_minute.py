# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The decision against a second reckoning of another kind: a clock on the wall, read every minute of a night.

Away from the hour that comes twice, a line is open exactly when the wall clock says so. In that hour its
first coming counts for opening and closing, so there the reckoning is by hand (test_clock_changes.py).
"""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.organisations.opening import OpenSpan, is_within_hours, next_opening_at, opening_at, week_of
from tests.organisations.schedules import COPENHAGEN, THE_WEEK, local, schedule
from tests.organisations.test_opening_properties import weeks

A_MINUTE = dt.timedelta(minutes=1)
DAY_MINUTES = 24 * 60
ORDINARY = dt.date(2026, 6, 15)
NIGHTS = [dt.date(2026, 3, 28), dt.date(2026, 10, 24)]  # the Saturdays before the changes
YEAR_ENDS = [dt.date(2020, 12, 28), dt.date(2026, 12, 28), dt.date(2027, 12, 27)]  # weeks 53, 53 and 52


def wall_says_open(week: tuple[tuple[OpenSpan, ...], ...], instant: dt.datetime) -> bool:
    wall = instant.astimezone(COPENHAGEN)
    minutes = wall.hour * 60 + wall.minute
    return any(span.opens <= minutes < span.closes for span in week[wall.weekday()])


def comes_twice(instant: dt.datetime) -> bool:
    wall = instant.astimezone(COPENHAGEN)
    return wall.replace(fold=0).utcoffset() != wall.replace(fold=1).utcoffset()


def minutes_of(day: dt.date, days: int = 1) -> list[dt.datetime]:
    begins = dt.datetime.combine(day, dt.time(0), COPENHAGEN).astimezone(dt.UTC)
    return [begins + A_MINUTE * count for count in range(days * DAY_MINUTES)]


@pytest.mark.parametrize("day", [ORDINARY, *NIGHTS, *YEAR_ENDS])
def test_the_example_week_is_open_when_the_wall_clock_says_so(day: dt.date) -> None:
    hours = schedule()
    wrong = [
        instant
        for instant in minutes_of(day, days=3)
        if is_within_hours(hours, instant) is not wall_says_open(THE_WEEK, instant)
    ]
    assert wrong == []


@given(weeks, st.sampled_from([ORDINARY, *NIGHTS, *YEAR_ENDS]))
@settings(max_examples=25, deadline=None)
def test_any_week_is_open_when_the_wall_clock_says_so(
    week: tuple[tuple[OpenSpan, ...], ...], day: dt.date
) -> None:
    hours = schedule(week=week)
    for instant in minutes_of(day, days=2)[::5]:
        if not comes_twice(instant):
            assert is_within_hours(hours, instant) is wall_says_open(week, instant)


@pytest.mark.parametrize("day", [ORDINARY, *NIGHTS, *YEAR_ENDS])
def test_the_promise_is_the_first_minute_that_is_open(day: dt.date) -> None:
    hours = schedule()
    minutes = minutes_of(day, days=4)
    for instant in minutes[: 2 * DAY_MINUTES : 97]:
        following = (later for later in minutes if later >= instant and wall_says_open(THE_WEEK, later))
        assert next_opening_at(hours, instant) == next(following)


@pytest.mark.parametrize("monday", YEAR_ENDS)
def test_the_week_over_new_year_is_seven_days_in_a_row(monday: dt.date) -> None:
    for ahead in range(7):
        shown = week_of(schedule(), monday + dt.timedelta(days=ahead))
        assert [day.day_on for day in shown] == [monday + dt.timedelta(days=count) for count in range(7)]
        assert tuple(day.spans for day in shown) == THE_WEEK


def test_sixty_hours_a_week_are_sixty_hours_also_when_the_clock_changes() -> None:
    """The example line's Sunday hours lie in the evening: no change of the clock touches them."""
    for monday in (dt.date(2026, 6, 15), dt.date(2026, 3, 23), dt.date(2026, 10, 19)):
        minutes = [instant for instant in minutes_of(monday, days=8) if instant < local_monday_after(monday)]
        assert sum(is_within_hours(schedule(), instant) for instant in minutes) == 60 * 60


def local_monday_after(monday: dt.date) -> dt.datetime:
    return local(f"{monday + dt.timedelta(days=7)} 00:00")


def test_a_decision_does_not_depend_on_the_zone_it_is_asked_in() -> None:
    for text in ("2026-03-29 03:00", "2026-10-25 16:59", "2026-12-31 23:59"):
        instant = local(text)
        assert opening_at(schedule(), instant.astimezone(dt.UTC)) == opening_at(schedule(), instant)


def test_a_decision_is_the_same_every_time_it_is_made() -> None:
    hours = schedule()
    for text in ("2026-03-29 03:00", "2026-10-25 02:30", "2026-12-24 10:00"):
        assert opening_at(hours, local(text)) == opening_at(hours, local(text))
