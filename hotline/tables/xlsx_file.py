# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A table as a workbook. Text is stored as text, whatever it looks like: no cell of ours is ever a formula.

The rows go to a temporary file as they come. A sheet holds a million and some; the rest goes on the next.
"""

import datetime as dt
import math
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import Any

from hotline.tables.hostile import is_hostile, writable
from hotline.tables.table import Column, Kind, Row, Table, local

CHUNK = 256 * 1024
ROWS_ON_A_SHEET = 1_048_575  # and the heads
LONGEST_TEXT = 32_767
LONGEST_SHEET_NAME = 31
FORMATS = {
    Kind.DECIMAL: "0.00",
    Kind.SHARE: "0.0%",
    Kind.DATE: "dd-mm-yyyy",
    Kind.MOMENT: "dd-mm-yyyy hh:mm:ss",
}


def xlsx_parts(table: Table) -> Iterator[bytes]:
    """The file, piece by piece, when all of it is written."""
    with tempfile.TemporaryFile() as file:
        write_workbook(table, file)
        file.seek(0)
        while part := file.read(CHUNK):
            yield part


def write_workbook(table: Table, file: Any, rows_on_a_sheet: int = ROWS_ON_A_SHEET) -> None:
    from openpyxl import Workbook  # it is slow to import, and seldom needed

    book = Workbook(write_only=True)
    rows = iter(table.rows)
    for number, first in enumerate(chain([None], rows)):
        _write_sheet(book, table, number, _beginning_with(first, rows, rows_on_a_sheet))
    book.save(file)


def _beginning_with(first: Row | None, rows: Iterator[Row], most: int) -> Iterable[Row]:
    """A sheet's rows: the one at which the sheet before was full, if there was one, and those behind it."""
    begun = [] if first is None else [first]
    return islice(chain(begun, rows), most)


def _write_sheet(book: Any, table: Table, number: int, rows: Iterable[Row]) -> None:
    sheet = book.create_sheet(sheet_name(table.name, number))
    sheet.freeze_panes = "A2"
    sheet.append([_text_cell(sheet, column.name) for column in table.columns])
    ways = [_way(sheet, column) for column in table.columns]
    for row in rows:
        sheet.append(
            [None if cell is None else way(cell) for way, cell in zip(ways, row, strict=True)],
        )


def sheet_name(name: str, number: int = 0) -> str:
    """What a sheet may be called: short, and without the characters that formulas need."""
    behind = f" {number + 1}" if number else ""
    kept = re.sub(r"[\[\]:*?/\\]", "-", writable(name)).strip("'") or "Hotline"
    return kept[: LONGEST_SHEET_NAME - len(behind)] + behind


def _way(sheet: Any, column: Column) -> Callable[[Any], Any]:
    """How the column's cells are written."""
    if column.kind is Kind.TEXT:
        return lambda text: _text_cell(sheet, str(text))
    if column.kind in FORMATS:
        shown = FORMATS[column.kind]
        return lambda value: _formatted(sheet, value, shown)
    return lambda value: value


def _text_cell(sheet: Any, text: str) -> Any:
    """Text by its type, and marked as quoted, so that it stays text when somebody edits it."""
    from openpyxl.cell import WriteOnlyCell

    kept = writable(text)[:LONGEST_TEXT]
    if not kept.startswith(("=", "#")) and not is_hostile(kept):
        return kept
    cell = WriteOnlyCell(sheet, value=kept)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


def _formatted(sheet: Any, value: Any, shown: str) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if isinstance(value, dt.datetime):
        value = local(value).replace(tzinfo=None)
    elif not isinstance(value, dt.date) and not math.isfinite(value):
        return None
    cell = WriteOnlyCell(sheet, value=value)
    cell.number_format = shown
    return cell
