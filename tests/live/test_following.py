# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A web process hears the exchange over one connection, and knows when it hears nothing."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from hotline.exchange.words import Instant
from hotline.live import following
from hotline.live.following import Following
from hotline.live.snapshot import Snapshot
from tests.live.exchange import telling, until

FIRST, SECOND = Snapshot(Instant(1_000_000)), Snapshot(Instant(2_000_000), problems=("media",))


@asynccontextmanager
async def followed() -> AsyncIterator[tuple[Following, list[float]]]:
    """One that follows, and the instants at which it said that something changed."""
    changed: list[float] = []
    one = Following(lambda: changed.append(time.time()))
    task = asyncio.create_task(one.keep_following())
    try:
        yield one, changed
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_nothing_is_known_before_anything_was_heard() -> None:
    one = Following(lambda: None)
    assert one.heard.snapshot is None
    assert one.heard.lost_at is not None
    assert not one.heard.is_connected


async def test_what_the_exchange_tells_is_known_at_once() -> None:
    async with telling() as exchange, followed() as (one, changed):
        exchange.tell(FIRST)
        await until(lambda: one.heard.snapshot == FIRST)
        exchange.tell(SECOND)
        await until(lambda: one.heard.snapshot == SECOND)
        assert one.heard.is_connected
        assert (len(changed), exchange.connections) == (2, 1)


async def test_the_time_is_the_exchanges() -> None:
    async with telling() as exchange, followed() as (one, _changed):
        exchange.tell(FIRST)
        await until(lambda: one.heard.snapshot == FIRST)
        assert 0 <= one.now_ms() - FIRST.now < 5_000


async def test_a_connection_that_ends_is_told_and_made_anew() -> None:
    async with telling() as exchange, followed() as (one, _changed):
        exchange.tell(FIRST)
        await until(lambda: one.heard.is_connected)
        before = time.time()
        exchange.tell(None)
        await until(lambda: not one.heard.is_connected)
        assert one.heard.snapshot == FIRST  # what was known is still known, and known to be old
        assert one.heard.lost_at is not None
        assert one.heard.lost_at >= before
        exchange.tell(SECOND)
        await until(lambda: one.heard.is_connected)
        assert (one.heard.snapshot, exchange.connections) == (SECOND, 2)


async def test_an_exchange_that_falls_silent_counts_as_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "SILENCE", 0.2)
    async with telling() as exchange, followed() as (one, _changed):
        exchange.tell(FIRST)
        await until(lambda: one.heard.is_connected)
        await until(lambda: not one.heard.is_connected)


async def test_a_web_process_started_before_the_exchange_finds_it_later() -> None:
    async with followed() as (one, changed):
        await asyncio.sleep(0.1)
        assert changed == []
        async with telling() as exchange:
            exchange.tell(FIRST)
            await until(lambda: one.heard.is_connected)
