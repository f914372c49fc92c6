# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What it is worth to be found where."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from hotline.knowledge.search.reading import Reading, Run
from hotline.knowledge.search.widening import Wanted

SURELY_ASKED_FOR = (
    0.6  # what a stem weighs beside the word typed: a misspelling or synonym, not half a compound
)


@dataclass(frozen=True)
class Ranking:
    """A word found in a zone, and what is added when the few best are read once more."""

    zones: tuple[float, ...] = (0.8, 0.7, 0.8, 0.5, 0.2)
    besides: float = 0.12  # the same word in further zones
    as_typed: float = 0.08  # the index's own measure of every word typed
    in_a_row: float = 0.2  # two words in a row, wherever
    title: float = 0.15  # everything the title is about was asked for
    order: float = 0.3  # and in the title's own words and order
    phrase: float = 0.25  # a whole phrase of the keywords was said
    whole: float = 3.0  # how much less for half a phrase
    exact: float = 0.5  # and nothing else
    variant: float = 0.15  # the caller's authority wrote of it
    popular: float = 0.15  # much used just now


@dataclass(frozen=True)
class Asked:
    """A question, ready to judge what was found."""

    worth: dict[str, float]
    everything: float
    order: AbstractSet[Run]

    @classmethod
    def of(cls, wanted: Sequence[Wanted], order: AbstractSet[Run]) -> "Asked":
        worth = {
            stem: one.worth * weight
            for one in wanted
            for stem, weight in one.stems.items()
            if weight > SURELY_ASKED_FOR
        }
        return cls(worth, sum(one.worth for one in wanted), order)

    def judge(self, score: float, text: Reading, ranking: Ranking) -> float:
        """The index's score, and what the text as a whole adds."""
        title = ranking.title * _share(text.about & self.worth.keys(), text.about)
        order = ranking.order * _share(text.order & self.order, text.order)
        judged = score * (1 + title + order) + ranking.phrase * self._said(text, ranking)
        return judged * (1 + ranking.variant) if text.authority is not None else judged

    def _said(self, text: Reading, ranking: Ranking) -> float:
        """The phrase of the keywords most of which was said; more when it was all that was said."""
        covered: dict[int, list[float]] = {}
        for stem in self.worth.keys() & text.phrases_with.keys():
            for phrase in text.phrases_with[stem]:
                covered.setdefault(phrase, []).append(self.worth[stem])
        said = [
            sum(worth) * (len(worth) / text.phrase_lengths[phrase]) ** ranking.whole
            for phrase, worth in covered.items()
        ]
        most = max(said, default=0.0)
        return most * (1 + ranking.exact * (most / self.everything) ** 2) if most else 0.0


def _share(found: AbstractSet[object], of: AbstractSet[object]) -> float:
    return len(found) / len(of) if of else 0.0
