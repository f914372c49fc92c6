# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A part of a report: the same rows as cells for people, numbers for charts, and a table to take home."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from hotline.reports.parts import Drawn, Head, Look, Part, Shown, change, change_told, in_figures, shown
from hotline.tables.table import Kind, Row

NUMBER, SHARE = Head("n"), Head("s", Kind.SHARE)
SIGNED, CHANGE = Head("d", look=Look.SIGNED), Head("c", Kind.SHARE, Look.SIGNED)
DURATION, TENTHS = Head("t", look=Look.DURATION), Head("h", Kind.DECIMAL, Look.TENTHS)
TEXT = Head("name", Kind.TEXT)


@pytest.mark.parametrize(
    ("head", "cell", "danish", "english"),
    [
        (NUMBER, 1949, "1.949", "1,949"),
        (NUMBER, 0, "0", "0"),
        (SIGNED, 1478, "+1.478", "+1,478"),
        (SIGNED, -20, "−20", "−20"),
        (SIGNED, 0, "±0", "±0"),
        (SHARE, 0.137, "14 %", "14 %"),
        (SHARE, 1.0, "100 %", "100 %"),
        (CHANGE, 3.138, "+314 %", "+314 %"),
        (CHANGE, -0.16, "−16 %", "−16 %"),
        (DURATION, 70, "1:10", "1:10"),
        (DURATION, 9, "0:09", "0:09"),
        (DURATION, 3725, "62:05", "62:05"),
        (TENTHS, 1234.56, "1.234,6", "1,234.6"),
        (TENTHS, 0.0, "0,0", "0.0"),
    ],
)
def test_numbers_are_written_as_people_write_them(head: Head, cell: float, danish: str, english: str) -> None:
    with translation.override("da"):
        assert in_figures(head, cell) == danish
    with translation.override("en"):
        assert in_figures(head, cell) == english


@pytest.mark.parametrize(
    ("head", "cell", "expected"),
    [
        (NUMBER, 1949, Shown("1.949", "1949", is_text=False)),
        (NUMBER, None, Shown("–", "", is_text=False)),
        (SHARE, 0.25, Shown("25 %", "0.25", is_text=False)),
        (TEXT, "Fritagelse", Shown("Fritagelse", "", is_text=True)),
        (TEXT, None, Shown("–", "", is_text=True)),
    ],
)
def test_a_cell_keeps_the_number_its_text_was_made_from(
    head: Head, cell: float | str | None, expected: Shown
) -> None:
    with translation.override("da"):
        assert shown(head, cell) == expected


@given(st.integers(-(10**9), 10**9))
def test_a_whole_number_is_never_rounded(number: int) -> None:
    assert int(shown(NUMBER, number).number) == number
    assert int("".join(letter for letter in in_figures(NUMBER, number) if letter in "-0123456789")) == number


@given(st.integers(0, 10**6))
def test_a_duration_is_minutes_and_seconds(seconds: int) -> None:
    minutes, left = in_figures(DURATION, seconds).split(":")

    assert int(minutes) * 60 + int(left) == seconds
    assert len(left) == 2


ROWS: list[Row] = [("Aarhus", 7, 0.7), ("Viborg", 3, 0.3), ("All", 10, None)]


def a_part(*, has_total: bool = True) -> Part:
    return Part(
        "places", "Places", (TEXT, NUMBER, SHARE), ROWS, drawn=Drawn("rows", (1,)), has_total=has_total
    )


def test_the_total_stands_below_and_is_not_drawn() -> None:
    part = a_part()

    assert [row[0].text for row in part.body] == ["Aarhus", "Viborg"]
    assert [cell.text for cell in part.foot] == ["All", "10", "–"]


def test_a_part_without_a_total_draws_every_row() -> None:
    part = a_part(has_total=False)

    assert [row[0].text for row in part.body] == ["Aarhus", "Viborg", "All"]
    assert part.foot == []


def test_what_is_taken_home_has_every_row_and_what_the_columns_hold() -> None:
    table = a_part().table("places-2014")

    assert (table.name, list(table.rows)) == ("places-2014", ROWS)
    assert [(column.name, column.kind) for column in table.columns] == [
        ("name", Kind.TEXT),
        ("n", Kind.NUMBER),
        ("s", Kind.SHARE),
    ]


@pytest.mark.parametrize(
    ("now", "before", "share"),
    [(1949, 471, 1949 / 471 - 1), (5, 5, 0), (0, 5, -1), (5, 0, None), (5, None, None)],
)
def test_a_change_is_a_share_of_what_was(now: int, before: int | None, share: float | None) -> None:
    assert change(now, before) == share


@pytest.mark.parametrize(
    ("now", "before", "danish", "english"),
    [
        (1949, 471, "314 % flere end 471", "314 % more than 471"),
        (471, 1949, "76 % færre end 1.949", "76 % fewer than 1,949"),
        (5, 5, "lige så mange som", "as many as"),
        (5, 0, "mod ingen", "against none"),
    ],
)
def test_a_change_is_told_in_words(now: int, before: int, danish: str, english: str) -> None:
    with translation.override("da"):
        assert change_told(now, before) == danish
    with translation.override("en"):
        assert change_told(now, before) == english
