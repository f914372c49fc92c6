# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What a Danish Excel makes of the file: read here as Excel reads it, by its rules."""

import csv
import datetime as dt
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.tables.csv_file import csv_parts
from hotline.tables.hostile import BEGINNINGS, is_hostile, neutralised, writable
from hotline.tables.table import Column, Kind, Row, Table, local
from tests.tables.made import EVERY_KIND, NOON, ROWS, table, texts

FORMULAS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+45 00 00 00 01",
    "-1",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "   =1+1",
    "\u00a0=1+1",
    "\uff1d1+1",
    '=HYPERLINK("https://example.org";"klik")',
]


def written(made: Table) -> str:
    return b"".join(csv_parts(made)).decode()


def read(made: Table) -> list[list[str]]:
    text = written(made)
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=";"))


def test_a_row_of_every_kind_as_a_danish_spreadsheet_reads_it() -> None:
    row: Row = ('Ærø; "3"', -1234567, 0.5, Decimal("0.125"), dt.date(2026, 1, 2), NOON, True)

    assert read(table(row)) == [
        [column.name for column in EVERY_KIND],
        ['Ærø; "3"', "-1234567", "0,5", "0,125", "02-01-2026", "22-11-2026 12:00:00", "ja"],
    ]


def test_what_is_not_known_is_empty() -> None:
    assert read(table((None,) * 7))[1] == [""] * 7


def test_lines_end_as_spreadsheets_expect() -> None:
    assert written(texts("a")) == "\ufefftext\r\na\r\n"


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_becomes_text(formula: str) -> None:
    (shown,) = read(texts(formula))[1]

    assert shown == f"'{formula}"


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_as_the_head_of_a_column_becomes_text(formula: str) -> None:
    assert read(Table("hostile", [Column(formula)], []))[0] == [f"'{formula}"]


@pytest.mark.parametrize("harmless", ["a=b", "1-2", "mail@example.org", "", "'=1", "100 %"])
def test_ordinary_words_stay_as_they_are(harmless: str) -> None:
    assert read(texts(harmless, "end"))[1:] in ([[harmless], ["end"]], [[], ["end"]], [[""], ["end"]])


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_no_text_ever_begins_a_formula(text: str) -> None:
    (shown,) = read(texts(f"{text}x"))[1]

    assert not shown.lstrip().startswith(BEGINNINGS)
    assert shown.removeprefix("'") == writable(f"{text}x").removeprefix("'")


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (-1, "-1"),
        (0.1, "0,1"),
        (1e-7, "0,0000001"),
        (-1.5e21, "-1500000000000000000000"),
        (Decimal("1.10"), "1,10"),
        (3, "3"),
        (float("nan"), ""),
        (float("-inf"), ""),
    ],
)
def test_numbers_stay_numbers_with_a_decimal_comma(number: float, shown: str) -> None:
    made = Table("numbers", [Column("n", Kind.DECIMAL), Column("end")], [[number, "x"]])

    assert read(made)[1] == [shown, "x"]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_read_back_to_the_last_digit(number: float) -> None:
    made = Table("numbers", [Column("n", Kind.DECIMAL)], [[number]])

    assert float(read(made)[1][0].replace(",", ".")) == number


@given(ROWS)
def test_as_many_rows_and_cells_come_out_as_went_in(rows: list[Row]) -> None:
    assert [len(row) for row in read(table(*rows))] == [len(EVERY_KIND)] * (len(rows) + 1)


@pytest.mark.parametrize(
    ("utc", "shown"),
    [
        ("2026-03-29T00:59:59", "29-03-2026 01:59:59"),
        ("2026-03-29T01:00:00", "29-03-2026 03:00:00"),
        ("2026-10-25T00:30:00", "25-10-2026 02:30:00"),
        ("2026-10-25T01:30:00", "25-10-2026 02:30:00"),
        ("2026-12-31T23:00:00", "01-01-2027 00:00:00"),
    ],
)
def test_a_moment_is_shown_as_the_clock_in_denmark_says(utc: str, shown: str) -> None:
    moment = dt.datetime.fromisoformat(utc).replace(tzinfo=dt.UTC)

    assert read(Table("moments", [Column("at", Kind.MOMENT)], [[moment]]))[1] == [shown]


def test_a_moment_without_a_zone_is_a_bug() -> None:
    with pytest.raises(ValueError, match="no zone"):
        local(NOON.replace(tzinfo=None))


def test_a_row_that_is_too_short_is_a_bug() -> None:
    with pytest.raises(ValueError, match="shorter"):
        written(table(("one",)))


def test_what_is_no_text_at_all_is_left_out() -> None:
    assert writable("a\0b\x07c\ud800d\te\n") == "abcd\te\n"
    assert (is_hostile("a"), neutralised("a")) == (False, "a")
