# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The page of an article that a citizen is sent a link to: what is meant for citizens, and nothing else."""

import datetime as dt
import html
import re
from dataclasses import fields, replace

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from hotline.knowledge.actions import begin_text, make_temporary_guide, withdraw
from hotline.knowledge.models import Article
from hotline.knowledge.queries import guide
from hotline.knowledge.wording import Referral, Wording
from hotline.organisations.models import Authority
from hotline.public.articles import Told, address_for_citizens
from tests.knowledge.articles.library import (
    EXEMPTION,
    IN_ENGLISH,
    IN_SKIVE,
    Library,
    make_library,
    publish,
    write_draft,
)
from tests.people.persons import make_authority

PAGE, ENGLISH = "/vejledning/fritagelse/", "/en/answers/fritagelse/"
AGENTS_OWN = (
    "Tag legitimation med.",
    "Spørg aldrig om grunden.",
    "papirpost",
    "Kontrollér afsnit 2.",
    "Ruth",
)
NOT_HERE = "Den vejledning findes ikke her"


@pytest.fixture
def library(db: None) -> Library:
    """An article with a word in every field."""
    world = make_library()
    world.published(world.article(), replace(EXEMPTION, to_check="Kontrollér afsnit 2."))
    return world


def shown(address: str = PAGE, status: int = 200) -> str:
    """What is read there, on one line."""
    answer = Client().get(address)
    assert (address, answer.status_code) == (address, status)
    text = re.sub(r"<(style|script).*?</\1>|<[^>]+>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(text).split())


# ------------------------------------------------------------------ what is told


def test_a_citizen_reads_the_short_answer_the_steps_and_where_to_turn(library: Library) -> None:
    page = shown()
    for words in (
        "Hvordan bliver jeg fritaget for Digital Post?",
        "Mød op i Borgerservice i din kommune.",
        "Sådan gør du Find Borgerservice. Mød op.",
        "Her kan du henvende dig Borgerservice i borgerens kommune",
        "Sidst kontrolleret 22. november 2026. Kilder: Lov om Digital Post § 5, vejle.dk",
        "Ring til os, hvis du vil tale med et menneske: 70 20 00 00",
    ):
        assert words in page


def test_what_agents_and_editors_wrote_for_each_other_is_not_there(library: Library) -> None:
    page = Client().get(PAGE).content.decode()
    assert [words for words in AGENTS_OWN if words in page] == []


def test_the_page_cannot_reach_what_is_not_for_citizens() -> None:
    private = {"script", "good_to_know", "keywords", "to_check", "comment", "review_note", "written_by"}
    assert private & {field.name for field in fields(Told)} == set()


def test_an_authoritys_own_answer_steps_and_places_come_first(library: Library) -> None:
    own = replace(IN_SKIVE, steps="1. Gå ind ad døren mod torvet.", checked_on=dt.date(2026, 3, 1))
    library.variant(library.published(library.article("andet")).text.article, own)
    page = shown("/vejledning/andet/0779/")
    assert "Mød op på rådhuset i Skive. I Skive Gå ind ad døren mod torvet. Sådan gør du" in page
    assert "Borgerservice i Skive Borgerservice i borgerens kommune" in page
    assert "Sidst kontrolleret 1. marts 2026." in page  # by the one of the two that was checked first


def test_what_a_variant_tells_the_agents_stays_with_them(library: Library) -> None:
    publish(begin_text(article_of(library), "da", library.skive), IN_SKIVE, library.elsewhere, library.writer)
    page = shown("/vejledning/fritagelse/0779/")
    assert ("Mød op på rådhuset i Skive." in page, "åbent 10–15" in page) == (True, False)


def article_of(library: Library) -> Article:
    return Article.objects.get(authority=library.aarhus, code="fritagelse")


def test_an_authority_without_a_text_of_its_own_has_the_common_one_and_its_contact(library: Library) -> None:
    Authority.objects.filter(code="0779").update(phone="99 15 55 00", website="https://skive.dk/")
    page = shown("/vejledning/fritagelse/0779/")
    assert "Mød op i Borgerservice i din kommune." in page
    assert "Skive, 99 15 55 00 , https://skive.dk/" in page


def test_a_municipality_of_which_nothing_is_known_is_not_invented(library: Library) -> None:
    make_authority("0101", "København")
    assert "København" not in shown("/vejledning/fritagelse/0101/")


def test_in_english_the_translation_is_shown_and_otherwise_the_danish_with_a_word_about_it(
    library: Library,
) -> None:
    assert "This answer is only written in Danish so far." in shown(ENGLISH)
    publish(begin_text(article_of(library), "en"), IN_ENGLISH, library.writer, library.colleague)
    page = Client().get(ENGLISH)
    assert page.headers["Content-Language"] == "en"
    assert ("How do I get exempted?" in shown(ENGLISH), "only written in Danish" in shown(ENGLISH)) == (
        True,
        False,
    )


def test_a_translation_names_the_sources_of_its_original(library: Library) -> None:
    original = library.published(library.article("kilder"))
    library.published(original.text.article, replace(IN_ENGLISH, checked_on=None), "en", original)
    page = shown("/en/answers/kilder/")
    assert "Last checked Nov. 22, 2026. Sources: Lov om Digital Post § 5, vejle.dk" in page


def test_an_authoritys_danish_answer_is_said_to_be_danish_on_the_english_page(library: Library) -> None:
    publish(begin_text(article_of(library), "en"), IN_ENGLISH, library.writer, library.colleague)
    library.variant(article_of(library))
    page = Client().get("/en/answers/fritagelse/0779/").content.decode()
    assert '<p class="short-answer" lang="da">Mød op på rådhuset i Skive.</p>' in page


def test_each_language_leads_to_the_other_and_search_engines_are_told(library: Library) -> None:
    page = Client().get("/vejledning/fritagelse/0779/").content.decode()
    assert '<link rel="alternate" hreflang="en" href="/en/answers/fritagelse/0779/">' in page
    assert 'content="Mød op i Borgerservice i din kommune."' in page
    assert "noindex" not in page + str(Client().get(PAGE).headers)


def test_a_temporary_guide_says_until_when_and_is_gone_then(library: Library) -> None:
    ends_at = timezone.now() + dt.timedelta(hours=2)
    words = Wording(title="MitID er nede", short_answer="Prøv igen senere.")
    made = make_temporary_guide(words, library.topic, ends_at, by=library.duty_lead, authority=library.aarhus)
    address = f"/vejledning/{made.code}/"
    assert "Det gælder indtil" in shown(address)
    with time_machine.travel(ends_at, tick=False):
        assert NOT_HERE in shown(address, 404)


def test_a_script_in_the_text_is_harmless(library: Library) -> None:
    evil = '1. <script>alert(1)</script> [x](javascript:alert(1))\n2. <img src=x onerror="alert(1)">'
    library.published(
        library.article("ondt"), replace(EXEMPTION, title="<script>alert(1)</script>", steps=evil)
    )
    page = Client().get("/vejledning/ondt/").content.decode()
    assert [bad for bad in ("<script>alert", "<img src=x", 'href="javascript') if bad in page] == []


# ------------------------------------------------------------------ what is not there, and who comes


@pytest.mark.parametrize(
    "address", ["/vejledning/intet/", "/vejledning/fritagelse/9999/", "/en/answers/intet/"]
)
def test_what_is_not_there_is_said_so_plainly(library: Library, address: str) -> None:
    page = shown(address, 404)
    wanted = "This answer is not here" if address.startswith("/en/") else NOT_HERE
    assert (wanted in page, "70 20 00 00" in page) == (True, True)


def test_a_draft_and_what_waits_for_its_time_are_nobodys_business(library: Library) -> None:
    library.draft(library.article("kladde"))
    ahead = begin_text(library.article("senere"), "da")
    publish(ahead, EXEMPTION, library.writer, library.colleague, at=timezone.now() + dt.timedelta(days=1))
    for code in ("kladde", "senere"):
        page = shown(f"/vejledning/{code}/", 404)
        assert EXEMPTION.title not in page


def test_what_is_withdrawn_is_gone(library: Library) -> None:
    version = library.published(library.article("gammel"))
    assert EXEMPTION.title in shown("/vejledning/gammel/")
    withdraw(version, by=library.writer)
    assert NOT_HERE in shown("/vejledning/gammel/", 404)


def test_a_draft_of_a_variant_is_not_shown(library: Library) -> None:
    write_draft(begin_text(article_of(library), "da", library.skive), IN_SKIVE, library.elsewhere)
    assert "Skive" not in shown("/vejledning/fritagelse/0779/")


@pytest.mark.parametrize("who", ["stranger", "agent", "writer", "elsewhere", "roleless"])
def test_everybody_reads_the_same(library: Library, who: str) -> None:
    page = library.client(who).get(PAGE)
    assert page.content.decode().count("Mød op i Borgerservice i din kommune.") == 2  # page and description
    assert [words for words in AGENTS_OWN if words in page.content.decode()] == []


def test_the_page_sets_no_cookie_needs_no_script_and_is_kept_for_a_moment(library: Library) -> None:
    page = Client().get(PAGE)
    assert (page.cookies.output(), "<script" in page.content.decode()) == ("", False)
    assert page.headers["Cache-Control"] == "public, max-age=30"


def test_the_page_costs_the_same_beside_thirty_articles(
    library: Library, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(4):
        shown()
    for number in range(30):
        library.published(library.article(f"artikel-{number}"))
    with django_assert_num_queries(4):
        shown()


# ------------------------------------------------------------------ its address


def address(library: Library, authority: Authority | None = None, language: str = "da") -> str:
    found = guide("fritagelse", language, authority.pk if authority else None, timezone.now())
    assert found
    return address_for_citizens(found)


def test_the_address_names_the_authority_only_when_it_has_a_text_of_its_own(
    library: Library, settings: Settings
) -> None:
    settings.SITE_URL = "https://hotline.example"
    assert address(library, library.skive) == "https://hotline.example/vejledning/fritagelse/"
    publish(begin_text(article_of(library), "da", library.skive), IN_SKIVE, library.elsewhere, library.writer)
    assert address(library, library.skive) == "https://hotline.example/vejledning/fritagelse/0779/"
    assert address(library) == "https://hotline.example/vejledning/fritagelse/"


def test_the_address_is_of_the_language_that_was_told(library: Library, settings: Settings) -> None:
    settings.SITE_URL = "https://hotline.example"
    assert address(library, language="en").endswith("/vejledning/fritagelse/")  # not translated yet
    publish(begin_text(article_of(library), "en"), IN_ENGLISH, library.writer, library.colleague)
    assert address(library, language="en") == "https://hotline.example/en/answers/fritagelse/"


def test_places_a_citizen_can_press(library: Library) -> None:
    places = (
        Referral("borger_dk", "borger.dk", url="https://www.borger.dk/"),
        Referral("bank", "Banken", telephone="33 98 00 10"),
    )
    library.published(library.article("steder"), replace(EXEMPTION, where_next=places))
    page = Client().get("/vejledning/steder/").content.decode()
    assert '<a href="https://www.borger.dk/" rel="noopener noreferrer">borger.dk</a>' in page
    assert '<a href="tel:33980010">33 98 00 10</a>' in page
