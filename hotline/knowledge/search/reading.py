# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What is made of a text before it can be found: its stems by zone, and what the best hits are judged by."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from hotline.knowledge.search.words import Language, words_of

Run = tuple[str, ...]


@dataclass(frozen=True)
class Document:
    """One text of an article as it is found: the common one, or an authority's variant of it."""

    article: int
    code: str
    language: str
    authority: int | None
    title: str
    short_answer: str
    keywords: str
    topics: tuple[str, ...]
    body: str


ZONES = ("title", "short_answer", "keywords", "topics", "body")
HEADS = 3  # zones short enough that neighbours in them are remembered as one word


@dataclass(frozen=True)
class Reading:
    """Stems by word, neighbours as one word, the stems in each zone; and what the best hits are judged by:
    what the title is about, the phrases of the keywords, and the title's words in their order.
    """

    article: int
    authority: int | None
    stems: Mapping[str, str]
    joined: Mapping[str, str]
    zones: tuple[frozenset[str], ...]
    about: frozenset[str]
    phrase_lengths: tuple[int, ...]
    phrases_with: Mapping[str, tuple[int, ...]]
    order: frozenset[Run]
    neighbours: frozenset[str]

    @property
    def heads(self) -> frozenset[str]:
        """The stems an article is about, not those its body mentions."""
        return frozenset().union(*self.zones[:HEADS])


def read(document: Document, language: Language) -> Reading:
    stems: dict[str, str] = {}
    joined: dict[str, str] = {}
    zones = []
    for place, texts in enumerate(_texts_by_zone(document)):
        zone: set[str] = set()
        for text in texts:
            words = words_of(text)
            own = {word: language.stem(word) for word in words}
            pairs = dict(_neighbours(words, language)) if place < HEADS else {}
            stems |= own
            joined |= pairs
            zone |= {*own.values(), *pairs.values()}
        zones.append(frozenset(zone))
    told = [_about(phrase, language, 0.0) for phrase in document.keywords.split(";")]
    with_stem: dict[str, tuple[int, ...]] = {}
    for number, phrase in enumerate(told):
        for stem in phrase:
            with_stem[stem] = (*with_stem.get(stem, ()), number)
    return Reading(
        document.article,
        document.authority,
        stems,
        joined,
        tuple(zones),
        _about(document.title, language, 0.9),
        tuple(map(len, told)),
        with_stem,
        runs(language.stems(document.title)),
        frozenset(
            two for texts in _texts_by_zone(document) for text in texts for two in twos(language.stems(text))
        ),
    )


def _texts_by_zone(document: Document) -> tuple[Sequence[str], ...]:
    return (
        [document.title],
        [document.short_answer],
        document.keywords.split(";"),
        document.topics,
        [document.body],
    )


def _neighbours(words: Sequence[str], language: Language) -> Iterator[tuple[str, str]]:
    for one, other in pairwise(words):
        if language.weight(one) and language.weight(other):
            yield one + other, language.stem(one + other)


def _about(text: str, language: Language, above: float) -> frozenset[str]:
    """The stems of the words that weigh more than so much."""
    return frozenset(language.stem(word) for word in words_of(text) if language.weight(word) > above)


def runs(stems: Sequence[str]) -> frozenset[Run]:
    """Every three in a row."""
    return frozenset(tuple(stems[place : place + 3]) for place in range(len(stems) - 2))


def twos(stems: Sequence[str]) -> list[str]:
    """Every two in a row, as one word of the index."""
    return [f"{one}_{other}" for one, other in pairwise(stems)]
