# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Many rows into one table with one statement, prepared once for each table.

The exchange's writer shares its processor with the exchange, and Django's own bulk insert builds its
statement anew each time: for a group of one event that costs several times what storing it does.
"""

from collections.abc import Collection, Sequence
from functools import cached_property

from django.db import DEFAULT_DB_ALIAS, connections, models


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
    def statement(self) -> str:
        column = {field.name: f'"{field.column}"' for field in self.fields}
        values = ", ".join(["%s"] * len(column))
        table = self.model._meta.db_table  # noqa: SLF001 - Django's name for it
        insert = f'INSERT INTO "{table}" ({", ".join(column.values())}) VALUES ({values})'  # noqa: S608 - own names
        if not self.key:
            return insert
        key = ", ".join(column[name] for name in self.key)
        updates = ", ".join(f"{column[name]} = excluded.{column[name]}" for name in self.changes)
        return f"{insert} ON CONFLICT ({key}) DO UPDATE SET {updates}"

    def put(self, rows: Collection[models.Model]) -> None:
        if not rows:
            return
        database = connections[DEFAULT_DB_ALIAS]
        prepared = [
            [field.get_db_prep_save(getattr(row, field.attname), database) for field in self.fields]
            for row in rows
        ]
        with database.cursor() as cursor:
            cursor.executemany(self.statement, prepared)
