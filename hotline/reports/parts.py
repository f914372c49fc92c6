# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A part of a report: one table, what it says in a sentence, and how it is drawn.

The table is the truth. The page, the PDF and every download are made from the same rows; a chart is drawn
from the cells of the page's table, and the sentence is written from the same figures.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from hotline.measures.changes import NOT_KNOWN
from hotline.tables.table import Cell, Column, Kind, Row, Table


class Look(StrEnum):
    """How numbers of a column are written for people; downloads have the number itself."""

    PLAIN = "plain"
    SIGNED = "signed"  # a change: +12, −3
    DURATION = "duration"  # seconds as 1:05
    TENTHS = "tenths"  # one decimal


@dataclass(frozen=True)
class Head:
    """A column with its look."""

    name: str
    kind: Kind = Kind.NUMBER
    look: Look = Look.PLAIN
    says: str = ""

    @property
    def column(self) -> Column:
        return Column(self.name, self.kind, self.says)

    @property
    def is_text(self) -> bool:
        return self.kind is Kind.TEXT


@dataclass(frozen=True)
class Drawn:
    """How a table becomes a chart: its first column names the points, these columns (from 1) are the series.

    `band` are two columns that bound what was to be expected.
    """

    kind: str  # "bars", "rows" (bars that lie) or "line"
    series: tuple[int, ...]
    band: tuple[int, ...] = ()


@dataclass(frozen=True)
class Shown:
    """A cell as people read it, with the number a chart is drawn from."""

    text: str
    number: str
    is_text: bool


@dataclass(frozen=True)
class Part:
    """`code` names the part in addresses. With `has_total` the last row sums up and is not drawn."""

    code: str
    title: str
    heads: Sequence[Head]
    rows: Sequence[Row]
    sentences: Sequence[str] = ()
    notes: Sequence[str] = ()
    drawn: Drawn | None = None
    has_total: bool = False

    def table(self, name: str) -> Table:
        return Table(name, [head.column for head in self.heads], self.rows)

    @property
    def body(self) -> Iterator[list[Shown]]:
        return map(self._shown, self.rows[:-1] if self.has_total else self.rows)

    @property
    def foot(self) -> list[Shown]:
        return self._shown(self.rows[-1]) if self.has_total else []

    def _shown(self, row: Row) -> list[Shown]:
        return [shown(head, cell) for head, cell in zip(self.heads, row, strict=True)]


def shown(head: Head, cell: Cell) -> Shown:
    if cell is None:
        return Shown(NOT_KNOWN, "", head.is_text)
    if head.is_text:
        return Shown(str(cell), "", is_text=True)
    assert isinstance(cell, int | float)
    return Shown(in_figures(head, cell), f"{cell}", is_text=False)


def in_figures(head: Head, cell: float) -> str:
    """As people write it, in their language."""
    if head.look is Look.DURATION:
        minutes, seconds = divmod(round(cell), 60)
        return f"{minutes}:{seconds:02}"
    sign = ""
    if head.look is Look.SIGNED:
        sign, cell = "+" if cell > 0 else "−" if cell < 0 else "±", abs(cell)
    if head.kind is Kind.SHARE:
        return f"{sign}{number_format(round(cell * 100), 0)} %"
    places = 1 if head.look is Look.TENTHS else 0
    return f"{sign}{number_format(round(cell, places), places)}"


def change(now: int, before: int | None) -> float | None:
    """By what share it rose; unknown from nothing."""
    return now / before - 1 if before else None


def change_told(now: int, before: int) -> str:
    """Such as "314 % more than 471"."""
    share = change(now, before)
    numbers = {"before": number_format(before, 0), "percent": number_format(round(abs(share or 0) * 100), 0)}
    if share is None:
        return _("against none")
    if now == before:
        return _("as many as")
    told = (
        _("%(percent)s %% more than %(before)s") if share > 0 else _("%(percent)s %% fewer than %(before)s")
    )
    return told % numbers
