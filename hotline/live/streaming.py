# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The one way to stream to a browser.

Whoever is let in may have been looked up in the database; a stream that kept that connection would hold it
for hours. So the question is asked in the request's own thread and its connections are closed there, before
the first byte is sent. A stream ends after some minutes; the browser asks again by itself, and is judged
anew.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import TypeVar

from asgiref.sync import sync_to_async
from django.db import connections
from django.http import StreamingHttpResponse

from hotline.live.boards import Board

LASTS = 300.0
ASKS_AGAIN_AFTER_MS = 1000

Answer = TypeVar("Answer")


async def asked_beforehand(question: Callable[[], Answer]) -> Answer:
    """What is answered with the help of the database, whose connections are given back afterwards."""

    def ask() -> Answer:
        try:
            return question()
        finally:
            connections.close_all()

    return await sync_to_async(ask)()


def stream(board: Board, goes_on: Callable[[], bool] = lambda: True) -> StreamingHttpResponse:
    """The board as server-sent events, for as long as `goes_on` says so."""
    response = StreamingHttpResponse(_events(board, goes_on), content_type="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"  # a proxy in front passes it on at once
    return response


async def _events(board: Board, goes_on: Callable[[], bool]) -> AsyncIterator[bytes]:
    loop = asyncio.get_running_loop()
    until = loop.time() + LASTS
    yield b"retry: %d\n\n" % ASKS_AGAIN_AFTER_MS
    async for event in board.follow():
        if loop.time() > until or not goes_on():
            return
        yield event
