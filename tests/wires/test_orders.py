# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What a duty lead sees of the running exchange, and orders: with real sockets, sound and database."""

import datetime as dt
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import httpx
import pytest
from django.test import override_settings
from django.utils import timezone

from hotline.calls.control import read_control_token
from hotline.duty.actions import (
    CrisisPlan,
    begin_crisis,
    end_crisis,
    end_message,
    end_session,
    tell_desks,
)
from hotline.duty.exchange import ExchangeSilent, line_now, read_anew, sign_out
from hotline.duty.rules import Refused
from hotline.duty.shown import AgentNow
from hotline.exchange.words import AgentId, AgentStatus, CallState
from hotline.knowledge.actions.guides import Announced
from hotline.organisations.models import Line
from hotline.people.models import TrailEntry, User
from tests.calls import scenes
from tests.parts.media_relay import ADDRESS, MediaRelay
from tests.parts.ports import free_port
from tests.wires.database import in_database
from tests.wires.running import Exchange, running
from tests.wires.sounds import OTHER

pytestmark = pytest.mark.django_db(transaction=True)

AN_HOUR = dt.timedelta(hours=1)


@contextmanager
def reached(exchange: Exchange) -> Iterator[None]:
    """The pages find this exchange."""
    with override_settings(EXCHANGE_ADDRESS=ADDRESS, EXCHANGE_PORT=exchange.addresses.http[1]):
        yield


@pytest.fixture
def vera(open_line: Line) -> User:
    return scenes.person("Vera", "duty_lead")


def the_agent(agent: AgentId) -> User:
    return User.objects.get(pk=agent)


async def post(exchange: Exchange, path: str, token: str = "-", **said: Any) -> int:
    async with httpx.AsyncClient(base_url=f"http://{ADDRESS}:{exchange.addresses.http[1]}") as client:
        answer = await client.post(path, json=said, headers={"authorization": f"Bearer {token}"})
        return answer.status_code


async def test_orders_are_refused_without_the_token(alma: AgentId, media_relay: MediaRelay) -> None:
    async with running(media_relay) as exchange:
        await exchange.available(alma)
        for path in (f"/control/agents/{alma}/sign-out", "/control/set-up"):
            assert await post(exchange, path, by="Nobody") == 401
            assert await post(exchange, path, "wrong", by="Nobody") == 401
        assert exchange.process.switchboard.state.agents[alma].status is AgentStatus.AVAILABLE
        assert await post(exchange, "/control/set-up", read_control_token()) == 200


async def test_the_line_is_told_with_who_waits_and_why_an_agent_is_not_rung(
    open_line: Line, alma: AgentId, bo: AgentId, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        with reached(exchange):
            page = await exchange.page(alma)
            await page.say("choose", chosen="paused", reason="break")
            await page.shows(status="paused")
            caller = await exchange.network.caller()
            await page.shows(waiting=1)
            shown = await in_database(partial(line_now, open_line))
        (call,) = exchange.process.switchboard.state.calls.values()
        known = exchange.process.switchboard.state.agents[alma]
        assert (shown.waiting, shown.talking, shown.present, shown.problems) == ((call.place_at,), 0, 1, ())
        paused = AgentNow(alma, AgentStatus.PAUSED, known.status_since, "break", ("paused",), has_desk=True)  # type: ignore[arg-type]
        assert shown.agents == (paused,)
        caller.hang_up()


async def test_a_line_nobody_knows_is_empty(open_line: Line, media_relay: MediaRelay) -> None:
    async with running(media_relay) as exchange:
        with reached(exchange):
            shown = await in_database(partial(line_now, Line(pk=999)))
        assert (shown.waiting, shown.present, shown.agents) == ((), 0, ())


async def test_a_forgotten_session_is_ended_and_the_page_says_by_whom(
    open_line: Line, alma: AgentId, vera: User, media_relay: MediaRelay
) -> None:
    agent = await in_database(partial(the_agent, alma))
    async with running(media_relay) as exchange:
        page = await exchange.available(alma)
        with reached(exchange):
            await in_database(partial(end_session, open_line, agent, by=vera))
            await page.shows(status="signed_out", ended_by="Vera")
            with pytest.raises(Refused, match="afmeldt"):
                await in_database(partial(end_session, open_line, agent, by=vera))
        await page.be_available()
        await page.shows(ended_by="")
    told = await in_database(lambda: list(TrailEntry.objects.values_list("by__name", "deed", "words")))
    assert told == [("Vera", "session_ended", "Alma")]


async def test_a_page_that_was_away_is_told_when_it_comes_back(
    open_line: Line, alma: AgentId, vera: User, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        page = await exchange.available(alma)
        page.die()
        with reached(exchange):
            await in_database(partial(sign_out, alma, "Vera"))
        again = await exchange.page(alma)
        await again.shows(status="signed_out", ended_by="Vera")


async def test_whoever_talks_with_a_citizen_is_never_signed_off(
    open_line: Line, alma: AgentId, vera: User, media_relay: MediaRelay
) -> None:
    agent = await in_database(partial(the_agent, alma))
    async with running(media_relay) as exchange:
        page = await exchange.available(alma, 700)
        caller = await exchange.network.caller(500)
        await page.answer()
        with reached(exchange), pytest.raises(Refused, match="taler med en borger"):
            await in_database(partial(end_session, open_line, agent, by=vera))
        await page.say("hold", call=page.state["call"]["call"])
        await page.shows(status="holding")
        with reached(exchange), pytest.raises(Refused, match="taler med en borger"):
            await in_database(partial(end_session, open_line, agent, by=vera))
        await page.say("resume", call=page.state["call"]["call"])
        await caller.telephone.hears(700)
        caller.hang_up()
    assert not await in_database(TrailEntry.objects.exists)


async def test_a_call_that_rings_goes_on_to_somebody_else(
    open_line: Line, alma: AgentId, bo: AgentId, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        page = await exchange.available(alma, 700)
        caller = await exchange.network.caller(500)
        await page.next("ring")
        other = await exchange.available(bo, 900)
        with reached(exchange):
            await in_database(partial(sign_out, alma, "Vera"))
        await other.answer()
        await caller.telephone.hears(900)
        caller.hang_up()


async def test_a_message_reaches_every_desk_within_a_second_and_goes_again(
    open_line: Line, alma: AgentId, bo: AgentId, vera: User, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        pages = [await exchange.available(alma), await exchange.page(bo)]
        with reached(exchange):
            began = time.monotonic()
            sent = await in_database(partial(tell_desks, open_line, "MitID er nede.", AN_HOUR, by=vera))
            shown = {"key": sent.pk, "text": "MitID er nede.", "by": "Vera"}
            assert [(await page.next("messages"))["messages"] for page in pages] == [[shown], [shown]]
            assert time.monotonic() - began < 1.0
            late = await exchange.page(alma, tab="another", claim=True)
            assert (await late.next("messages"))["messages"] == [shown]
            await in_database(partial(end_message, sent, by=vera))
            assert (await pages[1].next("messages"))["messages"] == []


async def test_a_message_of_another_line_is_for_its_agents_alone(
    open_line: Line, alma: AgentId, vera: User, media_relay: MediaRelay
) -> None:
    other = await in_database(lambda: Line.objects.create(name="Anden", slug="anden", number="+4570200009"))
    async with running(media_relay) as exchange:
        page = await exchange.available(alma)
        with reached(exchange):
            await in_database(partial(tell_desks, other, "Kun for jer", AN_HOUR, by=vera))
            own = await in_database(partial(tell_desks, open_line, "For os", AN_HOUR, by=vera))
        assert [one["key"] for one in (await page.next("messages"))["messages"]] == [own.pk]


async def test_a_crisis_counts_from_the_next_caller_on_and_is_over_at_once(
    open_line: Line, alma: AgentId, vera: User, media_relay: MediaRelay
) -> None:
    plan = CrisisPlan(
        "MitID-nedbrud",
        "Vi kan ikke logge på.",
        Announced(open_line, "MitID er nede.", ends_call=True),
        timezone.now() + AN_HOUR,
    )
    aarhus = await in_database(scenes.authority)
    async with running(media_relay) as exchange:
        with reached(exchange):
            page = await exchange.available(alma, 700)
            crisis = await in_database(partial(begin_crisis, plan, by=vera, authority=aarhus))
            turned_away = await exchange.network.caller(500)
            await exchange.until(lambda: exchange.states() == [CallState.ANNOUNCED])
            await turned_away.telephone.hears(OTHER)
            await exchange.until_calls_are()
            assert page.state["status"] == "available"  # nobody was rung
            await in_database(partial(end_crisis, crisis, by=vera))
            caller = await exchange.network.caller(500)
            await page.answer()
            await caller.telephone.hears(700)
            caller.hang_up()


async def test_an_exchange_that_is_away_is_said_to_be(open_line: Line, vera: User) -> None:
    with override_settings(EXCHANGE_ADDRESS=ADDRESS, EXCHANGE_PORT=free_port()):
        with pytest.raises(ExchangeSilent):
            await in_database(partial(line_now, open_line))
        with pytest.raises(Refused, match="Centralen svarer ikke"):
            await in_database(partial(end_session, open_line, vera, by=vera))
        await in_database(read_anew)  # what is stored will be read when it is back
    assert not await in_database(TrailEntry.objects.exists)
