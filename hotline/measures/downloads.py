# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The figures as tables to take home, one row per count, so that a spreadsheet can be turned any way."""

from collections.abc import Iterator

from hotline.measures.figures import Figures
from hotline.tables.csv_file import csv_parts
from hotline.tables.table import Cell, Column, Kind, Table

WEEK = (
    Column("line"),
    Column("week"),
    Column("from", Kind.DATE),
    Column("to", Kind.DATE, "the last day"),
)
INQUIRY_COLUMNS = (
    *WEEK,
    Column("topic"),
    Column("topic_name"),
    Column("kle", says="the topic's number in KLE"),
    Column("authority", says="the citizen's authority"),
    Column("authority_name"),
    Column("inquiries", Kind.NUMBER),
    Column("inquiries_week_before", Kind.NUMBER),
)
CALL_COLUMNS = (
    *WEEK,
    Column("figure"),
    Column("calls", Kind.NUMBER),
    Column("calls_week_before", Kind.NUMBER),
    Column("definitions_version", says="the versions of the definitions, mostly one"),
)


def inquiries_table(figures: Figures) -> Table:
    """Topic by authority; the total stands with an empty topic and counts each inquiry once."""
    return Table(_name("inquiries", figures), INQUIRY_COLUMNS, _inquiry_rows(figures))


def calls_table(figures: Figures) -> Table:
    week = _week_of(figures)
    rows = (
        [*week, row.code, row.change.now, row.change.before, figures.versions] for row in figures.call_rows
    )
    return Table(_name("calls", figures), CALL_COLUMNS, rows)


def inquiries_csv(figures: Figures) -> str:
    return b"".join(csv_parts(inquiries_table(figures))).decode()


def calls_csv(figures: Figures) -> str:
    return b"".join(csv_parts(calls_table(figures))).decode()


def _name(what: str, figures: Figures) -> str:
    return f"{what}-{figures.line.slug}-{figures.week.year}-W{figures.week.number:02}"


def _inquiry_rows(figures: Figures) -> Iterator[list[Cell]]:
    week = _week_of(figures)
    total = figures.total
    yield [*week, "", "", "", "", "", total.now, total.before]
    for place in figures.places:
        change = figures.by_place[place]
        yield [*week, "", "", "", *_place_of(figures, place), change.now, change.before]
    for (key, place), change in sorted(figures.by_topic.items(), key=str):
        if place in figures.places:
            topic = figures.topics[key]
            named = [topic.code, str(topic), topic.kle]
            yield [*week, *named, *_place_of(figures, place), change.now, change.before]


def _place_of(figures: Figures, place: int | str) -> list[Cell]:
    return [figures.codes.get(place, str(place)), figures.names[place]]


def _week_of(figures: Figures) -> list[Cell]:
    week = figures.week
    number = f"{week.year}-W{week.number:02}"
    return [figures.line.slug, number, week.monday, week.sunday]
