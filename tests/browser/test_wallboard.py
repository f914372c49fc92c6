# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The wallboard in a real browser: paired by a code, alive, honest when it is not, and without barriers."""

import os
import re
import signal
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.parts.browser import barriers, new_context, overhang
from tests.parts.desk import Agents
from tests.parts.system import System
from tests.parts.waiting import until

# A system of its own: its processes are killed.
SETTINGS = {"HOTLINE_FORCED_OPEN": "yes"}
TV = {"width": 1920, "height": 1080}
TELEPHONE = {"width": 320, "height": 640}
SOON = 15_000


@pytest.fixture
def wall(browser: Browser, system: System) -> Iterator[Page]:
    """A television that has opened the screens' address."""
    context = new_context(browser, viewport=TV)
    page = context.new_page()
    page.goto(f"{system.web}/screen/")
    yield page
    context.close()


def pair(agents: Agents, wall: Page, name: str, look: str = "Som skærmen er sat op") -> Page:
    """The duty lead enters the code that stands on the screen; the board comes by itself."""
    page = agents.signed_in("vagtleder", "/wallboard/hotline/screens/").page
    page.get_by_label("Kode på skærmen").fill(wall.locator(".board-code").inner_text().lower())
    page.get_by_label("Hvor den hænger").fill(name)
    page.get_by_label("Farver").select_option(label=look)
    page.get_by_role("button", name="Par skærmen").press("Enter")
    page.get_by_text("Koden er godtaget.").wait_for()
    expect(wall.locator(".board-tiles")).to_be_visible(timeout=SOON)
    return page


def test_a_screen_is_paired_shows_what_happens_and_is_taken_out_of_use(agents: Agents, wall: Page) -> None:
    assert barriers(wall) == []
    lead = pair(agents, wall, "Vagtrummet")
    assert barriers(lead) == []
    paused = wall.locator(".board-states [data-state=paused] dd")
    before = int(paused.inner_text())
    desk = agents.available()
    desk.pause()
    began = time.monotonic()
    expect(paused).to_have_text(str(before + 1), timeout=5_000)
    assert time.monotonic() - began < 2  # a busy machine; the bench holds the second
    assert barriers(wall) == []
    desk.leave()

    lead.get_by_role("button", name="Tag Vagtrummet ud af brug").press("Enter")
    lead.get_by_text("Skærmen viser ikke mere.").wait_for()
    expect(wall.locator(".board-code")).to_be_visible(timeout=SOON)


@pytest.mark.parametrize("look", ["Lyse", "Mørke"])
def test_both_looks_have_contrast_enough_on_a_television_and_a_telephone(
    agents: Agents, wall: Page, look: str
) -> None:
    pair(agents, wall, f"Gangen {look}", look)
    for size in (TV, TELEPHONE):
        wall.set_viewport_size(size)  # type: ignore[arg-type]
        assert barriers(wall) == []
        assert overhang(wall) == 0
    background = wall.locator(".board").evaluate("board => getComputedStyle(board).backgroundColor")
    assert (background == "rgb(255, 255, 255)") == (look == "Lyse")


def test_a_screen_that_may_choose_goes_dark_with_its_surroundings(agents: Agents, wall: Page) -> None:
    pair(agents, wall, "Kantinen")
    colours = []
    for scheme in ("light", "dark"):
        wall.emulate_media(color_scheme=scheme)
        colours.append(wall.locator(".board").evaluate("board => getComputedStyle(board).backgroundColor"))
        assert barriers(wall) == []
    assert colours[0] != colours[1]


def test_the_figures_are_large_enough_for_five_metres(agents: Agents, wall: Page) -> None:
    """On a television a metre wide, 1 pixel of 1920 is half a millimetre: figures of 5 cm, words of 1 cm."""
    pair(agents, wall, "Salen")
    for where, least in ((".tile dd", 60), (".tile dt", 20), (".board-states dd", 45)):
        size = wall.locator(where).first.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
        assert size >= least


def test_when_the_exchange_dies_the_board_says_so_and_goes_on_when_it_is_back(
    agents: Agents, wall: Page, system: System
) -> None:
    pair(agents, wall, "Trappen")
    was = system.kill("exchange")
    lost = wall.get_by_text(re.compile(r"Ingen forbindelse til centralen siden kl\. \d\d\.\d\d"))
    expect(lost).to_be_visible(timeout=SOON)
    expect(wall.locator(".tile dd").first).to_have_text("–")
    assert barriers(wall) == []
    system.wait_for_another("exchange", was)
    expect(lost).to_have_count(0, timeout=30_000)
    expect(wall.locator(".tile dd").first).to_have_text("0", timeout=SOON)


def test_when_the_web_process_is_silent_the_board_goes_grey_and_says_since_when(
    agents: Agents, wall: Page, system: System
) -> None:
    """The process is held still, so that the connection stays and nothing comes: the worst case."""
    pair(agents, wall, "Døren")
    web = system.pid_of("web")
    assert web
    os.kill(web, signal.SIGSTOP)
    try:
        lost = wall.locator(".board-lost")
        expect(lost).to_be_visible(timeout=SOON)
        assert re.search(r"Ingen forbindelse siden kl\. \d\d\.\d\d\. Tallene er gamle\.", lost.inner_text())
        assert "grayscale" in wall.locator(".board-region").evaluate("one => getComputedStyle(one).filter")
    finally:
        os.kill(web, signal.SIGCONT)
    expect(lost).to_be_hidden(timeout=30_000)


def test_a_board_finds_a_web_process_that_was_started_anew(
    agents: Agents, wall: Page, system: System
) -> None:
    pair(agents, wall, "Loftet")
    system.wait_for_another("web", system.kill("web"))
    until(system.is_ready, "the pages answer again", 60)
    expect(wall.locator(".board-lost")).to_be_hidden(timeout=30_000)
    desk = agents.available()
    expect(wall.locator(".board-states [data-state=free] dd")).not_to_have_text("0", timeout=SOON)
    desk.leave()


def test_a_system_that_is_stopped_waits_for_no_screen(agents: Agents, wall: Page, system: System) -> None:
    pair(agents, wall, "Til sidst")
    web = system.pid_of("web")
    assert web
    began = time.monotonic()
    os.kill(web, signal.SIGTERM)
    system.wait_for_another("web", web)
    assert time.monotonic() - began < 8  # ended, seen to have ended, and started again
