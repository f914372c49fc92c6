# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Articles appear while somebody types, and the keys are enough."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.test_pages_of_the_line import page_of
from tests.parts.browser import barriers, overhang
from tests.parts.system import System

HOW = "Hvordan bliver jeg fritaget for Digital Post?"
PAGES = ("/search/", "/search/?q=fritagelse&settled=1", "/synonyms/", "/synonyms/new/", "/questions/")


@pytest.fixture
def page(browser: Browser, system: System) -> Iterator[Page]:
    with page_of(browser, system, "administrator") as page:
        page.goto("/search/")
        yield page


def box(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Hvad spørger borgeren om?")


def options(page: Page) -> Locator:
    return page.get_by_role("listbox").get_by_role("option")


def test_articles_appear_while_somebody_types(page: Page) -> None:
    box(page).press_sequentially("fritae", delay=30)
    expect(options(page).filter(has_text=HOW)).to_be_visible()
    expect(box(page)).to_have_attribute("aria-expanded", "true")
    assert barriers(page) == []


def test_the_arrows_mark_and_enter_opens_what_is_marked(page: Page) -> None:
    box(page).press_sequentially("fritagelse")
    # What half the word found may stand there first, and goes together with its mark.
    page.locator("turbo-frame[src*='q=fritagelse'][complete]").wait_for(state="attached")
    expect(options(page).nth(1)).to_be_visible()
    box(page).press("ArrowDown")
    box(page).press("ArrowDown")
    second = options(page).nth(1)
    expect(second).to_have_attribute("aria-selected", "true")
    expect(box(page)).to_have_attribute("aria-activedescendant", str(second.get_attribute("id")))
    box(page).press("ArrowUp")
    expect(options(page).first).to_have_attribute("aria-selected", "true")
    title = options(page).first.locator(".found-title").inner_text()

    box(page).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_enter_right_after_typing_opens_the_first_of_what_was_typed(page: Page) -> None:
    box(page).press_sequentially("hvordan bliver jeg fritaget for digital post")
    box(page).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(HOW)


def test_escape_empties_the_box(page: Page) -> None:
    box(page).press_sequentially("fritagelse")
    expect(options(page).first).to_be_visible()
    box(page).press("Escape")
    expect(options(page)).to_have_count(0)
    expect(box(page)).to_have_value("")
    expect(box(page)).to_have_attribute("aria-expanded", "false")


def test_who_listens_to_what_is_chosen_may_keep_the_article_closed(page: Page) -> None:
    page.evaluate(
        """() => addEventListener("knowledge--search:chosen", event => {
             event.preventDefault()
             document.title = event.detail.topic
           })"""
    )
    box(page).press_sequentially("hvordan bliver jeg fritaget for digital post")
    box(page).press("Enter")
    expect(page).to_have_title("fritagelse")
    expect(box(page)).to_be_visible()


def test_a_question_nothing_fits_is_seen_by_the_editors_when_the_typing_rests(page: Page) -> None:
    box(page).press_sequentially("byggetilladelse til carport")
    expect(page.locator(".found .note")).to_be_visible()
    page.wait_for_timeout(3000)
    page.goto("/questions/")
    expect(page.get_by_role("link", name="byggetilladelse til carport")).to_be_visible()


def test_the_pages_have_no_barrier_and_fit_a_narrow_screen(browser: Browser, system: System) -> None:
    with page_of(browser, system, "administrator", viewport={"width": 320, "height": 640}) as page:
        for address in PAGES:
            page.goto(address)
            assert (address, barriers(page), overhang(page)) == (address, [], 0)


def test_the_search_works_without_scripts(browser: Browser, system: System) -> None:
    with page_of(browser, system, "administrator", java_script_enabled=False) as page:
        page.goto("/search/")
        page.get_by_label("Hvad spørger borgeren om?").fill("fritaelse")
        page.get_by_role("button", name="Søg").click()
        expect(options(page).filter(has_text=HOW)).to_be_visible()
