# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Trying again with growing pauses, giving up, and sparing a system that does not answer."""

import datetime as dt
from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from hotline.webhooks.actions import deliver, forget_deliveries, send_again, tell
from hotline.webhooks.models import Delivery, Event
from hotline.webhooks.trying import LEASE, PAUSES, taken
from tests.calls import scenes
from tests.handovers.world import Heard, system
from tests.webhooks.world import NOON, bodies, system_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard(settings: Settings) -> Iterator[Heard]:
    settings.WEBHOOKS_ANYWHERE = True
    with system() as ear:
        yield ear


def alarm(number: int = 1, at: dt.datetime = NOON) -> int:
    return tell(scenes.line(), Event.ALARM_BEGAN, {"number": number}, now=at)


def only() -> Delivery:
    return Delivery.objects.get()


def test_an_alarm_is_told_to_who_asked_for_alarms_of_that_line(heard: Heard) -> None:
    system_of(scenes.line(), Event.ALARM_BEGAN, address=heard.address)
    system_of(scenes.line(), Event.ALARM_ENDED, address="https://other.example.org/")
    system_of(scenes.authority(), address="https://aarhus.example.org/")

    assert (alarm(), deliver(now=NOON)) == (1, 1)
    assert bodies(heard) == [{"type": "alarm.began", "timestamp": NOON.isoformat(), "data": {"number": 1}}]
    assert (only().state, only().tries, only().try_at) == ("delivered", 1, None)


def test_what_did_not_arrive_is_tried_with_growing_pauses_and_then_given_up(heard: Heard) -> None:
    heard.answers = [503]
    system_of(scenes.line(), Event.ALARM_BEGAN, address=heard.address)
    alarm()
    at, waits = NOON, []

    for _try in range(len(PAUSES) + 1):
        assert deliver(now=at) == 0
        if next_at := only().try_at:
            waits.append(next_at - at)
            at = next_at

    assert tuple(waits) == PAUSES
    assert (only().state, only().tries, only().problem) == ("given_up", len(PAUSES) + 1, "Det svarede 503.")
    assert deliver(now=at + dt.timedelta(days=9)) == 0


def test_a_system_that_does_not_answer_is_asked_once_whatever_waits_for_it(heard: Heard) -> None:
    heard.answers = [503]
    system_of(scenes.line(), Event.ALARM_BEGAN, address=heard.address)
    for number in range(3):
        alarm(number)

    deliver(now=NOON)

    assert len(heard.requests) == 1
    assert set(Delivery.objects.values_list("try_at", flat=True)) == {NOON + PAUSES[0]}

    heard.answers = [200]
    assert deliver(now=NOON + PAUSES[0]) == 3


def test_one_that_is_down_does_not_hold_up_the_others(heard: Heard) -> None:
    with system() as down:
        down.answers = [500]
        system_of(scenes.line(), Event.ALARM_BEGAN, address=down.address)
        system_of(scenes.line(), Event.ALARM_BEGAN, address=heard.address)
        for number in range(3):
            alarm(number)

        assert deliver(now=NOON) == 3

    assert (len(down.requests), len(heard.requests)) == (1, 3)


def test_what_has_waited_for_days_behind_another_is_given_up_with_it(heard: Heard) -> None:
    heard.answers = [500]
    system_of(scenes.line(), Event.ALARM_BEGAN, address=heard.address)
    alarm(1)
    alarm(2, NOON + dt.timedelta(seconds=1))
    later = NOON + sum(PAUSES, dt.timedelta(minutes=1))

    deliver(now=later)

    assert list(Delivery.objects.order_by("pk").values_list("state", "tries")) == [
        ("waiting", 1),
        ("given_up", 0),
    ]


@pytest.mark.parametrize(
    ("status", "state"), [(410, "given_up"), (301, "waiting"), (404, "waiting"), (201, "delivered")]
)
def test_what_a_system_answers_decides_what_becomes_of_it(heard: Heard, status: int, state: str) -> None:
    heard.answers = [status]
    system_of(scenes.line(), Event.ALARM_BEGAN, address=heard.address)
    alarm()

    deliver(now=NOON)

    assert (only().state, len(heard.requests)) == (state, 1)


def test_only_one_process_takes_a_message_and_its_lease_runs_out() -> None:
    system_of(scenes.line(), Event.ALARM_BEGAN)
    alarm()
    mine, theirs = only(), only()

    assert (taken(mine, NOON), taken(theirs, NOON)) == (True, False)
    assert only().try_at == NOON + LEASE


def test_a_message_sent_again_by_hand_has_the_same_id_and_all_its_tries(heard: Heard) -> None:
    system_of(scenes.line(), Event.ALARM_BEGAN, address=heard.address)
    alarm()
    deliver(now=NOON)

    send_again(only(), now=NOON)

    assert (only().state, only().tries) == ("waiting", 0)
    deliver(now=NOON)
    (first, _body), (second, _same) = heard.requests
    assert first["webhook-id"] == second["webhook-id"] == only().message_id


def test_what_arrived_is_forgotten_after_a_month_and_what_waits_is_not(heard: Heard) -> None:
    system_of(scenes.line(), Event.ALARM_BEGAN, address=heard.address)
    alarm(1)
    deliver(now=NOON)
    alarm(2)
    month = dt.timedelta(days=30)

    assert forget_deliveries(now=NOON + month) == 0
    assert forget_deliveries(now=NOON + month + dt.timedelta(seconds=1)) == 1
    assert (only().data, only().state) == ({"number": 2}, "waiting")


def test_nobody_is_told_of_what_was_before_they_asked() -> None:
    system_of(scenes.line(), Event.ALARM_BEGAN, since=NOON + dt.timedelta(seconds=1))

    assert alarm() == 0
