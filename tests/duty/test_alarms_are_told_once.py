# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Whatever is measured, whenever it is looked at, and when two look at once: never two open alarms of one
kind, no flutter, and everybody told exactly once of each beginning and end.
"""

import datetime as dt
import json
from collections import Counter
from itertools import pairwise

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from hotline.duty.actions import acknowledge, set_alarms
from hotline.duty.alarms import look_at, send_letters, written
from hotline.duty.hysteresis import Watched, look
from hotline.duty.limits import USUAL, Limit
from hotline.duty.models import Alarm, AlarmKind, AlarmLetter, AlarmMail, Watch
from hotline.duty.queries import alarms_now
from hotline.duty.readings import Reading
from hotline.webhooks.actions import subscribe
from hotline.webhooks.models import Delivery, Event
from hotline.webhooks.trying import PAUSES
from tests.duty.test_alarms import at, over, the_alarm, waited
from tests.people.persons import World, make_line

LIMIT = USUAL[AlarmKind.LONGEST_WAIT]
ADDRESSES = ["vagt@example.org", "to@example.org"]
A_FEW = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])

# How many seconds later one looks, and how long the first has waited then: around both limits and far away.
steps = st.lists(
    st.tuples(
        st.sampled_from([0, 1, 5, 14, 15, 60, 61, 300]), st.sampled_from([0, 239, 240, 270, 300, 301, 999])
    ),
    max_size=20,
)


@pytest.fixture
def told(world: World) -> World:
    """Two people and a system want to know of the line's alarms."""
    set_alarms(world.line, {}, "\n".join(ADDRESSES), by=world.duty_lead)
    subscribe(
        world.line,
        address="https://line.example.org/",
        events=[Event.ALARM_BEGAN, Event.ALARM_ENDED],
        now=at(-3600),
    )
    return world


def forget_alarms() -> None:
    for rows in (Delivery, AlarmLetter, Alarm, Watch):
        rows.objects.all().delete()


def looked(world: World, measured: list[tuple[int, int]]) -> list[tuple[int, bool]]:
    """Look at the line so; whether an alarm is open after each look, with its second."""
    second, found = 0, []
    for later, value in measured:
        second += later
        look_at(world.line, [waited(value)], at(second))
        found.append((second, alarms_now(world.line).exists()))
    return found


@A_FEW
@given(steps)
def test_the_stored_alarm_is_on_exactly_when_the_rule_says_so(
    told: World, measured: list[tuple[int, int]]
) -> None:
    forget_alarms()
    watched, second, expected = Watched(), 0, []
    for later, value in measured:
        second += later
        watched = look(watched, value, LIMIT.limits, at(second))
        expected.append((second, watched.is_on))

    assert looked(told, measured) == expected


@A_FEW
@given(steps)
def test_each_alarm_is_told_of_once_at_its_beginning_and_once_at_its_end(
    told: World, measured: list[tuple[int, int]]
) -> None:
    forget_alarms()
    looked(told, measured)

    began, ended = Alarm.objects.count(), Alarm.objects.exclude(ended_at=None).count()
    letters = Counter(AlarmLetter.objects.values_list("is_over", "address"))
    assert (
        letters
        == Counter(
            {(False, address): began for address in ADDRESSES}
            | {(True, address): ended for address in ADDRESSES}
        )
        - Counter()
    )
    events = Counter(Delivery.objects.values_list("event", flat=True))
    assert events == Counter({"alarm.began": began, "alarm.ended": ended}) - Counter()


@A_FEW
@given(steps)
def test_alarms_of_one_kind_follow_each_other_and_never_flutter(
    told: World, measured: list[tuple[int, int]]
) -> None:
    forget_alarms()
    looked(told, measured)

    stretches = list(Alarm.objects.order_by("pk").values_list("began_at", "ended_at"))
    on_for, off_for = LIMIT.limits.on_for, LIMIT.limits.off_for
    assert all(ended - began >= off_for for began, ended in stretches if ended)
    assert all(ended and next_began - ended >= on_for for (_, ended), (next_began, _) in pairwise(stretches))
    assert alarms_now(told.line).count() <= 1


@A_FEW
@given(steps, st.integers(1, 3))
def test_two_processes_that_look_at_once_find_what_one_finds(
    told: World, measured: list[tuple[int, int]], processes: int
) -> None:
    forget_alarms()
    once = looked(told, measured)
    told_once = AlarmLetter.objects.count()
    forget_alarms()

    several = looked(told, [step for later, value in measured for step in _at_once(later, value, processes)])

    assert [one for number, one in enumerate(several, 1) if number % processes == 0] == once
    assert AlarmLetter.objects.count() == told_once


def _at_once(later: int, value: int, processes: int) -> list[tuple[int, int]]:
    return [(later, value), *[(0, value)] * (processes - 1)]


@A_FEW
@given(
    st.lists(st.tuples(st.sampled_from(["media", "carrier"]), st.booleans(), st.integers(1, 12)), max_size=20)
)
def test_parts_are_watched_apart_however_they_go_down_together(
    told: World, measured: list[tuple[str, bool, int]]
) -> None:
    forget_alarms()
    alone: dict[str, Watched] = {}
    second = 0
    for part, is_down, later in measured:
        second += later
        look_at(told.line, [Reading(AlarmKind.TROUBLE, is_down, part)], at(second))
        limits = USUAL[AlarmKind.TROUBLE].limits
        alone[part] = look(alone.get(part, Watched()), is_down, limits, at(second))

    assert {alarm.subject for alarm in alarms_now(told.line)} == {
        part for part, watched in alone.items() if watched.is_on
    }


@pytest.mark.parametrize("kind", AlarmKind)
def test_the_database_itself_keeps_a_second_open_alarm_out(world: World, kind: AlarmKind) -> None:
    same = {"line": world.line, "kind": kind, "subject": "x", "value": 1}
    first = Alarm.objects.create(**same, began_at=at(0))
    with pytest.raises(IntegrityError), transaction.atomic():
        Alarm.objects.create(**same, began_at=at(1))

    Alarm.objects.filter(pk=first.pk).update(ended_at=at(2))
    again = Alarm.objects.create(**same, began_at=at(3))
    assert list(alarms_now(world.line)) == [again]
    assert Alarm.objects.create(**same | {"line": make_line("anden", "+4570200009")}, began_at=at(3)).pk


@pytest.mark.parametrize("kind", AlarmKind)
def test_every_kind_begins_ends_and_is_told_in_plain_words(told: World, kind: AlarmKind) -> None:
    limit, subject = USUAL[kind], "media" if kind is AlarmKind.TROUBLE else ""
    above, below = Reading(kind, limit.over + 1, subject, "MitID"), Reading(kind, 0, subject, "MitID")

    for second in (0, limit.on_seconds):
        look_at(told.line, [above], at(second))
    for second in (3000, 3000 + limit.off_seconds):
        look_at(told.line, [below], at(second))

    alarm = Alarm.objects.get()
    assert (alarm.kind, alarm.began_at, alarm.ended_at) == (
        kind,
        at(limit.on_seconds),
        at(3000 + limit.off_seconds),
    )
    for letter in AlarmLetter.objects.select_related("alarm__line"):
        subject_of, text = written(letter)
        assert alarm.in_words in subject_of
        assert (alarm.in_words in text, "%(" in text, "/duty/hotline/" in text) == (True, False, True)


def test_an_alarm_whose_limits_change_meanwhile_is_told_of_once(told: World) -> None:
    the_alarm(told)
    lower = Limit(over=60, on_seconds=0, under=30, off_seconds=0)
    set_alarms(told.line, {AlarmKind.LONGEST_WAIT: lower}, "\n".join(ADDRESSES), by=told.duty_lead)

    assert look_at(told.line, [waited(61)], at(30)) == 0
    assert look_at(told.line, [waited(29)], at(31)) == 1
    assert Counter(AlarmLetter.objects.values_list("is_over", flat=True)) == {False: 2, True: 2}


def test_who_is_added_while_it_is_on_is_told_of_its_end_and_who_was_taken_off_is_not(told: World) -> None:
    the_alarm(told)
    set_alarms(told.line, {}, "ny@example.org", by=told.duty_lead)
    over(told)

    assert list(AlarmLetter.objects.filter(is_over=True).values_list("address", flat=True)) == [
        "ny@example.org"
    ]


def test_acknowledging_tells_nobody_anew_and_does_not_end_it(told: World) -> None:
    alarm = the_alarm(told)
    acknowledge(alarm, by=told.duty_lead)

    assert (AlarmLetter.objects.count(), Delivery.objects.count()) == (2, 1)
    assert list(alarms_now(told.line)) == [alarm]
    over(told)
    assert not alarms_now(told.line).exists()


def test_an_alarm_that_is_over_can_still_be_acknowledged_by_who_slept(told: World) -> None:
    alarm = the_alarm(told)
    over(told)
    acknowledge(Alarm.objects.get(pk=alarm.pk), by=told.administrator)

    assert Alarm.objects.get().acknowledged_by == told.administrator
    assert AlarmLetter.objects.count() == 4


@transaction.atomic
def _look_and_fail(world: World) -> None:
    look_at(world.line, [waited(400)], at(15))
    raise ZeroDivisionError


def test_a_look_that_fails_half_way_leaves_nothing_behind(told: World) -> None:
    look_at(told.line, [waited(400)], at(0))
    before = list(Watch.objects.values())

    with pytest.raises(ZeroDivisionError):
        _look_and_fail(told)
    assert (list(Watch.objects.values()), Alarm.objects.count(), AlarmLetter.objects.count()) == (
        before,
        0,
        0,
    )
    assert look_at(told.line, [waited(400)], at(20)) == 1


# -------------------------------------------------------------------- mails


def test_a_mail_goes_out_once_however_often_the_job_runs(told: World) -> None:
    the_alarm(told)

    assert [send_letters(at(second)) for second in (5, 5, 6, 600, 90_000)] == [2, 0, 0, 0, 0]
    assert [one.to for one in mail.outbox] == [[address] for address in ADDRESSES]
    assert set(AlarmLetter.objects.values_list("state", "tries")) == {("delivered", 1)}


def test_nobody_sees_who_else_is_written_to(told: World) -> None:
    the_alarm(told)
    send_letters(at(5))

    assert [(one.to, one.cc, one.bcc) for one in mail.outbox] == [([one], [], []) for one in ADDRESSES]


def test_a_mail_is_not_made_before_the_deed_is_stored_nor_sent_before_its_time(told: World) -> None:
    the_alarm(told)

    assert send_letters(at(-1)) == 0
    assert send_letters(at(0)) == 2


@pytest.mark.parametrize("addresses", ["", "\n", "  "])
def test_a_line_without_recipients_has_alarms_and_no_mails(world: World, addresses: str) -> None:
    AlarmMail.objects.create(line=world.line, addresses=addresses)
    the_alarm(world)

    assert (alarms_now(world.line).count(), AlarmLetter.objects.count(), send_letters(at(5))) == (1, 0, 0)


def test_a_mail_server_that_is_away_is_asked_by_the_same_timetable_and_then_given_up(
    told: World, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "tests.duty.test_alarms.NoServer"
    AlarmMail.objects.update(addresses="vagt@example.org")
    the_alarm(told)
    when, waits = at(0), []

    for _try in range(len(PAUSES) + 1):
        assert send_letters(when) == 0
        if next_at := AlarmLetter.objects.get().try_at:
            waits.append(next_at - when)
            when = next_at

    letter = AlarmLetter.objects.get()
    assert (tuple(waits), letter.state, letter.tries) == (PAUSES, "given_up", len(PAUSES) + 1)
    assert send_letters(when + dt.timedelta(days=30)) == 0


def test_what_systems_are_told_of_the_end_is_the_same_alarm(told: World) -> None:
    alarm = the_alarm(told)
    acknowledge(alarm, by=told.duty_lead)
    over(told)

    began, ended = (one.data or {} for one in Delivery.objects.order_by("pk"))
    assert began == ended | {"ended_at": None}
    assert (ended["id"], ended["began_at"], ended["ended_at"]) == (
        alarm.pk, at(0).isoformat(), at(120).isoformat(),
    )  # fmt: skip
    assert not any(name in json.dumps([began, ended]) for name in ("Vera", "vera", "+45", "vagt@"))
