# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The words of the articles in one language, to find those that something typed may stand for."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator
from math import log

import numpy as np
from sortedcontainers import SortedSet

from hotline.knowledge.search.reading import Reading
from hotline.knowledge.search.spelling import FAR, allowed, cost

IN_PASSING = 0.3
STILL_TYPED = 0.5  # how far a word is that is misspelled and not yet written to the end
LOOKED_AT = 24  # words with the most letters in common, before the spelling is compared
LINKS = ("", "s", "e", "er", "n")


class Vocabulary:
    """Stems with the number of texts that have each, and the whole words for the sake of spelling."""

    def __init__(self) -> None:
        self.documents = 0
        self._texts: Counter[str] = Counter()
        self._articles: Counter[str] = Counter()
        self._heads: Counter[str] = Counter()
        self._twos: Counter[str] = Counter()
        self._forwards: SortedSet[str] = SortedSet()
        self._backwards: SortedSet[str] = SortedSet()
        self._spellings: list[str] = []
        self._stem_of: dict[str, str] = {}
        self._pairs: dict[str, array[int]] = defaultdict(lambda: array("i"))

    def add(self, text: Reading) -> None:
        """A text's words and its neighbours written as one. A variant's are known, but make none common."""
        for word, stem in (*text.joined.items(), *text.stems.items()):
            self._remember(word, stem)
        found = {*text.stems.values(), *text.joined.values()}
        self._texts.update(found)
        for stem in set(text.stems.values()):
            self._forwards.add(stem)
            self._backwards.add(stem[::-1])
        if text.authority is None:
            self.documents += 1
            self._articles.update(found)
            self._heads.update(text.heads)
            self._twos.update(text.neighbours)

    def remove(self, text: Reading) -> None:
        """A text is gone; a word that no other has is no longer known."""
        found = {*text.stems.values(), *text.joined.values()}
        self._texts.subtract(found)
        for stem in found:
            if not self._texts[stem]:
                del self._texts[stem]
                self._forwards.discard(stem)
                self._backwards.discard(stem[::-1])
        if text.authority is None:
            self.documents -= 1
            self._articles.subtract(found)
            self._heads.subtract(text.heads)
            self._twos.subtract(text.neighbours)

    def _remember(self, word: str, stem: str) -> None:
        if word in self._stem_of:
            return
        self._stem_of[word] = stem
        number = len(self._spellings)
        self._spellings.append(word)
        for pair in _letter_pairs(word):
            self._pairs[pair].append(number)

    def __contains__(self, stem: str) -> bool:
        return stem in self._texts

    def has_seen(self, word: str) -> bool:
        """In this very form."""
        return word in self._stem_of

    def is_word(self, stem: str) -> bool:
        """Written as one word somewhere, not only two neighbours."""
        return stem in self._forwards

    def rarity(self, stem: str) -> float:
        """Much for a word that few articles have; those that only mention it in passing count for less."""
        if not self.documents:
            return 0.0
        heads = self._heads[stem]
        return self._rarity(heads + IN_PASSING * (self._articles[stem] - heads))

    def rarity_of_two(self, two: str) -> float:
        """That of two words in a row; 0 when no article has them so."""
        return self._rarity(self._twos[two]) if self._twos[two] else 0.0

    def _rarity(self, articles: float) -> float:
        return log(1 + (self.documents - articles + 0.5) / (articles + 0.5))

    def beginning(self, start: str) -> Iterator[str]:
        """The longer words that begin so."""
        return _beginning(self._forwards, start)

    def ending(self, end: str) -> Iterator[str]:
        """The longer words that end so."""
        return (found[::-1] for found in _beginning(self._backwards, end[::-1]))

    def halves(self, word: str, least: int = 3) -> Iterator[tuple[str, str]]:
        """Ways to see a compound as a word we know and the rest as typed, the longest first half first."""
        for cut in range(len(word) - least, least - 1, -1):
            first = self._stem_of.get(word[:cut], word[:cut])
            if first in self._forwards:
                for link in LINKS:
                    if word[cut:].startswith(link) and len(word) - cut - len(link) >= least:
                        yield first, word[cut + len(link) :]

    def near(self, word: str, most: int, *, begun: bool = False) -> list[tuple[str, float]]:
        """Stems of words spelled nearly so, or begun so; each with how far it is, the nearest first."""
        best: dict[str, float] = {}
        for spelling in self._alike(word):
            stem = self._stem_of[spelling]
            far = cost(word, spelling)
            if begun and allowed(word) and len(spelling) > len(word):
                far = min(far, cost(word, spelling[: len(word)]) + STILL_TYPED)
            if far < best.get(stem, FAR) and stem in self._texts:
                best[stem] = far
        return sorted(best.items(), key=lambda pair: pair[1])[:most]

    def _alike(self, word: str) -> Iterator[str]:
        found = [np.array(self._pairs[pair]) for pair in _letter_pairs(word) if pair in self._pairs]
        if not found:
            return
        shared = np.bincount(np.concatenate(found))
        count = min(LOOKED_AT, len(shared))
        for number in np.argpartition(-shared, count - 1)[:count]:
            if shared[number]:
                yield self._spellings[number]


def _beginning(words: "SortedSet[str]", start: str) -> Iterator[str]:
    for word in words.irange(start, start + "\uffff"):
        if word != start:
            yield word


def _letter_pairs(word: str) -> set[str]:
    marked = f"^{word}$"
    return {marked[place : place + 2] for place in range(len(marked) - 1)}
