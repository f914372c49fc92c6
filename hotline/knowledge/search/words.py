# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""From text to words: folded, stemmed, and each with what it weighs in a question.

The stemmer is tantivy's; it runs on folded letters, so that a keyboard without æ, ø and å gives the same
stems. Beside it stand what no ending tells (barn and børn, glemt and glemme) and the words that say nothing
about a subject (hvordan, jeg) or little (finde, sige), both as data.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from hotline.knowledge.matching import fold

DATA = Path(__file__).parents[1] / "data"
STEMMERS = {"da": "danish", "en": "english"}
LANGUAGES = tuple(STEMMERS)
# Longest first: an ending is taken off where enough of a word is left.
DANISH_ENDINGS = (("ning", 4), ("ing", 4), ("els", 4), ("ed", 4), ("t", 3))
BEFORE_T = "mbgdksvln"  # glemt, tabt, lagt: a t that is only bending; not the t of kort or of vogt


@dataclass(frozen=True)
class Language:
    """How the words of one language are bent and which say nothing."""

    code: str
    weights: Mapping[str, float]
    bases: Mapping[str, str]
    stemmer: TextAnalyzer

    def weight(self, word: str) -> float:
        return self.weights.get(word, 1.0)

    def stem(self, word: str) -> str:
        """What all forms of a folded word have together."""
        return _stem(self.code, word)

    def stems(self, text: str) -> list[str]:
        return [self.stem(word) for word in words_of(text)]


def words_of(text: str) -> Sequence[str]:
    """Folded, in order."""
    return fold(text).split()


@cache
def language(code: str) -> Language:
    """The language of that code; Danish for one we do not know."""
    known = code if code in STEMMERS else "da"
    weights = {row["word"]: float(row["weight"]) for row in rows_of("common_words.csv", known)}
    bases = {row["word"]: row["base"] for row in rows_of("irregular_words.csv", known)}
    builder = TextAnalyzerBuilder(Tokenizer.whitespace())
    return Language(known, weights, bases, builder.filter(Filter.stemmer(STEMMERS[known])).build())


def rows_of(name: str, code: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["language"] == code]


@lru_cache(maxsize=200_000)
def _stem(code: str, word: str) -> str:
    of = language(code)
    stems = of.stemmer.analyze(of.bases.get(word, word))
    if not stems:
        return word
    if code != "da":
        return str(stems[0])
    # Twice, because a word may end as if it were bent: blanket, identitet, borger.
    return _danish_stem((of.stemmer.analyze(stems[0]) or stems)[0])


def _danish_stem(stem: str) -> str:
    """What the stemmer leaves: flyttede and glemt, svindlet and svindel, ændring and ændre."""
    for ending, least in DANISH_ENDINGS:
        if stem.endswith(ending) and len(stem) - len(ending) >= least:
            if ending == "t" and stem[-2] not in BEFORE_T:
                continue
            stem = stem.removesuffix(ending)
            break
    if len(stem) > 3 and stem[-1] == stem[-2]:
        stem = stem[:-1]
    if len(stem) > 3 and stem[-1] in "lr" and stem[-2] not in "aeiouylr":
        stem = f"{stem[:-1]}e{stem[-1]}"
    return stem
