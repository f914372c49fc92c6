# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Calls through the pure exchange with the real journal around it: nothing is done before it is stored."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypeVar

import pytest
from structlog.testing import capture_logs

from hotline.calls.books import Caller
from hotline.calls.models import CallRecord, OfferRecord, SegmentRecord
from hotline.exchange import commands as c
from hotline.exchange import events as e
from hotline.exchange.records import Opening, Settings
from hotline.exchange.state import State
from hotline.exchange.words import AgentId, Announcement, CallId, LineId, OfferEnd, OfferId, OpeningKind
from hotline.wires.clock import steady_clock
from hotline.wires.journal import Journal
from hotline.wires.switchboard import Switchboard
from tests.calls import scenes
from tests.wires.database import in_database, kinds, locked_database

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("calm")]

SOON = 20.0
CALL, OFFER = CallId("c1"), OfferId("c1.1")
OPEN = Opening(OpeningKind.OPEN, (Announcement("welcome"),), ends_call=False)
QUICK = Settings(ring_ms=1_000, wrap_up_ms=200, rest_ms=500, adrift_ms=1_000, arriving_ms=1_000)
Ordered = TypeVar("Ordered")


class Board:
    """A switchboard, and the orders it had carried out."""

    def __init__(self, settings: Settings) -> None:
        self.orders: list[c.Command] = []
        self.clock = steady_clock()
        self.journal = Journal(0, on_change=lambda _is_down: None)
        self.switchboard = Switchboard(State(settings), self.journal, self.clock, self.orders.append)

    def happen(self, *events: e.Event) -> None:
        for event in events:
            self.switchboard.happen(event)

    def arrive(self, line: LineId, call: CallId = CALL) -> None:
        caller = {call: Caller("+4500000001")}
        self.switchboard.happen(e.CallerArrived(call, line, OPEN), caller)

    def sign_in(self, agent: AgentId, line: LineId) -> None:
        self.happen(e.AgentSignedIn(agent, (line,)), e.DeviceProved(agent))

    async def ordered(self, kind: type[Ordered], count: int = 1) -> Ordered:
        """Wait for the `count`-th order of this kind."""
        async with asyncio.timeout(SOON):
            while len(found := [order for order in self.orders if isinstance(order, kind)]) < count:
                await asyncio.sleep(0.005)
        return found[count - 1]

    async def stored(self) -> None:
        async with asyncio.timeout(SOON):
            while not self.journal.is_idle:
                await asyncio.sleep(0.005)


@asynccontextmanager
async def board(settings: Settings = QUICK) -> AsyncIterator[Board]:
    opened = Board(settings)
    try:
        yield opened
    finally:
        opened.switchboard.close()
        await opened.journal.close()


@pytest.fixture
def line() -> LineId:
    return LineId(scenes.line().pk)


@pytest.fixture
def alma(line: LineId) -> AgentId:
    return AgentId(scenes.agent("Alma").pk)


async def test_a_call_is_answered_offered_joined_and_ended(line: LineId, alma: AgentId) -> None:
    async with board() as b:
        b.arrive(line)
        assert await b.ordered(c.AnswerCall) == c.AnswerCall(CALL, OPEN.announcements, then_music=True)
        b.happen(e.CallerConnected(CALL))
        b.sign_in(alma, line)
        assert (await b.ordered(c.RingAgent)).offer == OFFER
        b.happen(e.OfferAnswered(alma, OFFER))
        assert await b.ordered(c.JoinCall) == c.JoinCall(CALL, alma, OFFER)
        b.happen(e.AgentHungUp(alma, CALL))
        assert (await b.ordered(c.EndCall)).call == CALL
        await b.ordered(c.ReleaseAgent)
        await b.stored()
    booked = await in_database(CallRecord.objects.get)
    assert (booked.outcome, booked.end) == ("answered", "answered_agent_hung_up")
    assert booked.caller_number == "+4500000001"
    offer = await in_database(OfferRecord.objects.get)
    assert (offer.id, offer.agent_id, offer.end) == (OFFER, alma, "answered")
    segment = await in_database(SegmentRecord.objects.get)
    assert (segment.id, segment.end) == (OFFER, "agent_hung_up")


async def test_nothing_is_ordered_before_it_is_stored(line: LineId) -> None:
    async with board() as b:
        async with locked_database():
            b.arrive(line)
            await asyncio.sleep(0.2)
            assert b.orders == []
        await b.ordered(c.AnswerCall)


async def test_the_books_are_no_orders(line: LineId) -> None:
    async with board() as b:
        b.arrive(line)
        b.happen(e.CallerHungUp(CALL))
        await b.ordered(c.EndCall)
        assert [type(order) for order in b.orders] == [c.AnswerCall, c.EndCall]


async def test_an_offer_nobody_answers_ends_by_itself(line: LineId, alma: AgentId) -> None:
    async with board() as b:
        b.arrive(line)
        b.happen(e.CallerConnected(CALL))
        b.sign_in(alma, line)
        ring = await b.ordered(c.RingAgent)
        stop = await b.ordered(c.StopRinging)
        assert stop == c.StopRinging(alma, OFFER, OfferEnd.RANG_OUT)
        assert b.clock() >= ring.until_at
        again = await b.ordered(c.RingAgent, 2)
        assert (again.call, again.agent, again.offer) == (CALL, alma, "c1.2")


async def test_a_deadline_that_was_moved_wakes_nobody_at_the_old_one(line: LineId, alma: AgentId) -> None:
    async with board(Settings(ring_ms=1_000, wrap_up_ms=200, extension_ms=60_000)) as b:
        b.arrive(line)
        b.happen(e.CallerConnected(CALL))
        b.sign_in(alma, line)
        await b.ordered(c.RingAgent)
        b.happen(e.OfferAnswered(alma, OFFER), e.AgentHungUp(alma, CALL), e.WrapUpExtended(alma))
        before = b.switchboard.events
        await asyncio.sleep(0.5)
        assert b.switchboard.events == before
        assert b.switchboard.state.agents[alma].status == "wrapping_up"


async def test_the_wrap_up_ends_by_itself(line: LineId, alma: AgentId) -> None:
    async with board() as b:
        b.arrive(line)
        b.happen(e.CallerConnected(CALL))
        b.sign_in(alma, line)
        b.happen(e.OfferAnswered(alma, OFFER), e.AgentHungUp(alma, CALL))
        assert b.switchboard.state.agents[alma].status == "wrapping_up"
        async with asyncio.timeout(SOON):
            while b.switchboard.state.agents[alma].status != "available":
                await asyncio.sleep(0.01)


async def test_what_is_impossible_is_told_and_without_effect(line: LineId, alma: AgentId) -> None:
    async with board() as b:
        b.arrive(line)
        b.happen(e.CallerConnected(CALL))
        b.sign_in(alma, line)
        await b.ordered(c.RingAgent)
        await b.stored()
        before, orders = b.switchboard.events, list(b.orders)
        with capture_logs() as told:
            b.happen(e.OfferAnswered(AgentId(alma + 1), OFFER))
            b.arrive(line)
        assert [entry["event"] for entry in told] == ["impossible event"] * 2
        assert [entry["kind"] for entry in told] == ["OfferAnswered", "CallerArrived"]
        assert (b.switchboard.events, b.orders) == (before, orders)
        assert b.journal.is_idle
        b.happen(e.OfferAnswered(alma, OFFER))
        await b.ordered(c.JoinCall)


async def test_the_journal_holds_what_happened_and_when(line: LineId) -> None:
    async with board() as b:
        b.arrive(line)
        b.happen(e.CallerConnected(CALL), e.CallerPressed(CALL, "5"), e.CallerHungUp(CALL))
        await b.stored()
    assert [kind for _, kind in await in_database(kinds)] == [
        "CallerArrived",
        "CallerConnected",
        "CallerPressed",
        "CallerHungUp",
    ]


async def test_a_bug_in_one_order_keeps_no_other_from_being_carried_out(line: LineId) -> None:
    problems: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, told: problems.append(told["exception"]))
    done: list[c.Command] = []

    def carry_out(order: c.Command) -> None:
        done.append(order)
        if isinstance(order, c.AnswerCall):
            raise ZeroDivisionError

    journal = Journal(0, on_change=lambda _is_down: None)
    switchboard = Switchboard(State(QUICK), journal, steady_clock(), carry_out)
    for call in ("c1", "c2"):
        switchboard.happen(e.CallerArrived(CallId(call), line, OPEN))
    switchboard.happen(e.CallerHungUp(CALL))
    async with asyncio.timeout(SOON):
        while len(done) < 3:
            await asyncio.sleep(0.005)
    switchboard.close()
    await journal.close()
    assert [type(order) for order in done] == [c.AnswerCall, c.AnswerCall, c.EndCall]
    assert [type(problem) for problem in problems] == [ZeroDivisionError] * 2


async def test_a_closed_switchboard_leaves_everything_to_the_next(line: LineId) -> None:
    async with board() as b:
        b.arrive(line)
        await b.ordered(c.AnswerCall)
        b.switchboard.close()
        b.happen(e.CallerHungUp(CALL))
        await asyncio.sleep(1.2)
        assert [type(order) for order in b.orders] == [c.AnswerCall]
        assert b.switchboard.events == 1
    assert [kind for _, kind in await in_database(kinds)] == ["CallerArrived"]
