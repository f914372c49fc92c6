# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A table as CSV that a Danish Excel opens rightly by a double click.

Byte-order mark, semicolons, decimal comma, dates as 31-12-2026. Text that looks like a formula gets an
apostrophe; a number never does. Excel still takes a text such as 0751 for the number 751: where that
matters, the workbook is the file to take.
"""

import csv
import datetime as dt
import io
import math
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from hotline.tables.hostile import neutralised, writable
from hotline.tables.table import Cell, Kind, Table, local

BYTE_ORDER_MARK = "\ufeff"
CHUNK = 64 * 1024
YES, NO = "ja", "nej"


def csv_parts(table: Table) -> Iterator[bytes]:
    """The file, piece by piece."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    buffer.write(BYTE_ORDER_MARK)
    writer.writerow([_text(column.name) for column in table.columns])
    ways = [WAYS[column.kind] for column in table.columns]
    for row in table.rows:
        writer.writerow(_written(ways, row))
        if buffer.tell() > CHUNK:
            yield _taken(buffer)
    yield _taken(buffer)


def _written(ways: "Iterable[Way]", row: Iterable[Cell]) -> list[str]:
    return ["" if cell is None else way(cell) for way, cell in zip(ways, row, strict=True)]


def _taken(buffer: io.StringIO) -> bytes:
    part = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return part


def _text(cell: object) -> str:
    return neutralised(writable(str(cell)))


def _whole(cell: object) -> str:
    assert isinstance(cell, int)
    return str(cell)


def _decimal(cell: object) -> str:
    """Never as 1e-07, which Excel reads as something else where the comma is decimal."""
    assert isinstance(cell, int | float | Decimal)
    if not math.isfinite(cell):
        return ""
    return f"{Decimal(str(cell)):f}".replace(".", ",")


def _date(cell: object) -> str:
    assert isinstance(cell, dt.date)
    return _day(cell)


def _moment(cell: object) -> str:
    assert isinstance(cell, dt.datetime)
    shown = local(cell)
    return f"{_day(shown)} {shown:%H:%M:%S}"


def _day(day: dt.date) -> str:
    return f"{day.day:02}-{day.month:02}-{day.year:04}"


def _yes_no(cell: object) -> str:
    return YES if cell else NO


Way = Callable[[object], str]
WAYS: dict[Kind, Way] = {
    Kind.TEXT: _text,
    Kind.NUMBER: _whole,
    Kind.DECIMAL: _decimal,
    Kind.SHARE: _decimal,
    Kind.DATE: _date,
    Kind.MOMENT: _moment,
    Kind.YES_NO: _yes_no,
}
