# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The workbook, read back by the library that others read it with."""

import datetime as dt
import io
import math
from typing import Any

import pytest
from hypothesis import given, settings
from openpyxl import load_workbook

from hotline.tables.hostile import writable
from hotline.tables.table import Column, Kind, Row, Table, local
from hotline.tables.xlsx_file import sheet_name, write_workbook, xlsx_parts
from tests.tables.made import EVERY_KIND, NOON, ROWS, long_table, table, texts
from tests.tables.test_csv import FORMULAS


def book(made: Table) -> Any:
    return load_workbook(io.BytesIO(b"".join(xlsx_parts(made))))


def values(made: Table) -> list[tuple[Any, ...]]:
    return list(book(made).active.iter_rows(values_only=True))


def test_a_row_of_every_kind() -> None:
    row: Row = ("Ærø", -12, 0.5, 0.25, dt.date(2026, 1, 2), NOON, True)

    heads, cells = book(table(row)).active.iter_rows()

    assert [cell.value for cell in heads] == [column.name for column in EVERY_KIND]
    assert [cell.value for cell in cells] == [
        "Ærø",
        -12,
        0.5,
        0.25,
        dt.datetime.fromisoformat("2026-01-02"),
        dt.datetime.fromisoformat("2026-11-22T12:00"),
        True,
    ]
    shown = {cell.column_letter: cell.number_format for cell in cells}
    assert (shown["D"], shown["E"], shown["F"]) == ("0.0%", "dd-mm-yyyy", "dd-mm-yyyy hh:mm:ss")


@pytest.mark.parametrize("formula", [*FORMULAS, "#N/A", "#REF!", "='C:\\[x]y'!A1"])
def test_a_formula_is_stored_as_text_and_keeps_its_words(formula: str) -> None:
    cell = book(texts(formula)).active["A2"]

    assert (cell.data_type, cell.value) == ("s", formula.replace("\r", "\n"))
    assert cell.quotePrefix


def test_codes_keep_their_zeros() -> None:
    assert values(texts("0751"))[1] == ("0751",)


@settings(max_examples=30)
@given(ROWS)
def test_what_went_in_comes_out(rows: list[Row]) -> None:
    rows = [row for row in rows if row[1] is not None]  # an empty row at the end is none
    for before, after in zip(rows, values(table(*rows))[1:], strict=True):
        for column, cell, found in zip(EVERY_KIND, before, after, strict=True):
            assert same(column, cell, found), (column.name, cell, found)


def same(column: Column, cell: Any, found: Any) -> bool:
    if cell is None:
        return found is None
    if column.kind is Kind.TEXT:
        return (found or "") == writable(cell).replace("\r", "\n")
    if column.kind in {Kind.DECIMAL, Kind.SHARE}:
        return bool(math.isclose(found, cell, abs_tol=1e-300))
    if column.kind is Kind.DATE:
        return bool(found.date() == cell)
    if column.kind is Kind.MOMENT:
        return bool(abs(found - local(cell).replace(tzinfo=None)) < dt.timedelta(seconds=1))
    return bool(found == cell)


def test_numbers_that_are_none_are_left_out() -> None:
    made = Table("numbers", [Column("n", Kind.DECIMAL), Column("end")], [[float("nan"), "x"]])

    assert values(made)[1] == (None, "x")


@pytest.mark.parametrize(
    ("rows", "on_sheets"), [(0, [0]), (2, [2]), (3, [3]), (4, [3, 1]), (7, [3, 3, 1]), (6, [3, 3])]
)
def test_what_does_not_fit_on_a_sheet_goes_on_the_next(rows: int, on_sheets: list[int]) -> None:
    file = io.BytesIO()
    write_workbook(long_table(rows), file, rows_on_a_sheet=3)

    sheets = load_workbook(file).worksheets

    assert [sheet.max_row - 1 for sheet in sheets] == on_sheets
    assert [sheet["A1"].value for sheet in sheets] == ["number"] * len(on_sheets)
    numbers = [row[0] for sheet in sheets for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert numbers == list(range(rows))


@pytest.mark.parametrize(
    ("name", "number", "becomes"),
    [
        ("Henvendelser", 0, "Henvendelser"),
        ("a/b:c*d?e[f]g\\h", 0, "a-b-c-d-e-f-g-h"),
        ("x" * 40, 0, "x" * 31),
        ("x" * 40, 9, "x" * 28 + " 10"),
        ("'quoted'", 0, "quoted"),
        ("", 1, "Hotline 2"),
    ],
)
def test_a_sheet_has_a_name_that_is_allowed(name: str, number: int, becomes: str) -> None:
    assert sheet_name(name, number) == becomes


def test_a_very_long_text_is_cut_as_a_cell_must_be() -> None:
    assert values(texts("x" * 40_000))[1] == ("x" * 32_767,)
