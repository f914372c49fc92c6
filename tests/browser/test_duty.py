# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The duty lead's page beside an agent's desk: by keys alone, alive by itself, and without barriers."""

import pytest
from playwright.sync_api import Page, expect

from tests.parts.browser import barriers, overhang
from tests.parts.desk import Agents, Desk
from tests.parts.system import System

DUTY = "/duty/hotline/"
PAGES = (DUTY, f"{DUTY}announcement/", f"{DUTY}crisis/", f"{DUTY}alarms/", "/trail/")


def lead(agents: Agents, at: str = DUTY, **wishes: object) -> Page:
    """The page of somebody who leads the line, and takes no calls."""
    return agents.signed_in("vagtleder", at, **wishes).page


def is_focused(page: Page, name: str) -> bool:
    return bool(page.evaluate("id => document.activeElement?.id === id", name))


def name_of(desk: Desk) -> str:
    return desk.page.locator(".who-name").inner_text()


def test_a_message_is_typed_and_stands_on_the_desk_until_it_is_seen(system: System, agents: Agents) -> None:
    desk = agents.ready()
    page = lead(agents)
    page.get_by_label("Besked til alle telefonpladser").focus()
    page.keyboard.type("MitID er nede. Sig det med det samme.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Beskeden står på alle telefonpladser.").wait_for()

    message = desk.page.locator(".dock-message")
    expect(message).to_contain_text("MitID er nede. Sig det med det samme.")
    assert barriers(desk.page) == []
    other = desk.another_tab()  # told by the exchange only where the phone is
    desk.page.reload()
    expect(message).to_be_visible()
    message.get_by_role("button", name="Set").press("Enter")
    expect(message).to_have_count(0)
    desk.page.reload()
    desk.expect_status("signed_out")
    expect(message).to_have_count(0)
    other.page.close()

    page.get_by_role("button", name="Tag den væk").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Beskeden er taget væk.").wait_for()


def test_a_forgotten_session_is_ended_and_the_desk_says_by_whom(system: System, agents: Agents) -> None:
    desk = agents.available()
    name = name_of(desk)
    page = lead(agents)
    row = page.get_by_role("row").filter(has_text=name)
    expect(row).to_contain_text("Får det næste opkald. Ingen venter.")
    desk.pause()
    expect(row).to_contain_text("Har valgt pause. Frokost eller kaffe")  # without a reload
    row.get_by_role("link", name="Meld fra").press("Enter")
    page.get_by_role("heading", name=f"Meld {name} fra?").wait_for()
    assert barriers(page) == []
    page.get_by_role("button", name="Meld fra").press("Enter")
    page.get_by_text(f"{name} er meldt fra.").wait_for()
    desk.expect_status("signed_out")
    said = desk.page.locator("#phone-signed-off")
    expect(said).to_contain_text("Vera Vagtsen har meldt dig fra")
    desk.take_calls()
    expect(said).to_be_empty()


def test_the_focus_stays_while_the_page_goes_on(system: System, agents: Agents) -> None:
    desk = agents.available()
    page = lead(agents)
    link = page.get_by_role("row").filter(has_text=name_of(desk)).get_by_role("link", name="Meld fra")
    link.focus()
    name = str(link.get_attribute("id"))
    cell = page.get_by_role("row").filter(has_text=name_of(desk)).locator("td.number")
    shown = cell.inner_text()
    expect(cell).not_to_have_text(shown)  # the page goes on by itself
    assert is_focused(page, name)
    page.get_by_label("Besked til alle telefonpladser").fill("halvt skrev")
    page.wait_for_timeout(2500)
    assert page.get_by_label("Besked til alle telefonpladser").input_value() == "halvt skrev"


def test_a_crisis_is_begun_and_ended_by_keys(system: System, agents: Agents) -> None:
    page = lead(agents, f"{DUTY}crisis/")
    page.get_by_label("Hvad er nede").fill("MitID-nedbrud")
    page.get_by_label("Hvad de, der ringer, får at vide").fill("MitID er nede.")
    page.get_by_role("button", name="Sæt krisetilstand i gang").press("Enter")
    page.get_by_role("heading", name="Krisetilstand: MitID-nedbrud").wait_for()
    assert barriers(page) == []
    page.get_by_role("button", name="Afslut krisetilstand").press("Enter")
    page.get_by_text("Krisetilstanden er slut: alt er som før.").wait_for()


@pytest.mark.parametrize("screen", [320, 1280])
def test_no_page_of_duty_has_a_barrier_or_scrolls_sideways(
    system: System, agents: Agents, screen: int
) -> None:
    agents.available()
    page = lead(agents, viewport={"width": screen, "height": 800})
    for address in PAGES:
        page.goto(f"{system.web}{address}")
        assert (address, overhang(page), barriers(page)) == (address, 0, [])


def test_a_page_that_hears_nothing_new_says_so(system: System, agents: Agents) -> None:
    page = lead(agents)
    stale = page.get_by_text("Siden får ikke noget nyt.")
    expect(stale).to_be_hidden()
    page.route("**/now/", lambda route: route.abort())
    expect(stale).to_be_visible()
    page.unroute("**/now/")
    expect(stale).to_be_hidden()
