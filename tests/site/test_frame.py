# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What every page has around it: language, skip link, banner, messages, a strict policy; and error pages."""

import re

import pytest
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import translation
from pytest_django.fixtures import Settings

from hotline.site.environment import socket_sources
from tests.people.persons import World, make_world


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def lost(client: Client, language: str = "da") -> HttpResponse:
    return client.get("/nowhere/", headers={"accept-language": language})  # type: ignore[return-value]


def page(client: Client, language: str = "da") -> str:
    return lost(client, language).content.decode()


def a_request() -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    return request


@pytest.mark.django_db
def test_a_page_says_which_language_it_is_in() -> None:
    assert '<html lang="da">' in page(Client())
    assert '<html lang="en">' in page(Client(), "en")


@pytest.mark.django_db
def test_the_keyboard_can_skip_to_the_content() -> None:
    content = page(Client())
    assert '<a class="skipnav" href="#main-content">Gå til sidens indhold</a>' in content
    assert '<main id="main-content"' in content


@pytest.mark.django_db
def test_a_page_without_its_own_scripts_works_without_any() -> None:
    scripts = re.findall(r"<script([^>]*)>", page(Client()))
    assert [re.search(r'type="(\w+)"', script)[1] for script in scripts] == ["importmap", "module"]  # type: ignore[index]


@pytest.mark.django_db
def test_nobody_gets_a_cookie_by_reading() -> None:
    assert lost(Client()).cookies == {}


@pytest.mark.django_db
def test_the_other_language_is_one_link_away() -> None:
    assert '<a href="?language=en" lang="en" hreflang="en">English</a>' in page(Client())
    assert '<a href="?language=da" lang="da" hreflang="da">Dansk</a>' in page(Client(), "en")


# ------------------------------------------------------------------ who is reading


def test_a_stranger_can_sign_in_and_somebody_signed_in_can_sign_out(world: World) -> None:
    assert "Log på" in page(Client())
    content = page(world.client("roleless"))
    assert ("Log på" in content, "Log af" in content, world.roleless.name in content) == (False, True, True)


def test_signing_out_loads_a_whole_new_page_so_that_the_phone_is_gone(world: World) -> None:
    form = re.search(r'<form method="post" action="/sign-out/"([^>]*)>', page(world.client("agent")))
    assert form
    assert 'data-turbo="false"' in form[1]


def test_a_persons_name_is_text_and_never_markup(world: World) -> None:
    world.roleless.name = "<script>alert(1)</script>"
    world.roleless.save()
    content = page(world.client("roleless"))
    assert "<script>alert" not in content
    assert "&lt;script&gt;alert" in content


# ------------------------------------------------------------------ the banner and the messages


@pytest.mark.django_db
@pytest.mark.parametrize("is_forced", [True, False])
def test_a_line_held_open_is_told_on_every_page(settings: Settings, is_forced: bool) -> None:
    settings.FORCED_OPEN = is_forced
    assert ("Linjen er holdt åben døgnet rundt" in page(Client())) is is_forced


@pytest.mark.parametrize(
    ("level", "role"),
    [(messages.SUCCESS, "status"), (messages.WARNING, "status"), (messages.ERROR, "alert")],
)
def test_a_message_is_an_alert_of_the_design_system_and_read_aloud(level: int, role: str) -> None:
    message = Message(level, "Gemt & <klar>")
    content = render_to_string("site/messages.html", {"messages": [message]})
    assert f'class="alert alert-{message.level_tag} alert--paragraph" role="{role}"' in content
    assert "Gemt &amp; &lt;klar&gt;" in content


# ------------------------------------------------------------------ the content policy


def policy(response: HttpResponse) -> dict[str, list[str]]:
    parts = [part.split() for part in response["Content-Security-Policy"].split(";")]
    return {part[0]: part[1:] for part in parts}


@pytest.mark.django_db
def test_no_script_or_style_stands_in_a_page_without_a_nonce() -> None:
    response = lost(Client())
    rules = policy(response)
    nonce = re.search(r'nonce="([^"]+)"', response.content.decode())
    assert nonce
    assert rules["script-src"] == rules["style-src"] == ["'self'", f"'nonce-{nonce[1]}'"]
    assert rules["object-src"] == rules["frame-ancestors"] == ["'none'"]


@pytest.mark.django_db
def test_no_page_carries_inline_style_or_handlers() -> None:
    assert not re.search(r"<style|\sstyle=|\son\w+=", page(Client()))


@pytest.mark.django_db
def test_every_page_has_a_nonce_of_its_own() -> None:
    first, second = (policy(lost(Client()))["script-src"] for _ in range(2))
    assert first != second


def test_pages_may_open_sockets_to_the_exchange_on_our_own_hosts_only() -> None:
    assert socket_sources(["localhost", "[::1]", ".example.dk"], 8100) == [
        "ws://localhost:8100",
        "wss://localhost:8100",
        "ws://*.example.dk:8100",
        "wss://*.example.dk:8100",
    ]


# ------------------------------------------------------------------ error pages


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "heading"), [("da", "Siden findes ikke"), ("en", "There is no such page")]
)
def test_a_lost_reader_is_told_so_in_their_language(language: str, heading: str) -> None:
    response = lost(Client(), language)
    assert response.status_code == 404
    assert f"<h1>{heading}</h1>" in response.content.decode()


@pytest.mark.parametrize(
    ("language", "heading"),
    [("da", "Du har ikke adgang til denne side"), ("en", "You may not see this page")],
)
def test_who_may_not_is_told_whom_to_ask(world: World, language: str, heading: str) -> None:
    world.roleless.language = language
    world.roleless.save()
    response = world.client("roleless").get("/desk/")
    assert response.status_code == 403
    assert f"<h1>{heading}</h1>" in response.content.decode()


def test_an_old_form_is_refused_with_a_way_on(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(
        "/sign-in/", {"username": "anna", "password": "x"}, headers={"accept-language": "da"}
    )
    assert response.status_code == 403
    assert "Siden var for gammel" in response.content.decode()


def test_the_page_for_our_own_errors_needs_no_database_and_no_request() -> None:
    with translation.override("da"):
        content = render_to_string("500.html")
    assert "<h1>Noget gik galt</h1>" in content
    assert "<script" not in content


def test_a_page_can_be_made_for_somebody_unknown() -> None:
    with translation.override("en"):
        assert "There is no such page" in render_to_string("404.html", {}, a_request())
