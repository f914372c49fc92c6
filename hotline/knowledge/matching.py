# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Finding a topic or an authority by typing. Pure; the browser does the same (static/knowledge/matching.js).

What is typed matches when each of its words begins a word of the name or an alias, or stands inside one if it
has three letters or more: Danish puts words together, and "adgang" should find "læseadgang". Letters are
folded first, so that a keyboard without æ, ø and å will do, and so that Aarhus is found as Århus. The best
match is the shortcut, then a name that begins so, then a name, then an alias.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

DANISH = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ß": "ss"})
INSIDE_A_WORD = 3


@dataclass(frozen=True)
class Candidate:
    """Something to be found: the name as shown first among its words."""

    key: str
    words: tuple[str, ...]
    shortcut: str = ""


def fold(text: str) -> str:
    """Lower case, æ/ø/å as ae/oe/aa, no accents, everything but letters and digits as single spaces."""
    danish = unicodedata.normalize("NFC", text).lower().translate(DANISH)
    plain = unicodedata.normalize("NFD", danish)
    kept = "".join(
        " " if not letter.isalnum() else letter for letter in plain if not unicodedata.combining(letter)
    )
    return " ".join(kept.split())


def rank(typed: str, candidate: Candidate) -> int | None:
    """How well it matches, 0 best; None when it does not."""
    wanted = fold(typed)
    if not wanted:
        return 0
    if wanted == fold(candidate.shortcut):
        return 0
    names = [fold(word) for word in candidate.words]
    if names[0].startswith(wanted):
        return 1
    for place, name in enumerate(names, start=2):
        if _fits(wanted, name):
            return min(place, 3)
    return 4 if _fits(wanted, " ".join(names)) else None


def _fits(wanted: str, text: str) -> bool:
    return all(_is_in(part, text) for part in wanted.split())


def _is_in(part: str, text: str) -> bool:
    return f" {text}".find(f" {part}") >= 0 or (len(part) >= INSIDE_A_WORD and part in text)


def best_first(typed: str, candidates: Iterable[Candidate]) -> Sequence[Candidate]:
    """The candidates that match, best first, equals in the order given."""
    ranked = [(found, candidate) for candidate in candidates if (found := rank(typed, candidate)) is not None]
    return [candidate for _, candidate in sorted(ranked, key=lambda pair: pair[0])]
