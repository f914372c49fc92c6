# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What somebody writes in a text, wherever it is kept: in a form, a file or a version."""

import datetime as dt
from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True)
class Referral:
    """One place the citizen can turn to next."""

    kind: str
    label: str
    url: str = ""
    telephone: str = ""


@dataclass(frozen=True)
class Wording:
    """Everything a writer fills in. Two wordings that are equal say the same."""

    title: str = ""
    short_answer: str = ""
    script: str = ""
    steps: str = ""
    good_to_know: str = ""
    keywords: str = ""
    where_next: tuple[Referral, ...] = ()
    legal_source: str = ""
    sources: tuple[str, ...] = ()
    to_check: str = ""
    checked_on: dt.date | None = None
    review_on: dt.date | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    @classmethod
    def of(cls, written: dict[str, Any]) -> "Wording":
        """From the fields of a version."""
        kept = dict(written)
        kept["where_next"] = tuple(Referral(**place) for place in written["where_next"])
        kept["sources"] = tuple(written["sources"])
        return cls(**kept)

    def columns(self) -> dict[str, Any]:
        """As the fields of a version hold it."""
        written = {field.name: getattr(self, field.name) for field in fields(self)}
        written["where_next"] = [asdict(place) for place in self.where_next]
        written["sources"] = list(self.sources)
        return written
