# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The task boundary: whatever runs beside the main road is kept, and told of when it breaks."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import structlog

log = structlog.get_logger()

BEGUN_ANEW_AFTER = 0.5

_running: set[asyncio.Task[None]] = set()


def in_background(work: Coroutine[Any, Any, Any]) -> asyncio.Task[None]:
    """Run it beside everything else. A bug in it is told and ends only this task."""
    task = asyncio.get_running_loop().create_task(guarded(work))
    _running.add(task)
    task.add_done_callback(_running.discard)
    return task


async def kept_up(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Work that must not end before the process does: begun anew when a bug has ended it."""
    while True:
        await guarded(work())
        await asyncio.sleep(BEGUN_ANEW_AFTER)


async def guarded(work: Coroutine[Any, Any, Any]) -> None:
    """Let a bug end this piece of work only: it is told, the calls go on."""
    try:
        await work
    except Exception:  # the task boundary: one of the two places that may
        log.exception("a piece of work failed")
