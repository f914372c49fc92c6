# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Systems that are told, systems with access, the guide to the API: in a real browser, without barriers."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from hotline.api.models import Token
from hotline.people.models import User
from hotline.webhooks.models import Delivery, Event, Subscription
from tests.api.world import administrator
from tests.calls import scenes
from tests.inquiries.desk import signed_in
from tests.parts.browser import barriers, chromium, overhang
from tests.webhooks.world import NOON, system_of

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


def test_a_system_is_told_by_keys_alone(context: BrowserContext, live_server: LiveServer) -> None:
    scenes.line()
    page = page_of(administrator(), context, live_server, reverse("webhooks:list"))
    assert (overhang(page), barriers(page)) == (0, [])

    page.get_by_role("link", name="Aarhus", exact=True).press("Enter")
    page.get_by_label("Address of your system").press_sequentially("https://system.example.org/hook")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Save").press("Enter")

    expect(page.get_by_text("The system is told from now on.")).to_be_visible()
    expect(page.get_by_text(Subscription.objects.get().secret)).to_be_visible()
    assert (overhang(page), barriers(page)) == (0, [])


def test_a_message_is_sent_again_by_hand(context: BrowserContext, live_server: LiveServer) -> None:
    made = system_of()
    Delivery.objects.create(
        subscription=made, event=Event.CALL_ENDED, about="c1", made_at=NOON, state="given_up", tries=10,
        problem="It answered 503.",
    )  # fmt: skip
    page = page_of(administrator(), context, live_server, reverse("webhooks:subscription", args=[made.pk]))

    expect(page.get_by_text("Given up: It answered 503.")).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("button", name="Send again").press("Enter")

    expect(page.get_by_text("It is sent again within a moment.")).to_be_visible()
    assert Delivery.objects.get().state == "waiting"


def test_a_token_is_made_seen_once_and_revoked(context: BrowserContext, live_server: LiveServer) -> None:
    scenes.line()
    page = page_of(administrator(), context, live_server, reverse("api:new-token", args=["0751"]))
    assert (overhang(page), barriers(page)) == (0, [])

    page.get_by_label("Which system is it for?").fill("Vagtplan")
    page.get_by_label("Opening hours").check()
    page.get_by_role("button", name="Make a token").click()
    secret = page.locator("code", has_text="hotline_").inner_text()
    assert barriers(page) == []

    page.get_by_role("link", name="Systems with access").click()
    expect(page.get_by_role("rowheader", name="Vagtplan")).to_be_visible()
    assert secret not in page.content()
    assert (overhang(page), barriers(page)) == (0, [])
    page.get_by_role("button", name="Revoke Vagtplan").click()
    expect(page.get_by_text("The token opens nothing any more.")).to_be_visible()
    assert Token.objects.get().revoked_at is not None


def test_the_guide_reads_well_and_asks_no_other_host(
    context: BrowserContext, live_server: LiveServer
) -> None:
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)

    page.goto(reverse("api:guide"))

    expect(page.get_by_role("heading", name="Figures of a period")).to_be_visible()
    assert (overhang(page), barriers(page)) == (0, [])
    assert refused == []
    assert {url.startswith(live_server.url) for url in asked} == {True}
