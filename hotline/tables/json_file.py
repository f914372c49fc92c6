# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A table as JSON: a schema that describes it, and rows as objects that keep to the schema."""

import datetime as dt
import json
import math
from collections.abc import Callable, Iterator
from decimal import Decimal

from hotline.tables.table import Kind, Table, local

ROWS_AT_ONCE = 500
TYPES: dict[Kind, dict[str, object]] = {
    Kind.TEXT: {"type": ["string", "null"]},
    Kind.NUMBER: {"type": ["integer", "null"]},
    Kind.DECIMAL: {"type": ["number", "null"]},
    Kind.SHARE: {"type": ["number", "null"], "description": "0.25 is a quarter"},
    Kind.DATE: {"type": ["string", "null"], "format": "date"},
    Kind.MOMENT: {"type": ["string", "null"], "format": "date-time"},
    Kind.YES_NO: {"type": ["boolean", "null"]},
}


def schema(table: Table) -> dict[str, object]:
    """What every row keeps to, as JSON Schema."""
    properties = {
        column.name: TYPES[column.kind] | ({"description": column.says} if column.says else {})
        for column in table.columns
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": table.name,
        "type": "object",
        "properties": properties,
        "required": [column.name for column in table.columns],
        "additionalProperties": False,
    }


def json_parts(table: Table) -> Iterator[bytes]:
    """The file, piece by piece."""
    yield f'{{"name": {_json(table.name)}, "schema": {_json(schema(table))}, "rows": ['.encode()
    separator, part = "\n", []
    for row in row_objects(table):
        part.append(separator + _json(row))
        separator = ",\n"
        if len(part) == ROWS_AT_ONCE:
            yield "".join(part).encode()
            part.clear()
    part.append("\n]}\n")
    yield "".join(part).encode()


def row_objects(table: Table) -> Iterator[dict[str, object]]:
    """Each row as an object of what JSON has words for."""
    names = [column.name for column in table.columns]
    ways = [WAYS.get(column.kind, _same) for column in table.columns]
    for row in table.rows:
        cells = (None if cell is None else way(cell) for way, cell in zip(ways, row, strict=True))
        yield dict(zip(names, cells, strict=True))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _same(cell: object) -> object:
    return cell


def _decimal(cell: object) -> object:
    assert isinstance(cell, int | float | Decimal)
    if not math.isfinite(cell):
        return None
    return float(cell) if isinstance(cell, Decimal) else cell


def _date(cell: object) -> str:
    assert isinstance(cell, dt.date)
    return cell.isoformat()


def _moment(cell: object) -> str:
    """With its zone, as the clock in Denmark says it."""
    assert isinstance(cell, dt.datetime)
    return local(cell).isoformat()


WAYS: dict[Kind, Callable[[object], object]] = {
    Kind.TEXT: str,
    Kind.DECIMAL: _decimal,
    Kind.SHARE: _decimal,
    Kind.DATE: _date,
    Kind.MOMENT: _moment,
    Kind.YES_NO: bool,
}
