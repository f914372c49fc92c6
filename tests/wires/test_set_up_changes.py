# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What an administrator changes at work: it counts from the next caller on, and nobody is cut off by it."""

import pytest

from hotline.exchange.words import AgentId, CallState
from hotline.organisations.models import Line
from hotline.people.models import Role, User
from tests.calls import scenes
from tests.parts.media_relay import MediaRelay
from tests.wires.database import in_database
from tests.wires.running import Exchange, running

CALLER, AGENT = 500, 700


@pytest.fixture(autouse=True)
def read_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hotline.wires.directory.EVERY", 0.1)


def lines_of(exchange: Exchange, agent: AgentId) -> tuple[int, ...]:
    return exchange.process.switchboard.state.agents[agent].lines


def take_lines(agent: AgentId) -> None:
    Role.objects.get(user_id=agent).lines.clear()


def give_line(agent: AgentId) -> None:
    Role.objects.get(user_id=agent).lines.add(scenes.line())


async def test_an_agent_whose_line_is_taken_away_is_offered_no_more_calls(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        page = await exchange.available(alma, AGENT)
        await in_database(lambda: take_lines(alma))
        await exchange.until(lambda: lines_of(exchange, alma) == ())
        caller = await exchange.network.caller(CALLER)
        await exchange.until_calls_are(CallState.WAITING)
        assert [message["type"] for message in page.unread] == ["welcome"]
        await in_database(lambda: give_line(alma))
        await page.answer()
        await caller.telephone.hears(AGENT)


@pytest.mark.parametrize("leaves", ["role", "person"])
async def test_who_no_longer_works_here_is_offered_no_more_calls(
    alma: AgentId, media_relay: MediaRelay, leaves: str
) -> None:
    def leave() -> None:
        if leaves == "role":
            Role.objects.filter(user_id=alma).delete()
        else:
            User.objects.filter(pk=alma).update(is_active=False)

    async with running(media_relay) as exchange:
        await exchange.available(alma, AGENT)
        await in_database(leave)
        await exchange.until(lambda: lines_of(exchange, alma) == ())


async def test_a_talk_goes_on_when_the_line_is_taken_away(alma: AgentId, media_relay: MediaRelay) -> None:
    async with running(media_relay) as exchange:
        page = await exchange.available(alma, AGENT)
        caller = await exchange.network.caller(CALLER)
        ring = await page.answer()
        await in_database(lambda: take_lines(alma))
        await exchange.until(lambda: lines_of(exchange, alma) == ())
        await caller.telephone.hears(AGENT)
        await page.say("hangup", call=ring["call"])
        await caller.hung_up_on()


async def test_a_pause_goes_on_when_a_line_is_given(alma: AgentId, media_relay: MediaRelay) -> None:
    await in_database(lambda: take_lines(alma))
    async with running(media_relay) as exchange:
        page = await exchange.page(alma, AGENT)
        await page.say("choose", chosen="paused", reason="Møde")
        await page.shows(status="paused")
        await in_database(lambda: give_line(alma))
        await exchange.until(lambda: lines_of(exchange, alma) != ())
        assert page.state["status"] == "paused"


async def test_who_is_off_duty_is_not_signed_in_by_being_given_a_line(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    await in_database(lambda: take_lines(alma))
    async with running(media_relay) as exchange:
        page = await exchange.available(alma, AGENT)
        await page.say("choose", chosen="signed_out")
        await page.shows(status="signed_out", chosen="signed_out")
        events = exchange.process.switchboard.events
        await in_database(lambda: give_line(alma))
        await exchange.until(lambda: exchange.process.directory.lines_of(alma) != ())
        assert lines_of(exchange, alma) == ()
        assert exchange.process.switchboard.events == events


async def test_what_changed_while_there_was_no_exchange_counts_after_it_started(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        await exchange.available(alma, AGENT)
        await exchange.stop()
        await in_database(lambda: take_lines(alma))
        await exchange.start()
        assert lines_of(exchange, alma) == ()


async def test_nothing_is_told_when_nothing_has_changed(alma: AgentId, media_relay: MediaRelay) -> None:
    await in_database(
        _second_line,
    )
    async with running(media_relay) as exchange:
        await in_database(lambda: give_line(alma))
        await exchange.available(alma, AGENT)
        await exchange.stored()
        content, events = exchange.process.directory.content, exchange.process.switchboard.events
        await exchange.until(lambda: exchange.process.directory.content is not content)
        assert exchange.process.switchboard.events == events


def _second_line() -> None:
    Line.objects.create(name="Other", slug="other", number="+4570200099")


async def test_new_settings_count_from_the_next_time_they_are_asked_for(
    alma: AgentId, open_line: Line, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        page = await exchange.available(alma, AGENT)
        await exchange.network.caller(CALLER)
        ring = await page.next("ring")
        await in_database(lambda: Line.objects.update(ring_seconds=60))
        await exchange.until(lambda: exchange.process.switchboard.state.settings.ring_ms == 60_000)
        offer = next(iter(exchange.process.switchboard.state.offers.values()))
        assert (offer.offer, offer.until_at - offer.made_at) == (ring["offer"], 5_000)
