# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Crises, announcements and messages through the hours: when they begin, end by themselves, meet, and pass
midnight; and what a deed that fails half-way leaves behind: nothing.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import OperationalError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoCaptureOnCommitCallbacks

from hotline.duty.actions import (
    CrisisPlan,
    acknowledge,
    announce,
    begin_crisis,
    end_crisis,
    end_message,
    set_alarms,
    stop_announcing,
    tell_desks,
)
from hotline.duty.forms import LASTS, CrisisForm, MessageForm
from hotline.duty.models import Alarm, AlarmKind, AlarmLimit, AlarmMail, Crisis, DeskMessage, Draft
from hotline.duty.queries import announcements_in_force, crisis_in_force, messages_shown
from hotline.duty.rules import Refused
from hotline.knowledge.actions.guides import Announced
from hotline.knowledge.models import Article, Topic
from hotline.knowledge.queries import topics_on
from hotline.organisations.models import Line, LineAnnouncement
from hotline.people.models import TrailEntry
from tests.duty.exchange import PretendedExchange
from tests.people.persons import World, make_line

EVENING = dt.datetime(2026, 5, 7, 20, 30, tzinfo=dt.UTC)
"""Thursday 7 May 2026, half past ten in the evening in Denmark."""
SUMMER_BEGINS = dt.datetime(2026, 3, 28, 22, 30, tzinfo=dt.UTC)
"""Half past eleven in the evening before the clock is put forward."""
A_SECOND, AN_HOUR, A_DAY = dt.timedelta(seconds=1), dt.timedelta(hours=1), dt.timedelta(days=1)


def begun(
    world: World,
    at: dt.datetime,
    lasts: dt.timedelta,
    *,
    line: Line | None = None,
    topic: Topic | None = None,
) -> Crisis:
    """A crisis that began then, and is to last so long."""
    with time_machine.travel(at, tick=False):
        heard = Announced(line or world.line, "MitID er nede.", "MitID is down.")
        plan = CrisisPlan("MitID-nedbrud", "Prøv igen senere.", heard, at + lasts, topic)
        return begin_crisis(plan, by=world.duty_lead, authority=world.aarhus)


def is_in_force(line: Line, at: dt.datetime) -> tuple[bool, bool]:
    """Whether a crisis is, and whether its announcement is."""
    with time_machine.travel(at, tick=False):
        return crisis_in_force(line) is not None, announcements_in_force(line, at).exists()


# -------------------------------------------------------------------- crisis


@pytest.mark.parametrize("lasts", [dt.timedelta(minutes=1), AN_HOUR, 4 * AN_HOUR, 3 * A_DAY])
def test_a_crisis_and_its_announcement_end_by_themselves_at_the_same_instant(
    world: World, lasts: dt.timedelta
) -> None:
    begun(world, EVENING, lasts)

    looks = [A_SECOND, lasts - A_SECOND, lasts, lasts + A_SECOND]
    assert [is_in_force(world.line, EVENING + look) for look in looks] == [
        (True, True), (True, True), (False, False), (False, False),
    ]  # fmt: skip


@pytest.mark.parametrize("began", [EVENING, SUMMER_BEGINS])
def test_a_crisis_goes_on_after_midnight_with_its_topic(world: World, began: dt.datetime) -> None:
    crisis = begun(world, began, 4 * AN_HOUR)

    assert is_in_force(world.line, began + 3 * AN_HOUR) == (True, True)
    evening = timezone.localdate(began)
    assert timezone.localdate(began + 3 * AN_HOUR) == evening + A_DAY
    found = [crisis.topic in topics_on(evening + days * A_DAY) for days in (-1, 0, 1, 2)]
    assert found == [False, True, True, False]


def test_ended_after_midnight_its_topic_can_be_registered_for_the_rest_of_that_day(world: World) -> None:
    crisis = begun(world, EVENING, 9 * AN_HOUR)
    with time_machine.travel(EVENING + 3 * AN_HOUR, tick=False):
        end_crisis(crisis, by=world.duty_lead)

    morning = timezone.localdate(EVENING) + A_DAY
    assert [crisis.topic in topics_on(day) for day in (morning, morning + A_DAY)] == [True, False]
    assert is_in_force(world.line, EVENING + 3 * AN_HOUR) == (False, False)


def test_the_next_crisis_begins_as_soon_as_the_first_has_ended_by_itself(world: World) -> None:
    first = begun(world, EVENING, AN_HOUR)
    with pytest.raises(Refused):
        begun(world, EVENING + AN_HOUR - A_SECOND, AN_HOUR)

    second = begun(world, EVENING + AN_HOUR, AN_HOUR)

    assert (Crisis.objects.count(), Article.objects.count()) == (2, 2)
    assert second.topic.code == f"{first.topic.code}-2"
    with time_machine.travel(EVENING + AN_HOUR, tick=False):
        assert crisis_in_force(world.line) == second
        (heard,) = announcements_in_force(world.line, EVENING + AN_HOUR)
    assert heard == second.guide.announcement


def test_two_lines_are_in_crisis_at_once_and_end_apart(world: World) -> None:
    other = make_line("anden", "+4570200009")
    mine = begun(world, EVENING, 2 * AN_HOUR)
    begun(world, EVENING + AN_HOUR, 2 * AN_HOUR, line=other)
    with time_machine.travel(EVENING + AN_HOUR, tick=False):
        end_crisis(mine, by=world.duty_lead)

    assert is_in_force(world.line, EVENING + AN_HOUR) == (False, False)
    assert is_in_force(other, EVENING + AN_HOUR) == (True, True)


def test_a_crisis_stands_beside_an_announcement_that_was_there_before_and_leaves_it(world: World) -> None:
    earlier = LineAnnouncement.objects.create(line=world.line, text="Lang kø", from_at=EVENING - AN_HOUR)
    crisis = begun(world, EVENING, AN_HOUR)
    assert announcements_in_force(world.line, EVENING + A_SECOND).count() == 2

    with time_machine.travel(EVENING + A_SECOND, tick=False):
        end_crisis(crisis, by=world.duty_lead)

    assert list(announcements_in_force(world.line, EVENING + A_SECOND)) == [earlier]


def test_a_topic_that_was_there_before_outlives_every_crisis_about_it(world: World) -> None:
    mitid = Topic.objects.create(code="mitid", name="MitID")
    for night in range(2):
        crisis = begun(world, EVENING + night * A_DAY, AN_HOUR, topic=mitid)
        with time_machine.travel(EVENING + night * A_DAY + A_SECOND, tick=False):
            end_crisis(crisis, by=world.duty_lead)

    mitid.refresh_from_db()
    assert (mitid.valid_to, Topic.objects.count()) == (None, 1)


def test_the_usual_end_is_four_hours_ahead_also_over_midnight(world: World) -> None:
    with time_machine.travel(EVENING + 17 * A_SECOND, tick=False):
        assert CrisisForm(world.line).initial["ends_at"] == EVENING + 4 * AN_HOUR


# -------------------------------------------------------------------- announcements and messages

moments = st.integers(-200, 200).map(lambda minutes: EVENING + dt.timedelta(minutes=minutes))
MANY = settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])


@MANY
@given(
    st.lists(st.tuples(moments, st.none() | st.integers(1, 200)), max_size=6),
    moments,
)
def test_an_announcement_is_in_force_from_its_first_instant_until_just_before_its_last(
    world: World, given_out: list[tuple[dt.datetime, int | None]], at: dt.datetime
) -> None:
    LineAnnouncement.objects.all().delete()
    expected = set()
    for from_at, minutes in given_out:
        to_at = from_at + dt.timedelta(minutes=minutes) if minutes else None
        row = LineAnnouncement.objects.create(line=world.line, text="Nede", from_at=from_at, to_at=to_at)
        if from_at <= at and (to_at is None or at < to_at):
            expected.add(row)

    assert set(announcements_in_force(world.line, at)) == expected


@MANY
@given(st.lists(st.tuples(moments, st.sampled_from([minutes for minutes, _ in LASTS])), max_size=6), moments)
def test_a_message_stands_on_desks_until_its_last_instant_and_the_latest_first(
    world: World, sent: list[tuple[dt.datetime, int]], at: dt.datetime
) -> None:
    DeskMessage.objects.all().delete()
    for number, (sent_at, minutes) in enumerate(sent):
        with time_machine.travel(sent_at, tick=False):
            tell_desks(world.line, str(number), dt.timedelta(minutes=minutes), by=world.duty_lead)

    shown = list(messages_shown(at))

    assert {message.pk for message in shown} == {
        message.pk for message in DeskMessage.objects.all() if at < message.until_at
    }
    assert shown == sorted(shown, key=lambda message: (message.sent_at, message.pk), reverse=True)


@pytest.mark.parametrize(("minutes", "_words"), LASTS)
def test_a_message_lasts_as_long_as_was_chosen(world: World, minutes: int, _words: str) -> None:
    form = MessageForm({"text": "Hej", "lasts": str(minutes)})
    assert form.is_valid()
    message = tell_desks(world.line, "Hej", form.duration(), by=world.duty_lead)

    assert message.until_at - message.sent_at == dt.timedelta(minutes=minutes)


def test_a_message_that_was_ended_does_not_come_back_when_its_time_was_longer(world: World) -> None:
    message = tell_desks(world.line, "Hej", AN_HOUR, by=world.duty_lead)
    end_message(message, by=world.administrator)

    assert list(messages_shown()) == []
    assert list(messages_shown(message.sent_at + dt.timedelta(minutes=30))) == []
    with pytest.raises(Refused):
        end_message(message, by=world.duty_lead)


def test_a_message_over_by_itself_cannot_be_ended(world: World) -> None:
    message = tell_desks(world.line, "Hej", AN_HOUR, by=world.duty_lead)
    with time_machine.travel(message.until_at, tick=False), pytest.raises(Refused):
        end_message(message, by=world.duty_lead)

    assert TrailEntry.objects.filter(deed="message_ended").count() == 0


# -------------------------------------------------------------------- a deed that fails

Prepared = Callable[[], object]


def _acknowledgement(world: World) -> Prepared:
    alarm = Alarm.objects.create(line=world.line, kind=AlarmKind.SILENT, value=1, began_at=EVENING)
    return lambda: acknowledge(alarm, by=world.duty_lead)


def _end_of_announcement(world: World) -> Prepared:
    hour_ago = timezone.now() - AN_HOUR
    announced = LineAnnouncement.objects.create(line=world.line, text="Nede", from_at=hour_ago)
    return lambda: stop_announcing(announced, by=world.duty_lead)


def _announcing(world: World) -> Prepared:
    draft = Draft.objects.create(line=world.line, by=world.duty_lead, text="Nede")
    return lambda: announce(draft)


def _end_of_message(world: World) -> Prepared:
    message = tell_desks(world.line, "Hej", AN_HOUR, by=world.administrator)
    return lambda: end_message(message, by=world.duty_lead)


def _end_of_crisis(world: World) -> Prepared:
    crisis = begun(world, timezone.now(), AN_HOUR)
    return lambda: end_crisis(crisis, by=world.duty_lead)


# Each prepares what the deed is about, and returns the deed.
DEEDS: dict[str, Callable[[World], Prepared]] = {
    "desks_told": lambda world: lambda: tell_desks(world.line, "Hej", AN_HOUR, by=world.duty_lead),
    "message_ended": _end_of_message,
    "announced": _announcing,
    "announcement_ended": _end_of_announcement,
    "crisis_begun": lambda world: lambda: begun(world, timezone.now(), AN_HOUR),
    "crisis_ended": _end_of_crisis,
    "alarms_set": lambda world: lambda: set_alarms(world.line, {}, "vagt@example.org", by=world.duty_lead),
    "alarm_acknowledged": _acknowledgement,
}
STORED = (
    DeskMessage,
    Draft,
    LineAnnouncement,
    Crisis,
    Article,
    Topic,
    AlarmLimit,
    AlarmMail,
    Alarm,
    TrailEntry,
)


def stored() -> dict[str, list[object]]:
    """Every row that a deed could change."""
    return {rows.__name__: list(rows._default_manager.order_by("pk").values()) for rows in STORED}


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_that_is_undone_takes_its_trace_with_it_and_tells_nobody(
    world: World,
    exchange: PretendedExchange,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    deed: str,
) -> None:
    do, before = DEEDS[deed](world), stored()

    @transaction.atomic
    def done_and_undone() -> None:
        do()
        assert TrailEntry.objects.filter(deed=deed).count() == 1
        raise ZeroDivisionError

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError):
        done_and_undone()

    assert (stored(), exchange.orders) == (before, [])


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_whose_trace_cannot_be_written_is_not_done(world: World, deed: str) -> None:
    """The trail is no afterthought: when the database refuses the entry, nothing happens."""
    do, before = DEEDS[deed](world), stored()

    with connection.execute_wrapper(_refuse_entries), pytest.raises(OperationalError):
        do()

    assert stored() == before


def _refuse_entries(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    if sql.startswith("INSERT") and TrailEntry._meta.db_table in sql:
        raise OperationalError("the disk is full")
    return execute(sql, params, many, context)


@pytest.mark.parametrize("deed", DEEDS)
def test_a_trace_says_who_what_and_on_which_line(world: World, deed: str) -> None:
    DEEDS[deed](world)()

    entry = TrailEntry.objects.get(deed=deed)
    assert (entry.by, entry.line) == (world.duty_lead, world.line)
    assert timezone.now() - entry.at < dt.timedelta(minutes=1)
