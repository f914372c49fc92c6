# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Handing over, reading, correcting and keeping topics in a real browser: by keys, and without barriers."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from hotline.handovers.models import HandOver
from hotline.people.models import User
from tests.calls import scenes
from tests.handovers.world import alma, handed_over, inbox, vibe
from tests.inquiries.desk import registered, signed_in, topic
from tests.parts.browser import barriers, chromium, overhang

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")  # Django would take the browser's loop for its own
        with chromium(playwright) as one:
            yield one


@pytest.fixture
def context(browser: Browser, live_server: LiveServer) -> Iterator[BrowserContext]:
    with browser.new_context(locale="en-GB", base_url=live_server.url) as one:
        yield one


def page_of(user: User, context: BrowserContext, live_server: LiveServer, address: str) -> Page:
    session = signed_in(user).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto(address)
    return page


def test_an_agent_hands_over_by_keys_alone(context: BrowserContext, live_server: LiveServer) -> None:
    inbox()
    inquiry = registered(alma(), scenes.answered_by(alma()), scenes.viborg())
    page = page_of(alma(), context, live_server, reverse("handovers:new", args=[inquiry.pk]))

    expect(page.locator("#id_inbox")).to_have_value(str(inbox().pk))
    assert (overhang(page), barriers(page)) == (0, [])
    page.locator("#id_kind_0").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Klager over 010203-1234")
    page.keyboard.press("Tab")
    page.keyboard.type("00 00 00 01")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("What I have handed over")
    made = HandOver.objects.get()
    assert (made.kind, made.words, made.contact) == ("complaint", "Klager over xxxxxx-xxxx", "00 00 00 01")


def test_the_authority_receives_it_and_answers(context: BrowserContext, live_server: LiveServer) -> None:
    made = handed_over()
    page = page_of(vibe(), context, live_server, reverse("handovers:inbox"))

    page.get_by_role("link", name="Complaint").click()
    page.get_by_role("button", name="We have it").click()
    expect(page.get_by_text("The hotline knows that you have it.")).to_be_visible()
    page.get_by_label("Answer to the agent").fill("Klagen er modtaget.")
    page.get_by_role("button", name="Close").click()

    expect(page.get_by_text("Closed. The agent is told.")).to_be_visible()
    made.refresh_from_db()
    assert (made.state, made.answer) == ("closed", "Klagen er modtaget.")


@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_of_hand_overs_fit_and_have_no_barriers(
    context: BrowserContext, live_server: LiveServer, width: int
) -> None:
    made = handed_over(inbox=inbox(webhook="https://example.org/h"))
    viggo = scenes.person("Viggo", "administrator", of=scenes.viborg())
    addresses = [
        reverse("handovers:inbox"),
        reverse("handovers:handover", args=[made.key]),
        reverse("handovers:mine"),
        reverse("handovers:set-up", args=["0791"]),
        reverse("people:cpr-guard"),
    ]
    page = page_of(viggo, context, live_server, addresses[0])
    page.set_viewport_size({"width": width, "height": 800})
    found = {}
    for address in addresses:
        page.goto(address)
        found[address] = (overhang(page), barriers(page))

    assert found == dict.fromkeys(addresses, (0, []))


@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_of_inquiries_and_topics_fit_and_have_no_barriers(
    context: BrowserContext, live_server: LiveServer, width: int
) -> None:
    mia = scenes.person("Mia", "agent", "editor")
    inquiry = registered(mia, scenes.answered_by(mia), scenes.viborg(), topics=[topic()])
    addresses = [
        reverse("inquiries:inquiry", args=[inquiry.pk]),
        reverse("inquiries:correct", args=[inquiry.pk]),
        reverse("inquiries:new-of-line", args=["hotline"]),
        reverse("knowledge:topics"),
        reverse("knowledge:new-topic"),
        reverse("knowledge:topic", args=["fritagelse"]),
        reverse("knowledge:rename-topic", args=["fritagelse"]),
        reverse("knowledge:retire-topic", args=["fritagelse"]),
    ]
    page = page_of(mia, context, live_server, addresses[0])
    page.set_viewport_size({"width": width, "height": 800})
    found = {}
    for address in addresses:
        page.goto(address)
        found[address] = (overhang(page), barriers(page))

    assert found == dict.fromkeys(addresses, (0, []))


def test_where_the_citizen_was_told_to_turn_is_asked_only_then(
    context: BrowserContext, live_server: LiveServer
) -> None:
    agent = alma()
    scenes.answered_by(agent, outcome="")
    page = page_of(agent, context, live_server, reverse("inquiries:register", args=["c1"]))
    place = page.get_by_label("Where was the citizen told to turn?")

    expect(place).to_be_hidden()
    page.get_by_label("Told where to turn").check()
    expect(place).to_be_visible()
    page.get_by_label("Answered").check()
    expect(place).to_be_hidden()
