# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A browser as a citizen's telephone: it rings over the pages' socket and is a caller like any other."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from hotline.calls.models import CallRecord
from hotline.desk.tokens import token_for_citizen
from hotline.exchange.words import AgentId, CallState
from hotline.organisations.models import Line
from tests.parts.media_relay import MediaRelay
from tests.wires.database import in_database
from tests.wires.page import Page, open_page
from tests.wires.running import Exchange, running
from tests.wires.test_media import browser_leg

AGENT = 700
OFFER = browser_leg("caller", "actpass").sdp


@asynccontextmanager
async def citizen(exchange: Exchange) -> AsyncIterator[Page]:
    page = await open_page(exchange.url, token_for_citizen())
    try:
        yield page
    finally:
        await page.leave()


async def ends() -> list[str]:
    return await in_database(lambda: [call.end for call in CallRecord.objects.order_by("arrived_at")])


async def test_a_citizens_page_is_answered_as_browsers_want_it_and_waits(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange, citizen(exchange) as page:
        await page.say("call", sdp=OFFER)
        answer = (await page.next("answer"))["sdp"].splitlines()
        assert [line.split()[2] for line in answer if line.startswith("m=")] == ["UDP/TLS/RTP/SAVPF"]
        assert "a=setup:passive" in answer
        await exchange.until_calls_are(CallState.WAITING)
        await exchange.stored()
        record = await in_database(CallRecord.objects.get)
        assert (record.caller_number, record.number_withheld) == ("", True)


async def test_a_citizens_page_talks_and_is_hung_up_on(alma: AgentId, media_relay: MediaRelay) -> None:
    async with running(media_relay) as exchange, citizen(exchange) as page:
        agent = await exchange.available(alma, AGENT)
        await page.say("call", sdp=OFFER, called="70200000")
        await page.next("answer")
        ring = await agent.answer()
        assert (ring["number"], ring["withheld"]) == ("", True)
        await agent.say("hangup", call=ring["call"])
        assert (await page.next("hangup"))["call"] == ring["call"]
        await exchange.until_calls_are()
        await exchange.stored()
    assert await ends() == ["answered_agent_hung_up"]


async def test_a_citizen_hangs_up_and_may_ring_again_at_once(alma: AgentId, media_relay: MediaRelay) -> None:
    async with running(media_relay) as exchange, citizen(exchange) as page:
        for _ in range(3):
            await page.say("call", sdp=OFFER)
            await page.say("hangup")
        await page.say("call", sdp=OFFER)
        await page.next("answer")
        await exchange.until_calls_are(CallState.WAITING)
        await exchange.until(lambda: len(exchange.process.connections.all()) == 1)
        await exchange.stored()
        assert await ends() == ["abandoned", "abandoned", "abandoned", ""]


async def test_a_page_in_a_call_cannot_ring_a_second_time(alma: AgentId, media_relay: MediaRelay) -> None:
    async with running(media_relay) as exchange, citizen(exchange) as page:
        await page.say("call", sdp=OFFER)
        await page.say("call", sdp=OFFER)
        await page.next("answer")
        await exchange.until_calls_are(CallState.WAITING)
        assert len(exchange.process.connections.all()) == 1


async def test_a_citizen_who_closes_the_page_has_hung_up(alma: AgentId, media_relay: MediaRelay) -> None:
    async with running(media_relay) as exchange:
        async with citizen(exchange) as page:
            await page.say("call", sdp=OFFER)
            await page.next("answer")
        await exchange.until_calls_are()
        await exchange.stored()
    assert await ends() == ["abandoned"]


async def test_keys_are_heard_while_in_a_call_and_only_then(alma: AgentId, media_relay: MediaRelay) -> None:
    async with running(media_relay) as exchange, citizen(exchange) as page:
        await page.say("digit", digit="1")
        await page.say("hangup")
        await page.say("call", sdp=OFFER)
        await page.next("answer")
        await exchange.until_calls_are(CallState.WAITING)
        before = exchange.process.switchboard.events
        await page.say("digit", digit="5")
        await exchange.until(lambda: exchange.process.switchboard.events > before)


async def test_nonsense_of_a_citizens_page_disturbs_nothing(alma: AgentId, media_relay: MediaRelay) -> None:
    async with running(media_relay) as exchange, citizen(exchange) as page:
        for said in ("{", "null", '{"type": "dance"}', '{"type": "choose", "chosen": "available"}'):
            await page.socket.send(said)
        await page.socket.send(b"\x00")
        await page.say("call", sdp="v=0\r\n")
        assert (await page.next("hangup"))["reason"] == "refused"
        await page.say("call", sdp=OFFER)
        await page.next("answer")


async def test_a_number_of_nobody_is_refused(alma: AgentId, media_relay: MediaRelay) -> None:
    await in_database(lambda: Line.objects.create(name="Other", slug="other", number="+4570200099"))
    async with running(media_relay) as exchange, citizen(exchange) as page:
        await page.say("call", sdp=OFFER, called="12345678")
        assert (await page.next("hangup"))["reason"] == "refused"
        assert exchange.states() == []


async def test_too_many_are_refused_with_the_reason(
    alma: AgentId, open_line: Line, media_relay: MediaRelay
) -> None:
    await in_database(lambda: Line.objects.update(most_waiting=1))
    async with running(media_relay) as exchange, citizen(exchange) as first, citizen(exchange) as second:
        await first.say("call", sdp=OFFER)
        await first.next("answer")
        await second.say("call", sdp=OFFER)
        assert (await second.next("hangup"))["reason"] == "overload"
        await first.say("hangup")
        await exchange.until_calls_are()
        await second.say("call", sdp=OFFER)
        await second.next("answer")


async def test_a_restart_ends_the_calls_of_citizens_pages(alma: AgentId, media_relay: MediaRelay) -> None:
    async with running(media_relay) as exchange:
        async with citizen(exchange) as page:
            await page.say("call", sdp=OFFER)
            await page.next("answer")
            await exchange.until_calls_are(CallState.WAITING)
            await exchange.restart()
            await page.closes()
        await exchange.until_calls_are()
        await exchange.stored()
        assert exchange.process.connections.all() == []
    assert await ends() == ["abandoned"]
