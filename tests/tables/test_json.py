# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The JSON says what it holds, and holds what it says."""

import datetime as dt
import json
from decimal import Decimal
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given

from hotline.tables.json_file import json_parts, schema
from hotline.tables.table import Column, Kind, Row, Table
from tests.tables.made import EVERY_KIND, NOON, ROWS, long_table, table


def read(made: Table) -> dict[str, Any]:
    found = json.loads(b"".join(json_parts(made)))
    assert isinstance(found, dict)
    return found


def test_a_row_of_every_kind() -> None:
    row: Row = ("=1", -12, Decimal("0.5"), 0.25, dt.date(2026, 1, 2), NOON, False)

    assert read(table(row))["rows"] == [
        {
            "text": "=1",
            "number": -12,
            "decimal": 0.5,
            "share": 0.25,
            "date": "2026-01-02",
            "moment": "2026-11-22T12:00:00+01:00",
            "yes_no": False,
        }
    ]


def test_a_column_is_described_in_the_schema() -> None:
    made = Table("figures", [Column("wait", Kind.DECIMAL, "in seconds")], [])

    assert read(made)["schema"] == schema(made)
    assert schema(made)["properties"] == {"wait": {"type": ["number", "null"], "description": "in seconds"}}


@given(ROWS)
def test_every_row_keeps_to_the_schema(rows: list[Row]) -> None:
    found = read(table(*rows))

    check = jsonschema_rs.Draft202012Validator(found["schema"], validate_formats=True)
    assert all(check.is_valid(row) for row in found["rows"])
    assert len(found["rows"]) == len(rows)
    assert [list(row) for row in found["rows"]] == [[column.name for column in EVERY_KIND]] * len(rows)


@given(ROWS)
def test_numbers_and_words_come_out_as_they_went_in(rows: list[Row]) -> None:
    for before, after in zip(rows, read(table(*rows))["rows"], strict=True):
        assert [after["text"], after["number"], after["decimal"], after["yes_no"]] == [
            before[0], before[1], before[2], before[6],
        ]  # fmt: skip


@pytest.mark.parametrize("number", [float("nan"), float("inf"), Decimal("NaN")])
def test_a_number_that_is_none_is_null(number: float) -> None:
    assert read(Table("n", [Column("n", Kind.DECIMAL)], [[number]]))["rows"] == [{"n": None}]


@pytest.mark.parametrize("length", [0, 1, 499, 500, 501, 1000])
def test_no_row_is_lost_between_two_pieces(length: int) -> None:
    assert [row["number"] for row in read(long_table(length))["rows"]] == list(range(length))
