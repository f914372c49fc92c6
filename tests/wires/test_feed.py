# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What the exchange tells of its state: whole, in time, not too often, and to nobody without the token."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from django.test import override_settings

from hotline.calls.control import control_headers
from hotline.exchange.events import AgentPaused, AgentSignedOut
from hotline.exchange.expecting import expected_wait
from hotline.exchange.records import Pace, Span
from hotline.exchange.words import AgentId, AgentStatus
from hotline.live.following import Following
from hotline.live.snapshot import AgentNow, LineNow, Snapshot, decode
from hotline.wires.feed import AT_MOST_EVERY, Feed, snapshot_of
from tests.exchange.stories import ANNA, BENT, HOTLINE, MIA, NIELS, START, Story
from tests.parts.media_relay import ADDRESS, MediaRelay
from tests.wires.running import Exchange, running

NOBODY = Snapshot(START)


@asynccontextmanager
async def told(feed: Feed) -> AsyncIterator[None]:
    task = asyncio.create_task(feed.keep_telling())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def listening(exchange: Exchange) -> AsyncIterator[Following]:
    one = Following(lambda: None)
    with override_settings(EXCHANGE_ADDRESS=ADDRESS, EXCHANGE_PORT=exchange.addresses.http[1]):
        task = asyncio.create_task(one.keep_following())
        try:
            await exchange.until(lambda: one.heard.is_connected)
            yield one
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


def test_an_empty_exchange_has_nothing_to_tell() -> None:
    assert snapshot_of(Story().state, START, []) == NOBODY


def test_who_waits_and_who_is_there_is_told() -> None:
    story = Story()
    story.begin_duty(MIA, NIELS)
    story.tell(AgentPaused(NIELS, "break"))
    story.call_in(ANNA, BENT)
    shown = snapshot_of(story.state, story.now, ["media"])
    assert shown.lines == (LineNow(HOTLINE, 1, story.call(BENT).place_at, 2, 1, None),)
    assert [(agent.agent, agent.status) for agent in shown.agents] == [
        (MIA, AgentStatus.RINGING),
        (NIELS, AgentStatus.PAUSED),
    ]
    assert shown.problems == ("media",)


def test_somebody_free_means_no_wait() -> None:
    story = Story()
    story.begin_duty(MIA)
    assert snapshot_of(story.state, story.now, []).line(HOTLINE).expected == Span(0, 0)


def test_the_next_caller_is_told_the_wait_behind_those_who_wait() -> None:
    story = Story()
    story.talk(MIA, ANNA)
    story.call_in(BENT)
    story.state.queue(HOTLINE).pace = pace = Pace(30, 240_000)
    assert snapshot_of(story.state, story.now, []).line(HOTLINE).expected == expected_wait(2, 1, pace)


def test_who_signed_out_is_left_out() -> None:
    story = Story()
    story.begin_duty(MIA)
    story.tell(AgentSignedOut(MIA))
    assert snapshot_of(story.state, story.now, []).agents == ()


async def test_a_change_is_told_at_once_and_a_hundred_are_told_as_few() -> None:
    states = iter(range(10_000))
    feed = Feed(lambda: Snapshot(START, problems=(str(next(states)),)))
    async with told(feed):
        lines = feed.follow()
        await anext(lines)
        await asyncio.sleep(AT_MOST_EVERY)
        began = time.monotonic()
        feed.change()
        await anext(lines)
        assert time.monotonic() - began < AT_MOST_EVERY / 2
        for _ in range(100):
            feed.change()
            await asyncio.sleep(0.01)
        await anext(lines)
        assert next(states) <= 6


async def test_without_a_change_there_is_a_sign_of_life() -> None:
    feed = Feed(lambda: NOBODY)
    async with told(feed):
        lines = feed.follow()
        assert [decode(await anext(lines)) for _ in range(2)] == [NOBODY, NOBODY]


async def test_nobody_listening_costs_nothing() -> None:
    asked: list[int] = []

    def read() -> Snapshot:
        asked.append(1)
        return NOBODY

    feed = Feed(read)
    async with told(feed):
        feed.change()
        await asyncio.sleep(0.1)
    assert (asked, feed.followers) == ([], 0)


async def test_a_feed_that_closes_ends_what_it_tells() -> None:
    feed = Feed(lambda: NOBODY)
    lines = feed.follow()
    await anext(lines)
    rest = asyncio.create_task(_all(lines))
    await asyncio.sleep(0)
    feed.close()
    assert await rest == []
    assert [decode(line) async for line in feed.follow()] == []


async def _all(lines: AsyncIterator[bytes]) -> list[bytes]:
    return [line async for line in lines]


async def test_a_web_process_hears_what_happens_on_the_line(alma: AgentId, media_relay: MediaRelay) -> None:
    async with running(media_relay) as exchange, listening(exchange) as one:
        await exchange.available(alma)
        await exchange.until(lambda: _statuses(one) == [AgentStatus.AVAILABLE])
        await exchange.network.caller()
        await exchange.until(lambda: _statuses(one) == [AgentStatus.RINGING])


def _statuses(one: Following) -> list[AgentStatus]:
    agents: tuple[AgentNow, ...] = one.heard.snapshot.agents if one.heard.snapshot else ()
    return [agent.status for agent in agents]


async def test_a_web_process_finds_the_exchange_again_after_a_restart(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange, listening(exchange) as one:
        await exchange.stop()
        await exchange.until(lambda: not one.heard.is_connected)
        await exchange.start()
        await exchange.until(lambda: one.heard.is_connected)


async def test_an_exchange_that_is_stopped_waits_for_no_listener(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange, listening(exchange):
        began = time.monotonic()
        await exchange.stop()
        assert time.monotonic() - began < 1
        await exchange.start()


async def test_the_live_state_asks_for_the_token(alma: AgentId, media_relay: MediaRelay) -> None:
    async with running(media_relay) as exchange, httpx.AsyncClient() as client:
        address = f"http://{ADDRESS}:{exchange.addresses.http[1]}/control/live"
        assert (await client.get(address)).status_code == 401
        async with client.stream("GET", address, headers=control_headers()) as answer:
            assert decode(await anext(answer.aiter_lines())).problems == ()
