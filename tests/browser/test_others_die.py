# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The web process and the media relay are killed: the one is not missed, the other is told of."""

import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.parts.desk import Agents, Desk
from tests.parts.measuring import promise
from tests.parts.stage import AGENT, CITIZEN, Ringing
from tests.parts.system import System
from tests.parts.telephone import Telephone
from tests.parts.waiting import until

LINE = {"ring_seconds": 60}

SETTLED = 6.0


def talk(system: System, desk: Desk, telephone: Telephone) -> None:
    telephone.dial(system.line)
    desk.answer()
    desk.expect_to_hear(telephone.tone)
    telephone.expect_to_hear(AGENT)


def test_calls_do_not_notice_that_the_web_process_is_killed(
    system: System, agents: Agents, telephone: Telephone, sounds: Path
) -> None:
    desk = agents.available()
    talk(system, desk, telephone)
    begun = telephone.recording.seconds
    before = system.kill("web")
    desk.press("hold")
    desk.expect_status("holding")
    desk.press("resume")
    desk.expect_status("talking")
    system.wait_for_another("web", before)
    until(lambda: system.answers(f"{system.web}/"), "the pages are back", 60)
    desk.expect_to_hear(CITIZEN)
    telephone.expect_to_hear(AGENT)
    assert telephone.recording.seconds > begun
    desk.page.click('a[href="/inquiries/"]')
    desk.page.wait_for_url("**/inquiries/")
    assert desk.status == "talking"
    desk.hang_up()
    system.wait_for_end(telephone.number, "answered_agent_hung_up")


def test_call_answered_while_the_web_process_is_away_gets_its_form_as_soon_as_it_is_back(
    system: System, agents: Agents, telephone: Telephone
) -> None:
    desk = agents.available()
    telephone.dial(system.line)
    desk.expect_ringing()
    before = system.kill("web")
    desk.answer()
    desk.expect_to_hear(CITIZEN)
    system.wait_for_another("web", before)
    expect(desk.page.locator("turbo-frame#registration form")).to_be_visible()
    expect(desk.page.locator("turbo-frame#history")).not_to_be_empty()
    until(lambda: desk.says("alert") == "", "the desk is content again", 20)


@pytest.mark.timeout(240)
def test_calls_end_with_their_reason_when_the_media_relay_is_killed_and_new_ones_are_served_at_once(
    system: System, agents: Agents, telephones: Ringing
) -> None:
    talks, rings, waits = telephones(), telephones(tone=520), telephones(tone=610)
    desk = agents.available()
    talk(system, desk, talks)
    rung = agents.available()
    rings.dial(system.line)
    rung.expect_ringing()
    waits.dial(system.line)
    waits.wait_until_up()
    time.sleep(SETTLED)

    began = time.monotonic()
    before = system.kill("relay")
    talks.wait_until_over()
    promise("relay killed: the caller is hung up", time.monotonic() - began, 2)
    desk.expect_status("wrapping_up")
    assert desk.says("note") != ""
    rung.expect_status("available")
    for telephone in (talks, rings, waits):
        telephone.wait_until_over()
        system.wait_for_end(telephone.number, "media_lost")

    system.wait_for_another("relay", before)
    until(lambda: system.relay_calls() == set(), "the relay answers", 20)
    back_at = time.monotonic()
    until(system.exchange_is_well, "the exchange knows of it", 20)
    waits.dial(system.line)
    waits.wait_until_up()
    promise("relay back: a new caller is taken", time.monotonic() - back_at, 2)
    rung.answer()
    rung.expect_to_hear(610)
    waits.expect_to_hear(AGENT)
    rung.hang_up()
    system.wait_for_quiet()
