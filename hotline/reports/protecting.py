# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Small-cell protection: which cells of a table of counts are hidden before everybody may read it. Pure.

A count under five may point at a person, so it is hidden, whether it is a cell, a total of a row or column or
the total of all. Then others are hidden too, until no hidden one can be worked out from what is left.

How that is known: a table with its totals is a network of pipes. The total of all flows from a source to the
rows, from each row through its cells to the columns, and from the columns back. What is published is fixed;
what is hidden may be anything that still flows. A hidden count can be ROOM higher or lower than it is exactly
when there is a way round the network, through hidden pipes only, that begins with it: along a pipe the flow
rises, against it the flow sinks, so that pipe must carry ROOM at least. When there is no such way, more
counts are hidden that make one: those that cost the readers least.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

SMALLEST_SHOWN = 5
ROOM = 5
"""Whatever is published, each hidden count could have been this much higher, or this much lower."""

Cell = tuple[int, int]
"""Row and column; the last row and the last column hold the totals."""


@dataclass(frozen=True)
class Protected:
    """A table with its totals as it may be published; a hidden count is None."""

    rows: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int | None


def protect(counts: Sequence[Sequence[int]]) -> Protected:
    """Hide what must be hidden of a table of counts, of which every row has the same length."""
    if not any(counts):
        return Protected(((),) * len(counts), (None,) * len(counts), (), None)
    table = _with_totals(counts)
    network = _Network(table)
    network.hide({cell for cell in _cells(table) if _count(table, cell) < SMALLEST_SHOWN})
    while exposed := [cell for cell in network.hidden if not network.has_room(cell)]:
        for cell in sorted(exposed, key=lambda one: (_count(table, one), one)):
            if not network.has_room(cell):  # another one's way out may have been its own
                ways = _ways_out(table, cell)
                network.hide(min(ways, key=lambda corners: _cost(table, corners - network.hidden)))
    return _published(table, network.hidden)


class _Network:
    """The hidden pipes of a table, and where a change of ROOM can flow through them.

    Knots are numbered: the rows from 0, the source, the columns, the sink.
    """

    def __init__(self, table: list[list[int]]) -> None:
        self.table = table
        self.hidden: set[Cell] = set()
        self._ways: dict[int, dict[int, Cell]] = {}  # a pipe joins two knots, and no two join the same ones

    def hide(self, cells: AbstractSet[Cell]) -> None:
        for cell in cells - self.hidden:
            self.hidden.add(cell)
            first, second = self._pipe(cell)
            self._ways.setdefault(first, {})[second] = cell
            if _count(self.table, cell) >= ROOM:
                self._ways.setdefault(second, {})[first] = cell

    def has_room(self, cell: Cell) -> bool:
        """Whether the count can rise, or sink, by ROOM with all that is published staying as it is."""
        first, second = self._pipe(cell)
        may_sink = _count(self.table, cell) >= ROOM
        return self._is_way(second, first, cell) or (may_sink and self._is_way(first, second, cell))

    def _is_way(self, begins: int, ends: int, but_for: Cell) -> bool:
        """From one knot to another by other pipes than this."""
        found, left = {begins}, [begins]
        while left and ends not in found:
            ways = self._ways.get(left.pop(), {})
            new = [knot for knot, cell in ways.items() if knot not in found and cell != but_for]
            found.update(new)
            left += new
        return ends in found

    def _pipe(self, cell: Cell) -> tuple[int, int]:
        """From which knot to which the count flows."""
        row, column = cell
        source, columns = len(self.table) - 1, len(self.table)
        last = len(self.table[0]) - 1
        if row == source:
            return (columns + last, source) if column == last else (columns + column, columns + last)
        return (source, row) if column == last else (row, columns + column)


def _with_totals(counts: Sequence[Sequence[int]]) -> list[list[int]]:
    rows = [[*row, sum(row)] for row in counts]
    width = len(rows[0])
    return [*rows, [sum(row[column] for row in rows) for column in range(width)]]


def _cells(table: list[list[int]]) -> Iterator[Cell]:
    return ((row, column) for row in range(len(table)) for column in range(len(table[row])))


def _count(table: list[list[int]], cell: Cell) -> int:
    row, column = cell
    return table[row][column]


def _cost(table: list[list[int]], cells: AbstractSet[Cell]) -> tuple[int, int]:
    """What readers lose: the persons counted there, then the number of cells."""
    return sum(_count(table, cell) for cell in cells), len(cells)


def _ways_out(table: list[list[int]], cell: Cell) -> Iterator[set[Cell]]:
    """What to hide besides, so that the count can rise or sink.

    There is always one, for with the totals of its row, its column and all it can rise without end.
    """
    for other in _cells(table):
        if other[0] != cell[0] and other[1] != cell[1]:
            yield from _rectangle(table, cell, other)
            yield from _swap(table, cell, other)


def _rectangle(table: list[list[int]], cell: Cell, other: Cell) -> Iterator[set[Cell]]:
    """The rectangle with both at opposite corners, if they can rise or sink together round it."""
    beside = {(cell[0], other[1]), (other[0], cell[1])}
    corners = {cell, other} | beside
    if _can_turn(table, corners, beside) or _can_turn(table, corners, corners - beside):
        yield corners


def _swap(table: list[list[int]], cell: Cell, other: Cell) -> Iterator[set[Cell]]:
    """Both with their own totals, if one can rise as the other sinks; the total of all stays."""
    last_row, last_column = len(table) - 1, len(table[0]) - 1
    if last_row in {cell[0], other[0]} or last_column in {cell[1], other[1]}:
        return
    rising, sinking = ({one, (one[0], last_column), (last_row, one[1])} for one in (cell, other))
    if all(_count(table, one) >= ROOM for one in sinking):
        yield rising | sinking


def _can_turn(table: list[list[int]], corners: set[Cell], falling: set[Cell]) -> bool:
    """Whether the counts at `falling` could go down by ROOM and the others up: for totals it is reversed."""
    sinking = (cell for cell in corners if (cell in falling) != _is_margin(table, cell))
    return all(_count(table, cell) >= ROOM for cell in sinking)


def _is_margin(table: list[list[int]], cell: Cell) -> bool:
    """The total of a row or of a column; the total of all is none, or twice one."""
    row, column = cell
    return (row == len(table) - 1) != (column == len(table[0]) - 1)


def _published(table: list[list[int]], hidden: set[Cell]) -> Protected:
    shown = [
        tuple(None if (row, column) in hidden else count for column, count in enumerate(counts))
        for row, counts in enumerate(table)
    ]
    *rows, totals = shown
    return Protected(
        rows=tuple(row[:-1] for row in rows),
        row_totals=tuple(row[-1] for row in rows),
        column_totals=totals[:-1],
        total=totals[-1],
    )
