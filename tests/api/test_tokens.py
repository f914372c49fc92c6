# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Tokens are made and revoked by an authority's own administrators, shown once and kept as a hash."""

import datetime as dt

import pytest
from django.urls import reverse

from hotline.api.models import Scope, Token
from hotline.api.tokens import USE_NOTED_EVERY, fingerprint, make_token, recognised, revoke
from hotline.inquiries.rules import Refused
from hotline.people.models import TrailEntry
from tests.api.world import NOON, administrator, token
from tests.calls import scenes
from tests.inquiries.desk import cost, signed_in, text_of
from tests.webhooks.world import everybody_who_must_not

pytestmark = pytest.mark.django_db

TOKENS = reverse("api:tokens")
NEW = reverse("api:new-token", args=["0751"])
FILLED_IN = {"name": "Vagtplan", "scopes": ["calls", "figures"]}


def test_a_token_is_recognised_and_kept_nowhere() -> None:
    made, secret = token()

    assert recognised(secret, NOON) == made
    assert secret.startswith("hotline_")
    assert secret not in str(Token.objects.values())
    assert made.fingerprint == fingerprint(secret)


def test_every_token_is_another() -> None:
    assert len({token()[1] for _number in range(5)}) == 5


@pytest.mark.parametrize("secret", ["", "hotline_", "hotline_wrong", "x" * 500])
def test_what_is_no_token_opens_nothing(secret: str) -> None:
    token()

    assert recognised(secret, NOON) is None


def test_a_revoked_token_opens_nothing_from_that_moment() -> None:
    made, secret = token()

    revoke(made, by=administrator(), now=NOON)

    assert recognised(secret, NOON) is None
    revoke(made, by=administrator(), now=NOON + dt.timedelta(days=1))
    assert Token.objects.get().revoked_at == NOON


def test_a_token_holds_through_its_last_local_day() -> None:
    made, secret = token()
    Token.objects.update(expires_on=dt.date(2014, 5, 7))

    just_before = dt.datetime(2014, 5, 7, 21, 59, 59, tzinfo=dt.UTC)
    assert recognised(secret, just_before) == made
    assert recognised(secret, just_before + dt.timedelta(seconds=1)) is None


def test_when_it_was_used_is_noted_now_and_then() -> None:
    _made, secret = token()

    for at in (NOON, NOON + USE_NOTED_EVERY, NOON + USE_NOTED_EVERY + dt.timedelta(seconds=1)):
        recognised(secret, at)
        if at != NOON + USE_NOTED_EVERY:
            assert Token.objects.get().used_at == at
        else:
            assert Token.objects.get().used_at == NOON


@pytest.mark.parametrize("role", ["agent", "duty_lead", "planner", "editor"])
def test_nobody_else_makes_or_revokes_tokens(role: str) -> None:
    made, _secret = token()
    stranger = scenes.person("Sten", role)

    with pytest.raises(Refused):
        make_token(scenes.authority(), name="x", scopes=[Scope.CALLS], by=stranger)
    with pytest.raises(Refused):
        revoke(made, by=stranger)
    with pytest.raises(Refused):
        revoke(made, by=administrator(scenes.viborg()))


def test_who_gave_and_took_access_stands_in_the_trail() -> None:
    made, _secret = token()
    revoke(made, by=administrator())

    entries = TrailEntry.objects.order_by("pk").values_list("deed", "words", "authority__code", "by__name")
    assert list(entries) == [
        ("token_made", "Vagtplan", "0751", "Asta0751"),
        ("token_revoked", "Vagtplan", "0751", "Asta0751"),
    ]


def test_the_page_shows_the_token_once() -> None:
    client = signed_in(administrator())

    answer = client.post(NEW, FILLED_IN | {"expires_on": ""})

    made = Token.objects.get()
    secret = answer.context["secret"]
    assert (answer.status_code, answer.headers["Cache-Control"]) == (201, "no-store")
    assert secret in text_of(answer)
    assert (made.name, made.scopes, made.authority) == ("Vagtplan", ["calls", "figures"], scenes.authority())
    assert secret not in text_of(client.get(TOKENS))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Write which system it is for."),
        ({"scopes": []}, "Choose what it may read."),
        ({"scopes": ["everything"]}, "everything"),
        ({"expires_on": "2001-01-01"}, "The last day lies in the past."),
    ],
)
def test_what_is_wrong_is_said_and_no_token_is_made(changes: dict[str, object], sentence: str) -> None:
    answer = signed_in(administrator()).post(NEW, FILLED_IN | changes)

    assert (answer.status_code, Token.objects.count()) == (422, 0)
    assert sentence in text_of(answer)


def test_revoking_on_the_page() -> None:
    made, secret = token()
    client = signed_in(administrator())

    client.post(reverse("api:revoke-token", args=[made.pk]))

    assert recognised(secret, NOON) is None
    assert "Revoked" in text_of(client.get(TOKENS))


def test_nobody_but_administrators_comes_near() -> None:
    made, _secret = token()
    for name, client in everybody_who_must_not():
        for method, address in (
            ("get", TOKENS),
            ("post", NEW),
            ("post", reverse("api:revoke-token", args=[made.pk])),
        ):
            answer = getattr(client, method)(address, FILLED_IN)
            refused = answer.status_code == 403 or "/sign-in/" in answer.headers.get("Location", "")
            assert refused, (name, address)
    assert Token.objects.get().revoked_at is None


def test_another_authoritys_administrator_finds_nothing_there() -> None:
    made, _secret = token()
    theirs = signed_in(administrator(scenes.viborg()))

    assert theirs.post(reverse("api:revoke-token", args=[made.pk])).status_code == 404
    assert theirs.post(NEW, FILLED_IN).status_code == 403
    assert "Vagtplan" not in text_of(theirs.get(TOKENS))


def test_the_page_costs_the_same_with_three_tokens_as_with_one() -> None:
    token()
    client = signed_in(administrator())
    before = cost(client, TOKENS)
    token()
    token()

    assert cost(client, TOKENS) == before
