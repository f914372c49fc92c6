# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""From sheets to articles. Either everything is stored, or nothing is and everything wrong is told.

A text that says the same already is left alone, so the same files can be imported again and again. One that
says something else gets a new version; the one before it stays and can be restored. What somebody is writing
here is never written over: that is a problem, like any other.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from hotline.knowledge.actions import begin_article, begin_text, change_article, publish_alone, write
from hotline.knowledge.files.csv_table import read_table
from hotline.knowledge.files.markdown_file import read_file
from hotline.knowledge.files.sheets import Problem, Sheet
from hotline.knowledge.models import Article, Text, Topic, Version
from hotline.knowledge.wording import Wording
from hotline.knowledge.words import Language, VersionState
from hotline.organisations.models import Authority

Key = tuple[str, str, str]  # code, authority's code, language


class Faulty(Exception):
    """What was to be imported is wrong; nothing was stored."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))


@dataclass
class Stored:
    """How many texts were new, said something else, and said the same."""

    new: int = 0
    changed: int = 0
    same: int = 0


def read_path(path: Path) -> list[Sheet]:
    """Every sheet in a folder of Markdown files or in a CSV table; raises Faulty with all that is wrong."""
    if path.is_dir():
        read = [_read_markdown(file) for file in sorted(path.glob("*.md"))]
        sheets = [sheet for sheet, _ in read if sheet]
        problems = [problem for _, wrong in read for problem in wrong]
    else:
        sheets, problems = _read_csv(path)
    if problems:
        raise Faulty(problems)
    return sheets


def store(sheets: Sequence[Sheet], owner: Authority | None) -> Stored:
    """Import; a new article is owned by `owner`. Raises Faulty, and then nothing is stored."""
    with transaction.atomic():
        known = _Known(sheets)
        problems = [problem for sheet in sheets for problem in known.problems_of(sheet, owner)]
        if problems:
            raise Faulty(problems)
        stored = Stored()
        for sheet in sorted(sheets, key=_originals_first):
            known.store(sheet, owner, stored)
    return stored


def _originals_first(sheet: Sheet) -> tuple[bool, bool, str]:
    return (bool(sheet.authority), not sheet.is_original, sheet.code)


def _read_markdown(path: Path) -> tuple[Sheet | None, list[Problem]]:
    try:
        return read_file(path.name, path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        return None, [Problem(path.name, 1, "file", "is not text in UTF-8")]


def _read_csv(path: Path) -> tuple[list[Sheet], list[Problem]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return read_table(path.name, file.read())
    except UnicodeDecodeError:
        return [], [Problem(path.name, 1, "file", "is not text in UTF-8")]


class _Known:
    """What is there already, fetched once, and what the sheets bring."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        codes = {sheet.code for sheet in sheets}
        self.topics = {topic.code: topic for topic in Topic.objects.all()}
        self.authorities = {authority.code: authority for authority in Authority.objects.all()}
        self.articles = {
            article.code: article
            for article in Article.objects.filter(code__in=codes).prefetch_related("filings__topic")
        }
        self.newest = dict(_newest_versions(codes))
        self.brought: dict[Key, Sheet] = {_key(sheet): sheet for sheet in sheets}

    def problems_of(self, sheet: Sheet, owner: Authority | None) -> Iterator[Problem]:
        origin = sheet.origin
        for topic in sheet.topics:
            if topic not in self.topics:
                yield origin.problem("topics", f"there is no topic {topic!r}")
        if sheet.authority and sheet.authority not in self.authorities:
            yield origin.problem("authority", f"there is no authority with the code {sheet.authority!r}")
        if not sheet.is_original or sheet.authority:
            yield from self._problems_of_original(sheet)
        elif sheet.code not in self.articles and owner is None:
            yield origin.problem("code", "is a new article, and nobody was named to own it")
        there = self.newest.get(_key(sheet))
        if there and _is_in_hand(there) and not _says_the_same(there, sheet):
            who = there.written_by or "Somebody"
            yield origin.problem("file", f"{who} is working on this text; publish or drop that first")

    def _problems_of_original(self, sheet: Sheet) -> Iterator[Problem]:
        common, original = (sheet.code, "", "da"), (sheet.code, sheet.authority, "da")
        if not self._is_there(common):
            yield sheet.origin.problem("code", "has no common Danish text, neither in the files nor here")
        elif not sheet.is_original and not sheet.state and not self._is_there(original):
            yield sheet.origin.problem("state", "is missing, and there is no Danish text to take it from")

    def _is_there(self, key: Key) -> bool:
        return key in self.brought or key in self.newest

    def store(self, sheet: Sheet, owner: Authority | None, stored: Stored) -> None:
        there = self.newest.get(_key(sheet))
        if sheet.is_original and not sheet.authority:
            self._file(sheet, owner)
        state = self._state_of(sheet)
        if there and _says_the_same(there, sheet) and not _is_to_be_published(there, state):
            stored.same += 1
            return
        self.newest[_key(sheet)] = self._write(sheet, state)
        stored.new, stored.changed = stored.new + (there is None), stored.changed + (there is not None)

    def _file(self, sheet: Sheet, owner: Authority | None) -> None:
        topics = [self.topics[code] for code in sheet.topics]
        article = self.articles.get(sheet.code)
        if article is None:
            assert owner is not None
            self.articles[sheet.code] = begin_article(sheet.code, topics, owner)
        elif [filing.topic for filing in article.filings.all()] != topics:
            change_article(article, topics, article.authority, article.owner)

    def _state_of(self, sheet: Sheet) -> str:
        """A translation that does not say has the state of what it was made from."""
        if sheet.state:
            return sheet.state
        original = (sheet.code, sheet.authority, Language.DANISH.value)
        return self.brought[original].state if original in self.brought else self.newest[original].state

    def _write(self, sheet: Sheet, state: str) -> Version:
        authority = self.authorities[sheet.authority] if sheet.authority else None
        text = begin_text(self.articles[sheet.code], sheet.language, authority)
        original = None if sheet.is_original else self.newest.get((sheet.code, sheet.authority, "da"))
        version = write(text, sheet.wording, by=None, revision=text.revision, original=original)
        if state == VersionState.PUBLISHED:
            publish_alone(version, by=None)
        return version


def _newest_versions(codes: set[str]) -> Iterator[tuple[Key, Version]]:
    """The newest version of each text that is not withdrawn."""
    texts = Text.objects.filter(article__code__in=codes)
    versions = Version.objects.filter(text__in=texts).exclude(state=VersionState.WITHDRAWN)
    related = versions.select_related("text__article", "text__authority", "written_by")
    for version in related.order_by("number"):
        text = version.text
        yield (text.article.code, text.authority.code if text.authority else "", text.language), version


def _key(sheet: Sheet) -> Key:
    return sheet.code, sheet.authority, sheet.language


def _is_in_hand(version: Version) -> bool:
    """A draft somebody here has written, or one that is being reviewed."""
    is_theirs = version.state == VersionState.DRAFT and version.written_by is not None
    return is_theirs or version.state == VersionState.IN_REVIEW


def _says_the_same(version: Version, sheet: Sheet) -> bool:
    return Wording.of(version.written()) == sheet.wording


def _is_to_be_published(version: Version, state: str) -> bool:
    return state == VersionState.PUBLISHED and version.state == VersionState.DRAFT
