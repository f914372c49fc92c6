# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A table as people take it home: named columns, each of one kind, and rows that are read once.

The rows may be millions: whoever writes a table goes through them one by one and keeps none.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Copenhagen")

Cell = str | int | float | Decimal | bool | dt.date | dt.datetime | None
Row = Sequence[Cell]


class Kind(Enum):
    """What a column holds. A cell of any kind may be None: not known."""

    TEXT = "text"
    NUMBER = "number"  # whole
    DECIMAL = "decimal"
    SHARE = "share"  # 0.25 is a quarter
    DATE = "date"
    MOMENT = "moment"  # an instant; shown as the clock says it in Denmark
    YES_NO = "yes_no"


@dataclass(frozen=True)
class Column:
    """`name` is the head of the column; `says` describes it to those who read the schema."""

    name: str
    kind: Kind = Kind.TEXT
    says: str = ""


@dataclass(frozen=True)
class Table:
    """`name` becomes the name of the file and of the sheet."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Row]


def local(moment: dt.datetime) -> dt.datetime:
    """What the clock in Denmark says. Raises ValueError for a moment that says no zone."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} says no zone.")
    return moment.astimezone(ZONE)
