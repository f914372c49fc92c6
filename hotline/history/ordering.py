# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Lines of overlapping happenings in the order of their times, with no more in memory than overlaps."""

import heapq
from collections.abc import Iterable, Iterator
from typing import NamedTuple

TimedText = tuple[int, str]
"""A second, and what is said of it."""
Batch = tuple[int, Iterable[TimedText]]
"""Lines, and a second before which neither they nor any batch behind them lie."""


class _Waiting(NamedTuple):
    """`number` keeps lines of one second as they came."""

    at: int
    number: int
    text: str


def in_order(batches: Iterable[Batch]) -> Iterator[TimedText]:
    waiting: list[_Waiting] = []
    number = 0
    for since, lines in batches:
        while waiting and waiting[0].at < since:
            yield _first(waiting)
        for at, text in lines:
            number += 1
            heapq.heappush(waiting, _Waiting(at, number, text))
    while waiting:
        yield _first(waiting)


def _first(waiting: list[_Waiting]) -> TimedText:
    first = heapq.heappop(waiting)
    return first.at, first.text
