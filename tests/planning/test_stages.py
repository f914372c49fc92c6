# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Stages are said as people say them, and the page reads the same in Danish."""

import datetime as dt

import pytest
from django.urls import reverse

from hotline.organisations.models import Line
from hotline.planning import example
from hotline.planning.models import Campaign, Stage
from hotline.planning.queries import campaigns_for
from tests.calls import scenes
from tests.inquiries.desk import signed_in, text_of, topic

SIXTH = dt.date(2014, 5, 6)


@pytest.mark.parametrize(
    ("to_on", "last_on"),
    [(None, None), (dt.date(2014, 5, 7), SIXTH), (dt.date(2014, 6, 1), dt.date(2014, 5, 31))],
)
def test_the_last_day_is_the_one_before_the_first_outside(
    to_on: dt.date | None, last_on: dt.date | None
) -> None:
    assert Stage(from_on=SIXTH, to_on=to_on).last_on == last_on


@pytest.mark.parametrize(
    ("from_on", "week"),
    [
        (SIXTH, (2014, 19)),
        (dt.date(2014, 5, 15), (2014, 20)),
        (dt.date(2014, 12, 29), (2015, 1)),
        (dt.date(2021, 1, 3), (2020, 53)),
    ],
)
def test_a_stage_leads_to_the_figures_of_the_week_it_begins_in(
    from_on: dt.date, week: tuple[int, int]
) -> None:
    assert Stage(from_on=from_on).iso_week == week


@pytest.mark.django_db
def test_a_planner_reads_of_the_example_in_danish() -> None:
    example.load()
    planner = scenes.person("Poul")
    planner.language = "da"
    planner.save()
    planner.roles.create(authority=scenes.authority(), kind="planner").lines.set(Line.objects.all())

    page = text_of(signed_in(planner).get(reverse("planning:campaigns")))

    assert "Husstandsomdelt brev · fra Region Midtjylland til: Alle husstande i regionen" in page
    assert "<td>6. maj 2014</td> <td>7. maj 2014</td>" in page
    assert "ikke kendt" in page
    assert page.index(example.LETTER) < page.index(example.HOSPITALS)


@pytest.mark.django_db
def test_a_campaign_without_a_stage_stands_on_the_list_all_the_same() -> None:
    campaign = Campaign.objects.create(
        line=scenes.line(),
        sender=scenes.region(),
        name="Idea",
        kind=Campaign.Kind.OTHER,
        audience="Nobody yet",
    )

    assert list(campaigns_for(scenes.person("Pia", "planner"))) == [campaign]


@pytest.mark.django_db
def test_a_campaign_says_what_citizens_may_ask_about() -> None:
    campaign = Campaign.objects.create(
        line=scenes.line(), sender=scenes.region(), name="Letter", kind="paper_letters", audience="Patients"
    )
    campaign.topics.set([topic(), topic("pas", "Pas")])

    page = text_of(signed_in(scenes.person("Pia", "planner")).get(reverse("planning:campaigns")))

    assert "They may ask about: Fritagelse, Pas" in page


@pytest.mark.django_db
def test_a_name_with_signs_in_it_is_shown_as_it_is() -> None:
    Campaign.objects.create(
        line=scenes.line(), sender=scenes.region(), name="<b>A & B</b>", kind="other", audience="<script>"
    )

    page = text_of(signed_in(scenes.person("Pia", "planner")).get(reverse("planning:campaigns")))

    assert "&lt;b&gt;A &amp; B&lt;/b&gt;" in page
    assert "&lt;script&gt;" in page


@pytest.mark.django_db
def test_who_plans_two_lines_sees_the_campaigns_of_both_with_their_line() -> None:
    other = Line.objects.create(name="Another line", slug="another", number="+4570200001")
    for line in (scenes.line(), other):
        Campaign.objects.create(
            line=line, sender=scenes.region(), name=f"To {line}", kind="other", audience="All"
        )
    planner = scenes.person("Pia", "planner")
    planner.roles.get().lines.add(other)

    page = text_of(signed_in(planner).get(reverse("planning:campaigns")))

    assert "To Another line" in page
    assert "To Den Digitale Hotline" in page


@pytest.mark.django_db
def test_the_list_cannot_be_posted_to() -> None:
    assert signed_in(scenes.person("Pia", "planner")).post(reverse("planning:campaigns")).status_code == 405
