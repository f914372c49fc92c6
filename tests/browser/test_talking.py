# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""In a call and after it: hold, mute, wrap-up, and a microphone that is taken away."""

import time
from pathlib import Path

from tests.parts.browser import set_microphone
from tests.parts.desk import Agents, Desk
from tests.parts.stage import AGENT, CITIZEN, Ringing
from tests.parts.system import System
from tests.parts.telephone import Telephone
from tests.parts.waiting import until


def talk(system: System, desk: Desk, telephone: Telephone) -> None:
    """Bring the two together, each hearing the other."""
    telephone.dial(system.line)
    desk.answer()
    desk.expect_to_hear(telephone.tone)
    telephone.expect_to_hear(AGENT)


def test_caller_on_hold_hears_music_and_neither_hears_the_other(
    system: System, agents: Agents, telephone: Telephone, sounds: Path
) -> None:
    desk = agents.available()
    talk(system, desk, telephone)
    desk.press("hold")
    desk.expect_status("holding")
    telephone.expect_to_hear_sound(sounds / "any" / "music.wav")
    assert telephone.recording.share(AGENT) < 0.3  # the music has notes of that height too
    until(lambda: desk.share_heard(CITIZEN) < 0.1, "the agent no longer hears the caller")
    desk.press("resume")
    desk.expect_status("talking")
    desk.expect_to_hear(CITIZEN)
    telephone.expect_to_hear(AGENT)
    assert not telephone.recording.plays(sounds / "any" / "music.wav")
    desk.press("hold")
    desk.expect_status("holding")
    desk.press("hangUp")
    telephone.wait_until_over()
    call = system.wait_for_end(telephone.number, "answered_agent_hung_up")
    [segment] = system.rows("SegmentRecord", call_id=call["id"])
    assert segment["held"] != "0:00:00"


def test_caller_who_hangs_up_while_on_hold_is_gone(
    system: System, agents: Agents, telephone: Telephone
) -> None:
    desk = agents.available()
    talk(system, desk, telephone)
    desk.press("hold")
    desk.expect_status("holding")
    telephone.hang_up()
    desk.expect_status("wrapping_up")
    system.wait_for_end(telephone.number, "answered_caller_hung_up")


def test_caller_does_not_hear_an_agent_who_is_muted(
    system: System, agents: Agents, telephone: Telephone
) -> None:
    desk = agents.available()
    talk(system, desk, telephone)
    desk.press("mute")
    until(telephone.recording.is_silent, "the caller hears silence", 20)
    assert desk.hears(CITIZEN)
    assert desk.key("mute").get_attribute("aria-pressed") == "true"
    desk.press("mute")
    telephone.expect_to_hear(AGENT)


def test_wrap_up_counts_down_is_extended_and_finished(
    system: System, agents: Agents, telephone: Telephone
) -> None:
    desk = agents.available()
    talk(system, desk, telephone)
    desk.hang_up()
    left = seconds_shown(desk)
    assert 240 < left <= 300
    until(lambda: seconds_shown(desk) < left, "the clock counts down")
    desk.press("extend")
    until(lambda: 300 < seconds_shown(desk) <= 360, "a minute more")
    desk.finish()
    call = system.wait_for_end(telephone.number, "answered_agent_hung_up")
    [segment] = system.rows("SegmentRecord", call_id=call["id"])
    assert segment["wrapped_up_at"] >= segment["ended_at"]


def seconds_shown(desk: Desk) -> int:
    minutes, seconds = desk.says("clock").split(":")
    return int(minutes) * 60 + int(seconds)


def test_agent_who_pauses_while_talking_gets_no_next_call(
    system: System, agents: Agents, telephones: Ringing
) -> None:
    desk = agents.available()
    talk(system, desk, telephones())
    desk.pause("meeting")
    desk.hang_up()
    desk.press("finish")
    desk.expect_status("paused")
    waits = telephones(tone=520)
    waits.dial(system.line)
    waits.wait_until_up()
    time.sleep(1)
    assert desk.status == "paused"
    desk.take_calls()
    desk.answer()
    desk.expect_to_hear(520)


def test_agent_without_a_microphone_is_told_so_and_offered_nothing(
    system: System, agents: Agents, telephone: Telephone
) -> None:
    desk = agents.available()
    set_microphone(desk.page, allowed=False)
    desk.expect_status("unreachable")
    assert desk.says("alert") != ""
    telephone.dial(system.line)
    telephone.wait_until_up()
    time.sleep(1.5)
    assert desk.status == "unreachable"
    set_microphone(desk.page, allowed=True)
    desk.answer()
    assert desk.says("alert") == ""
    desk.expect_to_hear(CITIZEN)
    telephone.expect_to_hear(AGENT)
