# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Every address of the duty pages, asked by everybody there is: only who leads the line is let in."""

import datetime as dt
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hotline.duty.actions import begin_crisis
from hotline.duty.models import Alarm, AlarmKind, AlarmLimit, Crisis, DeskMessage, Draft
from hotline.duty.urls import urlpatterns
from hotline.organisations.models import LineAnnouncement
from hotline.people.models import TrailEntry
from tests.duty.exchange import PretendedExchange
from tests.duty.test_crisis import plan
from tests.people.everybody import LEADERS, answered, everybody, is_unknown, names_of, only
from tests.people.persons import World, make_line

PAGES = ("line", "now", "announcement", "crisis", "alarms")
QUESTIONS = ("sign-off",)  # a page that asks once more, and the deed behind it
OWN = ("listening", "sound")  # of the draft of who asks
DEEDS = ("tell", "end-message", "end-announcement", "end-crisis", "acknowledge")
START = ("start",)


@dataclass(frozen=True)
class Scene:
    """A line on which there is something to end, to acknowledge and to sign off."""

    message: DeskMessage
    announcement: LineAnnouncement
    alarm: Alarm
    agent: int

    def address(self, name: str, slug: str = "hotline") -> str:
        keys = {
            "sign-off": self.agent,
            "end-message": self.message.pk,
            "end-announcement": self.announcement.pk,
            "acknowledge": self.alarm.pk,
        }
        return reverse(f"duty:{name}", args=[slug, keys[name]] if name in keys else [slug])

    def is_as_it_was(self) -> bool:
        for row in (self.message, self.announcement, self.alarm):
            row.refresh_from_db()
        is_told = self.message.until_at > timezone.now() and self.announcement.to_at is None
        return is_told and self.alarm.acknowledged_at is None


@pytest.fixture
def scene(world: World) -> Scene:
    now = timezone.now()
    return Scene(
        DeskMessage.objects.create(
            line=world.line,
            text="Hej",
            sent_by=world.duty_lead,
            sent_at=now,
            until_at=now + dt.timedelta(hours=1),
        ),
        LineAnnouncement.objects.create(line=world.line, text="Nede", from_at=now - dt.timedelta(hours=1)),
        Alarm.objects.create(line=world.line, kind=AlarmKind.LONGEST_WAIT, value=400, began_at=now),
        world.agent.pk,
    )


@pytest.fixture
def clients(world: World) -> dict[str, Client]:
    return everybody(world)


def test_every_address_of_the_room_stands_in_these_tables() -> None:
    assert names_of(urlpatterns) == {*PAGES, *QUESTIONS, *OWN, *DEEDS, *START}


@pytest.mark.parametrize("name", [*PAGES, *QUESTIONS])
def test_a_page_is_for_who_leads_the_line(scene: Scene, clients: dict[str, Client], name: str) -> None:
    address = scene.address(name)

    assert answered(clients, lambda client: client.get(address)) == only(LEADERS, clients, 200)


@pytest.mark.parametrize("name", OWN)
def test_what_somebody_else_writes_is_not_even_there(
    world: World, scene: Scene, clients: dict[str, Client], name: str
) -> None:
    Draft.objects.create(line=world.line, by=world.duty_lead, text="Nede")
    address = scene.address(name)

    assert answered(clients, lambda client: client.get(address)) == only(LEADERS, clients, 404)


@pytest.mark.parametrize("name", DEEDS)
def test_a_deed_is_done_by_nobody_else(
    scene: Scene, clients: dict[str, Client], exchange: PretendedExchange, name: str
) -> None:
    address = scene.address(name)
    others = {who: client for who, client in clients.items() if who not in LEADERS}

    found = answered(others, lambda client: client.post(address, {"text": "x", "lasts": "60"}))

    assert found == only((), others, 200)
    assert scene.is_as_it_was()
    assert (TrailEntry.objects.count(), DeskMessage.objects.count(), exchange.orders) == (0, 1, [])


@pytest.mark.parametrize("who", sorted(LEADERS))
@pytest.mark.parametrize("name", [*DEEDS, *QUESTIONS])
def test_a_deed_is_done_by_each_who_leads_the_line(
    world: World, scene: Scene, clients: dict[str, Client], exchange: PretendedExchange, who: str, name: str
) -> None:
    if name == "end-crisis":
        begin_crisis(plan(world), by=world.duty_lead, authority=world.aarhus)
    before = TrailEntry.objects.count()

    answer = clients[who].post(scene.address(name), {"text": "x", "lasts": "60"})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/duty/hotline/")
    by = {entry.by.username for entry in TrailEntry.objects.order_by("pk")[before:]}
    assert by == {who.replace("Viborg's ", "viborg-") if who.startswith("Viborg") else f"her-{who}"}


@pytest.mark.parametrize("name", ["announcement", "crisis", "alarms", *QUESTIONS])
def test_a_form_is_sent_by_nobody_else(
    scene: Scene, clients: dict[str, Client], exchange: PretendedExchange, name: str
) -> None:
    address = scene.address(name)
    others = {who: client for who, client in clients.items() if who not in LEADERS}

    assert answered(others, lambda client: client.post(address, {"text": "x"})) == only((), others, 200)
    assert (Draft.objects.count(), Crisis.objects.count(), AlarmLimit.objects.count()) == (0, 0, 0)
    assert exchange.orders == []


def test_the_start_leads_each_to_the_own_line(clients: dict[str, Client]) -> None:
    found = {who: client.get("/duty/") for who, client in clients.items() if not is_unknown(who)}

    led = {who: answer.headers["Location"] for who, answer in found.items() if answer.status_code == 302}
    assert led == dict.fromkeys(LEADERS, "/duty/hotline/") | {
        "other duty_lead": "/duty/anden/",
        "other administrator": "/duty/anden/",
    }
    assert {answer.status_code for who, answer in found.items() if who not in led} == {403}


@pytest.mark.parametrize("name", DEEDS)
@pytest.mark.parametrize("method", ["get", "head", "put", "delete", "options"])
def test_a_deed_is_done_by_post_alone(world: World, scene: Scene, name: str, method: str) -> None:
    answer = getattr(world.client("duty_lead"), method)(scene.address(name))

    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert scene.is_as_it_was()


@pytest.mark.parametrize("name", ["announcement", "crisis", "alarms", *DEEDS, *QUESTIONS])
def test_a_form_from_another_site_does_nothing(
    world: World, scene: Scene, exchange: PretendedExchange, name: str
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.duty_lead)

    answer = client.post(
        scene.address(name), {"text": "x", "lasts": "60"}, headers={"origin": "https://example.org"}
    )

    assert answer.status_code == 403
    assert (scene.is_as_it_was(), TrailEntry.objects.count(), exchange.orders) == (True, 0, [])


@pytest.mark.parametrize("name", ["end-message", "end-announcement", "acknowledge"])
def test_what_belongs_to_a_line_is_not_found_under_another(world: World, scene: Scene, name: str) -> None:
    other = make_line("anden", "+4570200009")
    world.duty_lead.roles.get().lines.add(other)

    assert world.client("duty_lead").post(scene.address(name, "anden")).status_code == 404
    assert scene.is_as_it_was()


def test_an_agent_of_another_line_is_not_signed_off_from_here(
    world: World, scene: Scene, exchange: PretendedExchange
) -> None:
    other = make_line("anden", "+4570200009")
    world.duty_lead.roles.get().lines.add(other)

    assert world.client("duty_lead").post(scene.address("sign-off", "anden")).status_code == 404
    assert exchange.orders == []


@pytest.mark.parametrize("name", [*PAGES, *QUESTIONS, *OWN, *DEEDS])
def test_a_line_that_is_none_is_not_found(world: World, scene: Scene, name: str) -> None:
    client, address = world.client("duty_lead"), scene.address(name, "findes-ikke")

    assert {client.get(address).status_code, client.post(address).status_code} <= {404, 405}


@pytest.mark.parametrize("name", ["line", "now", "listening"])
def test_no_page_that_changes_by_the_second_is_kept_by_a_browser(
    world: World, scene: Scene, name: str
) -> None:
    Draft.objects.create(line=world.line, by=world.duty_lead, text="Nede")

    answer = world.client("duty_lead").get(scene.address(name))

    assert "no-store" in answer.headers["Cache-Control"]
