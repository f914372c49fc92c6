# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Agents' parts of calls by hand: handed on, cut off, still going on, without a wrap-up, by authority."""

import datetime as dt

import pytest

from hotline.calls.models import SegmentRecord
from hotline.measures.definitions import mean_handling, mean_hold, mean_talk, mean_wrap_up
from hotline.measures.periods import Grain, Period
from hotline.measures.queries import call_total, handling_by_authority, handling_tallies, handling_total
from hotline.measures.tallies import HandlingTally
from hotline.measures.upkeep import rebuild
from hotline.organisations.models import Line
from hotline.people.models import User
from tests.calls import scenes
from tests.measures.days import came, local, part, seconds

pytestmark = pytest.mark.django_db

DAY = Period.of_day(dt.date(2014, 5, 7))
WAYS = pytest.mark.parametrize("is_rolled", [False, True], ids=["from the books", "counted beforehand"])


@pytest.fixture
def alma() -> User:
    return scenes.agent("Alma")


@pytest.fixture
def dina() -> User:
    return scenes.agent("Dina", of=scenes.viborg())


def total(*, is_rolled: bool = False) -> HandlingTally:
    if is_rolled:
        rebuild(local("2014-05-09 12:00"))
    return handling_total(scenes.line(), DAY)


@WAYS
def test_hold_is_no_talk(alma: User, is_rolled: bool) -> None:
    part(came("c", "2014-05-07 09:00", "answered", talk=100), alma, talk=70, hold=30)

    found = total(is_rolled=is_rolled)
    assert (found.talk_ms, found.hold_ms, found.handled_ms) == (70_000, 30_000, 100_000)


@WAYS
def test_a_call_that_two_agents_spoke_is_one_call_and_two_parts(
    alma: User, dina: User, is_rolled: bool
) -> None:
    call = came("c", "2014-05-07 09:00", "answered", talk=300)
    part(call, alma, talk=100, wrap_up=20)
    part(call, dina, talk=200, wrap_up=40, after=100)

    found = total(is_rolled=is_rolled)

    assert call_total(scenes.line(), DAY).answered == 1
    assert found.segments == 2
    assert (mean_handling(found), mean_talk(found), mean_wrap_up(found)) == (
        seconds(180), seconds(150), seconds(30),
    )  # fmt: skip


@WAYS
def test_a_part_that_still_goes_on_is_not_counted_until_it_is_over(alma: User, is_rolled: bool) -> None:
    call = came("c", "2014-05-07 09:00", "talking")
    going_on = part(call, alma, talk=60)
    SegmentRecord.objects.filter(pk=going_on.pk).update(ended_at=None, wrapped_up_at=None, end="")

    assert total(is_rolled=is_rolled) == HandlingTally()

    SegmentRecord.objects.filter(pk=going_on.pk).update(ended_at=call.arrived_at + seconds(70))
    assert total(is_rolled=is_rolled) == HandlingTally(segments=1, talk_ms=60_000)


@WAYS
def test_a_part_without_a_wrap_up_has_one_of_nothing(alma: User, is_rolled: bool) -> None:
    part(came("c1", "2014-05-07 09:00", "answered"), alma, talk=60)
    part(came("c2", "2014-05-07 09:10", "answered"), alma, talk=60, wrap_up=0)
    part(came("c3", "2014-05-07 09:20", "answered"), alma, talk=60, wrap_up=90)

    found = total(is_rolled=is_rolled)
    assert (found.wrap_up_ms, mean_wrap_up(found)) == (90_000, seconds(30))


@WAYS
def test_who_was_held_for_the_whole_call_was_not_talked_with(alma: User, is_rolled: bool) -> None:
    part(came("c", "2014-05-07 09:00", "answered"), alma, talk=0, hold=45)

    found = total(is_rolled=is_rolled)
    assert (mean_talk(found), mean_hold(found)) == (seconds(0), seconds(45))


@WAYS
def test_a_wrap_up_over_midnight_stays_with_the_call(alma: User, is_rolled: bool) -> None:
    part(came("c", "2014-05-07 23:58:00", "answered", wait=10, talk=60), alma, talk=60, wrap_up=300)

    found = total(is_rolled=is_rolled)
    assert found.wrap_up_ms == 300_000
    assert handling_total(scenes.line(), Period.of_day(dt.date(2014, 5, 8))) == HandlingTally()


@WAYS
def test_each_authoritys_parts_add_up_to_all(alma: User, dina: User, is_rolled: bool) -> None:
    alone = User.objects.create_user("bo", name="Bo")
    for number, agent in enumerate((alma, alma, dina, alone)):
        call = came(f"c{number}", f"2014-05-07 {9 + number:02}:00", "answered", talk=60)
        part(call, agent, talk=60, hold=number, wrap_up=number * 10)
    if is_rolled:
        rebuild(local("2014-05-09 12:00"))
    line = scenes.line()

    found = handling_by_authority(line, DAY, Grain.DAY)

    assert {authority: tally.segments for (_start, authority), tally in found.items()} == {
        scenes.authority().pk: 2,
        scenes.viborg().pk: 1,
        0: 1,  # belongs to no authority
    }
    assert HandlingTally.sum(found.values()) == handling_total(line, DAY)
    assert handling_tallies(line, DAY, Grain.DAY) == {DAY.from_at: handling_total(line, DAY)}


@pytest.mark.parametrize("grain", list(Grain))
def test_cut_into_any_grain_the_parts_add_up_to_the_same(alma: User, dina: User, grain: Grain) -> None:
    for number in range(12):
        call = came(f"c{number}", local("2014-10-25 18:00") + number * dt.timedelta(minutes=67), "answered")
        part(call, dina if number % 3 else alma, talk=10 + number, hold=number, wrap_up=5)
    period = Period(dt.date(2014, 10, 25), dt.date(2014, 10, 28))

    found = handling_by_authority(scenes.line(), period, grain)

    # Talk 10 + 11 + … + 21 = 186, hold 0 + 1 + … + 11 = 66, wrap-up 12 times 5 = 60 seconds.
    assert HandlingTally.sum(found.values()) == HandlingTally(12, 186_000, 66_000, 60_000)


def test_another_lines_parts_are_its_own(alma: User) -> None:
    other = Line.objects.create(name="Other", slug="other", number="+4570200001")
    part(came("c", "2014-05-07 09:00", "answered", line=other), alma, talk=60)

    assert total() == HandlingTally()
    assert handling_total(other, DAY).talk_ms == 60_000


def test_a_fraction_of_a_second_is_kept_to_the_millisecond(alma: User) -> None:
    part(
        came("c", "2014-05-07 09:00:00.123", "answered", wait=1.5, talk=9),
        alma,
        talk=7.25,
        hold=1.125,
        wrap_up=0.004,
    )

    found = total()
    assert (found.talk_ms, found.hold_ms, found.wrap_up_ms) == (7_250, 1_125, 4)
