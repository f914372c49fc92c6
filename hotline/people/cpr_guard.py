# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Keeps CPR numbers out of free text. Pure; the browser does the same (static/people/cpr_guard.js).

A CPR number is a date of birth and four digits. Since 2007 its check digit need not fit, so what looks like
one and has a real date counts as one. People write it with and without hyphen, in groups, with the whole
year, and in pairs with commas as they heard it said; hospitals add 60 to the day for a number of their own.
What is masked by mistake costs a sentence in a note, what is missed costs a person's secret: when in doubt it
is masked. How often that happens to harmless numbers is measured in tests/people/test_guarding.py.
"""

import datetime as dt
import re
from collections.abc import Iterator
from typing import NamedTuple

MASK = "xxxxxx-xxxx"

_GROUPS = re.compile(r"[0-9]+")
_BETWEEN = re.compile(r"[ \u00a0\t.\-\u2010-\u2015\u2212/·]{1,3}")
_SPOKEN = re.compile(r" ?, ?")  # after a group of one or two digits
_LONGEST = 12  # digits, with the whole year written


class Span(NamedTuple):
    """Where in the text it stands, half-open."""

    start: int
    end: int


def find(text: str) -> list[Span]:
    """Everything in the text that may be a CPR number, in order, no two overlapping."""
    found: list[Span] = []
    runs = list(_runs(text))
    for first in range(len(runs)):
        begins = runs[first].start()
        span = _span_from(text, runs[first:])
        if span and (not found or begins >= found[-1].end):
            found.append(span)
    return found


def mask(text: str) -> str:
    """The text with every CPR number made unreadable."""
    for span in reversed(find(text)):
        text = text[: span.start] + MASK + text[span.end :]
    return text


def _runs(text: str) -> Iterator[re.Match[str]]:
    return _GROUPS.finditer(text)


def _span_from(text: str, groups: list[re.Match[str]]) -> Span | None:
    """The CPR number that begins with the first group, if one does."""
    taken: list[str] = []
    for place, group in enumerate(groups):
        if place and not _belong_together(text, groups[place - 1], group):
            return None
        taken.append(group[0])
        if _is_cpr(taken):
            return Span(groups[0].start(), group.end())
        if sum(map(len, taken)) >= _LONGEST:
            return None
    return None


def _belong_together(text: str, group: re.Match[str], following: re.Match[str]) -> bool:
    between = text[group.end() : following.start()]
    is_spoken = len(group[0]) <= 2 and _SPOKEN.fullmatch(between)
    return bool(is_spoken or _BETWEEN.fullmatch(between))


def _is_cpr(groups: list[str]) -> bool:
    digits = "".join(groups)
    if len(digits) == 10:
        return not (_is_date_and_hour(groups) or _is_year_and_case(groups)) and _is_date(
            digits[:4], _year(digits)
        )
    return len(digits) == 12 and len(groups[-1]) == 4 and _is_date(digits[:4], int(digits[4:8]))


def _is_date_and_hour(groups: list[str]) -> bool:
    """07-05-2014 12: a day, a month, a whole year and an hour."""
    return [len(group) for group in groups] == [2, 2, 4, 2] and groups[2][:2] in {"19", "20"}


def _is_year_and_case(groups: list[str]) -> bool:
    """2012-994126: nobody breaks a date of birth after the month, and only there."""
    return [len(group) for group in groups] == [4, 6] and groups[0][:2] in {"19", "20"}


def _year(digits: str) -> int:
    """The seventh digit tells the century."""
    year, seventh = int(digits[4:6]), int(digits[6])
    if seventh <= 3:
        return 1900 + year
    if seventh in {4, 9}:
        return (2000 if year <= 36 else 1900) + year
    return (2000 if year <= 57 else 1800) + year


def _is_date(day_and_month: str, year: int) -> bool:
    day, month = int(day_and_month[:2]), int(day_and_month[2:])
    try:
        dt.date(year, month, day - 60 if day > 60 else day)
    except ValueError:
        return False
    return 1800 <= year < 2100
