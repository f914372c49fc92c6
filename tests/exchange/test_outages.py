# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A restart loses nobody, and a relay that dies loses everybody in an orderly way."""

from hotline.exchange.codec import decode_state, encode_state
from hotline.exchange.commands import (
    EndCall,
    ParkCaller,
    PlayAnnouncement,
    ReconnectAgent,
    RefuseCall,
    ReleaseAgent,
    StopRinging,
)
from hotline.exchange.decide import next_deadline
from hotline.exchange.events import (
    AgentHeldCall,
    AgentHungUp,
    AgentReconnected,
    AgentResumedCall,
    CallerArrived,
    CallerConnected,
    CallerHungUp,
    DeviceLost,
    DeviceProved,
    ExchangeStarted,
    MediaBack,
    MediaLost,
    WrapUpEnded,
)
from hotline.exchange.words import (
    Activity,
    AgentStatus,
    CallEnd,
    CallState,
    DeviceCause,
    Instant,
    OfferEnd,
    RefusalReason,
)
from tests.exchange.stories import (
    ANNA,
    BENT,
    CARLA,
    CLOSED,
    DAN,
    HOTLINE,
    MIA,
    MINUTE,
    NIELS,
    OLE,
    OPEN,
    SECOND,
    Story,
    offer,
    rings,
)


def restarted(story: Story, down_ms: int = 2 * SECOND) -> Story:
    """The process dies and is started again from what was written down."""
    story.state = decode_state(encode_state(story.state))
    story.now = Instant(story.now + down_ms)
    return story


def test_a_talk_goes_on_through_a_restart() -> None:
    story = Story()
    story.talk(MIA, ANNA)
    restarted(story)
    assert story.tell(ExchangeStarted()) == []
    assert story.where(ANNA) is CallState.TALKING
    story.wait(SECOND)
    assert story.tell(DeviceProved(MIA)) == []
    assert story.wait(10 * MINUTE) == []
    assert story.where(ANNA) is CallState.TALKING


def test_after_a_restart_a_talk_can_be_held_resumed_and_hung_up() -> None:
    story = Story()
    story.talk(MIA, ANNA)
    restarted(story)
    story.tell(ExchangeStarted(), DeviceProved(MIA), AgentHeldCall(MIA, ANNA))
    assert story.where(ANNA) is CallState.HELD
    story.tell(AgentResumedCall(MIA, ANNA))
    assert EndCall(ANNA, CallEnd.ANSWERED_AGENT_HUNG_UP) in story.tell(AgentHungUp(MIA, ANNA))


def test_a_talking_agent_not_heard_from_after_a_restart_is_lost_in_the_end() -> None:
    story = Story()
    story.talk(MIA, ANNA)
    restarted(story).tell(ExchangeStarted())
    assert story.wait(15 * SECOND - 1) == []
    assert story.wait(1) == [ParkCaller(ANNA)]
    assert story.where(ANNA) is CallState.ADRIFT
    assert story.wait(15 * SECOND) == [ReleaseAgent(MIA, ANNA)]
    assert story.where(ANNA) is CallState.WAITING


def test_a_device_found_dead_after_a_restart_is_not_waited_for_twice() -> None:
    story = Story()
    story.talk(MIA, ANNA)
    restarted(story).tell(ExchangeStarted())
    assert story.tell(DeviceLost(MIA, DeviceCause.CLOSED)) == [ParkCaller(ANNA)]
    assert story.wait(15 * SECOND) == [ReleaseAgent(MIA, ANNA)]


def test_a_page_reloaded_during_the_restart_gets_its_call() -> None:
    story = Story()
    story.talk(MIA, ANNA)
    restarted(story).tell(ExchangeStarted())
    assert story.tell(AgentReconnected(MIA, ANNA)) == [ReconnectAgent(ANNA, MIA)]
    assert story.wait(MINUTE) == []


def test_a_call_on_hold_stays_on_hold_through_a_restart() -> None:
    story = Story()
    story.talk(MIA, ANNA)
    story.tell(AgentHeldCall(MIA, ANNA))
    restarted(story).tell(ExchangeStarted(), DeviceProved(MIA))
    assert story.where(ANNA) is CallState.HELD
    assert story.status(MIA) is AgentStatus.HOLDING


def test_what_rang_is_offered_again_when_the_device_has_proved_itself() -> None:
    story = Story()
    story.begin_duty(MIA)
    story.call_in(ANNA)
    restarted(story)
    assert story.tell(ExchangeStarted()) == [StopRinging(MIA, offer(ANNA), OfferEnd.EXCHANGE_RESTARTED)]
    assert story.where(ANNA) is CallState.WAITING
    assert rings(story.tell(DeviceProved(MIA))) == [(MIA, ANNA)]
    assert story.call(ANNA).offer == offer(ANNA, 2)
    assert story.agent(MIA).missed == 0


def test_what_rang_may_be_taken_by_whoever_is_back_first() -> None:
    story = Story()
    story.begin_duty(MIA, NIELS)
    story.call_in(ANNA, BENT)
    restarted(story).tell(ExchangeStarted())
    assert rings(story.tell(DeviceProved(NIELS))) == [(NIELS, ANNA)]
    assert rings(story.tell(DeviceProved(MIA))) == [(MIA, BENT)]


def test_a_restart_does_not_cost_an_agent_the_turn() -> None:
    story = Story()
    story.begin_duty(MIA, NIELS)
    story.call_in(ANNA)
    restarted(story).tell(ExchangeStarted(), CallerHungUp(ANNA), DeviceProved(NIELS), DeviceProved(MIA))
    assert rings(story.call_in(BENT)) == [(MIA, BENT)]


def test_waiting_callers_keep_their_places_through_a_restart() -> None:
    story = Story()
    story.call_in(ANNA, BENT, CARLA)
    restarted(story).tell(ExchangeStarted())
    assert rings(story.begin_duty(MIA, NIELS, OLE)) == [(MIA, ANNA), (NIELS, BENT), (OLE, CARLA)]


def test_nobody_is_offered_a_call_before_the_device_has_proved_itself_again() -> None:
    story = Story()
    story.begin_duty(MIA)
    restarted(story).tell(ExchangeStarted())
    assert rings(story.call_in(ANNA)) == []
    assert story.status(MIA) is AgentStatus.UNREACHABLE


def test_the_time_the_exchange_was_down_is_held_against_nobody() -> None:
    """However long it took: leases, and the grace for there being nobody, begin anew."""
    story = Story()
    story.talk(MIA, ANNA)
    story.call_in(BENT)
    story.tell(DeviceLost(MIA, DeviceCause.CLOSED), CallerArrived(CARLA, HOTLINE, OPEN))
    story.tell(CallerArrived(DAN, HOTLINE, CLOSED), CallerConnected(DAN))
    restarted(story, down_ms=10 * MINUTE).tell(ExchangeStarted())
    started_at = story.now
    assert story.call(ANNA).lease_until == started_at + 15 * SECOND
    assert story.call(CARLA).lease_until == started_at + 10 * SECOND
    assert story.call(DAN).lease_until == started_at + 2 * MINUTE
    heard = story.wait(MINUTE - 1)
    assert not any(isinstance(command, PlayAnnouncement) for command in heard)
    assert story.where(BENT) is CallState.WAITING
    assert any(isinstance(command, PlayAnnouncement) for command in story.wait(1))


def test_a_wrap_up_goes_on_through_a_restart() -> None:
    story = Story()
    story.talk(MIA, ANNA)
    story.call_in(BENT)
    story.tell(CallerHungUp(ANNA))
    restarted(story).tell(ExchangeStarted(), DeviceProved(MIA))
    assert story.agent(MIA).activity is Activity.WRAPPING_UP
    assert rings(story.tell(WrapUpEnded(MIA))) == [(MIA, BENT)]


def test_agents_who_were_gone_are_forgotten_at_a_restart() -> None:
    story = Story()
    story.tell(DeviceProved(MIA))
    restarted(story).tell(ExchangeStarted())
    assert story.state.agents == {}


def test_a_first_start_knows_nothing_and_waits_for_nothing() -> None:
    story = Story()
    assert story.tell(ExchangeStarted()) == []
    assert next_deadline(story.state) is None


def test_starting_twice_in_a_row_loses_nobody() -> None:
    story = Story()
    story.talk(MIA, ANNA)
    story.call_in(BENT)
    for _ in range(2):
        restarted(story).tell(ExchangeStarted())
    assert story.where(ANNA) is CallState.TALKING
    assert story.where(BENT) is CallState.WAITING


def test_a_relay_that_dies_ends_every_call_and_offers_none_of_them_to_those_set_free() -> None:
    story = Story()
    story.talk(MIA, ANNA)
    story.begin_duty(NIELS)
    story.call_in(BENT, CARLA)
    lost = story.tell(MediaLost())
    assert rings(lost) == []
    ended = {command.call: command.reason for command in lost if isinstance(command, EndCall)}
    assert ended == dict.fromkeys([ANNA, BENT, CARLA], CallEnd.MEDIA_LOST)
    assert StopRinging(NIELS, offer(BENT), OfferEnd.MEDIA_FAILED) in lost
    assert ReleaseAgent(MIA, ANNA) in lost
    assert story.status(MIA) is AgentStatus.WRAPPING_UP
    assert story.status(NIELS) is AgentStatus.AVAILABLE


def test_while_there_is_no_relay_callers_are_refused_with_that_reason() -> None:
    story = Story()
    story.begin_duty(MIA)
    story.tell(MediaLost())
    assert story.tell(MediaLost()) == []
    assert story.tell(CallerArrived(ANNA, HOTLINE, OPEN)) == [RefuseCall(ANNA, RefusalReason.MEDIA_DOWN)]
    assert story.ended_call(ANNA).refusal is RefusalReason.MEDIA_DOWN


def test_new_calls_are_served_at_once_when_the_relay_is_back() -> None:
    story = Story()
    story.begin_duty(MIA)
    story.tell(MediaLost(), MediaBack())
    assert rings(story.call_in(ANNA)) == [(MIA, ANNA)]
    assert story.tell(MediaBack()) == []


def test_a_restart_while_there_is_no_relay_remembers_that() -> None:
    story = Story()
    story.tell(MediaLost())
    restarted(story).tell(ExchangeStarted())
    assert story.tell(CallerArrived(ANNA, HOTLINE, OPEN)) == [RefuseCall(ANNA, RefusalReason.MEDIA_DOWN)]
