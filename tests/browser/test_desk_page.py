# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The desk as a page: by keyboard alone, for a screen reader, on a narrow screen; it never loses a call."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.parts.browser import barriers, overhang
from tests.parts.desk import Agents, Desk
from tests.parts.stage import CITIZEN
from tests.parts.system import System
from tests.parts.telephone import Telephone
from tests.parts.waiting import until

# A telephone; a small screen enlarged to 200 %; a tablet; a usual screen.
SIZES = ((320, 640), (640, 450), (768, 1024), (1280, 800))
DESK = {"name": "Telefonplads"}


def look_over(desk: Desk, state: str) -> None:
    """Nothing sticks out at any size, and a scan finds no barrier."""
    for width, height in SIZES:
        desk.page.set_viewport_size({"width": width, "height": height})
        assert (state, width, overhang(desk.page)) == (state, width, 0)
    assert (state, barriers(desk.page)) == (state, [])


def focused(page: Page) -> str:
    """What the keyboard would press now."""
    return str(page.evaluate("document.activeElement.innerText || document.activeElement.id"))


def tab_to(page: Page, text: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if text in focused(page):
            return
    raise AssertionError(f"the keyboard never reaches {text}")


def go_to(page: Page, address: str) -> None:
    """Follow a link to the address, as one in any page would lead there."""
    page.evaluate(
        "address => { const a = document.createElement('a'); a.href = address;"
        " document.querySelector('main').append(a); a.click() }",
        address,
    )


def note_questions(page: Page, answer: Callable[[Dialog], None]) -> list[str]:
    """What the browser asks before it leaves the page."""
    asked: list[str] = []

    def note(dialog: Dialog) -> None:
        asked.append(dialog.type)
        answer(dialog)

    page.on("dialog", note)
    return asked


def in_talk(system: System, desk: Desk, telephone: Telephone) -> None:
    telephone.dial(system.line)
    desk.answer()
    desk.expect_to_hear(CITIZEN)


# ------------------------------------------------------------------ for everybody


def test_desk_fits_and_has_no_barrier_in_any_state(
    system: System, agents: Agents, telephone: Telephone
) -> None:
    desk = agents.signed_in()
    expect(desk.page.locator("#check")).to_be_visible()
    look_over(desk, "off")
    desk.page.click('[data-action="desk--microphone-check#begin"]')
    expect(desk.page.get_by_text("Du kan høres.")).to_be_visible(timeout=20_000)
    look_over(desk, "check")
    desk.page.check('[data-action="desk--microphone-check#ready"]')
    desk.page.click('[data-action="desk--microphone-check#start"]')
    desk.expect_status("signed_out")
    look_over(desk, "signed off")
    desk.take_calls()
    desk.page.locator("details.menu summary").click()
    look_over(desk, "the menu of pauses")
    desk.page.keyboard.press("Escape")
    in_talk(system, desk, telephone)
    expect(desk.page.locator("#registration form")).to_be_visible()
    look_over(desk, "talking")
    desk.press("hold")
    desk.expect_status("holding")
    look_over(desk, "on hold")
    desk.press("hangUp")
    desk.expect_status("wrapping_up")
    look_over(desk, "wrap-up")


@pytest.mark.parametrize("card", ["Akut: 112", "Taster"])
def test_cards_open_and_close_by_keyboard_and_have_no_barrier(agents: Agents, card: str) -> None:
    desk = agents.signed_in()
    tab_to(desk.page, card)
    desk.page.keyboard.press("Enter")
    dialog = desk.page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    look_over(desk, card)
    desk.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert focused(desk.page) == card


def test_whole_call_needs_no_mouse(system: System, agents: Agents, telephone: Telephone) -> None:
    desk = agents.signed_in()
    page = desk.page
    expect(page.get_by_role("button", name="Begynd prøven")).to_be_enabled()
    tab_to(page, "Begynd prøven")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Du kan høres.")).to_be_visible(timeout=20_000)
    tab_to(page, "tone-heard")
    page.keyboard.press("Space")
    tab_to(page, "Tænd telefonen")
    page.keyboard.press("Enter")
    desk.expect_status("signed_out")
    page.keyboard.press("F2")
    desk.expect_status("available")
    telephone.dial(system.line)
    desk.expect_ringing()
    page.keyboard.press("F2")
    desk.expect_status("talking")
    page.keyboard.press("F4")
    expect(desk.key("mute")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("F8")
    desk.expect_status("holding")
    page.keyboard.press("F8")
    desk.expect_status("talking")
    page.keyboard.press("F9")
    desk.expect_status("wrapping_up")
    page.keyboard.press("F2")
    desk.expect_status("available")


def test_keys_work_while_a_note_is_written_and_letters_press_nothing(
    system: System, agents: Agents, telephone: Telephone
) -> None:
    desk = agents.available()
    in_talk(system, desk, telephone)
    note = desk.page.locator("#id_note")
    note.press_sequentially("Slår op i vejledningen m h a")
    desk.expect_status("talking")
    note.press("F4")
    expect(desk.key("mute")).to_have_attribute("aria-pressed", "true")
    expect(note).to_have_value("Slår op i vejledningen m h a")
    desk.hang_up()


def test_menu_of_pauses_closes_when_one_goes_elsewhere(agents: Agents) -> None:
    desk = agents.available()
    menu, summary = desk.page.locator("details.menu"), desk.page.locator("details.menu summary")
    summary.click()
    expect(menu).to_have_attribute("open", "")
    desk.page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    summary.click()
    expect(menu).to_have_attribute("open", "")
    desk.page.click("main")
    expect(menu).not_to_have_attribute("open", "")


# ------------------------------------------------------------------ before the phone is on


def test_phone_cannot_be_switched_on_before_both_ears_are_tried(agents: Agents) -> None:
    desk = agents.signed_in()
    start = desk.page.locator('[data-action="desk--microphone-check#start"]')
    desk.page.click('[data-action="desk--microphone-check#begin"]')
    expect(desk.page.get_by_text("Du kan høres.")).to_be_visible(timeout=20_000)
    expect(start).to_be_disabled()
    desk.page.check('[data-action="desk--microphone-check#ready"]')
    expect(start).to_be_enabled()
    desk.page.uncheck('[data-action="desk--microphone-check#ready"]')
    expect(start).to_be_disabled()


# ------------------------------------------------------------------ never losing the call


@pytest.mark.parametrize("address", ["/inquiries/", "/no-such-page/", "/en/", "/demo/phone/", "/me/"])
def test_call_goes_on_whatever_page_comes_next(
    system: System, agents: Agents, telephone: Telephone, address: str
) -> None:
    desk = agents.available()
    in_talk(system, desk, telephone)
    go_to(desk.page, address)
    desk.page.wait_for_url(f"**{address}")
    expect(desk.page.locator("main")).to_be_visible()
    desk.expect_to_hear(CITIZEN)
    assert desk.status == "talking"
    go_to(desk.page, "/desk/")
    expect(desk.page.locator("#registration form")).to_be_visible()
    desk.hang_up()
    telephone.wait_until_over()


def test_phone_rings_on_every_page(system: System, agents: Agents, telephone: Telephone) -> None:
    desk = agents.available()
    desk.page.get_by_role("link", name="Henvendelser").first.click()
    desk.page.wait_for_url("**/inquiries/")
    telephone.dial(system.line)
    desk.answer()
    desk.expect_to_hear(CITIZEN)
    desk.page.get_by_role("link", name="Telefonplads").click()
    expect(desk.page.locator("#registration form")).to_be_visible()


def test_leaving_in_mid_call_asks_first(system: System, agents: Agents, telephone: Telephone) -> None:
    desk = agents.available()
    asked = note_questions(desk.page, Dialog.dismiss)
    in_talk(system, desk, telephone)
    desk.page.evaluate("setTimeout(() => location.reload())")
    desk.page.wait_for_timeout(1000)
    assert asked == ["beforeunload"]
    desk.expect_to_hear(CITIZEN)


def test_leaving_without_a_call_asks_nothing(agents: Agents) -> None:
    desk = agents.available()
    asked = note_questions(desk.page, Dialog.accept)
    desk.page.reload()
    desk.expect_status("available")
    assert asked == []


# ------------------------------------------------------------------ states


def test_pause_chosen_while_talking_comes_after_the_call(
    system: System, agents: Agents, telephone: Telephone
) -> None:
    desk = agents.available()
    in_talk(system, desk, telephone)
    desk.pause("meeting")
    until(lambda: desk.says("afterwards") == "Pause: Møde", "the desk says what comes afterwards")
    desk.hang_up()
    desk.press("finish")
    desk.expect_status("paused")
    assert desk.says("status") == "Pause: Møde"


def test_who_signs_out_of_the_pages_signs_off_the_line(system: System, agents: Agents) -> None:
    desk = agents.available()
    name = desk.page.locator(".who-name").inner_text()
    desk.page.get_by_role("button", name="Log af").click()
    desk.page.wait_for_url("**/")
    expect(desk.page.locator("#phone-dock")).to_have_count(0)
    agent = system.django(f"from hotline.people.models import *; result = User.objects.get(name={name!r}).pk")
    until(
        lambda: system.rows("AgentStateRecord", agent_id=agent, status="available"),
        "the time the agent was available has ended",
    )


def test_second_tab_says_where_the_phone_is_until_it_is_off(agents: Agents) -> None:
    desk = agents.ready()
    other = desk.another_tab()
    other.expect_status("elsewhere")
    desk.press("switchOff")
    other.expect_status("off")
    look_over(other, "the second tab")


def shows(page: Page, part: str) -> Callable[[], str]:
    return lambda: page.locator(f"[data-desk--waiting-target={part}]").inner_text()


def test_desk_counts_who_waits_and_for_how_long(system: System, agents: Agents, telephone: Telephone) -> None:
    desk = agents.available()
    desk.pause()
    desk.expect_status("paused")
    telephone.dial(system.line)
    count, longest = shows(desk.page, "count"), shows(desk.page, "longest")
    until(lambda: int(count()) >= 1, "the desk counts the caller")
    until(lambda: longest() not in {"–", "0:00", "0:01"}, "the desk counts the seconds")
    telephone.hang_up()
    until(lambda: int(count()) == 0, "nobody waits any more")
