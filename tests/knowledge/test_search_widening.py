# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What a word typed may stand for, what that weighs, and what the best hits are judged by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.articles import other_articles, own_articles, questions
from hotline.knowledge.search import Document, Index, Synonyms
from hotline.knowledge.search.ranking import Asked, Ranking
from hotline.knowledge.search.reading import Reading, read, runs, twos
from hotline.knowledge.search.vocabulary import Vocabulary
from hotline.knowledge.search.widening import MOST_WORDS, Wanted, Weights, Widening
from hotline.knowledge.search.words import language

DANISH = language("da")
WEIGHTS = Weights()
TITLES = (
    "Hvordan får jeg sundhedskort?",
    "Fritagelse for Digital Post",
    "Glemt adgangskode",
    "Lægeskift og valg af læge",
    "Læse og skrive",
    "Pligt",
)


def reading(title: str = "", keywords: str = "", authority: int | None = None) -> Reading:
    return read(Document(1, "a", "da", authority, title, "", keywords, (), ""), DANISH)


def widening(*synonyms: tuple[str, str]) -> Widening:
    vocabulary = Vocabulary()
    for title in TITLES:
        vocabulary.add(reading(title))
    return Widening(DANISH, vocabulary, Synonyms([("da", word, means) for word, means in synonyms]))


def stems(text: str) -> list[str]:
    return DANISH.stems(text)


def wanted(typed: str, *synonyms: tuple[str, str]) -> list[Wanted]:
    return widening(*synonyms).of(typed)


def weight_of(word: str, found: list[Wanted]) -> float:
    (stem,) = stems(word)
    return max((one.weight * one.stems.get(stem, 0.0) for one in found), default=0.0)


# -- widening --------------------------------------------------------------------------------------------


def test_a_known_word_stands_for_itself_with_full_weight() -> None:
    (one,) = wanted("adgangskoden ")
    assert (one.weight, one.stems) == (1.0, {stems("adgangskode")[0]: 1.0})


def test_a_word_being_typed_stands_for_the_longer_ones() -> None:
    assert weight_of("sundhedskort", wanted("sund")) == pytest.approx(WEIGHTS.begun)
    assert weight_of("sundhedskort", wanted("sund ")) < WEIGHTS.begun


def test_a_misspelled_word_weighs_less_the_farther_it_is() -> None:
    near, far = (
        weight_of("sundhedskort", wanted("sundhedskrt ")),
        weight_of("sundhedskort", wanted("sunedskrt ")),
    )
    assert 0 < far < near < WEIGHTS.misspelled


def test_a_compound_nobody_wrote_falls_into_its_halves() -> None:
    found = wanted("læsepligt ")
    assert weight_of("læse", found) == weight_of("pligt", found) == WEIGHTS.part


def test_neighbours_that_are_one_word_count_as_that_word_and_little_by_themselves() -> None:
    found = wanted("læge skift ")
    assert weight_of("lægeskift", found) == WEIGHTS.written_apart
    assert weight_of("læge", found) == pytest.approx(WEIGHTS.of_written_apart)


def test_a_short_word_is_no_ending_to_the_one_before_it() -> None:
    """Read as "posten", "post en" would leave little of "post"."""
    assert weight_of("post", wanted("post en ")) == 1.0


def test_a_compound_like_nothing_means_what_its_beginning_means() -> None:
    found = wanted("sygekassebevis ", ("sygekasse", "sundhedskort"))
    assert weight_of("sundhedskort", found) == WEIGHTS.synonym
    assert not wanted("sygebevis ", ("sygekasse", "sundhedskort"))


def test_neighbours_as_in_the_text_count_besides_their_words() -> None:
    found = wanted("digital post ")
    assert weight_of("digitalpost", found) == WEIGHTS.neighbours
    assert weight_of("digital", found) == 1.0


def test_a_synonym_weighs_less_than_the_word_and_no_more_than_it_is_rare() -> None:
    found = wanted("gulerod ", ("gulerod", "sundhedskort"))
    assert weight_of("sundhedskort", found) == WEIGHTS.synonym


def test_several_words_together_have_a_synonym_in_every_form() -> None:
    found = wanted("mit gule kort ", ("gult kort", "sundhedskort"))
    assert weight_of("sundhedskort", found) == WEIGHTS.synonym


def test_a_synonym_no_article_has_adds_nothing() -> None:
    assert wanted("gulerod ", ("gulerod", "kålrabi")) == []


def test_everyday_words_weigh_little_and_question_words_nothing() -> None:
    found = wanted("hvordan skal jeg læse pligt ")
    assert weight_of("pligt", found) == 1.0
    assert {one.weight for one in found} <= {1.0, WEIGHTS.neighbours}


@pytest.mark.parametrize("typed", ["", "?", "xyzzyxyz"])
def test_nothing_is_wanted_of_words_like_none_of_ours(typed: str) -> None:
    assert wanted(typed) == []


def test_only_so_many_words_are_looked_at() -> None:
    assert len(wanted("pligt " * 100)) <= 2 * MOST_WORDS


@given(st.text(alphabet="abdefgiklmnoprstuvæøå ", max_size=40))
def test_no_weight_is_more_than_that_of_the_word_itself(typed: str) -> None:
    for one in wanted(typed):
        assert 0 < one.weight <= 1
        assert all(0 < weight <= 1 for weight in one.stems.values())
        assert one.rarity >= 0


@pytest.mark.parametrize(
    ("typed", "share"),
    [
        ("sundhedskort", 1.0),
        ("sunhedskort", 1.0),
        ("læge skift", 1.0),
        ("byggetilladelse", 0.0),
        ("sundhedskort byggetilladelse", 0.5),
        ("hvordan", 1.0),
        ("", 0.0),
    ],
)
def test_how_much_of_a_question_is_understood(typed: str, share: float) -> None:
    assert widening().understands(typed) == share


# -- reading ---------------------------------------------------------------------------------------------


def test_a_text_is_read_zone_by_zone() -> None:
    document = Document(1, "a", "da", None, "Pas", "Bestil tid", "id-kort; ferie", ("Rejse",), "Gå derhen")
    text = read(document, DANISH)
    assert [sorted(zone) for zone in text.zones[3:]] == [stems("rejse"), sorted(stems("gå derhen"))]
    assert set(stems("pas bestil tid id kort ferie")) <= text.heads
    assert not set(stems("derhen")) & text.heads


def test_a_title_is_about_its_telling_words() -> None:
    assert reading("Hvordan får jeg et nyt pas?").about == frozenset(stems("ny pas"))


def test_keywords_are_phrases_and_not_one_long_text() -> None:
    text = reading(keywords="ny bank; konto")
    assert text.phrase_lengths == (2, 1)
    assert "bankkonto" not in text.joined


def test_neighbours_are_joined_but_not_with_words_that_say_nothing() -> None:
    assert set(reading("Nyt pas til børn").joined) == {"nytpas"}


def test_runs_are_three_in_a_row_and_twos_two() -> None:
    assert runs(["a", "b", "c", "d"]) == {("a", "b", "c"), ("b", "c", "d")}
    assert twos(["a", "b", "c"]) == ["a_b", "b_c"]
    assert runs(["a", "b"]) == frozenset()
    assert twos(["a"]) == []


# -- ranking ---------------------------------------------------------------------------------------------

RANKING = Ranking()


def asked(**worth: float) -> Asked:
    return Asked.of([Wanted(1.0, rarity, {stem: 1.0}) for stem, rarity in worth.items()], frozenset())


def test_a_title_asked_for_as_a_whole_judges_higher_than_half_of_one() -> None:
    whole = asked(pas=2.0).judge(1.0, reading("Pas"), RANKING)
    half = asked(pas=2.0).judge(1.0, reading("Pas og valgkort"), RANKING)
    none = asked(pas=2.0).judge(1.0, reading("Valgkort"), RANKING)
    assert (whole, half, none) == (1 + RANKING.title, 1 + RANKING.title / 2, 1.0)


def test_a_phrase_said_whole_counts_far_more_than_half_of_it() -> None:
    text = reading(keywords="konto bank")
    whole = asked(konto=2.0, bank=2.0).judge(1.0, text, RANKING)
    half = asked(konto=2.0, pas=2.0).judge(1.0, text, RANKING)
    assert whole - 1 > 10 * (half - 1) > 0


def test_a_phrase_that_is_all_that_was_said_counts_more() -> None:
    text = reading(keywords="konto")
    alone = asked(konto=2.0).judge(1.0, text, RANKING)
    among_others = asked(konto=2.0, pas=2.0).judge(1.0, text, RANKING)
    assert alone > among_others > 1.0


def test_a_variant_judges_higher_than_the_common_text() -> None:
    common, variant = reading("Pas"), reading("Pas", authority=779)
    question = asked(pas=2.0)
    assert question.judge(1.0, variant, RANKING) == pytest.approx(
        question.judge(1.0, common, RANKING) * (1 + RANKING.variant)
    )


def test_a_part_of_a_compound_says_nothing_of_a_title() -> None:
    question = Asked.of([Wanted(1.0, 2.0, {"pas": WEIGHTS.compound})], frozenset())
    assert question.judge(1.0, reading("Pas"), RANKING) == 1.0


# -- all of it -------------------------------------------------------------------------------------------


def test_the_right_article_is_nearly_always_among_the_first_three_of_all_we_ship() -> None:
    """On the half of the questions that may be looked at; `make bench` measures the other."""
    documents, names = own_articles()
    index = Index()
    index.put(documents)
    places = []
    for question in questions("tune"):
        hits = index.search(question.typed, language=question.language, authority=None, popular={}, limit=10)
        right = {names[code] for code in question.articles}
        places.append(next((place for place, hit in enumerate(hits, 1) if hit.article in right), 99))
    assert sum(place == 1 for place in places) / len(places) >= 0.9
    assert sum(place <= 3 for place in places) / len(places) >= 0.97


def test_articles_about_other_things_are_always_the_same_and_each_its_own() -> None:
    some = other_articles(50)
    assert some == other_articles(50)
    assert len({document.article for document in some}) == 50
    assert len({document.title for document in some}) > 45
