# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The editors' pages in a real browser: no barrier, no scrolling sideways, everything by keyboard."""

import datetime as dt
import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_pages_of_the_line import ENLARGED, NARROW, page_of
from tests.parts.browser import barriers, overhang
from tests.parts.system import System

ARTICLE = "fritagelse-hvordan"
PAGES = (
    "/articles/",
    "/articles/?state=draft",
    f"/articles/{ARTICLE}/",
    "/articles/regionens-brev/?authority=1082",
    f"/articles/{ARTICLE}/?written_in=en",
    f"/articles/{ARTICLE}/editing/",
    f"/articles/{ARTICLE}/settings/",
    f"/articles/{ARTICLE}/flag/",
    "/articles/new/",
    "/articles/temporary/",
    f"/articles/{ARTICLE}/da/",
    f"/articles/{ARTICLE}/en/",
    f"/articles/{ARTICLE}/da/0751/",
    "/flags/",
    "/flags/new/",
)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).press("Enter")


def test_the_pages_of_an_editor_have_no_barrier(browser: Browser, system: System) -> None:
    with page_of(browser, system, "redaktoer") as page:
        for address in PAGES:
            page.goto(address)
            assert (address, barriers(page)) == (address, [])


@pytest.mark.parametrize("screen", [NARROW, ENLARGED], ids=["320-pixels", "200-percent"])
def test_no_page_of_articles_scrolls_sideways(
    browser: Browser, system: System, screen: dict[str, Any]
) -> None:
    with page_of(browser, system, "redaktoer", **screen) as page:
        for address in PAGES:
            page.goto(address)
            assert (address, overhang(page)) == (address, 0)


def test_a_text_is_written_reviewed_and_approved_by_keyboard(browser: Browser, system: System) -> None:
    with page_of(browser, system, "redaktoer") as page:
        page.goto(f"/articles/{ARTICLE}/da/")
        page.get_by_label("Kort svar").fill("Mød op i Borgerservice med legitimation.")
        page.get_by_label("Læs op").fill("Se **her**: [kommunen](http://kommunen.dk/)")
        press(page, "Forhåndsvisning")
        page.get_by_text("skal begynde med https://").wait_for()
        assert page.get_by_label("Kort svar").input_value() == "Mød op i Borgerservice med legitimation."
        assert barriers(page) == []
        page.get_by_label("Læs op").fill("Se **her**.")
        press(page, "Forhåndsvisning")
        page.locator(".preview strong", has_text="her").wait_for()
        assert barriers(page) == []
        press(page, "Gem og send til gennemlæsning")
        page.get_by_text("En anden skal godkende den.").wait_for()
        waiting = page.url
        assert barriers(page) == []
    with page_of(browser, system, "administrator") as page:
        page.goto(waiting)
        page.get_by_role("link", name=re.compile("Sammenlign med version")).press("Enter")
        page.locator("ins").first.wait_for()
        assert barriers(page) == []
        page.goto(waiting)
        assert barriers(page) == []
        press(page, "Godkend og udgiv")
        page.get_by_text("Teksten er udgivet.").wait_for()
    with page_of(browser, system, "agent1") as page:
        page.goto(f"/articles/{ARTICLE}/")
        expect(page.locator(".short-answer")).to_have_text("Mød op i Borgerservice med legitimation.")


def test_two_editors_at_once_lose_nothing(browser: Browser, system: System) -> None:
    address = "/articles/fritagelse-hvem/da/"
    with page_of(browser, system, "redaktoer") as first, page_of(browser, system, "redaktoer") as second:
        for page in (first, second):
            page.goto(address)
        first.get_by_label("Kort svar").fill("Det den ene skrev.")
        press(first, "Gem kladde")
        first.get_by_text("Kladden er gemt.").wait_for()
        second.get_by_label("Kort svar").fill("Det den anden skrev.")
        press(second, "Gem kladde")
        second.get_by_text("En anden har ændret teksten, mens du skrev.").wait_for()
        assert second.get_by_label("Kort svar").input_value() == "Det den anden skrev."
        assert "ene" in "".join(second.locator("del").all_inner_texts())
        assert barriers(second) == []


def test_a_temporary_guide_is_made_in_six_fields_and_ended(browser: Browser, system: System) -> None:
    with page_of(browser, system, "vagtleder") as page:
        page.goto("/articles/temporary/")
        expect(page.get_by_label("Hvad er nede")).to_be_focused()
        page.keyboard.type("MitID virker ikke")
        page.keyboard.press("Tab")
        page.keyboard.type("Prøv igen senere. Fejlen er meldt.")
        page.get_by_label("Emne").select_option(index=1)
        until = dt.datetime.fromisoformat(page.get_by_label("Slutter").input_value())
        assert until > dt.datetime.now()  # noqa: DTZ005 - as the field has it
        press(page, "Sæt i kraft")
        page.get_by_role("heading", name="MitID virker ikke").wait_for()
        assert barriers(page) == []
        press(page, "Afslut vejledningen nu")
        page.get_by_text("Vejledningen er slut.").wait_for()


def test_a_flag_is_raised_answered_and_seen(browser: Browser, system: System) -> None:
    with page_of(browser, system, "agent2") as page:
        page.goto(f"/articles/{ARTICLE}/flag/")
        page.get_by_label("Det er uklart").check()
        page.get_by_label("Med dine ord").fill("Gælder det også 070761-4285?")
        expect(page.get_by_label("Med dine ord")).to_have_value("Gælder det også xxxxxx-xxxx?")
        press(page, "Send")
        page.get_by_text("Den ansvarlige svarer").wait_for()
    with page_of(browser, system, "redaktoer") as page:
        page.goto("/flags/")
        assert barriers(page) == []
        page.get_by_role("row", name=re.compile("Gælder det også")).get_by_role("link").press("Enter")
        page.get_by_label("Dit svar", exact=True).fill("Ja, alle.")
        assert barriers(page) == []
        press(page, "Svar")
        page.get_by_text("Dit svar er på vej").wait_for()
    with page_of(browser, system, "agent2") as page:
        page.goto("/flags/")
        page.get_by_text("Ja, alle.").wait_for()
        assert barriers(page) == []
        press(page, "Set")
        expect(page.get_by_text("Ja, alle.")).to_have_count(0)
