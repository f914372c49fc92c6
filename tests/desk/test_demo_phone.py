# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The browser as a citizen's telephone: a demonstration has it, a hotline in service has not."""

import re

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from hotline.desk.tokens import Token, read_token
from tests.people.persons import World


@pytest.fixture
def demo(settings: Settings) -> None:
    settings.DEMO = True


@pytest.mark.parametrize("who", ["stranger", "agent", "administrator"])
def test_a_hotline_in_service_has_no_such_page(world: World, settings: Settings, who: str) -> None:
    settings.DEMO = False
    assert world.client(who).get("/demo/phone/").status_code == 404


@pytest.mark.usefixtures("demo")
def test_whoever_sees_the_demonstration_can_ring(world: World) -> None:
    page = Client().get("/demo/phone/").content.decode()
    assert "70 20 00 00 – Den Digitale Hotline" in page
    assert f'value="{world.line.number}"' in page


@pytest.mark.usefixtures("demo")
def test_the_page_brings_a_citizens_pass_even_to_an_agent(world: World) -> None:
    page = world.client("agent").get("/demo/phone/").content.decode()
    found = re.search(r'data-desk--citizen-token-value="([^"]*)"', page)
    assert found
    assert read_token(found[1]) == Token(user=None)


@pytest.mark.usefixtures("demo", "world")
def test_the_keypad_has_twelve_keys() -> None:
    page = Client().get("/demo/phone/").content.decode()
    assert re.findall(r'data-desk--citizen-digit-param="(.)"', page) == list("123456789*0#")


@pytest.mark.usefixtures("demo", "world")
def test_a_citizen_gets_no_cookie() -> None:
    assert Client().get("/demo/phone/").cookies == {}


@pytest.mark.usefixtures("demo", "world")
def test_the_page_is_only_read() -> None:
    assert Client().post("/demo/phone/").status_code == 405
