# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The agent's page: who gets it, what it brings along, and what it costs."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django.asserts import assertRedirects
from pytest_django.fixtures import Settings

import hotline.desk
from hotline.desk.queries import A_CALL, address_for_a_call, socket_address
from hotline.desk.tokens import Token, read_token
from hotline.organisations.rules import RoleKind
from tests.people.persons import World, make_person, signed_in

TEMPLATES = Path(hotline.desk.__file__).parent / "templates"
STRANGERS = ["administrator", "duty_lead", "local", "elsewhere", "roleless"]


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def attribute(page: str, name: str) -> str:
    found = re.search(rf'{re.escape(name)}="([^"]*)"', page)
    assert found, f"the page has no {name}"
    return found[1]


def test_an_agent_gets_the_desk(world: World) -> None:
    response = world.client("agent").get("/desk/")
    assert (response.status_code, response["Cache-Control"].split(",")[0]) == (200, "max-age=0")
    assert 'id="phone-dock"' in response.content.decode()


@pytest.mark.parametrize("who", STRANGERS)
def test_who_takes_no_calls_does_not_get_the_desk(world: World, who: str) -> None:
    assert world.client(who).get("/desk/").status_code == 403


@pytest.mark.parametrize("who", STRANGERS)
def test_who_takes_no_calls_gets_no_pass(world: World, who: str) -> None:
    assert world.client(who).get("/desk/token/").status_code == 403


@pytest.mark.parametrize("address", ["/desk/", "/desk/token/"])
def test_a_stranger_is_asked_to_sign_in(world: World, address: str) -> None:
    assertRedirects(Client().get(address), f"/sign-in/?next={address}")


def test_an_agent_of_no_line_takes_no_calls(world: World) -> None:
    lineless = make_person("nina", world.viborg, RoleKind.AGENT)
    assert signed_in(lineless).get("/desk/").status_code == 403


@pytest.mark.parametrize("address", ["/desk/", "/desk/token/"])
def test_the_desk_is_only_read(world: World, address: str) -> None:
    assert world.client("agent").post(address).status_code == 405


def test_the_page_carries_a_pass_for_its_own_agent(world: World) -> None:
    page = text_of(world.client("agent"), "/desk/")
    token = attribute(page, "data-desk--phone-token-value")
    assert read_token(token) == Token(world.agent.pk)


def test_a_fresh_pass_names_who_asked_for_it(world: World) -> None:
    response = world.client("agent").get("/desk/token/")
    assert read_token(response.json()["token"]) == Token(world.agent.pk)
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("who", ["administrator", "duty_lead", "roleless"])
def test_only_agents_have_a_phone_on_their_pages(world: World, who: str) -> None:
    assert "phone-dock" not in text_of(world.client(who), "/nowhere/")


def test_a_citizens_page_has_no_phone(world: World) -> None:
    assert "phone-dock" not in text_of(Client(), "/nowhere/")


def test_every_page_of_an_agent_has_the_phone_so_that_a_call_outlives_the_page(world: World) -> None:
    page = text_of(world.client("agent"), "/nowhere/")
    assert 'id="phone-dock"' in page
    assert "data-turbo-permanent" in page


def test_the_page_costs_the_same_with_one_line_as_with_three(
    world: World, django_assert_num_queries: Any
) -> None:
    from tests.people.persons import make_line

    client = world.client("agent")
    client.get("/desk/")
    queries = 5  # session, person, roles, their lines, lines with figures
    with django_assert_num_queries(queries):
        client.get("/desk/")
    role = world.agent.roles.get()
    for number in (1, 2):
        role.lines.add(make_line(f"line-{number}", f"+457020000{number}"))
    with django_assert_num_queries(queries):
        client.get("/desk/")


def test_the_card_for_emergencies_says_112_first(world: World) -> None:
    page = text_of(world.client("agent"), "/desk/")
    assert page.index("<dt>112</dt>") < page.index("<dt>114</dt>")


def test_every_key_in_the_help_presses_a_button(world: World) -> None:
    page = text_of(world.client("agent"), "/desk/")
    page += (TEMPLATES / "desk" / "article.html").read_text()  # what an open article adds
    explained = set(re.findall(r"<dt><kbd>(F\d+)</kbd></dt>", page))
    pressed = set(re.findall(r'aria-keyshortcuts="(F\d+)"', page))
    assert explained == pressed == {"F2", "F3", "F4", "F7", "F8", "F9"}


def test_the_desk_knows_where_a_call_is_registered(world: World) -> None:
    page = text_of(world.client("agent"), "/desk/")
    assert attribute(page, "data-desk--registration-placeholder-value") == A_CALL
    assert attribute(page, "data-desk--registration-form-value") == reverse(
        "inquiries:register", args=[A_CALL]
    )


def test_a_page_that_is_not_there_has_no_address() -> None:
    assert address_for_a_call("no:such-page") == ""


# ------------------------------------------------------------------ where the exchange is


@pytest.mark.parametrize(
    ("host", "is_secure", "address"),
    [
        ("localhost:8000", False, "ws://localhost:8100/phone"),
        ("127.0.0.1", False, "ws://127.0.0.1:8100/phone"),
        ("[::1]:8000", False, "ws://[::1]:8100/phone"),
        ("hotline.example", True, "wss://hotline.example:8100/phone"),
    ],
)
def test_the_exchange_is_on_the_pages_own_host(
    settings: Settings, host: str, is_secure: bool, address: str
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    settings.EXCHANGE_PORT = 8100
    request = RequestFactory().get("/desk/", secure=is_secure, headers={"host": host})
    assert socket_address(request) == address


def test_the_exchange_may_be_somewhere_else(settings: Settings) -> None:
    settings.EXCHANGE_URL = "wss://exchange.example/phone"
    assert socket_address(RequestFactory().get("/desk/")) == "wss://exchange.example/phone"
