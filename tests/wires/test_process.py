# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Whole calls: a citizen rings over SIP, a page rings, they hear each other, and it is in the books."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from hotline.calls.models import CallRecord, OfferRecord, OpenCall, OpenDialog, SegmentRecord
from hotline.calls.queries import conservation, contradictory_calls
from hotline.exchange.words import AgentId, CallState, Chosen
from hotline.organisations.models import Line
from tests.calls import scenes
from tests.parts.media_relay import MediaRelay
from tests.wires.database import in_database
from tests.wires.running import Exchange, running
from tests.wires.sounds import CLOSED, MUSIC, NOBODY, OTHER, WELCOME

CALLER, AGENT = 500, 700


async def booked() -> list[tuple[str, str, bool]]:
    """End, outcome and whether answered, of every call in the order of arrival."""

    def read() -> list[tuple[str, str, bool]]:
        records = CallRecord.objects.order_by("arrived_at", "id")
        return [(record.end, record.outcome, record.answered_at is not None) for record in records]

    return await in_database(read)


async def offers() -> list[str]:
    return await in_database(lambda: [offer.end for offer in OfferRecord.objects.order_by("made_at", "id")])


async def over(exchange: Exchange) -> None:
    """No call is left, neither here nor in the relay nor in the tables of what is open."""
    running_ = exchange.process
    await exchange.until_calls_are()
    await exchange.until(lambda: not running_.connections.all() and not running_.user_agent.legs)
    await exchange.stored()
    assert await in_database(lambda: OpenCall.objects.count() + OpenDialog.objects.count()) == 0
    async with asyncio.timeout(10):
        while await running_.relay.calls():
            await asyncio.sleep(0.02)
    calls = await in_database(lambda: conservation(CallRecord.objects.all()))
    assert (calls.unexplained, calls.still_here) == (0, 0)
    assert await in_database(lambda: list(contradictory_calls(CallRecord.objects.all()))) == []


def set_line(line: Line, **fields: Any) -> None:
    Line.objects.filter(pk=line.pk).update(**fields)


@pytest.fixture
def closed_line(open_line: Line, voice: Path) -> Iterator[Line]:
    with override_settings(FORCED_OPEN=False):
        yield open_line


async def test_a_caller_hears_welcome_and_music_talks_with_an_agent_and_is_in_the_books(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        caller = await exchange.network.caller(CALLER)
        await caller.telephone.hears(WELCOME)
        await caller.telephone.hears(MUSIC)
        page = await exchange.available(alma, AGENT)
        await page.answer()
        await caller.telephone.hears(AGENT)
        await page.telephone.hears(CALLER)
        caller.hang_up()
        await page.next("hangup")
        await over(exchange)
    record = await in_database(CallRecord.objects.get)
    assert (record.end, record.outcome) == ("answered_caller_hung_up", "answered")
    assert (record.caller_number, record.number_withheld) == (caller.number, False)
    segment = await in_database(SegmentRecord.objects.get)
    assert (segment.agent_id, segment.end) == (alma, "caller_hung_up")
    assert await offers() == ["answered"]


async def test_an_agent_who_waits_is_rung_while_the_welcome_plays(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        page = await exchange.available(alma, AGENT)
        caller = await exchange.network.caller(CALLER)
        await page.answer()
        for _ in range(5):  # longer than the welcome: no music comes after it
            await caller.telephone.hears(AGENT)
        await page.telephone.hears(CALLER)
        await exchange.stored()
    record, offer = await in_database(lambda: (CallRecord.objects.get(), OfferRecord.objects.get()))
    assert offer.made_at == record.queued_at


async def test_a_withheld_number_stays_withheld(alma: AgentId, media_relay: MediaRelay) -> None:
    async with running(media_relay) as exchange:
        page = await exchange.available(alma, AGENT)
        caller = await exchange.network.citizen(CALLER)
        caller.ring(withheld=True)
        await caller.answered()
        ring = await page.answer()
        assert (ring["number"], ring["withheld"]) == ("", True)
        caller.hang_up()
        await over(exchange)
    record = await in_database(CallRecord.objects.get)
    assert (record.caller_number, record.number_withheld, record.number_key) == ("", True, "")


async def test_an_agent_declines_and_the_next_one_is_rung(
    alma: AgentId, bo: AgentId, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        page = await exchange.available(alma, AGENT)
        caller = await exchange.network.caller(CALLER)
        ring = await page.next("ring")
        other = await exchange.available(bo, AGENT + 150)
        await page.say("decline", offer=ring["offer"])
        again = await other.answer()
        assert (again["call"], again["offer"]) == (ring["call"], f"{ring['call']}.2")
        await caller.telephone.hears(AGENT + 150)
        caller.hang_up()
        await over(exchange)
    assert await offers() == ["declined", "answered"]


async def test_a_ring_nobody_answers_goes_on_and_too_many_put_the_agent_away(
    alma: AgentId, open_line: Line, media_relay: MediaRelay
) -> None:
    await in_database(lambda: set_line(open_line, ring_seconds=1, missed_limit=2))
    async with running(media_relay) as exchange:
        page = await exchange.available(alma, AGENT)
        caller = await exchange.network.caller(CALLER)
        for _ in range(2):
            ring = await page.next("ring")
            assert await page.next("stop") == {"type": "stop", "offer": ring["offer"], "reason": "rang_out"}
        shown = await page.shows(status="away_missed")
        assert shown["missed"] == 2
        await page.say("choose", chosen="available")
        await page.answer()
        await caller.telephone.hears(AGENT)
        assert exchange.process.switchboard.state.agents[alma].chosen is Chosen.AVAILABLE
        caller.hang_up()
        await over(exchange)
    assert await offers() == ["rang_out", "rang_out", "answered"]


async def test_a_caller_who_leaves_while_waiting_has_abandoned(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        caller = await exchange.network.caller(CALLER)
        await exchange.until_calls_are(CallState.WAITING)
        caller.hang_up()
        await over(exchange)
    assert await booked() == [("abandoned", "abandoned", False)]


async def test_a_caller_who_leaves_while_it_rings_stops_the_ringing(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        page = await exchange.available(alma, AGENT)
        caller = await exchange.network.caller(CALLER)
        ring = await page.next("ring")
        caller.hang_up()
        assert await page.next("stop") == {"type": "stop", "offer": ring["offer"], "reason": "caller_gone"}
        await over(exchange)
        await page.shows(status="available")
    assert await booked() == [("abandoned", "abandoned", False)]
    assert await offers() == ["caller_gone"]


async def test_a_caller_who_leaves_at_the_instant_of_the_answer_leaves_nothing_behind(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        page = await exchange.available(alma, AGENT)
        for _ in range(3):
            caller = await exchange.network.caller(CALLER)
            ring = await page.next("ring")
            caller.hang_up()
            await page.say("answer", offer=ring["offer"], sdp=page.telephone.sdp())
            await over(exchange)
            await page.say("wrapup", do="end")
            await page.shows(status="available", call=None)


async def test_a_caller_who_gives_up_before_the_answer_leaves_nothing_behind(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        for _ in range(3):
            caller = await exchange.network.citizen(CALLER)
            caller.ring()
            await exchange.until(lambda: bool(exchange.states()))
            caller.hang_up()
            await over(exchange)
    assert [end for end, _, _ in await booked()] == ["abandoned"] * 3


async def test_a_closed_line_says_so_and_hangs_up(closed_line: Line, media_relay: MediaRelay) -> None:
    async with running(media_relay) as exchange:
        caller = await exchange.network.caller(CALLER)
        await caller.telephone.hears(CLOSED)
        await caller.hung_up_on()
        await over(exchange)
    assert await booked() == [("diverted_closed", "diverted", False)]


async def test_who_was_let_in_is_served_after_closing_time(alma: AgentId, media_relay: MediaRelay) -> None:
    async with running(media_relay) as exchange:
        waiting = await exchange.network.caller(CALLER)
        await exchange.until_calls_are(CallState.WAITING)
        with override_settings(FORCED_OPEN=False):
            await exchange.process.directory.refresh()
            late = await exchange.network.caller(CALLER)
            await late.telephone.hears(CLOSED)
            page = await exchange.available(alma, AGENT)
            await page.answer()
            await waiting.telephone.hears(AGENT)
            await late.hung_up_on()
            waiting.hang_up()
            await over(exchange)
    assert [end for end, _, _ in await booked()] == ["answered_caller_hung_up", "diverted_closed"]


async def test_too_many_are_refused_and_those_waiting_go_on(
    alma: AgentId, open_line: Line, media_relay: MediaRelay
) -> None:
    await in_database(lambda: set_line(open_line, most_waiting=2))
    async with running(media_relay) as exchange:
        waiting = [await exchange.network.caller(CALLER) for _ in range(2)]
        too_many = await exchange.network.citizen(CALLER)
        too_many.ring()
        refused = await too_many.refused()
        assert refused.status == 486
        assert refused.retry_after_ms == 10_000
        await exchange.until_calls_are(CallState.WAITING, CallState.WAITING)
        waiting[0].hang_up()
        await exchange.until_calls_are(CallState.WAITING)
        await exchange.network.caller(CALLER)
        await exchange.until_calls_are(CallState.WAITING, CallState.WAITING)
        await exchange.stored()
    assert sorted(await booked()) == [
        ("", "", False),
        ("", "", False),
        ("abandoned", "abandoned", False),
        ("refused", "refused", False),
    ]


async def test_callers_are_told_when_nobody_is_left(
    alma: AgentId, open_line: Line, media_relay: MediaRelay
) -> None:
    await in_database(lambda: set_line(open_line, nobody_seconds=1))
    async with running(media_relay) as exchange:
        page = await exchange.page(alma, AGENT)
        await page.say("choose", chosen="paused", reason="Møde")
        await page.shows(status="paused")
        caller = await exchange.network.caller(CALLER)
        await caller.telephone.hears(MUSIC)
        await page.say("choose", chosen="signed_out")
        await caller.telephone.hears(NOBODY)
        await caller.hung_up_on()
        await over(exchange)
    assert await booked() == [("diverted_nobody", "diverted", False)]


async def test_a_caller_is_told_the_place_and_hears_music_again(
    alma: AgentId, open_line: Line, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        caller = await exchange.network.caller(CALLER)
        await caller.telephone.hears(WELCOME)
        await caller.telephone.hears(OTHER)
        await caller.telephone.hears(MUSIC)
        call = next(iter(exchange.process.switchboard.state.calls.values()))
        assert call.position == 1


async def test_a_caller_who_sends_no_offer_is_greeted_and_served(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        page = await exchange.available(alma, AGENT)
        caller = await exchange.network.late_caller(CALLER)
        await caller.telephone.hears(WELCOME)
        await page.answer()
        await caller.telephone.hears(AGENT)
        await page.telephone.hears(CALLER)
        caller.hang_up()
        await over(exchange)
    assert [end for end, _, _ in await booked()] == ["answered_caller_hung_up"]


async def test_a_caller_who_sends_no_offer_hears_that_the_line_is_closed(
    closed_line: Line, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        caller = await exchange.network.late_caller(CALLER)
        await caller.telephone.hears(CLOSED)
        await caller.hung_up_on()
        await over(exchange)
    assert await booked() == [("diverted_closed", "diverted", False)]


async def test_who_rings_a_number_of_nobody_is_refused(alma: AgentId, media_relay: MediaRelay) -> None:
    await in_database(lambda: Line.objects.create(name="Other", slug="other", number="+4570200099"))
    async with running(media_relay) as exchange:
        stranger = await exchange.network.citizen(CALLER)
        stranger.ring("12345678")
        assert (await stranger.refused()).status == 404
        other = await exchange.network.citizen(CALLER)
        other.ring("4570200099")
        await other.answered()
        lines = exchange.process.directory.content.lines
        called = [lines[call.line].slug for call in exchange.process.switchboard.state.calls.values()]
        assert called == ["other"]
    assert len(await booked()) == 1


async def test_twenty_callers_and_five_agents_lose_nobody(open_line: Line, media_relay: MediaRelay) -> None:
    names = ("Alma", "Bo", "Cilla", "Dan", "Eva")
    agents = await in_database(lambda: [AgentId(scenes.agent(name).pk) for name in names])
    async with running(media_relay) as exchange:
        callers = [await exchange.network.caller(CALLER) for _ in range(20)]
        pages = [await exchange.available(agent, AGENT) for agent in agents]
        for _ in range(4):
            for page in pages:
                ring = await page.answer()
                await page.say("hangup", call=ring["call"])
                await page.next("hangup")
                await page.say("wrapup", do="end")
        for caller in callers:
            await caller.hung_up_on()
        await over(exchange)
    assert await booked() == [("answered_agent_hung_up", "answered", True)] * 20
    segments = await in_database(lambda: [segment.call_id for segment in SegmentRecord.objects.all()])
    assert len(set(segments)) == len(segments) == 20
