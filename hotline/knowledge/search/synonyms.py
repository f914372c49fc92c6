# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Words that mean others: what citizens say, and what the articles call it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from hotline.knowledge.search.words import LANGUAGES, language, rows_of, words_of

LONGEST = 4  # words


class Synonyms:
    """For each language: the stems of what is said → the words it means."""

    def __init__(self, rows: Iterable[tuple[str, str, str]] = ()) -> None:
        self._means: dict[str, dict[tuple[str, ...], list[Sequence[str]]]] = defaultdict(dict)
        for code, word, means in rows:
            said = tuple(language(code).stems(word))
            self._means[code].setdefault(said, []).extend(
                words_of(one) for one in means.split(";") if one.strip()
            )

    @classmethod
    def shipped(cls) -> "Synonyms":
        """Those every line begins with."""
        return cls(
            (code, row["word"], row["means"]) for code in LANGUAGES for row in rows_of("synonyms.csv", code)
        )

    def of(self, code: str, stems: tuple[str, ...]) -> Sequence[Sequence[str]]:
        """What these stems may mean."""
        return self._means[code].get(stems, ())

    def said_in(self, code: str, stems: Sequence[str]) -> Iterator[tuple[range, Sequence[Sequence[str]]]]:
        """Where several words that together have synonyms stand in what was typed."""
        for begin in range(len(stems) - 1):
            for end in range(begin + 2, min(begin + LONGEST, len(stems)) + 1):
                if means := self.of(code, tuple(stems[begin:end])):
                    yield range(begin, end), means
