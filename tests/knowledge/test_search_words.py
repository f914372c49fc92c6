# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Words of one kind get one stem, misspelled ones lie near, and a vocabulary finds what was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.knowledge.search.reading import Document, Reading, read
from hotline.knowledge.search.spelling import FAR, allowed, cost, distance, sound
from hotline.knowledge.search.synonyms import Synonyms
from hotline.knowledge.search.vocabulary import Vocabulary
from hotline.knowledge.search.words import LANGUAGES, language, rows_of, words_of

DANISH = language("da")
ENGLISH = language("en")


def text_of(title: str, *, body: str = "", authority: int | None = None) -> Reading:
    return read(Document(1, "a", "da", authority, title, "", "", (), body), DANISH)


def vocabulary_of(*titles: str) -> Vocabulary:
    """Each an article that is about every word of it."""
    vocabulary = Vocabulary()
    for title in titles:
        vocabulary.add(text_of(title))
    return vocabulary


@pytest.mark.parametrize(
    "forms",
    [
        "brev breve brevet brevene brevenes",
        "flytte flytter flyttede flyttet flytning flytningen",
        "glemme glemt glemte glemmer",
        "telefon telefonen telefoner telefonerne",
        "svindel svindler svindleren svindlet",
        "fritagelse fritagelsen fritaget fritage fritages",
        "barn barnet børn børnene børnenes boern",
        "ændre ændring ændringer ændret aendret",
        "læge lægen læger lægens laegen",
        "dement demente demens",
        "bestille bestiller bestilt bestilling",
        "beskytte beskyttet beskyttelse",
        "udløbe udløber udløb udløbet",
        "stjæle stjålet stjal",
    ],
)
def test_the_forms_of_a_danish_word_have_one_stem(forms: str) -> None:
    stems = {DANISH.stem(word) for word in words_of(forms)}
    assert len(stems) == 1


@pytest.mark.parametrize(
    "forms",
    [
        "letter letters",
        "lose loses lost losing",
        "exempt exempted exemption",
        "child children",
        "moving moved",
    ],
)
def test_the_forms_of_an_english_word_have_one_stem(forms: str) -> None:
    stems = {ENGLISH.stem(word) for word in words_of(forms)}
    assert len(stems) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("pas", "pasning"), ("kort", "kode"), ("læge", "læse"), ("søn", "søge"), ("post", "pas")],
)
def test_different_words_have_different_stems(one: str, other: str) -> None:
    assert DANISH.stems(one) != DANISH.stems(other)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=20))
def test_any_word_has_a_stem(word: str) -> None:
    assert DANISH.stem(word)
    assert ENGLISH.stem(word)


@pytest.mark.parametrize("word", ["hvordan", "hvorfor", "jeg", "min", "ikke", "skal"])
def test_question_words_and_pronouns_say_nothing(word: str) -> None:
    assert DANISH.weight(word) == 0


@pytest.mark.parametrize("word", ["finde", "sige", "bruge"])
def test_everyday_verbs_say_a_little(word: str) -> None:
    assert 0 < DANISH.weight(word) < 1


@pytest.mark.parametrize("word", ["altid", "pas", "post", "brev", "eks", "nemid"])
def test_what_articles_are_about_says_all(word: str) -> None:
    assert DANISH.weight(word) == 1


def test_an_unknown_language_is_read_as_danish() -> None:
    assert language("fo").code == "da"


@pytest.mark.parametrize("name", ["common_words.csv", "irregular_words.csv", "synonyms.csv"])
@pytest.mark.parametrize("code", LANGUAGES)
def test_each_word_stands_once_in_its_list(name: str, code: str) -> None:
    words = [row["word"] for row in rows_of(name, code)]
    assert words == sorted(set(words))


@pytest.mark.parametrize("name", ["common_words.csv", "irregular_words.csv"])
@pytest.mark.parametrize("code", LANGUAGES)
def test_the_lists_hold_words_as_they_are_compared(name: str, code: str) -> None:
    words = [row["word"] for row in rows_of(name, code)]
    assert [" ".join(words_of(word)) for word in words] == words


# -- spelling --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("fritagelse", "fritagelse", 0),
        ("fritaelse", "fritagelse", 1),
        ("beksed", "besked", 1),
        ("nemmid", "nemid", 1),
        ("vugestue", "vuggestue", 1),
        ("læge", "pas", 3),
    ],
)
def test_letters_added_removed_changed_or_swapped_are_counted(one: str, other: str, expected: int) -> None:
    assert distance(one, other, at_most=2) == expected


WORDS = st.text(alphabet="abdegks", max_size=8)


@given(WORDS, WORDS)
def test_a_word_is_as_far_from_another_as_the_other_from_it(one: str, other: str) -> None:
    assert distance(one, other, at_most=8) == distance(other, one, at_most=8)


@given(WORDS, WORDS)
def test_only_the_same_word_is_not_far(one: str, other: str) -> None:
    assert (distance(one, other, at_most=8) == 0) == (one == other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ebox", "eboks"),
        ("fuldmakt", "fuldmagt"),
        ("svinnel", "svindel"),
        ("hjelp", "hjaelp"),
        ("pass", "pas"),
    ],
)
def test_what_sounds_alike_in_danish_is_the_same_sound(one: str, other: str) -> None:
    assert sound(one) == sound(other)


def test_a_short_word_must_be_spelled_right() -> None:
    assert [allowed(word) for word in ("pas", "koda", "adgang", "fuldmagt")] == [0, 1, 2, 2]
    assert cost("bil", "pil") == FAR


def test_a_word_that_sounds_the_same_is_nearer_than_one_with_other_sounds() -> None:
    assert cost("fuldmakt", "fuldmagt") < cost("fuldmast", "fuldmagt") < FAR


def test_a_wrong_first_letter_is_worse_than_a_wrong_later_one() -> None:
    assert cost("mostkasse", "postkasse") > cost("postkasme", "postkasse")


# -- vocabulary ------------------------------------------------------------------------------------------


def test_a_misspelled_word_is_nearest_to_the_one_that_was_meant() -> None:
    vocabulary = vocabulary_of("fritagelse", "forening", "fuldmagt", "fritid")
    assert [stem for stem, _ in vocabulary.near("fritaelse", 1)] == [DANISH.stem("fritagelse")]


def test_nothing_is_near_a_word_of_other_letters() -> None:
    assert vocabulary_of("fritagelse", "fuldmagt").near("xyzxyz", 3) == []


def test_an_empty_vocabulary_knows_nothing() -> None:
    vocabulary = Vocabulary()
    assert vocabulary.near("fritagelse", 3) == []
    assert list(vocabulary.beginning("f")) == []
    assert vocabulary.rarity("fritagelse") == 0


def test_compounds_are_found_from_both_ends() -> None:
    vocabulary = vocabulary_of("lægeskift", "skift", "læge", "postkasse")
    assert list(vocabulary.beginning("laeg")) == ["laegeskift"]
    assert list(vocabulary.ending("skift")) == ["laegeskift"]


def test_a_compound_no_article_has_falls_into_halves_whatever_links_them() -> None:
    vocabulary = vocabulary_of("fritagelse", "grund", "læse", "pligt")
    assert ("fritag", "grunde") in [
        (first[:6], rest) for first, rest in vocabulary.halves("fritagelsesgrunde")
    ]
    assert ("laes", "pligt") in list(vocabulary.halves("laesepligt"))


def test_a_word_few_articles_are_about_is_rarer() -> None:
    vocabulary = vocabulary_of("post pas", "post", "post brev")
    assert vocabulary.rarity("pas") > vocabulary.rarity(DANISH.stem("post")) > 0


def test_a_word_mentioned_in_passing_stays_rare() -> None:
    vocabulary = vocabulary_of("pas", "brev", "kort")
    vocabulary.add(text_of("andet", body="pas"))
    assert vocabulary.rarity("pas") > vocabulary_of("pas", "brev", "kort", "andet pas").rarity("pas")


def test_a_variants_words_are_known_and_make_none_common() -> None:
    vocabulary = vocabulary_of("pas", "brev")
    before = vocabulary.rarity("pas")
    vocabulary.add(text_of("pas på biblioteket", authority=779))
    assert vocabulary.rarity("pas") == before
    assert DANISH.stem("biblioteket") in vocabulary


def test_a_removed_article_leaves_none_of_its_words() -> None:
    vocabulary = vocabulary_of("pas")
    gone = text_of("digital fuldmagt")
    vocabulary.add(gone)
    vocabulary.remove(gone)
    assert "fuldmag" not in vocabulary
    assert list(vocabulary.beginning("fuld")) == []
    assert vocabulary.near("fuldmakt", 1) == []
    assert vocabulary.documents == 1


def test_neighbours_are_known_but_are_no_word() -> None:
    vocabulary = vocabulary_of("nem konto")
    assert "nemkonto" in vocabulary
    assert not vocabulary.is_word("nemkonto")


# -- synonyms --------------------------------------------------------------------------------------------


def test_a_synonym_is_known_in_every_form_of_the_word() -> None:
    synonyms = Synonyms([("da", "sygehus", "hospital")])
    assert [list(means) for means in synonyms.of("da", tuple(DANISH.stems("sygehuset")))] == [["hospital"]]


def test_a_word_may_mean_several_and_be_listed_twice() -> None:
    synonyms = Synonyms([("da", "kode", "pinkode; adgangskode"), ("da", "koder", "kodeviser")])
    means = synonyms.of("da", tuple(DANISH.stems("koden")))
    assert [" ".join(one) for one in means] == ["pinkode", "adgangskode", "kodeviser"]


def test_several_words_are_found_inside_what_was_said() -> None:
    synonyms = Synonyms([("da", "gult kort", "sundhedskort")])
    found = list(synonyms.said_in("da", DANISH.stems("jeg har tabt mit gule kort")))
    assert [(places, [" ".join(one) for one in means]) for places, means in found] == [
        (range(4, 6), ["sundhedskort"])
    ]


def test_a_synonym_of_one_language_means_nothing_in_the_other() -> None:
    synonyms = Synonyms([("da", "sygehus", "hospital")])
    assert synonyms.of("en", ("sygehus",)) == ()
