# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Every address of boards and screens, asked by everybody there is: a board is for people of the line, its
screens for those who lead it, and the wall's own addresses for nobody but the wall.
"""

import pytest
from django.test import Client
from django.urls import reverse

from hotline.people.models import TrailEntry
from hotline.wallboard.actions import pair_screen, screen_with
from hotline.wallboard.codes import code_of
from hotline.wallboard.models import Screen
from hotline.wallboard.screens import COOKIE
from hotline.wallboard.urls import urlpatterns
from tests.people.everybody import LEADERS, ROLES, answered, everybody, is_unknown, names_of, only
from tests.people.persons import World, make_line, make_world

BOARDS = ("board", "stream")
OF_LEADERS = ("screens", "revoke")
OF_THE_WALL = ("screen", "paired", "screen-stream")
SECRET = "a wall's secret"
OF_THE_LINE = {*(str(kind) for kind in ROLES), *(f"Viborg's {kind}" for kind in ROLES)}
# Who works for a member of the line sees its pool's figures; what else is theirs is decided board by board.
MEMBERS = OF_THE_LINE | {"Viborg's people's", "roleless"}


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def screen(world: World) -> Screen:
    found = pair_screen(Screen(line=world.line, name="Gangen"), code_of(SECRET), world.duty_lead)
    assert screen_with(SECRET) == found
    found.refresh_from_db()
    return found


@pytest.fixture
def clients(world: World) -> dict[str, Client]:
    return everybody(world)


def wall(secret: str = SECRET) -> Client:
    browser = Client()
    browser.cookies[COOKIE] = secret
    return browser


def address(name: str, *keys: object, slug: str = "hotline") -> str:
    return reverse(f"wallboard:{name}", args=[slug, *keys])


def test_every_address_of_the_room_stands_in_these_tables() -> None:
    assert names_of(urlpatterns) == {"start", *BOARDS, *OF_LEADERS, *OF_THE_WALL}


def test_the_board_is_for_everybody_of_a_member_and_nobody_else(clients: dict[str, Client]) -> None:
    found = answered(clients, lambda client: client.get(address("board")))

    assert found == only(MEMBERS, clients, 200)


def test_another_lines_board_is_closed_to_the_same_people(clients: dict[str, Client]) -> None:
    found = answered(clients, lambda client: client.get(address("board", slug="anden")))

    assert found == only({f"other {kind}" for kind in ROLES}, clients, 200)


def test_the_start_leads_each_to_the_own_board(clients: dict[str, Client]) -> None:
    found = {
        who: client.get(reverse("wallboard:start")) for who, client in clients.items() if not is_unknown(who)
    }

    led = {who: answer.headers["Location"] for who, answer in found.items() if answer.status_code == 302}
    assert led == dict.fromkeys(MEMBERS, "/wallboard/hotline/") | {
        f"other {kind}": "/wallboard/anden/" for kind in ROLES
    }
    assert {who for who, answer in found.items() if answer.status_code == 403} == {"elsewhere"}


def test_the_screens_are_for_who_leads_the_line(clients: dict[str, Client]) -> None:
    found = answered(clients, lambda client: client.get(address("screens")))

    assert found == only(LEADERS, clients, 200)


def test_no_screen_is_paired_by_anybody_else(clients: dict[str, Client]) -> None:
    others = {who: client for who, client in clients.items() if who not in LEADERS}
    form = {"code": code_of("another"), "name": "Gangen", "language": "da", "look": "own"}

    assert answered(others, lambda client: client.post(address("screens"), form)) == only((), others, 200)
    assert (Screen.objects.count(), TrailEntry.objects.count()) == (0, 0)


def test_no_screen_is_taken_out_of_use_by_anybody_else(screen: Screen, clients: dict[str, Client]) -> None:
    others = {who: client for who, client in clients.items() if who not in LEADERS}

    found = answered(others, lambda client: client.post(address("revoke", screen.pk)))

    assert found == only((), others, 200)
    assert screen_with(SECRET) == screen


def test_a_screen_lets_nobody_into_the_pages_of_people(screen: Screen) -> None:
    browser = wall()
    assert browser.get(reverse("wallboard:screen")).status_code == 200

    for name in ("board", "screens"):
        assert "/sign-in/" in browser.get(address(name)).headers["Location"]
    assert "/sign-in/" in browser.post(address("revoke", screen.pk)).headers["Location"]
    assert "/sign-in/" in browser.get("/duty/hotline/").headers["Location"]
    assert browser.get("/api/v1/lines").status_code == 401


@pytest.mark.parametrize("secret", ["", "another", SECRET.upper(), code_of(SECRET)])
def test_a_wall_with_another_secret_is_not_let_in(screen: Screen, secret: str) -> None:
    browser = wall(secret)

    assert browser.get(reverse("wallboard:paired")).status_code == 204
    assert "Den Digitale Hotline" not in browser.get(reverse("wallboard:screen")).content.decode()


def test_the_digest_that_is_stored_opens_nothing(screen: Screen) -> None:
    assert screen_with(screen.digest) is None
    assert wall(screen.digest).get(reverse("wallboard:paired")).status_code == 204


def test_being_signed_in_is_no_screen(screen: Screen, clients: dict[str, Client]) -> None:
    found = {who: client.get(reverse("wallboard:paired")).status_code for who, client in clients.items()}

    assert found == dict.fromkeys(clients, 204)


@pytest.mark.parametrize("name", OF_THE_WALL)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_wall_only_reads(screen: Screen, name: str, method: str) -> None:
    answer = getattr(wall(), method)(reverse(f"wallboard:{name}"))

    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_board_is_only_read(world: World, method: str) -> None:
    client = world.client("duty_lead")

    for found in (reverse("wallboard:start"), address("board"), address("stream")):
        assert getattr(client, method)(found).status_code == 405


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_a_screen_is_taken_out_of_use_by_post_alone(world: World, screen: Screen, method: str) -> None:
    answer = getattr(world.client("duty_lead"), method)(address("revoke", screen.pk))

    assert (answer.status_code, screen_with(SECRET)) == (405, screen)


def test_a_form_from_another_site_does_nothing(world: World, screen: Screen) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.duty_lead)
    forged = {"origin": "https://example.org"}
    form = {"code": code_of("another"), "name": "Gangen", "language": "da", "look": "own"}

    assert client.post(address("screens"), form, headers=forged).status_code == 403
    assert client.post(address("revoke", screen.pk), headers=forged).status_code == 403
    assert list(Screen.objects.filter(revoked_at=None)) == [screen]


def test_a_screen_is_not_found_under_another_line(world: World, screen: Screen) -> None:
    other = make_line("anden", "+4570200009")
    world.duty_lead.roles.get().lines.add(other)
    client = world.client("duty_lead")

    assert client.post(address("revoke", screen.pk, slug="anden")).status_code == 404
    assert "Gangen" not in client.get(address("screens", slug="anden")).content.decode()
    assert screen_with(SECRET) == screen


def test_a_line_that_is_none_is_not_found(world: World) -> None:
    client = world.client("duty_lead")

    for name in ("board", "screens"):
        assert client.get(address(name, slug="findes-ikke")).status_code == 404
    assert client.post(address("revoke", 1, slug="findes-ikke")).status_code == 404
