# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The reports in a real browser: no barrier, no scrolling sideways, charts that are read by keyboard."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.test_pages_of_the_line import ENLARGED, NARROW, page_of
from tests.parts.browser import barriers, overhang
from tests.parts.system import System

WEEK_19 = "/reports/hotline/2014-W19/"
PAGES = (
    WEEK_19,
    f"{WEEK_19}?by=topic",
    f"{WEEK_19}?by=place&topic=fritagelse",
    "/reports/hotline/2014-05/",
    "/reports/hotline/2014/?by=week",
    "/reports/hotline/?first=2014-05-11&last=2014-05-05",
    "/reports/hotline/steering/2014-05/",
    "/reports/hotline/campaigns/",
    "/reports/hotline/komhen/2014-W19/",
)
OPEN = "/open-data/hotline/"
COLOURS = """canvas => {
  const { width, height } = canvas
  return new Set(canvas.getContext("2d").getImageData(0, 0, width, height).data).size
}"""
POINT = re.compile(r"ons 7\. maj: uge 19 2014 641, uge 18 2014 94")


def chart(page: Page, code: str = "inquiries") -> Locator:
    found = page.locator(f"#{code} .chart")
    found.locator("canvas").wait_for()
    return found


def spoken(page: Page, code: str = "inquiries") -> Locator:
    return page.locator(f"#{code} [aria-live=polite]")


def a_campaign(page: Page) -> str:
    page.goto("/reports/hotline/campaigns/")
    return page.get_by_role("link", name="Regionens brev").get_attribute("href") or ""


def test_the_reports_have_no_barrier(browser: Browser, system: System) -> None:
    with page_of(browser, system, "planlaegger") as page:
        for address in (*PAGES, a_campaign(page), OPEN):
            page.goto(address)
            if page.locator(".chart").count():
                page.locator(".chart canvas").first.wait_for()
            assert (address, barriers(page)) == (address, [])


@pytest.mark.parametrize("screen", [NARROW, ENLARGED], ids=["320-pixels", "200-percent"])
def test_no_report_scrolls_sideways(browser: Browser, system: System, screen: dict[str, Any]) -> None:
    with page_of(browser, system, "planlaegger", **screen) as page:
        for address in (*PAGES, a_campaign(page), OPEN):
            page.goto(address)
            if page.locator(".chart").count():
                page.locator(".chart canvas").first.wait_for()
            assert (address, overhang(page)) == (address, 0)


def test_a_chart_is_read_point_by_point_with_the_arrow_keys(browser: Browser, system: System) -> None:
    with page_of(browser, system, "planlaegger") as page:
        page.goto(WEEK_19)
        drawn = chart(page)
        drawn.focus()
        expect(spoken(page)).to_have_text("")
        page.keyboard.press("ArrowRight")
        expect(spoken(page)).to_have_text(re.compile("man 5. maj: uge 19 2014 108, uge 18 2014 128"))
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        expect(spoken(page)).to_have_text(POINT)
        page.keyboard.press("End")
        expect(spoken(page)).to_have_text(re.compile(r"søn 11\. maj"))
        page.keyboard.press("ArrowRight")  # there is nothing beyond
        expect(spoken(page)).to_have_text(re.compile(r"søn 11\. maj"))
        page.keyboard.press("Home")
        expect(spoken(page)).to_have_text(re.compile(r"man 5\. maj"))
        assert barriers(page) == []
        page.keyboard.press("Tab")
        expect(spoken(page)).to_have_text("")
        expect(drawn).not_to_be_focused()


def test_a_chart_says_what_its_table_says(browser: Browser, system: System) -> None:
    with page_of(browser, system, "planlaegger") as page:
        page.goto(f"{WEEK_19}?by=topic")
        chart(page).focus()
        for row in page.locator("#inquiries tbody tr").all()[:5]:
            page.keyboard.press("ArrowDown")
            name = row.locator("th").inner_text()
            now, before = (row.locator("td").nth(column).inner_text() for column in (0, 1))
            expect(spoken(page)).to_have_text(f"{name}: uge 19 2014 {now}, uge 18 2014 {before}")


def test_the_chart_tells_who_cannot_see_it_what_it_shows(browser: Browser, system: System) -> None:
    with page_of(browser, system, "planlaegger") as page:
        page.goto(WEEK_19)
        drawn = chart(page)
        expect(drawn).to_have_accessible_name(re.compile("piletasterne.*tabellen"))
        expect(drawn).to_have_accessible_description(
            "1.949 henvendelser i alt, 314 % flere end 471 i perioden før."
            " Flest: ons 7. maj med 641, 33 % af alle."
        )


def test_without_scripts_the_tables_and_sentences_are_all_there(browser: Browser, system: System) -> None:
    with page_of(browser, system, "planlaegger", java_script_enabled=False) as page:
        page.goto(WEEK_19)
        expect(page.locator("#inquiries tbody tr")).to_have_count(7)
        expect(page.get_by_text("314 % flere end 471")).to_be_visible()
        expect(page.locator(".chart").first).to_be_hidden()


@pytest.mark.parametrize(
    "taste",
    [{"forced_colors": "active"}, {"color_scheme": "dark"}, {"reduced_motion": "reduce"}],
    ids=["forced-colours", "dark", "reduced-motion"],
)
def test_a_chart_is_drawn_as_the_reader_wants_it(
    browser: Browser, system: System, taste: dict[str, str]
) -> None:
    with page_of(browser, system, "planlaegger", **taste) as page:
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(WEEK_19)
        chart(page).focus()
        page.keyboard.press("End")
        expect(spoken(page)).to_have_text(re.compile(r"søn 11\. maj"))
        assert page.locator("#inquiries canvas").evaluate(COLOURS) > 2
        assert errors == []


def test_a_page_without_a_chart_fetches_no_chart_library(browser: Browser, system: System) -> None:
    with page_of(browser, system, "planlaegger") as page:
        fetched: list[str] = []
        page.on("request", lambda request: fetched.append(request.url))
        page.goto("/reports/hotline/komhen/2014-W19/")
        page.wait_for_load_state("networkidle")
        assert [url for url in fetched if "chart" in url or "draw" in url] == []
        page.goto(WEEK_19)
        chart(page)
        assert any("chart" in url for url in fetched)


def test_nothing_on_the_page_is_against_its_policy(browser: Browser, system: System) -> None:
    with page_of(browser, system, "planlaegger") as page:
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.goto(WEEK_19)
        chart(page).focus()
        page.keyboard.press("ArrowRight")
        assert [line for line in said if "Content Security Policy" in line] == []


def test_a_report_is_chosen_by_keyboard_and_gets_its_address(browser: Browser, system: System) -> None:
    with page_of(browser, system, "planlaegger") as page:
        page.goto(WEEK_19)
        page.get_by_label("Fra").fill("2014-05-01")
        page.get_by_label("Til og med").fill("2014-05-31")
        page.get_by_label("Vis", exact=False).first.select_option(label="Henvendelser efter emne")
        page.get_by_role("button", name="Vis").press("Enter")
        page.wait_for_url("**/reports/hotline/2014-05/?by=topic")
        expect(page.get_by_role("heading", level=1)).to_have_text("Den Digitale Hotline, maj 2014")


def test_going_back_draws_the_chart_once(browser: Browser, system: System) -> None:
    with page_of(browser, system, "planlaegger") as page:
        page.goto(WEEK_19)
        chart(page)
        page.get_by_role("link", name="Perioden før").press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text("uge 18")
        chart(page)
        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_contain_text("uge 19")
        chart(page).focus()
        page.keyboard.press("End")
        expect(spoken(page)).to_have_text(re.compile(r"søn 11\. maj"))
