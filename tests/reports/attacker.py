# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Somebody who has only what is published, and works out all that can be worked out from it.

Every hidden count is a span, from nothing to more than there could be. Each row and each column adds up to
its total, and each such sum narrows the spans of what is in it; again and again, until nothing moves. Where
spans alone leave doubt, the attacker tries: suppose this count were so much, is there any table like that?
"""

from collections.abc import Iterator
from dataclasses import dataclass

from hotline.reports.protecting import Cell, Protected

MOST = 10_000
Spans = dict[Cell, tuple[int, int]]


class NoSuchTable(Exception):
    """What was supposed contradicts what is published."""


@dataclass(frozen=True)
class Attacker:
    published: Protected

    @property
    def height(self) -> int:
        return len(self.published.rows)

    @property
    def width(self) -> int:
        return len(self.published.column_totals)

    def spans(self) -> Spans:
        """What each count, totals too, must lie between."""
        return self._narrowed(self._before_thinking())

    def thinks_possible(self, cell: Cell, count: int) -> bool:
        """Whether there is a table that says all that is published, and this."""
        if count < 0:
            return False
        spans = self._before_thinking()
        spans[cell] = (count, count)
        return self._is_completed(spans)

    def _before_thinking(self) -> Spans:
        found = {}
        rows = [
            [*row, total] for row, total in zip(self.published.rows, self.published.row_totals, strict=True)
        ]
        for row, counts in enumerate([*rows, [*self.published.column_totals, self.published.total]]):
            for column, count in enumerate(counts):
                found[row, column] = (0, MOST) if count is None else (count, count)
        return found

    def _sums(self) -> Iterator[list[Cell]]:
        """The cells of each sum; the last one is what the others add up to."""
        for row in range(self.height + 1):
            yield [(row, column) for column in range(self.width + 1)]
        for column in range(self.width + 1):
            yield [(row, column) for row in range(self.height + 1)]

    def _narrowed(self, spans: Spans) -> Spans:
        sums = list(self._sums())
        before = None
        while before != spans:
            before = dict(spans)
            for *parts, total in sums:
                _narrow(spans, parts, total)
        return spans

    def _is_completed(self, spans: Spans) -> bool:
        """Try every count in turn, the most certain first."""
        try:
            spans = self._narrowed(spans)
        except NoSuchTable:
            return False
        open_ones = [cell for cell, (low, high) in spans.items() if low < high]
        if not open_ones:
            return True
        cell = min(open_ones, key=lambda one: spans[one][1] - spans[one][0])
        low, high = spans[cell]
        return any(self._is_completed(spans | {cell: (count, count)}) for count in range(low, high + 1))


def _narrow(spans: Spans, parts: list[Cell], total: Cell) -> None:
    low = sum(spans[part][0] for part in parts)
    high = sum(spans[part][1] for part in parts)
    least, most = spans[total]
    _set(spans, total, low, high)
    for part in parts:
        others_low, others_high = low - spans[part][0], high - spans[part][1]
        _set(spans, part, least - others_high, most - others_low)


def _set(spans: Spans, cell: Cell, low: int, high: int) -> None:
    low, high = max(spans[cell][0], low), min(spans[cell][1], high)
    if low > high:
        raise NoSuchTable
    spans[cell] = (low, high)
