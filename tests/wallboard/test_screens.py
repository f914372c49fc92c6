# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A screen on a wall: it shows a code, somebody enters it, it shows figures; it can be taken out of use."""

import datetime as dt
import re

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hotline.organisations.deeds import Deed
from hotline.people.models import TrailEntry, User
from hotline.wallboard.actions import note_seen, pair_screen, revoke_screen, screen_with
from hotline.wallboard.codes import code_of, digest_of
from hotline.wallboard.models import Screen
from hotline.wallboard.screens import COOKIE
from tests.calls import scenes
from tests.inquiries.desk import signed_in, text_of

pytestmark = pytest.mark.django_db

SCREEN, PAIRED, STREAM = (reverse(f"wallboard:{name}") for name in ("screen", "paired", "screen-stream"))
SCREENS = reverse("wallboard:screens", args=["hotline"])


@pytest.fixture
def dora() -> User:
    return scenes.person("Dora", "duty_lead")


@pytest.fixture
def wall() -> Client:
    """A browser on a wall that has opened the screens' address."""
    browser = Client()
    browser.get(SCREEN)
    return browser


def secret_of(wall: Client) -> str:
    return wall.cookies[COOKIE].value


def entered(by: User, code: str, **fields: str) -> int:
    filled_in = {"code": code, "name": "Køkkenet", "language": "da", "look": "own", **fields}
    return signed_in(by).post(SCREENS, filled_in).status_code


def hung(by: User, wall: Client) -> Screen:
    assert entered(by, code_of(secret_of(wall))) == 302
    assert wall.get(PAIRED).status_code == 200
    return Screen.objects.get()


def test_a_new_screen_shows_its_code_and_stores_nothing(wall: Client) -> None:
    code = code_of(secret_of(wall))
    assert f"{code[:4]} {code[4:]}" in text_of(wall.get(SCREEN))
    assert wall.get(PAIRED).status_code == 204
    assert Screen.objects.count() == 0


def test_its_cookie_is_kept_for_long_and_no_script_reads_it(wall: Client) -> None:
    cookie = wall.cookies[COOKIE]
    assert int(cookie["max-age"]) > 365 * 24 * 3600
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", SCREEN)
    assert bool(cookie["secure"]) == settings.SESSION_COOKIE_SECURE


def test_two_screens_show_different_codes(wall: Client) -> None:
    other = Client()
    other.get(SCREEN)
    assert code_of(secret_of(other)) != code_of(secret_of(wall))


def test_a_screen_whose_code_was_entered_shows_the_board(dora: User, wall: Client) -> None:
    screen = hung(dora, wall)
    page = text_of(wall.get(SCREEN))
    assert "Den Digitale Hotline" in page
    assert STREAM in page
    assert screen.digest == digest_of(secret_of(wall))
    assert (screen.code, screen.name, screen.paired_by) == ("", "Køkkenet", dora)


def test_another_screen_is_not_let_by_it(dora: User, wall: Client) -> None:
    hung(dora, wall)
    other = Client()
    other.get(SCREEN)
    assert other.get(PAIRED).status_code == 204
    assert STREAM not in text_of(other.get(SCREEN))


def test_a_screen_shows_nobody_signed_in_and_no_names(dora: User, wall: Client) -> None:
    hung(dora, wall)
    page = text_of(wall.get(SCREEN))
    assert "Dora" not in page
    assert 'class="site-header"' not in page


def test_it_speaks_the_language_it_was_given(dora: User, wall: Client) -> None:
    assert entered(dora, code_of(secret_of(wall)), language="en") == 302
    assert '<html lang="en">' in text_of(wall.get(SCREEN))


def test_it_wears_the_colours_it_was_given(dora: User, wall: Client) -> None:
    assert entered(dora, code_of(secret_of(wall)), look="dark") == 302
    assert 'data-look="dark"' in text_of(wall.get(SCREEN))


def test_it_shows_the_details_of_the_authority_it_was_given(dora: User, wall: Client) -> None:
    aarhus = scenes.authority()
    assert entered(dora, code_of(secret_of(wall)), authority=str(aarhus.pk)) == 302
    wall.get(PAIRED)
    assert Screen.objects.get().scope == frozenset({aarhus.pk})


def test_a_code_read_wrongly_is_told_at_once(dora: User, wall: Client) -> None:
    code = code_of(secret_of(wall))
    wrong = ("A" if code[0] != "A" else "B") + code[1:]
    answer = signed_in(dora).post(
        SCREENS, {"code": wrong, "name": "Køkkenet", "language": "da", "look": "own"}
    )
    assert "No screen shows that code" in text_of(answer)
    assert Screen.objects.count() == 0


def test_a_code_entered_too_long_ago_lets_no_screen(dora: User, wall: Client) -> None:
    assert entered(dora, code_of(secret_of(wall))) == 302
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=16)):
        assert wall.get(PAIRED).status_code == 204
        assert "No screen came for it" in text_of(signed_in(dora).get(SCREENS))


def test_a_code_entered_twice_means_the_latest(dora: User, wall: Client) -> None:
    code = code_of(secret_of(wall))
    assert entered(dora, code, name="Køkkenet") == 302
    assert entered(dora, code, name="Gangen") == 302
    found = screen_with(secret_of(wall))
    assert found is not None
    assert found.name == "Gangen"


def test_a_screen_taken_out_of_use_shows_nothing_but_a_new_code(dora: User, wall: Client) -> None:
    screen, secret = hung(dora, wall), secret_of(wall)
    client = signed_in(dora)
    client.post(reverse("wallboard:revoke", args=["hotline", screen.pk]))
    page = text_of(wall.get(SCREEN))
    assert STREAM not in page
    assert secret_of(wall) != secret
    assert code_of(secret_of(wall))[:4] in page
    assert "Køkkenet" not in re.sub(r"<title>.*</title>", "", text_of(client.get(SCREENS)).split("alert")[0])


def test_what_is_out_of_use_cannot_be_taken_out_again(dora: User, wall: Client) -> None:
    address = reverse("wallboard:revoke", args=["hotline", hung(dora, wall).pk])
    client = signed_in(dora)
    assert client.post(address).status_code == 302
    assert client.post(address).status_code == 404
    assert client.get(address).status_code == 405


def test_pairing_and_taking_out_of_use_stand_in_the_trail(dora: User, wall: Client) -> None:
    screen = hung(dora, wall)
    revoke_screen(screen, dora)
    entries = TrailEntry.objects.order_by("pk").values_list("by", "deed", "line__slug")
    assert list(entries) == [
        (dora.pk, Deed.SCREEN_PAIRED, "hotline"),
        (dora.pk, Deed.SCREEN_REVOKED, "hotline"),
    ]


@pytest.mark.parametrize("role", ["agent", "planner", "editor"])
def test_only_duty_leads_and_administrators_let_screens(role: str, wall: Client) -> None:
    somebody = signed_in(scenes.person("Signe", role))
    assert somebody.get(SCREENS).status_code == 403
    assert somebody.post(SCREENS, {"code": code_of(secret_of(wall))}).status_code == 403


def test_an_administrator_of_the_line_may(wall: Client) -> None:
    assert entered(scenes.person("Adam", "administrator"), code_of(secret_of(wall))) == 302


def test_who_is_not_signed_in_is_sent_to_sign_in(wall: Client) -> None:
    assert wall.get(SCREENS).status_code == 302


def test_when_a_screen_was_seen_is_written_down_once_a_minute(dora: User) -> None:
    screen = pair_screen(Screen(line=scenes.line(), name="Gangen"), code_of("x"), dora)
    began = timezone.now()
    for seconds, seen_after in ((0, 0), (30, 0), (70, 70)):
        with time_machine.travel(began + dt.timedelta(seconds=seconds), tick=False):
            screen.refresh_from_db()
            note_seen(screen)
            screen.refresh_from_db()
            assert screen.seen_at == began + dt.timedelta(seconds=seen_after)


def test_the_list_costs_the_same_with_one_screen_as_with_three(dora: User) -> None:
    client = signed_in(dora)
    asked = []
    for name in ("Gangen", "Køkkenet", "Receptionen"):
        pair_screen(Screen(line=scenes.line(), name=name, authority=scenes.authority()), code_of(name), dora)
        with CaptureQueriesContext(connection) as queries:
            assert name in text_of(client.get(SCREENS))
        asked.append(len(queries))
    assert len(set(asked)) == 1
