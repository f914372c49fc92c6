# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Asking the database beside the event loop, which it must never hold up."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from django.db import connection

Answer = TypeVar("Answer")


async def beside(question: Callable[[], Answer]) -> Answer:
    """What a question asked in another thread is answered; the connection it opened is closed again."""

    def ask() -> Answer:
        try:
            return question()
        finally:
            connection.close()

    return await asyncio.to_thread(ask)
