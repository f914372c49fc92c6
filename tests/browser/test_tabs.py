# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""One tab is the phone. Others say so, may take it over, and a reload gives nothing away."""

import time
from pathlib import Path

from playwright.sync_api import Dialog

from tests.parts.desk import Agents, Desk
from tests.parts.measuring import promise
from tests.parts.stage import AGENT, CITIZEN
from tests.parts.system import System
from tests.parts.telephone import Telephone
from tests.parts.waiting import until


def talk(system: System, desk: Desk, telephone: Telephone) -> None:
    telephone.dial(system.line)
    desk.answer()
    desk.expect_to_hear(CITIZEN)
    telephone.expect_to_hear(AGENT)


def test_second_tab_says_that_another_is_the_phone_and_can_take_over(
    system: System, agents: Agents, telephone: Telephone
) -> None:
    first = agents.available()
    second = first.another_tab()
    second.expect_status("elsewhere")
    telephone.dial(system.line)
    first.expect_ringing()
    assert not second.key("answer").is_visible()
    second.press("takeOver")
    second.answer()
    first.expect_status("elsewhere")
    second.expect_to_hear(CITIZEN)
    telephone.expect_to_hear(AGENT)
    second.hang_up()
    assert first.problems + second.problems == []


def test_tab_that_takes_over_in_mid_call_has_the_call(
    system: System, agents: Agents, telephone: Telephone
) -> None:
    first = agents.available()
    talk(system, first, telephone)
    second = first.another_tab()
    second.press("takeOver")
    second.expect_status("talking")
    second.expect_to_hear(CITIZEN)
    telephone.expect_to_hear(AGENT)
    first.expect_status("elsewhere")
    assert first.share_heard(CITIZEN) == -1
    second.hang_up()
    telephone.wait_until_over()


def test_page_reloaded_in_mid_call_gets_the_call_back(
    system: System, agents: Agents, telephone: Telephone, sounds: Path
) -> None:
    desk = agents.available()
    talk(system, desk, telephone)
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    desk.page.on("dialog", leave)
    desk.page.reload()
    began = time.monotonic()
    desk.expect_status("talking")
    until(lambda: telephone.recording.share(AGENT, 0.3) > 0.5, "the citizen hears the agent", 20)
    promise("page reloaded in mid-call: the citizen hears the agent", time.monotonic() - began, 5)
    desk.expect_to_hear(CITIZEN)
    assert asked == ["beforeunload"]
    assert telephone.recording.begins(sounds / "any/music.wav", length=0.2) is not None
    desk.press("hold")
    desk.expect_status("holding")
    desk.press("resume")
    desk.expect_to_hear(CITIZEN)
    telephone.expect_to_hear(AGENT)
    desk.hang_up()
    system.wait_for_end(telephone.number, "answered_agent_hung_up")


def test_call_goes_on_while_the_agent_looks_at_other_pages(
    system: System, agents: Agents, telephone: Telephone
) -> None:
    desk = agents.available()
    talk(system, desk, telephone)
    before = telephone.recording.seconds
    for page in ("/figures/", "/inquiries/", "/desk/"):
        desk.page.click(f'a[href="{page}"]')
        desk.page.wait_for_url(f"**{page}")
        assert desk.status == "talking"
    desk.expect_to_hear(CITIZEN)
    assert telephone.recording.longest_without(AGENT, before) < 0.2


def test_ringing_page_that_is_reloaded_rings_again(
    system: System, agents: Agents, telephone: Telephone
) -> None:
    desk = agents.available()
    telephone.dial(system.line)
    desk.expect_ringing()
    desk.page.reload()
    desk.answer()
    desk.expect_to_hear(CITIZEN)
    telephone.expect_to_hear(AGENT)
