# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The right article first: as people speak and spell, for their authority, and while articles change."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.knowledge.search import Document, Hit, Index, Synonyms

SKIVE = 779
VIBORG = 791


def text(article: int, title: str, short_answer: str = "", **others: object) -> Document:
    plain = Document(article, f"a-{article}", "da", None, title, short_answer, "", (), "")
    return replace(plain, **others)  # type: ignore[arg-type]


EXEMPT, SELF_SERVICE, DOCTOR, MAILBOX, MITID, HEALTH_CARD, NEMID, MOVING = range(1, 9)
TEXTS = [
    text(EXEMPT, "Hvordan bliver jeg fritaget for Digital Post?", "Mød op i Borgerservice med en blanket."),
    text(SELF_SERVICE, "Hjælp til selvbetjeningsløsninger", "Myndigheden skal hjælpe dig."),
    text(DOCTOR, "Hvordan får jeg et lægeskift?", "Du vælger en anden læge på nettet."),
    text(MAILBOX, "Hvor er min digitale postkasse?", "Du finder den på borger.dk og i e-Boks."),
    text(MITID, "Hvordan får jeg MitID?", "Brug appen og dit pas.", keywords="oprette; første gang"),
    text(HEALTH_CARD, "Hvordan får jeg et nyt sundhedskort?", "Bestil det på nettet."),
    text(NEMID, "Må jeg stadig bruge NemID?", "Nej, det er lukket."),
    text(MOVING, "Hvordan melder jeg flytning?", "Meld den til kommunen.", topics=("Flytning", "adresse")),
    text(MOVING, "How do I report that I am moving?", "Tell the municipality.", language="en"),
    text(EXEMPT, "How do I get exempted from Digital Post?", "Go to Borgerservice.", language="en"),
]


@pytest.fixture(scope="module")
def index() -> Index:
    index = Index()
    index.put(TEXTS)
    return index


def found(
    index: Index, typed: str, *, language: str = "da", authority: int | None = None, **popular: float
) -> list[int]:
    use = {int(article.removeprefix("a")): much for article, much in popular.items()}
    return [
        hit.article
        for hit in index.search(typed, language=language, authority=authority, popular=use, limit=5)
    ]


def first(index: Index, typed: str, **others: object) -> int | None:
    hits = found(index, typed, **others)  # type: ignore[arg-type]
    return hits[0] if hits else None


@pytest.mark.parametrize(
    ("typed", "article"),
    [
        ("fritagelse", EXEMPT),  # another form of the word
        ("fritaelse", EXEMPT),  # misspelled
        ("digitalpost fritaget", EXEMPT),  # written as one
        ("selvbetjening", SELF_SERVICE),  # the first half of a compound
        ("løsninger", SELF_SERVICE),  # the last
        ("postkasse", MAILBOX),
        ("digitalpostkasse", MAILBOX),
        ("læge skift", DOCTOR),  # a compound written apart
        ("laegeskift", DOCTOR),  # a keyboard without æ
        ("lægesk", DOCTOR),  # not yet written to the end
        ("nemmid", NEMID),
        ("nem id", NEMID),
        ("mit id", MITID),
        ("e-box", MAILBOX),  # a letter and a misspelled word
        ("eboks", MAILBOX),
        ("e boks", MAILBOX),
        ("sygesikringsbevis", HEALTH_CARD),  # synonyms
        ("gult kort", HEALTH_CARD),
        ("det gule kort", HEALTH_CARD),
        ("folkeregisteret", MOVING),
        ("sundheds kort", HEALTH_CARD),
        ("sunhedskort", HEALTH_CARD),
        ("oprette", MITID),  # a keyword
        ("adresse", MOVING),  # a topic
        ("hvordan skal jeg egentlig få mig sådan et nyt sundhedskort", HEALTH_CARD),
    ],
)
def test_what_citizens_say_finds_the_article(index: Index, typed: str, article: int) -> None:
    assert first(index, typed) == article


@pytest.mark.parametrize("typed", ["", " ", "?", "-", "xyzzyxyz", "§ 5 !"])
def test_nothing_is_found_when_nothing_is_asked_for(index: Index, typed: str) -> None:
    assert found(index, typed) == []


def test_question_words_do_not_drown_the_noun(index: Index) -> None:
    assert found(index, "hvordan får jeg et lægeskift")[0] == DOCTOR
    assert found(index, "hvordan får jeg flytning")[0] == MOVING


def test_words_that_say_nothing_are_used_when_there_is_nothing_else(index: Index) -> None:
    assert MAILBOX in found(index, "hvor er min")


@pytest.mark.parametrize("typed", ["ne", "nem", "nemi", "nemid", "sundh", "sunhed", "fritae", "seklvbetj"])
def test_a_word_finds_its_article_while_it_is_typed_also_misspelled(index: Index, typed: str) -> None:
    right = {"n": NEMID, "su": HEALTH_CARD, "f": EXEMPT, "se": SELF_SERVICE}
    assert first(index, typed) == next(article for start, article in right.items() if typed.startswith(start))


def test_a_single_letter_stands_for_no_word(index: Index) -> None:
    assert found(index, "n") == []


def test_a_word_that_is_ended_no_longer_stands_for_longer_ones() -> None:
    index = Index()
    index.put([text(1, "Pas"), text(2, "Pasning")])
    assert found(index, "pas") == [1, 2]
    assert found(index, "pas ") == [1]


def test_title_goes_before_keywords_and_keywords_before_body() -> None:
    index = Index()
    index.put(
        [
            text(1, "Bolig", body="Her nævnes valgkort."),
            text(2, "Skole", keywords="valgkort og sted"),
            text(3, "Valgkort og skole"),
        ]
    )
    assert found(index, "valgkort") == [3, 2, 1]


def test_an_editor_puts_an_article_first_for_a_bare_word_by_a_keyword() -> None:
    index = Index()
    titles = [text(1, "Fejl i pas", "Om pas."), text(2, "Pas eller kørekort", "Om pas.")]
    index.put([titles[0], replace(titles[1], keywords="nyt foto")])
    assert found(index, "pas")[0] == 1
    index.put([replace(titles[1], keywords="nyt foto; pas")])
    assert found(index, "pas")[0] == 2


def test_a_title_said_in_its_own_order_wins() -> None:
    index = Index()
    index.put([text(1, "Post du skal have"), text(2, "Skal jeg have post?")])
    assert found(index, "skal jeg have post når jeg er gammel")[0] == 2


# -- languages -------------------------------------------------------------------------------------------


def test_each_article_comes_once_though_it_is_found_in_both_languages(index: Index) -> None:
    assert found(index, "digital post", language="en").count(EXEMPT) == 1


def test_english_finds_the_english_text_from_a_danish_page(index: Index) -> None:
    assert first(index, "how do I report that I am moving", language="da") == MOVING


def test_danish_finds_the_danish_text_from_an_english_page(index: Index) -> None:
    assert first(index, "hvordan får jeg lægeskift", language="en") == DOCTOR


# -- authorities -----------------------------------------------------------------------------------------


@pytest.fixture
def variants() -> Index:
    index = Index()
    index.put(
        [
            text(1, "Pas", "Bestil tid."),
            text(2, "Pas til børn", "Bestil tid."),
            text(2, "Pas til børn", "Kom i Rådhusgade uden tid.", authority=SKIVE),
            text(1, "Pas", "Kun på biblioteket.", authority=VIBORG),
        ]
    )
    return index


def hits(index: Index, typed: str, authority: int | None) -> list[Hit]:
    return index.search(typed, language="da", authority=authority, popular={}, limit=5)


def test_the_callers_authoritys_variant_goes_before_others(variants: Index) -> None:
    assert [(hit.article, hit.authority) for hit in hits(variants, "pas", SKIVE)] == [(2, SKIVE), (1, None)]
    assert [(hit.article, hit.authority) for hit in hits(variants, "pas", VIBORG)] == [(1, VIBORG), (2, None)]


def test_an_authority_without_a_variant_gets_the_common_text(variants: Index) -> None:
    assert [(hit.article, hit.authority) for hit in hits(variants, "pas", 101)] == [(1, None), (2, None)]


def test_another_authoritys_words_find_nothing(variants: Index) -> None:
    assert hits(variants, "Rådhusgade", VIBORG) == []
    assert [hit.authority for hit in hits(variants, "biblioteket", VIBORG)] == [VIBORG]


def test_many_variants_do_not_make_a_word_common() -> None:
    index = Index()
    index.put([text(1, "Pas"), text(2, "Kørekort"), text(3, "Flytning")])
    (before,) = hits(index, "pas", None)
    index.put([text(1, "Pas", authority=authority) for authority in range(700, 760)])
    (after,) = hits(index, "pas", None)
    assert after.article == before.article
    assert after.score == pytest.approx(before.score, rel=0.1)


# -- used just now ---------------------------------------------------------------------------------------


def test_of_two_alike_the_one_used_just_now_is_first() -> None:
    index = Index()
    index.put([text(1, "MitID nede"), text(2, "MitID nede")])
    assert found(index, "mitid nede") == [1, 2]
    assert found(index, "mitid nede", a2=1.0) == [2, 1]


def test_much_use_does_not_lift_an_article_about_something_else(index: Index) -> None:
    assert first(index, "sundhedskort", a5=1.0) == HEALTH_CARD


# -- changes ---------------------------------------------------------------------------------------------


def test_a_text_put_again_replaces_the_former() -> None:
    index = Index()
    index.put([text(1, "Valgkort"), text(2, "Andet")])
    index.put([text(1, "Brevstemme")])
    assert found(index, "valgkort") == []
    assert found(index, "brevstemme") == [1]


def test_a_removed_article_is_not_found_in_any_language_or_variant() -> None:
    index = Index()
    index.put([text(1, "Valgkort"), text(1, "Valgkort", authority=SKIVE), text(1, "Valgkort", language="en")])
    index.remove([1])
    assert hits(index, "valgkort", SKIVE) == []
    assert found(index, "valgkort", language="en") == []


def test_removing_what_is_not_there_changes_nothing(index: Index) -> None:
    index.remove([4711])
    assert first(index, "nemid") == NEMID


def test_putting_an_article_again_and_again_changes_no_order_and_hardly_a_score() -> None:
    index = Index()
    index.put(TEXTS)
    before = hits(index, "fritagelse digital post", None)
    for _ in range(3):
        index.put([TEXTS[0]])
    after = hits(index, "fritagelse digital post", None)
    assert [hit.article for hit in after] == [hit.article for hit in before]
    assert [hit.score for hit in after] == pytest.approx([hit.score for hit in before], rel=0.05)


def test_synonyms_can_be_changed_while_running() -> None:
    index = Index(Synonyms())
    index.put([text(1, "Sundhedskort")])
    assert found(index, "gulerod") == []
    index.synonyms = Synonyms([("da", "gulerod", "sundhedskort")])
    assert found(index, "gulerod") == [1]


def test_asking_and_changing_at_once_goes_well() -> None:
    index = Index()
    index.put(TEXTS)

    def change(number: int) -> None:
        index.put([text(100 + number, f"Ny vejledning nummer {number} om renovation")])

    with ThreadPoolExecutor(4) as threads:
        changes = [threads.submit(change, number) for number in range(10)]
        answers = [threads.submit(first, index, "fritaelse") for _ in range(20)]
        for done in changes:
            done.result()
        assert {answer.result() for answer in answers} == {EXEMPT}
    assert len(found(index, "renovation")) == 5


@settings(max_examples=60)
@given(st.text(max_size=60))
def test_nothing_typed_breaks_the_search(index: Index, typed: str) -> None:
    answers = index.search(typed, language="da", authority=SKIVE, popular={}, limit=5)
    assert [hit.score for hit in answers] == sorted((hit.score for hit in answers), reverse=True)
