# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""From what was typed to what is looked for: each word with everything in the articles it may stand for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from hotline.knowledge.search.synonyms import Synonyms
from hotline.knowledge.search.vocabulary import LINKS, Vocabulary
from hotline.knowledge.search.words import Language, words_of

MOST_WORDS = 24
MOST_LONGER = 24
LEAST_BEGINNING = 5
STILL_TYPING = 2  # letters before a word that is being typed stands for the longer ones


@dataclass(frozen=True)
class Weights:
    """What each way of meaning a word is worth beside the word itself."""

    begun: float = 0.95
    compound: float = 0.5
    part: float = 0.25
    neighbours: float = 0.2
    written_apart: float = 0.6
    of_written_apart: float = 0.3
    misspelled: float = 0.95
    per_wrong_letter: float = 0.15
    perhaps_misspelled: float = 0.6
    synonym: float = 0.95


@dataclass
class Wanted:
    """One thing looked for: any of these stems, the best counts; and how much the whole matters."""

    weight: float
    rarity: float = 0.0
    stems: dict[str, float] = field(default_factory=dict)

    @property
    def worth(self) -> float:
        return self.weight * self.rarity

    def may_be(self, stem: str, weight: float) -> None:
        self.stems[stem] = max(weight, self.stems.get(stem, 0.0))


@dataclass(frozen=True)
class Widening:
    """One language's ways from what is typed to its vocabulary."""

    language: Language
    vocabulary: Vocabulary
    synonyms: Synonyms
    weights: Weights = Weights()

    def of(self, typed: str) -> list[Wanted]:
        """What is looked for; nothing when no word typed is like any we have."""
        words = words_of(typed)[:MOST_WORDS]
        ended = not typed[-1:].isalnum()
        importance = self._importance(words)
        wanted = [*self._after_a_letter(words, importance), *self._written_apart(words, importance)]
        for place, word in enumerate(words):
            if importance[place]:
                begun = place == len(words) - 1 and not ended
                wanted.extend(self._word(word, importance[place], begun=begun))
        wanted.extend(self._said_in_several(words, importance))
        return [one for one in wanted if one.stems]

    def understands(self, typed: str) -> float:
        """The share of the telling words that stand for anything here; neighbours that are one word do."""
        words = words_of(typed)[:MOST_WORDS]
        importance = self._importance(words)
        joined = [*self._after_a_letter(words, importance), *self._written_apart(words, importance)]
        telling = [place for place in range(len(words)) if importance[place] == 1]
        known = [
            place
            for place in telling
            if any(one.stems for one in self._word(words[place], 1.0, begun=place == len(words) - 1))
        ]
        return len(known) / len(telling) if telling else float(bool(words or joined))

    def _importance(self, words: Sequence[str]) -> list[float]:
        """Question words count nothing, unless there is nothing else."""
        weights = [self.language.weight(word) if len(word) > 1 or word.isdigit() else 0.0 for word in words]
        return weights if any(weights) else [0.3 for _ in words]

    def _after_a_letter(self, words: Sequence[str], importance: list[float]) -> Iterator[Wanted]:
        """A letter and what follows it are one word: e-box."""
        for place in range(len(words) - 1):
            if len(words[place]) > 1 or words[place].isdigit() or words[place] in self.language.weights:
                continue
            word = words[place] + words[place + 1]
            wanted = Wanted(1.0)
            stem = self.language.stem(word)
            if stem in self.vocabulary:
                wanted.may_be(stem, 1.0)
            else:
                self._misspelled(wanted, word)
            wanted.rarity = self._rarity(wanted, stem)
            if wanted.stems:
                importance[place] = importance[place + 1] = 0.0
                yield wanted

    def _written_apart(self, words: Sequence[str], importance: list[float]) -> Iterator[Wanted]:
        """Neighbours that are one word in the articles, such as "læge skift"; then each counts for less.
        The second word must be more than an ending to the first: "vi er" is not "viser".
        """
        for place in range(len(words) - 1):
            one, other = words[place : place + 2]
            for link in LINKS:
                stem = self.language.stem(one + link + other)
                if len(stem) <= len(one + link) or not any(importance[place : place + 2]):
                    continue
                if self.vocabulary.is_word(stem):
                    yield self._exactly(stem, self.weights.written_apart)
                    importance[place] *= self.weights.of_written_apart
                    importance[place + 1] *= self.weights.of_written_apart
                    break
                if stem in self.vocabulary and min(importance[place : place + 2]) > 0:
                    yield self._exactly(stem, self.weights.neighbours)

    def _exactly(self, stem: str, weight: float) -> Wanted:
        return Wanted(weight, self.vocabulary.rarity(stem), {stem: 1.0})

    def _word(self, word: str, importance: float, *, begun: bool) -> Iterator[Wanted]:
        stem = self.language.stem(word)
        wanted = Wanted(importance)
        known = stem in self.vocabulary
        if known:
            wanted.may_be(stem, 1.0)
        self._longer(wanted, word, stem, begun=begun)
        meant = self._meant(self.synonyms.of(self.language.code, (stem,)))
        if not known:
            yield from self._halves(word, stem, importance)
            if not meant and not (begun and wanted.stems):
                self._misspelled(wanted, word, begun=begun)
        elif importance == 1 and not self.vocabulary.has_seen(word):
            self._misspelled(wanted, word, doubt=self.weights.perhaps_misspelled)
        wanted.rarity = self._rarity(wanted, stem)
        self._add(wanted, meant if meant or wanted.stems else self._meant_by_the_beginning(word))
        yield wanted

    def _meant_by_the_beginning(self, word: str) -> list[str]:
        """A compound nothing is like, that begins with a word that has synonyms: sygekassebevis."""
        for end in range(len(word) - 1, LEAST_BEGINNING - 1, -1):
            stem = self.language.stem(word[:end])
            if meant := self._meant(self.synonyms.of(self.language.code, (stem,))):
                return meant
        return []

    def _add(self, wanted: Wanted, meant: Sequence[str]) -> None:
        """Synonyms: none is rarer than the word itself, nor worth more than its own rarity."""
        if meant and not wanted.stems:
            wanted.rarity = max(map(self.vocabulary.rarity, meant))
        for stem in meant:
            share = min(1.0, self.vocabulary.rarity(stem) / wanted.rarity) if wanted.rarity else 1.0
            wanted.may_be(stem, self.weights.synonym * share)

    def _meant(self, meanings: Iterable[Sequence[str]]) -> list[str]:
        """The stem of each meaning; of several words the neighbours as one, or the rarest."""
        found = []
        for words in meanings:
            joined = self.language.stem("".join(words))
            stems = [self.language.stem(word) for word in words if self.language.weight(word)]
            known = (
                [joined] if joined in self.vocabulary else [stem for stem in stems if stem in self.vocabulary]
            )
            if known:
                found.append(max(known, key=self.vocabulary.rarity))
        return found

    def _longer(self, wanted: Wanted, word: str, stem: str, *, begun: bool) -> None:
        """Words that begin with it, and compounds that begin or end with it."""
        if len(stem) < STILL_TYPING:
            return
        for longer in islice(self.vocabulary.beginning(stem), MOST_LONGER):
            if begun:
                wanted.may_be(longer, self.weights.begun * (1.0 if longer.startswith(word) else 0.7))
            elif len(stem) > 3 and len(longer) - len(stem) >= 3:
                wanted.may_be(longer, self.weights.compound)
        if len(stem) > 3:
            for longer in islice(self.vocabulary.ending(stem), MOST_LONGER):
                if len(longer) - len(stem) >= 2:
                    wanted.may_be(longer, self.weights.compound)

    def _halves(self, word: str, stem: str, importance: float) -> Iterator[Wanted]:
        """A compound no article has: its halves."""
        for first, typed in (*self.vocabulary.halves(word), *self.vocabulary.halves(stem)):
            rest = self.language.stem(typed)
            if rest in self.vocabulary and min(map(self.language.weight, (first, rest, typed))) == 1:
                yield self._exactly(first, importance * self.weights.part)
                yield self._exactly(rest, importance * self.weights.part)
                return

    def _misspelled(self, wanted: Wanted, word: str, *, doubt: float = 1.0, begun: bool = False) -> None:
        for stem, far in self.vocabulary.near(word, 3, begun=begun):
            wanted.may_be(stem, doubt * (self.weights.misspelled - self.weights.per_wrong_letter * far))

    def _rarity(self, wanted: Wanted, stem: str) -> float:
        """That of the word itself when we have it, else as if the likeliest were one word."""
        if stem in self.vocabulary:
            return self.vocabulary.rarity(stem)
        if not wanted.stems:
            return 0.0
        best = max(wanted.stems.values())
        likely = [found for found, weight in wanted.stems.items() if weight > best - 0.05]
        return min(map(self.vocabulary.rarity, likely))

    def _said_in_several(self, words: Sequence[str], importance: Sequence[float]) -> Iterator[Wanted]:
        """Synonyms of several words, such as gult kort."""
        stems = [self.language.stem(word) for word in words]
        for places, means in self.synonyms.said_in(self.language.code, stems):
            wanted = Wanted(max([importance[place] for place in places]))
            self._add(wanted, self._meant(means))
            yield wanted
