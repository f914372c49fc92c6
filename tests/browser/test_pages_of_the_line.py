# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The citizens' pages and those of an administrator, in a real browser: no barrier, no scrolling sideways."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.parts.browser import barriers, new_context, overhang
from tests.parts.system import System

PUBLIC = (
    "/",
    "/en/",
    "/privatliv/",
    "/tilgaengelighed/",
    "/sign-in/",
    "/vejledning/fritagelse-hvordan/",
    "/vejledning/fritagelse-hvordan/0791/",
    "/vejledning/regionens-brev/1082/",
    "/en/answers/fritagelse-hvordan/",
    "/vejledning/intet/",
)
ADMINISTRATION = (
    "/lines/",
    "/lines/hotline/",
    "/lines/hotline/hours/",
    "/lines/hotline/hours/new/",
    "/lines/hotline/days/",
    "/lines/hotline/days/new/",
    "/lines/hotline/holidays/2030/",
    "/lines/hotline/announcements/",
    "/lines/hotline/announcements/new/",
    "/lines/hotline/recordings/",
    "/lines/hotline/recordings/da/welcome/",
    "/lines/hotline/members/",
    "/lines/hotline/preview/?at=2026-10-25T02:30",
    "/lines/hotline/settings/",
    "/authorities/",
    "/authorities/0751/",
    "/people/",
    "/people/new/",
    "/me/",
    "/me/password/",
)
NARROW = {"viewport": {"width": 320, "height": 640}}
# Two hundred percent on a small screen: half of its pixels.
ENLARGED = {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2}


@contextmanager
def page_of(browser: Browser, system: System, username: str = "", **wishes: Any) -> Iterator[Page]:
    """A page of somebody who has signed in, or of a citizen."""
    with new_context(browser, base_url=system.web, **wishes) as context:
        if username:
            session = {"name": "sessionid", "value": system.session_of(username), "url": system.web}
            context.add_cookies([session])  # type: ignore[list-item]
        yield context.new_page()


def test_the_citizens_pages_have_no_barrier_and_need_no_script(browser: Browser, system: System) -> None:
    with page_of(browser, system) as page:
        for address in PUBLIC:
            page.goto(address)
            assert (address, barriers(page)) == (address, [])
    with page_of(browser, system, java_script_enabled=False) as page:
        page.goto("/")
        assert page.get_by_role("link", name="70 20 00 00").get_attribute("href") == "tel:+4570200000"
        page.goto("/vejledning/fritagelse-hvordan/")
        assert page.get_by_role("heading", level=1).inner_text().startswith("Hvordan bliver jeg fritaget")
        assert page.context.cookies() == []


def test_the_pages_of_an_administrator_have_no_barrier(browser: Browser, system: System) -> None:
    with page_of(browser, system, "administrator") as page:
        for address in ADMINISTRATION:
            page.goto(address)
            assert (address, barriers(page)) == (address, [])


@pytest.mark.parametrize("screen", [NARROW, ENLARGED], ids=["320-pixels", "200-percent"])
def test_no_page_scrolls_sideways(browser: Browser, system: System, screen: dict[str, Any]) -> None:
    with page_of(browser, system, "administrator", **screen) as page:
        for address in (*PUBLIC, *ADMINISTRATION):
            page.goto(address)
            assert (address, overhang(page)) == (address, 0)


def test_hours_that_overlap_are_refused_where_they_were_typed(browser: Browser, system: System) -> None:
    with page_of(browser, system, "administrator") as page:
        page.goto("/lines/hotline/hours/new/")
        page.get_by_label("Mandag").fill("9-12, 11-14")
        page.get_by_role("button", name="Gem").press("Enter")
        page.get_by_text("9-12 og 11-14 overlapper.").wait_for()
        assert page.get_by_label("Mandag").input_value() == "9-12, 11-14"
        assert page.get_by_label("Mandag").get_attribute("aria-invalid") == "true"
        assert barriers(page) == []


def test_hours_ahead_are_published_and_withdrawn_by_keyboard(browser: Browser, system: System) -> None:
    ahead = dt.date(2040, 1, 2)
    with page_of(browser, system, "administrator") as page:
        page.goto("/lines/hotline/hours/new/")
        page.get_by_label("Første dag").fill(ahead.isoformat())
        page.get_by_label("Lørdag").fill("10-14")
        page.get_by_label("Lørdag").press("Enter")
        heading = page.get_by_role("heading", name="Fra mandag den 2. januar 2040 indtil videre")
        heading.wait_for()
        assert page.get_by_text("10–14").is_visible()
        page.get_by_role("button", name="Træk tilbage").press("Enter")
        page.get_by_text("Tiderne er trukket tilbage.").wait_for()
        assert heading.count() == 0
