# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""While two talk: hold, a page loaded anew, a line cut, an agent lost. Everything is listened to."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from hotline.calls.models import SegmentRecord
from hotline.exchange.words import AgentId, CallState
from tests.parts.media_relay import MediaRelay
from tests.wires.citizen import Citizen
from tests.wires.database import in_database
from tests.wires.page import Page
from tests.wires.running import Exchange, running
from tests.wires.sounds import MUSIC

CALLER, AGENT, OTHER = 500, 700, 850


@dataclass
class Talk:
    exchange: Exchange
    caller: Citizen
    page: Page
    call: str
    leg: str

    async def can_be_heard_both_ways(self, page: Page | None = None, hertz: float = AGENT) -> None:
        await self.caller.telephone.hears(hertz)
        await (page or self.page).telephone.hears(CALLER)

    async def is_on_hold(self, page: Page | None = None) -> None:
        await self.caller.telephone.hears(MUSIC)
        await (page or self.page).telephone.hears_nothing()


@asynccontextmanager
async def talk(relay: MediaRelay, agent: AgentId) -> AsyncIterator[Talk]:
    """A caller and an agent who hear each other."""
    async with running(relay) as exchange:
        page = await exchange.available(agent, AGENT)
        caller = await exchange.network.caller(CALLER)
        ring = await page.answer()
        begun = Talk(exchange, caller, page, ring["call"], ring["leg"])
        await begun.can_be_heard_both_ways()
        yield begun


async def hold(talk: Talk) -> None:
    await talk.page.say("hold", call=talk.call)
    await talk.page.next("held")
    await talk.is_on_hold()


async def test_a_caller_on_hold_hears_music_and_is_taken_back(alma: AgentId, media_relay: MediaRelay) -> None:
    async with talk(media_relay, alma) as t:
        for _ in range(2):
            await hold(t)
            await t.page.say("resume", call=t.call)
            await t.page.next("resumed")
            await t.can_be_heard_both_ways()


async def test_a_page_loaded_anew_gets_its_call_back_and_the_caller_music_meanwhile(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    async with talk(media_relay, alma) as t:
        await t.page.leave()
        await t.caller.telephone.hears(MUSIC)
        again = await t.exchange.page(alma, OTHER)
        offered = await again.answer_media()
        assert offered["call"] == t.call
        assert offered["leg"] != t.leg
        await t.can_be_heard_both_ways(again, OTHER)
        await again.shows(status="talking")


async def test_a_page_that_was_only_cut_off_goes_on_with_its_sound(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    async with talk(media_relay, alma) as t:
        await t.page.socket.close()
        await t.caller.telephone.hears(MUSIC)
        again = await t.exchange.page(alma, OTHER, legs=[t.leg])
        assert await again.next("joined") == {"type": "joined", "call": t.call, "leg": t.leg}
        await t.can_be_heard_both_ways(t.page)
        await t.exchange.until_calls_are(CallState.TALKING)


async def test_a_page_taken_over_by_another_tab_hands_its_call_over(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    async with talk(media_relay, alma) as t:
        other = await t.exchange.page(alma, OTHER, tab="other", claim=True)
        await other.answer_media()
        await t.can_be_heard_both_ways(other, OTHER)
        await t.page.telephone.hears_nothing()


async def test_a_hold_outlives_a_page_loaded_anew(alma: AgentId, media_relay: MediaRelay) -> None:
    async with talk(media_relay, alma) as t:
        await hold(t)
        await t.page.leave()
        again = await t.exchange.page(alma, OTHER)
        await again.answer_media()
        await again.shows(status="holding")
        await t.is_on_hold(again)
        await again.say("resume", call=t.call)
        await again.next("resumed")
        await t.can_be_heard_both_ways(again, OTHER)


async def test_sound_that_broke_down_is_offered_anew(alma: AgentId, media_relay: MediaRelay) -> None:
    async with talk(media_relay, alma) as t:
        await t.page.say("lost", leg="another")
        await t.page.say("lost", leg=t.leg)
        t.page.telephone.hush()
        offered = await t.page.answer_media()
        assert offered["leg"] not in {t.leg, "another"}
        await t.can_be_heard_both_ways()


async def test_sound_that_broke_down_on_hold_comes_back_on_hold(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    async with talk(media_relay, alma) as t:
        await hold(t)
        await t.page.say("lost", leg=t.leg)
        t.page.telephone.hush()
        await t.page.answer_media()
        await t.is_on_hold()
        await t.page.say("resume", call=t.call)
        await t.page.next("resumed")
        await t.can_be_heard_both_ways()


async def test_a_caller_whose_agent_does_not_come_back_talks_with_another_one(
    alma: AgentId, bo: AgentId, media_relay: MediaRelay
) -> None:
    async with talk(media_relay, alma) as t:
        waiting = await t.exchange.network.caller(CALLER + 400)
        t.page.die()
        await t.caller.telephone.hears(MUSIC)
        await t.exchange.until_calls_are(CallState.WAITING, CallState.WAITING)
        other = await t.exchange.available(bo, OTHER)
        ring = await other.answer()
        assert ring["call"] == t.call, "who was cut off goes before who waits"
        await t.can_be_heard_both_ways(other, OTHER)
        t.caller.hang_up()
        assert (await other.next("hangup"))["call"] == t.call
        waiting.hang_up()
        await t.exchange.until_calls_are()
        await t.exchange.stored()
    segments = await in_database(lambda: list(SegmentRecord.objects.order_by("began_at")))
    assert [(segment.agent_id, segment.end) for segment in segments] == [
        (alma, "device_lost"),
        (bo, "caller_hung_up"),
    ]


async def test_an_agent_who_comes_back_too_late_is_told_that_the_call_is_gone(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    async with talk(media_relay, alma) as t:
        t.page.die()
        await t.exchange.until_calls_are(CallState.WAITING)
        late = await t.exchange.page(alma, OTHER, legs=[t.leg])
        await late.next("welcome")
        await late.say("hold", call=t.call)
        assert (await late.next("hangup"))["call"] == t.call


async def test_an_agent_hangs_up_and_the_caller_is_hung_up_on(alma: AgentId, media_relay: MediaRelay) -> None:
    async with talk(media_relay, alma) as t:
        await t.page.say("hangup", call=t.call)
        await t.caller.hung_up_on()
        await t.page.next("hangup")
        await t.page.shows(status="wrapping_up")
        await t.page.shows(status="available")
        await t.exchange.until_calls_are()
        relay = t.exchange.process.relay
        assert t.call not in await relay.calls()


async def test_a_caller_who_moves_in_mid_call_is_followed(alma: AgentId, media_relay: MediaRelay) -> None:
    async with talk(media_relay, alma) as t:
        await t.caller.move()
        await t.can_be_heard_both_ways()


async def test_a_caller_who_moves_while_on_hold_stays_on_hold(alma: AgentId, media_relay: MediaRelay) -> None:
    async with talk(media_relay, alma) as t:
        await hold(t)
        await t.caller.move()
        await t.is_on_hold()
        await t.page.say("resume", call=t.call)
        await t.page.next("resumed")
        await t.can_be_heard_both_ways()


async def test_keys_a_caller_presses_reach_the_exchange(alma: AgentId, media_relay: MediaRelay) -> None:
    async with talk(media_relay, alma) as t:
        before = t.exchange.process.switchboard.events
        t.caller.press("5")
        await t.exchange.until(lambda: t.exchange.process.switchboard.events > before)
