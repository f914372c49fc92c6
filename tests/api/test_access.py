# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Who may ask what, and how errors are told."""

import time
from typing import Any

import pytest
from django.test import Client

from hotline.api import access
from hotline.api.models import Scope, Token
from hotline.api.rates import Rates
from hotline.api.resources import lines
from hotline.organisations.models import Line, Membership
from tests.api.world import OF_LINE, System, token
from tests.calls import scenes

pytestmark = pytest.mark.django_db

DAYS: dict[str, Any] = {"from": "2014-05-05", "to": "2014-05-12"}
EVERYTHING: list[tuple[str, Scope | None, dict[str, Any]]] = [
    ("/api/v1/lines", None, {}),
    (f"{OF_LINE}/hours", Scope.HOURS, {}),
    (f"{OF_LINE}/calls", Scope.CALLS, {}),
    (f"{OF_LINE}/inquiries", Scope.INQUIRIES, {}),
    (f"{OF_LINE}/intervals", Scope.FIGURES, DAYS),
    (f"{OF_LINE}/measures", Scope.FIGURES, DAYS),
    ("/api/v1/articles", Scope.ARTICLES, {}),
]


@pytest.mark.parametrize(("address", "scope", "asked"), EVERYTHING)
def test_nobody_is_answered_without_a_token(address: str, scope: Scope | None, asked: dict[str, Any]) -> None:
    scenes.line()
    for secret in ("", "hotline_wrong"):
        told = System(secret=secret).ask(address, 401, **asked)
        assert (told["status"], told["title"]) == (401, "Unauthorized")


def test_who_is_signed_in_but_has_no_token_is_a_stranger_here() -> None:
    client = Client()
    client.force_login(scenes.person("Asta", "administrator"))

    answer = client.get(f"{OF_LINE}/calls")

    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize(("address", "scope", "asked"), EVERYTHING)
def test_a_token_opens_what_its_scope_says_and_nothing_else(
    address: str, scope: Scope | None, asked: dict[str, Any]
) -> None:
    System(None, scope or Scope.LIVE).ask(address, **asked)
    if scope:
        others = [one for one in Scope if one is not scope]
        assert scope.value in System(None, *others).ask(address, 403, **asked)["detail"]


@pytest.mark.parametrize("what", ["hours", "calls", "inquiries", "intervals", "measures", "live"])
def test_another_line_is_not_even_there(what: str) -> None:
    other = Line.objects.create(name="Anden", slug="anden", number="+4570200001")
    Membership.objects.create(authority=scenes.viborg(), line=other, kind="staffs", from_on="2014-01-01")
    asked = DAYS if what in {"intervals", "measures"} else {}

    told = System().ask(f"/api/v1/lines/anden/{what}", 404, **asked)

    assert told == System().ask(f"/api/v1/lines/nowhere/{what}", 404, **asked)
    assert [line["slug"] for line in System().ask("/api/v1/lines")] == ["hotline"]
    assert len(System(scenes.viborg()).ask("/api/v1/lines")) == 2


def test_a_revoked_token_is_refused() -> None:
    system = System()
    Token.objects.update(revoked_at=scenes.NOON)

    system.ask("/api/v1/lines", 401)


def test_who_asks_too_often_is_told_how_long_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "RATES", Rates(per_minute=2, clock=lambda: 0.0))
    system, other = System(), System()
    system.ask("/api/v1/lines")
    system.ask("/api/v1/lines")

    answer = system.client.get("/api/v1/lines")

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "30")
    assert answer.json()["title"] == "Too Many Requests"
    other.ask("/api/v1/lines")


@pytest.mark.parametrize(
    ("address", "asked", "where"),
    [
        (f"{OF_LINE}/calls", {"from": "yesterday"}, "from"),
        (f"{OF_LINE}/calls", {"from": "2014-05-07T12:00:00"}, "from"),
        (f"{OF_LINE}/calls", {"from": "1399464000"}, "from"),
        (f"{OF_LINE}/calls", {"limit": 0}, "limit"),
        (f"{OF_LINE}/calls", {"limit": 501}, "limit"),
        (f"{OF_LINE}/calls", {"form": "2014-05-07T12:00:00Z"}, "query.form"),
        (f"{OF_LINE}/intervals", {"from": "2014-05-07"}, "to"),
        (f"{OF_LINE}/measures", {"from": "2014-05-07", "to": "2014-05-06"}, ""),
        (f"{OF_LINE}/intervals", {"from": "2014-05-07", "to": "2014-05-08", "grain": "minute"}, "grain"),
        (f"{OF_LINE}/hours", {"days": 93}, "days"),
        ("/api/v1/articles", {"language": "fr"}, "language"),
    ],
)
def test_a_wrong_question_is_told_where_it_is_wrong(address: str, asked: dict[str, Any], where: str) -> None:
    told = System().ask(address, 422, **asked)

    assert told["detail"] == "The question cannot be understood."
    assert where in told["errors"][0]["where"]


@pytest.mark.parametrize(
    "cursor", ["x", "bnVsbA==", "WyIyMDE0IiwgMV0=", "WyIwMDAxLTAxLTAxVDAwOjAwOjAwWiIsIDFd", "æ"]
)
def test_a_made_up_cursor_is_refused(cursor: str) -> None:
    assert "cursor" in System().ask(f"{OF_LINE}/calls", 422, cursor=cursor)["detail"]


@pytest.mark.parametrize(
    "address", ["/api/v1/", "/api/v1/nothing", "/api/v1/lines/hotline/calls/", "/api/v1/lines/"]
)
def test_an_address_that_is_none_is_a_problem_too(address: str) -> None:
    answer = Client().get(address)

    assert answer.status_code == 404
    assert address == "/api/v1/" or answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_changed(method: str) -> None:
    answer = getattr(Client(), method)(f"{OF_LINE}/calls")

    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET")
    assert answer.json()["title"] == "Method Not Allowed"


def test_a_bug_is_a_problem_that_tells_nothing_and_is_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        raise ZeroDivisionError("secret details")

    monkeypatch.setattr(lines, "asked_of_exchange", broken)

    told = System().ask(f"{OF_LINE}/live", 500)

    assert "secret" not in str(told)
    assert "ZeroDivisionError" in caplog.text


def test_an_answer_the_asker_has_is_not_sent_again() -> None:
    system = System()
    first = system.client.get("/api/v1/lines")

    again = system.client.get("/api/v1/lines", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")

    Line.objects.update(name="Et andet navn")
    changed = system.client.get("/api/v1/lines", headers={"If-None-Match": first.headers["ETag"]})
    assert (changed.status_code, changed.json()[0]["name"]) == (200, "Et andet navn")
    assert changed.headers["Cache-Control"] == "private, no-cache"


def test_recognising_a_token_costs_next_to_nothing() -> None:
    _made, secret = token()
    system = System(secret=secret)
    began = time.perf_counter()
    for _question in range(20):
        system.ask("/api/v1/lines")

    assert time.perf_counter() - began < 5
