# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What everybody may read tells nobody how many there were where there were few."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.reports.protecting import ROOM, SMALLEST_SHOWN, Cell, Protected, protect
from tests.reports.attacker import Attacker

Table = list[list[int]]


def tables(height: int, width: int, highest: int) -> st.SearchStrategy[Table]:
    def of_shape(shape: tuple[int, int]) -> st.SearchStrategy[Table]:
        rows, columns = shape
        row = st.lists(st.integers(0, highest), min_size=columns, max_size=columns)
        return st.lists(row, min_size=rows, max_size=rows)

    return st.tuples(st.integers(1, height), st.integers(1, width)).flatmap(of_shape)


def true_counts(table: Table) -> dict[Cell, int]:
    """Every count with its place, totals in the last row and column."""
    rows = [[*row, sum(row)] for row in table]
    rows.append([sum(column) for column in zip(*rows, strict=True)])
    return {(row, column): count for row, counts in enumerate(rows) for column, count in enumerate(counts)}


def shown_counts(published: Protected) -> dict[Cell, int | None]:
    rows = [[*row, total] for row, total in zip(published.rows, published.row_totals, strict=True)]
    rows.append([*published.column_totals, published.total])
    return {(row, column): count for row, counts in enumerate(rows) for column, count in enumerate(counts)}


def hidden_cells(published: Protected) -> set[Cell]:
    return {cell for cell, count in shown_counts(published).items() if count is None}


def like_a_week(seed: int, height: int = 25, width: int = 23) -> Table:
    """Few large counts, many small ones: as topics and authorities are."""
    rng = random.Random(seed)
    return [
        [int(rng.expovariate((row + 1) ** 0.7 * (column + 1) ** 0.8 / 150)) for column in range(width)]
        for row in range(height)
    ]


def test_a_table_without_small_counts_is_published_as_it_is() -> None:
    assert protect([[12, 30], [7, 5]]) == Protected(((12, 30), (7, 5)), (42, 12), (19, 35), 54)


def test_one_small_count_takes_three_others_with_it() -> None:
    published = protect([[2, 30, 40], [8, 9, 50], [60, 70, 80]])

    assert published.rows == ((None, None, 40), (None, None, 50), (60, 70, 80))
    assert published.row_totals == (72, 67, 210)
    assert published.column_totals == (70, 109, 170)


def test_what_costs_readers_least_is_hidden() -> None:
    published = protect([[1, 100, 10], [100, 100, 100], [10, 100, 10]])

    assert published.rows == ((None, 100, None), (100, 100, 100), (None, 100, None))


def test_a_small_total_is_hidden_as_a_small_count_is() -> None:
    published = protect([[1, 0], [0, 2]])

    assert published == Protected(((None, None), (None, None)), (None, None), (None, None), None)


def test_nothing_counted_is_as_secret_as_little() -> None:
    assert protect([[0, 50, 60], [40, 50, 60], [40, 50, 60]]).rows[0][0] is None


@pytest.mark.parametrize("nothing", [[], [[]]])
def test_a_table_of_nothing_says_nothing(nothing: Table) -> None:
    published = protect(nothing)

    assert (published.column_totals, published.total) == ((), None)


def test_two_small_counts_alone_in_a_row_do_not_protect_each_other() -> None:
    """They add up to one: whoever reads it would know that neither is more."""
    published = protect([[0, 1, 40], [30, 40, 50], [30, 40, 60]])
    attacker = Attacker(published)

    for cell in ((0, 0), (0, 1)):
        low, high = attacker.spans()[cell]
        assert high - low >= ROOM


def test_a_single_row_is_protected_though_it_is_its_own_total() -> None:
    published = protect([[3, 20, 30]])

    assert published.rows == ((None, None, 30),)
    assert published.column_totals == (None, None, 30)
    assert published.total == 53


def test_where_only_small_ones_meet_the_total_of_all_is_still_shown() -> None:
    """Neither the row nor the column of the first has a large count to trade with; another's totals have."""
    published = protect([[1, 2, 2], [2, 30, 40], [2, 50, 60]])

    assert published.total == 189
    assert published.rows[0] == (None, None, None)


@pytest.mark.parametrize("width", [2, 5, 12])
def test_a_row_and_a_column_are_protected_alike(width: int) -> None:
    counts = [3, *range(20, 20 + width)]
    as_row, as_column = protect([counts]), protect([[count] for count in counts])

    assert as_row.rows[0] == tuple(count for (count,) in as_column.rows)
    assert as_row.column_totals == as_column.row_totals
    assert as_row.total == as_column.total == sum(counts)


@given(tables(6, 6, 40))
def test_turned_on_its_side_a_table_is_as_safe(table: Table) -> None:
    turned = [list(column) for column in zip(*table, strict=True)]
    published = protect(turned)
    spans = Attacker(published).spans()

    assert all(spans[cell][1] - spans[cell][0] >= ROOM for cell in hidden_cells(published))


@given(st.integers(5, 60), st.integers(5, 60), st.integers(5, 60), st.integers(5, 60))
def test_nothing_is_hidden_where_nothing_is_small(one: int, two: int, three: int, four: int) -> None:
    assert hidden_cells(protect([[one, two], [three, four]])) == set()


@given(tables(6, 6, 40))
def test_what_is_shown_is_true_and_not_small(table: Table) -> None:
    counts = true_counts(table)

    for cell, count in shown_counts(protect(table)).items():
        assert count is None or (count == counts[cell] and count >= SMALLEST_SHOWN)


@given(tables(3, 4, 25))
def test_another_table_says_the_same_for_every_hidden_count(table: Table) -> None:
    """The exact attack: could this count have been ROOM more, or ROOM less? It could."""
    published = protect(table)
    attacker, counts = Attacker(published), true_counts(table)

    for cell in hidden_cells(published):
        others = (counts[cell] + ROOM, counts[cell] - ROOM)
        assert any(attacker.thinks_possible(cell, count) for count in others), (cell, published)


@given(tables(9, 9, 30))
def test_no_span_that_can_be_worked_out_is_narrow(table: Table) -> None:
    published = protect(table)
    spans = Attacker(published).spans()

    for cell in hidden_cells(published):
        low, high = spans[cell]
        assert high - low >= ROOM


@given(tables(4, 4, 30), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_decide_whether_a_count_is_safe(table: Table, rng: random.Random) -> None:
    rng.shuffle(table)
    published = protect(table)

    assert all(count is None or count >= SMALLEST_SHOWN for row in published.rows for count in row)
    assert protect(table) == published  # the same table is always published the same


@pytest.mark.parametrize("seed", range(3))
def test_a_week_as_weeks_are_keeps_most_of_what_it_tells(seed: int) -> None:
    table = like_a_week(seed)
    published = protect(table)
    everything = sum(sum(row) for row in table)
    shown = sum(count or 0 for row in published.rows for count in row)

    assert published.total == everything
    assert shown > 0.7 * everything
    spans = Attacker(published).spans()
    assert all(spans[cell][1] - spans[cell][0] >= ROOM for cell in hidden_cells(published))


def test_the_attacker_of_these_tests_finds_what_can_be_found() -> None:
    """Without the second hiding the first is no use: the sums of row and column tell it."""
    naive = Protected(((None, 30), (8, 9)), (32, 17), (10, 39), 49)

    assert Attacker(naive).spans()[0, 0] == (2, 2)
    assert not Attacker(naive).thinks_possible((0, 0), 3)
