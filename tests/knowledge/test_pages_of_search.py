# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Searching while a citizen talks, and the editors' pages of synonyms and unanswered questions."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hotline.knowledge.actions.asked import note_question, without_numbers
from hotline.knowledge.models import Question, Synonym
from hotline.knowledge.search.live import live
from hotline.knowledge.wording import Wording
from tests.inquiries.desk import cost, text_of
from tests.knowledge.articles.library import IN_ENGLISH, Library, make_library

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_search")]

SEARCH = reverse("knowledge:search")
AS_JSON = reverse("knowledge:search-json")
SYNONYMS = reverse("knowledge:synonyms")
QUESTIONS = reverse("knowledge:questions")
IN_A_FRAME = {"Turbo-Frame": "search"}
EVERYBODY = ("writer", "elsewhere", "agent", "duty_lead", "administrator")


@pytest.fixture
def library() -> Library:
    library = make_library()
    library.published(library.article())
    return library


@pytest.fixture
def agent(library: Library) -> Client:
    return library.client("agent")


@pytest.fixture
def editor(library: Library) -> Client:
    return library.client("writer")


# -- who may ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [SEARCH, AS_JSON])
def test_whoever_has_a_role_may_search(library: Library, address: str) -> None:
    asked = {who: library.client(who).get(address, {"q": "fritagelse"}).status_code for who in EVERYBODY}
    assert asked == dict.fromkeys(EVERYBODY, 200)
    assert library.client("roleless").get(address).status_code == 403
    assert library.client("stranger").get(address).status_code == 302


def test_only_editors_and_administrators_keep_synonyms_and_questions(library: Library) -> None:
    synonym = Synonym.objects.create(word="gult kort", means="sundhedskort")
    question = note_question("byggetilladelse", "da")
    assert question is not None
    pages = [
        SYNONYMS,
        QUESTIONS,
        reverse("knowledge:new-synonym"),
        reverse("knowledge:synonym", args=[synonym.pk]),
        reverse("knowledge:question", args=[question.pk]),
    ]
    answers = {
        who: {library.client(who).get(page).status_code for page in pages}
        for who in (*EVERYBODY, "roleless", "stranger")
    }
    assert answers == {
        "writer": {200},
        "elsewhere": {200},
        "administrator": {200},
        "agent": {403},
        "duty_lead": {403},
        "roleless": {403},
        "stranger": {302},
    }


@pytest.mark.parametrize("who", ["agent", "duty_lead", "roleless"])
def test_others_change_no_synonym(library: Library, who: str) -> None:
    synonym = Synonym.objects.create(word="gult kort", means="sundhedskort")
    client = library.client(who)
    removal = reverse("knowledge:remove-synonym", args=[synonym.pk])
    assert client.post(removal).status_code == 403
    assert client.post(reverse("knowledge:load-synonyms")).status_code == 403
    assert list(Synonym.objects.all()) == [synonym]


# -- searching -------------------------------------------------------------------------------------------


def test_a_frame_is_answered_with_what_was_found_and_nothing_else(agent: Client) -> None:
    answer = agent.get(SEARCH, {"q": "fritaelse"}, headers=IN_A_FRAME)
    page = text_of(answer)
    assert page.startswith('<turbo-frame id="search"')
    assert "Hvordan bliver jeg fritaget for Digital Post?" in page
    assert "Mød op i Borgerservice i din kommune." in page
    assert "<html" not in page


def test_the_page_works_without_scripts(agent: Client) -> None:
    page = text_of(agent.get(SEARCH, {"q": "fritagelse", "settled": "1"}))
    assert "<h1>" in page
    assert reverse("knowledge:article", args=["fritagelse"]) in page
    assert 'value="fritagelse"' in page


def test_an_option_says_which_topic_would_be_proposed(library: Library, agent: Client) -> None:
    page = text_of(agent.get(SEARCH, {"q": "fritagelse"}, headers=IN_A_FRAME))
    assert 'data-topic="fritagelse"' in page
    assert f'data-topic-key="{library.topic.pk}"' in page


def test_an_article_opens_in_the_frame_that_was_asked_for_and_no_other_kind_of_target(agent: Client) -> None:
    shown = text_of(agent.get(SEARCH, {"q": "fritagelse", "opens": "article"}, headers=IN_A_FRAME))
    assert 'data-turbo-frame="article"' in shown
    bad = text_of(agent.get(SEARCH, {"q": "fritagelse", "opens": '"><script>'}, headers=IN_A_FRAME))
    assert 'data-turbo-frame="_top"' in bad
    assert "<script>" not in bad


def test_the_citizens_authority_says_it_in_its_own_words(library: Library, agent: Client) -> None:
    library.variant(library.article("andet"))
    article = live.find("fritagelse", language="da").found[0].guide.article
    library.variant(article)
    live.forget()
    asked = {"q": "fritagelse", "authority": "0779"}
    page = text_of(agent.get(SEARCH, asked, headers=IN_A_FRAME))
    assert "Mød op på rådhuset i Skive." in page
    assert "authority=0779" in page
    assert "Mød op på rådhuset i Skive." not in text_of(agent.get(SEARCH, {"q": "fritagelse"}))


def test_json_holds_what_a_script_needs(library: Library, agent: Client) -> None:
    answer = json.loads(agent.get(AS_JSON, {"q": "fritagelse"}).content)
    assert answer == {
        "fits": True,
        "found": [
            {
                "code": "fritagelse",
                "title": "Hvordan bliver jeg fritaget for Digital Post?",
                "short_answer": "Mød op i Borgerservice i din kommune.",
                "topic": {"code": "fritagelse", "name": "Fritagelse"},
                "is_local": False,
                "address": reverse("knowledge:article", args=["fritagelse"]) + "?written_in=da",
            }
        ],
    }


def test_english_is_shown_when_english_is_asked_for(library: Library, agent: Client) -> None:
    article = live.find("fritagelse", language="da").found[0].guide.article
    library.published(article, IN_ENGLISH, "en")
    live.forget()
    page = text_of(agent.get(SEARCH, {"q": "exempted", "written_in": "en"}, headers=IN_A_FRAME))
    assert "How do I get exempted?" in page
    assert 'lang="en"' in page


@pytest.mark.parametrize("typed", ["", "   "])
def test_an_empty_box_finds_nothing_and_says_nothing(agent: Client, typed: str) -> None:
    page = text_of(agent.get(SEARCH, {"q": typed, "settled": "1"}, headers=IN_A_FRAME))
    assert "listbox" not in page
    assert "note" not in page
    assert Question.objects.count() == 0


def test_an_unknown_authority_or_language_gets_the_common_danish_text(agent: Client) -> None:
    asked = {"q": "fritagelse", "authority": "9999", "written_in": "xx"}
    assert "Mød op i Borgerservice" in text_of(agent.get(SEARCH, asked, headers=IN_A_FRAME))


def test_what_is_typed_comes_back_harmless(agent: Client) -> None:
    page = text_of(agent.get(SEARCH, {"q": '"><script>alert(1)</script>'}))
    assert "<script>alert" not in page


def test_a_search_costs_the_same_queries_with_three_hits_as_with_one(library: Library, agent: Client) -> None:
    def queries() -> int:
        agent.get(SEARCH, {"q": "fritagelse"}, headers=IN_A_FRAME)
        with CaptureQueriesContext(connection) as captured:
            agent.get(SEARCH, {"q": "fritagelse"}, headers=IN_A_FRAME)
        return len(captured)

    one = queries()
    for number in range(3):
        library.published(library.article(f"fritagelse-{number}"))
    live.forget()
    assert queries() == one


# -- questions without an answer -------------------------------------------------------------------------


def asks(client: Client, typed: str, **more: str) -> str:
    return text_of(client.get(SEARCH, {"q": typed, **more}, headers=IN_A_FRAME))


def test_a_question_that_rests_without_an_answer_is_kept_and_counted(agent: Client) -> None:
    asks(agent, "Byggetilladelse", settled="1")
    assert "note" in asks(agent, "byggetilladelse?", settled="1")
    (question,) = Question.objects.all()
    assert (question.words, question.times, question.language) == ("byggetilladelse", 2, "da")


def test_half_typed_words_and_answered_questions_are_not_kept(agent: Client) -> None:
    asks(agent, "byggetill")
    asks(agent, "fritagelse", settled="1")
    assert Question.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("storskrald 010190-1234", "storskrald"),
        ("storskrald 0101901234 i haven", "storskrald i haven"),
        ("storskrald 01 01 90 12 34", "storskrald"),
        ("ring 70200000 om storskrald", "ring om storskrald"),
        ("storskrald i 2027", "storskrald i 2027"),
        ("010190-1234", ""),
        ("Ærø + Ålborg!", "aeroe aalborg"),
    ],
)
def test_no_long_number_is_kept_of_a_question(typed: str, kept: str) -> None:
    assert without_numbers(typed) == kept


def test_a_question_of_numbers_only_is_not_kept(agent: Client) -> None:
    asks(agent, "010190-1234", settled="1")
    assert Question.objects.count() == 0


def test_a_long_question_is_cut(agent: Client) -> None:
    asks(agent, "storskrald " * 30, settled="1")
    assert len(Question.objects.get().words) <= 120


def test_editors_see_what_waits_the_most_asked_first(editor: Client) -> None:
    for words, times in (("storskrald", 1), ("rotter", 3)):
        for _ in range(times):
            note_question(words, "da")
    page = text_of(editor.get(QUESTIONS))
    assert page.index("rotter") < page.index("storskrald")


def test_an_editor_says_which_article_answers_a_question(editor: Client) -> None:
    question = note_question("storskrald", "da")
    assert question is not None
    answer = editor.post(reverse("knowledge:question", args=[question.pk]), {"article": "fritagelse"})
    assert answer.status_code == 302
    question.refresh_from_db()
    assert question.answered_by is not None
    assert question.answered_by.code == "fritagelse"
    assert "storskrald" not in text_of(editor.get(QUESTIONS))


def test_what_is_nothing_for_the_line_stays_away_when_asked_again(editor: Client) -> None:
    question = note_question("storskrald", "da")
    assert question is not None
    editor.post(reverse("knowledge:question", args=[question.pk]), {"article": ""})
    note_question("storskrald", "da")
    question.refresh_from_db()
    assert (question.times, question.answered_by) == (2, None)
    assert "storskrald" not in text_of(editor.get(QUESTIONS))


# -- synonyms --------------------------------------------------------------------------------------------


def test_an_editor_keeps_a_synonym_and_the_search_knows_it(editor: Client) -> None:
    form = {"language": "da", "word": "  Hr.  Postmand ", "means": "fritagelse ; papirpost;"}
    editor.post(reverse("knowledge:new-synonym"), form)
    synonym = Synonym.objects.get()
    assert (synonym.word, synonym.means) == ("hr. postmand", "fritagelse; papirpost")
    live.forget()
    assert "fritaget" in asks(editor, "hr postmand")


def test_a_word_stands_in_the_list_once(editor: Client) -> None:
    Synonym.objects.create(word="gult kort", means="sundhedskort")
    form = {"language": "da", "word": "Gult kort", "means": "advarsel"}
    answer = editor.post(reverse("knowledge:new-synonym"), form)
    assert answer.status_code == 200
    assert "The word is in the list already." in text_of(answer) or "allerede" in text_of(answer)
    assert Synonym.objects.count() == 1


@pytest.mark.parametrize("field", ["word", "means"])
def test_a_synonym_has_letters_in_it(editor: Client, field: str) -> None:
    form = {"language": "da", "word": "gult kort", "means": "sundhedskort", field: " ; ?"}
    assert editor.post(reverse("knowledge:new-synonym"), form).status_code == 200
    assert Synonym.objects.count() == 0


def test_an_editor_changes_and_removes_a_synonym(editor: Client) -> None:
    synonym = Synonym.objects.create(word="gult kort", means="sundhed")
    address = reverse("knowledge:synonym", args=[synonym.pk])
    editor.post(address, {"language": "da", "word": "gult kort", "means": "sundhedskort"})
    assert Synonym.objects.get().means == "sundhedskort"
    editor.post(reverse("knowledge:remove-synonym", args=[synonym.pk]))
    assert Synonym.objects.count() == 0


def test_an_editor_adds_those_that_come_with_the_product(editor: Client) -> None:
    page = text_of(editor.post(reverse("knowledge:load-synonyms"), follow=True))
    assert Synonym.objects.filter(word="gult kort", means__contains="sundhedskort").exists()
    assert str(Synonym.objects.count()) in page


def test_synonyms_are_looked_up_by_either_side(editor: Client) -> None:
    Synonym.objects.create(word="gult kort", means="sundhedskort")
    Synonym.objects.create(word="nemid", means="mitid")
    page = text_of(editor.get(SYNONYMS, {"words": "sundhed"}))
    assert "gult kort" in page
    assert "nemid" not in page


@pytest.mark.parametrize("page", [SYNONYMS, QUESTIONS])
def test_a_list_costs_the_same_queries_with_three_hundred_rows_as_with_three(
    editor: Client, page: str
) -> None:
    def add(begin: int, end: int) -> None:
        now = timezone.now()
        Synonym.objects.bulk_create(Synonym(word=f"ord {n}", means="andet") for n in range(begin, end))
        Question.objects.bulk_create(
            Question(language="da", words=f"ord {n}", first_at=now, last_at=now) for n in range(begin, end)
        )

    add(0, 3)
    few = cost(editor, page)
    add(3, 300)
    assert cost(editor, page) == few


def test_a_text_only_one_authority_has_is_told_as_its_own(library: Library, agent: Client) -> None:
    article = library.article("valg")
    library.published(article, Wording(title="Valgkort", short_answer="Spørg kommunen.", script="Ring."))
    library.variant(article)
    live.forget()
    answer = json.loads(agent.get(AS_JSON, {"q": "valgkort", "authority": "0779"}).content)
    assert (answer["found"][0]["code"], answer["found"][0]["is_local"]) == ("valg", True)
