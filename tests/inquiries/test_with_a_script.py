# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Registering in a real browser, by keys alone: typing finds, Enter takes, a CPR number does not survive."""

import re
from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from hotline.inquiries.models import Inquiry
from hotline.inquiries.rules import lines_registered_for
from hotline.knowledge.actions import begin_article, begin_text
from hotline.knowledge.models import Topic
from hotline.knowledge.registers import load_topics
from hotline.knowledge.search.live import live
from hotline.knowledge.wording import Wording
from hotline.organisations.models import Authority
from hotline.organisations.registers import load_authorities
from hotline.people.models import User
from tests.calls import scenes
from tests.inquiries.desk import said, signed_in
from tests.knowledge.articles.library import publish
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


def test_a_frequent_topic_takes_one_key_and_the_keyboard_goes_on(form: Page) -> None:
    form.keyboard.press("2")

    expect(form.locator(CHOSEN)).to_have_text("2 Exemption from Digital Post Digital Post")
    expect(form.locator("#topics-search")).to_have_value("")
    expect(form.locator("#home-search")).to_be_focused()


def test_a_routine_call_is_registered_by_four_keys(form: Page) -> None:
    for key in ("2", "a", "Enter", "Enter"):
        form.keyboard.press(key)

    expect(form.locator(".registered-list")).to_contain_text("Aarhus")
    assert said(Inquiry.objects.get()) == (["Fritagelse for Digital Post"], "Aarhus", "answered", "")


def test_of_several_authorities_with_the_same_letter_a_digit_takes_the_one_it_stands_at(form: Page) -> None:
    form.keyboard.press("2")
    form.keyboard.press("s")
    expect(form.locator("#home-status")).to_contain_text(
        "Enter takes the first, a digit the one it stands at."
    )
    third = form.locator(".choice:visible:has(kbd:text-is('3')) label").last.inner_text()
    for key in ("3", "Enter"):
        form.keyboard.press(key)

    expect(form.locator(".registered-list")).to_be_visible()
    assert third == f"3 {Inquiry.objects.get().home_name}"


def test_enter_sends_nothing_before_an_authority_is_chosen(form: Page) -> None:
    for key in ("2", "Enter", "Enter"):
        form.keyboard.press(key)

    expect(form.locator("#home-search")).to_be_focused()
    expect(form.locator(".alert-error")).to_have_count(0)
    assert Inquiry.objects.count() == 0


def test_a_whole_registration_by_keys_alone(form: Page) -> None:
    form.keyboard.type("gult kort")
    form.keyboard.press("Enter")
    form.locator("#topics-search").focus()
    form.keyboard.press("2")
    form.keyboard.type("ringkoeb")
    expect(form.locator("#home-status")).to_contain_text("1 can be chosen. Enter takes the first")
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
    form.locator("#topics-search").focus()
    form.keyboard.type("zzz")

    expect(form.locator("#topics-status")).to_contain_text("No topic is called that.")
    expect(form.locator(CHOSEN)).to_be_visible()

    form.keyboard.press("Enter")  # nothing to take: nothing is sent either
    form.keyboard.press("Escape")
    expect(form.locator("#topics-search")).to_have_value("")
    expect(form.locator("[name=topics]:visible")).to_have_count(10)


@pytest.mark.parametrize("again", ["2", "exempt"])
def test_a_topic_named_again_is_taken_back(form: Page, again: str) -> None:
    form.keyboard.press("2")
    form.locator("#topics-search").focus()
    form.keyboard.type(again)
    form.keyboard.press("Enter")

    expect(form.locator(CHOSEN)).to_have_count(0)
    expect(form.locator("#topics-search")).to_be_focused()


def test_the_arrow_leads_from_the_search_into_the_list(form: Page) -> None:
    form.keyboard.type("pas")
    form.keyboard.press("ArrowDown")
    form.keyboard.press("Space")

    expect(form.locator(CHOSEN)).to_have_text("Passport Self-service")


@pytest.fixture
def answers(alma: User, form: Page) -> Iterator[None]:
    """One article on passports, whose title no topic holds the words of."""
    live.forget()
    article = begin_article("rejse-ud", [Topic.objects.get(code="pas")], Authority.objects.get(code="0751"))
    words = Wording(title="Hvad gør jeg, når jeg skal ud at rejse?", short_answer="Bestil tid hos kommunen.")
    publish(begin_text(article, "da"), words, scenes.agent("Ruth"), scenes.agent("Karl"))
    yield
    live.forget()


ASKED = "skal ud at rejse"


def test_words_no_topic_has_find_the_article_and_enter_takes_its_topic(answers: None, form: Page) -> None:
    form.keyboard.type(ASKED)
    expect(form.locator("#topics-found [role=option]")).to_contain_text("Bestil tid hos kommunen.")
    expect(form.locator("#topics-status")).to_contain_text("No topic is called that.")
    assert barriers(form) == []
    form.keyboard.press("Enter")

    expect(form.locator(CHOSEN)).to_have_text("Passport Self-service")
    expect(form.locator("#home-search")).to_be_focused()
    expect(form.locator("#topics-found [role=option]")).to_have_count(0)


def test_enter_before_the_article_is_found_takes_it_when_it_comes(answers: None, form: Page) -> None:
    form.keyboard.type(ASKED)
    form.keyboard.press("Enter")

    expect(form.locator(CHOSEN)).to_have_text("Passport Self-service")


def test_an_article_pressed_ticks_its_topic_and_the_form_stays(answers: None, form: Page) -> None:
    form.locator("#id_note").fill("En god bemærkning")
    form.locator("#topics-search").press_sequentially(ASKED)
    form.locator("#topics-found [role=option]").click()

    expect(form.locator(CHOSEN)).to_have_text("Passport Self-service")
    expect(form.locator("#id_note")).to_have_value("En god bemærkning")


def test_escape_takes_the_articles_away_with_the_words(answers: None, form: Page) -> None:
    form.keyboard.type(ASKED)
    expect(form.locator("#topics-found [role=option]")).to_have_count(1)
    form.keyboard.press("Escape")

    expect(form.locator("#topics-found [role=option]")).to_have_count(0)
    expect(form.locator("#topics-search")).to_have_value("")


def test_who_registers_somebody_who_did_not_ring_finds_the_article_as_well(
    answers: None, form: Page, alma: User
) -> None:
    line = next(iter(lines_registered_for(alma)))
    form.goto(reverse("inquiries:new-of-line", args=[line.slug]))
    form.locator("#topics-search").press_sequentially(ASKED)
    expect(form.locator("#topics-found [role=option]")).to_have_count(1)
    form.keyboard.press("Enter")

    expect(form.locator(CHOSEN)).to_have_text("Passport Self-service")
    expect(form).to_have_url(re.compile("/inquiries/new/"))


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


def half_written(page: Page) -> list[str]:
    names = page.evaluate("Object.keys(sessionStorage).filter(name => /answers|drafts/.test(name))")
    assert isinstance(names, list)
    return names


def test_who_signs_out_on_another_page_leaves_nothing_half_written_in_any_tab(form: Page) -> None:
    form.locator("#id_note").fill("Vil ringe igen")
    other = form.context.new_page()
    other.goto(form.url)
    other.locator("#id_note").fill("Noget andet")
    form.goto(reverse("inquiries:list"))
    assert (half_written(form), half_written(other)) == (["hotline-drafts"], ["hotline-drafts"])
    form.get_by_role("button", name="Sign out").click()
    form.wait_for_url(lambda url: url.endswith("/"))

    assert (half_written(form), half_written(other)) == ([], [])
