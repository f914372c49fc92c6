# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The steering report: a month on one page, the same page whenever it is asked for."""

import datetime as dt

import pytest
from django.test import Client

from hotline.calls.models import AgentStateRecord
from hotline.people.models import User
from hotline.reports.steering import Steering
from tests.calls import scenes
from tests.inquiries.desk import cost, text_of
from tests.reports.paper import Paper
from tests.reports.world import (
    A_WEEK,
    MAY,
    WEDNESDAY,
    agent_of,
    inquiries,
    local,
    reader,
    the_letter,
    two_weeks,
)

pytestmark = pytest.mark.django_db

PDF = "/reports/hotline/steering/2014-05.pdf"


@pytest.fixture
def client() -> Client:
    return reader()


def steering(client: Client) -> Steering:
    found = client.get(MAY).context["steering"]
    assert isinstance(found, Steering)
    return found


def signed_in_for(
    hours: float, who: User, *, status: str = "available", at: str = "2014-05-07T09:00"
) -> None:
    began_at = local(at)
    AgentStateRecord.objects.create(
        agent=who, status=status, began_at=began_at, ended_at=began_at + dt.timedelta(hours=hours)
    )


def test_the_months_figures_stand_first(client: Client) -> None:
    two_weeks()
    inquiries(5, at=WEDNESDAY - 4 * A_WEEK)
    scenes.answered_by(agent_of(scenes.viborg()), "a call")

    figures = {figure.name: (figure.shown, figure.beside) for figure in steering(client).key_figures}
    # Week 18 has its Wednesday in April.
    assert figures["Inquiries"] == ("12", "33 % more than 9; 300 % more than 3 last year")
    assert figures["Calls offered"] == ("1", "0 the month before")
    assert figures["Median wait of the answered"] == ("0:10", "– the month before")
    assert figures["Service level"] == ("100 %", "– the month before")


def test_volumes_and_waits_stand_week_by_week(client: Client) -> None:
    two_weeks()
    scenes.answered_by(agent_of(scenes.viborg()), "a call")

    weeks = steering(client).weeks
    assert [row[0] for row in weeks.rows] == [
        "week 18, 28 April – 4 May 2014",
        "week 19, 5–11 May 2014",
        "week 20, 12–18 May 2014",
        "week 21, 19–25 May 2014",
        "week 22, 26 May – 1 June 2014",
        "Inquiries in all",
    ]
    assert weeks.rows[1][1:] == (12, 1, 1.0, 10)
    assert weeks.rows[2][1:] == (0, 0, None, None)
    assert weeks.rows[-1][1:] == (12, 1, 1.0, 10)


def test_of_a_week_in_two_months_only_this_months_days_count(client: Client) -> None:
    inquiries(3, at=local("2014-04-30T10:00"))
    inquiries(2, at=local("2014-05-01T10:00"))

    assert steering(client).weeks.rows[0][1] == 2


def test_what_rose_and_fell_is_said(client: Client) -> None:
    inquiries(9, about=("mitid",))
    inquiries(2, about=("flytning",))
    inquiries(4, at=WEDNESDAY - 4 * A_WEEK, about=("mitid",))
    inquiries(6, at=WEDNESDAY - 4 * A_WEEK, about=("flytning",))

    assert list(steering(client).changed) == ["Rose: Mitid (4 → 9).", "Fell: Flytning (6 → 2)."]


def test_hours_staffed_stand_beside_share_of_inquiries(client: Client) -> None:
    two_weeks()
    alma, vibe = User.objects.get(username="alma"), agent_of(scenes.viborg())
    signed_in_for(6, alma)
    signed_in_for(1.5, vibe)
    signed_in_for(0.5, vibe, status="talking", at="2014-05-07T10:30")
    signed_in_for(3, vibe, status="signed_out", at="2014-05-07T12:00")
    signed_in_for(5, vibe, at="2014-06-07T12:00")

    rows = {row[0]: row[1:] for row in steering(client).authorities.rows}
    assert rows["Aarhus"] == (7, 7 / 12, 6.0, 0.75)
    assert rows["Viborg"] == (4, 4 / 12, 2.0, 0.25)
    assert rows["Region Midtjylland"] == (0, 0.0, 0.0, 0.0)
    assert rows["Outside Denmark"] == (1, 1 / 12, None, None)
    assert rows["In all"] == (12, None, 8.0, None)


def test_authorities_outside_the_line_are_one_row(client: Client) -> None:
    inquiries(2, place=scenes.authority("Odense", "0461"))
    inquiries(1, place=scenes.authority("Aalborg", "0851"))

    rows = {row[0]: row[1] for row in steering(client).authorities.rows}
    assert rows["Other authorities"] == 3
    assert "Odense" not in rows


def test_nothing_happened_is_a_page_too(client: Client) -> None:
    scenes.line()

    found = steering(client)
    assert (list(found.changed), list(found.topics.rows), list(found.campaigns)) == ([], [], [])
    assert Paper(client.get(PDF).content).pages == 1


def test_campaigns_at_work_in_the_month_are_told_with_their_effect(client: Client) -> None:
    the_letter()
    for week in range(1, 9):
        for weekday in range(5):
            inquiries(2, at=local("2014-05-05T10:00") - week * A_WEEK + dt.timedelta(days=weekday))
    inquiries(40, at=local("2014-05-07T10:00"))
    scenes.line().weekly_hours.all().delete()

    ((measured, told),) = steering(client).campaigns
    assert measured.name == "Brevet"
    assert told == "Too few ordinary days lie before it to tell what it caused."  # the line has no hours


def test_the_paper_is_one_tagged_page_in_our_typeface(client: Client) -> None:
    two_weeks()
    paper = Paper(client.get(PDF).content)

    assert paper.pages == 1
    assert {"Document", "H1", "H2", "Table", "TH", "TD", "P"} <= paper.tags
    assert paper.fonts == {"Plex", "Plex-Semi-Bold"}
    assert "pdfuaid" in paper.metadata
    assert "/Lang (en)" in paper.packed
    assert "/MediaBox [0 0 595.275591 841.889764]" in paper.packed


def test_the_paper_names_its_address_and_definitions(client: Client) -> None:
    two_weeks()
    paper = Paper(client.get(PDF).content)

    assert f"http://testserver{MAY}" in paper.text
    assert "Definitions version 1" in paper.text


def test_the_same_figures_give_the_same_bytes(client: Client) -> None:
    two_weeks()
    first, second = client.get(PDF).content, client.get(PDF).content
    inquiries(1)

    assert first == second
    assert client.get(PDF).content != first


def test_a_full_month_of_many_authorities_still_fits_one_page(client: Client) -> None:
    the_letter((("2014-05-06", "2014-05-08"), ("2014-05-15", None)))
    for number in range(24):
        place = scenes.authority(f"Kommune med langt navn {number}", f"9{number:03}")
        place.memberships.create(line=scenes.line(), kind="staffs", from_on="2014-01-01")
        inquiries(1, place=place, about=(f"et-temmelig-langt-emne-{number}",))

    assert Paper(client.get(PDF).content).pages == 1


def test_danes_read_it_in_danish(client: Client) -> None:
    two_weeks()
    User.objects.update(language="da")

    page = text_of(client.get(MAY))
    paper = Paper(client.get(PDF).content)
    assert "<h1>Styringsrapport, maj 2014</h1>" in page
    assert "Styringsrapport, maj 2014" in paper.text
    assert "12 henvendelser i alt, 200 % flere end 4 i perioden før." in paper.text
    assert "/Lang (da)" in paper.packed


def test_months_follow_one_another(client: Client) -> None:
    scenes.line()
    page = text_of(client.get("/reports/hotline/steering/2014-12/"))

    assert 'rel="prev" href="/reports/hotline/steering/2014-11/"' in page
    assert 'rel="next" href="/reports/hotline/steering/2015-01/"' in page


def test_the_page_costs_the_same_however_much_there_is(client: Client) -> None:
    two_weeks()
    the_letter()
    few = cost(client, MAY)
    for number in range(30):
        inquiries(1, place=scenes.authority(f"Place {number}", f"9{number:03}"), about=(f"topic-{number}",))
    the_letter((("2014-05-20", None),))

    assert cost(client, MAY) == few
