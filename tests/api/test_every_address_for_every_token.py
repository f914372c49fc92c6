# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Every address of the API, asked with every kind of token and none; and the pages of tokens by everybody."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hotline.api import urls
from hotline.api.document import api
from hotline.api.models import Scope, Token
from hotline.api.resources import lines
from hotline.api.tokens import make_token, recognised, revoke
from hotline.exchange.words import Instant
from hotline.live.snapshot import Snapshot
from hotline.people.models import TrailEntry, User
from tests.api.world import OF_LINE, System, administrator
from tests.calls import scenes
from tests.people.everybody import LEADERS, answered, everybody, is_unknown, names_of, only
from tests.people.persons import World, make_world
from tests.webhooks.world import alma

pytestmark = pytest.mark.django_db

PERIOD = {"from": "2014-05-05", "to": "2014-05-12"}


@dataclass(frozen=True)
class Address:
    """What the description calls it, how a test asks for it, and which scope opens it."""

    described: str
    address: str
    scope: Scope | None
    asked: dict[str, str]
    # Asked for by its key, what is another authority's is not there; a list is only without it.
    is_of_one: bool = False


ADDRESSES = {
    one.described: one
    for one in (
        Address("/lines", "/api/v1/lines", None, {}),
        Address("/lines/{line}/hours", f"{OF_LINE}/hours", Scope.HOURS, {}),
        Address("/lines/{line}/live", f"{OF_LINE}/live", Scope.LIVE, {}),
        Address("/lines/{line}/calls", f"{OF_LINE}/calls", Scope.CALLS, {}),
        Address("/calls/{call}", "/api/v1/calls/c1", Scope.CALLS, {}, is_of_one=True),
        Address("/lines/{line}/inquiries", f"{OF_LINE}/inquiries", Scope.INQUIRIES, {}),
        Address("/lines/{line}/intervals", f"{OF_LINE}/intervals", Scope.FIGURES, PERIOD),
        Address("/lines/{line}/measures", f"{OF_LINE}/measures", Scope.FIGURES, PERIOD),
        Address("/articles", "/api/v1/articles", Scope.ARTICLES, {}),
        Address("/articles/{code}", "/api/v1/articles/nothing", Scope.ARTICLES, {}, is_of_one=True),
    )
}
every_address = pytest.mark.parametrize("one", ADDRESSES.values(), ids=ADDRESSES.keys())
OF_LINES = [one for one in ADDRESSES.values() if "{line}" in one.described]


@pytest.fixture(autouse=True)
def _quiet_exchange(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the exchange tells over its own door is told in test_lines."""
    monkeypatch.setattr(lines, "asked_of_exchange", lambda: Snapshot(Instant(0)))


@pytest.fixture
def call() -> str:
    return scenes.answered_by(alma()).pk


def status(system: System, one: Address) -> int:
    return int(system.client.get(one.address, one.asked).status_code)


def open_status(one: Address) -> int:
    return 404 if one.described == "/articles/{code}" else 200


def test_every_address_of_the_api_stands_in_this_table() -> None:
    described = api.get_openapi_schema(path_prefix="")["paths"]

    assert set(described) == set(ADDRESSES)
    assert {method for operations in described.values() for method in operations} == {"get"}


@every_address
@pytest.mark.parametrize("scope", Scope)
def test_each_scope_opens_its_own_addresses_and_no_other(one: Address, scope: Scope, call: str) -> None:
    expected = open_status(one) if one.scope in {None, scope} else 403

    assert status(System(None, scope), one) == expected


@every_address
def test_a_token_without_any_scope_opens_only_the_list_of_lines(one: Address, call: str) -> None:
    system = System(None, Scope.CALLS)
    Token.objects.update(scopes=[])

    assert status(system, one) == (403 if one.scope else 200)


@every_address
@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Basic YTpi", "Bearer hotline_", "Bearer æ", "Token {}", "{}", "Bearer {} {}"],
)
def test_what_is_no_token_opens_nothing(one: Address, header: str, call: str) -> None:
    sent = header.format(*[System().secret] * 2)

    answer = Client(headers={"authorization": sent}).get(one.address, one.asked)

    assert (answer.status_code, answer.json()["title"]) == (401, "Unauthorized")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


TAKEN: dict[str, Callable[[Token], object]] = {
    "revoked": lambda token: revoke(token, by=administrator()),
    "over since yesterday": lambda token: Token.objects.update(
        expires_on=timezone.localdate() - dt.timedelta(days=1)
    ),
    "deleted": lambda token: token.delete(),
}


@every_address
@pytest.mark.parametrize("taken", TAKEN)
def test_a_token_that_was_taken_opens_nothing_from_that_moment(one: Address, taken: str, call: str) -> None:
    system = System()
    assert status(system, one) == open_status(one)

    TAKEN[taken](Token.objects.get())

    assert status(system, one) == 401


@every_address
def test_a_token_holds_through_its_last_day(one: Address, call: str) -> None:
    system = System()
    Token.objects.update(expires_on=timezone.localdate())

    assert status(system, one) == open_status(one)


@pytest.mark.parametrize("one", OF_LINES, ids=lambda one: one.described)
def test_an_authority_without_a_part_in_the_line_does_not_find_it(one: Address, call: str) -> None:
    skive = System(scenes.authority("Skive", "0779"))

    assert status(skive, one) == 404


@every_address
def test_another_member_of_the_line_is_let_in_and_finds_none_of_ours(one: Address, call: str) -> None:
    viborg = System(scenes.viborg())

    assert status(viborg, one) == (404 if one.is_of_one else 200)
    if one.described in {"/lines/{line}/calls", "/lines/{line}/inquiries"}:
        assert viborg.ask(one.address) == {"items": [], "next": None}


@every_address
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_changed_with_any_token(one: Address, method: str, call: str) -> None:
    system = System()

    answer = getattr(system.client, method)(one.address)

    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET")
    assert answer.headers["Content-Type"] == "application/problem+json"


@every_address
def test_a_session_is_no_token_whoever_is_signed_in(one: Address, call: str) -> None:
    for role in ("agent", "duty_lead", "planner", "editor", "administrator"):
        client = Client()
        client.force_login(scenes.person(role.title(), role))
        assert client.get(one.address, one.asked).status_code == 401


@every_address
def test_a_token_in_the_address_is_not_taken(one: Address, call: str) -> None:
    """It would stand in every log on the way."""
    for name in ("token", "access_token", "authorization"):
        answer = Client().get(one.address, one.asked | {name: System().secret})
        assert answer.status_code in {401, 422}


@every_address
def test_an_answer_is_kept_by_nobody_between(one: Address, call: str) -> None:
    answer = System().client.get(one.address, one.asked)

    if answer.status_code == 200:
        assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "sessionid" not in answer.cookies


# -------------------------------------------------------------------- the pages of tokens

ADMINISTRATORS = {
    "administrator",
    "Viborg's administrator",
    "other administrator",
    "Viborg's people's",
    "elsewhere",
}
FILLED_IN = {"name": "Vagtplan", "scopes": ["calls"], "expires_on": ""}


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def clients(world: World) -> dict[str, Client]:
    return everybody(world)


def test_every_page_of_the_room_stands_in_these_tests() -> None:
    pages = [one for one in urls.urlpatterns if not hasattr(one, "url_patterns")]

    assert names_of(pages) == {"guide", "tokens", "new-token", "revoke-token"}


def test_the_description_is_for_everybody(clients: dict[str, Client]) -> None:
    found = answered(clients, lambda client: client.get(reverse("api:guide")))

    assert found == dict.fromkeys(clients, 200)


def test_the_list_of_tokens_is_for_administrators(clients: dict[str, Client]) -> None:
    found = answered(clients, lambda client: client.get(reverse("api:tokens")))

    assert found == only(ADMINISTRATORS, clients, 200)


@pytest.mark.parametrize(
    ("code", "allowed"),
    [
        ("0751", {"administrator"}),
        ("0791", {"Viborg's administrator", "Viborg's people's"}),
        ("0851", {"elsewhere"}),
    ],
)
def test_a_token_is_made_by_the_authoritys_own_administrators(
    clients: dict[str, Client], code: str, allowed: set[str]
) -> None:
    address = reverse("api:new-token", args=[code])

    assert answered(clients, lambda client: client.get(address)) == only(allowed, clients, 200)
    assert answered(clients, lambda client: client.post(address, FILLED_IN)) == only(allowed, clients, 201)
    made_for = Token.objects.values_list("authority__code", flat=True)
    assert list(made_for) == [code] * len(allowed)


def made(by: User) -> tuple[Token, str]:
    assert by.authority
    return make_token(by.authority, name="Vagtplan", scopes=[Scope.CALLS], by=by)


def test_a_token_is_revoked_by_the_authoritys_own_administrators(
    world: World, clients: dict[str, Client]
) -> None:
    token, secret = made(world.local)
    address = reverse("api:revoke-token", args=[token.pk])
    own = {"Viborg's administrator", "Viborg's people's"}
    others = {who: client for who, client in clients.items() if who not in own}

    found = answered(others, lambda client: client.post(address))

    assert found == {
        who: "sign in" if is_unknown(who) else 404 if who in ADMINISTRATORS else 403 for who in others
    }
    assert recognised(secret, timezone.now()) == token
    assert clients["Viborg's administrator"].post(address).status_code == 302
    assert recognised(secret, timezone.now()) is None


def test_leading_a_line_gives_no_access_to_an_authoritys_tokens(clients: dict[str, Client]) -> None:
    leads = sorted(LEADERS - ADMINISTRATORS)

    assert {who: clients[who].get(reverse("api:tokens")).status_code for who in leads} == dict.fromkeys(
        leads, 403
    )


@pytest.mark.parametrize("name", ["new-token", "revoke-token"])
def test_a_form_from_another_site_does_nothing(world: World, name: str) -> None:
    token, secret = made(world.local)
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.local)
    key = "0791" if name == "new-token" else token.pk

    answer = client.post(
        reverse(f"api:{name}", args=[key]), FILLED_IN, headers={"origin": "https://example.org"}
    )

    assert (answer.status_code, Token.objects.count()) == (403, 1)
    assert recognised(secret, timezone.now()) == token


@pytest.mark.parametrize(
    ("name", "methods"),
    [
        ("guide", ["post", "put", "delete"]),
        ("tokens", ["post", "put", "delete"]),
        ("new-token", ["put", "patch", "delete"]),
        ("revoke-token", ["get", "head", "put", "delete"]),
    ],
)
def test_a_page_knows_no_other_methods(world: World, name: str, methods: list[str]) -> None:
    token, secret = made(world.local)
    keys: dict[str, list[Any]] = {"new-token": ["0791"], "revoke-token": [token.pk]}
    client, address = world.client("local"), reverse(f"api:{name}", args=keys.get(name, []))

    assert {method: getattr(client, method)(address).status_code for method in methods} == dict.fromkeys(
        methods, 405
    )
    assert recognised(secret, timezone.now()) == token


def test_neither_token_nor_fingerprint_stands_in_trail_or_list(world: World) -> None:
    token, secret = made(world.local)
    page = world.client("local").get(reverse("api:tokens")).content.decode()
    entry = TrailEntry.objects.get()

    for hidden in (secret, secret[-12:], token.fingerprint):
        assert hidden not in page
        assert hidden not in f"{entry.words} {entry.subject}"
