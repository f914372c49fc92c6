# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The three files of one table hold the same, cell by cell."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from openpyxl import load_workbook

from hotline.tables.csv_file import NO, YES
from hotline.tables.formats import FORMATS
from hotline.tables.hostile import neutralised, writable
from hotline.tables.table import Column, Kind, Row, Table
from tests.tables.made import EVERY_KIND, ROWS, table


def content(made: Table, extension: str) -> bytes:
    return b"".join(FORMATS[extension].parts(made))


def by_csv(made: Table) -> list[list[str]]:
    text = content(made, "csv").decode()[1:]
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))[1:]


def by_json(made: Table) -> list[list[Any]]:
    return [list(row.values()) for row in json.loads(content(made, "json"))["rows"]]


def by_xlsx(made: Table) -> Iterator[list[Any]]:
    sheet = load_workbook(io.BytesIO(content(made, "xlsx"))).active
    return (list(row) for row in sheet.iter_rows(min_row=2, max_col=len(made.columns), values_only=True))


def as_csv_says(kind: Kind, value: Any) -> str:
    """What the JSON holds, in the words of the CSV."""
    if value is None:
        return ""
    if kind is Kind.TEXT:
        return neutralised(writable(value))
    if kind is Kind.YES_NO:
        return YES if value else NO
    if kind is Kind.DATE:
        return "-".join(reversed(value.split("-")))
    if kind is Kind.MOMENT:
        day, time = value[:10], value[11:19]
        return f"{'-'.join(reversed(day.split('-')))} {time}"
    return str(value)


@given(ROWS)
def test_the_csv_says_what_the_json_says(rows: list[Row]) -> None:
    made = table(*rows)
    for shown, told in zip(by_csv(made), by_json(made), strict=True):
        for column, cell, value in zip(EVERY_KIND, shown, told, strict=True):
            if column.kind in {Kind.DECIMAL, Kind.SHARE} and value is not None:
                assert float(cell.replace(",", ".")) == value
            else:
                assert cell == as_csv_says(column.kind, value)


@settings(max_examples=25)
@given(ROWS)
def test_the_workbook_has_the_numbers_of_the_json(rows: list[Row]) -> None:
    made = table(*(row for row in rows if row[1] is not None))
    for shown, told in zip(by_xlsx(made), by_json(made), strict=True):
        assert shown[1] == told[1]
        assert shown[6] == told[6]
        assert (shown[2], shown[3]) == (pytest.approx(told[2]), pytest.approx(told[3]))


def test_a_table_without_columns_or_rows_is_a_file_all_the_same() -> None:
    nothing = Table("nothing", [], [])

    assert (by_csv(nothing), by_json(nothing)) == ([], [])
    assert content(Table("one", [Column("a")], []), "xlsx")
