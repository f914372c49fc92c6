# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A topic is found by a few letters of any word citizens use for it, alike on server and in browser."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.knowledge.matching import Candidate, best_first, fold, rank
from hotline.knowledge.models import Topic
from hotline.knowledge.registers import load_topics
from tests.knowledge.modules import from_module

EXAMPLES = json.loads(Path(__file__).with_name("matching_examples.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("written", "folded"), EXAMPLES["folded"])
def test_letters_are_folded_before_they_are_compared(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize(("typed", "words", "shortcut", "expected"), EXAMPLES["ranked"])
def test_what_is_typed_is_ranked(typed: str, words: list[str], shortcut: str, expected: int | None) -> None:
    assert rank(typed, Candidate("x", tuple(words), shortcut)) == expected


def test_the_browser_folds_and_ranks_as_the_server_does() -> None:
    module = "knowledge/static/knowledge/matching.js"
    folded = from_module(module, "fold", "given.map(([text]) => [text, fold(text)])", EXAMPLES["folded"])
    asked = "given.map(([typed, words, key]) => [typed, words, key, rank(typed, { words, shortcut: key })])"
    ranked = from_module(module, "rank", asked, EXAMPLES["ranked"])

    assert {"folded": folded, "ranked": ranked} == EXAMPLES


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="abcæøå -", min_size=1, max_size=20))
def test_every_name_is_found_by_itself(name: str) -> None:
    assert rank(name, Candidate("x", (name,))) in {0, 1}


def test_the_best_match_comes_first_and_equals_keep_their_order() -> None:
    candidates = [
        Candidate("alias", ("Noget andet", "pas")),
        Candidate("inside", ("Kompas",)),
        Candidate("second", ("Pasfoto",)),
        Candidate("first", ("Pas",)),
        Candidate("shortcut", ("MitID",), shortcut="p"),
        Candidate("none", ("Kørekort",)),
    ]

    assert [found.key for found in best_first("pas", candidates)] == ["second", "first", "inside", "alias"]
    assert [found.key for found in best_first("p", candidates)] == ["shortcut", "second", "first", "alias"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("fri", "fritagelse"),
        ("2", "fritagelse"),
        ("slippe", "fritagelse"),
        ("exemption", "fritagelse"),
        ("nemid", "mitid"),
        ("gult kort", "sundhedskort"),
        ("hemmelig adr", "navnebeskyttelse"),
        ("sygehus", "hospitalsbrev"),
        ("nemsms", "advisering"),
        ("koerek", "koerekort"),
    ],
)
def test_citizens_words_lead_to_the_topic(typed: str, code: str) -> None:
    load_topics()
    candidates = [Candidate(topic.code, tuple(topic.words), topic.shortcut) for topic in Topic.objects.all()]

    assert best_first(typed, candidates)[0].key == code
