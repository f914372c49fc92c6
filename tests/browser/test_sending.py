# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Sending an answer, on the page of its own: by keyboard, without a barrier, and what is sent can be read."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.test_pages_of_the_line import page_of
from tests.parts.browser import barriers, overhang
from tests.parts.system import System

PAGE = "/sending/fritagelse-hvordan/"
SIZES = ((320, 640), (640, 450), (1280, 800))


def look_over(page: Page, state: str) -> None:
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert (state, width, overhang(page)) == (state, width, 0)
    assert (state, barriers(page)) == (state, [])


def test_an_answer_is_sent_by_keyboard_and_its_link_leads_the_citizen_to_it(
    browser: Browser, system: System
) -> None:
    with page_of(browser, system, "agent1") as page:
        page.goto(PAGE)
        look_over(page, "empty")
        page.get_by_role("button", name="Send", exact=True).press("Enter")
        expect(page.get_by_text("Spørg borgeren først.")).to_be_visible()
        look_over(page, "refused")
        link = re.search(r"http://\S+", page.locator("blockquote").inner_text())
        page.get_by_label("Mobilnummer eller e-mailadresse").fill("20 10 45 12")
        page.get_by_label("Borgeren har sagt ja til at få den").press("Space")
        page.get_by_role("button", name="Send", exact=True).press("Enter")
        expect(page.get_by_text("nummeret er slettet")).to_be_visible()
        look_over(page, "sent")
    assert link
    with page_of(browser, system) as page:
        answer = page.goto(link[0])
        assert answer
        assert answer.status == 200
        expect(page.get_by_role("heading", level=1)).to_contain_text("Hvordan bliver jeg fritaget")
        look_over(page, "the citizen's page")
