# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The API and the pages of tokens with three rows and with three hundred; and what an answer holds of people:
nothing but what the description names.
"""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hotline.api.document import api
from hotline.api.models import Scope, Token
from hotline.api.tokens import PREFIX, fingerprint, make_token, recognised
from hotline.calls.models import CallRecord, SegmentRecord
from hotline.inquiries.models import Home, Inquiry, Kind, Outcome
from tests.api.world import NOON, OF_LINE, System, administrator, token
from tests.calls import scenes
from tests.inquiries.desk import cost, registered, signed_in
from tests.webhooks.world import alma, vibe

pytestmark = pytest.mark.django_db
PERIOD: dict[str, Any] = {"from": "2014-05-05", "to": "2014-05-12"}
LISTS = [
    (f"{OF_LINE}/calls", {"limit": 500}),
    (f"{OF_LINE}/calls", {"limit": 10}),
    (f"{OF_LINE}/inquiries", {"limit": 500}),
    (f"{OF_LINE}/intervals", PERIOD),
    (f"{OF_LINE}/measures", PERIOD),
    ("/api/v1/lines", {}),
]


def fill(first: int, number: int) -> None:
    """So many calls of Alma's, and an inquiry about each."""
    agent, line, viborg = alma(), scenes.line(), scenes.viborg()
    at = [NOON + dt.timedelta(seconds=30 * one) for one in range(first, first + number)]
    calls = CallRecord.objects.bulk_create(
        CallRecord(
            id=f"m{first + one}",
            line=line,
            opening="open",
            arrived_at=began,
            place_at=began,
            queued_at=began,
            answered_at=began + dt.timedelta(seconds=10),
            ended_at=began + dt.timedelta(seconds=70),
            outcome="answered",
            end="answered_caller_hung_up",
            caller_number=scenes.FIRST_CALLER,
            number_key="key",
        )
        for one, began in enumerate(at)
    )
    SegmentRecord.objects.bulk_create(
        SegmentRecord(id=f"{call.pk}.1", call=call, agent=agent, began_at=began, ended_at=call.ended_at)
        for call, began in zip(calls, at, strict=True)
    )
    Inquiry.objects.bulk_create(
        Inquiry(
            line=line,
            call=call,
            agent=agent,
            answered_by=agent.authority,
            home=Home.AUTHORITY,
            authority=viborg,
            outcome=Outcome.ANSWERED,
            kind=Kind.INFORMATION,
            note="Hemmelig",
            came_at=call.arrived_at,
            registered_at=began,
        )
        for call, began in zip(calls, at, strict=True)
    )


def questions(system: System, address: str, asked: dict[str, Any]) -> int:
    system.ask(address, **asked)
    with CaptureQueriesContext(connection) as queries:
        system.ask(address, **asked)
    return len(queries)


@pytest.mark.parametrize(("address", "asked"), LISTS)
def test_an_answer_costs_the_same_with_three_hundred_rows_as_with_three(
    address: str, asked: dict[str, Any]
) -> None:
    system = System()
    fill(0, 3)
    few = questions(system, address, asked)
    fill(3, 300)

    assert questions(system, address, asked) == few


def test_the_page_of_tokens_costs_the_same_with_three_hundred() -> None:
    client, address = signed_in(administrator()), reverse("api:tokens")
    for _number in range(3):
        token()
    few = cost(client, address)
    Token.objects.bulk_create(
        Token(
            authority=scenes.authority(),
            name=f"System {number}",
            scopes=["calls"],
            fingerprint=fingerprint(str(number)),
            made_by=administrator(),
            made_at=NOON,
        )
        for number in range(297)
    )

    assert cost(client, address) == few


def test_a_token_is_found_by_one_question_however_many_there_are() -> None:
    made, secret = token()
    recognised(secret, NOON)
    for number in range(50):
        make_token(scenes.authority(), name=str(number), scopes=[Scope.CALLS], by=administrator())

    with CaptureQueriesContext(connection) as queries:
        assert recognised(secret, NOON) == made
    assert len(queries) == 1


# -------------------------------------------------------------------- what is stored and told


def test_nothing_that_is_stored_opens_what_the_token_opens() -> None:
    made, secret = token()
    recognised(secret, NOON)

    kept = Token.objects.values().get(pk=made.pk)
    assert (len(kept["fingerprint"]), secret.startswith(PREFIX)) == (64, True)
    assert secret not in str(kept)
    assert secret.removeprefix(PREFIX) not in str(kept)
    assert [recognised(str(value), NOON) for value in kept.values()] == [None] * len(kept)
    assert recognised(PREFIX + kept["fingerprint"], NOON) is None


def test_a_token_is_as_long_as_nobody_guesses() -> None:
    secrets = {token()[1] for _number in range(20)}

    assert len(secrets) == 20
    assert min(len(secret.removeprefix(PREFIX)) for secret in secrets) >= 43


@pytest.mark.parametrize("changed", ["", "x", " "])
def test_a_token_with_anything_added_or_changed_is_another(changed: str) -> None:
    made, secret = token()

    assert recognised(secret + changed, NOON) == (None if changed else made)
    assert recognised(secret.swapcase(), NOON) is None
    assert recognised(secret[:-1], NOON) is None


PERSONAL = {"name", "username", "email", "agent", "caller", "number_key", "note", "telephone", "phone", "cpr"}


def test_the_description_names_no_field_of_a_person() -> None:
    """A place of the articles has a telephone: that of an authority."""
    schemas = api.get_openapi_schema()["components"]["schemas"]
    fields = {
        (schema, field)
        for schema, described in schemas.items()
        for field in described.get("properties", {})
        if set(field.split("_")) & PERSONAL or field in PERSONAL
    }

    assert fields == {
        ("Place", "telephone"),
        ("LineShown", "name"),
        ("DayOfHours", "name"),
        ("FigureShown", "name"),
    }


@pytest.mark.parametrize(("address", "asked"), LISTS)
def test_no_answer_holds_a_number_a_name_or_a_note(address: str, asked: dict[str, Any]) -> None:
    fill(0, 3)
    registered(vibe(), scenes.answered_by(vibe(), "theirs"), scenes.authority(), note="Hemmelig")

    told = System().client.get(address, asked).content.decode()

    for hidden in ("Hemmelig", scenes.FIRST_CALLER, scenes.FIRST_CALLER[3:], "key", "Alma", "alma", "Vibe"):
        assert hidden not in told.replace("Den Digitale Hotline", "")


def test_an_inquiry_that_another_authority_answered_leads_to_no_call_of_theirs() -> None:
    made = registered(vibe(), scenes.answered_by(vibe(), "theirs"), scenes.authority())

    [shown] = System().ask(f"{OF_LINE}/inquiries")["items"]

    assert (shown["id"], shown["answered_by"], shown["call"]) == (str(made.key), "0791", "theirs")
    System().ask("/api/v1/calls/theirs", 404)
