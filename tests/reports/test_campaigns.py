# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Campaigns measured on a line with opening hours, holidays and other campaigns."""

import datetime as dt

import pytest
import time_machine
from django.test import Client

from hotline.organisations.actions import publish_hours
from hotline.organisations.models import ExceptionalDay
from hotline.planning.models import Campaign
from hotline.reports.campaigns import Campaigns, Measured
from tests.calls import scenes
from tests.inquiries.desk import cost, text_of
from tests.organisations.schedules import THE_WEEK
from tests.reports.world import A_WEEK, inquiries, local, reader, the_letter

pytestmark = pytest.mark.django_db

TUESDAY = local("2014-05-06T10:00")
A_DAY = dt.timedelta(days=1)
LATER = local("2014-09-01T12:00")


@pytest.fixture(autouse=True)
def _hours() -> None:
    publish_hours(scenes.line(), THE_WEEK, dt.date(2013, 1, 1))


def ordinary_weeks(number: int = 5, before: dt.datetime = TUESDAY) -> None:
    """Three inquiries a day, but for the days the line is closed."""
    for day in range(1, 7 * number + 1):
        at = before - day * A_DAY
        if at.isoweekday() != 6:
            inquiries(3, at=at)


def measured(campaign: Campaign, now: dt.datetime = LATER) -> Measured:
    return Campaigns.of(scenes.line(), now).measured(campaign)


def test_what_came_is_laid_beside_what_the_weekdays_had_before() -> None:
    ordinary_weeks()
    letter = the_letter()
    inquiries(20, at=TUESDAY)
    inquiries(12, at=TUESDAY + A_DAY)
    effect = measured(letter).effect

    assert effect
    assert [(day.on.day, day.came, day.expected.estimate) for day in effect.days] == [(6, 20, 3), (7, 12, 3)]
    assert effect.is_seen


def test_closed_days_count_neither_before_nor_since() -> None:
    ordinary_weeks()
    ExceptionalDay.objects.create(
        line=scenes.line(), day_on="2014-05-07", kind="closed", name="Lukket", is_holiday=True
    )
    letter = the_letter()
    inquiries(20, at=TUESDAY)
    inquiries(20, at=TUESDAY + 2 * A_DAY)
    effect = measured(letter).effect

    assert effect
    assert [day.on.day for day in effect.days] == [6, 8]
    assert 6 not in effect.baseline.means


def test_it_is_followed_for_three_weeks_after_its_last_stage() -> None:
    ordinary_weeks()
    letter = the_letter((("2014-05-06", "2014-05-08"), ("2014-05-20", None)))
    inquiries(1, at=TUESDAY + 20 * A_WEEK)

    assert measured(letter, LATER + 52 * A_WEEK).period.to_on == dt.date(2014, 6, 10)


def test_days_beyond_what_is_counted_are_not_taken_for_quiet_ones() -> None:
    ordinary_weeks()
    letter = the_letter()
    inquiries(20, at=TUESDAY)

    assert measured(letter).period.to_on == dt.date(2014, 5, 7)


def test_today_is_not_over_and_not_measured() -> None:
    ordinary_weeks()
    letter = the_letter()
    for day in range(4):
        inquiries(9, at=TUESDAY + day * A_DAY)

    assert measured(letter, TUESDAY + 2 * A_DAY).period.to_on == dt.date(2014, 5, 8)


def test_days_of_another_campaign_are_not_ordinary() -> None:
    ordinary_weeks(8)
    other = the_letter((("2014-04-22", None),))
    inquiries(50, at=local("2014-04-23T10:00"))
    letter = the_letter()
    inquiries(20, at=TUESDAY)
    found = measured(letter)

    assert found.effect
    assert found.effect.expected.estimate == 3
    assert found.others == (other,)


def test_days_before_the_first_inquiry_are_not_counted_as_empty() -> None:
    ordinary_weeks(3)
    letter = the_letter()
    inquiries(20, at=TUESDAY)
    effect = measured(letter).effect

    assert effect
    assert effect.baseline.means[2] == 3


def test_a_new_line_knows_too_little_and_says_so() -> None:
    letter = the_letter()
    inquiries(20, at=TUESDAY)
    page = text_of(reader().get(f"/reports/hotline/campaigns/{letter.pk}/"))

    assert "Too few ordinary days lie before it to tell what it caused." in page
    assert "report-table" not in page


def test_each_topic_has_a_baseline_of_its_own() -> None:
    ordinary_weeks()
    letter = the_letter()
    inquiries(12, at=TUESDAY, about=("regionens-brev",))
    inquiries(4, at=TUESDAY)
    topics = dict(measured(letter).topics)

    assert list(topics) == ["Regionens-Brev", "Fritagelse"]
    assert (topics["Regionens-Brev"].came, topics["Regionens-Brev"].expected.estimate) == (12, 0)
    assert (topics["Fritagelse"].came, topics["Fritagelse"].expected.estimate) == (4, 3)


def test_the_page_tells_it_in_words_with_span_and_method() -> None:
    ordinary_weeks()
    letter = the_letter()
    inquiries(30, at=TUESDAY)
    page = text_of(reader().get(f"/reports/hotline/campaigns/{letter.pk}/"))

    assert "30 inquiries came on 1 open days, where 3 were to be expected: ×10.00, or 27 more" in page
    assert "The highest day was 6 May 2014 with 30 against 3 expected." in page
    assert "quasi-Poisson" in page
    assert "Definitions version 1." in page


def test_an_effect_nobody_can_see_is_told_as_none() -> None:
    ordinary_weeks()
    letter = the_letter()
    inquiries(4, at=TUESDAY)
    page = text_of(reader().get("/reports/hotline/campaigns/"))

    assert letter.name in page
    assert "4 inquiries came on 1 open days: no more than the days before explain." in page


def test_there_is_no_campaign_yet() -> None:
    assert "Nothing is announced." in text_of(reader().get("/reports/hotline/campaigns/"))


def test_a_campaign_without_stages_is_left_out() -> None:
    the_letter(())

    assert Campaigns.of(scenes.line(), LATER).found == ()


def test_one_that_has_not_begun_is_told_without_figures() -> None:
    ordinary_weeks()
    letter = the_letter((("2014-10-01", None),))

    assert measured(letter).effect is None


@pytest.mark.parametrize("part", ["days", "topics"])
@pytest.mark.parametrize("extension", ["csv", "xlsx", "json"])
def test_its_tables_are_taken_home(client: Client, part: str, extension: str) -> None:
    ordinary_weeks()
    letter = the_letter()
    inquiries(20, at=TUESDAY)

    assert reader().get(f"/reports/hotline/campaigns/{letter.pk}/{part}.{extension}").status_code == 200


def test_many_campaigns_cost_no_more_than_one() -> None:
    ordinary_weeks(2)
    the_letter()
    client = reader()
    with time_machine.travel(LATER):
        few = cost(client, "/reports/hotline/campaigns/")
        for day in range(6, 12):
            the_letter(((f"2014-05-{day:02}", None),))

        assert cost(client, "/reports/hotline/campaigns/") == few  # a topic's names for each campaign's day
