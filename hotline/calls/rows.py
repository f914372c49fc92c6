# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Many rows into one table with one statement, written once for each table and given straight to the driver.

The exchange's writer shares its processor with the exchange. Django's own insert makes an object of each row
and a statement for each group; measured, that took more of a call's time than deciding about the call.
"""

from collections.abc import Sequence
from contextlib import closing
from functools import cached_property

from django.db import DEFAULT_DB_ALIAS, connections, models

Row = dict[str, object]
PLACES = {"sqlite": ":{}", "postgresql": "%({})s"}


class Table:
    """Where the rows of a model go: every column's value by its name, but a key the database counts up.

    A row whose key is there already has its `changes` brought up to date. Call inside a transaction.
    """

    def __init__(
        self, model: type[models.Model], key: Sequence[str] = (), changes: Sequence[str] = ()
    ) -> None:
        self.name = model._meta.db_table  # noqa: SLF001 - Django's name for it
        self._fields = {
            field.attname: field
            for field in model._meta.concrete_fields  # noqa: SLF001
            if not isinstance(field, models.AutoField | models.BigAutoField)
        }
        self._key = key
        self._changes = changes

    @cached_property
    def _adapted(self) -> "list[models.Field[object, object]]":
        """What SQLite has no type for."""
        kinds = (models.DateTimeField, models.DurationField)
        return [field for field in self._fields.values() if isinstance(field, kinds)]

    def insertion(self, vendor: str) -> str:
        names = ", ".join(f'"{name}"' for name in self._fields)
        places = ", ".join(PLACES[vendor].format(name) for name in self._fields)
        return f'INSERT INTO "{self.name}" ({names}) VALUES ({places}){self._update}'  # noqa: S608 - own names

    @cached_property
    def _update(self) -> str:
        if not self._key:
            return ""
        key = ", ".join(f'"{name}"' for name in self._key)
        updates = ", ".join(f'"{name}" = excluded."{name}"' for name in self._changes)
        return f" ON CONFLICT ({key}) DO UPDATE SET {updates}"

    @cached_property
    def _statements(self) -> dict[str, str]:
        return {vendor: self.insertion(vendor) for vendor in PLACES}

    def put(self, rows: Sequence[Row]) -> None:
        """Insert the rows, or bring up to date what is there. Raises Django's database errors."""
        if not rows:
            return
        database = connections[DEFAULT_DB_ALIAS]
        for row in rows:
            for field in self._adapted:
                row[field.attname] = field.get_db_prep_value(row[field.attname], database, prepared=True)
        self._execute(self._statements[database.vendor], rows)

    def drop(self, column: str, values: Sequence[str]) -> None:
        """Delete the rows with these values of a column."""
        if values:
            place = PLACES[connections[DEFAULT_DB_ALIAS].vendor].format(column)
            statement = f'DELETE FROM "{self.name}" WHERE "{column}" = {place}'  # noqa: S608 - own names
            self._execute(statement, [{column: value} for value in values])

    def _execute(self, statement: str, rows: Sequence[Row]) -> None:
        database = connections[DEFAULT_DB_ALIAS]
        with database.wrap_database_errors, closing(database.connection.cursor()) as cursor:
            cursor.executemany(statement, rows)
