# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A citizen rings, an agent in a real browser answers, they hear each other, and it is in the books."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.parts.browser import Desk, barriers, chromium
from tests.parts.system import System
from tests.parts.telephone import Telephone
from tests.parts.tones import hears, write_tone
from tests.parts.waiting import until

CITIZEN, AGENT = 440, 1000
PASSWORD = "midtjylland-2014"


@pytest.fixture
def desk(system: System, playwright: Playwright, tmp_path: Path) -> Iterator[Desk]:
    with chromium(playwright, write_tone(tmp_path / "agent.wav", AGENT)) as browser:
        context = browser.new_context()
        one = Desk(context, system.web, "agent1", system.password)
        one.switch_on()
        yield one
        one.sign_off()
        assert one.problems == []


def test_citizen_and_agent_hear_each_other(system: System, desk: Desk, telephone: Telephone) -> None:
    desk.take_calls()
    telephone.dial(system.line)
    desk.answer()
    until(lambda: desk.hears(CITIZEN), "the agent hears the citizen")
    until(lambda: hears(telephone.recording, AGENT), "the citizen hears the agent")
    assert barriers(desk.page) == []
    desk.key("hangUp").click()
    telephone.wait_until_over()
    desk.expect_status("wrapping_up")
