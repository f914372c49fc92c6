# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Two wordings side by side, word by word. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from hotline.knowledge.wording import Referral, Wording

_PIECES = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """Words that stand in both, or only on one side."""

    text: str
    is_own: bool


@dataclass(frozen=True)
class Difference:
    """One field of two wordings."""

    field: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]

    @property
    def is_same(self) -> bool:
        return not any(piece.is_own for piece in (*self.before, *self.after))


def compare(before: Wording, after: Wording) -> list[Difference]:
    """Every field either of them fills in."""
    columns = ((field, _told(getattr(before, field)), _told(getattr(after, field))) for field in _fields())
    return [_difference(field, old, new) for field, old, new in columns if old or new]


def differences(before: Wording, after: Wording) -> list[Difference]:
    return [difference for difference in compare(before, after) if not difference.is_same]


def _fields() -> Iterator[str]:
    return iter(Wording.__dataclass_fields__)


def _told(value: Any) -> str:
    """A field as text, a line for each thing in a list."""
    if isinstance(value, tuple):
        return "\n".join(_told(part) for part in value)
    if isinstance(value, Referral):
        return " · ".join(part for part in (value.label, value.url, value.telephone, value.kind) if part)
    return str(value) if value else ""


def _difference(field: str, old: str, new: str) -> Difference:
    left, right = _PIECES.findall(old), _PIECES.findall(new)
    before: list[Piece] = []
    after: list[Piece] = []
    for what, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        for pieces, words in ((before, left[a:b]), (after, right[c:d])):
            if words:
                pieces.append(Piece("".join(words), is_own=what != "equal"))
    return Difference(field, tuple(before), tuple(after))
