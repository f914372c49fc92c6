# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Who rings again within 24 hours and 7 days: told by the number's keyed hash, as long as that is kept."""

import datetime as dt
from itertools import count

import pytest
from pytest_django.fixtures import Settings

from hotline.calls.actions import forget_numbers
from hotline.calls.models import CallRecord
from hotline.measures.definitions import repeated_within_day, repeated_within_week
from hotline.measures.models import RepeatRoll
from hotline.measures.periods import Period
from hotline.measures.repeats import count_repeats, counted, repeats
from hotline.measures.tallies import RepeatTally
from hotline.measures.upkeep import keep_up, rebuild
from hotline.organisations.models import Line
from tests.calls import scenes
from tests.measures.days import local

pytestmark = pytest.mark.django_db

WEDNESDAY = dt.date(2014, 5, 7)
DAY = Period.of_day(WEDNESDAY)
ANNA, BO = "+4520000001", "+4520000002"
IDS = count()


def rang_at(*times: str | dt.datetime, number: str = ANNA, line: Line | None = None) -> None:
    for at in times:
        when = local(at) if isinstance(at, str) else at
        scenes.call(f"r{next(IDS)}", number=number, at=when, line=line or scenes.line())


def of_day() -> tuple[int, int, int]:
    """Known, rung in the 24 hours before, rung in the 7 days before."""
    found = counted(scenes.line(), DAY)
    return found.known, found.within_day, found.within_week


def test_the_first_call_from_a_number_is_no_repeat() -> None:
    rang_at("2014-05-07 10:00")

    assert of_day() == (1, 0, 0)


def test_each_later_call_of_the_same_number_is_one() -> None:
    rang_at("2014-05-07 10:00", "2014-05-07 11:00", "2014-05-07 12:00")

    assert of_day() == (3, 2, 2)


def test_two_callers_are_told_apart() -> None:
    rang_at("2014-05-07 10:00", "2014-05-07 12:00")
    rang_at("2014-05-07 11:00", number=BO)

    assert of_day() == (3, 1, 1)
    assert repeated_within_day(counted(scenes.line(), DAY)) == 1 / 3


@pytest.mark.parametrize(
    ("earlier", "repeats_told"),
    [
        ("2014-05-07 09:59:59", (1, 1)),
        ("2014-05-06 10:00:00", (1, 1)),  # 24 hours to the second
        ("2014-05-06 09:59:59", (0, 1)),
        ("2014-05-01 10:00:00", (0, 1)),
        ("2014-04-30 10:00:00", (0, 1)),  # 7 days to the second
        ("2014-04-30 09:59:59", (0, 0)),
        ("2013-05-07 10:00:00", (0, 0)),
    ],
)
def test_a_day_is_24_hours_and_a_week_7_days_back_from_the_call(
    earlier: str, repeats_told: tuple[int, int]
) -> None:
    rang_at(earlier)
    known_before = of_day()[0]
    rang_at("2014-05-07 10:00")

    known, *found = of_day()
    assert (known - known_before, tuple(found)) == (1, repeats_told)


def test_who_rings_before_and_after_midnight_has_rung_again_on_the_second_day() -> None:
    rang_at("2014-05-06 23:59:59", "2014-05-07 00:00:00")

    assert of_day() == (1, 1, 1)
    assert counted(scenes.line(), Period.of_day(dt.date(2014, 5, 6))) == RepeatTally(1, 0, 0)


def test_who_rings_before_and_after_new_year_has_rung_again() -> None:
    rang_at("2015-12-31 23:50", "2016-01-01 00:10")

    assert counted(scenes.line(), Period.of_year(2016)) == RepeatTally(1, 1, 1)
    assert counted(scenes.line(), Period.of_year(2015)) == RepeatTally(1, 0, 0)


@pytest.mark.parametrize(
    ("first", "second", "within_day"),
    [
        # 30 March 2014 has 23 hours: the same time on the wall the next day is 23 hours later.
        ("2014-03-29 12:00", "2014-03-30 12:00", 1),
        ("2014-03-29 12:00", "2014-03-30 13:00", 1),
        ("2014-03-29 12:00", "2014-03-30 13:01", 0),
        # 26 October 2014 has 25 hours: the same time on the wall the next day is 25 hours later.
        ("2014-10-25 12:00", "2014-10-26 12:00", 0),
        ("2014-10-25 12:00", "2014-10-26 11:00", 1),
    ],
)
def test_24_hours_are_hours_and_not_the_time_on_the_wall(first: str, second: str, within_day: int) -> None:
    rang_at(first, second)

    found = counted(scenes.line(), Period.of_day(local(second).date()))
    assert (found.known, found.within_day, found.within_week) == (1, within_day, 1)


def test_the_same_time_twice_in_the_autumn_night_is_an_hour_apart() -> None:
    rang_at(local("2014-10-26 02:30"), local("2014-10-26 02:30", fold=1))

    assert counted(scenes.line(), Period.of_day(dt.date(2014, 10, 26))) == RepeatTally(2, 1, 1)


def test_withheld_numbers_are_not_one_caller() -> None:
    rang_at("2014-05-07 10:00", "2014-05-07 11:00", "2014-05-07 12:00", number="")
    rang_at("2014-05-07 12:30")

    assert of_day() == (1, 0, 0)


def test_nothing_is_told_of_a_day_when_every_number_was_withheld() -> None:
    rang_at("2014-05-07 10:00", number="")

    found = counted(scenes.line(), DAY)
    assert (found, repeated_within_day(found), repeated_within_week(found)) == (RepeatTally(), None, None)


def test_who_rang_another_line_has_not_rung_this_one_again() -> None:
    other = Line.objects.create(name="Other", slug="other", number="+4570200001")
    rang_at("2014-05-07 09:00", line=other)
    rang_at("2014-05-07 10:00")

    assert of_day() == (1, 0, 0)
    assert counted(other, DAY) == RepeatTally(1, 0, 0)


@pytest.mark.parametrize(
    ("outcome", "end"),
    [("answered", "answered_caller_hung_up"), ("abandoned", "abandoned"), ("diverted", "diverted_closed"),
     ("refused", "refused"), ("lost", "failed")],
)  # fmt: skip
def test_whatever_became_of_the_first_call_the_second_is_a_repeat(outcome: str, end: str) -> None:
    scenes.call("first", number=ANNA, at=local("2014-05-07 09:00"), outcome=outcome, end=end)
    rang_at("2014-05-07 10:00")

    assert of_day() == (2, 1, 1)


def test_the_days_kept_add_up_to_what_the_books_say_of_the_period() -> None:
    rang_at("2014-05-05 10:00", "2014-05-06 09:00", "2014-05-07 08:00", "2014-05-07 09:00")
    period = Period(dt.date(2014, 5, 5), dt.date(2014, 5, 8))

    for day in period.days:
        count_repeats(scenes.line(), day, local("2014-05-08 12:00"))

    assert repeats(scenes.line(), period) == counted(scenes.line(), period) == RepeatTally(4, 3, 3)


def test_rebuilding_long_afterwards_leaves_the_repeats_as_they_were() -> None:
    rang_at("2014-05-07 08:00", "2014-05-07 09:00")
    count_repeats(scenes.line(), WEDNESDAY, local("2014-05-08 12:00"))
    forget_numbers(before=local("2014-06-01 00:00"))

    rebuild(local("2014-05-08 12:00"))

    assert repeats(scenes.line(), DAY) == RepeatTally(2, 1, 1)


def test_the_days_are_kept_when_they_are_rolled_up(monkeypatch: pytest.MonkeyPatch) -> None:
    now = local("2014-05-08 12:00")
    monkeypatch.setattr("hotline.measures.upkeep.timezone.now", lambda: now)
    rang_at("2014-05-07 08:00", "2014-05-07 09:00")

    keep_up(now)

    assert repeats(scenes.line(), DAY) == RepeatTally(2, 1, 1)


def test_what_was_counted_stands_when_the_numbers_are_forgotten(settings: Settings) -> None:
    """The numbers are kept 30 days: a day whose week before is gone cannot be counted any more."""
    settings.NUMBERS_KEPT_DAYS = 30
    rang_at("2014-05-07 08:00", "2014-05-07 09:00")
    count_repeats(scenes.line(), WEDNESDAY, local("2014-05-08 12:00"))

    forget_numbers(before=local("2014-06-01 00:00"))
    assert not CallRecord.objects.exclude(number_key="").exists()
    count_repeats(scenes.line(), WEDNESDAY, local("2014-07-01 12:00"))

    assert counted(scenes.line(), DAY) == RepeatTally()
    assert repeats(scenes.line(), DAY) == RepeatTally(2, 1, 1)


def test_a_day_is_still_counted_as_long_as_the_numbers_of_its_week_before_are_there(
    settings: Settings,
) -> None:
    settings.NUMBERS_KEPT_DAYS = 30
    rang_at("2014-05-07 08:00", "2014-05-07 09:00")
    last_moment = DAY.from_at - dt.timedelta(7) + dt.timedelta(30)

    count_repeats(scenes.line(), WEDNESDAY, last_moment + dt.timedelta(seconds=1))
    assert not RepeatRoll.objects.exists()
    count_repeats(scenes.line(), WEDNESDAY, last_moment)
    assert repeats(scenes.line(), DAY) == RepeatTally(2, 1, 1)


def test_counting_a_day_twice_keeps_one_row() -> None:
    rang_at("2014-05-07 08:00")
    count_repeats(scenes.line(), WEDNESDAY, local("2014-05-07 12:00"))
    rang_at("2014-05-07 13:00")
    count_repeats(scenes.line(), WEDNESDAY, local("2014-05-07 14:00"))

    assert list(RepeatRoll.objects.values_list("day", "known", "within_day")) == [(WEDNESDAY, 2, 1)]


def test_a_period_nobody_counted_has_no_repeats() -> None:
    assert repeats(scenes.line(), Period.of_year(2014)) == RepeatTally()
