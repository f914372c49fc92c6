# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The answers beside the call: what the citizen's authority says comes first, and what was read is kept."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hotline.inquiries.models import Guidance
from hotline.knowledge.models import Reading
from tests.calls import scenes
from tests.inquiries.desk import registered
from tests.knowledge.articles.library import Library, make_library

OPEN = "/desk/articles/"
ARTICLE = "/desk/articles/fritagelse/"
IN_A_FRAME = {"HTTP_TURBO_FRAME": "article"}
STRANGERS = ["writer", "duty_lead", "administrator", "roleless"]


@pytest.fixture
def library(db: None) -> Library:
    library = make_library()
    article = library.article()
    library.published(article)
    library.variant(article)
    return library


def page_of(client: Client, **given: str) -> str:
    return client.get(ARTICLE, given, **IN_A_FRAME).content.decode()  # type: ignore[arg-type]


def opened(library: Library, **given: str) -> str:
    said = {"code": "fritagelse", **given}
    return library.client("agent").post(OPEN, said, follow=True, **IN_A_FRAME).content.decode()  # type: ignore[arg-type]


# ------------------------------------------------------------------ what is shown


def test_a_citizen_of_skive_is_told_what_skive_says_before_what_all_say(library: Library) -> None:
    page = page_of(library.client("agent"), authority="0779")
    told = [
        "I Skive",
        "Borgerservice har åbent 10–15.",
        "Mød op på rådhuset i Skive.",
        "Læs op",
        "Tag legitim",
    ]
    places = [page.index(words) for words in told]
    assert places == sorted(places)
    assert "Mød op i Borgerservice i din kommune." not in page


def test_without_an_authority_the_common_text_is_shown(library: Library) -> None:
    page = page_of(library.client("agent"))
    assert "Mød op i Borgerservice i din kommune." in page
    assert "Skive" not in re.sub("Vedligeholdes af Skive", "", page)


def test_the_article_has_script_steps_places_and_the_day_it_was_checked(library: Library) -> None:
    page = page_of(library.client("agent"))
    headings = re.findall(r"<h3[^>]*>([^<]+)</h3>", page)
    assert headings == ["Læs op", "Trin", "Godt at vide", "Hvor nu hen"]
    assert "Sidst kontrolleret 22. november 2026." in page


def test_an_authority_without_a_text_of_its_own_lends_its_general_contact(library: Library) -> None:
    library.aarhus.phone = "+45 00 00 00 00"
    library.aarhus.save()
    assert "Aarhus: " in page_of(library.client("agent"), authority="0751")


def test_an_article_that_is_not_there_says_so_in_its_frame(library: Library) -> None:
    answer = library.client("agent").get("/desk/articles/intet/", **IN_A_FRAME)  # type: ignore[arg-type]
    assert (answer.status_code, 'id="article"' in answer.content.decode()) == (404, True)


def test_outside_the_desk_the_address_leads_to_the_articles_own_page(library: Library) -> None:
    answer = library.client("agent").get(ARTICLE)
    assert answer["Location"] == reverse("knowledge:article", args=["fritagelse"])


# ------------------------------------------------------------------ what was read


def test_opening_an_article_during_a_call_keeps_both_wordings_for_the_inquiry(library: Library) -> None:
    call = scenes.answered_by(library.agent)
    page = opened(library, authority="0779", call="c1")

    assert "I Skive" in page
    readings = Reading.objects.filter(agent=library.agent, call="c1").order_by("pk")
    assert [(one.article.code, one.version.text.authority) for one in readings] == [
        ("fritagelse", None),
        ("fritagelse", library.skive),
    ]
    inquiry = registered(library.agent, call)
    assert {given.version_id for given in Guidance.objects.filter(inquiry=inquiry)} == {
        one.version_id for one in readings
    }


def test_an_article_opened_without_a_call_is_used_but_of_no_call(library: Library) -> None:
    opened(library)
    assert list(Reading.objects.values_list("call", flat=True)) == [""]


@pytest.mark.parametrize("call", ["c1", "c2", "x" * 200])
def test_nobody_notes_a_reading_on_somebody_elses_call(library: Library, call: str) -> None:
    scenes.answered_by(library.writer)
    opened(library, call=call)
    assert list(Reading.objects.values_list("call", flat=True)) == [""]


def test_showing_an_open_article_again_is_no_new_reading(library: Library) -> None:
    page_of(library.client("agent"))
    assert not Reading.objects.exists()


def test_an_article_that_is_not_there_is_not_read(library: Library) -> None:
    answer = library.client("agent").post(OPEN, {"code": "intet"})
    assert (answer.status_code, Reading.objects.count()) == (404, 0)


# ------------------------------------------------------------------ who may, and what it costs


@pytest.mark.parametrize("who", STRANGERS)
def test_who_takes_no_calls_has_no_desk_to_open_articles_on(library: Library, who: str) -> None:
    client = library.client(who)
    assert client.post(OPEN, {"code": "fritagelse"}).status_code == 403
    assert client.get(ARTICLE, **IN_A_FRAME).status_code == 403  # type: ignore[arg-type]


def test_a_stranger_is_asked_to_sign_in_first(library: Library) -> None:
    assert Client().get(ARTICLE)["Location"].startswith("/sign-in/")
    assert Client().post(OPEN)["Location"].startswith("/sign-in/")


def test_opening_is_an_order_and_showing_is_not(library: Library) -> None:
    client = library.client("agent")
    assert (client.get(OPEN).status_code, client.post(ARTICLE).status_code) == (405, 405)


def test_an_article_costs_the_same_beside_thirty_as_alone(
    library: Library, django_assert_max_num_queries: Any
) -> None:
    client = library.client("agent")
    page_of(client, authority="0779")
    with django_assert_max_num_queries(9) as alone:
        page_of(client, authority="0779")
    for number in range(30):
        library.published(library.article(f"artikel-{number}"))
    with django_assert_max_num_queries(len(alone)):
        page_of(client, authority="0779")


def test_the_desk_has_a_search_box_with_a_key_of_its_own(library: Library) -> None:
    page = library.client("agent").get("/desk/").content.decode()
    assert 'aria-keyshortcuts="F3"' in page
    assert 'id="answers-typing"' in page
