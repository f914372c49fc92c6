# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Every address of the pages about systems, asked by everybody: an authority's systems are for its own
administrators, a line's for the line's, and a secret is shown to nobody else.
"""

from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hotline.people.models import TrailEntry
from hotline.webhooks.actions import subscribe
from hotline.webhooks.models import Delivery, Event, Subscription
from hotline.webhooks.urls import urlpatterns
from tests.people.everybody import answered, everybody, is_unknown, names_of, only
from tests.people.persons import World, make_world

PAGES = ("list", "subscription")
FORMS = ("new-of-authority", "new-of-line", "subscription")
DEEDS = ("new-secret", "end", "replay")
ADMINISTRATORS = {
    "administrator",
    "Viborg's administrator",
    "other administrator",
    "Viborg's people's",
    "elsewhere",
}
OF_AARHUS = {"administrator"}
OF_THE_LINE = {"administrator", "Viborg's administrator"}
FILLED_IN = {"address": "https://new.example.org/hook", "events": ["call.ended"]}


@dataclass(frozen=True)
class Told:
    """Aarhus' system, the line's system, and a message to each that was given up."""

    of_aarhus: Subscription
    of_line: Subscription

    def address(self, name: str, of: Subscription | None = None) -> str:
        system = of or self.of_aarhus
        if name == "list":
            return reverse("webhooks:list")
        if name == "new-of-authority":
            return reverse("webhooks:new-of-authority", args=["0751"])
        if name == "new-of-line":
            return reverse("webhooks:new-of-line", args=["hotline"])
        keys = [system.pk, system.deliveries.get().key] if name == "replay" else [system.pk]
        return reverse(f"webhooks:{name}", args=keys)

    def is_as_it_was(self) -> bool:
        kept = {system.pk: (system.address, system.secret) for system in (self.of_aarhus, self.of_line)}
        stand = {one.pk: (one.address, one.secret) for one in Subscription.objects.all()}
        return kept == stand and not Delivery.objects.exclude(state="given_up").exists()


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def told(world: World) -> Told:
    now = timezone.now()
    made = Told(
        subscribe(world.aarhus, address="https://aarhus.example.org/", events=[Event.CALL_ENDED], now=now),
        subscribe(world.line, address="https://line.example.org/", events=[Event.ALARM_BEGAN], now=now),
    )
    for system in (made.of_aarhus, made.of_line):
        Delivery.objects.create(
            subscription=system, event=Event.CALL_ENDED, about="c1", made_at=now, state="given_up", tries=10
        )
    return made


@pytest.fixture
def clients(world: World) -> dict[str, Client]:
    return everybody(world)


def without(clients: dict[str, Client], allowed: set[str]) -> dict[str, Client]:
    return {who: client for who, client in clients.items() if who not in allowed}


def refused(who: str) -> int | str:
    """An administrator of another place finds nothing there; others learn that the pages are not for them."""
    return "sign in" if is_unknown(who) else 404 if who in ADMINISTRATORS else 403


def test_every_address_of_the_room_stands_in_these_tables() -> None:
    assert names_of(urlpatterns) == {*PAGES, *FORMS, *DEEDS}


def test_the_list_is_for_administrators(told: Told, clients: dict[str, Client]) -> None:
    found = answered(clients, lambda client: client.get(told.address("list")))

    assert found == only(ADMINISTRATORS, clients, 200)


def test_each_finds_the_own_systems_in_the_list(told: Told, clients: dict[str, Client]) -> None:
    def seen(who: str) -> tuple[bool, bool]:
        page = clients[who].get(told.address("list")).content.decode()
        return "aarhus.example.org" in page, "line.example.org" in page

    assert {who: seen(who) for who in ADMINISTRATORS} == {
        "administrator": (True, True),
        "Viborg's administrator": (False, True),
        "other administrator": (False, False),
        "Viborg's people's": (False, False),
        "elsewhere": (False, False),
    }


@pytest.mark.parametrize(("name", "allowed"), [("new-of-authority", OF_AARHUS), ("new-of-line", OF_THE_LINE)])
def test_a_system_is_set_up_by_administrators_of_the_place(
    told: Told, clients: dict[str, Client], name: str, allowed: set[str]
) -> None:
    address = told.address(name)
    assert answered(clients, lambda client: client.get(address)) == only(allowed, clients, 200)

    others = without(clients, allowed)
    assert answered(others, lambda client: client.post(address, FILLED_IN)) == only((), others, 200)
    assert (told.is_as_it_was(), TrailEntry.objects.count()) == (True, 0)


@pytest.mark.parametrize(("system", "allowed"), [("of_aarhus", OF_AARHUS), ("of_line", OF_THE_LINE)])
def test_a_systems_page_with_its_secret_is_for_administrators_of_the_place(
    told: Told, clients: dict[str, Client], system: str, allowed: set[str]
) -> None:
    of: Subscription = getattr(told, system)

    answers = {
        who: client.get(told.address("subscription", of), follow=True) for who, client in clients.items()
    }

    assert {who for who, answer in answers.items() if of.secret in answer.content.decode()} == allowed
    assert {who: answers[who].status_code for who in clients if not is_unknown(who)} == {
        who: 200 if who in allowed else refused(who) for who in clients if not is_unknown(who)
    }


@pytest.mark.parametrize("name", ["subscription", *DEEDS])
@pytest.mark.parametrize(("system", "allowed"), [("of_aarhus", OF_AARHUS), ("of_line", OF_THE_LINE)])
def test_nobody_else_changes_ends_or_sends_again(
    told: Told, clients: dict[str, Client], system: str, allowed: set[str], name: str
) -> None:
    address, others = told.address(name, getattr(told, system)), without(clients, allowed)

    found = answered(others, lambda client: client.post(address, FILLED_IN))

    assert found == {who: refused(who) for who in others}
    assert (told.is_as_it_was(), TrailEntry.objects.count()) == (True, 0)


@pytest.mark.parametrize("who", sorted(OF_THE_LINE))
@pytest.mark.parametrize(
    ("name", "deeds"),
    [("subscription", ["system_changed"]), ("new-secret", ["system_changed"]), ("end", ["system_ended"])],
)
def test_each_administrator_of_the_line_does_and_it_stands_in_the_trail(
    told: Told, clients: dict[str, Client], who: str, name: str, deeds: list[str]
) -> None:
    answer = clients[who].post(told.address(name, told.of_line), FILLED_IN)

    assert answer.status_code == 302
    of_the_line = TrailEntry.objects.filter(line__slug="hotline", authority=None)
    assert list(of_the_line.values_list("deed", flat=True)) == deeds
    assert not told.is_as_it_was()


@pytest.mark.parametrize("name", DEEDS)
@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_a_deed_is_done_by_post_alone(world: World, told: Told, name: str, method: str) -> None:
    answer = getattr(world.client("administrator"), method)(told.address(name))

    assert (answer.status_code, answer.headers["Allow"], told.is_as_it_was()) == (405, "POST", True)


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
@pytest.mark.parametrize("name", [*PAGES, *FORMS])
def test_a_page_knows_no_other_methods(world: World, told: Told, name: str, method: str) -> None:
    answer = getattr(world.client("administrator"), method)(told.address(name))

    assert (answer.status_code, told.is_as_it_was()) == (405, True)


@pytest.mark.parametrize("name", [*FORMS, *DEEDS])
def test_a_form_from_another_site_does_nothing(world: World, told: Told, name: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.administrator)

    answer = client.post(told.address(name), FILLED_IN, headers={"origin": "https://example.org"})

    assert (answer.status_code, told.is_as_it_was()) == (403, True)


@pytest.mark.parametrize("events", [["alarm.began"], ["call.ended", "alarm.ended"]])
def test_an_authoritys_system_is_never_told_of_the_lines_alarms(
    world: World, told: Told, events: list[str]
) -> None:
    client = world.client("administrator")
    form = FILLED_IN | {"events": events}

    assert client.post(told.address("subscription"), form).status_code == 422
    assert client.post(told.address("new-of-authority"), form).status_code == 422
    assert told.is_as_it_was()


def test_no_secret_and_no_address_stands_in_the_trail_but_the_systems_own(world: World, told: Told) -> None:
    client = world.client("administrator")
    client.post(told.address("new-secret"))
    client.post(told.address("subscription"), FILLED_IN)

    words = list(TrailEntry.objects.values_list("words", flat=True).order_by("pk"))
    assert words == ["https://aarhus.example.org/", "https://new.example.org/hook"]
    assert not any("whsec_" in one for one in words)
