# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Who is offered to whom: longest wait first, longest idle first, across lines."""

from hotline.exchange.commands import JoinCall, RingAgent
from hotline.exchange.events import (
    AgentBecameAvailable,
    AgentHungUp,
    AgentPaused,
    AgentSignedIn,
    CallerArrived,
    CallerConnected,
    CallerHungUp,
    DeviceProved,
    OfferDeclined,
    WrapUpEnded,
)
from hotline.exchange.explain import callers_waiting
from hotline.exchange.records import Settings
from hotline.exchange.words import AgentId, CallId, CallState, Instant, LineId
from tests.exchange.stories import (
    ANNA,
    BENT,
    CARLA,
    DAN,
    HOSPITAL,
    HOTLINE,
    MIA,
    MINUTE,
    NIELS,
    OLE,
    OPEN,
    SECOND,
    START,
    Story,
    offer,
    rings,
)


def test_a_caller_is_offered_at_once_to_an_agent_who_is_free() -> None:
    story = Story()
    story.begin_duty(MIA)
    assert story.call_in(ANNA) == [RingAgent(MIA, offer(ANNA), ANNA, Instant(START + 1 + 20 * SECOND))]
    assert story.where(ANNA) is CallState.OFFERED
    assert story.answer(MIA, ANNA) == [JoinCall(ANNA, MIA, offer(ANNA))]
    assert story.where(ANNA) is CallState.TALKING


def test_a_caller_is_not_offered_before_being_let_in() -> None:
    story = Story()
    story.begin_duty(MIA)
    assert rings(story.tell(CallerArrived(ANNA, HOTLINE, OPEN))) == []
    assert rings(story.tell(CallerConnected(ANNA))) == [(MIA, ANNA)]


def test_the_longest_waiting_caller_is_rung_first() -> None:
    story = Story()
    story.call_in(ANNA, BENT, CARLA)
    assert rings(story.begin_duty(MIA, NIELS)) == [(MIA, ANNA), (NIELS, BENT)]
    assert story.where(CARLA) is CallState.WAITING


def test_the_place_counts_from_the_arrival_and_not_from_being_let_in() -> None:
    story = Story()
    story.tell(CallerArrived(ANNA, HOTLINE, OPEN))
    story.wait(SECOND)
    story.call_in(BENT)
    story.tell(CallerConnected(ANNA))
    assert rings(story.begin_duty(MIA)) == [(MIA, ANNA)]


def test_a_caller_who_was_dropped_and_rings_again_keeps_the_place() -> None:
    story = Story()
    story.call_in(ANNA, BENT)
    story.tell(CallerHungUp(ANNA))
    story.wait(10 * SECOND)
    story.begin_duty(MIA)
    story.answer(MIA, BENT)
    story.call_in(CARLA)
    again = CallId("anna again")
    story.tell(CallerArrived(again, HOTLINE, OPEN, place_at=START), CallerConnected(again))
    assert rings(story.begin_duty(NIELS)) == [(NIELS, again)]
    assert story.call(again).arrived_at > story.call(CARLA).arrived_at


def test_a_place_cannot_be_kept_from_the_future() -> None:
    story = Story()
    story.tell(CallerArrived(ANNA, HOTLINE, OPEN, place_at=Instant(START + MINUTE)))
    assert story.call(ANNA).place_at == START


def test_two_callers_of_the_same_instant_have_one_order() -> None:
    story = Story()
    for call in (BENT, ANNA):
        story.tell(CallerArrived(call, HOTLINE, OPEN), CallerConnected(call))
    assert rings(story.begin_duty(MIA, NIELS)) == [(MIA, ANNA), (NIELS, BENT)]


def test_the_agent_idle_longest_is_rung_first() -> None:
    story = Story()
    story.begin_duty(MIA, NIELS, OLE)
    assert rings(story.call_in(ANNA, BENT, CARLA)) == [(MIA, ANNA), (NIELS, BENT), (OLE, CARLA)]


def test_idle_time_begins_when_the_work_with_a_call_has_ended() -> None:
    story = Story()
    story.begin_duty(MIA, NIELS)
    story.call_in(ANNA, BENT)
    story.answer(MIA, ANNA)
    story.answer(NIELS, BENT)
    story.tell(AgentHungUp(MIA, ANNA))
    story.wait(5 * SECOND)
    story.tell(AgentHungUp(NIELS, BENT), WrapUpEnded(NIELS))
    story.wait(5 * SECOND)
    story.tell(WrapUpEnded(MIA))
    assert rings(story.call_in(CARLA, DAN)) == [(NIELS, CARLA), (MIA, DAN)]


def test_a_pause_does_not_cost_the_agent_the_turn() -> None:
    story = Story()
    story.begin_duty(MIA, NIELS)
    story.wait(MINUTE)
    story.tell(AgentPaused(MIA, "coffee"))
    story.begin_duty(OLE)
    assert rings(story.call_in(ANNA)) == [(NIELS, ANNA)]
    story.tell(AgentBecameAvailable(MIA))
    assert rings(story.call_in(BENT)) == [(MIA, BENT)]


def test_an_agent_who_hung_up_is_offered_the_next_caller_when_the_wrap_up_is_over() -> None:
    story = Story()
    story.talk(MIA, ANNA)
    story.call_in(BENT)
    assert rings(story.tell(AgentHungUp(MIA, ANNA))) == []
    assert rings(story.wait(30 * SECOND - 2)) == []
    assert rings(story.wait(2)) == [(MIA, BENT)]


def test_an_agent_serves_the_longest_waiting_among_all_the_lines() -> None:
    story = Story()
    story.call_in(ANNA, line=HOSPITAL)
    story.call_in(BENT, line=HOTLINE)
    story.call_in(CARLA, line=HOSPITAL)
    for call in (ANNA, BENT, CARLA):
        agent = AgentId(len(story.state.agents) + 1)
        assert rings(story.begin_duty(agent, lines=(HOTLINE, HOSPITAL))) == [(agent, call)]


def test_a_line_nobody_can_serve_holds_up_no_other() -> None:
    story = Story()
    story.call_in(ANNA, line=HOSPITAL)
    story.call_in(BENT, line=HOTLINE)
    assert rings(story.begin_duty(MIA, lines=(HOTLINE,))) == [(MIA, BENT)]
    assert story.where(ANNA) is CallState.WAITING


def test_an_agent_is_not_offered_a_line_of_others() -> None:
    story = Story()
    story.begin_duty(MIA, lines=(HOSPITAL,))
    assert rings(story.call_in(ANNA, line=HOTLINE)) == []


def test_an_agent_without_lines_is_offered_nothing() -> None:
    story = Story()
    story.begin_duty(MIA, lines=())
    assert rings(story.call_in(ANNA)) == []


def test_an_agent_given_another_line_is_offered_those_who_wait_for_it() -> None:
    story = Story()
    story.begin_duty(MIA, lines=(HOSPITAL,))
    story.call_in(ANNA, line=HOTLINE)
    assert rings(story.tell(AgentSignedIn(MIA, (HOSPITAL, HOTLINE)))) == [(MIA, ANNA)]


def test_an_agent_taken_off_a_line_keeps_the_call_that_rings() -> None:
    story = Story()
    story.begin_duty(MIA)
    story.call_in(ANNA)
    assert story.tell(AgentSignedIn(MIA, (HOSPITAL,))) == []
    story.answer(MIA, ANNA)
    assert story.where(ANNA) is CallState.TALKING


def test_a_line_named_twice_is_served_once() -> None:
    story = Story()
    story.begin_duty(MIA, lines=(HOTLINE, HOTLINE))
    assert story.agent(MIA).lines == (HOTLINE,)
    assert rings(story.call_in(ANNA, BENT)) == [(MIA, ANNA)]


def test_an_agent_who_has_not_proved_to_be_able_to_ring_is_not_offered_calls() -> None:
    story = Story()
    story.tell(AgentSignedIn(MIA, (HOTLINE,)))
    assert rings(story.call_in(ANNA)) == []
    assert rings(story.tell(DeviceProved(MIA))) == [(MIA, ANNA)]


def test_a_proved_device_alone_is_offered_nothing() -> None:
    story = Story()
    story.tell(DeviceProved(MIA))
    assert rings(story.call_in(ANNA)) == []
    assert rings(story.tell(AgentSignedIn(MIA, (HOTLINE,)))) == [(MIA, ANNA)]


def test_when_a_caller_and_an_agent_come_free_at_once_the_caller_goes_to_who_is_idle_longest() -> None:
    """Mia declines Anna while Niels is free for that line, and Bent waits for a line only Mia serves."""
    story = Story(Settings(rest_ms=SECOND))
    story.begin_duty(MIA, lines=(HOTLINE, HOSPITAL))
    story.call_in(ANNA)
    story.begin_duty(NIELS, lines=(HOTLINE,))
    story.call_in(BENT, line=HOSPITAL)
    assert rings(story.tell(OfferDeclined(MIA, offer(ANNA)))) == [(NIELS, ANNA)]
    assert rings(story.wait(SECOND)) == [(MIA, BENT)]


def test_who_waits_and_since_when_can_be_asked_per_line() -> None:
    story = Story()
    story.call_in(ANNA, BENT, line=HOTLINE)
    story.call_in(CARLA, line=HOSPITAL)
    assert callers_waiting(story.state, (HOTLINE,)) == (2, START)
    assert callers_waiting(story.state, (HOSPITAL,)) == (1, START + 2)
    assert callers_waiting(story.state, (HOTLINE, HOSPITAL)) == (3, START)
    assert callers_waiting(story.state, (LineId(9),)) == (0, None)
