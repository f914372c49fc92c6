# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Many rows into one table with one statement, prepared once for each table.

The exchange's writer shares its processor with the exchange, and Django's own bulk insert builds its
statement anew each time: for a group of one event that costs several times what storing it does.
"""

from collections.abc import Sequence
from functools import cached_property

from django.db import DEFAULT_DB_ALIAS, connections, models

ROWS_AT_ONCE = 50


class Table:
    """Where the rows of a model go. A row whose key is there already has its `changes` brought up to date."""

    def __init__(
        self, model: type[models.Model], key: Sequence[str] = (), changes: Sequence[str] = ()
    ) -> None:
        self.model = model
        self.key = key
        self.changes = changes

    @cached_property
    def fields(self) -> "list[models.Field[object, object]]":
        """Every column but a key the database counts up itself."""
        columns = self.model._meta.concrete_fields  # noqa: SLF001 - Django's name for it
        return [field for field in columns if not isinstance(field, models.AutoField | models.BigAutoField)]

    @cached_property
    def _insert(self) -> str:
        columns = ", ".join(f'"{field.column}"' for field in self.fields)
        return f'INSERT INTO "{self.model._meta.db_table}" ({columns}) VALUES '  # noqa: SLF001, S608 - own names

    @cached_property
    def _row(self) -> str:
        return f"({', '.join(['%s'] * len(self.fields))})"

    @cached_property
    def _update(self) -> str:
        if not self.key:
            return ""
        column = {field.name: f'"{field.column}"' for field in self.fields}
        key = ", ".join(column[name] for name in self.key)
        updates = ", ".join(f"{column[name]} = excluded.{column[name]}" for name in self.changes)
        return f" ON CONFLICT ({key}) DO UPDATE SET {updates}"

    def put(self, rows: Sequence[models.Model]) -> None:
        """Insert the rows, no two of one key, inside the transaction the caller has begun."""
        database = connections[DEFAULT_DB_ALIAS]
        with database.cursor() as cursor:
            for first in range(0, len(rows), ROWS_AT_ONCE):
                group = rows[first : first + ROWS_AT_ONCE]
                values = [
                    field.get_db_prep_save(getattr(row, field.attname), database)
                    for row in group
                    for field in self.fields
                ]
                cursor.execute(f"{self._insert}{', '.join([self._row] * len(group))}{self._update}", values)
