# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What goes on paper: bars as long as their numbers, and nothing fetched from anywhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.reports.parts import Head, Part
from hotline.reports.printing import FONTS, LONGEST_BAR, NotOurs, StaticFiles, bars_of
from hotline.tables.table import Kind


def part_of(numbers: list[int], *, has_total: bool = False) -> Part:
    rows = [(f"week {place}, some days", number) for place, number in enumerate(numbers)]
    return Part("weeks", "Weeks", (Head("", Kind.TEXT), Head("n")), rows, has_total=has_total)


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=6))
def test_the_largest_is_the_longest_and_the_others_follow(numbers: list[int]) -> None:
    bars = [length for _name, length in bars_of(part_of(numbers))]

    assert max(bars) == (LONGEST_BAR if any(numbers) else 0)
    assert [length for _, length in sorted(zip(numbers, bars, strict=True))] == sorted(bars)


def test_a_bar_has_the_short_name_of_its_row() -> None:
    assert [name for name, _length in bars_of(part_of([4, 2]))] == ["week 0", "week 1"]


def test_a_total_is_no_bar() -> None:
    assert list(bars_of(part_of([4, 2, 6], has_total=True))) == [
        ("week 0", LONGEST_BAR),
        ("week 1", LONGEST_BAR / 2),
    ]


def test_without_rows_there_are_no_bars() -> None:
    assert list(bars_of(part_of([]))) == []


@pytest.mark.parametrize("name", FONTS.values())
def test_the_typefaces_are_our_own_files(name: str) -> None:
    answer = StaticFiles().fetch(f"static:{name}")

    assert answer.read()[:4] == b"wOF2"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "http://example.org/x.png",
        "https://example.org/",
        "file:///etc/passwd",
        "data:text/plain,x",
        "ftp://x/y",
    ],
)
def test_nothing_is_fetched_from_elsewhere(elsewhere: str) -> None:
    with pytest.raises(NotOurs):
        StaticFiles().fetch(elsewhere)
