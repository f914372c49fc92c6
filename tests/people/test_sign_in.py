# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Signing in and out, where one lands, one's own page."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from hotline.organisations.rules import RoleKind
from hotline.people.attempts import MOST_FAILURES
from hotline.people.models import User
from tests.people.persons import PASSWORD, World, make_authority, make_line, make_person, signed_in


@pytest.fixture(autouse=True)
def fresh_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def sign_in(client: Client, username: str, password: str = PASSWORD, address: str = "/sign-in/") -> int:
    return client.post(address, {"username": username, "password": password}).status_code


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("people:me")).status_code == 200


def test_the_right_password_signs_in_and_goes_to_the_start(world: World) -> None:
    client = Client()
    answer = client.post("/sign-in/", {"username": "anna", "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/start/")
    assert is_signed_in(client)


def test_after_signing_in_one_is_where_one_wanted_to_be(world: World) -> None:
    wanted = "/lines/hotline/hours/"
    client = Client()
    page = client.get(client.get(wanted)["Location"]).content.decode()
    assert f'name="next" value="{wanted}"' in page
    answer = client.post("/sign-in/", {"username": "anna", "password": PASSWORD, "next": wanted})
    assert answer["Location"] == wanted


def test_nobody_is_sent_to_another_site_after_signing_in(world: World) -> None:
    sent = {"username": "anna", "password": PASSWORD, "next": "https://example.org/"}
    assert Client().post("/sign-in/", sent)["Location"] == "/start/"


def test_a_wrong_password_does_not_sign_in(world: World) -> None:
    client = Client()
    assert sign_in(client, "anna", "gaet") == 200
    assert not is_signed_in(client)


def test_who_has_left_does_not_sign_in(world: World) -> None:
    User.objects.filter(username="anna").update(is_active=False)
    client = Client()
    assert sign_in(client, "anna") == 200
    assert not is_signed_in(client)


def test_who_leaves_is_signed_out_at_the_next_page(world: World) -> None:
    client = world.client("agent")
    assert is_signed_in(client)
    User.objects.filter(username="anna").update(is_active=False)
    assert not is_signed_in(client)


def test_guessing_is_stopped_and_the_right_password_too(world: World) -> None:
    client = Client()
    for _ in range(MOST_FAILURES):
        sign_in(client, "anna", "gaet")
    page = client.post("/sign-in/", {"username": "anna", "password": PASSWORD}).content.decode()
    assert "For mange forkerte adgangskoder. Vent et kvarter." in page
    assert not is_signed_in(client)


def test_guessing_one_name_in_other_letters_is_guessing_the_same_name(world: World) -> None:
    client = Client()
    for _ in range(MOST_FAILURES):
        sign_in(client, "Anna", "gaet")
    assert sign_in(client, "anna") == 200
    assert not is_signed_in(client)


def test_guessing_from_elsewhere_locks_nobody_out(world: World) -> None:
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    for _ in range(MOST_FAILURES):
        sign_in(elsewhere, "anna", "gaet")
    assert sign_in(Client(), "anna") == 302


def test_the_right_password_wipes_out_the_wrong_ones(world: World) -> None:
    client = Client()
    for _ in range(MOST_FAILURES - 1):
        sign_in(client, "anna", "gaet")
    sign_in(client, "anna")
    for _ in range(MOST_FAILURES - 1):
        sign_in(client, "anna", "gaet")
    assert sign_in(client, "anna") == 302


def test_signing_out_goes_to_the_front_page(world: World) -> None:
    client = world.client("agent")
    answer = client.post(reverse("sign-out"))
    assert answer["Location"] == reverse("front")
    assert not is_signed_in(client)


def test_a_link_does_not_sign_out(world: World) -> None:
    client = world.client("agent")
    assert client.get(reverse("sign-out")).status_code == 405
    assert is_signed_in(client)


def test_who_is_signed_in_is_not_asked_again(world: World) -> None:
    assert world.client("agent").get("/sign-in/")["Location"] == "/start/"


@pytest.mark.parametrize(
    ("who", "place"),
    [("agent", "desk"), ("administrator", "organisations:lines"), ("local", "organisations:lines")],
)
def test_the_start_is_where_the_work_is(world: World, who: str, place: str) -> None:
    assert world.client(who).get(reverse("start"))["Location"] == reverse(place)


@pytest.mark.parametrize("kind", [RoleKind.DUTY_LEAD, RoleKind.PLANNER, RoleKind.EDITOR])
def test_every_role_has_a_start_with_and_without_a_line(db: None, kind: RoleKind) -> None:
    aarhus = make_authority()
    for username, line in (("vera", make_line()), ("viggo", None)):
        client = signed_in(make_person(username, aarhus, kind, line=line))
        assert client.get(client.get(reverse("start"))["Location"]).status_code == 200


def test_the_stranger_has_no_start(db: None) -> None:
    assert Client().get(reverse("start"))["Location"] == "/sign-in/?next=/start/"


def test_my_page_shows_my_roles(world: World) -> None:
    page = world.client("agent").get(reverse("people:me")).content.decode()
    assert "Medarbejder, Viborg: Den Digitale Hotline" in page
    page = world.client("roleless").get(reverse("people:me")).content.decode()
    assert "Du har ingen rolle endnu." in page


def test_my_language_is_kept_and_used(world: World) -> None:
    client = world.client("agent")
    client.post(reverse("people:me"), {"language": "en"})
    assert User.objects.get(username="anna").language == "en"
    assert "Your roles" in client.get(reverse("people:me")).content.decode()


def test_a_language_that_is_not_spoken_is_refused(world: World) -> None:
    world.client("agent").post(reverse("people:me"), {"language": "fr"})
    assert User.objects.get(username="anna").language == "da"


def test_my_password_is_changed_and_i_stay_signed_in(world: World) -> None:
    client = world.client("agent")
    sent = {
        "old_password": PASSWORD,
        "new_password1": "en-ny-laengere-kode",
        "new_password2": "en-ny-laengere-kode",
    }
    assert client.post(reverse("people:password"), sent)["Location"] == reverse("people:me")
    assert is_signed_in(client)
    assert sign_in(Client(), "anna", "en-ny-laengere-kode") == 302


@pytest.mark.parametrize(
    ("old", "new"), [("gaet", "en-ny-laengere-kode"), (PASSWORD, "kort"), (PASSWORD, "password1234")]
)
def test_a_password_is_not_changed_to_a_weak_one_or_without_the_old(world: World, old: str, new: str) -> None:
    sent = {"old_password": old, "new_password1": new, "new_password2": new}
    assert world.client("agent").post(reverse("people:password"), sent).status_code == 200
    assert sign_in(Client(), "anna") == 302


@pytest.mark.parametrize("name", ["people:me", "people:password"])
def test_the_stranger_has_no_page_of_ones_own(db: None, name: str) -> None:
    assert Client().get(reverse(name))["Location"] == f"/sign-in/?next={reverse(name)}"
