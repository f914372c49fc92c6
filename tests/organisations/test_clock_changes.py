# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The nights when the clock is put forward (29 March 2026) and back (25 October 2026)."""

import datetime as dt

import pytest

from hotline.organisations.opening import OpenSpan, instant_of, next_opening_at, opening_at
from tests.organisations.schedules import ALWAYS, NEVER, local, schedule, spans, utc

FORWARD, BACK = dt.date(2026, 3, 29), dt.date(2026, 10, 25)


def sundays(*pairs: tuple[int, int]) -> tuple[tuple[OpenSpan, ...], ...]:
    """A week that is open on Sundays only, in minutes."""
    return (*NEVER[:6], tuple(OpenSpan(*pair) for pair in pairs))


def open_minutes(week: tuple[tuple[OpenSpan, ...], ...], day: dt.date) -> list[str]:
    """The quarters (UTC) of a night at which a caller is queued."""
    begins = instant_of(day, 0)
    quarters = [begins + dt.timedelta(minutes=15 * count) for count in range(20)]
    hours = schedule(week=week)
    return [f"{quarter:%H:%M}" for quarter in quarters if opening_at(hours, quarter).is_open]


@pytest.mark.parametrize(
    ("minutes", "instant"),
    [
        (0, "2026-03-28 23:00"),
        (119, "2026-03-29 00:59"),
        (120, "2026-03-29 01:00"),
        (150, "2026-03-29 01:00"),  # half past two never comes
        (179, "2026-03-29 01:00"),
        (180, "2026-03-29 01:00"),
        (181, "2026-03-29 01:01"),
        (1440, "2026-03-29 22:00"),
    ],
)
def test_when_the_clock_goes_forward_the_missing_hour_is_its_end(minutes: int, instant: str) -> None:
    assert instant_of(FORWARD, minutes) == utc(instant)


@pytest.mark.parametrize(
    ("minutes", "instant"),
    [
        (0, "2026-10-24 22:00"),
        (120, "2026-10-25 00:00"),
        (150, "2026-10-25 00:30"),  # the first half past two
        (179, "2026-10-25 00:59"),
        (180, "2026-10-25 02:00"),
        (1440, "2026-10-25 23:00"),
    ],
)
def test_when_the_clock_goes_back_the_first_coming_counts(minutes: int, instant: str) -> None:
    assert instant_of(BACK, minutes) == utc(instant)


def test_the_day_of_23_hours_is_open_23_hours() -> None:
    closes, opens = instant_of(FORWARD, 1440), instant_of(FORWARD, 0)
    assert (closes - opens) == dt.timedelta(hours=23)


def test_the_day_of_25_hours_is_open_25_hours() -> None:
    closes, opens = instant_of(BACK, 1440), instant_of(BACK, 0)
    assert (closes - opens) == dt.timedelta(hours=25)


def test_a_span_that_ends_in_the_hour_that_comes_twice_is_not_opened_again() -> None:
    assert open_minutes(sundays((60, 150)), BACK) == ["23:00", "23:15", "23:30", "23:45", "00:00", "00:15"]


def test_a_span_over_the_hour_that_comes_twice_is_an_hour_longer() -> None:
    assert len(open_minutes(sundays((60, 210)), BACK)) == (60 + 60 + 60 + 30) // 15


def test_spans_that_touch_in_the_hour_that_comes_twice_leave_no_gap() -> None:
    assert open_minutes(sundays((60, 150), (150, 210)), BACK) == open_minutes(sundays((60, 210)), BACK)


def test_a_span_within_the_missing_hour_never_comes() -> None:
    assert open_minutes(sundays((125, 175)), FORWARD) == []


def test_a_span_that_begins_in_the_missing_hour_opens_at_three() -> None:
    hours = schedule(week=sundays((150, 240)))
    assert next_opening_at(hours, local("2026-03-29 00:00")) == utc("2026-03-29 01:00")
    assert opening_at(hours, local("2026-03-29 03:00")).closes_at == local("2026-03-29 04:00")


def test_a_span_that_ends_in_the_missing_hour_closes_at_three() -> None:
    hours = schedule(week=sundays((60, 150)))
    assert opening_at(hours, local("2026-03-29 01:59")).closes_at == local("2026-03-29 03:00")


def test_the_ordinary_sunday_keeps_its_wall_hours_on_both_days() -> None:
    for day in ("2026-03-29", "2026-10-25"):
        moments = [local(f"{day} {time}") for time in ("16:59", "17:00", "20:59", "21:00")]
        assert [opening_at(schedule(), at).is_open for at in moments] == [False, True, True, False]


def test_the_next_opening_over_the_change_is_told_by_the_wall_clock() -> None:
    decision = opening_at(schedule(), local("2026-10-24 12:00"))
    assert decision.next_opening_at == utc("2026-10-25 16:00")
    assert decision.announcements == ("closed", "opens-again", "tomorrow", "hour-17", "pm", "goodbye")


def test_a_caller_in_the_second_coming_of_the_hour_meets_a_line_that_is_always_open() -> None:
    assert opening_at(schedule(week=ALWAYS), local("2026-10-25 02:30", fold=1)).is_open


def test_a_line_open_round_the_clock_on_one_day_closes_at_the_right_midnight() -> None:
    hours = schedule(week=(*NEVER[:6], spans((0, 24))))
    assert opening_at(hours, local("2026-10-25 12:00")).closes_at == utc("2026-10-25 23:00")
    assert opening_at(hours, local("2026-03-29 12:00")).closes_at == utc("2026-03-29 22:00")
