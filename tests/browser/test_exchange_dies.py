# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The exchange is killed, with calls waiting, ringing, talking and on hold: nobody notices much."""

import time
from pathlib import Path

import pytest

from tests.parts.desk import Agents, Desk
from tests.parts.measuring import promise
from tests.parts.stage import AGENT, Ringing
from tests.parts.system import System
from tests.parts.telephone import Telephone
from tests.parts.waiting import until

LINE = {"ring_seconds": 60}

TALKS, TALKS_TOO, RINGS, WAITS, WAITS_TOO = 440, 520, 610, 700, 790
SETTLED = 6.0  # a program that falls at its start is started again less and less soon


def kill_exchange(system: System) -> float:
    """Kill it and wait for the next one: seconds without."""
    time.sleep(SETTLED)
    began = time.monotonic()
    before = system.kill("exchange")
    system.wait_for_another("exchange", before)
    until(system.exchange_is_well, "the exchange answers again", 30, every=0.02)
    return time.monotonic() - began


def talk(system: System, desk: Desk, telephone: Telephone) -> None:
    telephone.dial(system.line)
    desk.answer()
    desk.expect_to_hear(telephone.tone)
    telephone.expect_to_hear(AGENT)


@pytest.mark.timeout(300)
def test_everybody_goes_on_when_the_exchange_is_killed(
    system: System, agents: Agents, telephones: Ringing, sounds: Path
) -> None:
    music = sounds / "any" / "music.wav"
    callers = {tone: telephones(tone=tone) for tone in (TALKS, TALKS_TOO, RINGS, WAITS, WAITS_TOO)}
    talks, talks_too, rung = agents.available(), agents.ready(), agents.ready()
    talk(system, talks, callers[TALKS])
    talks_too.take_calls()
    talk(system, talks_too, callers[TALKS_TOO])
    rung.take_calls()
    callers[RINGS].dial(system.line)
    rung.expect_ringing()
    for tone in (WAITS, WAITS_TOO):
        callers[tone].dial(system.line)
        callers[tone].wait_until_up()
        callers[tone].expect_to_hear_sound(music, 30)

    begun = {tone: callers[tone].recording.seconds for tone in callers}
    promise("exchange killed: the next one answers", kill_exchange(system), 2)
    for tone in (TALKS, TALKS_TOO):
        assert callers[tone].hears(AGENT)
        assert callers[tone].recording.longest_without(AGENT, begun[tone]) < 0.2
        assert not callers[tone].has_seen("CALL_CLOSED")
    for tone in (WAITS, WAITS_TOO):
        callers[tone].expect_to_hear_sound(music)

    hold_and_resume(talks, callers[TALKS], music)
    hold_and_resume(talks_too, callers[TALKS_TOO], music)
    talks.hang_up()
    callers[TALKS].wait_until_over()
    callers[TALKS_TOO].hang_up()
    talks_too.expect_status("wrapping_up")
    rung.answer()
    rung.expect_to_hear(RINGS)
    callers[RINGS].expect_to_hear(AGENT)
    talks.finish()
    talks.answer()
    talks.expect_to_hear(WAITS)  # before the one who came later
    callers[WAITS].expect_to_hear(AGENT)
    talks_too.finish()
    talks_too.answer()
    talks_too.expect_to_hear(WAITS_TOO)
    call = system.wait_for_end(callers[TALKS].number, "answered_agent_hung_up")
    assert len(system.rows("SegmentRecord", call_id=call["id"])) == 1
    system.wait_for_end(callers[TALKS_TOO].number, "answered_caller_hung_up")


def hold_and_resume(desk: Desk, telephone: Telephone, music: Path) -> None:
    desk.expect_status("talking")
    desk.press("hold")
    desk.expect_status("holding")
    telephone.expect_to_hear_sound(music)
    desk.press("resume")
    desk.expect_status("talking")
    desk.expect_to_hear(telephone.tone)
    telephone.expect_to_hear(AGENT)


@pytest.mark.timeout(240)
def test_caller_on_hold_is_still_there_when_the_exchange_was_killed(
    system: System, agents: Agents, telephone: Telephone, sounds: Path
) -> None:
    desk = agents.available()
    talk(system, desk, telephone)
    desk.press("hold")
    desk.expect_status("holding")
    kill_exchange(system)
    telephone.expect_to_hear_sound(sounds / "any" / "music.wav")
    desk.expect_status("holding")
    desk.press("resume")
    desk.expect_status("talking")
    desk.expect_to_hear(telephone.tone)
    telephone.expect_to_hear(AGENT)
    desk.hang_up()
    telephone.wait_until_over()


@pytest.mark.timeout(240)
def test_who_rings_or_hangs_up_while_there_is_no_exchange_is_understood_by_the_next(
    system: System, agents: Agents, telephones: Ringing
) -> None:
    leaves, comes = telephones(), telephones(tone=520)
    desk = agents.available()
    talk(system, desk, leaves)
    time.sleep(SETTLED)
    before = system.kill("exchange")
    leaves.hang_up()
    comes.dial(system.line)
    system.wait_for_another("exchange", before)
    system.wait_for_end(leaves.number, "answered_caller_hung_up", 40)
    desk.expect_status("wrapping_up")
    comes.wait_until_up()
    desk.finish()
    desk.answer()
    desk.expect_to_hear(520)
    comes.expect_to_hear(AGENT)
