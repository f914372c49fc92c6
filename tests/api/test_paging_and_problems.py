# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Pages that neither lose nor repeat a row while others come and go, errors that are always problem details,
and answers that are not sent twice.
"""

import base64
import datetime as dt
import json
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hotline.api import access
from hotline.api.models import Scope
from hotline.api.paging import cursor_of, read_cursor
from hotline.api.questions import FIRST, LAST
from hotline.api.rates import A_MINUTE, Rates
from hotline.calls.models import CallRecord
from hotline.inquiries.models import Inquiry
from tests.api.world import NOON, OF_LINE, System
from tests.calls import scenes
from tests.inquiries.desk import registered
from tests.webhooks.world import alma

pytestmark = pytest.mark.django_db
CALLS, INQUIRIES = f"{OF_LINE}/calls", f"{OF_LINE}/inquiries"
PERIOD: dict[str, Any] = {"from": "2014-05-05", "to": "2014-05-12"}
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
A_FEW = settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])


def minute(number: int) -> dt.datetime:
    return NOON + dt.timedelta(minutes=number)


@pytest.fixture(autouse=True)
def _asks_as_often_as_it_likes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "RATES", Rates(per_minute=1_000_000))


# -------------------------------------------------------------------- pages

# The minute at which each call arrived, and after which page it was stored.
arrivals = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3)), max_size=10)


@A_FEW
@given(arrivals, st.integers(1, 4))
def test_what_was_there_from_the_first_is_read_once_whatever_comes_meanwhile(
    db: None, calls: list[tuple[int, int]], limit: int
) -> None:
    CallRecord.objects.all().delete()
    agent, system = alma(), System(None, Scope.CALLS)
    read: list[str] = []
    cursor: str | None = ""
    pages = 0
    while cursor is not None:
        for number, (arrived, stored_after) in enumerate(calls):
            if stored_after == pages:
                scenes.answered_by(agent, f"c{number}", at=minute(arrived))
        page = system.ask(CALLS, limit=limit, cursor=cursor)
        read += [call["id"] for call in page["items"]]
        cursor, pages = page["next"], pages + 1

    assert len(read) == len(set(read))
    assert {f"c{number}" for number, (_arrived, after) in enumerate(calls) if after == 0} <= set(read)
    moments = dict(CallRecord.objects.values_list("pk", "arrived_at"))
    assert read == sorted(read, key=lambda call: (moments[call], call))


@A_FEW
@given(st.lists(st.integers(0, 3), min_size=1, max_size=8), st.integers(1, 3), st.integers(0, 7))
def test_a_row_that_goes_meanwhile_takes_no_other_with_it(
    db: None, minutes: list[int], limit: int, gone: int
) -> None:
    """Also when it is the very row the cursor stands at."""
    CallRecord.objects.all().delete()
    agent, system = alma(), System(None, Scope.CALLS)
    for number, arrived in enumerate(minutes):
        scenes.answered_by(agent, f"c{number}", at=minute(arrived))
    first = system.ask(CALLS, limit=limit)
    CallRecord.objects.filter(pk=f"c{gone % len(minutes)}").delete()

    read = [call["id"] for call in first["items"]]
    cursor = first["next"]
    while cursor:
        page = system.ask(CALLS, limit=limit, cursor=cursor)
        read += [call["id"] for call in page["items"]]
        cursor = page["next"]

    left = set(CallRecord.objects.values_list("pk", flat=True))
    assert (left <= set(read), len(read)) == (True, len(set(read)))


def test_pages_within_a_stretch_of_time_hold_that_stretch() -> None:
    agent = alma()
    for number in range(10):
        scenes.answered_by(agent, f"c{number}", at=minute(number))
    asked: dict[str, Any] = {"from": minute(2).isoformat(), "to": minute(8).isoformat()}

    found = System().all(CALLS, limit=2, **asked)

    assert [call["id"] for call in found] == [f"c{number}" for number in range(2, 8)]


def test_a_cursor_from_outside_the_stretch_brings_nothing_of_before() -> None:
    agent = alma()
    for number in range(4):
        scenes.answered_by(agent, f"c{number}", at=minute(number))
    asked: dict[str, Any] = {"from": minute(2).isoformat(), "cursor": cursor_of(minute(0), "c0")}

    assert [call["id"] for call in System().ask(CALLS, **asked)["items"]] == ["c2", "c3"]


def test_another_authoritys_cursor_opens_nothing_of_theirs() -> None:
    agent = alma()
    for number in range(3):
        scenes.answered_by(agent, f"c{number}", at=minute(number))
    theirs = System().ask(CALLS, limit=1)["next"]

    assert System(scenes.viborg()).ask(CALLS, cursor=theirs) == {"items": [], "next": None}


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 8, 500])
def test_pages_of_inquiries_of_one_instant_hold_each_once(limit: int) -> None:
    agent = alma()
    for number in range(7):
        registered(agent, scenes.answered_by(agent, f"c{number}"))

    found = System().all(INQUIRIES, limit=limit)

    assert [one["id"] for one in found] == [str(one.key) for one in Inquiry.objects.order_by("pk")]


def test_the_last_page_says_that_it_is() -> None:
    agent = alma()
    for number in range(4):
        scenes.answered_by(agent, f"c{number}", at=minute(number))
    system = System()

    first = system.ask(CALLS, limit=2)
    second = system.ask(CALLS, limit=2, cursor=first["next"])

    assert (len(first["items"]), len(second["items"]), second["next"]) == (2, 2, None)
    assert system.ask(CALLS, limit=4)["next"] is None


moments = st.integers(int(FIRST.timestamp()) * 10**6, int(LAST.timestamp()) * 10**6).map(
    lambda microseconds: FIRST + dt.timedelta(microseconds=microseconds) - (FIRST - EPOCH)
)


@given(moments, st.integers() | st.text(max_size=40))
def test_every_cursor_is_read_as_it_was_given_out_and_fits_in_an_address(
    at: dt.datetime, key: int | str
) -> None:
    text = cursor_of(at, key)

    assert read_cursor(text) == (at, key)
    assert set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=")


@pytest.mark.parametrize(
    "inside",
    [
        [], ["2014-05-07T10:00:00+00:00"], ["2014-05-07T10:00:00", "c1"], [1, 2], ["x", "c1"], {"a": 1},
        ["2014-05-07T10:00:00+00:00", None], ["2014-05-07T10:00:00+00:00", ["c1"]],
        ["2014-05-07T10:00:00+00:00", "c1", "c2"], ["0001-01-01T00:00:00+00:00", 1], None, "text",
    ],
)  # fmt: skip
def test_a_cursor_somebody_made_up_is_refused_as_a_problem(inside: object) -> None:
    made_up = base64.urlsafe_b64encode(json.dumps(inside).encode()).decode()

    told = System().ask(CALLS, 422, cursor=made_up)

    assert (told["status"], "cursor" in told["detail"]) == (422, True)


ODD_CURSORS = [
    (INQUIRIES, cursor_of(NOON, "c1")),
    (CALLS, cursor_of(NOON, 7)),
    (INQUIRIES, cursor_of(NOON, 2**70)),
    (CALLS, cursor_of(NOON, "\0")),
    (INQUIRIES, cursor_of(NOON, True)),
]


@pytest.mark.parametrize(("address", "cursor"), ODD_CURSORS)
def test_a_cursor_that_belongs_elsewhere_is_no_error_of_ours(address: str, cursor: str) -> None:
    """It names a call where an inquiry has a number, the other way round, or a number no row can have."""
    registered(alma(), scenes.answered_by(alma()))

    assert System().client.get(address, {"cursor": cursor}).status_code in {200, 422}


def test_the_ends_of_what_can_be_asked_for_are_centuries_away() -> None:
    assert (FIRST.year, LAST.year) == (1900, 2200)


# -------------------------------------------------------------------- problems

PROBLEMS: list[tuple[HTTPStatus, str, dict[str, Any]]] = [
    (HTTPStatus.UNAUTHORIZED, CALLS, {"secret": "hotline_wrong"}),
    (HTTPStatus.FORBIDDEN, CALLS, {"scope": Scope.HOURS}),
    (HTTPStatus.NOT_FOUND, "/api/v1/lines/nowhere/calls", {}),
    (HTTPStatus.NOT_FOUND, "/api/v1/calls/nowhere", {}),
    (HTTPStatus.NOT_FOUND, "/api/v1/nowhere", {}),
    (HTTPStatus.UNPROCESSABLE_ENTITY, f"{CALLS}?limit=0", {}),
    (HTTPStatus.UNPROCESSABLE_ENTITY, f"{CALLS}?unknown=1", {}),
    (HTTPStatus.UNPROCESSABLE_ENTITY, f"{CALLS}?cursor=x", {}),
]


@pytest.mark.parametrize(("status", "address", "how"), PROBLEMS)
def test_every_error_is_a_problem_of_the_same_form(
    status: HTTPStatus, address: str, how: dict[str, Any]
) -> None:
    scopes = [how["scope"]] if "scope" in how else []
    client = System(None, *scopes, secret=how.get("secret")).client

    answer = client.get(address)

    told = answer.json()
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    assert set(told) == {"type", "title", "status", "detail", "errors"}
    assert (told["type"], told["title"], told["status"]) == ("about:blank", status.phrase, status.value)
    assert told["detail"][-1] == "."
    assert "ETag" not in answer.headers


@pytest.mark.parametrize(
    ("asked", "where"),
    [
        ({"limit": "many"}, ["query.asked.limit", "query.limit"]),
        ({"limit": "0", "from": "x"}, ["query.asked.from", "query.from"]),
        ({"unknown": "1", "other": "2"}, ["query.unknown"]),
    ],
)
def test_every_wrong_part_is_named(asked: dict[str, Any], where: list[str]) -> None:
    errors = System().ask(CALLS, 422, **asked)["errors"]

    assert len(errors) == len(asked)
    assert set(where) & {one["where"] for one in errors}
    assert all(one["what"] for one in errors)


@pytest.mark.parametrize("what", ["\0", "%00", "æøå", "' OR 1=1 --", "../../etc/passwd", "x" * 300])
def test_strange_keys_are_not_found_and_no_error_of_ours(what: str) -> None:
    client = System().client

    for address in (f"/api/v1/calls/{what}", f"/api/v1/lines/{what}/calls", f"/api/v1/articles/{what}"):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")


def test_no_problem_repeats_the_token() -> None:
    system = System(None, Scope.HOURS)

    for address in (CALLS, f"{OF_LINE}/hours?days=0", "/api/v1/lines/nowhere/hours"):
        assert system.secret not in system.client.get(address).content.decode()


# -------------------------------------------------------------------- how often, and not twice


def test_a_minutes_worth_is_what_the_description_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "RATES", Rates(clock=lambda: 0.0))
    client = System().client

    statuses = [client.get("/api/v1/lines").status_code for _question in range(A_MINUTE + 2)]

    assert statuses == [200] * A_MINUTE + [429] * 2
    assert str(A_MINUTE) in client.get("/api/v1/lines").json()["detail"]


def test_what_is_refused_for_its_scope_counts_too_and_a_wrong_token_does_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(access, "RATES", Rates(per_minute=2, clock=lambda: 0.0))
    system, wrong = System(None, Scope.HOURS), System(secret="hotline_wrong")

    assert [system.client.get(CALLS).status_code for _question in range(3)] == [403, 403, 429]
    assert [wrong.client.get(CALLS).status_code for _question in range(3)] == [401, 401, 401]


def test_an_answer_known_already_counts_as_a_question(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "RATES", Rates(per_minute=2, clock=lambda: 0.0))
    client: Client = System().client
    known = {"If-None-Match": client.get("/api/v1/lines").headers["ETag"]}

    assert [client.get("/api/v1/lines", headers=known).status_code for _question in range(2)] == [304, 429]


@pytest.mark.parametrize(
    ("address", "asked"),
    [(CALLS, {}), (INQUIRIES, {}), (f"{OF_LINE}/measures", PERIOD), (f"{OF_LINE}/intervals", PERIOD)],
)
def test_an_answer_is_sent_again_only_when_something_in_it_changed(
    address: str, asked: dict[str, Any]
) -> None:
    agent, client = alma(), System().client
    registered(agent, scenes.answered_by(agent, "c1"))
    first = client.get(address, asked)
    known = {"If-None-Match": first.headers["ETag"]}

    again = client.get(address, asked, headers=known)
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", first.headers["ETag"])

    registered(agent, scenes.answered_by(agent, "c2", at=minute(5)), scenes.viborg())
    changed = client.get(address, asked, headers=known)
    assert (changed.status_code, changed.headers["ETag"] != first.headers["ETag"]) == (200, True)


def test_what_one_authority_knows_is_nothing_to_another() -> None:
    """The mark of an answer is of what stands in it: theirs is empty, and is sent."""
    agent = alma()
    scenes.answered_by(agent, "c1")
    ours = System().client.get(CALLS)

    theirs = System(scenes.viborg()).client.get(CALLS, headers={"If-None-Match": ours.headers["ETag"]})

    assert (theirs.status_code, theirs.json()) == (200, {"items": [], "next": None})


@pytest.mark.parametrize("known", ["*", 'W/"x"', '"x", "y"', "nonsense", ""])
def test_a_mark_of_any_form_is_no_error(known: str) -> None:
    answer = System().client.get("/api/v1/lines", headers={"If-None-Match": known})

    assert answer.status_code == (304 if known == "*" else 200)
