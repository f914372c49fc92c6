# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Registering in a real browser, by keys alone: typing finds, Enter takes, a CPR number does not survive."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from hotline.inquiries.models import Inquiry
from hotline.knowledge.registers import load_topics
from hotline.organisations.registers import load_authorities
from hotline.people.models import User
from tests.calls import scenes
from tests.inquiries.desk import said, signed_in
from tests.parts.browser import barriers, chromium, overhang

pytestmark = pytest.mark.django_db(transaction=True)

CHOSEN = "[name=topics]:checked + label"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")  # Django would take the browser's loop for its own
        with chromium(playwright) as one:
            yield one


@pytest.fixture
def alma() -> User:
    load_authorities()
    load_topics()
    return scenes.agent("Alma")


@pytest.fixture
def form(browser: Browser, live_server: LiveServer, alma: User) -> Iterator[Page]:
    """The registration of a call Alma is in, as soon as it can be typed in."""
    scenes.answered_by(alma, outcome="")
    with browser.new_context(locale="en-GB", base_url=live_server.url) as context:
        session = signed_in(alma).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.goto(reverse("inquiries:register", args=["c1"]))
        expect(page.locator("#topics-search")).to_be_focused()
        yield page


def test_a_frequent_topic_takes_two_keys(form: Page) -> None:
    form.keyboard.press("2")
    form.keyboard.press("Enter")

    expect(form.locator(CHOSEN)).to_have_text("2 Exemption from Digital Post Digital Post")
    expect(form.locator("#topics-search")).to_have_value("")
    expect(form.locator("#topics-search")).to_be_focused()


def test_a_whole_registration_by_keys_alone(form: Page) -> None:
    form.keyboard.type("gult kort")
    form.keyboard.press("Enter")
    form.keyboard.press("2")
    form.keyboard.press("Enter")
    form.locator("#home-search").focus()
    form.keyboard.type("ringkoeb")
    expect(form.locator("#home-status")).to_have_text("1 can be chosen. Enter takes the first.")
    form.keyboard.press("Enter")
    expect(form.locator("[name=home]:checked + label")).to_have_text("Ringkøbing-Skjern")
    form.locator("#id_note").focus()
    form.keyboard.type("Skal bestille tid.")
    form.keyboard.press("Tab")
    form.keyboard.press("Enter")

    expect(form.locator(".registered-list")).to_contain_text("Ringkøbing-Skjern")
    topics, home, outcome, note = said(Inquiry.objects.get())
    assert (set(topics), home) == ({"Fritagelse for Digital Post", "Sundhedskort"}, "Ringkøbing-Skjern")
    assert (outcome, note) == ("answered", "Skal bestille tid.")


def test_what_is_chosen_stays_in_sight_while_something_else_is_looked_for(form: Page) -> None:
    form.keyboard.press("2")
    form.keyboard.press("Enter")
    form.keyboard.type("zzz")

    expect(form.locator("#topics-status")).to_have_text("Nothing matches.")
    expect(form.locator(CHOSEN)).to_be_visible()

    form.keyboard.press("Enter")  # nothing to take: nothing is sent either
    form.keyboard.press("Escape")
    expect(form.locator("#topics-search")).to_have_value("")
    expect(form.locator("[name=topics]:visible")).to_have_count(10)


def test_enter_on_a_chosen_topic_takes_it_back(form: Page) -> None:
    for _time in range(2):
        form.keyboard.press("2")
        form.keyboard.press("Enter")

    expect(form.locator(CHOSEN)).to_have_count(0)


def test_the_arrow_leads_from_the_search_into_the_list(form: Page) -> None:
    form.keyboard.type("pas")
    form.keyboard.press("ArrowDown")
    form.keyboard.press("Space")

    expect(form.locator(CHOSEN)).to_have_text("Passport Self-service")


def test_a_cpr_number_is_unreadable_as_soon_as_it_is_typed(form: Page) -> None:
    form.locator("#id_note").focus()
    form.keyboard.type("Nr. 010203-1234 og mere")

    expect(form.locator("#id_note")).to_have_value("Nr. xxxxxx-xxxx og mere")
    expect(form.locator(".guard-warning span")).to_be_visible()


def test_a_cpr_number_typed_into_the_middle_leaves_the_cursor_where_it_was(form: Page) -> None:
    form.locator("#id_note").fill("før  efter")
    for _step in range(6):
        form.keyboard.press("ArrowLeft")
    form.keyboard.type("0102031234!")

    expect(form.locator("#id_note")).to_have_value("før xxxxxx-xxxx! efter")


def test_a_refused_form_keeps_everything_and_says_what_is_missing(form: Page) -> None:
    form.keyboard.press("2")
    form.keyboard.press("Enter")
    form.locator("#id_note").fill("En god bemærkning")
    form.get_by_role("button", name="Register", exact=True).click()

    expect(form.locator("#home-error")).to_have_text(
        "Error: Say where the citizen belongs, or choose “Unknown”."
    )
    expect(form.locator(CHOSEN)).to_have_text("2 Exemption from Digital Post Digital Post")
    expect(form.locator("#id_note")).to_have_value("En god bemærkning")
    assert Inquiry.objects.count() == 0


@pytest.mark.parametrize("width", [320, 1280])
def test_the_form_fits_and_has_no_barriers(form: Page, width: int) -> None:
    form.set_viewport_size({"width": width, "height": 700})

    assert (overhang(form), barriers(form)) == (0, [])


def test_the_figures_the_lists_and_the_history_have_no_barriers(form: Page) -> None:
    names = ["measures:figures", "inquiries:list", "inquiries:unregistered"]
    addresses = [reverse(name) for name in names] + [reverse("inquiries:history", args=["c1"])]
    found = {}
    for address in addresses:
        form.goto(address)
        found[address] = (overhang(form), barriers(form))

    assert found == dict.fromkeys(addresses, (0, []))


def test_a_half_filled_registration_stays_through_a_reload_until_it_is_sent(form: Page) -> None:
    form.keyboard.press("2")
    form.keyboard.press("Enter")
    form.locator("#id_note").fill("Ringer igen.")
    form.reload()
    expect(form.locator(CHOSEN)).to_have_text("2 Exemption from Digital Post Digital Post")
    expect(form.locator("#id_note")).to_have_value("Ringer igen.")
    form.locator("#home-search").fill("ringkoeb")
    form.locator("#home-search").press("Enter")
    form.locator("#home-search").press("Enter")
    expect(form.locator(".registered-list")).to_contain_text("Ringkøbing-Skjern")
    assert form.evaluate("sessionStorage.getItem('hotline-drafts')") == "{}"
