# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""From articles to sheets and files. What was imported comes out byte for byte as it went in."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from hotline.knowledge.files.csv_table import write_table
from hotline.knowledge.files.markdown_file import file_name, write_file
from hotline.knowledge.files.sheets import Sheet
from hotline.knowledge.models import Version
from hotline.knowledge.wording import Wording
from hotline.knowledge.words import Language, VersionState


def sheets() -> list[Sheet]:
    """Every text there is, as it is published; as it is being written, as long as it never was.

    Temporary guides stay behind: they are over when the file is read.
    """
    chosen: dict[int, Version] = {}
    for version in _versions():
        known = chosen.get(version.text_id)
        if known is None or version.state == VersionState.PUBLISHED:
            chosen[version.text_id] = version
    made = {(sheet.code, sheet.authority, sheet.language): sheet for sheet in map(_sheet, chosen.values())}
    return [_short(sheet, made.get((sheet.code, sheet.authority, "da"))) for _, sheet in sorted(made.items())]


def write_path(path: Path, written: Iterable[Sheet]) -> int:
    """Into one CSV table if the path says so, else into a folder; what else lies in the folder stays."""
    written = list(written)
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:  # spreadsheets want the mark
            file.write(write_table(written))
    else:
        path.mkdir(parents=True, exist_ok=True)
        for sheet in written:
            (path / file_name(sheet)).write_text(write_file(sheet), encoding="utf-8", newline="\n")
    return len(written)


def _versions() -> Iterable[Version]:
    lasting = Version.objects.filter(text__article__ends_at=None).exclude(state=VersionState.WITHDRAWN)
    related = lasting.select_related("text__article", "text__authority")
    return related.prefetch_related("text__article__filings__topic").order_by("number")


def _sheet(version: Version) -> Sheet:
    text = version.text
    is_main = text.language == Language.DANISH and text.authority is None
    topics = tuple(filing.topic.code for filing in text.article.filings.all()) if is_main else ()
    is_published = version.state == VersionState.PUBLISHED
    state = VersionState.PUBLISHED if is_published else VersionState.DRAFT
    authority = text.authority.code if text.authority else ""
    wording = Wording.of(version.written())
    return Sheet(text.article.code, text.language, authority, topics, state.value, wording)


def _short(sheet: Sheet, original: Sheet | None) -> Sheet:
    """A translation in the same state as its original does not say so."""
    is_same = not sheet.is_original and original is not None and original.state == sheet.state
    return replace(sheet, state="") if is_same else sheet
