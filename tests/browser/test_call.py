# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A citizen rings, an agent in a real browser answers, they hear each other, and it is in the books."""

import datetime as dt
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.parts.browser import barriers, new_context, share_heard
from tests.parts.desk import Agents, Desk
from tests.parts.stage import AGENT, CITIZEN, Ringing
from tests.parts.system import System
from tests.parts.telephone import Telephone
from tests.parts.waiting import until

RUNG = 3.0


def test_citizen_and_agent_hear_each_other(system: System, agents: Agents, telephone: Telephone) -> None:
    desk = agents.available()
    telephone.dial(system.line)
    desk.answer()
    desk.expect_to_hear(CITIZEN)
    telephone.expect_to_hear(AGENT)
    assert desk.says("number").replace(" ", "") == telephone.number
    desk.hang_up()
    telephone.wait_until_over()
    call = system.wait_for_end(telephone.number, "answered_agent_hung_up")
    assert (call["opening"], call["outcome"]) == ("open", "answered")


def test_music_goes_on_whole_while_a_desk_rings_and_nobody_is_heard_before_it_is_answered(
    system: System, agents: Agents, telephone: Telephone
) -> None:
    desk = agents.available()
    telephone.dial(system.line)
    desk.expect_ringing()
    time.sleep(RUNG)
    assert telephone.changes_of_stream == 0
    assert not telephone.hears(AGENT)
    assert not desk.hears(CITIZEN)
    desk.answer()
    desk.expect_to_hear(CITIZEN)
    telephone.expect_to_hear(AGENT)
    assert telephone.changes_of_stream == 1


def test_caller_who_hangs_up_first_is_seen_to_have_done_so(
    system: System, agents: Agents, telephone: Telephone
) -> None:
    desk = agents.available()
    telephone.dial(system.line)
    desk.answer()
    desk.expect_to_hear(CITIZEN)
    telephone.hang_up()
    desk.expect_status("wrapping_up")
    system.wait_for_end(telephone.number, "answered_caller_hung_up")


def test_caller_hears_the_welcome_then_the_place_then_music(
    system: System, telephone: Telephone, sounds: Path
) -> None:
    telephone.dial(system.line)
    telephone.wait_until_up()
    pieces = [sounds / name for name in ("da/welcome.wav", "da/position-first.wav", "any/music.wav")]

    def begun() -> list[float | None]:
        return [telephone.recording.begins(piece) for piece in pieces]

    until(lambda: None not in begun(), "the welcome, the place and the music have begun", 30, every=0.5)
    heard = begun()
    assert heard == sorted(heard, key=lambda at: at or 0)


def figure_of(page: Page, web: str) -> int:
    """How many inquiries the figures page counts in this week."""
    week = dt.datetime.now(dt.UTC).astimezone().isocalendar()
    page.goto(f"{web}/figures/?line=hotline&year={week.year}&week={week.week}")
    return int(page.locator(".figures-total strong").inner_text().replace(".", ""))


def type_into(desk: Desk, field: str, text: str) -> None:
    """Go there with the Tab key, type, and take the best match."""
    keyboard = desk.page.keyboard
    for _ in range(60):
        if desk.page.evaluate("document.activeElement?.id") == field:
            break
        keyboard.press("Tab")
    else:
        raise AssertionError(f"the Tab key never comes to {field}")
    keyboard.type(text)
    keyboard.press("Enter")


def test_call_registered_with_the_keyboard_is_in_the_figures_of_the_week(
    system: System, agents: Agents, telephone: Telephone
) -> None:
    desk = agents.ready()
    before = figure_of(agents.signed_in("vagtleder", at="/figures/").page, system.web)
    keyboard = desk.page.keyboard
    keyboard.press("F2")
    desk.expect_status("available")
    telephone.dial(system.line)
    desk.expect_ringing()
    keyboard.press("F2")
    desk.expect_status("talking")
    desk.expect_to_hear(CITIZEN)
    type_into(desk, "topics-search", "1")
    type_into(desk, "home-search", "aarhus")
    keyboard.press("F9")
    desk.expect_status("wrapping_up")
    form = desk.page.locator("turbo-frame#registration form")
    assert form.locator("input[name=topics]:checked").count() == 1
    form.locator("button").first.press("Enter")
    expect(desk.page.locator("turbo-frame#registration .registered-list li")).to_have_count(1)
    figures = agents.signed_in("vagtleder", at="/figures/").page
    until(lambda: figure_of(figures, system.web) == before + 1, "it is counted within a minute", 60, every=2)
    assert figures.locator("th", has_text="Aarhus").count() > 0


def test_withheld_number_is_shown_as_withheld_and_stored_nowhere(
    system: System, agents: Agents, telephones: Ringing
) -> None:
    telephone = telephones(withheld=True)
    desk = agents.available()
    telephone.dial(system.line)
    desk.answer()
    desk.expect_to_hear(CITIZEN)
    telephone.expect_to_hear(AGENT)
    assert not any(letter.isdigit() for letter in desk.says("number"))
    desk.hang_up()
    telephone.wait_until_over()

    def withheld() -> dict[str, object] | None:
        return next(iter(system.rows("CallRecord", number_withheld=True)), None)

    call = until(withheld, "the call is in the books")
    assert (call["caller_number"], call["number_key"]) == ("", "")


def test_browser_is_a_citizens_telephone(system: System, agents: Agents, browser: Browser) -> None:
    desk = agents.available()
    context = new_context(browser)
    page = context.new_page()
    page.goto(f"{system.web}/demo/phone/")
    assert barriers(page) == []
    page.click('[data-action="desk--citizen#call"]')
    desk.answer()
    assert not any(letter.isdigit() for letter in desk.says("number"))
    desk.expect_to_hear(AGENT)  # both speak with the same voice here: each must hear the other's
    until(lambda: share_heard(page, AGENT) > 0.5, "the citizen hears the agent")
    page.click('[data-action="desk--citizen#hangUp"]')
    desk.expect_status("wrapping_up")
    context.close()


def test_agent_signs_in_with_a_password(system: System, browser: Browser) -> None:
    context = new_context(browser)
    page = context.new_page()
    page.goto(f"{system.web}/desk/")
    page.fill("[name=username]", "agent60")
    page.fill("[name=password]", system.password)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{system.web}/desk/")
    expect(page.locator('[data-action="desk--microphone-check#begin"]')).to_be_visible()
    context.close()
