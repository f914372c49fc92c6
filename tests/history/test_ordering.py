# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Overlapping happenings come out in order, and nobody waits longer than needed."""

from hypothesis import given
from hypothesis import strategies as st

from hotline.history.ordering import Batch, TimedText, in_order

LENGTHS = st.lists(st.tuples(st.integers(0, 50), st.lists(st.integers(0, 30), max_size=4)), max_size=20)


def batches(lengths: list[tuple[int, list[int]]]) -> list[tuple[int, list[TimedText]]]:
    """Each begins when it says, and has lines so many seconds later."""
    begun = sorted(lengths, key=lambda one: one[0])
    return [
        (since, [(since + later, f"{number}.{since + later}") for later in behind])
        for number, (since, behind) in enumerate(begun)
    ]


@given(LENGTHS)
def test_every_line_comes_once_and_in_order(lengths: list[tuple[int, list[int]]]) -> None:
    made = batches(lengths)

    found = list(in_order(made))

    assert [at for at, _text in found] == sorted(at for at, _text in found)
    assert sorted(found) == sorted(line for _since, lines in made for line in lines)


def test_lines_of_one_second_stay_as_they_came() -> None:
    assert [text for _at, text in in_order([(0, [(5, "b"), (5, "a")]), (5, [(5, "c")])])] == ["b", "a", "c"]


def test_a_line_is_told_as_soon_as_nothing_can_come_before_it() -> None:
    read: list[int] = []

    def told() -> "list[Batch]":
        return [(0, [(1, "first")]), (2, [(9, "last")]), (3, [])]

    def watched() -> "object":
        for since, lines in told():
            read.append(since)
            yield since, lines

    lines = in_order(watched())  # type: ignore[arg-type]

    assert next(lines) == (1, "first")
    assert read == [0, 2]


def test_nothing_of_nothing() -> None:
    assert list(in_order([])) == []
