# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The tests' own way to the database, beside the exchange's: to look in, to lock it, to take it away."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from django.db import connection, transaction

from hotline.calls.models import Entry
from hotline.wires.beside import beside

in_database = beside


def kinds() -> list[tuple[int, str]]:
    """The journal."""
    return [(entry.position, entry.kind) for entry in Entry.objects.order_by("position")]


@asynccontextmanager
async def locked_database() -> AsyncIterator[None]:
    """Somebody else writes, and takes long."""
    locked, finish = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            Entry.objects.select_for_update().exists()
            Entry.objects.create(position=-1, at=0, kind="lock", call="", body="")
            _lock_table()
            locked.set()
            finish.wait()
            Entry.objects.filter(position=-1).delete()

    holding = asyncio.create_task(in_database(hold))
    await asyncio.to_thread(locked.wait)
    try:
        yield
    finally:
        finish.set()
        await holding


def _lock_table() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE calls_entry IN ACCESS EXCLUSIVE MODE")


def _rename(table: str, to: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'ALTER TABLE "{table}" RENAME TO "{to}"')


@asynccontextmanager
async def no_database(table: str = "calls_entry") -> AsyncIterator[None]:
    """Every write fails, as if the database were gone: the table it begins with is not there."""
    await in_database(lambda: _rename(table, "gone"))
    try:
        yield
    finally:
        await in_database(lambda: _rename("gone", table))
