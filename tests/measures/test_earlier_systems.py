# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Of an earlier system's intervals only counts are known: they add up with calls, and invent no wait."""

import datetime as dt

import pytest

from hotline.calls.models import IntervalRecord
from hotline.measures import definitions
from hotline.measures.checks import check_day
from hotline.measures.periods import Grain, Period
from hotline.measures.queries import call_tallies, call_total
from hotline.measures.tallies import CallTally
from hotline.measures.upkeep import rebuild
from hotline.measures.weeks import Week
from hotline.organisations.models import Line
from tests.calls import scenes
from tests.measures.days import came, local, seconds

pytestmark = pytest.mark.django_db

DAY = Period.of_day(dt.date(2012, 5, 9))
WAYS = pytest.mark.parametrize("is_rolled", [False, True], ids=["from the books", "counted beforehand"])
COUNTS = {
    "arrived": 20, "turned_away": 2, "answered": 12, "in_time": 9, "abandoned": 4, "short_abandoned": 1,
    "diverted": 1, "lost": 1, "waited_ms": 240_000,
}  # fmt: skip
"""20 came: 2 turned away and 18 offered = 12 answered + 4 abandoned + 1 diverted + 1 lost."""


def interval(at: str, line: Line | None = None, minutes: int = 15, **counts: int) -> IntervalRecord:
    return IntervalRecord.objects.create(
        line=line or scenes.line(), start=local(at), minutes=minutes, **COUNTS | counts
    )


def total(period: Period = DAY, *, is_rolled: bool = False) -> CallTally:
    if is_rolled:
        rebuild(local("2012-05-12 12:00"))
    return call_total(scenes.line(), period)


@WAYS
def test_the_counts_stand_where_the_interval_begins(is_rolled: bool) -> None:
    interval("2012-05-09 08:00")
    interval("2012-05-09 09:45", minutes=30, arrived=19, answered=11)

    tally = total(is_rolled=is_rolled)

    assert (tally.arrived, tally.answered, tally.in_time) == (39, 23, 18)
    quarters = call_tallies(scenes.line(), DAY, Grain.QUARTER)
    assert {start: each.arrived for start, each in quarters.items()} == {
        local("2012-05-09 08:00"): 20,
        local("2012-05-09 09:45"): 19,
    }


@WAYS
def test_what_can_be_told_from_counts_is_told_and_the_rest_is_not(is_rolled: bool) -> None:
    interval("2012-05-09 08:00")

    tally = total(is_rolled=is_rolled)

    assert definitions.unexplained(tally) == 0
    assert definitions.offered(tally) == 18
    assert definitions.service_level(tally) == 9 / 15  # 12 answered + 3 that gave up later
    assert definitions.abandonment(tally) == 3 / 15
    assert definitions.mean_wait(tally) == seconds(20)
    assert (definitions.median_wait(tally), definitions.ninetieth_wait(tally)) == (None, None)
    assert definitions.median_patience(tally) is None


@WAYS
def test_an_interval_and_a_call_of_the_same_quarter_are_one_sum(is_rolled: bool) -> None:
    interval("2012-05-09 08:00")
    came("c", "2012-05-09 08:05", "answered", wait=33)

    tally = total(is_rolled=is_rolled)

    assert (tally.arrived, tally.answered, tally.waited_ms) == (21, 13, 273_000)
    assert dict(tally.waits) == {33: 1}
    assert definitions.mean_wait(tally) == seconds(21)


def test_intervals_at_the_edges_of_a_day_belong_to_the_day_they_begin_on() -> None:
    interval("2012-05-08 23:45")
    interval("2012-05-09 00:00")
    interval("2012-05-09 23:45", minutes=30)
    interval("2012-05-10 00:00")

    assert total().arrived == 40
    assert total(Period.of_week(Week(2012, 19))).arrived == 80


def test_another_lines_intervals_are_its_own() -> None:
    other = Line.objects.create(name="Other", slug="other", number="+4570200001")
    interval("2012-05-09 08:00", other)

    assert total() == CallTally()
    assert call_total(other, DAY).arrived == 20


@WAYS
def test_a_day_of_intervals_passes_every_check(is_rolled: bool) -> None:
    interval("2012-05-09 08:00")
    came("c", "2012-05-09 08:05", "answered", wait=33)
    if is_rolled:
        rebuild(local("2012-05-12 12:00"))

    found = check_day(scenes.line(), dt.date(2012, 5, 9), local("2012-05-10 07:00"))

    assert [finding for finding in found if not finding.is_right] == []


def test_an_interval_told_again_with_other_counts_is_found_by_the_check_until_its_day_is_rolled_up() -> None:
    kept = interval("2012-05-09 08:00")
    came("c", "2012-05-09 08:05", "answered", wait=33)
    rebuild(local("2012-05-12 12:00"))
    IntervalRecord.objects.filter(pk=kept.pk).update(arrived=21, answered=13)

    def wrong() -> list[tuple[str, tuple[str, ...]]]:
        found = check_day(scenes.line(), dt.date(2012, 5, 9), local("2012-05-10 07:00"))
        return [(finding.name.value, finding.calls) for finding in found if not finding.is_right]

    assert wrong() == [("roll_ups", ("c",))]
    rebuild(local("2012-05-12 13:00"))
    assert wrong() == []
