# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""One text as one Markdown file: TOML between +++ lines, then the sections. Pure.

Reading what was written gives the same sheet, and writing what was read gives the same bytes.
"""

import datetime as dt
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from hotline.knowledge.files.sheets import PLACE_KEYS, TEXTS, Named, Origin, Problem, Sheet, read_sheet

FENCE = "+++"
NAME = re.compile(r"(?P<code>[^.]+)(\.(?P<authority>[^.]+))?\.(?P<language>[^.]+)\.md")
HEADINGS = {
    "da": {"script": "Læs op", "steps": "Trin", "good_to_know": "Godt at vide"},
    "en": {"script": "Read aloud", "steps": "Steps", "good_to_know": "Good to know"},
}
ALWAYS = {"sources", "state", "to_check"}  # in Danish, even when they are empty
ORDER = (
    "title",
    "short_answer",
    "topics",
    "keywords",
    "legal_source",
    "sources",
    "checked_on",
    "review_on",
    "valid_from",
    "valid_to",
    "state",
    "to_check",
)
_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)")
_KEY = re.compile(r"([A-Za-z_]+)\s*=")


def file_name(sheet: Sheet) -> str:
    parts = [sheet.code, sheet.authority, sheet.language]
    return ".".join(part for part in parts if part) + ".md"


def named_by(name: str) -> Named | None:
    found = NAME.fullmatch(name)
    return Named(found["code"], found["language"], found["authority"] or "") if found else None


def read_file(name: str, text: str) -> tuple[Sheet | None, list[Problem]]:
    """The sheet in a file, or everything that is wrong with it."""
    named, text = named_by(name), text.replace("\r\n", "\n")
    if named is None:
        wrong = "is not named <code>.<language>.md or <code>.<authority>.<language>.md"
        return None, [Problem(name, 1, "file", wrong)]
    lines = text.split("\n")
    if lines[0] != FENCE or FENCE not in lines[1:]:
        return None, [Problem(name, 1, "file", f"does not begin with fields between two lines {FENCE}")]
    ends = lines.index(FENCE, 1)
    try:
        raw = tomllib.loads("\n".join(lines[1:ends]))
    except tomllib.TOMLDecodeError as wrong:
        return None, [_problem_of_toml(name, wrong, ends)]
    begun, sections = _sections(lines, ends + 1, HEADINGS.get(named.language, {}))
    fields = _lines_of_fields(lines[:ends])
    origin = Origin(name, {**fields, **begun})
    if named.authority and sections.get(""):  # what is different there needs no heading
        sections["script"], origin = (
            sections.pop(""),
            replace(origin, lines={**origin.lines, "script": begun[""]}),
        )
    strange = [
        Problem(name, fields.get(key, 1), key, "stands among the fields, not below them")
        for key in TEXTS
        if key in raw
    ]
    body = [*strange, *_problems_of_body(named, sections, origin)]
    sections.pop("", None)
    sheet, problems = read_sheet(named, {**raw, **sections}, origin)
    return (None if body else sheet), [*body, *problems]


def write_file(sheet: Sheet) -> str:
    said = {**sheet.wording.columns(), "topics": list(sheet.topics), "state": sheet.state}
    kept = [key for key in ORDER if said[key] or (sheet.is_original and key in ALWAYS)]
    fields = "".join(f"{key} = {_value(said[key])}\n" for key in kept)
    places = "".join(_place(place) for place in said["where_next"])
    front = (fields + places) if fields else places.removeprefix("\n")
    return f"{FENCE}\n{front}{FENCE}\n{_body(sheet, said)}"


def _value(value: Any) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")


def _place(place: dict[str, str]) -> str:
    return "\n[[where_next]]\n" + "".join(f"{key} = {_value(place[key])}\n" for key in PLACE_KEYS)


def _body(sheet: Sheet, said: dict[str, Any]) -> str:
    if sheet.authority and not (said["steps"] or said["good_to_know"]):
        return f"\n{said['script']}\n" if said["script"] else ""
    headings = HEADINGS[sheet.language]
    needed = () if sheet.authority else ("script", "steps")
    return "".join(
        f"\n## {headings[key]}\n" + (f"\n{said[key]}\n" if said[key] else "")
        for key in TEXTS
        if said[key] or key in needed
    )


def _problem_of_toml(name: str, wrong: tomllib.TOMLDecodeError, ends: int) -> Problem:
    said = str(wrong)
    at = _AT_LINE.search(said)
    line = int(at[1]) + 1 if at else ends
    return Problem(name, line, "fields", _AT_LINE.sub("", said).replace(" (at end of document)", ""))


def _lines_of_fields(lines: list[str]) -> dict[str, int]:
    """On which line each field stands, counted from 1; those of a place as where_next[0].url."""
    found: dict[str, int] = {}
    inside, places = "", -1
    for number, line in enumerate(lines, start=1):
        if line.strip() == "[[where_next]]":
            places += 1
            inside = f"where_next[{places}]."
            found.setdefault("where_next", number)
            found.update({f"{inside}{key}": number for key in PLACE_KEYS})
        elif key := _KEY.match(line):
            found[inside + key[1]] = number
    return found


def _problems_of_body(named: Named, sections: dict[str, str], origin: Origin) -> Iterator[Problem]:
    if sections.get(""):
        yield Problem(origin.file, origin.lines[""], "text", "stands before the first section")
    if not named.authority and named.language in HEADINGS:
        for key in ("script", "steps"):
            if key not in sections:
                yield origin.problem(key, f"the section “## {HEADINGS[named.language][key]}” is missing")


def _sections(
    lines: list[str], start: int, headings: dict[str, str]
) -> tuple[dict[str, int], dict[str, str]]:
    """The texts below the fields by their keys, "" for what has no heading, and the lines they begin on."""
    keys = {f"## {heading}": key for key, heading in headings.items()}
    current, bodies = "", {"": (start + 1, list[str]())}
    for number, line in enumerate(lines[start:], start=start + 1):
        if line in keys and keys[line] not in bodies:
            current = keys[line]
            bodies[current] = (number + 1, [])
        else:
            bodies[current][1].append(line)
    trimmed = {key: _trimmed(begins, body) for key, (begins, body) in bodies.items()}
    return {key: begins for key, (begins, _) in trimmed.items()}, {
        key: text for key, (_, text) in trimmed.items()
    }


def _trimmed(begins: int, body: list[str]) -> tuple[int, str]:
    """The line its first words stand on, and the text without the blank lines around it."""
    blank = next((number for number, line in enumerate(body) if line.strip()), 0)
    return begins + blank, "\n".join(body).strip()
