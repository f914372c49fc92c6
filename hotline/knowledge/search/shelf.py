# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The texts in one language: tantivy in memory, beside it the vocabulary and each text's reading."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from dataclasses import field as made_with

from tantivy import Document as Row
from tantivy import Index, Occur, Query, Schema, SchemaBuilder

from hotline.knowledge.search.ranking import Asked, Ranking
from hotline.knowledge.search.reading import ZONES, Document, Reading, read, runs, twos
from hotline.knowledge.search.synonyms import Synonyms
from hotline.knowledge.search.vocabulary import Vocabulary
from hotline.knowledge.search.widening import MOST_WORDS, Wanted, Weights, Widening
from hotline.knowledge.search.words import Language

COMMON = 0  # in place of an authority's key: the text everybody has
READ_ONCE_MORE = 40
HEAP = 15_000_000

Key = tuple[int, int]


@dataclass(frozen=True)
class Hit:
    """An article, with the authority whose variant was found, if it was one."""

    article: int
    score: float
    authority: int | None


def _schema() -> Schema:
    builder = SchemaBuilder()
    builder.add_unsigned_field("number", fast=True, indexed=True)
    builder.add_unsigned_field("authority", indexed=True)
    for zone in ZONES:
        builder.add_text_field(zone, tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("twos", tokenizer_name="whitespace", index_option="basic")
    return builder.build()


@dataclass
class Shelf:
    """Texts are put and removed with `commit` at the end; not safe for several threads."""

    language: Language
    ranking: Ranking
    vocabulary: Vocabulary = made_with(default_factory=Vocabulary)

    def __post_init__(self) -> None:
        self._texts: dict[int, Reading] = {}
        self._numbers: dict[Key, int] = {}
        self._newest = 0
        self._schema = _schema()
        self._index = Index(self._schema)
        self._writer = self._index.writer(HEAP, 1)

    def put(self, document: Document) -> None:
        """Add or replace a text."""
        key = (document.article, document.authority or COMMON)
        self._remove(key)
        text = read(document, self.language)
        self._newest += 1
        self._numbers[key] = self._newest
        self._texts[self._newest] = text
        self.vocabulary.add(text)
        self._write(text, key[1])

    def remove(self, articles: set[int]) -> None:
        """Every text of these articles."""
        for key in [key for key in self._numbers if key[0] in articles]:
            self._remove(key)

    def commit(self) -> None:
        """From now on what was put is found."""
        self._writer.commit()
        self._index.reload()

    def _write(self, text: Reading, authority: int) -> None:
        row = Row()
        row.add_unsigned("number", self._newest)
        row.add_unsigned("authority", authority)
        for name, stems in zip(ZONES, text.zones, strict=True):
            row.add_text(name, " ".join(stems))
        row.add_text("twos", " ".join(text.neighbours))
        self._writer.add_document(row)

    def _remove(self, key: Key) -> None:
        number = self._numbers.pop(key, None)
        if number is None:
            return
        self.vocabulary.remove(self._texts.pop(number))
        # Not delete_documents_by_term: with a number it deletes nothing (tantivy 0.27).
        self._writer.delete_documents_by_query(Query.term_query(self._schema, "number", number))

    def knows(self, words: Sequence[str]) -> int:
        """How many of the words are of this language."""
        return sum(
            self.language.weight(word) < 1 or self.language.stem(word) in self.vocabulary for word in words
        )

    def understands(self, typed: str, synonyms: Synonyms) -> float:
        """The share of the words that say something which may stand for one of ours."""
        return Widening(self.language, self.vocabulary, synonyms).understands(typed)

    def search(
        self, typed: str, authority: int | None, synonyms: Synonyms, weights: Weights
    ) -> Iterator[Hit]:
        """The texts that match best: the common ones and that authority's."""
        wanted = Widening(self.language, self.vocabulary, synonyms, weights).of(typed)
        if not wanted:
            return
        stems = self.language.stems(typed)
        asked = Asked.of(wanted, runs(stems))
        searcher = self._index.searcher()
        found = searcher.search(self._query(wanted, stems, authority), READ_ONCE_MORE, count=False).hits
        numbers = searcher.fast_field_values("number", [address for _, address in found])
        for (score, _), number in zip(found, numbers, strict=True):
            text = self._texts[int(number or 0)]
            yield Hit(text.article, asked.judge(float(score), text, self.ranking), text.authority)

    def _query(self, wanted: Sequence[Wanted], stems: Sequence[str], authority: int | None) -> Query:
        words = [self._any(one) for one in wanted]
        any_of = Query.boolean_query(
            [(Occur.Should, one) for one in (*words, *self._in_a_row(stems), *self._as_typed(stems))]
        )
        owners = [COMMON] if authority is None else [COMMON, authority]
        theirs = [(Occur.Should, Query.term_query(self._schema, "authority", owner)) for owner in owners]
        fence = Query.const_score_query(Query.boolean_query(theirs), 0.0)
        return Query.boolean_query([(Occur.Must, any_of), (Occur.Must, fence)])

    def _in_a_row(self, stems: Sequence[str]) -> Iterator[Query]:
        """Question words too tell something by their neighbours: "finde ud af", "kan ikke svare"."""
        for two in set(twos(stems[:MOST_WORDS])):
            if worth := self.vocabulary.rarity_of_two(two) * self.ranking.in_a_row:
                yield Query.const_score_query(Query.term_query(self._schema, "twos", two, "basic"), worth)

    def _as_typed(self, stems: Sequence[str]) -> Iterator[Query]:
        """Every word by itself, by the index's own measure (BM25), which knows how long a text is."""
        for stem in set(stems[:MOST_WORDS]):
            if stem in self.vocabulary:
                for zone, of_zone in zip(ZONES, self.ranking.zones, strict=True):
                    query = Query.term_query(self._schema, zone, stem, "basic")
                    yield Query.boost_query(query, of_zone * self.ranking.as_typed)

    def _any(self, wanted: Wanted) -> Query:
        return Query.disjunction_max_query(
            [
                Query.const_score_query(
                    Query.term_query(self._schema, zone, stem, "basic"), wanted.worth * weight * of_zone
                )
                for stem, weight in wanted.stems.items()
                for zone, of_zone in zip(ZONES, self.ranking.zones, strict=True)
            ],
            self.ranking.besides,
        )
