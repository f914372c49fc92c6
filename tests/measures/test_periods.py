# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Days, weeks and months by the local clock, through both nights it is moved and the years with 53 weeks."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.measures.periods import DAY, Grain, Period, midnight, same_day_last_year
from hotline.measures.weeks import Week

SPRING, AUTUMN = dt.date(2014, 3, 30), dt.date(2014, 10, 26)
HOUR = dt.timedelta(hours=1)
days = st.dates(dt.date(2001, 1, 1), dt.date(2099, 12, 1))
instants = st.integers(0, 3_000_000_000).map(lambda second: dt.datetime.fromtimestamp(second, dt.UTC))
periods = st.builds(lambda day, length: Period(day, day + length * DAY), days, st.integers(0, 500))


def utc(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("day", "hours"), [(SPRING, 23), (AUTUMN, 25), (SPRING - DAY, 24), (AUTUMN + DAY, 24)]
)
def test_the_nights_of_the_clock_change_make_a_day_shorter_and_longer(day: dt.date, hours: int) -> None:
    period = Period.of_day(day)

    assert period.to_at - period.from_at == hours * HOUR


def test_the_hour_that_comes_twice_is_two_hours_and_eight_quarters() -> None:
    """26 October 2014 at 2.30 by the clock comes at half past midnight UTC and again an hour later."""
    twice = [utc(2014, 10, 26, 0, 30), utc(2014, 10, 26, 1, 30)]

    assert [Grain.HOUR.start_of(at) for at in twice] == [utc(2014, 10, 26, 0), utc(2014, 10, 26, 1)]
    assert len({Grain.QUARTER.start_of(at) for at in twice}) == 2
    assert {Grain.DAY.start_of(at) for at in twice} == {utc(2014, 10, 25, 22)}


@pytest.mark.parametrize(
    ("grain", "start"),
    [
        (Grain.QUARTER, utc(2014, 5, 7, 10, 45)),
        (Grain.HOUR, utc(2014, 5, 7, 10)),
        (Grain.DAY, utc(2014, 5, 6, 22)),
        (Grain.WEEK, utc(2014, 5, 4, 22)),
        (Grain.MONTH, utc(2014, 4, 30, 22)),
        (Grain.YEAR, utc(2013, 12, 31, 23)),
    ],
)
def test_every_grain_begins_when_the_local_clock_says_so(grain: Grain, start: dt.datetime) -> None:
    assert grain.start_of(utc(2014, 5, 7, 10, 59, 59, 999_999)) == start
    assert grain.start_of(start) == start


@given(instants, st.sampled_from(Grain))
def test_a_start_is_never_later_and_is_its_own_start(at: dt.datetime, grain: Grain) -> None:
    start = grain.start_of(at)

    assert start <= at
    assert grain.start_of(start) == start


@given(instants)
def test_a_coarser_start_of_a_finer_start_is_that_of_the_instant(at: dt.datetime) -> None:
    finer = [Grain.QUARTER, Grain.HOUR, Grain.DAY, Grain.MONTH, Grain.YEAR]
    for grain, coarser in pairwise(finer):
        assert coarser.start_of(grain.start_of(at)) == coarser.start_of(at)
    assert Grain.WEEK.start_of(Grain.DAY.start_of(at)) == Grain.WEEK.start_of(at)


@given(days, st.sampled_from([Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.YEAR]))
def test_the_next_first_day_is_the_first_that_lies_in_another(day: dt.date, grain: Grain) -> None:
    after = grain.next_first_day(day)

    assert grain.first_day(after) == after
    assert grain.first_day(after - DAY) == grain.first_day(day)


@given(periods)
def test_a_period_holds_its_first_instant_and_not_its_end(period: Period) -> None:
    assert period.to_at not in period
    assert (period.from_at in period) == (period.from_on < period.to_on)
    assert len(list(period.days)) == (period.to_on - period.from_on).days


def test_a_period_that_ends_before_it_begins_is_none() -> None:
    with pytest.raises(ValueError, match="cannot end"):
        Period(SPRING, SPRING - DAY)


def test_a_week_a_month_and_a_year_are_periods() -> None:
    assert Period.of_week(Week(2015, 53)) == Period(dt.date(2015, 12, 28), dt.date(2016, 1, 4))
    assert Period.of_month(2014, 12) == Period(dt.date(2014, 12, 1), dt.date(2015, 1, 1))
    assert Period.of_month(2016, 2) == Period(dt.date(2016, 2, 1), dt.date(2016, 3, 1))
    assert Period.of_year(2016) == Period(dt.date(2016, 1, 1), dt.date(2017, 1, 1))


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (Period.of_month(2014, 3), Period.of_month(2014, 2)),
        (Period.of_month(2014, 1), Period.of_month(2013, 12)),
        (Period.of_year(2017), Period.of_year(2016)),
        (Period.of_week(Week(2016, 1)), Period.of_week(Week(2015, 53))),
        (Period.of_day(SPRING), Period.of_day(SPRING - DAY)),
        (
            Period(dt.date(2014, 5, 5), dt.date(2014, 5, 8)),
            Period(dt.date(2014, 5, 2), dt.date(2014, 5, 5)),
        ),
    ],
)
def test_before_a_month_comes_a_month_and_before_three_days_three_days(
    period: Period, before: Period
) -> None:
    assert period.before() == before


def test_the_weeks_of_a_period_are_all_it_has_days_in() -> None:
    assert Period.of_month(2015, 12).weeks == [Week(2015, number) for number in (49, 50, 51, 52, 53)]
    assert Period.of_week(Week(2014, 19)).weeks == [Week(2014, 19)]


@pytest.mark.parametrize(
    ("day", "last_year"),
    [
        (dt.date(2014, 5, 5), dt.date(2013, 5, 6)),  # Monday of week 19
        (dt.date(2016, 1, 4), dt.date(2014, 12, 29)),  # Monday of week 1 after a year with 53
        (dt.date(2015, 12, 31), dt.date(2014, 12, 25)),  # Thursday of week 53, told with week 52
    ],
)
def test_the_same_day_last_year_is_the_same_weekday_of_the_same_week(
    day: dt.date, last_year: dt.date
) -> None:
    assert same_day_last_year(day) == last_year


@given(periods)
def test_the_same_weeks_last_year_are_as_many_days_beginning_on_the_same_weekday(period: Period) -> None:
    then = period.same_weeks_last_year()

    assert then.to_on - then.from_on == period.to_on - period.from_on
    assert then.from_on.weekday() == period.from_on.weekday()
    assert (period.from_on - then.from_on).days in {357, 364, 371}


@pytest.mark.parametrize(
    ("period", "grain", "is_one"),
    [
        (Period.of_week(Week(2014, 19)), Grain.WEEK, True),
        (Period.of_month(2014, 2), Grain.MONTH, True),
        (Period(dt.date(2014, 2, 1), dt.date(2014, 4, 1)), Grain.MONTH, False),
        (Period(dt.date(2014, 2, 2), dt.date(2014, 3, 1)), Grain.MONTH, False),
        (Period.of_year(2014), Grain.YEAR, True),
        (Period.of_day(SPRING), Grain.DAY, True),
    ],
)
def test_a_period_knows_whether_it_is_a_whole_one(period: Period, grain: Grain, *, is_one: bool) -> None:
    assert period.is_one(grain) == is_one


@given(days)
def test_midnight_is_when_the_local_date_changes(day: dt.date) -> None:
    from django.utils import timezone

    assert timezone.localdate(midnight(day)) == day
    assert timezone.localdate(midnight(day) - dt.timedelta(microseconds=1)) == day - DAY
