# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The roll-ups follow the journal while it is written, leap over years without a call, and can be rebuilt."""

import datetime as dt
from random import Random

import pytest
from click.testing import CliRunner
from django.db.models import Max
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from hotline.calls.actions import append
from hotline.calls.models import CallRecord, Entry, IntervalRecord
from hotline.calls.queries import last_position
from hotline.jobs.table import JOBS
from hotline.measures import raw, rolled
from hotline.measures.command_line import figures
from hotline.measures.models import CallRoll, Reached, RolledDay
from hotline.measures.periods import DAY, Grain, Period
from hotline.measures.queries import call_total
from hotline.measures.rolling import is_rolled, unroll
from hotline.measures.sign_ins import position_at
from hotline.measures.targets import Targets
from hotline.measures.upkeep import keep_up, missing, rebuild, whole_past
from hotline.organisations.models import Line
from tests.calls import scenes
from tests.calls.written_mornings import a_morning, callers_of, people_and_lines, story_of_the

pytestmark = pytest.mark.django_db

TODAY = dt.date(2014, 5, 7)
EVENING = dt.datetime(2014, 5, 7, 20, tzinfo=dt.UTC)


def rolled_up(line: Line, period: Period) -> dict[dt.datetime, object]:
    return dict(rolled.call_parts(line, period, Grain.QUARTER))


def in_the_books(line: Line, period: Period) -> dict[dt.datetime, object]:
    return dict(raw.call_quarters(line, period.from_at, period.to_at, Targets()))


@pytest.mark.parametrize("number", [21, 22])
def test_after_every_turn_the_roll_ups_are_what_the_journal_led_to(number: int) -> None:
    """Calls wait over a turn, end by a deadline that names no call, wrap-ups end; each turn finds it all."""
    people_and_lines()
    chance, story, position = Random(number), story_of_the(a_morning(number)), 0
    now = dt.datetime.fromtimestamp(story[-1][0].at / 1000, dt.UTC)
    period = Period.of_day(timezone.localdate(now))
    while story:
        size = chance.randint(20, 60)
        group, story = story[:size], story[size:]
        position = append(
            after=position,
            seen=[event for event, _bookings in group],
            bookings=[booking for _event, bookings in group for booking in bookings],
            callers=callers_of(group),
        )
        keep_up(now)
        for line in Line.objects.filter(calls__isnull=False).distinct():
            assert is_rolled(line, period)
            assert rolled_up(line, period) == in_the_books(line, period)
    assert Reached.objects.get().position == position


def test_a_call_that_was_still_here_is_looked_at_again_however_old_it_is() -> None:
    """The exchange was away for days; when it is back, a deadline ends the call without naming it."""
    scenes.call("long", outcome="", answered_at=None)
    scenes.call("ended")
    keep_up(EVENING)
    CallRecord.objects.filter(pk="long").update(ended_at=scenes.NOON, end="media_lost", outcome="lost")
    Entry.objects.create(position=1, at=0, kind="DeadlineReached", body="{}")

    keep_up(EVENING + 5 * DAY)

    assert call_total(scenes.line(), Period.of_day(TODAY)).lost == 1
    assert not CallRoll.objects.filter(still_here__gt=0).exists()


def test_nothing_new_in_the_journal_is_nothing_looked_at() -> None:
    scenes.call()
    keep_up(EVENING)
    before = RolledDay.objects.aggregate(at=Max("at"))

    assert keep_up(EVENING) == 0
    assert RolledDay.objects.aggregate(at=Max("at")) == before


def test_years_without_a_call_are_leapt_over() -> None:
    """A line with calls in 2014 and again twelve years later: two days to count, and every day rolled up."""
    later = scenes.NOON.replace(year=2026)
    scenes.call("then")
    scenes.call("now", at=later)

    did = keep_up(later)

    past = whole_past(scenes.line(), later)
    assert did == 2
    assert past == Period(TODAY, TODAY.replace(year=2026) + DAY)
    assert is_rolled(scenes.line(), past)
    assert call_total(scenes.line(), past).arrived == 2


def test_leaping_costs_the_same_however_long_the_leap(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    scenes.call("then")
    scenes.call("now", at=scenes.NOON.replace(year=2026))

    with django_assert_max_num_queries(40):
        assert len(list(missing(scenes.NOON.replace(year=2026)))) == 2


def test_the_latest_days_are_rolled_up_first() -> None:
    for ago in range(4):
        scenes.call(f"c{ago}", at=scenes.NOON - ago * DAY)

    days = [day for line, day in missing(EVENING) if line]

    assert days == [TODAY - ago * DAY for ago in range(4)]


def test_a_call_of_the_future_rolls_nothing_up() -> None:
    """A clock gone wrong."""
    scenes.call(at=scenes.NOON.replace(year=2099))

    assert whole_past(scenes.line(), EVENING) is None
    assert keep_up(EVENING) == 0


def test_an_earlier_systems_intervals_are_rolled_up_with_the_calls() -> None:
    IntervalRecord.objects.create(
        line=scenes.line(), start=scenes.NOON - 3 * DAY, minutes=15, arrived=9, answered=7, in_time=5,
        abandoned=2, waited_ms=70_000,
    )  # fmt: skip
    scenes.call()

    keep_up(EVENING)

    week = Period(TODAY - 3 * DAY, TODAY + DAY)
    assert is_rolled(scenes.line(), week)
    assert call_total(scenes.line(), week).arrived == 10


def test_what_is_written_into_the_past_counts_as_soon_as_its_days_are_unrolled() -> None:
    scenes.call("c1")
    keep_up(EVENING)
    scenes.call("imported", at=scenes.NOON + dt.timedelta(hours=1))
    day = Period.of_day(TODAY)
    assert call_total(scenes.line(), day).arrived == 1

    assert unroll(scenes.line(), [TODAY]) == 1

    assert call_total(scenes.line(), day).arrived == 2
    assert rolled.updated_at(scenes.line(), day) is None
    assert keep_up(EVENING) == 1
    assert call_total(scenes.line(), day).arrived == 2


def test_a_rebuild_begins_where_the_journal_is() -> None:
    people_and_lines()
    story = story_of_the(a_morning(23))
    append(
        after=0,
        seen=[event for event, _bookings in story],
        bookings=[booking for _event, bookings in story for booking in bookings],
        callers=callers_of(story),
    )
    now = dt.datetime.fromtimestamp(story[-1][0].at / 1000, dt.UTC)

    calls = rebuild(now)

    assert calls == CallRecord.objects.count()
    assert Reached.objects.get().position == last_position() == len(story)
    assert keep_up(now) == 0


@pytest.mark.parametrize(
    ("at", "position"), [(0, 0), (1_000, 1), (1_001, 2), (2_000, 2), (5_000, 5), (9_000, 6)]
)
def test_the_journals_place_at_an_instant_is_found_by_halving(at: int, position: int) -> None:
    for number in range(1, 6):
        Entry.objects.create(position=number, at=number * 1_000, kind="DeadlineReached", body="{}")

    assert position_at(dt.datetime.fromtimestamp(at / 1000, dt.UTC)) == position


def test_the_command_rebuilds_and_tells_how_far_it_is() -> None:
    scenes.call()

    told = CliRunner().invoke(figures, ["rebuild"])

    assert told.exit_code == 0
    assert told.output.endswith("The figures of 1 calls are built anew.\n")
    assert "days, 1 calls," in told.output
    assert RolledDay.objects.filter(day=TODAY).exists()


def test_the_jobs_roll_up_within_a_minute_and_check_every_day() -> None:
    every = {job.name: job.every for job in JOBS}

    assert every["roll up figures"] <= dt.timedelta(minutes=1)
    assert every["check figures"] == DAY
