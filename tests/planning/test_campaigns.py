# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What is announced: the letter to every household, the hospitals' stages, and who may read of them."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from hotline.organisations.models import Line
from hotline.planning import example
from hotline.planning.models import Campaign, Stage
from hotline.planning.queries import campaigns_for
from tests.calls import scenes
from tests.inquiries.desk import cost, signed_in, text_of

pytestmark = pytest.mark.django_db

CAMPAIGNS = reverse("planning:campaigns")
SIXTH = dt.date(2014, 5, 6)


def campaign(name: str = "A letter", line: Line | None = None, from_on: dt.date = SIXTH) -> Campaign:
    announced = Campaign.objects.create(
        line=line or scenes.line(),
        sender=scenes.region(),
        name=name,
        kind=Campaign.Kind.HOUSEHOLD_LETTER,
        audience="All households",
    )
    announced.stages.create(
        name="Delivery", from_on=from_on, to_on=from_on + dt.timedelta(days=2), volume=600_000
    )
    return announced


def test_the_example_announces_the_letter_and_the_hospitals_stages() -> None:
    example.load()

    found = {
        one.name: [(stage.from_on, stage.last_on) for stage in one.stages.all()]
        for one in Campaign.objects.all()
    }
    assert found == {
        example.LETTER: [(SIXTH, dt.date(2014, 5, 7))],
        example.HOSPITALS: [
            (dt.date(2014, 5, 15), dt.date(2014, 6, 1)),
            (dt.date(2014, 6, 2), dt.date(2014, 6, 15)),
            (dt.date(2014, 6, 16), None),
        ],
    }
    letter = Campaign.objects.get(name=example.LETTER)
    assert (letter.sender.name, letter.kind) == ("Region Midtjylland", "household_letter")
    assert {topic.code for topic in letter.topics.all()} == set(example.LETTER_TOPICS)


def test_loading_the_example_again_changes_nothing() -> None:
    example.load()
    example.load()

    assert (Campaign.objects.count(), Stage.objects.count()) == (2, 4)


def test_a_planner_reads_when_what_goes_to_whom_and_finds_the_weeks_figures() -> None:
    campaign()

    page = text_of(signed_in(scenes.person("Pia", "planner")).get(CAMPAIGNS))

    assert "Letter to households · from Region Midtjylland to: All households" in page
    assert "<td>May 6, 2014</td> <td>May 7, 2014</td>" in page
    assert "600,000" in page
    assert f'{reverse("measures:figures")}?line=hotline&amp;year=2014&amp;week=19"' in page


def test_a_stage_without_an_end_or_a_number_of_letters_says_so() -> None:
    announced = campaign()
    announced.stages.update(to_on=None, volume=None)

    page = text_of(signed_in(scenes.person("Pia", "planner")).get(CAMPAIGNS))

    assert '<td>–</td> <td class="number">not known</td>' in page


def test_what_begins_first_stands_first() -> None:
    campaign("Later", from_on=dt.date(2014, 6, 1))
    campaign("Sooner", from_on=dt.date(2014, 3, 1))

    assert [one.name for one in campaigns_for(scenes.person("Pia", "planner"))] == ["Sooner", "Later"]


@pytest.mark.parametrize(
    ("role", "status"),
    [("planner", 200), ("duty_lead", 200), ("administrator", 200), ("agent", 403), ("editor", 403)],
)
def test_campaigns_are_for_those_who_plan(role: str, status: int) -> None:
    assert signed_in(scenes.person("Rie", role)).get(CAMPAIGNS).status_code == status


def test_who_is_not_signed_in_is_asked_to_sign_in() -> None:
    assert Client().get(CAMPAIGNS).status_code == 302


def test_the_planner_of_one_line_does_not_see_anothers_campaigns() -> None:
    other = Line.objects.create(name="Other", slug="other", number="+4570200001")
    campaign("Not mine", line=other)

    page = text_of(signed_in(scenes.person("Pia", "planner")).get(CAMPAIGNS))

    assert "Nothing is announced." in page


def test_a_stage_cannot_end_before_it_begins() -> None:
    announced = campaign()

    with transaction.atomic(), pytest.raises(IntegrityError):
        announced.stages.create(name="Backwards", from_on=SIXTH, to_on=SIXTH)


def test_a_stage_in_the_first_days_of_january_belongs_to_its_iso_week() -> None:
    assert Stage(from_on=dt.date(2016, 1, 1)).iso_week == (2015, 53)


def test_the_list_costs_the_same_with_three_campaigns_as_with_one() -> None:
    client = signed_in(scenes.person("Pia", "planner"))
    campaign("First")
    with_one = cost(client, CAMPAIGNS)

    campaign("Second")
    campaign("Third")

    assert cost(client, CAMPAIGNS) == with_one
