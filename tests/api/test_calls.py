# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""An authority's own calls and inquiries, and nobody else's; nothing that tells who rang or answered."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hotline.api.models import Scope
from hotline.api.paging import cursor_of, read_cursor
from hotline.calls.models import CallRecord, SegmentRecord
from hotline.webhooks.telling import call_data
from tests.api.world import NOON, OF_LINE, System
from tests.calls import scenes
from tests.inquiries.desk import registered
from tests.webhooks.world import alma, vibe

pytestmark = pytest.mark.django_db
CALLS, INQUIRIES = f"{OF_LINE}/calls", f"{OF_LINE}/inquiries"


def hours(number: float) -> dt.timedelta:
    return dt.timedelta(hours=number)


def test_a_call_as_it_is_told() -> None:
    call = scenes.answered_by(alma())

    assert System().ask(CALLS) == {
        "items": [
            {
                "id": "c1",
                "line": "hotline",
                "opening": "open",
                "arrived_at": "2014-05-07T10:00:00Z",
                "queued_at": "2014-05-07T10:00:00Z",
                "answered_at": "2014-05-07T10:00:10Z",
                "ended_at": "2014-05-07T10:01:10Z",
                "outcome": "answered",
                "end": "answered_caller_hung_up",
                "answered_by": ["0751"],
            }
        ],
        "next": None,
    }
    assert set(System().ask("/api/v1/calls/c1")) == set(call_data(call, None))


def test_an_authority_reads_the_calls_its_agents_answered() -> None:
    scenes.answered_by(alma(), "aarhus")
    scenes.answered_by(vibe(), "viborg")
    both = scenes.answered_by(alma(), "both")
    SegmentRecord.objects.create(id="both.2", call=both, agent=vibe(), began_at=NOON)
    SegmentRecord.objects.create(id="both.3", call=both, agent=vibe(), began_at=NOON)
    scenes.call("nobody", outcome="abandoned", end="abandoned")

    def read(system: System) -> set[str]:
        return {call["id"] for call in system.ask(CALLS)["items"]}

    assert read(System()) == {"aarhus", "both"}
    assert read(System(scenes.viborg())) == {"viborg", "both"}
    assert read(System(scenes.region())) == set()
    System().ask("/api/v1/calls/viborg", 404)
    System().ask("/api/v1/calls/nowhere", 404)
    assert System(scenes.viborg()).ask("/api/v1/calls/both")["answered_by"] == ["0791"]


def test_an_authority_reads_what_its_agents_answered_and_its_citizens_asked() -> None:
    of_aarhus = registered(alma(), scenes.answered_by(alma(), "c1"))
    of_both = registered(alma(), scenes.answered_by(alma(), "c2"), scenes.viborg())
    of_viborg = registered(vibe(), scenes.answered_by(vibe(), "c3"), scenes.viborg())

    def read(system: System) -> set[str]:
        return {inquiry["id"] for inquiry in system.ask(INQUIRIES)["items"]}

    assert read(System()) == {str(of_aarhus.key), str(of_both.key)}
    assert read(System(scenes.viborg())) == {str(of_both.key), str(of_viborg.key)}
    assert read(System(scenes.region())) == set()


def test_an_inquiry_as_it_is_told() -> None:
    made = registered(
        alma(), scenes.answered_by(alma()), scenes.viborg(), now=NOON + hours(1), note="Hemmelig."
    )

    assert System().ask(INQUIRIES)["items"] == [
        {
            "id": str(made.key),
            "line": "hotline",
            "call": "c1",
            "channel": "telephone",
            "came_at": "2014-05-07T10:00:00Z",
            "registered_at": "2014-05-07T11:00:00Z",
            "answered_by": "0751",
            "home": "authority",
            "authority": "0791",
            "topics": ["fritagelse"],
            "outcome": "answered",
            "kind": "information",
            "referred_to": "",
            "is_wrongly_addressed": False,
        }
    ]


def test_neither_number_nor_name_nor_note_is_told() -> None:
    call = scenes.answered_by(alma())
    registered(alma(), call, note="Hemmelig.")
    system = System()

    said = b"".join(
        system.client.get(address).content for address in (CALLS, INQUIRIES, "/api/v1/calls/c1")
    ).decode()
    for secret in ("Hemmelig", scenes.FIRST_CALLER, "00000001", call.number_key, "Alma", "alma"):
        assert secret not in said


def test_a_stretch_of_time_is_half_open_in_any_zone() -> None:
    for number in range(4):
        scenes.answered_by(alma(), f"c{number}", at=NOON + hours(number))
    asked: dict[str, Any] = {"from": "2014-05-07T13:00:00+02:00", "to": "2014-05-07T13:00:00Z"}

    assert [call["id"] for call in System().ask(CALLS, **asked)["items"]] == ["c1", "c2"]


def test_the_ends_of_the_calendar_can_be_asked_for() -> None:
    scenes.answered_by(alma())
    asked: dict[str, Any] = {"from": "0001-01-01T00:00:00+14:00", "to": "9999-12-31T23:59:59-12:00"}

    assert len(System().ask(CALLS, **asked)["items"]) == 1


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 3), max_size=8), st.integers(1, 4))
def test_the_pages_together_hold_every_call_once_and_in_order(
    db: None, minutes: list[int], limit: int
) -> None:
    CallRecord.objects.all().delete()
    for number, minute in enumerate(minutes):
        scenes.answered_by(alma(), f"c{number}", at=NOON + dt.timedelta(minutes=minute))

    found = System(None, Scope.CALLS).all(CALLS, limit=limit)

    expected = CallRecord.objects.order_by("arrived_at", "pk").values_list("pk", flat=True)
    assert [call["id"] for call in found] == list(expected)


def test_what_is_added_meanwhile_hides_nothing() -> None:
    for number in range(3):
        scenes.answered_by(alma(), f"c{number}", at=NOON + hours(number))
    system = System()
    first = system.ask(CALLS, limit=2)

    scenes.answered_by(alma(), "early", at=NOON - hours(1))
    scenes.answered_by(alma(), "late", at=NOON + hours(5))
    second = system.ask(CALLS, limit=2, cursor=first["next"])

    assert [call["id"] for call in second["items"]] == ["c2", "late"]


def test_a_cursor_is_read_as_it_was_written() -> None:
    assert read_cursor(cursor_of(NOON, "c1")) == (NOON, "c1")
    assert read_cursor(cursor_of(NOON, 7)) == (NOON, 7)


def test_a_cursor_of_another_list_is_refused() -> None:
    System().ask(INQUIRIES, 422, cursor=cursor_of(NOON, "c1"))


@pytest.mark.parametrize("address", [CALLS, INQUIRIES])
def test_a_page_costs_the_same_with_three_rows_as_with_one(address: str) -> None:
    system = System()

    def cost(*calls: str) -> int:
        for call in calls:
            registered(alma(), scenes.answered_by(alma(), call), scenes.viborg())
        system.ask(address)
        with CaptureQueriesContext(connection) as queries:
            system.ask(address)
        return len(queries)

    assert cost("c1") == cost("c2", "c3")
