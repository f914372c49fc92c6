# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Whether the search finds the right article, and how long it takes.

    python -m bench.search

Method: the questions of bench/data/search_queries.csv, written as citizens and agents say them, are asked of
all articles the product ships, drafts too. Words and weights were chosen with the half "tune" in sight and
never the half "report". Several articles may be right; "first" and "in three" say where the best of them
came.
The same is asked of a full-text table of SQLite (FTS5, unicode61, BM25 with the same weights per column, all
words of the question joined by OR, the last as a prefix) filled with the same articles in the same run, as
the plain way to do it. Then the index is filled up with made-up articles about other subjects, and the time
of every question is taken, in this process, one after the other, first as a whole and then as it is typed
(every third letter).
"""

import argparse
import sqlite3
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from statistics import median

from bench.articles import Names, Question, other_articles, own_articles, questions
from hotline.knowledge.matching import fold
from hotline.knowledge.search import Document, Index

SIZES = (50, 1_000, 10_000)
HALVES = ("tune", "report")
FAR_DOWN = 99

Ask = Callable[[str, str], Sequence[int]]


class PlainTable:
    """SQLite's own full-text search, as most would use it."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._db = sqlite3.connect(":memory:")
        self._db.execute(
            "CREATE VIRTUAL TABLE text USING fts5("
            "article UNINDEXED, title, short_answer, keywords, topics, body, tokenize='unicode61')"
        )
        rows = [
            (one.article, one.title, one.short_answer, one.keywords, " ".join(one.topics), one.body)
            for one in documents
        ]
        self._db.executemany("INSERT INTO text VALUES (?, ?, ?, ?, ?, ?)", rows)

    def ask(self, typed: str, _language: str) -> list[int]:
        words = [f'"{word}"' for word in "".join(c if c.isalnum() else " " for c in typed).split()]
        found = self._db.execute(
            "SELECT article FROM text WHERE text MATCH ? "
            "ORDER BY bm25(text, 0, 0.9, 0.85, 0.7, 0.5, 0.3) LIMIT 20",
            (f"{' OR '.join(words)}*",),
        )
        return list(dict.fromkeys(int(article) for (article,) in found))


def place(question: Question, found: Sequence[int], names: Names) -> int:
    right = {names[code] for code in question.articles}
    return next((number for number, article in enumerate(found, 1) if article in right), FAR_DOWN)


def places(ask: Ask, names: Names, half: str) -> dict[str, list[int]]:
    """Where the right article came, by kind of question."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for question in questions(half):
        found = place(question, ask(question.typed, question.language), names)
        by_kind[question.kind].append(found)
        by_kind["all"].append(found)
    return by_kind


def share(found: Sequence[int], within: int) -> float:
    return 100 * sum(one <= within for one in found) / len(found)


def times(ask: Ask, typed: Iterable[tuple[str, str]]) -> tuple[float, float]:
    """Median and 95th percentile, in milliseconds."""
    taken = []
    for text, language in typed:
        before = time.perf_counter()
        ask(text, language)
        taken.append(1000 * (time.perf_counter() - before))
    taken.sort()
    return median(taken), taken[int(len(taken) * 0.95)]


def asking(index: Index) -> Ask:
    def ask(typed: str, language: str) -> list[int]:
        hits = index.search(typed, language=language, authority=None, popular={}, limit=10)
        return [hit.article for hit in hits]

    return ask


def show_places(documents: Sequence[Document], names: Names) -> None:
    index = Index()
    index.put(documents)
    plain = PlainTable(one for one in documents if one.authority is None)
    print(f"{len(names)} articles   {'ours':>20}   {'plain table':>20}")
    print(f"{'':12} {'n':>5}  {'first':>7}  {'in three':>8}   {'first':>7}  {'in three':>8}")
    for half in HALVES:
        ours, theirs = places(asking(index), names, half), places(plain.ask, names, half)
        print(half)
        for kind in sorted(ours, key=lambda kind: (kind == "all", kind)):
            one, other = ours[kind], theirs[kind]
            print(
                f"  {kind:10} {len(one):5}  {share(one, 1):6.1f}%  {share(one, 3):7.1f}%"
                f"   {share(other, 1):6.1f}%  {share(other, 3):7.1f}%"
            )


def letter_by_letter(text: str) -> list[str]:
    return [text[:end] for end in range(3, len(text) + 1, 3)]


def show_times(documents: Sequence[Document], names: Names) -> None:
    asked = [(one.typed, one.language) for half in HALVES for one in questions(half)]
    typing = [(start, language) for text, language in asked for start in letter_by_letter(text)]
    print(f"\n{'articles':>8}  {'whole questions, ms':>24}  {'while typing, ms':>20}  {'plain table, ms':>20}"
          f"  {'build':>8}  {'put one':>8}  report half")  # fmt: skip
    for size in SIZES:
        more = other_articles(max(0, size - len(names)))
        index = Index()
        before = time.perf_counter()
        index.put([*documents, *more])
        build = time.perf_counter() - before
        put = min(putting(index, documents[0]) for _ in range(5))
        ask, plain = asking(index), PlainTable([*documents, *more]).ask
        whole, typed, theirs = times(ask, asked), times(ask, typing), times(plain, asked)
        found = places(ask, names, "report")["all"]
        print(
            f"{size:8,}  {shown(whole):>24}  {shown(typed):>20}  {shown(theirs):>20}  {build:7.2f}s"
            f"  {1000 * put:6.1f}ms  first {share(found, 1):.1f}%, in three {share(found, 3):.1f}%"
            f"   ({theirs[1] / whole[1]:.1f} × the plain table's 95th percentile)"
        )


def putting(index: Index, document: Document) -> float:
    before = time.perf_counter()
    index.put([replace(document, short_answer=fold(document.short_answer))])
    return time.perf_counter() - before


def shown(measured: tuple[float, float]) -> str:
    return f"median {measured[0]:.2f}, 95th {measured[1]:.2f}"


def main() -> None:
    """Print both tables."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    documents, names = own_articles()
    show_places(documents, names)
    show_times(documents, names)


if __name__ == "__main__":
    main()
