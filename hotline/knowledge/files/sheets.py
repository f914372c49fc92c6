# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A sheet is one text as a file holds it. Here it is checked, whichever file it came from. Pure."""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from hotline.knowledge.markdown import headings_in, is_wrong, wrong_links_in
from hotline.knowledge.wording import Referral, Wording
from hotline.knowledge.words import Destination, Language, VersionState
from hotline.people.cpr_guard import find

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
TELEPHONE = re.compile(r"\+?[0-9][0-9 ]{1,18}")
STATES = {VersionState.PUBLISHED.value, VersionState.DRAFT.value}
TEXTS = ("script", "steps", "good_to_know")
STRINGS = ("title", "short_answer", "keywords", "legal_source", "state", "to_check", *TEXTS)
LISTS = ("topics", "sources")
DATES = ("checked_on", "review_on", "valid_from", "valid_to")
KEYS = (*STRINGS, *LISTS, *DATES, "where_next")
NEEDED = ("title", "short_answer", "topics", "sources", "state")
NEEDED_WHEN_PUBLISHED = ("checked_on", "review_on")
NEEDED_OF_VARIANT = ("sources", "state")
LONGEST = {"title": 150, "short_answer": 300, "legal_source": 300}
PLACE_KEYS = tuple(part.name for part in fields(Referral))


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong, and where to look."""

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.field}: {self.message}"


@dataclass(frozen=True)
class Origin:
    """Where a sheet was read: the lines its fields stand on."""

    file: str
    lines: Mapping[str, int] = field(default_factory=dict)
    line: int = 1

    def problem(self, name: str, message: str, *, offset: int = 0) -> Problem:
        return Problem(self.file, self.lines.get(name, self.line) + offset, name, message)


@dataclass(frozen=True)
class Sheet:
    """One text of one article. A translation that says nothing of its state has its original's."""

    code: str
    language: str
    authority: str  # its code; empty for the common text
    topics: tuple[str, ...]
    state: str
    wording: Wording
    origin: Origin = field(default_factory=lambda: Origin(""), compare=False)

    @property
    def is_original(self) -> bool:
        return self.language == Language.DANISH


@dataclass(frozen=True)
class Named:
    """What a sheet is about: the name of its file, or the first columns of its row."""

    code: str
    language: str
    authority: str = ""


def read_sheet(named: Named, raw: Mapping[str, Any], origin: Origin) -> tuple[Sheet | None, list[Problem]]:
    """The sheet, or what is wrong with it."""
    problems = [*_problems_of_name(named, origin), *_problems_of(named, raw, origin)]
    if problems:
        return None, problems
    written = {key: raw[key] for key in raw if key not in {"topics", "state"}}
    written["where_next"] = [dict.fromkeys(PLACE_KEYS, "") | place for place in raw.get("where_next", [])]
    wording = Wording.of({**Wording().columns(), **written})
    topics = tuple(raw.get("topics", ()))
    return Sheet(
        named.code, named.language, named.authority, topics, raw.get("state", ""), wording, origin
    ), []


def _problems_of_name(named: Named, origin: Origin) -> Iterator[Problem]:
    if not CODE.fullmatch(named.code) or len(named.code) > 60:
        yield origin.problem("code", f"{named.code!r} is not a code: small letters, digits and hyphens only")
    if named.language not in Language.values:
        yield origin.problem("language", f"{named.language!r} is none of {', '.join(Language.values)}")


def _problems_of(named: Named, raw: Mapping[str, Any], origin: Origin) -> Iterator[Problem]:
    for key in _needed(named, raw):
        if key not in raw:
            yield origin.problem(key, "is missing")
    for key, value in raw.items():
        check = _check_of(key)
        wrong = check(value) if check else "is not a field of an article"
        if wrong:
            yield origin.problem(key, wrong)
        elif key == "where_next":
            yield from _problems_of_places(value, origin)
        elif key in TEXTS:
            yield from _problems_of_text(key, value, origin)
        if not wrong and key in STRINGS and find(value):
            yield origin.problem(key, "holds what may be a CPR number")
    if _ends_too_early(raw):
        yield origin.problem("valid_to", "does not lie after valid_from")
    if "topics" in raw and (named.authority or named.language != Language.DANISH):
        yield origin.problem("topics", "belongs in the article's common Danish text only")


def _needed(named: Named, raw: Mapping[str, Any]) -> tuple[str, ...]:
    """The keys that must be there: a translation only needs its words, a variant only what makes it one."""
    if named.language != Language.DANISH:
        return () if named.authority else ("title", "short_answer")
    dates = NEEDED_WHEN_PUBLISHED if raw.get("state") == VersionState.PUBLISHED else ()
    return (*NEEDED_OF_VARIANT, *dates) if named.authority else (*NEEDED, *dates)


def _check_of(key: str) -> Callable[[Any], str] | None:
    if key in STRINGS:
        return lambda value: _wrong_string(key, value)
    if key in LISTS:
        return lambda value: _wrong_list(key, value)
    return {**dict.fromkeys(DATES, _wrong_date), "where_next": _wrong_places}.get(key)


def _wrong_string(key: str, value: Any) -> str:
    if not isinstance(value, str):
        return "is not text in quotes"
    if key == "state" and value not in STATES:
        return f"is {value!r}, which is none of {', '.join(sorted(STATES))}"
    if len(value) > LONGEST.get(key, len(value)):
        return f"has {len(value)} characters; there is room for {LONGEST[key]}"
    return ""


def _wrong_list(key: str, value: Any) -> str:
    if not isinstance(value, list) or not all(isinstance(part, str) and part for part in value):
        return "is not a list of texts in quotes"
    if key == "topics" and not value:
        return "names no topic"
    return "names something twice" if len(set(value)) < len(value) else ""


def _wrong_date(value: Any) -> str:
    is_date = isinstance(value, dt.date) and not isinstance(value, dt.datetime)
    return "" if is_date else "is not a date such as 2027-05-22"


def _wrong_places(value: Any) -> str:
    is_list = isinstance(value, list) and all(isinstance(place, dict) for place in value)
    return "" if is_list else "is not a list of places"


def _ends_too_early(raw: Mapping[str, Any]) -> bool:
    begins, ends = raw.get("valid_from"), raw.get("valid_to")
    return isinstance(begins, dt.date) and isinstance(ends, dt.date) and ends <= begins


def _problems_of_places(places: list[dict[str, Any]], origin: Origin) -> Iterator[Problem]:
    for number, place in enumerate(places):
        for key, message in _wrong_in_place(place):
            yield origin.problem(f"where_next[{number}].{key}", message)


def _wrong_in_place(place: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in place.items():
        if key not in PLACE_KEYS:
            yield key, "is not a field of a place"
        elif not isinstance(value, str):
            yield key, "is not text in quotes"
    said = {key: str(place.get(key, "")) for key in PLACE_KEYS}
    if said["kind"] not in Destination.values:
        yield "kind", f"is {said['kind']!r}, which is none of {', '.join(Destination.values)}"
    if not said["label"]:
        yield "label", "is missing"
    if said["url"] and is_wrong(said["url"]):
        yield "url", f"{said['url']!r} is not an https address"
    if said["telephone"] and not TELEPHONE.fullmatch(said["telephone"]):
        yield "telephone", f"{said['telephone']!r} is not a telephone number"


def _problems_of_text(key: str, text: str, origin: Origin) -> Iterator[Problem]:
    for link in wrong_links_in(text):
        message = f"links to {link.address!r}, which is not an https address"
        yield origin.problem(key, message, offset=link.line - 1)
    for line in headings_in(text):
        yield origin.problem(key, "holds a heading that is not one of an article's", offset=line - 1)
