# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Many rows in and out as the driver has them: a rebuild reads and writes millions.

Django looks at every value of every row. Measured on ten million inquiries, that took a third of the time.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection, models, transaction
from django.db.models import QuerySet

from hotline.calls.rows import Row, Table

AT_ONCE = 5000


def read(rows: QuerySet[Any, Any]) -> Iterator[tuple[Any, ...]]:
    """The rows of a values_list of whole numbers and words; no date or moment among them."""
    statement, values = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        while found := cursor.fetchmany(AT_ONCE):
            yield from found


def put(model: type[models.Model], rows: Sequence[Row]) -> None:
    """Insert the rows: every column's value by its name, but the key. Call inside a transaction."""
    if connection.vendor == "sqlite":
        Table(model).put(rows)
    elif rows:
        _copy(model, rows)


def _copy(model: type[models.Model], rows: Sequence[Row]) -> None:
    assert transaction.get_connection().in_atomic_block
    names = ", ".join(f'"{name}"' for name in rows[0])
    with connection.cursor() as cursor, cursor.copy(
        f'COPY "{model._meta.db_table}" ({names}) FROM STDIN'  # noqa: SLF001 - Django's name for it
    ) as copy:  # fmt: skip
        for row in rows:
            copy.write_row(list(row.values()))
