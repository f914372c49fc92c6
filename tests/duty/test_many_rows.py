# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The duty pages with three rows of everything and with three hundred: as many questions to the database; and
what stands there is whole in Danish and in English, and says nothing of citizens.
"""

import datetime as dt

import msgspec
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hotline.calls.numbers import number_key
from hotline.duty.actions import tell_desks
from hotline.duty.alarms import look_at, look_at_lines
from hotline.duty.models import Alarm, AlarmKind, DeskMessage
from hotline.duty.readings import Reading, readings_of
from hotline.inquiries.models import Inquiry
from hotline.knowledge.models import Topic
from hotline.organisations.models import LineAnnouncement
from hotline.organisations.rules import RoleKind
from hotline.people.models import Role, User
from tests.calls import scenes
from tests.duty.exchange import QUIET, PretendedExchange, agent_now, waiting
from tests.duty.test_alarms import THURSDAY_NOON
from tests.people.persons import World

LINE = "/duty/hotline/"
AN_HOUR = dt.timedelta(hours=1)


def cost(client: Client, address: str) -> int:
    """How many questions a page asks when it is opened for the second time."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def fill(world: World, exchange: PretendedExchange, rows: int) -> None:
    """So many callers, agents, messages, announcements and alarms, open and over."""
    now = timezone.now()
    people = User.objects.bulk_create(
        User(
            username=f"a{rows}-{number}",
            name=f"Agent {number}",
            authority=(world.aarhus, world.viborg)[number % 2],
        )
        for number in range(rows)
    )
    for role in Role.objects.bulk_create(
        Role(user=person, authority=person.authority, kind=RoleKind.AGENT) for person in people
    ):
        role.lines.add(world.line)
    DeskMessage.objects.bulk_create(
        DeskMessage(
            line=world.line,
            text=f"Besked {number}",
            sent_by=people[number],
            sent_at=now,
            until_at=now + AN_HOUR,
        )
        for number in range(rows)
    )
    LineAnnouncement.objects.bulk_create(
        LineAnnouncement(line=world.line, text=f"Nede {number}", from_at=now - AN_HOUR)
        for number in range(rows)
    )
    Alarm.objects.bulk_create(
        Alarm(
            line=world.line,
            kind=AlarmKind.TOPIC,
            subject=f"t{rows}-{number}",
            about="MitID",
            value=3,
            began_at=now,
            ended_at=now if number % 2 else None,
            acknowledged_by=people[number],
            acknowledged_at=now,
        )
        for number in range(rows)
    )
    shown = tuple(agent_now(person.pk, "paused", "paused", reason="break") for person in people)
    exchange.line = waiting(*range(rows), agents=shown, talking=rows, present=rows)


@pytest.mark.parametrize("page", ["", "now/", "alarms/", "announcement/", "crisis/"])
def test_a_page_costs_the_same_with_three_of_everything_as_with_three_hundred(
    world: World, exchange: PretendedExchange, page: str
) -> None:
    client = world.client("duty_lead")
    fill(world, exchange, 3)
    few = cost(client, LINE + page)
    fill(world, exchange, 300)

    assert cost(client, LINE + page) == few


def asked_about(world: World, topics: int, at: dt.datetime) -> None:
    """Six inquiries about each of so many topics."""
    made = [
        Topic.objects.create(code=f"t{topics}-{number}", name=f"Emne {number}") for number in range(topics)
    ]
    for topic in made:
        rows = Inquiry.objects.bulk_create(
            Inquiry(
                line=world.line,
                agent=world.agent,
                answered_by=world.viborg,
                home="unknown",
                outcome="answered",
                came_at=at,
                registered_at=at,
            )
            for _number in range(6)
        )
        topic.inquiries.add(*rows)


def test_measuring_costs_the_same_with_three_topics_as_with_sixty(
    world: World, exchange: PretendedExchange
) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as queries:
            readings_of(world.line, THURSDAY_NOON)
        return len(queries)

    asked_about(world, 3, THURSDAY_NOON)
    few = questions()
    asked_about(world, 60, THURSDAY_NOON)

    assert len([one for one in readings_of(world.line, THURSDAY_NOON) if one.kind is AlarmKind.TOPIC]) == 63
    assert questions() == few


def test_a_quiet_look_writes_nothing(world: World, exchange: PretendedExchange) -> None:
    """It is done every few seconds, for years."""
    exchange.line = QUIET
    with CaptureQueriesContext(connection) as queries:
        assert look_at_lines(THURSDAY_NOON) == 0

    said = [query["sql"].split(maxsplit=1)[0] for query in queries]
    assert set(said) <= {"SELECT", "SAVEPOINT", "RELEASE"}


def test_an_alarm_that_goes_on_writes_nothing_more(world: World) -> None:
    reading = [Reading(AlarmKind.SILENT, 1)]
    for second in (0, 10):
        look_at(world.line, reading, THURSDAY_NOON + dt.timedelta(seconds=second))
    with CaptureQueriesContext(connection) as queries:
        look_at(world.line, reading, THURSDAY_NOON + AN_HOUR)

    assert not [query for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


# -------------------------------------------------------------------- what stands there


@pytest.mark.parametrize("page", ["", "now/", "alarms/"])
def test_no_citizen_stands_on_a_duty_page(world: World, exchange: PretendedExchange, page: str) -> None:
    fill(world, exchange, 3)
    scenes.line()
    call = scenes.answered_by(world.agent, line=world.line, at=timezone.now() - AN_HOUR)

    shown = world.client("duty_lead").get(LINE + page).content.decode()

    assert call.number_key == number_key(scenes.FIRST_CALLER)
    for hidden in (scenes.FIRST_CALLER, scenes.FIRST_CALLER[3:], call.number_key, call.pk + "<"):
        assert hidden not in shown


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("da", ("Hvem venter", "Pause", "Frokost", "Alarm")),
        ("en", ("Who waits", "On a pause", "Lunch or coffee", "Alarm")),
    ],
)
def test_the_page_is_whole_in_either_language(
    world: World, exchange: PretendedExchange, language: str, said: tuple[str, ...]
) -> None:
    world.duty_lead.language = language
    world.duty_lead.save()
    fill(world, exchange, 3)

    page = world.client("duty_lead").get(LINE).content.decode()

    assert f'<html lang="{language}"' in page
    assert [one for one in said if one.lower() not in page.lower()] == []


@pytest.mark.parametrize("words", ["<b>MitID</b>", 'MitID "nede"', "Æ & Ø"])
def test_what_was_typed_is_shown_as_text(world: World, exchange: PretendedExchange, words: str) -> None:
    tell_desks(world.line, words, AN_HOUR, by=world.duty_lead)

    page = world.client("administrator").get(LINE).content.decode()

    assert "<b>MitID" not in page
    assert (
        words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;") in page
    )


@pytest.mark.parametrize("problem", ["database", "media", "carrier"])
def test_every_part_that_can_be_down_is_said_beside_who_waits(
    world: World, exchange: PretendedExchange, problem: str
) -> None:
    whole = world.client("duty_lead").get(LINE).content.decode()
    exchange.line = msgspec.structs.replace(waiting(75), problems=(problem,))

    page = world.client("duty_lead").get(LINE).content.decode()

    assert ("1:15" in page, len(page) > len(whole)) == (True, True)
