# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The index of this process, as fresh as the database.

Whatever changes what a search finds counts one row up in its own transaction (actions/changes.py). Every
process that searches looks at that row at most once a second, and when it has moved on, reads which versions
are in force and puts only the articles that are not as it knows them. What is published ahead or ends by
itself is read when its time has come. So a publication is found within two seconds everywhere, and a search
costs the same few queries however many articles there are.
"""

import datetime as dt
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock

from django.db.models import QuerySet
from django.utils import timezone

from hotline.knowledge.models import Change, Filing, Synonym, Version
from hotline.knowledge.queries import Guide, guides, in_force, most_used, next_change_at
from hotline.knowledge.search.index import Index
from hotline.knowledge.search.reading import Document
from hotline.knowledge.search.synonyms import Synonyms

LOOKED_AT_EVERY = 1.0  # seconds
USE_COUNTED_EVERY = 15.0
LATELY = dt.timedelta(hours=3)
WELL_UNDERSTOOD = 0.5
MOST = 8

Clock = Callable[[], float]
Signature = tuple[frozenset[int], tuple[tuple[str, str, str], ...]]  # versions in force, topics


@dataclass(frozen=True)
class Found:
    """An article as the reader sees it, with what is needed to open it and to propose its topic."""

    guide: Guide
    score: float

    @property
    def code(self) -> str:
        return self.guide.article.code


@dataclass(frozen=True)
class Answer:
    """What a search found; `fits` says whether any of it may be what was asked."""

    found: Sequence[Found]
    fits: bool


@dataclass
class Live:
    """One index. Every process has one (`live`); tests make their own."""

    clock: Clock = time.monotonic
    _index: Index = field(default_factory=lambda: Index(Synonyms()))
    _known: dict[int, Signature] = field(default_factory=dict)
    _synonyms: frozenset[tuple[str, str, str]] = frozenset()
    _number: int | None = None
    _looked_at: float | None = None
    _changes_at: dt.datetime | None = None
    _used: Mapping[int, float] = field(default_factory=dict)
    _counted_at: float | None = None
    _lock: Lock = field(default_factory=Lock)

    def forget(self) -> None:
        """Know nothing any more; the next search reads everything anew."""
        with self._lock:
            self._index, self._known, self._synonyms = Index(Synonyms()), {}, frozenset()
            self._number = self._looked_at = self._counted_at = self._changes_at = None

    def find(self, typed: str, *, language: str, authority: int | None = None, limit: int = MOST) -> Answer:
        """The articles that fit best, as somebody of that authority is to be told."""
        now = timezone.now()
        self.refresh(now)
        hits = self._index.search(
            typed, language=language, authority=authority, popular=self._popular(now), limit=limit
        )
        shown = guides([hit.article for hit in hits], language, authority, now)
        found = [Found(shown[hit.article], hit.score) for hit in hits if hit.article in shown]
        return Answer(found, bool(found) and self._index.understands(typed) > WELL_UNDERSTOOD)

    def refresh(self, now: dt.datetime) -> None:
        """Read what has changed, if a second has gone by since it was last looked at."""
        if not self._is_due():
            return
        with self._lock:
            if not self._is_due():
                return
            self._looked_at = self.clock()
            number = Change.objects.values_list("number", flat=True).first() or 0
            has_come = self._changes_at is not None and self._changes_at <= now
            if number != self._number or has_come:
                self._read_changes(now)
                self._number, self._changes_at = number, next_change_at(now)

    def _is_due(self) -> bool:
        return self._looked_at is None or self.clock() - self._looked_at >= LOOKED_AT_EVERY

    def _read_changes(self, now: dt.datetime) -> None:
        signatures = _signatures(now)
        changed = {article for article, one in signatures.items() if self._known.get(article) != one}
        gone = self._known.keys() - signatures.keys()
        self._read_synonyms()
        if gone or changed:
            self._index.remove(gone | (changed & self._known.keys()))
        if changed:
            self._index.put(documents(in_force(now).filter(text__article__in=changed)))
        self._known = signatures

    def _read_synonyms(self) -> None:
        rows = frozenset(Synonym.objects.values_list("language", "word", "means"))
        if rows != self._synonyms:
            self._index.synonyms, self._synonyms = Synonyms(sorted(rows)), rows

    def _popular(self, now: dt.datetime) -> Mapping[int, float]:
        """How much each article was read lately, the most read being 1."""
        if self._counted_at is None or self.clock() - self._counted_at >= USE_COUNTED_EVERY:
            self._counted_at = self.clock()
            times = most_used(now - LATELY)
            most = max(times.values(), default=1)
            self._used = {article: count / most for article, count in times.items()}
        return self._used


live = Live()


def find(typed: str, *, language: str, authority: int | None = None, limit: int = MOST) -> Answer:
    """In this process's index."""
    return live.find(typed, language=language, authority=authority, limit=limit)


def _signatures(now: dt.datetime) -> dict[int, Signature]:
    """For every article with something in force: what it would have to be read anew for. Two queries."""
    versions: dict[int, set[int]] = {}
    for article, version in in_force(now).order_by().values_list("text__article", "pk"):
        versions.setdefault(article, set()).add(version)
    topics: dict[int, list[tuple[str, str, str]]] = {article: [] for article in versions}
    for article, *names in Filing.objects.order_by("order").values_list(
        "article", "topic__name", "topic__name_en", "topic__aliases"
    ):
        if article in topics:
            topics[article].append((names[0], names[1], names[2]))
    return {article: (frozenset(found), tuple(topics[article])) for article, found in versions.items()}


def documents(versions: QuerySet[Version]) -> Iterator[Document]:
    """The texts in force as they are found; a variant together with the common text it stands in."""
    by_article: dict[int, list[Version]] = {}
    for version in versions.select_related("text__article").prefetch_related("text__article__filings__topic"):
        by_article.setdefault(version.text.article_id, []).append(version)
    for of_one in by_article.values():
        common = {version.text.language: version for version in of_one if not version.text.is_variant}
        for version in of_one:
            base = common.get(version.text.language) or common.get("da")
            if base is not None:
                yield _document(version, base)


def _document(version: Version, common: Version) -> Document:
    text = version.text
    both = (version, common) if text.is_variant else (version,)
    return Document(
        text.article_id,
        text.article.code,
        text.language,
        text.authority_id,
        version.title or common.title,
        version.short_answer or common.short_answer,
        ";".join(one.keywords for one in both),
        tuple(_topic_words(text.article.filings.all(), text.language)),
        "\n".join(part for one in both for part in (one.script, one.steps, one.good_to_know)),
    )


def _topic_words(filings: Iterable[Filing], language: str) -> Iterator[str]:
    for filing in filings:
        if language == "da":
            yield from filter(None, (filing.topic.name, *map(str.strip, filing.topic.aliases.split(";"))))
        elif filing.topic.name_en:
            yield filing.topic.name_en
