# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Tables of every kind of column, made up by hypothesis or as long as one likes."""

import datetime as dt
from collections.abc import Iterator

from hypothesis import strategies as st

from hotline.tables.table import Column, Kind, Row, Table

NOON = dt.datetime(2026, 11, 22, 11, 0, tzinfo=dt.UTC)  # 12 o'clock in Denmark
EVERY_KIND = tuple(Column(kind.value, kind, f"a {kind.value}") for kind in Kind)
# A workbook's calendar begins in 1900, and counts its first weeks wrongly.
DAYS = st.dates(dt.date(1901, 1, 1), dt.date(2100, 1, 1))
MOMENTS = st.integers(0, 4_000_000_000).map(lambda second: dt.datetime.fromtimestamp(second, dt.UTC))
CELLS = {
    Kind.TEXT: st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    Kind.NUMBER: st.integers(-(10**9), 10**9),
    Kind.DECIMAL: st.floats(-1e9, 1e9, allow_nan=False),
    Kind.SHARE: st.floats(0, 1),
    Kind.DATE: DAYS,
    Kind.MOMENT: MOMENTS,
    Kind.YES_NO: st.booleans(),
}
ROWS = st.lists(st.tuples(*(st.none() | CELLS[column.kind] for column in EVERY_KIND)), max_size=5)


def table(*rows: Row) -> Table:
    return Table("every kind", EVERY_KIND, rows)


def texts(*words: str) -> Table:
    """A table with one column of text."""
    return Table("texts", [Column("text")], [[word] for word in words])


def long_table(length: int) -> Table:
    """Rows made when they are asked for."""
    columns = [Column("number", Kind.NUMBER), Column("at", Kind.MOMENT), Column("text")]
    return Table("long", columns, _rows(length))


def _rows(length: int) -> Iterator[Row]:
    for number in range(length):
        yield (number, NOON + dt.timedelta(seconds=number), f"row {number} with some words behind it")
