# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""One exchange stops and another goes on: places are kept, talks go on, what rang rings again."""

from collections.abc import Iterator

import pytest
from django.test import override_settings

from hotline.calls.models import CallRecord, Checkpoint, Entry, OfferRecord, OpenCall, OpenDialog
from hotline.exchange.codec import encode_state
from hotline.exchange.words import AgentId, CallState
from hotline.organisations.models import Line
from tests.parts.media_relay import MediaRelay
from tests.wires.citizen import Citizen
from tests.wires.database import in_database
from tests.wires.page import Message, Page
from tests.wires.running import Exchange, running
from tests.wires.sounds import CLOSED, MUSIC

CALLER, AGENT, OTHER = 500, 700, 850


@pytest.fixture
def closed_line(open_line: Line) -> Iterator[Line]:
    with override_settings(FORCED_OPEN=False):
        yield open_line


async def ends() -> list[tuple[str, str]]:
    def read() -> list[tuple[str, str]]:
        return [(call.end, call.outcome) for call in CallRecord.objects.order_by("arrived_at")]

    return await in_database(read)


async def talking(exchange: Exchange, agent: AgentId) -> tuple[Citizen, Page, Message]:
    page = await exchange.available(agent, AGENT)
    caller = await exchange.network.caller(CALLER)
    ring = await page.answer()
    await caller.telephone.hears(AGENT)
    await page.telephone.hears(CALLER)
    await exchange.stored()
    return caller, page, ring


async def test_waiting_callers_keep_their_places_and_hear_music(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        callers = [await exchange.network.caller(CALLER) for _ in range(3)]
        await exchange.until_calls_are(*[CallState.WAITING] * 3)
        before = [(call.call, call.place_at) for call in exchange.process.switchboard.state.calls.values()]
        await exchange.restart()
        after = [(call.call, call.place_at) for call in exchange.process.switchboard.state.calls.values()]
        assert after == before
        for caller in callers:
            await caller.telephone.hears(MUSIC)

        page = await exchange.available(alma, AGENT)
        ring = await page.answer()
        assert ring["call"] == before[0][0]
        await callers[0].telephone.hears(AGENT)
        await page.telephone.hears(CALLER)


async def test_the_state_is_the_same_and_so_is_what_is_stored_next(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        await exchange.network.caller(CALLER)
        await exchange.until_calls_are(CallState.WAITING)
        await exchange.stored()
        position = exchange.process.journal.position
        await exchange.restart()
        await exchange.stored()
        assert exchange.process.journal.position > position
        entries = await in_database(lambda: [entry.position for entry in Entry.objects.all()])
        assert entries == list(range(1, len(entries) + 1))


async def test_what_rang_rings_again_when_the_page_is_back(alma: AgentId, media_relay: MediaRelay) -> None:
    async with running(media_relay) as exchange:
        page = await exchange.available(alma, AGENT)
        caller = await exchange.network.caller(CALLER)
        ring = await page.next("ring")
        await exchange.restart()
        await exchange.until_calls_are(CallState.WAITING)
        await caller.telephone.hears(MUSIC)
        again = await exchange.page(alma, AGENT)
        second = await again.answer()
        assert second["call"] == ring["call"]
        assert second["offer"] != ring["offer"]
        await caller.telephone.hears(AGENT)
        await exchange.stored()
    offers = await in_database(lambda: [offer.end for offer in OfferRecord.objects.order_by("made_at")])
    assert offers == ["exchange_restarted", "answered"]


async def test_a_talk_goes_on_without_an_exchange_and_no_music_comes_between(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        caller, page, ring = await talking(exchange, alma)
        caller.telephone.everything.clear()
        await exchange.stop()
        for _ in range(3):
            await caller.telephone.hears(AGENT)
            await page.telephone.hears(CALLER)
        await exchange.start()
        assert exchange.states() == [CallState.TALKING]
        await caller.telephone.hears(AGENT)

        again = await exchange.page(alma, AGENT, legs=[ring["leg"]])
        assert (await again.next("joined"))["leg"] == ring["leg"]
        await caller.telephone.hears(AGENT)
        await page.telephone.hears(CALLER)
        assert not caller.telephone.has_heard(MUSIC)


async def test_after_a_restart_the_agent_can_hold_resume_and_hang_up(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        caller, page, ring = await talking(exchange, alma)
        await exchange.restart()
        again = await exchange.page(alma, AGENT, legs=[ring["leg"]])
        await again.next("joined")
        await again.say("hold", call=ring["call"])
        await again.next("held")
        await caller.telephone.hears(MUSIC)
        await page.telephone.hears_nothing()
        await again.say("resume", call=ring["call"])
        await again.next("resumed")
        await caller.telephone.hears(AGENT)
        await again.say("hangup", call=ring["call"])
        await caller.hung_up_on()
        await exchange.until_calls_are()
        await exchange.stored()
    assert await ends() == [("answered_agent_hung_up", "answered")]


async def test_after_a_restart_the_caller_can_hang_up(alma: AgentId, media_relay: MediaRelay) -> None:
    async with running(media_relay) as exchange:
        caller, _, ring = await talking(exchange, alma)
        await exchange.restart()
        again = await exchange.page(alma, AGENT, legs=[ring["leg"]])
        await again.next("joined")
        caller.hang_up()
        assert (await again.next("hangup"))["call"] == ring["call"]
        await exchange.until_calls_are()
        await exchange.stored()
    assert await ends() == [("answered_caller_hung_up", "answered")]


async def test_a_caller_who_hangs_up_while_there_is_no_exchange_is_heard_by_the_next(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        caller, _, _ = await talking(exchange, alma)
        await exchange.stop()
        caller.hang_up()
        await exchange.start()
        await exchange.until_calls_are()
        await exchange.stored()
    assert await ends() == [("answered_caller_hung_up", "answered")]


async def test_a_hold_is_still_a_hold(alma: AgentId, media_relay: MediaRelay) -> None:
    async with running(media_relay) as exchange:
        caller, page, ring = await talking(exchange, alma)
        await page.say("hold", call=ring["call"])
        await page.next("held")
        await caller.telephone.hears(MUSIC)
        await exchange.restart()
        await caller.telephone.hears(MUSIC)
        again = await exchange.page(alma, AGENT, legs=[ring["leg"]])
        await again.shows(status="holding")
        await caller.telephone.hears(MUSIC)
        await page.telephone.hears_nothing()
        await again.say("resume", call=ring["call"])
        await again.next("resumed")
        await caller.telephone.hears(AGENT)
        await page.telephone.hears(CALLER)


async def test_a_page_that_was_loaded_anew_meanwhile_gets_its_call_back(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        caller, page, ring = await talking(exchange, alma)
        await page.leave()
        await exchange.restart()
        again = await exchange.page(alma, OTHER)
        offered = await again.answer_media()
        assert (offered["call"], offered["leg"] == ring["leg"]) == (ring["call"], False)
        await caller.telephone.hears(OTHER)
        await again.telephone.hears(CALLER)


async def test_an_agent_who_does_not_come_back_after_a_restart_loses_the_caller_to_another(
    alma: AgentId, bo: AgentId, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        caller, _, ring = await talking(exchange, alma)
        await exchange.restart()
        other = await exchange.available(bo, OTHER)
        again = await other.answer()
        assert again["call"] == ring["call"]
        await caller.telephone.hears(OTHER)
        await other.telephone.hears(CALLER)


async def test_whoever_was_being_told_that_the_line_is_closed_is_told_again(
    closed_line: Line, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        caller = await exchange.network.caller(CALLER)
        await exchange.until_calls_are(CallState.ANNOUNCED)
        await exchange.stored()
        await exchange.restart()
        await caller.telephone.hears(CLOSED)
        await caller.hung_up_on()
        await exchange.until_calls_are()
        await exchange.stored()
    assert await ends() == [("diverted_closed", "diverted")]


async def test_a_checkpoint_leaves_little_to_replay_and_changes_nothing(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        await exchange.network.caller(CALLER)
        await exchange.until_calls_are(CallState.WAITING)
        await exchange.stored()
        await exchange.process.save_checkpoint()
        await exchange.process.save_checkpoint()
        kept = await in_database(Checkpoint.objects.get)
        assert kept.position == exchange.process.journal.position
        state = encode_state(exchange.process.switchboard.state)
        assert kept.state.encode() == state
        await in_database(lambda: Entry.objects.filter(position__lte=kept.position).delete())
        await exchange.restart()
        assert exchange.states() == [CallState.WAITING]


async def test_no_checkpoint_is_taken_while_something_is_on_its_way(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        caller = await exchange.network.caller(CALLER)
        await exchange.until_calls_are(CallState.WAITING)
        await exchange.stored()
        caller.hang_up()
        await exchange.until_calls_are()
        if not exchange.process.journal.is_idle:
            await exchange.process.save_checkpoint()
            assert await in_database(Checkpoint.objects.count) == 0


# ---------------------------------------------------------------- a process that died between two stores


async def test_a_call_without_its_connection_is_ended_and_the_caller_hung_up_on(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        caller = await exchange.network.caller(CALLER)
        await exchange.until_calls_are(CallState.WAITING)
        await exchange.stop()
        await in_database(lambda: OpenCall.objects.all().delete())
        await exchange.start()
        await caller.hung_up_on()
        await exchange.until_calls_are()
        await exchange.until(lambda: not exchange.process.user_agent.legs)
        await exchange.stored()
        assert await in_database(OpenDialog.objects.count) == 0
    record = await in_database(CallRecord.objects.get)
    assert (record.end, record.outcome) == ("failed", "lost")


async def test_a_connection_without_its_call_is_ended_and_the_caller_hung_up_on(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        caller = await exchange.network.caller(CALLER)
        await exchange.until_calls_are(CallState.WAITING)
        await exchange.stop()
        await in_database(lambda: Entry.objects.all().delete())
        await exchange.start()
        await caller.hung_up_on()
        assert exchange.states() == []
        await exchange.until(lambda: not exchange.process.connections.all())
        await exchange.until(lambda: not exchange.process.user_agent.legs)
        await exchange.stored()
        assert await in_database(lambda: OpenCall.objects.count() + OpenDialog.objects.count()) == 0


async def test_a_call_whose_sound_the_relay_lost_meanwhile_is_ended(
    alma: AgentId, mortal_relay: MediaRelay
) -> None:
    async with running(mortal_relay) as exchange:
        caller, _, _ = await talking(exchange, alma)
        await exchange.stop()
        mortal_relay.kill()
        mortal_relay.start()
        await exchange.start()
        await caller.hung_up_on()
        await exchange.until_calls_are()
        await exchange.stored()
    assert await ends() == [("failed", "answered")]
