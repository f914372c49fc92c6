# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The answers beside the call: what the citizen's authority says comes first, and what was read is kept."""

import html
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hotline.inquiries.models import Guidance
from hotline.knowledge.actions import add_favourite, answer_flag, note_reading, raise_flag
from hotline.knowledge.models import Flag, Reading
from hotline.organisations.rules import RoleKind
from tests.calls import scenes
from tests.inquiries.desk import registered
from tests.knowledge.articles.library import Library, make_library
from tests.people.persons import make_person, signed_in

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
    assert headings(page) == ["Læs op", "Trin", "Godt at vide", "Hvor nu hen"]
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


# ------------------------------------------------------------------ flags

FLAG = "/desk/articles/fritagelse/flag/"


def test_a_flag_on_the_open_article_names_the_wording_and_the_call(library: Library) -> None:
    scenes.answered_by(library.agent)
    said = {"kind": "unclear", "words": "Hvor er det?"}
    answer = library.client("agent").post(f"{FLAG}?authority=0779&call=c1", said, follow=True)

    assert "Tak. Du får svaret" in answer.content.decode()
    flag = Flag.objects.get()
    assert (flag.kind, flag.words, flag.call, flag.raised_by) == (
        "unclear",
        "Hvor er det?",
        "c1",
        library.agent,
    )
    assert flag.version is not None
    assert flag.version.text.authority == library.skive


def test_a_flag_needs_no_words_and_is_wrong_unless_said_otherwise(library: Library) -> None:
    page = library.client("agent").get(FLAG).content.decode()
    assert re.search(r'value="wrong"[^>]*checked', page)
    library.client("agent").post(FLAG, {"kind": "wrong"})
    assert Flag.objects.get().words == ""


def test_a_flag_without_a_kind_is_not_raised(library: Library) -> None:
    answer = library.client("agent").post(FLAG, {"kind": ""})
    assert (answer.status_code, Flag.objects.count()) == (422, 0)


def test_nobody_flags_an_article_that_is_not_there(library: Library) -> None:
    assert library.client("agent").post("/desk/articles/intet/flag/", {"kind": "wrong"}).status_code == 404


def answered_flag(library: Library) -> Flag:
    version = library.published(library.article("flag"))
    flag = raise_flag(library.agent, "wrong", "Forkert åbningstid.", version=version)
    answer_flag(flag, by=library.writer, answer="Rettet, tak.")
    return flag


def test_an_agent_sees_the_answer_to_a_flag_until_it_is_seen(library: Library) -> None:
    flag, client = answered_flag(library), library.client("agent")
    assert "Rettet, tak." in client.get(AT_HAND).content.decode()
    after = client.post(f"/desk/flags/{flag.pk}/seen/", follow=True).content.decode()
    assert "Rettet, tak." not in after


def test_nobody_marks_the_answer_to_somebody_else_as_seen(library: Library) -> None:
    flag = answered_flag(library)
    other = make_person("nina", library.skive, RoleKind.AGENT, line=library.line)
    assert signed_in(other).post(f"/desk/flags/{flag.pk}/seen/").status_code == 404
    assert "Rettet, tak." not in signed_in(other).get(AT_HAND).content.decode()


# ------------------------------------------------------------------ at hand

AT_HAND = "/desk/at-hand/"
FAVOURITE = "/desk/articles/fritagelse/favourite/"


def headings(page: str) -> list[str]:
    return re.findall(r"<h3[^>]*>([^<]+)</h3>", page)


def test_an_article_is_kept_at_hand_until_it_is_no_longer(library: Library) -> None:
    client = library.client("agent")
    page = client.post(FAVOURITE, {"keep": "yes"}, follow=True, **IN_A_FRAME).content.decode()  # type: ignore[arg-type]
    assert "Ikke længere ved hånden" in page
    assert headings(client.get(AT_HAND).content.decode()) == ["Ved hånden"]
    client.post(FAVOURITE)
    assert headings(client.get(AT_HAND).content.decode()) == []


def test_what_others_open_now_is_at_hand_for_everybody(library: Library) -> None:
    opened(library)
    other = make_person("nina", library.skive, RoleKind.AGENT, line=library.line)
    page = signed_in(other).get(AT_HAND).content.decode()
    assert (headings(page), 'data-code="fritagelse"' in page) == (["Mest brugt lige nu"], True)


def test_an_article_of_ones_own_is_not_named_twice(library: Library) -> None:
    opened(library)
    library.client("agent").post(FAVOURITE, {"keep": "yes"})
    page = library.client("agent").get(AT_HAND).content.decode()
    assert page.count('data-code="fritagelse"') == 1


def test_what_is_at_hand_costs_the_same_with_thirty_articles(
    library: Library, django_assert_max_num_queries: Any
) -> None:
    client = library.client("agent")
    opened(library)
    client.post(FAVOURITE, {"keep": "yes"})
    with django_assert_max_num_queries(10) as few:
        client.get(AT_HAND)
    for number in range(30):
        version = library.published(library.article(f"artikel-{number}"))
        note_reading(version, library.agent)
        add_favourite(library.agent, version.text.article)
    with django_assert_max_num_queries(len(few)):
        client.get(AT_HAND)


@pytest.mark.parametrize("who", STRANGERS)
@pytest.mark.parametrize("address", [FLAG, AT_HAND])
def test_who_takes_no_calls_has_nothing_at_hand_and_raises_flags_elsewhere(
    library: Library, who: str, address: str
) -> None:
    assert library.client(who).get(address).status_code == 403


@pytest.mark.parametrize("address", [FAVOURITE, "/desk/flags/1/seen/"])
def test_orders_are_posted_by_agents(library: Library, address: str) -> None:
    assert library.client("agent").get(address).status_code == 405
    assert library.client("writer").post(address).status_code == 403


def test_the_open_article_offers_to_send_it_in_the_citizens_authoritys_words(library: Library) -> None:
    page = page_of(library.client("agent"), authority="0779")
    address = html.unescape(re.findall(r'href="([^"]+)" data-turbo-frame="sending"', page)[0])
    assert "Mød op på rådhuset i Skive." in library.client("agent").get(address).content.decode()
