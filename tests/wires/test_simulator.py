# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Citizens who are not there: drawn by chance, and as real as any other on the wire."""

import asyncio
import dataclasses
import statistics

import pytest

from hotline.exchange.words import AgentId, CallState
from hotline.wires.simulator import Ear, Plan, Simulation, stays_of
from tests.parts.media_relay import ADDRESS, MediaRelay
from tests.wires.running import Exchange, running
from tests.wires.sound import Telephone, tone

AGENT, SPEECH = 700, 1750
PLAN = Plan("70200000", (ADDRESS, 5070), callers=5, between=2.0, patience=30.0, talk=90.0)


def test_the_same_seed_gives_the_same_citizens() -> None:
    assert stays_of(PLAN, 7) == stays_of(PLAN, 7)
    assert stays_of(PLAN, 7) != stays_of(PLAN, 8)
    assert stays_of(PLAN, None) != stays_of(PLAN, None)


def test_there_are_as_many_as_planned_and_their_times_have_the_planned_averages() -> None:
    drawn = stays_of(dataclasses.replace(PLAN, callers=20_000), 1)
    assert len(drawn) == 20_000
    assert statistics.mean(stay.until_next for stay in drawn) == pytest.approx(2.0, rel=0.05)
    assert statistics.mean(stay.lasts for stay in drawn) == pytest.approx(120.0, rel=0.05)
    assert min(stay.lasts for stay in drawn) > 0


async def test_an_ear_counts_what_it_hears_and_speaks_round_and_round() -> None:
    loop = asyncio.get_running_loop()
    transport, ear = await loop.create_datagram_endpoint(Ear, local_addr=(ADDRESS, 0))
    telephone = await Telephone.open(AGENT)
    telephone.talk_to(telephone.sdp().replace(str(_port(telephone)), str(ear.port)))
    speaking = asyncio.create_task(ear.speak(tone(SPEECH, seconds=0.1), (ADDRESS, _port(telephone))))
    await telephone.hears(SPEECH)
    async with asyncio.timeout(10):
        while ear.heard < 10:
            await asyncio.sleep(0.01)
    transport.sendto(b"short", (ADDRESS, ear.port))
    speaking.cancel()
    telephone.close()
    transport.close()


def _port(telephone: Telephone) -> int:
    return int(telephone._transport.get_extra_info("sockname")[1])


def simulation(exchange: Exchange, told: list[str], **plan: float | str) -> Simulation:
    whole = Plan("70200000", exchange.addresses.sip, callers=1, between=0.01, patience=600.0, talk=600.0)
    return Simulation(dataclasses.replace(whole, **plan), tone(SPEECH), told.append, seed=1)  # type: ignore[arg-type]


async def test_a_citizen_waits_talks_and_is_hung_up_on(alma: AgentId, media_relay: MediaRelay) -> None:
    async with running(media_relay) as exchange:
        told: list[str] = []
        ringing = simulation(exchange, told)
        running_ = asyncio.create_task(ringing.run())
        await exchange.until_calls_are(CallState.WAITING)
        page = await exchange.available(alma, AGENT)
        ring = await page.answer()
        assert ring["number"] == "+4500000001"
        await page.telephone.hears(SPEECH)
        await page.say("hangup", call=ring["call"])
        await running_
        assert told == ["citizen 1 is on the line", "citizen 1 was hung up on"]
        assert ringing.counts["packets heard"] > 10


async def test_citizens_out_of_patience_hang_up_by_themselves(alma: AgentId, media_relay: MediaRelay) -> None:
    async with running(media_relay) as exchange:
        told: list[str] = []
        ringing = simulation(exchange, told, callers=3, patience=0.5, talk=0.5)
        await ringing.run()
        assert ringing.counts["hangs up"] == 3
        await exchange.until_calls_are()


async def test_a_citizen_who_rings_where_nobody_is_gives_up(media_relay: MediaRelay) -> None:
    nowhere = await Telephone.open(AGENT)
    plan = dataclasses.replace(PLAN, exchange=(ADDRESS, _port(nowhere)), callers=1, patience=0.1, talk=0.1)
    ringing = Simulation(plan, tone(SPEECH), lambda _told: None, seed=1)
    await ringing.run()
    assert ringing.counts["is on the line"] == 0
    nowhere.close()
