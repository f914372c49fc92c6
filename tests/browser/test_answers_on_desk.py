# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The answers beside a real call: found by keys, told as the citizen's authority does, and still there."""

import time
from collections.abc import Sequence

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_desk_page import SIZES, go_to, in_talk
from tests.parts.browser import barriers, overhang
from tests.parts.desk import Agents, Desk
from tests.parts.measuring import promise
from tests.parts.stage import CITIZEN
from tests.parts.system import System
from tests.parts.telephone import Telephone
from tests.parts.waiting import until

HOW = "Hvordan bliver jeg fritaget for Digital Post?"
ASKED = "fritaget for digital post"
VIBORGS_OWN = """
from hotline.knowledge.actions import begin_text, publish_alone, write
from hotline.knowledge.models import Article
from hotline.knowledge.wording import Wording
from hotline.organisations.models import Authority
from hotline.people.models import User
article = Article.objects.get(code="fritagelse-hvordan")
text = begin_text(article, "da", Authority.objects.get(code="0791"))
wording = Wording(short_answer="Mød op i Viborg.", script="Mød op på rådhuset i Viborg.")
by = User.objects.get(username="redaktoer")
publish_alone(write(text, wording, by=by, revision=text.revision), by=by)
"""
MOST_KEYS, MOST_SECONDS = 4, 8
QUICK_TYPIST_MS = 120


def box(page: Page) -> Locator:
    return page.locator("#answers-typing")


def article(page: Page) -> Locator:
    return page.locator("#article article")


def find(desk: Desk, words: str, title: str) -> None:
    """By keys alone, until the article is on top of what is found."""

    def reached() -> bool:
        desk.page.keyboard.press("F3")
        return bool(box(desk.page).evaluate("one => one === document.activeElement"))

    until(reached, "the key leads to the search")
    desk.page.keyboard.type(words)
    expect(desk.page.locator("#answers [role=option]").first).to_contain_text(title)


def test_a_routine_call_takes_four_keys_after_the_search(
    system: System, agents: Agents, telephone: Telephone
) -> None:
    desk = agents.available()
    in_talk(system, desk, telephone)
    expect(desk.page.locator("#home-search")).to_be_visible()
    find(desk, ASKED, HOW)

    seconds = registering(desk, ("Enter", "v", "Enter", "Enter"), "Fritagelse")

    promise("a routine call is registered by four keys after the search", seconds, MOST_SECONDS)
    desk.expect_to_hear(CITIZEN)
    desk.hang_up()


def registering(desk: Desk, keys: Sequence[str], *said: str) -> float:
    """How long it takes by these keys, from the first until it stands there."""
    assert len(keys) <= MOST_KEYS
    began = time.monotonic()
    for key in keys:
        desk.page.wait_for_timeout(QUICK_TYPIST_MS)
        desk.page.keyboard.press(key)
    for words in said:
        expect(desk.page.locator("#registration .registered-list")).to_contain_text(words)
    return time.monotonic() - began


@pytest.mark.parametrize(
    ("keys", "authority"),
    [
        pytest.param(("2", "v", "Enter", "Enter"), "Viborg", id="the-first-of-the-letter"),
        pytest.param(("2", "s", "4", "Enter"), "Skive", id="one-of-several-of-the-letter"),
    ],
)
def test_a_routine_call_takes_four_keys_without_any_article(
    system: System, agents: Agents, telephone: Telephone, keys: Sequence[str], authority: str
) -> None:
    desk = agents.available()
    in_talk(system, desk, telephone)
    expect(desk.page.locator("#topics-search")).to_be_focused()
    seconds = registering(desk, keys, "Fritagelse", authority)

    promise("a routine call is registered by four keys without an article", seconds, MOST_SECONDS)
    desk.hang_up()


def test_an_article_found_in_the_registration_opens_beside_it_and_ticks_its_topic(
    system: System, agents: Agents, telephone: Telephone
) -> None:
    desk = agents.available()
    page = desk.page
    in_talk(system, desk, telephone)
    expect(page.locator("#topics-search")).to_be_focused()
    page.keyboard.type("hvordan bliver jeg fritaget")
    expect(page.locator("#topics-found [role=option]").first).to_be_visible()
    look_over(desk)
    page.keyboard.press("Enter")
    expect(page.locator("#home-search")).to_be_focused()
    expect(page.locator("[name=topics]:checked + label")).to_contain_text("Fritagelse")
    expect(article(page)).to_be_visible()
    desk.hang_up()


def test_an_article_opened_before_the_call_and_still_open_guides_it(
    system: System, agents: Agents, telephone: Telephone
) -> None:
    desk = agents.available()
    page = desk.page
    find(desk, ASKED, HOW)
    page.keyboard.press("Enter")
    expect(article(page)).to_contain_text(HOW)
    in_talk(system, desk, telephone)
    expect(page.locator("#registration form")).to_be_visible()
    page.locator("#topics-search").focus()
    registering(desk, ("2", "v", "Enter", "Enter"), "Viborg")

    read = "[one.version.text.article.code for one in Inquiry.objects.order_by('pk').last().guidance.all()]"
    kept = system.django(f"from hotline.inquiries.models import *; result = {read}")
    assert set(kept) == {"fritagelse-hvordan"}
    desk.hang_up()


def test_an_article_stays_through_pages_reloads_and_calls_and_is_kept_with_the_inquiry(
    system: System, agents: Agents, telephone: Telephone
) -> None:
    desk = agents.available()
    page = desk.page
    find(desk, ASKED, HOW)
    page.keyboard.press("Enter")
    expect(article(page)).to_contain_text(HOW)
    page.reload()
    expect(article(page)).to_contain_text(HOW)
    expect(box(page)).to_have_value(ASKED)
    desk.expect_status("available")
    in_talk(system, desk, telephone)
    expect(article(page)).to_contain_text(HOW)
    go_to(page, "/inquiries/")
    page.wait_for_url("**/inquiries/")
    go_to(page, "/desk/")
    expect(article(page)).to_contain_text(HOW)
    desk.expect_to_hear(CITIZEN)
    desk.hang_up()


def test_the_article_follows_the_citizens_authority(
    system: System, agents: Agents, telephone: Telephone
) -> None:
    system.django(VIBORGS_OWN)
    desk = agents.available()
    page = desk.page
    in_talk(system, desk, telephone)
    expect(page.locator("#home-search")).to_be_visible()
    find(desk, ASKED, HOW)
    page.keyboard.press("Enter")
    expect(article(page)).to_be_visible()
    expect(page.locator("#home-search")).to_be_focused()
    page.keyboard.type("viborg")
    page.keyboard.press("Enter")
    expect(article(page).locator(".variant")).to_contain_text("Mød op på rådhuset i Viborg.")
    look_over(desk)
    page.keyboard.press("Enter")
    expect(page.locator("#registration .registered-list")).to_be_visible()
    texts = "[one.version.text.authority_id for one in Inquiry.objects.order_by('pk').last().guidance.all()]"
    kept = system.django(f"from hotline.inquiries.models import *; result = {texts}")
    assert (None in kept, len(kept)) == (True, 2)
    desk.hang_up()


def test_a_half_typed_note_stays_until_it_is_sent(
    system: System, agents: Agents, telephone: Telephone
) -> None:
    desk = agents.available()
    page = desk.page
    in_talk(system, desk, telephone)
    page.locator("#id_note").press_sequentially("Vil ringe igen")
    go_to(page, "/inquiries/")
    page.wait_for_url("**/inquiries/")
    go_to(page, "/desk/")
    expect(page.locator("#id_note")).to_have_value("Vil ringe igen")
    desk.hang_up()
    page.reload()
    expect(page.locator("#id_note")).to_have_value("Vil ringe igen")
    page.locator("#topics-search").press_sequentially("2")
    page.keyboard.press("Enter")
    page.locator("#home-search").press_sequentially("v")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#registration .registered-list")).to_be_visible()
    page.get_by_role("link", name="Endnu en henvendelse i samme opkald").click()
    expect(page.locator("#id_note")).to_have_value("")


def test_an_open_article_is_flagged_by_one_key_copied_and_sent(agents: Agents) -> None:
    desk = agents.signed_in()
    page = desk.page
    find(desk, ASKED, HOW)
    page.keyboard.press("Enter")
    expect(article(page)).to_be_visible()
    page.keyboard.press("F7")
    expect(page.locator("#flag form input[value=wrong]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#flag")).to_contain_text("Tak.")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Kopiér som tekst").click()
    expect(page.get_by_text("Kopieret.")).to_be_visible()
    page.get_by_role("link", name="Send til borgeren").click()
    expect(page.locator("#sending form input[type=radio]").first).to_be_focused()
    look_over(desk)
    page.get_by_role("button", name="Luk vejledningen").click()
    expect(box(page)).to_be_focused()


def look_over(desk: Desk) -> None:
    for width, height in SIZES:
        desk.page.set_viewport_size({"width": width, "height": height})
        assert (width, overhang(desk.page)) == (width, 0)
    assert barriers(desk.page) == []
