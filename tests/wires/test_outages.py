# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The media relay dies, the database goes: what is heard, what is shown, and that it heals by itself."""

import asyncio

import httpx
import pytest

from hotline.calls.models import CallRecord, Checkpoint
from hotline.exchange.words import AgentId, CallState
from hotline.wires import journal, process
from tests.parts.media_relay import ADDRESS, MediaRelay
from tests.wires.database import in_database, no_database
from tests.wires.running import Exchange, running
from tests.wires.sounds import ERROR, MUSIC

CALLER, AGENT = 500, 700


@pytest.fixture
def impatient(calm: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "PATIENCE", 0.3)
    monkeypatch.setattr(journal, "RETRY", 0.1)


async def health(exchange: Exchange) -> tuple[int, list[str]]:
    port = exchange.addresses.http[1]
    async with httpx.AsyncClient() as client:
        answer = await client.get(f"http://{ADDRESS}:{port}/health")
    return answer.status_code, answer.json()["problems"]


async def ends() -> list[tuple[str, str]]:
    def read() -> list[tuple[str, str]]:
        return [(call.end, call.outcome) for call in CallRecord.objects.order_by("arrived_at")]

    return await in_database(read)


async def test_when_the_relay_dies_every_call_ends_with_that_reason_and_it_is_shown(
    alma: AgentId, mortal_relay: MediaRelay
) -> None:
    async with running(mortal_relay) as exchange:
        page = await exchange.available(alma, AGENT)
        talking = await exchange.network.caller(CALLER)
        await page.answer()
        waiting = await exchange.network.caller(CALLER)
        await exchange.until_calls_are(CallState.TALKING, CallState.WAITING)
        assert await health(exchange) == (200, [])

        mortal_relay.kill()
        await talking.hung_up_on()
        await waiting.hung_up_on()
        await page.next("hangup")
        await page.shows(trouble="media")
        assert await health(exchange) == (503, ["media"])
        await exchange.until_calls_are()
        await exchange.stored()
        assert await ends() == [("media_lost", "answered"), ("media_lost", "lost")]


async def test_without_a_relay_callers_are_refused_and_with_one_served_at_once(
    alma: AgentId, mortal_relay: MediaRelay
) -> None:
    async with running(mortal_relay) as exchange:
        page = await exchange.available(alma, AGENT)
        mortal_relay.kill()
        await page.shows(trouble="media")
        caller = await exchange.network.citizen(CALLER)
        caller.ring()
        refused = await caller.refused()
        assert (refused.status, refused.retry_after_ms) == (503, 10_000)

        mortal_relay.start()
        await page.shows(trouble="")
        assert await health(exchange) == (200, [])
        again = await exchange.network.caller(CALLER)
        await page.answer()
        await again.telephone.hears(AGENT)
        await page.telephone.hears(CALLER)
        await exchange.stored()
    assert [end for end, _ in await ends()] == ["refused", ""]


async def test_an_exchange_that_starts_without_a_relay_serves_when_there_is_one(
    alma: AgentId, mortal_relay: MediaRelay
) -> None:
    mortal_relay.kill()
    async with running(mortal_relay) as exchange:
        assert await health(exchange) == (503, ["media"])
        page = await exchange.available(alma, AGENT)
        mortal_relay.start()
        await page.shows(trouble="")
        caller = await exchange.network.caller(CALLER)
        await page.answer()
        await caller.telephone.hears(AGENT)


@pytest.mark.usefixtures("impatient")
async def test_when_the_database_goes_calls_go_on_and_can_be_ended(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        page = await exchange.available(alma, AGENT)
        caller = await exchange.network.caller(CALLER)
        ring = await page.answer()
        await exchange.stored()
        async with no_database():
            await page.say("hold", call=ring["call"])
            await page.next("held")
            await caller.telephone.hears(MUSIC)
            await page.shows(trouble="database")
            assert await health(exchange) == (503, ["database"])
            await page.say("resume", call=ring["call"])
            await page.next("resumed")
            await caller.telephone.hears(AGENT)
            await page.say("hangup", call=ring["call"])
            await caller.hung_up_on()
        await page.shows(trouble="")
        assert await health(exchange) == (200, [])
        await exchange.until_calls_are()
        await exchange.stored()
    assert await ends() == [("answered_agent_hung_up", "answered")]


@pytest.mark.usefixtures("impatient")
async def test_while_the_database_is_away_new_callers_are_told_that_nothing_works(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        page = await exchange.available(alma, AGENT)
        async with no_database():
            first = await exchange.network.citizen(CALLER)
            first.ring()
            await page.shows(trouble="database")
            second = await exchange.network.caller(CALLER)
            await second.telephone.hears(ERROR)
            await second.hung_up_on()
        await page.shows(trouble="")
        await page.answer()
        await first.answered()
        await first.telephone.hears(AGENT)
        first.hang_up()
        await exchange.until_calls_are()
        await exchange.stored()
    assert await ends() == [
        ("answered_caller_hung_up", "answered"),
        ("diverted_disturbance", "diverted"),
    ]


@pytest.mark.usefixtures("impatient")
async def test_what_happened_without_a_database_is_there_after_a_restart(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        page = await exchange.available(alma, AGENT)
        caller = await exchange.network.caller(CALLER)
        ring = await page.next("ring")
        async with no_database():
            await page.say("answer", offer=ring["offer"], sdp=page.telephone.sdp())
            joined = await page.next("joined")
            page.telephone.talk_to(ring["sdp"])
            await caller.telephone.hears(AGENT)
        await page.shows(trouble="")
        await exchange.stored()
        await exchange.restart()
        assert exchange.states() == [CallState.TALKING]
        again = await exchange.page(alma, AGENT, legs=[joined["leg"]])
        assert await again.next("joined") == joined
        await caller.telephone.hears(AGENT)


@pytest.mark.usefixtures("impatient")
async def test_the_set_up_is_read_again_when_the_database_is_back(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        async with no_database("organisations_line"):
            assert await exchange.process.directory.refresh() is False
            caller = await exchange.network.caller(CALLER)
            await exchange.until_calls_are(CallState.WAITING)
        assert await exchange.process.directory.refresh() is True
        page = await exchange.available(alma, AGENT)
        await page.answer()
        await caller.telephone.hears(AGENT)


async def test_a_call_the_relay_lost_ends_when_something_is_wanted_of_it(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        page = await exchange.available(alma, AGENT)
        caller = await exchange.network.caller(CALLER)
        ring = await page.answer()
        await exchange.process.patchbay.media.delete(ring["call"])
        await page.say("hold", call=ring["call"])
        await caller.hung_up_on()
        await page.next("hangup")
        await exchange.until_calls_are()
        await exchange.stored()
    assert await ends() == [("failed", "answered")]


async def test_a_call_the_relay_lost_is_found_and_ended_by_the_watchdog(
    alma: AgentId, media_relay: MediaRelay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "RECONCILED_EVERY", 0.2)
    async with running(media_relay) as exchange:
        lost, other = await exchange.network.caller(CALLER), await exchange.network.caller(CALLER)
        await exchange.until_calls_are(CallState.WAITING, CallState.WAITING)
        call = next(iter(exchange.process.switchboard.state.calls))
        await exchange.process.patchbay.media.delete(call)
        await lost.hung_up_on()
        await exchange.until_calls_are(CallState.WAITING)
        await other.telephone.hears(MUSIC)


async def test_the_watchdog_goes_on_watching_after_the_relay_was_away(
    alma: AgentId, mortal_relay: MediaRelay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "RECONCILED_EVERY", 0.1)
    async with running(mortal_relay) as exchange:
        page = await exchange.available(alma, AGENT)
        mortal_relay.kill()
        await page.shows(trouble="media")
        mortal_relay.start()
        await page.shows(trouble="")
        await page.say("choose", chosen="paused", reason="Møde")
        lost = await exchange.network.caller(CALLER)
        await exchange.until_calls_are(CallState.WAITING)
        call = next(iter(exchange.process.switchboard.state.calls))
        await exchange.process.patchbay.media.delete(call)
        await lost.hung_up_on()


@pytest.mark.usefixtures("impatient")
async def test_checkpoints_go_on_after_the_database_was_away(
    alma: AgentId, media_relay: MediaRelay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "CHECKPOINT_EVERY", 0.1)
    async with running(media_relay) as exchange:
        async with no_database("calls_checkpoint"):
            await exchange.network.caller(CALLER)
            await exchange.until_calls_are(CallState.WAITING)
            await exchange.stored()
            await asyncio.sleep(0.3)

        async def is_kept() -> bool:
            return await in_database(Checkpoint.objects.exists)

        async with asyncio.timeout(20):
            while not await is_kept():
                await asyncio.sleep(0.05)
