# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The answers beside a real call: found by keys, told as the citizen's authority does, and still there."""

import time

from playwright.sync_api import Locator, Page, expect

from tests.browser.test_desk_page import SIZES, go_to, in_talk
from tests.parts.browser import barriers, overhang
from tests.parts.desk import Agents, Desk
from tests.parts.measuring import promise
from tests.parts.stage import CITIZEN
from tests.parts.system import System
from tests.parts.telephone import Telephone

HOW = "Hvordan bliver jeg fritaget for Digital Post?"
ASKED = "fritaget for digital post"
MOST_KEYS, MOST_SECONDS = 4, 8


def box(page: Page) -> Locator:
    return page.locator("#answers-typing")


def article(page: Page) -> Locator:
    return page.locator("#article article")


def find(desk: Desk, words: str, title: str) -> None:
    """By keys alone, until the article is on top of what is found."""
    desk.page.keyboard.press("F3")
    expect(box(desk.page)).to_be_focused()
    desk.page.keyboard.type(words)
    expect(desk.page.locator("#answers [role=option]").first).to_contain_text(title)


def test_a_routine_call_takes_four_keys_after_the_search(
    system: System, agents: Agents, telephone: Telephone
) -> None:
    desk = agents.available()
    in_talk(system, desk, telephone)
    expect(desk.page.locator("#home-search")).to_be_visible()
    find(desk, ASKED, HOW)

    began, keys = time.monotonic(), ("Enter", "v", "Enter", "Enter")
    for key in keys:
        desk.page.keyboard.press(key)
    expect(desk.page.locator("#registration .registered-list")).to_contain_text("Fritagelse")
    seconds = time.monotonic() - began

    assert len(keys) <= MOST_KEYS
    promise("a routine call is registered by four keys after the search", seconds, MOST_SECONDS)
    desk.expect_to_hear(CITIZEN)
    desk.hang_up()


def test_an_article_stays_through_pages_reloads_and_calls_and_is_kept_with_the_inquiry(
    system: System, agents: Agents, telephone: Telephone
) -> None:
    desk = agents.available()
    page = desk.page
    find(desk, ASKED, HOW)
    page.keyboard.press("Enter")
    expect(article(page)).to_contain_text(HOW)
    page.reload()
    expect(article(page)).to_contain_text(HOW)
    expect(box(page)).to_have_value(ASKED)
    desk.expect_status("available")
    in_talk(system, desk, telephone)
    expect(article(page)).to_contain_text(HOW)
    go_to(page, "/inquiries/")
    page.wait_for_url("**/inquiries/")
    go_to(page, "/desk/")
    expect(article(page)).to_contain_text(HOW)
    desk.expect_to_hear(CITIZEN)
    desk.hang_up()


def test_the_article_follows_the_citizens_authority(
    system: System, agents: Agents, telephone: Telephone
) -> None:
    desk = agents.available()
    page = desk.page
    in_talk(system, desk, telephone)
    expect(page.locator("#home-search")).to_be_visible()
    find(desk, "brev fra hospitalet", "hospital")
    page.keyboard.press("Enter")
    expect(article(page)).to_be_visible()
    expect(page.locator("#home-search")).to_be_focused()
    page.keyboard.type("region mid")
    page.keyboard.press("Enter")
    expect(article(page).locator(".variant")).to_contain_text("I Region Midtjylland")
    look_over(desk)
    page.keyboard.press("Enter")
    expect(page.locator("#registration .registered-list")).to_be_visible()
    texts = "[one.version.text.authority_id for one in Inquiry.objects.order_by('pk').last().guidance.all()]"
    kept = system.django(f"from hotline.inquiries.models import *; result = {texts}")
    assert (None in kept, len(kept)) == (True, 2)
    desk.hang_up()


def look_over(desk: Desk) -> None:
    for width, height in SIZES:
        desk.page.set_viewport_size({"width": width, "height": height})
        assert (width, overhang(desk.page)) == (width, 0)
    assert barriers(desk.page) == []
