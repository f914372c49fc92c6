# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Every address of the reports, asked by everybody there is; open data is for all."""

import datetime as dt
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse

from hotline.measures.periods import Period
from hotline.planning.models import Campaign, Stage
from hotline.reports.urls import urlpatterns
from tests.people.everybody import answered, everybody, is_unknown, names_of
from tests.people.persons import World, make_world

pytestmark = pytest.mark.django_db

MAY, WEEK = Period.of_month(2014, 5), Period(dt.date(2014, 5, 5), dt.date(2014, 5, 12))
OPEN = ("open-data", "open-data-schema", "open-data-table")


@dataclass(frozen=True)
class Scene:
    """A line with a campaign, and everybody who might ask."""

    world: World
    campaign: Campaign

    def address(self, name: str) -> str:
        line, pk = self.world.line.slug, self.campaign.pk
        keys: dict[str, list[object]] = {
            "latest": [],
            "chosen": [line],
            "report": [line, WEEK],
            "report-file": [line, WEEK, "inquiries", "csv"],
            "steering": [line, MAY],
            "steering-pdf": [line, MAY],
            "steering-file": [line, MAY, "weeks", "csv"],
            "campaigns": [line],
            "campaign": [line, pk],
            "campaign-file": [line, pk, "days", "csv"],
            "komhen": [line, WEEK],
            "komhen-file": [line, WEEK, "komhen", "json"],
            "open-data": [line],
            "open-data-schema": ["topics"],
            "open-data-table": [line, WEEK, "topics", "csv"],
        }
        return reverse(f"reports:{name}", args=keys[name])


@pytest.fixture
def scene() -> Scene:
    world = make_world()
    campaign = Campaign.objects.create(
        line=world.line, sender=world.aarhus, name="Brevet", kind="household_letter", audience="Alle"
    )
    Stage.objects.create(campaign=campaign, name="Omdeling", from_on="2014-05-06")
    return Scene(world, campaign)


@pytest.fixture
def clients(scene: Scene) -> dict[str, Client]:
    return everybody(scene.world)


def is_of_the_line(who: str) -> bool:
    """A member's people belong to the line, whatever their role, and without any."""
    return not is_unknown(who) and not who.startswith("other") and who != "elsewhere"


def test_every_address_is_asked_below(scene: Scene) -> None:
    names = names_of(urlpatterns)

    assert {name for name in names if scene.address(name)} == names


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("report", 200),
        ("report-file", 200),
        ("chosen", 422),  # nothing was chosen
        ("steering", 200),
        ("steering-file", 200),
        ("campaigns", 200),
        ("campaign", 200),
        ("campaign-file", 404),  # too little is known to tell what it caused
        ("komhen", 200),
        ("komhen-file", 200),
    ],
)
def test_the_lines_people_read_it_and_to_others_it_is_not_there(
    scene: Scene, clients: dict[str, Client], name: str, told: int
) -> None:
    found = answered(clients, lambda client: client.get(scene.address(name)))

    assert found == {
        who: "sign in" if is_unknown(who) else told if is_of_the_line(who) else 404 for who in clients
    }


def test_the_paper_is_for_those_who_read_the_page(scene: Scene, clients: dict[str, Client]) -> None:
    few = ("agent", "Viborg's planner", "other duty_lead", "elsewhere", "not signed in")
    some = {who: clients[who] for who in few}
    found = answered(some, lambda client: client.get(scene.address("steering-pdf")))

    assert list(found.values()) == [200, 200, 404, 404, "sign in"]


def test_everybody_begins_with_a_line_of_their_own(scene: Scene, clients: dict[str, Client]) -> None:
    found = answered(clients, lambda client: client.get(scene.address("latest")))

    assert found == {
        who: "sign in" if is_unknown(who) else 403 if who == "elsewhere" else 302 for who in clients
    }


@pytest.mark.parametrize("name", OPEN)
def test_open_data_is_read_by_everybody(scene: Scene, clients: dict[str, Client], name: str) -> None:
    assert set(answered(clients, lambda client: client.get(scene.address(name))).values()) == {200}


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_changed_by_anybody(scene: Scene, clients: dict[str, Client], method: str) -> None:
    for name in names_of(urlpatterns):
        answer = getattr(clients["administrator"], method)(scene.address(name))
        assert (name, answer.status_code) == (name, 405)
