# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Calls and states over midnight, closing time, both clock changes, New Year and the week with number 53."""

import datetime as dt

import pytest

from hotline.exchange.words import AgentStatus
from hotline.measures.definitions import mean_wait, service_level
from hotline.measures.periods import Grain, Period
from hotline.measures.queries import (
    call_tallies,
    call_total,
    handling_tallies,
    handling_total,
    lately,
    state_times,
    today,
)
from hotline.measures.upkeep import rebuild
from hotline.measures.weeks import Week
from hotline.people.models import User
from tests.calls import scenes
from tests.measures.days import MINUTE, came, local, part, seconds, was

pytestmark = pytest.mark.django_db

S = AgentStatus
AUTUMN, SPRING = dt.date(2014, 10, 26), dt.date(2014, 3, 30)
WAYS = pytest.mark.parametrize("is_rolled", [False, True], ids=["from the books", "counted beforehand"])


def counted_beforehand(is_rolled: bool, until: str) -> None:
    if is_rolled:
        rebuild(local(until))


def arrived_by(grain: Grain, period: Period) -> dict[dt.datetime, int]:
    return {start: tally.arrived for start, tally in call_tallies(scenes.line(), period, grain).items()}


# Calls


@WAYS
def test_a_call_over_midnight_counts_with_all_its_talk_on_the_day_it_arrived(is_rolled: bool) -> None:
    alma = scenes.agent()
    call = came("c", "2014-05-07 23:59:30", "answered", wait=45, talk=600)  # answered at 00:00:15
    part(call, alma, talk=600, wrap_up=60)
    counted_beforehand(is_rolled, "2014-05-09 12:00")
    before, after = Period.of_day(dt.date(2014, 5, 7)), Period.of_day(dt.date(2014, 5, 8))

    tally = call_total(scenes.line(), before)
    assert (tally.arrived, tally.answered, mean_wait(tally)) == (1, 1, seconds(45))
    assert handling_total(scenes.line(), before).handled_ms == 660_000
    assert call_tallies(scenes.line(), after, Grain.DAY) == {}
    assert handling_tallies(scenes.line(), after, Grain.QUARTER) == {}


@WAYS
def test_a_call_over_closing_time_is_an_offered_one_and_who_rings_a_second_later_is_turned_away(
    is_rolled: bool,
) -> None:
    # Open until 16:00. Who came before waits on, and is answered at 16:05 or told that nobody can.
    came("in time", "2014-05-07 15:59:59", "answered", wait=301)
    came("told so", "2014-05-07 15:59:59", "diverted_nobody", wait=600)
    came("too late", "2014-05-07 16:00:00", "diverted_closed", wait=12, queued_at=None)
    counted_beforehand(is_rolled, "2014-05-08 12:00")

    day = Period.of_day(dt.date(2014, 5, 7))
    quarters = call_tallies(scenes.line(), day, Grain.QUARTER)
    assert {
        start: (tally.answered, tally.diverted, tally.turned_away) for start, tally in quarters.items()
    } == {
        local("2014-05-07 15:45"): (1, 1, 0),
        local("2014-05-07 16:00"): (0, 0, 1),
    }
    assert service_level(call_total(scenes.line(), day)) == 0.0


@WAYS
def test_the_hour_that_comes_twice_in_autumn_is_two_hours_of_one_day(is_rolled: bool) -> None:
    for fold in (0, 1):
        came(f"c{fold}", local("2014-10-26 02:20", fold=fold), "abandoned")
    counted_beforehand(is_rolled, "2014-10-28 12:00")
    day = Period.of_day(AUTUMN)

    assert arrived_by(Grain.QUARTER, day) == {
        dt.datetime(2014, 10, 26, 0, 15, tzinfo=dt.UTC): 1,
        dt.datetime(2014, 10, 26, 1, 15, tzinfo=dt.UTC): 1,
    }
    assert arrived_by(Grain.HOUR, day) == {
        dt.datetime(2014, 10, 26, 0, tzinfo=dt.UTC): 1,
        dt.datetime(2014, 10, 26, 1, tzinfo=dt.UTC): 1,
    }
    assert arrived_by(Grain.DAY, day) == {day.from_at: 2}


@pytest.mark.parametrize(
    ("day", "night", "wait"),
    [
        # 01:59:50 is ten seconds before the clock is moved; 30 seconds later it says 03:00:20.
        (SPRING, dt.datetime(2014, 3, 30, 0, 59, 50, tzinfo=dt.UTC), 30),
        # 02:59:50 the first time; 30 seconds later it says 02:00:20, which is no wait of minus an hour.
        (AUTUMN, dt.datetime(2014, 10, 26, 0, 59, 50, tzinfo=dt.UTC), 30),
    ],
)
def test_a_wait_over_the_moved_clock_is_as_long_as_it_was(
    day: dt.date, night: dt.datetime, wait: float
) -> None:
    alma = scenes.agent()
    part(came("c", night, "answered", wait=wait, talk=120), alma, talk=120, wrap_up=20)

    tally = call_total(scenes.line(), Period.of_day(day))
    assert (mean_wait(tally), dict(tally.waits)) == (seconds(30), {30: 1})
    assert handling_total(scenes.line(), Period.of_day(day)).handled_ms == 140_000


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2014-03-29 23:59:59", "2014-03-29"),
        ("2014-03-30 00:00:00", "2014-03-30"),
        ("2014-03-30 23:59:59", "2014-03-30"),
        ("2014-03-31 00:00:00", "2014-03-31"),
        ("2014-10-25 23:59:59", "2014-10-25"),
        ("2014-10-26 00:00:00", "2014-10-26"),
        ("2014-10-26 23:59:59", "2014-10-26"),
        ("2014-10-27 00:00:00", "2014-10-27"),
    ],
)
def test_around_the_clock_changes_a_call_belongs_to_the_day_on_the_wall(at: str, day: str) -> None:
    came("c", at, "abandoned")

    year = call_tallies(scenes.line(), Period.of_year(2014), Grain.DAY)
    assert list(year) == [Period.of_day(dt.date.fromisoformat(day)).from_at]


@WAYS
def test_new_years_night_is_shared_by_two_years_two_months_and_one_week(is_rolled: bool) -> None:
    came("old", "2015-12-31 23:59:59", "abandoned")
    came("new", "2016-01-01 00:00:00", "abandoned")
    came("friday", "2016-01-03 23:59:59", "abandoned")
    came("monday", "2016-01-04 00:00:00", "abandoned")
    counted_beforehand(is_rolled, "2016-01-06 12:00")
    both = Period(dt.date(2015, 12, 1), dt.date(2016, 2, 1))

    assert arrived_by(Grain.YEAR, both) == {
        local("2015-01-01 00:00"): 1,
        local("2016-01-01 00:00"): 3,
    }
    assert arrived_by(Grain.MONTH, both) == {
        local("2015-12-01 00:00"): 1,
        local("2016-01-01 00:00"): 3,
    }
    assert arrived_by(Grain.WEEK, both) == {
        Week(2015, 53).begins_at: 3,
        Week(2016, 1).begins_at: 1,
    }


def test_a_week_cut_by_the_period_counts_only_the_days_within_it() -> None:
    for day in range(28, 32):
        came(f"c{day}", f"2015-12-{day} 12:00", "abandoned")
    came("c1", "2016-01-01 12:00", "abandoned")

    assert arrived_by(Grain.WEEK, Period.of_year(2015)) == {Week(2015, 53).begins_at: 4}
    assert arrived_by(Grain.WEEK, Period.of_year(2016)) == {Week(2015, 53).begins_at: 1}


def test_today_is_the_local_day_from_its_first_second() -> None:
    came("yesterday", "2014-05-06 23:59:59", "abandoned")
    came("first", "2014-05-07 00:00:00", "abandoned")
    came("noon", "2014-05-07 12:00:00", "abandoned")

    assert today(scenes.line(), local("2014-05-06 23:59:59")).arrived == 1
    assert today(scenes.line(), local("2014-05-07 00:00:00")).arrived == 2


def test_the_last_half_hour_is_thirty_minutes_to_the_second() -> None:
    came("too long ago", "2014-05-07 11:29:59", "abandoned")
    came("just", "2014-05-07 11:30:00", "abandoned")
    came("lately", "2014-05-07 11:59:59", "abandoned")
    came("now", "2014-05-07 12:00:00", "abandoned")

    assert lately(scenes.line(), local("2014-05-07 12:00:00")).arrived == 2
    assert lately(scenes.line(), local("2014-05-07 12:00:00"), minutes=1).arrived == 1


def test_the_last_half_hour_reaches_over_midnight_and_over_the_moved_clock() -> None:
    came("before midnight", "2014-05-06 23:50", "abandoned")
    came("before two", local("2014-03-30 01:50"), "abandoned")
    came("the first time", local("2014-10-26 02:50"), "abandoned")

    times = (local("2014-05-07 00:10"), local("2014-03-30 03:10"), local("2014-10-26 02:10", fold=1))
    assert [lately(scenes.line(), now).arrived for now in times] == [1, 1, 1]


# States


@pytest.fixture
def alma() -> User:
    return scenes.agent("Alma")


def times_of(day: dt.date, grain: Grain = Grain.DAY) -> dict[dt.datetime, dict[AgentStatus, int]]:
    """In minutes."""
    found = state_times(Period.of_day(day), grain)
    return {
        start: {status: ms // MINUTE for status, ms in times.items()} for (start, _of), times in found.items()
    }


@WAYS
def test_a_state_over_midnight_is_cut_there(alma: User, is_rolled: bool) -> None:
    was(alma, [("2014-05-06 23:00", S.AVAILABLE)], until="2014-05-07 02:30")
    counted_beforehand(is_rolled, "2014-05-08 12:00")
    first, second = dt.date(2014, 5, 6), dt.date(2014, 5, 7)

    assert times_of(first) == {local("2014-05-06 00:00"): {S.AVAILABLE: 60}}
    assert times_of(second) == {local("2014-05-07 00:00"): {S.AVAILABLE: 150}}
    assert times_of(second, Grain.HOUR) == {
        local("2014-05-07 00:00"): {S.AVAILABLE: 60},
        local("2014-05-07 01:00"): {S.AVAILABLE: 60},
        local("2014-05-07 02:00"): {S.AVAILABLE: 30},
    }


@WAYS
def test_a_state_of_three_days_fills_the_one_in_the_middle(alma: User, is_rolled: bool) -> None:
    was(alma, [("2014-05-06 12:00", S.PAUSED)], until="2014-05-08 12:00")
    counted_beforehand(is_rolled, "2014-05-09 12:00")

    hours = times_of(dt.date(2014, 5, 7), Grain.HOUR)
    assert list(hours.values()) == [{S.PAUSED: 60}] * 24
    assert times_of(dt.date(2014, 5, 8)) == {local("2014-05-08 00:00"): {S.PAUSED: 12 * 60}}


@WAYS
@pytest.mark.parametrize(("day", "hours"), [(SPRING, 23), (AUTUMN, 25)])
def test_a_whole_day_in_one_state_is_as_long_as_the_day(
    alma: User, day: dt.date, hours: int, is_rolled: bool
) -> None:
    whole = Period.of_day(day)
    was(
        alma,
        [(whole.from_at - dt.timedelta(hours=1), S.AVAILABLE)],
        until=whole.to_at + dt.timedelta(hours=1),
    )
    counted_beforehand(is_rolled, "2014-11-01 12:00")

    assert times_of(day) == {whole.from_at: {S.AVAILABLE: hours * 60}}
    assert len(times_of(day, Grain.HOUR)) == hours
    assert len(times_of(day, Grain.QUARTER)) == hours * 4


def test_a_state_that_ends_where_the_period_begins_is_not_in_it(alma: User) -> None:
    was(alma, [("2014-05-06 23:00", S.TALKING)], until="2014-05-07 00:00")

    assert times_of(dt.date(2014, 5, 7)) == {}
    assert times_of(dt.date(2014, 5, 6)) == {local("2014-05-06 00:00"): {S.TALKING: 60}}


def test_a_state_over_new_year_is_shared_by_both_years(alma: User) -> None:
    was(alma, [("2015-12-31 23:45", S.WRAPPING_UP)], until="2016-01-01 00:10")

    years = state_times(Period(dt.date(2015, 1, 1), dt.date(2017, 1, 1)), Grain.YEAR)
    aarhus = scenes.authority().pk
    assert {start: times[S.WRAPPING_UP] for (start, of), times in years.items() if of == aarhus} == {
        local("2015-01-01 00:00"): 15 * MINUTE,
        local("2016-01-01 00:00"): 10 * MINUTE,
    }


def test_a_state_shorter_than_a_second_is_kept_to_the_millisecond(alma: User) -> None:
    at = local("2014-05-07 09:14:59.900000")
    was(alma, [(at, S.RINGING)], until=at + dt.timedelta(milliseconds=350))

    found = state_times(Period.of_day(dt.date(2014, 5, 7)), Grain.QUARTER)
    assert {start: dict(times) for (start, _of), times in found.items()} == {
        local("2014-05-07 09:00"): {S.RINGING: 100},
        local("2014-05-07 09:15"): {S.RINGING: 250},
    }


def test_an_agent_of_no_authority_is_counted_apart() -> None:
    alone = User.objects.create_user("bo", name="Bo")
    was(alone, [("2014-05-07 09:00", S.AVAILABLE)], until="2014-05-07 10:00")
    day = Period.of_day(dt.date(2014, 5, 7))

    assert state_times(day, Grain.DAY) == {(day.from_at, 0): {S.AVAILABLE: 60 * MINUTE}}
