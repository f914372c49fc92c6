# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Desks that die without a word: frozen tabs, cut networks, sleeping computers. The caller is never left
alone with silence.
"""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.parts.browser import Computer, frozen
from tests.parts.cable import Cable
from tests.parts.desk import Agents, Desk
from tests.parts.measuring import promise
from tests.parts.stage import AGENT, CITIZEN
from tests.parts.system import System
from tests.parts.telephone import Telephone
from tests.parts.waiting import until

MUSIC = "any/music.wav"


@pytest.fixture(scope="module")
def cable(system: System) -> Iterator[Cable]:
    with Cable(system.exchange_port) as one:
        yield one


@pytest.fixture(scope="module")
def computer(playwright: Playwright, system: System, cable: Cable, agents_voice: Path) -> Iterator[Computer]:
    way = cable.argument("localhost", system.exchange_port)
    with Computer(playwright, agents_voice, way) as one:
        yield one


@pytest.fixture
def frail(system: System, computer: Computer, cable: Cable, agent_numbers: Iterator[int]) -> Iterator[Agents]:
    """Agents whose computer and network may fail."""
    coming = Agents(system, computer.browser, agent_numbers)
    yield coming
    cable.mend()
    computer.wake_up()
    coming.go_home()


def talk(system: System, desk: Desk, telephone: Telephone) -> None:
    telephone.dial(system.line)
    desk.answer()
    desk.expect_to_hear(CITIZEN)
    telephone.expect_to_hear(AGENT)


def time_until_music(telephone: Telephone, sounds: Path) -> float:
    began = time.monotonic()
    until(lambda: telephone.recording.plays(sounds / MUSIC, last=0.5), "the caller hears music", 30)
    return time.monotonic() - began


def test_frozen_tab_is_not_offered_calls(system: System, agents: Agents, telephone: Telephone) -> None:
    hanging = agents.available()
    with frozen(hanging.page):
        time.sleep(1.5)
        telephone.dial(system.line)
        telephone.wait_until_up()
        awake = agents.available()
        awake.answer()
        awake.expect_to_hear(CITIZEN)
        awake.hang_up()
        call = system.wait_for_end(telephone.number, "answered_agent_hung_up")
    offers = system.rows("OfferRecord", call_id=call["id"])
    [segment] = system.rows("SegmentRecord", call_id=call["id"])
    assert {offer["agent_id"] for offer in offers} == {segment["agent_id"]}
    hanging.expect_status("available")


def test_caller_who_rings_at_a_tab_that_dies_is_offered_to_another(
    system: System, agents: Agents, telephone: Telephone
) -> None:
    dying = agents.available()
    telephone.dial(system.line)
    dying.expect_ringing()
    other = agents.available()
    with frozen(dying.page):
        began = time.monotonic()
        other.expect_ringing()
        promise("a tab that dies while it rings: another one rings", time.monotonic() - began, 3)
        other.answer()
        other.expect_to_hear(CITIZEN)
    dying.expect_status("available")


def test_tab_that_dies_in_mid_call_is_noticed_and_the_caller_answered_by_another(
    system: System, agents: Agents, telephone: Telephone, sounds: Path
) -> None:
    dying = agents.available()
    talk(system, dying, telephone)
    other = agents.available()
    with frozen(dying.page):
        promise("tab dead in mid-call: caller on music", time_until_music(telephone, sounds), 5)
        other.answer(seconds=60)
        other.expect_to_hear(CITIZEN)
        telephone.expect_to_hear(AGENT)
    dying.expect_status("wrapping_up")
    assert dying.says("note") != ""
    assert dying.share_heard(CITIZEN) == -1
    assert other.hears(CITIZEN)


def test_page_whose_network_dies_in_mid_call_comes_back_to_its_call(
    system: System, frail: Agents, cable: Cable, telephone: Telephone, sounds: Path
) -> None:
    desk = frail.available()
    talk(system, desk, telephone)
    cable.cut()
    promise("network dead in mid-call: caller on music", time_until_music(telephone, sounds), 5)
    desk.expect_status("adrift", "connecting", "talking")
    assert until(lambda: desk.says("alert"), "the desk says what is wrong")
    cable.mend()
    began = time.monotonic()
    desk.expect_to_hear(CITIZEN)
    telephone.expect_to_hear(AGENT)
    promise("network back: they talk again", time.monotonic() - began, 5)
    desk.hang_up()
    system.wait_for_end(telephone.number, "answered_agent_hung_up")


@pytest.mark.timeout(240)
def test_caller_of_a_computer_that_falls_asleep_is_answered_by_another_agent(
    system: System, frail: Agents, agents: Agents, computer: Computer, telephone: Telephone, sounds: Path
) -> None:
    asleep = frail.available()
    talk(system, asleep, telephone)
    other = agents.available()
    began = time.monotonic()
    computer.fall_asleep()
    promise("computer asleep in mid-call: caller on music", time_until_music(telephone, sounds), 5)
    other.expect_ringing(60)
    waited = time.monotonic() - began
    promise("computer asleep in mid-call: offered to another", waited, 15 + 5)
    assert waited > 15
    other.answer()
    other.expect_to_hear(CITIZEN)
    telephone.expect_to_hear(AGENT)
    computer.wake_up()
    until(lambda: asleep.status not in {"talking", "adrift", "connecting"}, "the call is gone", 30)
    assert other.hears(CITIZEN)
    other.hang_up()
    call = system.wait_for_end(telephone.number, "answered_agent_hung_up")
    ends = [segment["end"] for segment in system.rows("SegmentRecord", call_id=call["id"])]
    assert ends == ["device_lost", "agent_hung_up"]


def test_tab_that_is_closed_in_mid_call_leaves_the_caller_with_music(
    system: System, agents: Agents, telephone: Telephone, sounds: Path
) -> None:
    desk = agents.available()
    talk(system, desk, telephone)
    desk.page.close(run_before_unload=False)
    promise("tab closed in mid-call: caller on music", time_until_music(telephone, sounds), 5)
    telephone.hang_up()
    system.wait_for_end(telephone.number, "answered_caller_hung_up")
