# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Calls and inquiries become messages to those they concern, once, and to nobody else."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from hotline.calls.models import SegmentRecord
from hotline.inquiries.actions import correct_inquiry
from hotline.inquiries.models import Correction, Inquiry, Outcome
from hotline.organisations.models import Line
from hotline.webhooks.actions import deliver
from hotline.webhooks.finding import find_events
from hotline.webhooks.models import Delivery, Event, Watched
from tests.calls import scenes
from tests.handovers.world import Heard, system
from tests.inquiries.desk import matter, registered
from tests.webhooks.world import NOON, alma, answered, bodies, journalled, system_of, told, vibe

pytestmark = pytest.mark.django_db
LATER = NOON + dt.timedelta(minutes=10)


@pytest.fixture
def heard(settings: Settings) -> Iterator[Heard]:
    settings.WEBHOOKS_ANYWHERE = True
    with system() as ear:
        yield ear


def listening() -> None:
    """Looked once, so that what comes is new."""
    find_events(NOON)


def test_an_authority_is_told_of_the_calls_its_agents_answered() -> None:
    aarhus, viborg = system_of(), system_of(scenes.viborg())
    listening()
    answered(alma(), "c1")
    answered(vibe(), "c2")

    assert find_events(LATER) == 4
    assert told(aarhus) == {("call.answered", "c1"), ("call.ended", "c1")}
    assert told(viborg) == {("call.answered", "c2"), ("call.ended", "c2")}


def test_a_line_is_told_of_every_call_that_nobody_answered_too() -> None:
    of_line = system_of(scenes.line())
    listening()
    journalled(scenes.call("c1", outcome="abandoned", end="abandoned"))
    answered(alma(), "c2")

    find_events(LATER)

    assert told(of_line) == {("call.ended", "c1"), ("call.answered", "c2"), ("call.ended", "c2")}


def test_a_line_is_told_nothing_of_another_line() -> None:
    other = Line.objects.create(name="Anden", slug="anden", number="+4570200001")
    of_other = system_of(other)
    listening()
    answered()

    assert (find_events(LATER), told(of_other)) == (0, set())


def test_a_call_that_still_is_talked_on_has_not_ended() -> None:
    aarhus = system_of()
    listening()
    call = answered(alma(), "c1", outcome="")
    find_events(LATER)
    assert told(aarhus) == {("call.answered", "c1")}

    call.ended_at, call.outcome = LATER, "answered"
    call.save()
    journalled(call)

    assert find_events(LATER) == 1
    assert told(aarhus) == {("call.answered", "c1"), ("call.ended", "c1")}


def test_who_takes_over_a_call_is_told_from_then_on() -> None:
    viborg = system_of(scenes.viborg())
    listening()
    call = answered(alma(), "c1")
    find_events(LATER)
    assert told(viborg) == set()

    SegmentRecord.objects.create(id="c1.2", call=call, agent=vibe(), began_at=LATER)
    journalled(call)
    find_events(LATER)

    assert told(viborg) == {("call.answered", "c1"), ("call.ended", "c1")}


def test_only_the_events_that_were_asked_for() -> None:
    aarhus = system_of(scenes.authority(), Event.CALL_ENDED)
    listening()
    registered(alma(), answered())

    find_events(LATER)

    assert told(aarhus) == {("call.ended", "c1")}


def test_an_inquiry_concerns_who_answered_and_where_the_citizen_belongs() -> None:
    aarhus, viborg, region = system_of(), system_of(scenes.viborg()), system_of(scenes.region())
    listening()
    made = registered(alma(), answered(), scenes.viborg(), now=LATER)

    find_events(LATER)

    wanted = ("inquiry.registered", str(made.key))
    assert [wanted in told(place) for place in (aarhus, viborg, region)] == [True, True, False]


def test_a_correction_is_told_each_time() -> None:
    aarhus = system_of(scenes.authority(), Event.INQUIRY_CORRECTED)
    made = registered(alma(), answered(), now=NOON)
    listening()
    for outcome in (Outcome.CUT_OFF, Outcome.ANSWERED):
        correct_inquiry(made, matter(outcome=outcome), by=alma(), now=LATER)

    find_events(LATER)

    keys = {str(key) for key in Correction.objects.values_list("pk", flat=True)}
    assert told(aarhus) == {("inquiry.corrected", key) for key in keys}
    assert len(keys) == 2


def test_looking_again_finds_nothing_new() -> None:
    system_of()
    listening()
    registered(alma(), answered(), now=LATER)
    assert find_events(LATER) == 3

    assert find_events(LATER) == 0
    Watched.objects.update(until=0)
    assert find_events(LATER) == 0


def test_what_was_before_anybody_listened_is_not_told() -> None:
    registered(alma(), answered(), now=NOON)
    system_of(since=LATER)

    assert find_events(LATER) == 0
    Watched.objects.update(until=0)
    assert find_events(LATER) == 0


def test_when_nobody_listens_nothing_is_looked_through() -> None:
    answered()

    with CaptureQueriesContext(connection) as queries:
        assert find_events(LATER) == 0

    assert len(queries) <= 2
    assert not Watched.objects.exists()


def test_the_cost_does_not_grow_with_the_calls() -> None:
    system_of()
    listening()

    def cost(*calls: str) -> int:
        for call in calls:
            answered(alma(), call)
        with CaptureQueriesContext(connection) as queries:
            find_events(LATER)
        return len(queries)

    assert cost("c1") == cost("c2", "c3", "c4")


def test_what_a_system_reads_of_a_call(heard: Heard) -> None:
    system_of(scenes.authority(), Event.CALL_ENDED, address=heard.address)
    listening()
    call = answered()
    SegmentRecord.objects.create(id="c1.2", call=call, agent=vibe(), began_at=LATER)
    find_events(LATER)

    assert deliver(now=LATER) == 1

    assert bodies(heard) == [
        {
            "type": "call.ended",
            "timestamp": LATER.isoformat(),
            "data": {
                "id": "c1",
                "line": "hotline",
                "opening": "open",
                "arrived_at": "2014-05-07T10:00:00+00:00",
                "queued_at": "2014-05-07T10:00:00+00:00",
                "answered_at": "2014-05-07T10:00:10+00:00",
                "ended_at": "2014-05-07T10:01:10+00:00",
                "outcome": "answered",
                "end": "answered_caller_hung_up",
                "answered_by": ["0751"],
            },
        }
    ]


def test_a_line_reads_every_authority_that_answered(heard: Heard) -> None:
    system_of(scenes.line(), Event.CALL_ENDED, address=heard.address)
    listening()
    SegmentRecord.objects.create(id="c1.2", call=answered(), agent=vibe(), began_at=LATER)
    find_events(LATER)
    deliver(now=LATER)

    assert bodies(heard)[0]["data"]["answered_by"] == ["0751", "0791"]


def test_what_a_system_reads_of_an_inquiry(heard: Heard) -> None:
    system_of(scenes.authority(), Event.INQUIRY_REGISTERED, address=heard.address)
    listening()
    made = registered(alma(), answered(), scenes.viborg(), now=LATER, note="Hemmelig.")
    find_events(LATER)
    deliver(now=LATER)

    assert bodies(heard)[0]["data"] == {
        "id": str(made.key),
        "line": "hotline",
        "call": "c1",
        "channel": "telephone",
        "came_at": "2014-05-07T10:00:00+00:00",
        "registered_at": LATER.isoformat(),
        "answered_by": "0751",
        "home": "authority",
        "authority": "0791",
        "topics": ["fritagelse"],
        "outcome": "answered",
        "kind": "information",
        "referred_to": "",
        "is_wrongly_addressed": False,
    }


def test_a_correction_says_what_was_changed_and_not_what_was_written(heard: Heard) -> None:
    system_of(scenes.authority(), Event.INQUIRY_CORRECTED, address=heard.address)
    made = registered(alma(), answered(), now=NOON, note="Hemmelig.")
    listening()
    changed = matter(outcome=Outcome.CUT_OFF, note="Andet.")
    correct_inquiry(made, changed, by=alma(), now=LATER)
    find_events(LATER)
    deliver(now=LATER)

    data = bodies(heard)[0]["data"]
    assert (data["outcome"], data["changed"], data["corrected_at"]) == (
        "cut_off", ["note", "outcome"], LATER.isoformat(),
    )  # fmt: skip


def test_neither_number_nor_name_nor_note_ever_leaves(heard: Heard) -> None:
    for place in (scenes.line(), scenes.authority()):
        system_of(place, address=heard.address)
    made = registered(alma(), answered(), now=NOON, note="Hemmelig.")
    Watched.objects.create(source="journal", until=0)
    Watched.objects.create(source="inquiries", until=0)
    Watched.objects.create(source="corrections", until=0)
    correct_inquiry(made, matter(note="Andet hemmeligt."), by=alma(), now=LATER)
    find_events(LATER)
    assert deliver(now=LATER) == 8

    said = b"".join(body for _headers, body in heard.requests).decode().lower()
    for secret in ("hemmelig", scenes.FIRST_CALLER, "00000001", "alma", made.call.number_key):  # type: ignore[union-attr]
        assert secret.lower() not in said


def test_what_is_gone_is_given_up(heard: Heard) -> None:
    system_of(scenes.authority(), Event.INQUIRY_REGISTERED, address=heard.address)
    listening()
    registered(alma(), answered(), now=LATER)
    find_events(LATER)
    Inquiry.objects.all().delete()

    assert deliver(now=LATER) == 0
    assert (Delivery.objects.get().state, heard.requests) == ("given_up", [])
