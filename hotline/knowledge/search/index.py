# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Articles in memory, to be asked while somebody types."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from threading import Lock

from hotline.knowledge.search.ranking import Ranking
from hotline.knowledge.search.reading import Document
from hotline.knowledge.search.shelf import Hit, Shelf
from hotline.knowledge.search.synonyms import Synonyms
from hotline.knowledge.search.widening import Weights
from hotline.knowledge.search.words import LANGUAGES, language, words_of

AS_IT_IS = Ranking()
AS_MEANT = Weights()


class Index:
    """Every text that can be found. Safe to ask and change from several threads."""

    def __init__(
        self, synonyms: Synonyms | None = None, *, ranking: Ranking = AS_IT_IS, weights: Weights = AS_MEANT
    ) -> None:
        self.synonyms = Synonyms.shipped() if synonyms is None else synonyms
        self._lock = Lock()
        self._shelves = {code: Shelf(language(code), ranking) for code in LANGUAGES}
        self._ranking = ranking
        self._weights = weights

    def put(self, documents: Iterable[Document]) -> None:
        """Add or replace: a document is known by its article, language and authority."""
        with self._lock:
            changed = set()
            for document in documents:
                self._shelves[document.language].put(document)
                changed.add(document.language)
            for code in changed:
                self._shelves[code].commit()

    def remove(self, articles: Iterable[int]) -> None:
        """Every text of these articles."""
        gone = set(articles)
        with self._lock:
            for shelf in self._shelves.values():
                shelf.remove(gone)
                shelf.commit()

    def search(
        self,
        typed: str,
        *,
        language: str,
        authority: int | None,
        popular: Mapping[int, float],
        limit: int = 10,
    ) -> list[Hit]:
        """The best articles first, each once. `popular` says from 0 to 1 how much each is used now."""
        best: dict[int, Hit] = {}
        with self._lock:
            for shelf in self._in_the_language_of(words_of(typed), language):
                for hit in shelf.search(typed, authority, self.synonyms, self._weights):
                    score = hit.score * (1 + self._ranking.popular * popular.get(hit.article, 0.0))
                    if hit.article not in best or score > best[hit.article].score:
                        best[hit.article] = Hit(hit.article, score, hit.authority)
        return sorted(best.values(), key=lambda hit: (-hit.score, hit.article))[:limit]

    def understands(self, typed: str) -> float:
        """From 0 to 1: the share of the telling words any article has. Up to a half nothing will fit."""
        with self._lock:
            return max(shelf.understands(typed, self.synonyms) for shelf in self._shelves.values())

    def _in_the_language_of(self, words: Sequence[str], asked: str) -> Iterator[Shelf]:
        """The texts in the language asked for, and those in one that knows more of the words."""
        own = self._shelves[asked]
        yield own
        known = own.knows(words)
        yield from (
            shelf for shelf in self._shelves.values() if shelf is not own and shelf.knows(words) > known
        )
