# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""An offer has one winner and one end; the ends are different things and are kept apart."""

import pytest

from hotline.exchange.commands import JoinCall, PlayMusic, ReleaseAgent, RingAgent, StopRinging
from hotline.exchange.decide import Impossible
from hotline.exchange.events import (
    AgentBecameAvailable,
    AgentPaused,
    AgentSignedOut,
    CallerHungUp,
    DeviceLost,
    DeviceProved,
    OfferAnswered,
    OfferDeclined,
    OfferFailed,
)
from hotline.exchange.records import Offer, Settings
from hotline.exchange.words import (
    Activity,
    AgentId,
    AgentStatus,
    CallState,
    Chosen,
    DeviceCause,
    Instant,
    OfferEnd,
    OfferId,
    OfferState,
    Outcome,
    SegmentEnd,
)
from tests.exchange.stories import (
    ANNA,
    BENT,
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


def ringing(*agents: AgentId, settings: Settings | None = None) -> Story:
    """Anna rings at the first of these agents."""
    story = Story(settings)
    story.begin_duty(*agents)
    story.call_in(ANNA)
    return story


def test_an_offer_that_rings_out_goes_on_at_once_to_the_next_agent() -> None:
    story = ringing(MIA, NIELS)
    assert story.wait(20 * SECOND) == [
        StopRinging(MIA, offer(ANNA, 1), OfferEnd.RANG_OUT),
        RingAgent(NIELS, offer(ANNA, 2), ANNA, Instant(START + 2 + 40 * SECOND)),
    ]
    assert story.agent(MIA).missed == 1


def test_a_caller_whose_offer_rang_out_keeps_the_place() -> None:
    story = ringing(MIA)
    story.call_in(BENT)
    story.tell(AgentPaused(MIA, ""))
    assert rings(story.begin_duty(NIELS)) == [(NIELS, ANNA)]


def test_an_agent_who_missed_an_offer_goes_to_the_back_of_the_row() -> None:
    story = ringing(MIA, NIELS)
    story.wait(20 * SECOND)
    story.begin_duty(OLE)
    assert rings(story.call_in(BENT)) == [(MIA, BENT)]
    story = ringing(MIA, NIELS, OLE)
    story.wait(20 * SECOND)
    assert rings(story.call_in(BENT)) == [(OLE, BENT)]


def test_an_agent_alone_who_missed_one_offer_is_rung_again() -> None:
    story = ringing(MIA)
    assert rings(story.wait(20 * SECOND)) == [(MIA, ANNA)]


def test_an_agent_who_missed_too_many_is_away_and_sees_the_way_back() -> None:
    story = ringing(MIA)
    assert rings(story.wait(41 * SECOND)) == [(MIA, ANNA)]
    assert story.agent(MIA).chosen is Chosen.AWAY_MISSED
    assert story.status(MIA) is AgentStatus.AWAY_MISSED
    assert rings(story.tell(AgentBecameAvailable(MIA))) == [(MIA, ANNA)]
    assert story.agent(MIA).missed == 0


def test_how_many_offers_may_be_missed_is_a_setting() -> None:
    story = ringing(MIA, settings=Settings(missed_limit=1))
    assert rings(story.wait(20 * SECOND)) == []
    assert story.agent(MIA).chosen is Chosen.AWAY_MISSED


def test_an_answer_forgives_the_missed_offers() -> None:
    story = ringing(MIA)
    story.wait(20 * SECOND)
    assert story.agent(MIA).missed == 1
    story.answer(MIA, ANNA)
    assert story.agent(MIA).missed == 0


def test_a_declined_offer_goes_on_and_counts_as_no_miss() -> None:
    story = ringing(MIA, NIELS)
    assert story.tell(OfferDeclined(MIA, offer(ANNA))) == [
        StopRinging(MIA, offer(ANNA), OfferEnd.DECLINED),
        RingAgent(NIELS, offer(ANNA, 2), ANNA, Instant(story.now + 20 * SECOND)),
    ]
    assert story.agent(MIA).missed == 0
    assert story.agent(MIA).chosen is Chosen.AVAILABLE


def test_an_agent_alone_who_declines_rests_a_moment_before_being_rung_again() -> None:
    story = ringing(MIA)
    assert rings(story.tell(OfferDeclined(MIA, offer(ANNA)))) == []
    assert story.status(MIA) is AgentStatus.RESTING
    assert rings(story.wait(5 * SECOND - 1)) == []
    assert rings(story.wait(1)) == [(MIA, ANNA)]


def test_the_rest_after_a_decline_ends_when_the_agent_says_ready() -> None:
    story = ringing(MIA)
    story.tell(OfferDeclined(MIA, offer(ANNA)))
    assert rings(story.tell(AgentBecameAvailable(MIA))) == [(MIA, ANNA)]


def test_a_device_that_dies_while_it_rings_is_a_technical_loss_and_no_miss() -> None:
    story = ringing(MIA, NIELS)
    lost = story.tell(DeviceLost(MIA, DeviceCause.SILENT))
    assert lost[0] == StopRinging(MIA, offer(ANNA), OfferEnd.DEVICE_LOST)
    assert rings(lost) == [(NIELS, ANNA)]
    assert story.agent(MIA).missed == 0
    assert story.agent(MIA).chosen is Chosen.AVAILABLE
    assert story.status(MIA) is AgentStatus.UNREACHABLE


def test_an_agent_whose_dead_device_is_back_is_offered_calls_again() -> None:
    story = ringing(MIA)
    story.tell(DeviceLost(MIA, DeviceCause.CLOSED))
    assert rings(story.tell(DeviceProved(MIA))) == [(MIA, ANNA)]


def test_sound_that_cannot_be_set_up_sends_the_caller_on() -> None:
    story = ringing(MIA, NIELS)
    failed = story.tell(OfferFailed(MIA, offer(ANNA)))
    assert failed[0] == StopRinging(MIA, offer(ANNA), OfferEnd.MEDIA_FAILED)
    assert rings(failed) == [(NIELS, ANNA)]
    assert story.agent(MIA).missed == 0


def test_an_agent_alone_whose_sound_fails_is_not_rung_in_a_circle() -> None:
    story = ringing(MIA)
    assert rings(story.tell(OfferFailed(MIA, offer(ANNA)))) == []
    assert rings(story.wait(5 * SECOND)) == [(MIA, ANNA)]


def test_an_answer_whose_sound_never_came_is_no_answer() -> None:
    story = ringing(MIA)
    story.answer(MIA, ANNA)
    story.call_in(BENT)
    assert story.tell(OfferFailed(MIA, offer(ANNA))) == [
        StopRinging(MIA, offer(ANNA), OfferEnd.MEDIA_FAILED),
        ReleaseAgent(MIA, ANNA),
        PlayMusic(ANNA),
    ]
    assert story.where(ANNA) is CallState.WAITING
    assert story.call(ANNA).answered_at is None
    assert story.booked_segments()[-1].end is SegmentEnd.FAILED
    assert story.booked_calls()[-1].answered_at is None
    assert rings(story.begin_duty(NIELS)) == [(NIELS, ANNA)]
    story.tell(CallerHungUp(ANNA))
    assert story.ended_call(ANNA).outcome is Outcome.ABANDONED


def test_an_agent_who_pauses_while_it_rings_sends_the_caller_on() -> None:
    story = ringing(MIA, NIELS)
    paused = story.tell(AgentPaused(MIA, "doctor"))
    assert paused[0] == StopRinging(MIA, offer(ANNA), OfferEnd.AGENT_LEFT)
    assert rings(paused) == [(NIELS, ANNA)]
    assert story.status(MIA) is AgentStatus.PAUSED
    assert story.agent(MIA).missed == 0


def test_an_agent_who_signs_out_while_it_rings_sends_the_caller_on() -> None:
    story = ringing(MIA, NIELS)
    left = story.tell(AgentSignedOut(MIA))
    assert left[0] == StopRinging(MIA, offer(ANNA), OfferEnd.AGENT_LEFT)
    assert rings(left) == [(NIELS, ANNA)]


def test_a_caller_who_hangs_up_while_it_rings_stops_the_ringing() -> None:
    story = ringing(MIA)
    assert StopRinging(MIA, offer(ANNA), OfferEnd.CALLER_GONE) in story.tell(CallerHungUp(ANNA))
    assert story.status(MIA) is AgentStatus.AVAILABLE


def test_an_agent_whose_caller_left_is_still_the_one_idle_longest() -> None:
    story = ringing(MIA, NIELS)
    story.wait(SECOND)
    story.tell(CallerHungUp(ANNA))
    assert rings(story.call_in(BENT)) == [(MIA, BENT)]


def test_every_end_of_an_offer_stands_in_the_books_once() -> None:
    story = ringing(MIA)
    story.wait(20 * SECOND)
    story.answer(MIA, ANNA)
    made_at = Instant(START + 1)
    again_at = Instant(made_at + 20 * SECOND)
    assert story.booked_offers() == [
        Offer(
            offer(ANNA, 1),
            ANNA,
            HOTLINE,
            MIA,
            made_at=made_at,
            until_at=again_at,
            state=OfferState.PASSED_ON,
            ended_at=again_at,
            end=OfferEnd.RANG_OUT,
        ),
        Offer(
            offer(ANNA, 2),
            ANNA,
            HOTLINE,
            MIA,
            made_at=again_at,
            until_at=Instant(again_at + 20 * SECOND),
            state=OfferState.ANSWERED,
            ended_at=story.now,
            end=OfferEnd.ANSWERED,
        ),
    ]


def test_the_first_to_reach_an_offer_decides_it() -> None:
    """The answer and the end of the ringing fall on the same instant: whichever is told first, wins."""
    story = ringing(MIA)
    until_at = story.state.offers[offer(ANNA)].until_at
    story.now = until_at
    assert story.tell(OfferAnswered(MIA, offer(ANNA))) == [JoinCall(ANNA, MIA, offer(ANNA))]
    assert story.wait(0) == []
    assert story.where(ANNA) is CallState.TALKING


@pytest.mark.parametrize("late", [OfferAnswered, OfferDeclined, OfferFailed])
def test_whoever_comes_late_is_told_again_how_the_offer_ended(
    late: type[OfferAnswered | OfferDeclined | OfferFailed],
) -> None:
    story = ringing(MIA)
    story.tell(CallerHungUp(ANNA))
    assert story.tell(late(MIA, offer(ANNA))) == [StopRinging(MIA, offer(ANNA), OfferEnd.CALLER_GONE)]


def test_an_answer_after_it_rang_out_is_told_so_and_takes_nothing_from_the_next_agent() -> None:
    story = ringing(MIA, NIELS)
    story.wait(20 * SECOND)
    assert story.tell(OfferAnswered(MIA, offer(ANNA))) == [StopRinging(MIA, offer(ANNA), OfferEnd.RANG_OUT)]
    assert story.answer(NIELS, ANNA) == [JoinCall(ANNA, NIELS, offer(ANNA, 2))]


def test_an_answer_to_what_nobody_remembers_only_stops_the_ringing() -> None:
    story = Story()
    assert story.tell(OfferAnswered(MIA, OfferId("long ago.1"))) == [
        StopRinging(MIA, OfferId("long ago.1"), OfferEnd.CALLER_GONE)
    ]


def test_a_double_click_on_answer_changes_nothing() -> None:
    story = ringing(MIA)
    story.answer(MIA, ANNA)
    assert story.tell(OfferAnswered(MIA, offer(ANNA))) == []
    assert story.tell(OfferDeclined(MIA, offer(ANNA))) == []
    assert story.where(ANNA) is CallState.TALKING


@pytest.mark.parametrize("event", [OfferAnswered, OfferDeclined, OfferFailed])
def test_an_offer_made_to_somebody_else_cannot_be_decided(
    event: type[OfferAnswered | OfferDeclined | OfferFailed],
) -> None:
    story = ringing(MIA, NIELS)
    with pytest.raises(Impossible, match=r"offer anna\.1 was not made to agent 2"):
        story.tell(event(NIELS, offer(ANNA)))
    assert story.agent(MIA).activity is Activity.RINGING


def test_a_changed_ringing_time_counts_from_the_next_offer() -> None:
    story = ringing(MIA, settings=Settings(ring_ms=5 * SECOND, rest_ms=SECOND, wrap_up_ms=MINUTE))
    assert rings(story.wait(5 * SECOND)) == [(MIA, ANNA)]
    assert story.state.offers[offer(ANNA, 2)].until_at == START + 1 + 10 * SECOND
