# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Articles as one table, a text per row, as a spreadsheet saves it. Pure.

A cell that holds several things holds one per line; places to turn to are JSON. The first line names the
columns, in any order; a column that is not there is empty in every row.
"""

import csv
import datetime as dt
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from hotline.knowledge.files.sheets import DATES, KEYS, LISTS, Named, Origin, Problem, Sheet, read_sheet

COLUMNS = (
    "code",
    "authority",
    "language",
    "state",
    "title",
    "short_answer",
    "topics",
    "keywords",
    "script",
    "steps",
    "good_to_know",
    "where_next",
    "legal_source",
    "sources",
    "checked_on",
    "review_on",
    "valid_from",
    "valid_to",
    "to_check",
)
NAMING = ("code", "authority", "language")
NEEDED = ("code", "language")


def read_table(name: str, text: str) -> tuple[list[Sheet], list[Problem]]:
    """Every sheet in a table that is right, and everything that is wrong with the others."""
    first = text.partition("\n")[0]
    lines = csv.reader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",")
    header = next(lines, [])
    problems = list(_problems_of_header(name, header))
    if problems:
        return [], problems
    sheets: list[Sheet] = []
    begins = lines.line_num + 1
    for cells in lines:
        origin = Origin(name, line=begins)
        begins = lines.line_num + 1
        if any(cells):
            sheet, wrong = _read_row(dict(zip(header, cells, strict=False)), len(cells) - len(header), origin)
            problems += wrong
            sheets += [sheet] if sheet else []
    return sheets, [*problems, *_told_twice(sheets)]


def write_table(sheets: Iterable[Sheet]) -> str:
    made = io.StringIO()
    table = csv.DictWriter(made, COLUMNS, lineterminator="\r\n")
    table.writeheader()
    for sheet in sheets:
        said = {"code": sheet.code, "authority": sheet.authority, "language": sheet.language}
        written = {**sheet.wording.columns(), "topics": list(sheet.topics), "state": sheet.state}
        table.writerow({**said, **{key: _cell(value) for key, value in written.items()}})
    return made.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, list):
        is_plain = all(isinstance(part, str) for part in value)
        return "\n".join(value) if is_plain else json.dumps(value, ensure_ascii=False)
    return value.isoformat() if isinstance(value, dt.date) else value or ""


def _problems_of_header(name: str, header: list[str]) -> Iterator[Problem]:
    for column in NEEDED:
        if column not in header:
            yield Problem(name, 1, column, "the table has no such column")
    for column in header:
        if column not in COLUMNS:
            yield Problem(name, 1, column, "is not a field of an article")
        elif header.count(column) > 1:
            yield Problem(name, 1, column, "the table has that column twice")


def _read_row(cells: dict[str, str], surplus: int, origin: Origin) -> tuple[Sheet | None, list[Problem]]:
    if surplus > 0:
        return None, [origin.problem("row", f"has {surplus} more cells than there are columns")]
    named = Named(
        cells["code"].strip(), cells.get("language", "").strip(), cells.get("authority", "").strip()
    )
    raw, problems = _values(cells, origin)
    sheet, wrong = read_sheet(named, raw, origin)
    known = {problem.field for problem in problems}
    problems += [problem for problem in wrong if problem.field not in known]
    return (None if problems else sheet), problems


def _values(cells: dict[str, str], origin: Origin) -> tuple[dict[str, Any], list[Problem]]:
    """The cells as what they mean; an empty cell says nothing."""
    raw: dict[str, Any] = {"sources": []}
    problems = []
    for key, cell in cells.items():
        text = cell.replace("\r\n", "\n").strip()
        if key in NAMING or key not in KEYS or not text:
            continue
        try:
            raw[key] = _value(key, text)
        except ValueError:
            wrong = "is not a date such as 2027-05-22" if key in DATES else "is not a list of places in JSON"
            problems.append(origin.problem(key, wrong))
    return raw, problems


def _value(key: str, text: str) -> Any:
    if key in LISTS:
        return [part.strip() for part in text.split("\n") if part.strip()]
    if key in DATES:
        return dt.date.fromisoformat(text)
    return json.loads(text) if key == "where_next" else text


def _told_twice(sheets: Iterable[Sheet]) -> Iterator[Problem]:
    seen: dict[Named, int] = {}
    for sheet in sheets:
        named = Named(sheet.code, sheet.language, sheet.authority)
        if named in seen:
            yield sheet.origin.problem("code", f"is the same text as in line {seen[named]}")
        seen.setdefault(named, sheet.origin.line)
