# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The three facts of an agent, and the way back to what was chosen."""

import pytest

from hotline.exchange.commands import ShowAgent
from hotline.exchange.decide import Impossible
from hotline.exchange.events import (
    AgentBecameAvailable,
    AgentHungUp,
    AgentPaused,
    AgentSignedIn,
    AgentSignedOut,
    CallerHungUp,
    DeviceLost,
    DeviceProved,
    OfferDeclined,
    SettingsChanged,
    WrapUpEnded,
    WrapUpExtended,
)
from hotline.exchange.records import AgentState, Settings
from hotline.exchange.words import (
    Activity,
    AgentStatus,
    CallState,
    Chosen,
    DeviceCause,
    Instant,
    OfferEnd,
)
from tests.exchange.stories import (
    ANNA,
    BENT,
    CARLA,
    HOTLINE,
    MIA,
    MINUTE,
    NIELS,
    SECOND,
    START,
    Story,
    offer,
    rings,
    shown,
)


def wrapping_up(settings: Settings | None = None) -> Story:
    """Mia has just hung up on Anna, and Bent waits."""
    story = Story(settings)
    story.talk(MIA, ANNA)
    story.call_in(BENT)
    story.tell(AgentHungUp(MIA, ANNA))
    return story


def test_an_agent_who_signs_in_is_available_as_soon_as_the_device_is_proved() -> None:
    story = Story()
    story.tell(AgentSignedIn(MIA, (HOTLINE,)))
    assert story.status(MIA) is AgentStatus.UNREACHABLE
    story.tell(DeviceProved(MIA))
    assert story.status(MIA) is AgentStatus.AVAILABLE


def test_a_device_may_prove_itself_before_the_agent_signs_in() -> None:
    story = Story()
    story.tell(DeviceProved(MIA))
    assert story.status(MIA) is AgentStatus.SIGNED_OUT
    story.tell(AgentSignedIn(MIA, (HOTLINE,)))
    assert story.status(MIA) is AgentStatus.AVAILABLE


def test_an_agent_who_is_gone_in_every_way_is_forgotten() -> None:
    story = Story()
    story.begin_duty(MIA)
    story.tell(AgentSignedOut(MIA))
    assert MIA in story.state.agents
    story.tell(DeviceLost(MIA, DeviceCause.CLOSED))
    assert MIA not in story.state.agents


def test_what_is_said_twice_changes_nothing() -> None:
    story = Story()
    story.begin_duty(MIA)
    before = story.agent(MIA)
    story.tell(DeviceProved(MIA), AgentSignedIn(MIA, (HOTLINE,)), AgentBecameAvailable(MIA))
    assert story.agent(MIA) == before
    story.tell(AgentSignedOut(MIA), AgentSignedOut(MIA), DeviceLost(NIELS, DeviceCause.SILENT))
    assert story.status(MIA) is AgentStatus.SIGNED_OUT


@pytest.mark.parametrize("choice", [AgentBecameAvailable(MIA), AgentPaused(MIA, "lunch")])
def test_an_agent_who_is_not_signed_in_has_nothing_to_choose(
    choice: AgentBecameAvailable | AgentPaused,
) -> None:
    story = Story()
    with pytest.raises(Impossible, match="cannot happen to what is signed_out"):
        story.tell(choice)
    assert story.state.agents == {}


def test_a_paused_agent_is_offered_nothing_until_back() -> None:
    story = Story()
    story.begin_duty(MIA)
    story.tell(AgentPaused(MIA, "lunch"))
    assert rings(story.call_in(ANNA)) == []
    assert story.agent(MIA).reason == "lunch"
    assert rings(story.tell(AgentBecameAvailable(MIA))) == [(MIA, ANNA)]
    assert story.agent(MIA).reason == ""


def test_a_pause_asked_for_while_talking_takes_effect_afterwards() -> None:
    story = Story()
    story.talk(MIA, ANNA)
    story.call_in(BENT)
    story.tell(AgentPaused(MIA, "lunch"))
    assert story.status(MIA) is AgentStatus.TALKING
    assert story.where(ANNA) is CallState.TALKING
    story.tell(CallerHungUp(ANNA))
    assert story.status(MIA) is AgentStatus.WRAPPING_UP
    assert rings(story.wait(30 * SECOND)) == []
    assert story.status(MIA) is AgentStatus.PAUSED


def test_a_pause_asked_for_and_taken_back_while_talking_leaves_no_trace() -> None:
    story = Story()
    story.talk(MIA, ANNA)
    story.call_in(BENT)
    story.tell(AgentPaused(MIA, "lunch"), AgentBecameAvailable(MIA), CallerHungUp(ANNA))
    assert rings(story.wait(30 * SECOND)) == [(MIA, BENT)]


def test_signing_out_while_talking_takes_effect_afterwards() -> None:
    story = Story()
    story.talk(MIA, ANNA)
    story.begin_duty(NIELS)
    story.tell(AgentSignedOut(MIA))
    assert story.status(MIA) is AgentStatus.TALKING
    story.tell(CallerHungUp(ANNA))
    assert story.status(MIA) is AgentStatus.WRAPPING_UP
    story.tell(WrapUpEnded(MIA))
    assert story.status(MIA) is AgentStatus.SIGNED_OUT
    assert rings(story.call_in(BENT)) == [(NIELS, BENT)]


def test_signing_out_during_the_wrap_up_ends_it() -> None:
    story = wrapping_up()
    story.tell(AgentSignedOut(MIA))
    assert story.status(MIA) is AgentStatus.SIGNED_OUT
    assert story.booked_segments()[-1].wrapped_up_at == story.now


def test_signing_in_again_after_signing_out_in_mid_call_is_as_if_nothing_was() -> None:
    story = Story()
    story.talk(MIA, ANNA)
    story.tell(AgentSignedOut(MIA), AgentSignedIn(MIA, (HOTLINE,)), CallerHungUp(ANNA), WrapUpEnded(MIA))
    assert story.status(MIA) is AgentStatus.AVAILABLE


def test_a_wrap_up_ends_by_itself() -> None:
    story = wrapping_up()
    assert rings(story.wait(30 * SECOND)) == [(MIA, BENT)]


def test_a_wrap_up_ends_when_the_agent_has_finished() -> None:
    story = wrapping_up()
    assert rings(story.tell(WrapUpEnded(MIA))) == [(MIA, BENT)]
    assert story.wait(SECOND) == []


def test_a_wrap_up_can_be_extended() -> None:
    story = wrapping_up()
    story.wait(10 * SECOND)
    story.tell(WrapUpExtended(MIA))
    assert story.agent(MIA).until_at == story.now + 80 * SECOND
    assert rings(story.wait(80 * SECOND - 1)) == []
    assert rings(story.wait(1)) == [(MIA, BENT)]


def test_a_wrap_up_that_is_over_can_neither_be_extended_nor_ended() -> None:
    story = wrapping_up()
    story.tell(WrapUpEnded(MIA))
    assert story.tell(WrapUpExtended(MIA), WrapUpEnded(MIA), WrapUpExtended(NIELS)) == []
    assert story.agent(MIA).activity is Activity.RINGING


def test_a_wrap_up_of_no_length_is_over_at_once() -> None:
    story = wrapping_up(Settings(wrap_up_ms=0))
    assert rings(story.wait(0)) == [(MIA, BENT)]


def test_a_wrap_up_belongs_to_the_agent_and_not_to_the_line() -> None:
    story = wrapping_up()
    story.tell(AgentSignedIn(MIA, (HOTLINE,)))
    assert story.agent(MIA).activity is Activity.WRAPPING_UP


def test_a_lost_device_does_not_cut_a_wrap_up_short() -> None:
    story = wrapping_up()
    story.tell(DeviceLost(MIA, DeviceCause.SILENT))
    assert story.status(MIA) is AgentStatus.WRAPPING_UP
    assert rings(story.wait(30 * SECOND)) == []
    assert story.status(MIA) is AgentStatus.UNREACHABLE
    assert rings(story.tell(DeviceProved(MIA))) == [(MIA, BENT)]


def test_changed_settings_count_from_the_next_time_and_change_nothing_that_goes_on() -> None:
    story = wrapping_up()
    until_at = story.agent(MIA).until_at
    story.tell(SettingsChanged(Settings(wrap_up_ms=SECOND, ring_ms=2 * SECOND)))
    assert story.agent(MIA).until_at == until_at
    story.tell(WrapUpEnded(MIA))
    assert story.state.offers[offer(BENT)].until_at == story.now + 2 * SECOND


def test_an_agent_away_after_missed_offers_may_pause_or_sign_out() -> None:
    for event, chosen in ((AgentPaused(MIA, ""), Chosen.PAUSED), (AgentSignedOut(MIA), Chosen.SIGNED_OUT)):
        story = Story(Settings(missed_limit=1))
        story.begin_duty(MIA)
        story.call_in(ANNA)
        story.wait(20 * SECOND)
        story.tell(AgentSignedIn(MIA, (HOTLINE,)))
        assert story.agent(MIA).chosen is Chosen.AWAY_MISSED
        story.tell(event)
        assert story.agent(MIA).chosen is chosen


def test_an_agent_who_rests_and_pauses_comes_back_to_the_pause() -> None:
    story = Story()
    story.begin_duty(MIA)
    story.call_in(ANNA)
    story.tell(OfferDeclined(MIA, offer(ANNA)), AgentPaused(MIA, "coffee"))
    assert story.status(MIA) is AgentStatus.PAUSED
    assert rings(story.wait(5 * SECOND)) == []
    assert story.agent(MIA).activity is Activity.FREE
    assert story.status(MIA) is AgentStatus.PAUSED


def test_an_agent_who_rests_and_signs_out_is_gone() -> None:
    story = Story()
    story.begin_duty(MIA)
    story.call_in(ANNA)
    story.tell(OfferDeclined(MIA, offer(ANNA)), AgentSignedOut(MIA))
    assert story.agent(MIA).activity is Activity.FREE
    assert story.status(MIA) is AgentStatus.SIGNED_OUT


def test_the_agent_remembers_how_the_last_offer_ended() -> None:
    story = Story()
    story.begin_duty(MIA)
    story.call_in(ANNA)
    story.wait(20 * SECOND)
    assert (story.agent(MIA).last_offer, story.agent(MIA).last_end) == (offer(ANNA), OfferEnd.RANG_OUT)


def test_the_page_is_told_of_everything_that_changes_on_it() -> None:
    story = Story()
    for event in (
        AgentSignedIn(MIA, (HOTLINE,)),
        DeviceProved(MIA),
        AgentPaused(MIA, "lunch"),
        AgentPaused(MIA, "meeting"),
        AgentBecameAvailable(MIA),
        DeviceLost(MIA, DeviceCause.SILENT),
        AgentSignedOut(MIA),
    ):
        story.ordered = []
        story.tell(event)
        assert shown(story.ordered) == [MIA]


def test_the_page_is_told_once_when_one_event_moves_the_agent_twice() -> None:
    story = wrapping_up()
    story.ordered = []
    story.tell(WrapUpEnded(MIA))
    assert story.agent(MIA).activity is Activity.RINGING
    assert [command for command in story.ordered if isinstance(command, ShowAgent)] == [ShowAgent(MIA)]


def test_an_agent_s_time_is_booked_in_spans_without_gap_or_overlap() -> None:
    story = Story()
    story.begin_duty(MIA)
    story.wait(MINUTE - 1)
    story.tell(AgentPaused(MIA, "lunch"))
    story.wait(MINUTE)
    story.tell(AgentPaused(MIA, "meeting"))
    story.wait(MINUTE)
    story.tell(AgentBecameAvailable(MIA))
    story.call_in(CARLA)
    story.wait(SECOND - 1)
    story.answer(MIA, CARLA)
    story.wait(2 * MINUTE)
    story.tell(CallerHungUp(CARLA))
    story.wait(30 * SECOND)
    story.wait(SECOND)
    story.tell(AgentSignedOut(MIA))
    minutes = [START, *(Instant(START + at * MINUTE) for at in (1, 2, 3))]
    answered = Instant(minutes[3] + SECOND)
    hung_up = Instant(answered + 2 * MINUTE)
    finished = Instant(hung_up + 30 * SECOND)
    assert story.booked_states(MIA) == [
        AgentState(MIA, AgentStatus.AVAILABLE, "", minutes[0], minutes[1]),
        AgentState(MIA, AgentStatus.PAUSED, "lunch", minutes[1], minutes[2]),
        AgentState(MIA, AgentStatus.PAUSED, "meeting", minutes[2], minutes[3]),
        AgentState(MIA, AgentStatus.RINGING, "", minutes[3], answered),
        AgentState(MIA, AgentStatus.TALKING, "", answered, hung_up),
        AgentState(MIA, AgentStatus.WRAPPING_UP, "", hung_up, finished),
        AgentState(MIA, AgentStatus.AVAILABLE, "", finished, Instant(finished + SECOND)),
    ]


def test_time_signed_out_is_nobody_s_and_is_not_booked() -> None:
    story = Story()
    story.tell(DeviceProved(MIA))
    story.wait(MINUTE)
    story.tell(AgentSignedIn(MIA, (HOTLINE,)))
    assert story.booked_states(MIA) == []
