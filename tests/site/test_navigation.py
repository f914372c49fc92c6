# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Everybody is led to the pages they may see, and to no other."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from django.utils import translation

from hotline.site.navigation import DESTINATIONS, Place, address_of, places_for
from tests.people.persons import World, make_world

PEOPLE = ["administrator", "duty_lead", "agent", "local", "elsewhere", "roleless"]


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def places(user: object, path: str = "/elsewhere/") -> list[Place]:
    request = RequestFactory().get(path)
    request.user = user  # type: ignore[assignment]
    with translation.override("en"):
        return places_for(request)


def labels(user: object) -> list[str]:
    return [place.label for place in places(user)]


def test_who_has_not_signed_in_is_led_nowhere() -> None:
    assert places(AnonymousUser()) == []


def test_a_request_that_knows_nobody_is_led_nowhere() -> None:
    assert places_for(RequestFactory().get("/")) == []


def test_somebody_without_a_role_is_led_nowhere(world: World) -> None:
    assert places(world.roleless) == []


def test_an_agent_is_led_to_the_desk_first(world: World) -> None:
    assert labels(world.agent)[0] == "Desk"


@pytest.mark.parametrize("who", ["administrator", "duty_lead", "local"])
def test_only_agents_are_led_to_the_desk(world: World, who: str) -> None:
    assert "Desk" not in labels(getattr(world, who))


def test_the_place_one_is_at_is_marked(world: World) -> None:
    here = [place.label for place in places(world.agent, "/desk/") if place.is_here]
    assert here == ["Desk"]


def test_a_page_below_a_place_marks_the_place(world: World) -> None:
    here = [place.label for place in places(world.agent, "/desk/somewhere/below/") if place.is_here]
    assert here == ["Desk"]


def test_a_page_that_is_not_there_is_left_out() -> None:
    assert address_of("no:such-page") is None


def test_every_destination_is_there() -> None:
    missing = [destination.name for destination in DESTINATIONS if address_of(destination.name) is None]
    assert missing == []


@pytest.mark.parametrize("who", PEOPLE)
def test_every_place_somebody_is_led_to_lets_them_in(world: World, who: str) -> None:
    client: Client = world.client(who)
    reached = {place.address: client.get(place.address, follow=True) for place in places(getattr(world, who))}
    found = {address: answer.status_code for address, answer in reached.items()}
    assert found == dict.fromkeys(found, 200)


@pytest.mark.parametrize("who", PEOPLE)
def test_the_way_costs_three_queries_whatever_the_roles(
    world: World, who: str, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(3):
        places(getattr(world, who))
