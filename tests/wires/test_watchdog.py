# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What no event tells: a relay that dies or is another one, and calls only one side knows."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from structlog.testing import capture_logs

from hotline.exchange import events as e
from hotline.exchange.words import CallId, FailureCause, LineId
from hotline.wires import watchdog
from hotline.wires.connections import CALLER, ConnectionRecord, Connections
from hotline.wires.media import Media
from hotline.wires.relay import Relay
from hotline.wires.watchdog import RelayWatch, delete_orphans, end_soundless
from tests.parts.media_relay import ADDRESS, MediaRelay
from tests.wires.sound import Telephone

SOON = 20.0


class Watched:
    """A relay under watch, and what is told of it."""

    def __init__(self, relay: Relay) -> None:
        self.events: asyncio.Queue[e.Event] = asyncio.Queue()
        self.changes: list[bool] = []
        self.watch = RelayWatch(relay, self.events.put_nowait, self.changes.append)
        self.relay = relay

    async def next(self) -> e.Event:
        return await asyncio.wait_for(self.events.get(), SOON)

    async def uptime(self) -> int:
        told = await self.relay.ask("statistics")
        return int(told["statistics"]["totalstatistics"]["uptime"])


@asynccontextmanager
async def watched(media_relay: MediaRelay) -> AsyncIterator[Watched]:
    relay = await Relay.connect(ADDRESS, media_relay.ng_port)
    try:
        yield Watched(relay)
    finally:
        relay.close()


async def test_a_relay_that_is_well_is_no_news(media_relay: MediaRelay) -> None:
    async with watched(media_relay) as w:
        for _ in range(3):
            await w.watch.look()
        assert w.events.empty()
        assert (w.watch.is_up, w.changes) == (True, [])


async def test_a_relay_that_dies_is_noticed_within_two_seconds_and_once(mortal_relay: MediaRelay) -> None:
    async with watched(mortal_relay) as w:
        await w.watch.look()
        looking = asyncio.create_task(w.watch.keep_looking())
        began = asyncio.get_running_loop().time()
        mortal_relay.kill()
        assert await w.next() == e.MediaLost()
        assert asyncio.get_running_loop().time() - began < 2.0
        await asyncio.sleep(1.2)
        assert w.events.empty()

        await asyncio.to_thread(mortal_relay.start)
        assert await w.next() == e.MediaBack()
        assert w.changes == [False, True]
        looking.cancel()


async def test_a_relay_that_is_only_slow_still_has_its_calls(mortal_relay: MediaRelay) -> None:
    async with watched(mortal_relay) as w:
        await w.watch.look()
        mortal_relay.freeze()
        looking = asyncio.create_task(w.watch.look())
        await asyncio.sleep(1.3)
        mortal_relay.thaw()
        await looking
        assert w.events.empty()
        assert w.changes == []


async def test_a_relay_that_does_nothing_any_more_is_lost_in_the_end(
    mortal_relay: MediaRelay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watchdog, "PATIENCE", (0.1, 0.1))
    async with watched(mortal_relay) as w:
        mortal_relay.freeze()
        await w.watch.look()
        assert [await w.next()] == [e.MediaLost()]
        mortal_relay.thaw()


async def test_a_relay_that_was_never_there_is_lost_at_the_first_look(mortal_relay: MediaRelay) -> None:
    mortal_relay.kill()
    async with watched(mortal_relay) as w:
        await w.watch.look()
        assert [await w.next()] == [e.MediaLost()]
        assert w.watch.is_up is False


async def test_another_relay_in_its_place_has_lost_every_call(mortal_relay: MediaRelay) -> None:
    async with watched(mortal_relay) as w:
        async with asyncio.timeout(SOON):
            while await w.uptime() < 1:
                await asyncio.sleep(0.05)
        await w.watch.look()
        mortal_relay.kill()
        await asyncio.to_thread(mortal_relay.start)
        await w.watch.look()
        assert [await w.next(), await w.next()] == [e.MediaLost(), e.MediaBack()]
        assert w.watch.is_up is True


async def test_a_call_nobody_knows_is_deleted_when_it_was_a_suspect_before(media_relay: MediaRelay) -> None:
    relay, telephone = await Relay.connect(ADDRESS, media_relay.ng_port), await Telephone.open(500)
    media = Media(relay)
    for call in ("orphan", "known"):
        await media.park(call, telephone.leg(CALLER))
    others = await relay.calls() - {"orphan", "known"}

    def known() -> set[CallId]:
        return {CallId("known"), *map(CallId, others)}

    suspects = await delete_orphans(relay, known, set())
    assert suspects == {"orphan"}
    assert await relay.calls() >= {"orphan", "known"}
    with capture_logs() as told:
        suspects = await delete_orphans(relay, known, suspects)
    assert suspects == set()
    assert [entry["event"] for entry in told] == ["the relay held a call nobody knows"]
    assert await relay.calls() & {"orphan", "known"} == {"known"}
    await media.delete("known")
    telephone.close()
    relay.close()


async def test_a_call_that_is_just_ending_is_no_orphan(media_relay: MediaRelay) -> None:
    relay, telephone = await Relay.connect(ADDRESS, media_relay.ng_port), await Telephone.open(500)
    media = Media(relay)
    others = await relay.calls()
    await media.park("ending", telephone.leg(CALLER))
    suspects = await delete_orphans(relay, lambda: set(map(CallId, others)), set())
    await media.delete("ending")
    assert await delete_orphans(relay, lambda: set(map(CallId, others)), suspects) == set()
    telephone.close()
    relay.close()


@pytest.mark.parametrize(("is_up", "is_described", "ends"), [(1, 1, True), (0, 1, False), (1, 0, False)])
async def test_a_call_whose_sound_is_gone_is_ended_unless_it_never_had_any(
    media_relay: MediaRelay, is_up: int, is_described: int, ends: bool
) -> None:
    relay, telephone = await Relay.connect(ADDRESS, media_relay.ng_port), await Telephone.open(500)
    media, connections = Media(relay), Connections()
    leg = telephone.leg(CALLER)
    await media.park("heard", leg)
    for call, caller in (("heard", leg), ("soundless", leg if is_described else None)):
        connection = connections.add(ConnectionRecord(CallId(call), LineId(1), caller=caller))
        connection.is_up = bool(is_up)
    happened: list[e.Event] = []
    with capture_logs():
        await end_soundless(relay, connections, happened.append)
    assert happened == ([e.CallFailed(CallId("soundless"), FailureCause.RECONCILED)] if ends else [])
    await media.delete("heard")
    telephone.close()
    relay.close()
