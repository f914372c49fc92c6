# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Who rings while the line is closed is told so, and when it opens, and rings nobody's phone."""

import time
from pathlib import Path

import pytest

from tests.parts.desk import Agents
from tests.parts.stage import CITIZEN, Ringing
from tests.parts.system import System
from tests.parts.telephone import Telephone

SETTINGS = {"HOTLINE_FORCED_OPEN": "no"}
READ_ANEW = 4.0  # the exchange looks every other second

WEEK = """
from django.utils import timezone
from hotline.organisations.models import *
today = timezone.localdate()
ExceptionalDay.objects.filter(day_on__gte=today).delete()
LineAnnouncement.objects.all().delete()
WeeklyHours.objects.all().delete()
hours = WeeklyHours.objects.create(line=Line.objects.get(), valid_from=today)
for weekday in range(1, 8):
    if weekday in {weekdays}:
        hours.spans.create(weekday=weekday, opens=0, closes=24 * 60)
"""
TODAY, TOMORROW = "{today.isoweekday()}", "{today.isoweekday() % 7 + 1}"
HOLIDAY = """
line = Line.objects.get()
ExceptionalDay.objects.create(line=line, day_on=today, kind="closed", name="Fest", is_holiday=True)
"""
DISTURBANCE = """
LineAnnouncement.objects.create(line=Line.objects.get(), text="Nede.", from_at=timezone.now(), ends_call=True)
"""


def open_on(system: System, weekdays: str, besides: str = "") -> None:
    """Have the line open around the clock on these days of the week."""
    system.django(WEEK.replace("{weekdays}", weekdays) + besides)
    time.sleep(READ_ANEW)


def clips(sounds: Path, *names: str) -> list[Path]:
    return [sounds / "da" / f"{name}.wav" for name in names]


@pytest.mark.parametrize(
    ("weekdays", "besides", "end", "heard"),
    [
        (TOMORROW, "", "diverted_closed", ("closed", "opens-again", "tomorrow", "goodbye")),
        (f"{TODAY} | {TOMORROW}", HOLIDAY, "diverted_holiday", ("holiday", "tomorrow", "goodbye")),
        (TODAY, DISTURBANCE, "diverted_disturbance", ("disturbance", "goodbye")),
    ],
    ids=["closed", "holiday", "disturbance"],
)
def test_caller_hears_why_nobody_answers_and_is_hung_up(
    system: System,
    agents: Agents,
    telephone: Telephone,
    sounds: Path,
    weekdays: str,
    besides: str,
    end: str,
    heard: tuple[str, ...],
) -> None:
    open_on(system, weekdays, besides)
    desk = agents.available()
    telephone.dial(system.line)
    telephone.wait_until_up()
    telephone.wait_until_over(60)
    begun = [telephone.recording.begins(clip, length=0.7) for clip in clips(sounds, *heard)]
    assert None not in begun, dict(zip(heard, begun, strict=True))
    assert begun == sorted(begun, key=lambda at: at or 0)
    call = system.wait_for_end(telephone.number, end)
    assert (call["queued_at"], call["answered_at"], call["outcome"]) == (None, None, "diverted")
    assert system.rows("OfferRecord", call_id=call["id"]) == []
    assert desk.status == "available"


def test_caller_who_waits_at_closing_time_is_served_and_the_next_one_is_not(
    system: System, agents: Agents, telephones: Ringing
) -> None:
    open_on(system, TODAY)
    early, late = telephones(), telephones()
    early.dial(system.line)
    early.wait_until_up()
    open_on(system, TOMORROW)
    late.dial(system.line)
    late.wait_until_over(60)
    system.wait_for_end(late.number, "diverted_closed")
    desk = agents.available()
    desk.answer()
    desk.expect_to_hear(CITIZEN)
    desk.hang_up()
    assert system.wait_for_end(early.number, "answered_agent_hung_up")["opening"] == "open"
