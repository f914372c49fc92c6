# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Keeping up and building anew are stopped in the middle, or overtaken: no figure is wrong for that."""

import datetime as dt

import pytest

from hotline.measures.dimensions import Dimension
from hotline.measures.models import RolledDay
from hotline.measures.periods import DAY, Period
from hotline.measures.queries import call_total, inquiry_counts
from hotline.measures.rolled import inquiry_parts
from hotline.measures.rolling import unroll
from hotline.measures.upkeep import keep_up, rebuild
from hotline.people.models import User
from tests.calls import scenes
from tests.inquiries.desk import registered
from tests.measures.days import local

pytestmark = pytest.mark.django_db

AN_HOUR = dt.timedelta(hours=1)
MAY = Period.of_month(2014, 5)
BY_WEEK = [Dimension.WEEK, Dimension.TOPIC, Dimension.PLACE]
NOW = local("2014-06-02 12:00")
A_MINUTE_LATER = local("2014-06-02 12:01")


class Stopped(Exception):
    """The process is gone."""


@pytest.fixture
def alma() -> User:
    return scenes.agent("Alma")


def came_and_was_registered(alma: User, *days: int, call_id: str = "c", now: dt.datetime = NOW) -> None:
    for day in days:
        call = scenes.answered_by(alma, f"{call_id}{day}", at=local(f"2014-05-{day:02} 12:00"))
        registered(alma, call, scenes.authority(), now=now)


def stopped_after(days: int) -> None:
    """Building anew, until so many days are done."""

    def stop(done: int, _calls: int, _all: int) -> None:
        if done == days:
            raise Stopped

    with pytest.raises(Stopped):
        rebuild(NOW, told=stop)


def test_building_anew_that_is_stopped_leaves_every_figure_as_it_was(alma: User) -> None:
    came_and_was_registered(alma, 5, 7, 30)
    keep_up(NOW)

    stopped_after(2)

    assert inquiry_counts(scenes.line(), MAY) == {(): 3}
    assert call_total(scenes.line(), MAY).answered == 3


def test_what_came_just_before_building_anew_was_stopped_is_not_forgotten(alma: User) -> None:
    came_and_was_registered(alma, 5, 7, 30, now=NOW - 2 * AN_HOUR)
    keep_up(NOW - AN_HOUR)
    came_and_was_registered(alma, 30, call_id="new", now=NOW - AN_HOUR / 2)

    stopped_after(2)
    keep_up(A_MINUTE_LATER)

    assert inquiry_counts(scenes.line(), MAY) == {(): 4}


def test_building_anew_for_the_first_time_can_be_stopped_and_gone_on_with(alma: User) -> None:
    came_and_was_registered(alma, 5, 7, 30)

    stopped_after(1)
    assert inquiry_counts(scenes.line(), MAY) == {(): 3}
    keep_up(A_MINUTE_LATER)

    assert inquiry_counts(scenes.line(), MAY, [Dimension.DAY]) == {
        (dt.date(2014, 5, day),): 1 for day in (5, 7, 30)
    }
    assert RolledDay.objects.filter(line=scenes.line(), day=dt.date(2014, 5, 30)).exists()


def test_a_day_touched_while_a_period_is_read_is_not_missing_in_what_is_read(alma: User) -> None:
    # The reader has begun when days of weeks 21 and 22 are found to be touched.
    came_and_was_registered(alma, 5, 7, 13, 20, 28)
    keep_up(NOW)
    unroll(scenes.line(), [dt.date(2014, 5, 13)])

    reading = inquiry_parts(scenes.line(), MAY, BY_WEEK, {})
    read = [next(reading)]
    unroll(scenes.line(), [dt.date(2014, 5, 20), dt.date(2014, 5, 28)])
    read += reading

    assert sum(number for *_values, number in read) == 5


def test_time_goes_on_and_the_new_day_is_kept_too(alma: User) -> None:
    came_and_was_registered(alma, 5)
    keep_up(local("2014-05-05 23:59"))
    came_and_was_registered(alma, 6)

    keep_up(local("2014-05-06 23:59"))

    days = RolledDay.objects.filter(line=scenes.line()).values_list("day", flat=True)
    assert list(days) == [dt.date(2014, 5, 5), dt.date(2014, 5, 6)]
    assert inquiry_counts(scenes.line(), Period(dt.date(2014, 5, 5), dt.date(2014, 5, 6) + DAY)) == {(): 2}
