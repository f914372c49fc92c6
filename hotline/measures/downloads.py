# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The figures as CSV, one row per count, so that a spreadsheet can be turned any way.

Semicolons and a byte-order mark: what a Danish spreadsheet opens without asking.
"""

import csv
import io
from collections.abc import Iterable, Iterator

from hotline.measures.definitions import VERSION
from hotline.measures.figures import Figures

BYTE_ORDER_MARK = "\ufeff"
Cell = str | int

INQUIRY_COLUMNS = (
    "line", "week", "from", "to", "topic", "topic_name", "kle", "authority", "authority_name", "inquiries",
    "inquiries_week_before",
)  # fmt: skip
CALL_COLUMNS = ("line", "week", "from", "to", "figure", "calls", "calls_week_before", "definitions_version")


def inquiries_csv(figures: Figures) -> str:
    """Topic by authority; the total stands with an empty topic and counts each inquiry once."""
    return _written(INQUIRY_COLUMNS, _inquiry_rows(figures))


def calls_csv(figures: Figures) -> str:
    week = _week_of(figures)
    rows = figures.call_rows
    return _written(
        CALL_COLUMNS, ([*week, row.code, row.change.now, row.change.before, VERSION] for row in rows)
    )


def _inquiry_rows(figures: Figures) -> Iterator[list[Cell]]:
    week = _week_of(figures)
    total = figures.total
    yield [*week, "", "", "", "", "", total.now, total.before]
    for place in figures.places:
        change = figures.tally.by_place[place]
        yield [*week, "", "", "", *_place_of(figures, place), change.now, change.before]
    for (key, place), change in sorted(figures.tally.by_topic.items(), key=str):
        if place in figures.places:
            topic = figures.topics[key]
            named = [topic.code, str(topic), topic.kle]
            yield [*week, *named, *_place_of(figures, place), change.now, change.before]


def _place_of(figures: Figures, place: int | str) -> list[Cell]:
    return [figures.codes.get(place, str(place)), figures.names[place]]


def _week_of(figures: Figures) -> list[Cell]:
    week = figures.week
    number = f"{week.year}-W{week.number:02}"
    return [figures.line.slug, number, week.monday.isoformat(), week.sunday.isoformat()]


def _written(columns: Iterable[str], rows: Iterable[list[Cell]]) -> str:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return BYTE_ORDER_MARK + file.getvalue()
