# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Two processes look, or two people press, at the same time: one alarm, one crisis, one trace."""

import datetime as dt
import threading
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from hotline.duty.actions import acknowledge, begin_crisis, end_crisis
from hotline.duty.alarms import look_at
from hotline.duty.models import Alarm, AlarmKind, Crisis
from hotline.duty.readings import Reading
from hotline.duty.rules import Refused
from hotline.knowledge.refusals import Refused as RefusedByKnowledge
from hotline.organisations.models import LineAnnouncement
from hotline.people.models import TrailEntry
from tests.duty.test_crisis import plan
from tests.parts.ports import free_port
from tests.people.persons import World, make_world

pytestmark = pytest.mark.django_db(transaction=True)

TOGETHER = 3


@pytest.fixture
def world(transactional_db: None) -> Iterator[World]:
    with override_settings(EXCHANGE_ADDRESS="127.0.0.1", EXCHANGE_PORT=free_port()):
        yield make_world()


def at_once(deed: Callable[[], object]) -> int:
    """Several do it at the same instant; return how many were not refused."""
    start, done = threading.Barrier(TOGETHER), []

    def one() -> None:
        try:
            start.wait(10)
            deed()
            done.append(True)
        except (Refused, RefusedByKnowledge):
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(TOGETHER)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(done)


def test_an_alarm_that_several_processes_see_is_one_alarm(world: World) -> None:
    now = timezone.now()
    readings = [Reading(AlarmKind.FAULT, 1)]
    at_once(lambda: look_at(world.line, readings, now))
    assert Alarm.objects.filter(ended_at=None).count() == 1
    at_once(lambda: look_at(world.line, [Reading(AlarmKind.FAULT, 0)], now + dt.timedelta(seconds=1)))
    assert list(Alarm.objects.values_list("ended_at", flat=True)) == [now + dt.timedelta(seconds=1)]


def test_one_of_several_acknowledges(world: World) -> None:
    look_at(world.line, [Reading(AlarmKind.FAULT, 1)], timezone.now())
    alarm = Alarm.objects.get()
    assert at_once(lambda: acknowledge(alarm, by=world.duty_lead)) == 1
    assert TrailEntry.objects.count() == 1


def test_a_crisis_begun_by_several_is_one_crisis(world: World) -> None:
    wanted = plan(world)
    assert at_once(lambda: begin_crisis(wanted, by=world.duty_lead, authority=world.aarhus)) == 1
    assert (Crisis.objects.count(), LineAnnouncement.objects.count()) == (1, 1)
    assert TrailEntry.objects.filter(deed="crisis_begun").count() == 1


def test_a_crisis_is_ended_once(world: World) -> None:
    crisis = begin_crisis(plan(world), by=world.duty_lead, authority=world.aarhus)
    assert at_once(lambda: end_crisis(Crisis.objects.get(pk=crisis.pk), by=world.duty_lead)) == 1
    assert TrailEntry.objects.filter(deed="crisis_ended").count() == 1
