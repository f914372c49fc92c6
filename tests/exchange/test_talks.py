# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""While they talk: hold, hanging up, and a device that dies in the middle and may come back."""

import pytest

from hotline.exchange.commands import (
    BookSegment,
    EndCall,
    HoldCall,
    ParkCaller,
    ReconnectAgent,
    ReleaseAgent,
    ResumeCall,
)
from hotline.exchange.events import (
    AgentHeldCall,
    AgentHungUp,
    AgentPaused,
    AgentReconnected,
    AgentResumedCall,
    AgentSignedOut,
    CallerHungUp,
    DeviceLost,
    DeviceProved,
    WrapUpEnded,
)
from hotline.exchange.records import Segment
from hotline.exchange.words import (
    Activity,
    AgentStatus,
    CallEnd,
    CallState,
    DeviceCause,
    Instant,
    Outcome,
    SegmentEnd,
)
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
    SECOND,
    START,
    Story,
    offer,
    rings,
)

LOST = DeviceLost(MIA, DeviceCause.SILENT)


def talking() -> Story:
    """Mia and Anna talk; Bent waits."""
    story = Story()
    story.talk(MIA, ANNA)
    story.call_in(BENT)
    return story


def adrift() -> Story:
    """Mia's device has died while she talked with Anna; Bent waits."""
    story = talking()
    story.tell(LOST)
    return story


def test_a_caller_is_put_on_hold_and_taken_back() -> None:
    story = talking()
    assert story.tell(AgentHeldCall(MIA, ANNA)) == [HoldCall(ANNA, MIA)]
    assert story.where(ANNA) is CallState.HELD
    assert story.status(MIA) is AgentStatus.HOLDING
    assert story.tell(AgentResumedCall(MIA, ANNA)) == [ResumeCall(ANNA, MIA)]
    assert story.where(ANNA) is CallState.TALKING
    assert story.status(MIA) is AgentStatus.TALKING


def test_holding_what_is_held_and_resuming_what_is_not_changes_nothing() -> None:
    story = talking()
    assert story.tell(AgentResumedCall(MIA, ANNA)) == []
    story.tell(AgentHeldCall(MIA, ANNA))
    assert story.tell(AgentHeldCall(MIA, ANNA)) == []
    assert story.where(ANNA) is CallState.HELD


def test_a_call_on_hold_can_be_hung_up_by_the_agent() -> None:
    story = talking()
    story.tell(AgentHeldCall(MIA, ANNA))
    assert story.tell(AgentHungUp(MIA, ANNA)) == [
        EndCall(ANNA, CallEnd.ANSWERED_AGENT_HUNG_UP),
        ReleaseAgent(MIA, ANNA),
    ]


def test_the_books_tell_talk_hold_and_wrap_up_apart() -> None:
    story = talking()
    began_at = story.booked_segments()[0].began_at
    story.wait(MINUTE)
    story.tell(AgentHeldCall(MIA, ANNA))
    story.wait(20 * SECOND)
    story.tell(AgentResumedCall(MIA, ANNA))
    story.wait(MINUTE)
    story.tell(AgentHeldCall(MIA, ANNA))
    story.wait(5 * SECOND)
    story.tell(CallerHungUp(ANNA))
    ended_at = story.now
    story.wait(10 * SECOND)
    story.tell(WrapUpEnded(MIA))
    begun, ended, wrapped_up = story.booked_segments()
    assert begun == Segment(offer(ANNA), ANNA, HOTLINE, MIA, began_at)
    assert ended == Segment(
        offer(ANNA),
        ANNA,
        HOTLINE,
        MIA,
        began_at,
        held_ms=25 * SECOND,
        ended_at=ended_at,
        end=SegmentEnd.CALLER_HUNG_UP,
    )
    assert (wrapped_up.ended_at, wrapped_up.wrapped_up_at) == (ended_at, ended_at + 10 * SECOND)


def test_a_dead_device_puts_the_caller_on_music_and_waits_for_it() -> None:
    story = talking()
    assert story.tell(LOST) == [ParkCaller(ANNA)]
    assert story.where(ANNA) is CallState.ADRIFT
    assert story.status(MIA) is AgentStatus.ADRIFT


def test_an_agent_who_comes_back_in_time_has_the_call_again() -> None:
    story = adrift()
    story.wait(14 * SECOND)
    story.tell(DeviceProved(MIA))
    assert story.where(ANNA) is CallState.ADRIFT
    assert story.tell(AgentReconnected(MIA, ANNA)) == [ReconnectAgent(ANNA, MIA)]
    assert story.where(ANNA) is CallState.TALKING
    assert story.status(MIA) is AgentStatus.TALKING
    assert story.wait(MINUTE)[-1:] != [ParkCaller(ANNA)]
    assert story.where(ANNA) is CallState.TALKING


def test_asking_for_the_call_proves_the_device() -> None:
    story = adrift()
    story.tell(AgentReconnected(MIA, ANNA))
    assert story.agent(MIA).is_proved
    assert story.call(ANNA).lease_until is None


def test_a_caller_who_was_on_hold_is_on_hold_again_after_the_agent_comes_back() -> None:
    story = talking()
    story.tell(AgentHeldCall(MIA, ANNA), LOST)
    assert story.tell(AgentReconnected(MIA, ANNA)) == [ReconnectAgent(ANNA, MIA), HoldCall(ANNA, MIA)]
    assert story.where(ANNA) is CallState.HELD
    assert story.status(MIA) is AgentStatus.HOLDING


def test_a_page_reloaded_faster_than_it_was_missed_gets_its_call_again() -> None:
    story = talking()
    assert story.tell(AgentReconnected(MIA, ANNA)) == [ReconnectAgent(ANNA, MIA)]
    story.tell(AgentHeldCall(MIA, ANNA))
    assert story.tell(AgentReconnected(MIA, ANNA)) == [ReconnectAgent(ANNA, MIA), HoldCall(ANNA, MIA)]
    assert story.where(ANNA) is CallState.HELD


def test_an_agent_who_stays_away_loses_the_call_to_the_next() -> None:
    story = adrift()
    story.begin_duty(NIELS)
    assert story.where(BENT) is CallState.OFFERED
    story.call_in(CARLA)
    assert ReleaseAgent(MIA, ANNA) in story.wait(15 * SECOND)
    assert story.where(ANNA) is CallState.WAITING
    assert rings(story.begin_duty(OLE)) == [(OLE, ANNA)]


def test_a_caller_cut_off_goes_before_even_those_who_have_waited_longer() -> None:
    story = Story()
    story.call_in(CARLA, line=HOSPITAL)
    story.talk(MIA, ANNA)
    story.call_in(BENT)
    story.tell(LOST)
    story.wait(15 * SECOND)
    assert story.call(CARLA).place_at < story.call(ANNA).place_at
    assert rings(story.begin_duty(OLE, lines=(HOTLINE, HOSPITAL))) == [(OLE, ANNA)]


def test_of_two_callers_cut_off_the_one_who_came_first_goes_first() -> None:
    story = Story()
    story.begin_duty(MIA, NIELS)
    story.call_in(ANNA, BENT)
    story.answer(MIA, ANNA)
    story.answer(NIELS, BENT)
    story.tell(DeviceLost(NIELS, DeviceCause.CLOSED), LOST)
    story.wait(15 * SECOND)
    assert rings(story.begin_duty(OLE)) == [(OLE, ANNA)]


def test_the_part_of_an_agent_who_was_lost_ended_when_the_device_died() -> None:
    story = talking()
    story.wait(MINUTE)
    story.tell(AgentHeldCall(MIA, ANNA))
    story.wait(SECOND)
    died_at = story.now
    story.tell(LOST)
    story.wait(15 * SECOND)
    segment = story.booked_segments()[-1]
    assert (segment.ended_at, segment.end, segment.held_ms) == (died_at, SegmentEnd.DEVICE_LOST, SECOND)


def test_an_agent_who_was_lost_wraps_up_and_is_unreachable_until_back() -> None:
    story = adrift()
    story.wait(15 * SECOND)
    assert story.status(MIA) is AgentStatus.WRAPPING_UP
    story.wait(30 * SECOND)
    assert story.status(MIA) is AgentStatus.UNREACHABLE
    assert rings(story.tell(DeviceProved(MIA))) == [(MIA, ANNA)]


def test_an_agent_back_too_late_is_told_to_let_go() -> None:
    story = adrift()
    story.wait(15 * SECOND)
    assert story.tell(DeviceProved(MIA), AgentReconnected(MIA, ANNA)) == [ReleaseAgent(MIA, ANNA)]
    assert story.where(ANNA) is CallState.WAITING


@pytest.mark.parametrize("event", [AgentHungUp, AgentHeldCall, AgentResumedCall, AgentReconnected])
def test_a_page_that_speaks_of_a_call_somebody_else_has_is_told_to_let_go(
    event: type[AgentHungUp | AgentHeldCall | AgentResumedCall | AgentReconnected],
) -> None:
    story = adrift()
    story.wait(15 * SECOND)
    story.begin_duty(NIELS)
    story.answer(NIELS, ANNA)
    assert story.tell(event(MIA, ANNA)) == [ReleaseAgent(MIA, ANNA)]
    assert story.where(ANNA) is CallState.TALKING
    assert story.agent(NIELS).call == ANNA


@pytest.mark.parametrize("event", [AgentHungUp, AgentHeldCall, AgentResumedCall, AgentReconnected])
def test_a_page_that_speaks_of_a_call_that_is_over_is_late(
    event: type[AgentHungUp | AgentHeldCall | AgentResumedCall | AgentReconnected],
) -> None:
    story = talking()
    story.tell(CallerHungUp(ANNA))
    assert story.tell(event(MIA, ANNA)) == []


def test_an_offer_that_rings_cannot_be_hung_up_as_if_it_were_a_call() -> None:
    story = Story()
    story.begin_duty(MIA)
    story.call_in(ANNA)
    assert story.tell(AgentHungUp(MIA, ANNA)) == [ReleaseAgent(MIA, ANNA)]
    assert story.agent(MIA).activity is Activity.RINGING


def test_hold_and_resume_pressed_while_adrift_wait_for_the_device() -> None:
    story = adrift()
    assert story.tell(AgentHeldCall(MIA, ANNA), AgentResumedCall(MIA, ANNA)) == []
    assert story.where(ANNA) is CallState.ADRIFT


def test_an_agent_may_hang_up_a_call_adrift_from_a_page_just_back() -> None:
    story = adrift()
    story.tell(DeviceProved(MIA))
    assert EndCall(ANNA, CallEnd.ANSWERED_AGENT_HUNG_UP) in story.tell(AgentHungUp(MIA, ANNA))
    assert story.booked_segments()[-1].end is SegmentEnd.AGENT_HUNG_UP


def test_a_device_lost_twice_is_lost_once() -> None:
    story = adrift()
    lease_until = story.call(ANNA).lease_until
    story.wait(SECOND)
    assert story.tell(LOST) == []
    assert story.call(ANNA).lease_until == lease_until


def test_a_device_that_comes_and_goes_while_adrift_changes_nothing_for_the_caller() -> None:
    story = adrift()
    assert story.tell(DeviceProved(MIA), LOST) == []
    assert story.where(ANNA) is CallState.ADRIFT
    assert not story.agent(MIA).is_proved


def test_a_device_that_dies_again_after_coming_back_has_a_lease_of_its_own() -> None:
    story = adrift()
    story.wait(14 * SECOND)
    story.tell(AgentReconnected(MIA, ANNA))
    story.wait(SECOND)
    assert story.tell(LOST) == [ParkCaller(ANNA)]
    assert story.call(ANNA).lease_until == story.now + 15 * SECOND


def test_who_signs_out_or_pauses_while_adrift_still_gets_the_call_back() -> None:
    for choice in (AgentSignedOut(MIA), AgentPaused(MIA, "")):
        story = adrift()
        story.tell(choice)
        assert story.tell(AgentReconnected(MIA, ANNA)) == [ReconnectAgent(ANNA, MIA)]
        assert story.where(ANNA) is CallState.TALKING


def test_an_agent_signed_out_who_is_lost_is_forgotten_after_the_wrap_up() -> None:
    story = adrift()
    story.tell(AgentSignedOut(MIA))
    story.wait(45 * SECOND)
    assert MIA not in story.state.agents
    assert story.booked_segments()[-1].wrapped_up_at is not None


def test_a_call_with_two_agents_is_one_call_in_two_parts() -> None:
    story = adrift()
    answered_at = story.call(ANNA).answered_at
    story.wait(15 * SECOND)
    story.begin_duty(NIELS)
    story.answer(NIELS, ANNA)
    story.wait(MINUTE)
    story.tell(CallerHungUp(ANNA))
    ended = story.ended_call(ANNA)
    assert (ended.answered_at, ended.agent, ended.outcome) == (answered_at, NIELS, Outcome.ANSWERED)
    parts = [command.record for command in story.ordered if isinstance(command, BookSegment)]
    assert {part.offer for part in parts if part.call == ANNA} == {offer(ANNA, 1), offer(ANNA, 2)}


def test_a_second_device_lost_in_the_same_call_leaves_the_caller_before_all_others() -> None:
    story = adrift()
    story.wait(15 * SECOND)
    story.begin_duty(NIELS)
    story.answer(NIELS, ANNA)
    story.call_in(DAN)
    story.tell(DeviceLost(NIELS, DeviceCause.MICROPHONE))
    story.wait(15 * SECOND)
    assert rings(story.begin_duty(OLE)) == [(OLE, ANNA)]
    assert story.now > Instant(START + 30 * SECOND)
