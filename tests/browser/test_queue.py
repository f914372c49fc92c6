# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Waiting and ringing for long, and many at once: the order is kept, and a late answer is heard at once."""

import time
from pathlib import Path

import pytest

from tests.parts.desk import Agents, Desk
from tests.parts.measuring import promise
from tests.parts.stage import AGENT, Ringing
from tests.parts.system import System
from tests.parts.telephone import Telephone
from tests.parts.waiting import until

LINE = {"ring_seconds": 90, "position_seconds": 30}

ANSWERED_AFTER = (1, 29, 59)
CALLERS, DESKS = 20, 5


def caller_at(desk: Desk, telephones: list[Telephone]) -> Telephone:
    """Whose number the desk shows."""
    number = until(lambda: desk.says("number").replace(" ", ""), "the desk shows a number")
    return next(telephone for telephone in telephones if telephone.number == number)


def hear_each_other(desk: Desk, telephone: Telephone) -> None:
    desk.expect_to_hear(telephone.tone)
    until(lambda: telephone.recording.share(AGENT, 0.3) > 0.5, f"{telephone.number} hears the agent", 20)


@pytest.mark.timeout(300)
def test_late_answers_are_heard_at_once_and_those_who_wait_hear_their_place(
    system: System, agents: Agents, telephones: Ringing, sounds: Path
) -> None:
    desks = [agents.available() for _ in ANSWERED_AFTER]
    rung = [telephones(tone=tone) for tone in (440, 520, 610)]
    for telephone in rung:
        telephone.dial(system.line)
        telephone.wait_until_up()
    for desk in desks:
        desk.expect_ringing()
    began = time.monotonic()
    leaving, staying = telephones(), telephones()
    for telephone in (leaving, staying):
        telephone.dial(system.line)
        telephone.wait_until_up()
    for seconds, desk in zip(ANSWERED_AFTER, desks, strict=True):
        time.sleep(max(0.0, began + seconds - time.monotonic()))
        pressed_at = time.monotonic()
        desk.answer()
        hear_each_other(desk, caller_at(desk, rung))
        promise(f"answer after {seconds} s: both hear", time.monotonic() - pressed_at, 4)
        if seconds > 20:
            leaving.hang_up()
    hear_their_place(staying, sounds)


def hear_their_place(staying: Telephone, sounds: Path) -> None:
    """Number two at first, and the next one half a minute later, since somebody left meanwhile."""
    number_two, is_next = sounds / "da" / "number-2.wav", sounds / "da" / "position-first.wav"
    second = until(lambda: staying.recording.begins(number_two, length=0.3), "hears of place 2", 30, every=1)
    first = until(lambda: staying.recording.begins(is_next), "hears of place 1", 40, every=1)
    promise("a new place is told", first - second, 34)
    assert first - second >= 29
    staying.expect_to_hear_sound(sounds / "any" / "music.wav")


@pytest.mark.timeout(400)
def test_twenty_callers_are_answered_by_five_agents_in_the_order_they_came(
    system: System, agents: Agents, telephones: Ringing
) -> None:
    desks = [agents.ready() for _ in range(DESKS)]
    callers = [telephones(tone=300 + 80 * number + 40) for number in range(CALLERS)]
    for telephone in callers:
        telephone.dial(system.line)
    for telephone in callers:
        telephone.wait_until_up(60)
    for desk in desks:
        desk.take_calls()
    answered: list[Telephone] = []
    while len(answered) < CALLERS:
        answered += serve(desks, callers)
    assert sorted(one.number for one in answered) == sorted(one.number for one in callers)
    calls = [system.wait_for_end(one.number, "answered_agent_hung_up") for one in callers]
    arrived_at = {call["id"]: call["arrived_at"] for call in calls}
    offers = system.rows("OfferRecord", call_id__in=list(arrived_at))
    first_offered = dict.fromkeys(offer["call_id"] for offer in offers)
    # Compared by when they came: two who came in one millisecond have no order.
    assert [arrived_at[call] for call in first_offered] == sorted(arrived_at.values())
    assert sorted(offer["call_id"] for offer in offers if offer["end"] == "answered") == sorted(arrived_at)
    # A computer that is too busy to prove that it rings is passed over, and the caller keeps the place.
    assert {offer["end"] for offer in offers} <= {"answered", "device_lost"}


def serve(desks: list[Desk], callers: list[Telephone]) -> list[Telephone]:
    """Let every agent answer once, talk, hang up and be free again."""
    served = []
    for desk in desks:
        desk.answer()
    for desk in desks:
        telephone = caller_at(desk, callers)
        hear_each_other(desk, telephone)
        served.append(telephone)
    for desk in desks:
        desk.hang_up()
        desk.finish()
    return served
