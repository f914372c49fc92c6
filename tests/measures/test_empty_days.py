# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Days without anything in them: a week or month that ends with some is counted like any other."""

import datetime as dt

import pytest

from hotline.measures.dimensions import Dimension
from hotline.measures.models import RolledDay
from hotline.measures.periods import Period
from hotline.measures.queries import inquiry_counts
from hotline.measures.upkeep import keep_up, rebuild
from hotline.measures.weeks import Week
from hotline.people.models import User
from tests.calls import scenes
from tests.inquiries.desk import registered, topic
from tests.measures.days import local

pytestmark = pytest.mark.django_db

BY_WEEK = [Dimension.WEEK, Dimension.TOPIC]
BY_MONTH = [Dimension.MONTH, Dimension.TOPIC]
MAY = Period.of_month(2014, 5)


@pytest.fixture
def alma() -> User:
    return scenes.agent("Alma")


def registered_on(alma: User, *days: str) -> None:
    for day in days:
        at = local(f"{day} 12:00")
        registered(alma, scenes.answered_by(alma, f"c{day}", at=at), scenes.authority(), now=at)


def kept_up_every_evening(first: str, last: str) -> None:
    period = Period(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    for day in (*period.days, period.to_on):
        keep_up(local(f"{day} 23:30"))


def test_a_week_that_ends_with_an_empty_weekend_is_counted_when_it_is_over(alma: User) -> None:
    registered_on(alma, "2014-05-05", "2014-05-06", "2014-05-09")

    kept_up_every_evening("2014-05-09", "2014-05-12")

    assert inquiry_counts(scenes.line(), MAY, BY_WEEK) == {(Week(2014, 19), topic().pk): 3}


def test_a_month_that_ends_with_empty_days_is_counted_when_it_is_over(alma: User) -> None:
    registered_on(alma, "2014-05-27", "2014-05-28")

    kept_up_every_evening("2014-05-28", "2014-06-03")

    assert inquiry_counts(scenes.line(), MAY, BY_MONTH) == {(dt.date(2014, 5, 1), topic().pk): 2}
    assert inquiry_counts(scenes.line(), Period.of_week(Week(2014, 22)), BY_WEEK) == {
        (Week(2014, 22), topic().pk): 2
    }


@pytest.mark.parametrize(
    "days", [["2014-05-05"], ["2014-05-07"], ["2014-05-11"], ["2014-05-05", "2014-05-11"]]
)
def test_wherever_the_empty_days_of_a_week_lie_all_of_it_is_counted(alma: User, days: list[str]) -> None:
    registered_on(alma, *days)
    keep_up(local("2014-05-20 12:00"))
    kept_up = inquiry_counts(scenes.line(), MAY, BY_WEEK)

    rebuild(local("2014-05-20 12:00"))

    assert kept_up == inquiry_counts(scenes.line(), MAY, BY_WEEK)
    assert kept_up == {(Week(2014, 19), topic().pk): len(days)}


def test_empty_days_count_as_looked_at(alma: User) -> None:
    registered_on(alma, "2014-05-05", "2014-05-08")

    keep_up(local("2014-05-10 12:00"))

    days = RolledDay.objects.filter(line=scenes.line()).values_list("day", flat=True)
    assert list(days) == [dt.date(2014, 5, day) for day in range(5, 11)]


def test_an_inquiry_registered_later_on_an_empty_day_is_counted(alma: User) -> None:
    registered_on(alma, "2014-05-05", "2014-05-08")
    keep_up(local("2014-05-10 12:00"))
    call = scenes.answered_by(alma, "late", at=local("2014-05-06 12:00"))
    registered(alma, call, scenes.authority(), now=local("2014-05-10 13:00"))

    keep_up(local("2014-05-10 13:01"))

    assert inquiry_counts(scenes.line(), MAY) == {(): 3}
    assert inquiry_counts(scenes.line(), Period.of_day(dt.date(2014, 5, 6))) == {(): 1}
