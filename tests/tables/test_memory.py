# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""However long a table is, writing it takes the same memory; and it is on its way before it is whole."""

import tracemalloc

import pytest

from hotline.tables.formats import FORMATS, Format
from tests.tables.made import long_table

A_MEGABYTE = 1_000_000


def peak_of(one: Format, rows: int) -> int:
    tracemalloc.start()
    try:
        for _part in one.parts(long_table(rows)):
            pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("extension", "few", "many"), [("csv", 2_000, 20_000), ("json", 2_000, 20_000), ("xlsx", 1_000, 5_000)]
)
def test_many_rows_take_no_more_memory_than_few(extension: str, few: int, many: int) -> None:
    one = FORMATS[extension]
    peak_of(one, 10)  # whatever is imported, is now

    small, large = peak_of(one, few), peak_of(one, many)

    assert large < small * 1.5 + 100_000
    assert large < 2 * A_MEGABYTE


@pytest.mark.parametrize("extension", ["csv", "json"])
def test_the_first_piece_comes_before_the_last_row_is_made(extension: str) -> None:
    table = long_table(10_000_000)

    first = next(FORMATS[extension].parts(table))

    assert first
    following = next(iter(table.rows))[0]
    assert isinstance(following, int)
    assert following < 10_000
