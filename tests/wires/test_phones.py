# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The agents' pages over real WebSockets: who is the phone, what proves it, what it is told."""

import asyncio
import contextlib

import pytest
from structlog.testing import capture_logs
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from hotline.exchange.words import AgentId, CallState, Chosen
from hotline.wires import phones
from tests.parts.media_relay import MediaRelay
from tests.wires.running import Exchange, running


def proved(exchange: Exchange, agent: AgentId) -> bool:
    known = exchange.process.switchboard.state.agents.get(agent)
    return known is not None and known.is_proved


def in_earnest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phones, "PROVED_FOR", 1.0)
    monkeypatch.setattr(phones, "MISSED_FOR", 3.0)


# ---------------------------------------------------------------- hello


@pytest.mark.parametrize(
    "first",
    [
        '{"type": "hello", "token": "forged", "tab": "a"}',
        '{"type": "hello", "token": "", "tab": "a"}',
        '{"type": "pong", "n": 1, "ready": true}',
        '{"type": "choose", "chosen": "available"}',
        "nonsense",
        "",
        b"\x00\x01",
    ],
)
async def test_who_does_not_say_a_good_hello_is_sent_away(
    alma: AgentId, media_relay: MediaRelay, first: str | bytes
) -> None:
    async with running(media_relay) as exchange, connect(exchange.url) as socket:
        await socket.send(first)
        await asyncio.wait_for(socket.wait_closed(), 10)
        assert socket.close_code == 4401
        assert exchange.process.phones.count == 0


async def test_who_says_nothing_is_sent_away(
    alma: AgentId, media_relay: MediaRelay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phones, "HELLO_WITHIN", 0.2)
    async with running(media_relay) as exchange, connect(exchange.url) as socket:
        await asyncio.wait_for(socket.wait_closed(), 10)
        assert socket.close_code == 4401


async def test_who_goes_before_saying_hello_leaves_nothing_behind(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        async with connect(exchange.url):
            pass
        page = await exchange.available(alma)
        await page.next("welcome")
        assert exchange.process.phones.count == 1


async def test_a_page_is_welcomed_and_shown_the_agents_state(alma: AgentId, media_relay: MediaRelay) -> None:
    async with running(media_relay) as exchange:
        page = await exchange.page(alma)
        assert await page.next("welcome") == {"type": "welcome", "agent": alma}
        shown = await page.shows(chosen="signed_out")
        assert (shown["waiting"], shown["call"], shown["trouble"]) == (0, None, "")


# ---------------------------------------------------------------- what the agent chooses


async def test_an_agent_signs_in_pauses_comes_back_and_signs_out(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        page = await exchange.available(alma)
        agent = exchange.process.switchboard.state.agents[alma]
        assert agent.lines == exchange.process.directory.lines_of(alma) != ()
        await page.say("choose", chosen="paused", reason="Frokost")
        shown = await page.shows(status="paused")
        assert shown["reason"] == "Frokost"
        await page.say("choose", chosen="available")
        await page.shows(status="available", reason="")
        await page.say("choose", chosen="signed_out")
        await page.shows(status="signed_out")


async def test_an_agent_may_begin_with_a_pause(alma: AgentId, media_relay: MediaRelay) -> None:
    async with running(media_relay) as exchange:
        page = await exchange.page(alma)
        await page.say("choose", chosen="paused", reason="Møde")
        await page.shows(status="paused", chosen="paused", reason="Møde")


async def test_a_long_reason_is_cut(alma: AgentId, media_relay: MediaRelay) -> None:
    async with running(media_relay) as exchange:
        page = await exchange.page(alma)
        await page.say("choose", chosen="paused", reason="æ" * 1000)
        shown = await page.shows(chosen="paused")
        assert shown["reason"] == "æ" * 200


async def test_nonsense_disturbs_nothing(alma: AgentId, media_relay: MediaRelay) -> None:
    async with running(media_relay) as exchange:
        page = await exchange.available(alma)
        with capture_logs() as told:
            for said in ("{", "null", '{"type": "choose", "chosen": "asleep"}', '{"type": "dance"}'):
                await page.socket.send(said)
            for kind, fields in (
                ("answer", {"offer": "c9.1", "sdp": "v=0"}),
                ("decline", {"offer": "c9.1"}),
                ("unable", {"offer": ""}),
                ("hangup", {"call": "c9"}),
                ("hold", {"call": "c9"}),
                ("resume", {"call": "c9"}),
                ("media", {"leg": "x", "sdp": "v=0"}),
                ("lost", {"leg": "x"}),
                ("wrapup", {"do": "end"}),
                ("call", {"sdp": "v=0"}),
                ("hello", {"token": "t", "tab": "a"}),
            ):
                await page.say(kind, **fields)
            await page.say("choose", chosen="paused", reason="still here")
            await page.shows(reason="still here")
        assert [entry["event"] for entry in told] == ["a page said nonsense"] * 4
        assert page.closed_with is None


async def test_bytes_are_nonsense_too(alma: AgentId, media_relay: MediaRelay) -> None:
    async with running(media_relay) as exchange:
        page = await exchange.available(alma)
        with capture_logs() as told:
            await page.socket.send(b"\x00\x01")
            await page.say("choose", chosen="paused", reason="still here")
            await page.shows(reason="still here")
        assert [entry["event"] for entry in told] == ["a page said nonsense"]


async def test_who_talks_too_much_is_cut_off(alma: AgentId, bo: AgentId, media_relay: MediaRelay) -> None:
    async with running(media_relay) as exchange:
        page, other = await exchange.available(alma), await exchange.available(bo)
        await page.say("answer", offer="c1.1", sdp="v=0" * 30_000)
        assert await page.closes() == 1009
        await other.say("choose", chosen="paused", reason="still here")
        await other.shows(reason="still here")


# ---------------------------------------------------------------- the proof that it rings


async def test_a_page_that_answers_pings_is_proved_and_asked_several_times_a_second(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        page = await exchange.available(alma)
        assert proved(exchange, alma)
        before, began = page.pings, asyncio.get_running_loop().time()
        await exchange.until(lambda: page.pings >= before + 3)
        assert asyncio.get_running_loop().time() - began < 3


async def test_a_page_whose_microphone_is_taken_away_cannot_ring_until_it_is_back(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        page = await exchange.available(alma)
        page.is_ready = False
        await page.shows(status="unreachable", chosen="available")
        page.is_ready = True
        await page.shows(status="available")


async def test_a_silent_tab_is_lost_after_a_second_and_back_when_it_answers(
    alma: AgentId, media_relay: MediaRelay, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_earnest(monkeypatch)
    async with running(media_relay) as exchange:
        page = await exchange.available(alma)
        page.is_frozen = True
        began = asyncio.get_running_loop().time()
        await exchange.until(lambda: not proved(exchange, alma))
        assert 0.5 < asyncio.get_running_loop().time() - began < 2.5
        page.is_frozen = False
        await page.shows(status="available")


async def test_a_silent_tab_is_offered_no_call_another_agent_is(
    alma: AgentId, bo: AgentId, media_relay: MediaRelay, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_earnest(monkeypatch)
    async with running(media_relay) as exchange:
        silent, awake = await exchange.available(alma), await exchange.available(bo)
        silent.is_frozen = True
        await exchange.until(lambda: not proved(exchange, alma))
        await exchange.network.caller()
        await awake.next("ring")
        assert [message["type"] for message in silent.unread] == ["welcome"]


async def test_a_tab_that_dies_while_it_rings_sends_the_caller_on(
    alma: AgentId, bo: AgentId, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        dying = await exchange.available(alma)
        await exchange.network.caller()
        ring = await dying.next("ring")
        other = await exchange.available(bo)
        dying.die()
        assert (await other.next("ring"))["call"] == ring["call"]
        known = exchange.process.switchboard.state.agents[alma]
        assert (known.chosen, known.is_proved) == (Chosen.AVAILABLE, False)


async def test_a_page_that_says_goodbye_is_gone_at_once(alma: AgentId, media_relay: MediaRelay) -> None:
    async with running(media_relay) as exchange:
        page = await exchange.available(alma)
        await page.socket.close()
        await exchange.until(lambda: not proved(exchange, alma))
        assert not exchange.process.phones.is_connected(alma)
        again = await exchange.page(alma)
        await again.shows(status="available")


async def test_who_went_home_without_signing_out_is_signed_out(
    alma: AgentId, bo: AgentId, media_relay: MediaRelay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phones, "FORGOTTEN_AFTER_MS", 500)
    async with running(media_relay) as exchange:
        page, other = await exchange.available(alma), await exchange.available(bo)
        await page.socket.close()
        await exchange.until(lambda: exchange.process.states.is_signed_out(alma))
        await other.shows(status="available", agents=1)


# ---------------------------------------------------------------- two tabs


async def test_a_second_tab_is_told_so_and_the_first_stays_the_phone(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        first = await exchange.available(alma, tab="first")
        second = await exchange.page(alma, tab="second")
        await second.next("superseded")
        assert await second.closes() == 4409
        await first.say("choose", chosen="paused", reason="still here")
        await first.shows(reason="still here")


async def test_a_second_tab_may_take_the_phone_over(alma: AgentId, media_relay: MediaRelay) -> None:
    async with running(media_relay) as exchange:
        first = await exchange.available(alma, tab="first")
        second = await exchange.page(alma, tab="second", claim=True)
        await first.next("superseded")
        assert await first.closes() == 4409
        await second.shows(status="available")
        assert exchange.process.phones.count == 1


async def test_the_tab_taken_from_can_do_nothing_more(alma: AgentId, media_relay: MediaRelay) -> None:
    async with running(media_relay) as exchange:
        first = await exchange.available(alma, tab="first")
        second = await exchange.page(alma, tab="second", claim=True)
        await first.next("superseded")
        with contextlib.suppress(ConnectionClosed):
            await first.say("choose", chosen="signed_out")
        await first.closes()
        await second.shows(status="available")


async def test_a_tab_that_is_loaded_anew_is_the_phone_again(alma: AgentId, media_relay: MediaRelay) -> None:
    async with running(media_relay) as exchange:
        before = await exchange.available(alma, tab="same")
        after = await exchange.page(alma, tab="same")
        await after.next("welcome")
        await before.closes()
        await after.shows(status="available")


async def test_a_second_tab_may_be_the_phone_once_the_first_is_gone(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        first = await exchange.available(alma, tab="first")
        await first.socket.close()
        await exchange.until(lambda: exchange.process.phones.count == 0)
        second = await exchange.page(alma, tab="second")
        await second.next("welcome")
        await second.shows(status="available")


# ---------------------------------------------------------------- what pages are shown


async def test_every_page_sees_who_waits_and_who_is_there(
    alma: AgentId, bo: AgentId, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        page, other = await exchange.page(alma), await exchange.page(bo)
        for somebody in (page, other):
            await somebody.say("choose", chosen="paused", reason="Møde")
        await page.shows(agents=2, waiting=0, longest=None)
        first = await exchange.network.caller()
        await other.shows(waiting=1)
        await exchange.network.caller()
        await page.shows(waiting=2)
        call = next(iter(exchange.process.switchboard.state.calls.values()))
        assert page.state["longest"] == call.arrived_at
        first.hang_up()
        await other.shows(waiting=1)
        await other.say("choose", chosen="signed_out")
        await page.shows(agents=1)


async def test_a_page_shown_in_between_is_told_when_things_are_as_they_were(
    alma: AgentId, bo: AgentId, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        page, other = await exchange.page(alma), await exchange.page(bo)
        for somebody in (page, other):
            await somebody.say("choose", chosen="paused", reason="Møde")
            await somebody.shows(status="paused")
        await page.shows(agents=2, waiting=0)
        await other.shows(agents=2, waiting=0)
        for _ in range(3):
            caller = await exchange.network.caller()
            await exchange.until(lambda: bool(exchange.states()))
            await page.say("choose", chosen="paused", reason=f"Møde {caller.number}")
            await page.shows(reason=f"Møde {caller.number}", waiting=1)
            caller.hang_up()
            await page.shows(waiting=0)


async def test_a_talking_agent_is_shown_the_call(alma: AgentId, media_relay: MediaRelay) -> None:
    async with running(media_relay) as exchange:
        page = await exchange.available(alma)
        caller = await exchange.network.caller()
        ring = await page.answer()
        assert (ring["number"], ring["withheld"], ring["line"]) == (
            caller.number,
            False,
            "Den Digitale Hotline",
        )
        await exchange.until(lambda: (page.state["call"] or {}).get("leg") == ring["leg"])
        shown = await page.shows(status="talking")
        assert shown["call"] == {
            "call": ring["call"],
            "leg": ring["leg"],
            "line": "Den Digitale Hotline",
            "since": exchange.process.switchboard.state.segments[alma].began_at,
            "held": False,
            "number": caller.number,
            "withheld": False,
        }
        await page.say("hold", call=ring["call"])
        await page.next("held")
        assert (await page.shows(status="holding"))["call"]["held"] is True
        await page.say("resume", call=ring["call"])
        await page.next("resumed")
        await page.say("hangup", call=ring["call"])
        await page.next("hangup")
        assert (await page.shows(status="wrapping_up"))["call"] is None
        await exchange.until_calls_are()


async def test_a_wrap_up_is_extended_and_ended(alma: AgentId, media_relay: MediaRelay) -> None:
    async with running(media_relay) as exchange:
        page = await exchange.available(alma)
        caller = await exchange.network.caller()
        await page.answer()
        caller.hang_up()
        shown = await page.shows(status="wrapping_up")
        until = shown["until"]
        await page.say("wrapup", do="extend")
        await exchange.until(lambda: (page.state["until"] or 0) > until + 10_000)
        await page.say("wrapup", do="end")
        await page.shows(status="available", until=None)
        await exchange.until_calls_are()


async def test_a_call_declined_or_unable_to_sound_goes_on_waiting(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        page = await exchange.available(alma)
        await exchange.network.caller()
        ring = await page.next("ring")
        await page.say("decline", offer=ring["offer"])
        assert await page.next("stop") == {"type": "stop", "offer": ring["offer"], "reason": "declined"}
        await page.shows(status="resting")
        await exchange.until_calls_are(CallState.WAITING)
        await page.say("choose", chosen="available")
        again = await page.next("ring")
        await page.say("unable", offer=again["offer"])
        assert (await page.next("stop"))["reason"] == "media_failed"
        await exchange.until_calls_are(CallState.WAITING)
