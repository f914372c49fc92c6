# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A caller may leave at any moment and by any way; a closed line says so; too many are turned away."""

from collections.abc import Callable

import pytest

from hotline.exchange.commands import (
    AnswerCall,
    EndCall,
    PlayAnnouncement,
    RefuseCall,
    ReleaseAgent,
    StopRinging,
)
from hotline.exchange.decide import Impossible
from hotline.exchange.events import (
    AgentHeldCall,
    AgentHungUp,
    AgentSignedOut,
    AnnouncementEnded,
    CallerArrived,
    CallerCancelled,
    CallerConnected,
    CallerHungUp,
    CallerPressed,
    CallFailed,
    DeviceLost,
    MediaLost,
)
from hotline.exchange.records import Opening, Settings
from hotline.exchange.words import (
    NOBODY,
    AgentStatus,
    Announcement,
    CallEnd,
    CallId,
    CallState,
    DeviceCause,
    FailureCause,
    OfferEnd,
    OpeningKind,
    Outcome,
    RefusalReason,
    SegmentEnd,
)
from tests.exchange.stories import (
    ANNA,
    BENT,
    CARLA,
    CLOSED,
    DAN,
    DISTURBED,
    HOLIDAY,
    HOSPITAL,
    HOTLINE,
    MIA,
    MINUTE,
    OPEN,
    OUT_OF_ORDER,
    SECOND,
    START,
    WELCOME,
    Story,
    offer,
    rings,
)

Moment = Callable[[Story], None]


def arriving(story: Story) -> None:
    story.tell(CallerArrived(ANNA, HOTLINE, OPEN))


def waiting(story: Story) -> None:
    story.call_in(ANNA)


def ringing(story: Story) -> None:
    story.begin_duty(MIA)
    story.call_in(ANNA)


def talking(story: Story) -> None:
    story.talk(MIA, ANNA)


def held(story: Story) -> None:
    talking(story)
    story.tell(AgentHeldCall(MIA, ANNA))


def adrift(story: Story) -> None:
    talking(story)
    story.tell(DeviceLost(MIA, DeviceCause.CLOSED))


def held_and_adrift(story: Story) -> None:
    held(story)
    story.tell(DeviceLost(MIA, DeviceCause.CLOSED))


def waiting_again(story: Story) -> None:
    adrift(story)
    story.wait(15 * SECOND)


def hearing_closed(story: Story) -> None:
    story.tell(CallerArrived(ANNA, HOTLINE, CLOSED), CallerConnected(ANNA))


def hearing_nobody(story: Story) -> None:
    waiting(story)
    story.wait(MINUTE)


ENDINGS = [
    (arriving, CallState.ARRIVING, CallEnd.ABANDONED, Outcome.ABANDONED),
    (waiting, CallState.WAITING, CallEnd.ABANDONED, Outcome.ABANDONED),
    (ringing, CallState.OFFERED, CallEnd.ABANDONED, Outcome.ABANDONED),
    (talking, CallState.TALKING, CallEnd.ANSWERED_CALLER_HUNG_UP, Outcome.ANSWERED),
    (held, CallState.HELD, CallEnd.ANSWERED_CALLER_HUNG_UP, Outcome.ANSWERED),
    (adrift, CallState.ADRIFT, CallEnd.ANSWERED_CALLER_HUNG_UP, Outcome.ANSWERED),
    (held_and_adrift, CallState.ADRIFT, CallEnd.ANSWERED_CALLER_HUNG_UP, Outcome.ANSWERED),
    (waiting_again, CallState.WAITING, CallEnd.ABANDONED, Outcome.ANSWERED),
    (hearing_closed, CallState.ANNOUNCED, CallEnd.DIVERTED_CLOSED, Outcome.DIVERTED),
    (hearing_nobody, CallState.ANNOUNCED, CallEnd.DIVERTED_NOBODY, Outcome.DIVERTED),
]


@pytest.mark.parametrize(("moment", "state", "end", "outcome"), ENDINGS)
@pytest.mark.parametrize("leaving", [CallerHungUp, CallerCancelled])
def test_a_caller_may_leave_at_any_moment(
    moment: Moment, state: CallState, end: CallEnd, outcome: Outcome, leaving: type[CallerHungUp]
) -> None:
    story = Story()
    moment(story)
    assert story.where(ANNA) is state
    left = story.tell(leaving(ANNA))
    assert EndCall(ANNA, end) in left
    assert story.ended_call(ANNA).end is end
    assert story.ended_call(ANNA).outcome is outcome
    assert story.state.calls == {}
    assert story.state.offers == {}


@pytest.mark.parametrize(("moment", "state", "end", "outcome"), ENDINGS)
def test_a_call_that_fails_at_any_moment_lets_go_of_everything(
    moment: Moment, state: CallState, end: CallEnd, outcome: Outcome
) -> None:
    story = Story()
    moment(story)
    story.tell(CallFailed(ANNA, FailureCause.SESSION_EXPIRED))
    ended = story.ended_call(ANNA)
    assert ended.end is (end if outcome is Outcome.DIVERTED else CallEnd.FAILED)
    assert ended.failure is FailureCause.SESSION_EXPIRED
    assert ended.outcome is (Outcome.LOST if outcome is Outcome.ABANDONED else outcome)
    assert story.state.calls == {}
    assert story.state.offers == {}


@pytest.mark.parametrize(("moment", "state", "end", "outcome"), ENDINGS)
def test_a_relay_that_dies_ends_a_call_at_any_moment_with_that_reason(
    moment: Moment, state: CallState, end: CallEnd, outcome: Outcome
) -> None:
    story = Story()
    moment(story)
    assert EndCall(ANNA, CallEnd.MEDIA_LOST) in story.tell(MediaLost())
    ended = story.ended_call(ANNA)
    assert ended.end is CallEnd.MEDIA_LOST
    assert ended.outcome is (Outcome.ANSWERED if outcome is Outcome.ANSWERED else Outcome.LOST)
    assert story.state.calls == {}
    assert story.state.offers == {}


def test_every_leg_is_let_go_of_when_the_caller_leaves() -> None:
    story = Story()
    ringing(story)
    assert story.tell(CallerHungUp(ANNA)) == [
        EndCall(ANNA, CallEnd.ABANDONED),
        StopRinging(MIA, offer(ANNA), OfferEnd.CALLER_GONE),
    ]
    story.call_in(BENT)
    story.answer(MIA, BENT)
    assert story.tell(CallerHungUp(BENT)) == [
        EndCall(BENT, CallEnd.ANSWERED_CALLER_HUNG_UP),
        ReleaseAgent(MIA, BENT),
    ]
    assert story.status(MIA) is AgentStatus.WRAPPING_UP


def test_hanging_up_twice_or_from_both_sides_ends_the_call_once() -> None:
    story = Story()
    talking(story)
    story.tell(AgentHungUp(MIA, ANNA))
    assert story.tell(CallerHungUp(ANNA), CallerHungUp(ANNA), AgentHungUp(MIA, ANNA)) == []
    assert story.tell(CallerCancelled(ANNA), CallFailed(ANNA, FailureCause.RECONCILED)) == []
    assert story.ended_call(ANNA).end is CallEnd.ANSWERED_AGENT_HUNG_UP


def test_whatever_arrives_for_a_call_that_has_ended_is_late_and_not_wrong() -> None:
    story = Story()
    arriving(story)
    story.tell(CallerCancelled(ANNA))
    assert story.tell(CallerConnected(ANNA), CallerPressed(ANNA, "1"), AnnouncementEnded(ANNA, WELCOME)) == []


def test_the_same_call_cannot_arrive_twice() -> None:
    story = Story()
    arriving(story)
    with pytest.raises(Impossible, match="call anna is already here"):
        arriving(story)


def test_a_caller_cannot_be_let_in_twice() -> None:
    story = Story()
    waiting(story)
    with pytest.raises(Impossible, match="“connected” cannot happen to what is waiting"):
        story.tell(CallerConnected(ANNA))


def test_a_caller_who_is_never_let_in_is_given_up_after_a_while() -> None:
    story = Story()
    arriving(story)
    assert story.wait(10 * SECOND - 1) == []
    assert story.wait(1) == [EndCall(ANNA, CallEnd.FAILED)]


def test_an_open_line_answers_with_the_welcome_and_music() -> None:
    story = Story()
    assert story.tell(CallerArrived(ANNA, HOTLINE, OPEN)) == [AnswerCall(ANNA, (WELCOME,), then_music=True)]


def test_a_welcome_holds_up_no_offer() -> None:
    story = Story()
    story.begin_duty(MIA)
    assert rings(story.call_in(ANNA)) == [(MIA, ANNA)]
    assert story.tell(AnnouncementEnded(ANNA, WELCOME)) == []


def test_keys_are_heard_at_any_time_and_disturb_nothing() -> None:
    story = Story()
    for moment in (arriving, ringing):
        moment(story)
        before = dict(story.state.calls)
        assert story.tell(CallerPressed(ANNA, "0")) == []
        assert story.state.calls == before
        story.tell(CallerHungUp(ANNA))


@pytest.mark.parametrize(
    ("opening", "end"),
    [
        (CLOSED, CallEnd.DIVERTED_CLOSED),
        (HOLIDAY, CallEnd.DIVERTED_HOLIDAY),
        (OUT_OF_ORDER, CallEnd.DIVERTED_DISTURBANCE),
    ],
)
def test_a_line_that_is_not_open_says_why_and_hangs_up(opening: Opening, end: CallEnd) -> None:
    story = Story()
    story.begin_duty(MIA)
    assert story.tell(CallerArrived(ANNA, HOTLINE, opening)) == [
        AnswerCall(ANNA, opening.announcements, then_music=False)
    ]
    assert story.tell(CallerConnected(ANNA)) == []
    *first, last = opening.announcements
    for announcement in first:
        assert story.tell(AnnouncementEnded(ANNA, announcement)) == []
    assert story.tell(AnnouncementEnded(ANNA, last)) == [EndCall(ANNA, end)]
    assert story.ended_call(ANNA).outcome is Outcome.DIVERTED
    assert story.ended_call(ANNA).queued_at is None
    assert story.booked_offers() == []


def test_a_caller_who_leaves_before_hearing_that_the_line_is_closed_did_not_abandon_it() -> None:
    story = Story()
    story.tell(CallerArrived(ANNA, HOTLINE, CLOSED), CallerCancelled(ANNA))
    assert story.ended_call(ANNA).outcome is Outcome.DIVERTED


def test_a_disturbance_that_does_not_close_the_line_is_told_and_the_caller_waits() -> None:
    story = Story()
    story.begin_duty(MIA)
    assert story.tell(CallerArrived(ANNA, HOTLINE, DISTURBED)) == [
        AnswerCall(ANNA, DISTURBED.announcements, then_music=True)
    ]
    assert rings(story.tell(CallerConnected(ANNA))) == [(MIA, ANNA)]


def test_a_closed_line_without_a_recording_hangs_up_at_once() -> None:
    story = Story()
    silent = Opening(OpeningKind.CLOSED, (), ends_call=True)
    assert story.tell(CallerArrived(ANNA, HOTLINE, silent), CallerConnected(ANNA))[1:] == [
        EndCall(ANNA, CallEnd.DIVERTED_CLOSED)
    ]


def test_a_recording_whose_end_is_never_heard_of_does_not_keep_the_call() -> None:
    story = Story()
    hearing_closed(story)
    assert story.wait(2 * MINUTE - 1) == []
    assert story.wait(1) == [EndCall(ANNA, CallEnd.DIVERTED_CLOSED)]


def test_who_waits_at_closing_time_is_served_and_who_comes_later_hears_closed() -> None:
    story = Story()
    story.talk(MIA, ANNA)
    story.call_in(BENT)
    story.tell(CallerArrived(CARLA, HOTLINE, CLOSED), CallerConnected(CARLA))
    story.tell(AgentHungUp(MIA, ANNA))
    assert rings(story.wait(30 * SECOND)) == [(MIA, BENT)]
    story.answer(MIA, BENT)
    assert story.where(BENT) is CallState.TALKING
    assert story.where(CARLA) is CallState.ANNOUNCED


def test_nobody_left_to_answer_is_told_to_those_who_wait_after_a_grace() -> None:
    story = Story()
    story.talk(MIA, ANNA)
    story.call_in(BENT, CARLA)
    story.tell(AgentSignedOut(MIA))
    heard = story.wait(MINUTE)
    assert [command for command in heard if isinstance(command, PlayAnnouncement)] == [
        PlayAnnouncement(BENT, NOBODY, then_music=False),
        PlayAnnouncement(CARLA, NOBODY, then_music=False),
    ]
    assert story.tell(AnnouncementEnded(BENT, NOBODY)) == [EndCall(BENT, CallEnd.DIVERTED_NOBODY)]
    assert story.tell(CallerHungUp(CARLA)) == [EndCall(CARLA, CallEnd.DIVERTED_NOBODY)]
    assert story.where(ANNA) is CallState.TALKING


def test_too_many_are_refused_in_an_orderly_way() -> None:
    story = Story(Settings(waiting_limit=2))
    story.call_in(ANNA, BENT)
    assert story.tell(CallerArrived(CARLA, HOTLINE, OPEN)) == [RefuseCall(CARLA, RefusalReason.OVERLOAD)]
    refused = story.ended_call(CARLA)
    assert (refused.end, refused.outcome) == (CallEnd.REFUSED, Outcome.REFUSED)
    assert (refused.refusal, refused.ended_at) == (RefusalReason.OVERLOAD, START + 2)
    assert list(story.state.calls) == [ANNA, BENT]
    story.tell(CallerHungUp(ANNA))
    story.call_in(DAN)
    assert story.where(DAN) is CallState.WAITING


def test_those_who_talk_take_no_room_from_those_who_wait() -> None:
    story = Story(Settings(waiting_limit=1))
    story.talk(MIA, ANNA)
    story.call_in(BENT)
    assert story.tell(CallerArrived(CARLA, HOSPITAL, OPEN)) == [RefuseCall(CARLA, RefusalReason.OVERLOAD)]


def test_overload_breaks_no_call_that_is_up() -> None:
    story = Story(Settings(waiting_limit=1))
    story.talk(MIA, ANNA)
    story.call_in(BENT)
    story.tell(DeviceLost(MIA, DeviceCause.CLOSED))
    story.wait(15 * SECOND)
    assert story.where(ANNA) is CallState.WAITING
    assert story.where(BENT) is CallState.WAITING


def test_a_call_is_booked_when_it_arrives_is_answered_and_ends() -> None:
    story = Story()
    talking(story)
    story.tell(CallerHungUp(ANNA))
    arrived, answered, ended = story.booked_calls()
    assert (arrived.state, arrived.arrived_at, arrived.queued_at) == (CallState.ARRIVING, START + 1, None)
    assert (answered.state, answered.queued_at, answered.answered_at) == (
        CallState.TALKING,
        START + 1,
        START + 2,
    )
    assert (ended.state, ended.ended_at, ended.agent) == (CallState.ENDED, START + 2, MIA)
    assert arrived.outcome is None


def test_the_agent_s_part_ends_with_the_reason_the_call_ended() -> None:
    for leaving, end in (
        (CallerHungUp(ANNA), SegmentEnd.CALLER_HUNG_UP),
        (AgentHungUp(MIA, ANNA), SegmentEnd.AGENT_HUNG_UP),
        (CallFailed(ANNA, FailureCause.MEDIA), SegmentEnd.FAILED),
        (MediaLost(), SegmentEnd.MEDIA_LOST),
    ):
        story = Story()
        talking(story)
        story.tell(leaving)
        assert story.booked_segments()[-1].end is end


def test_a_line_nobody_has_heard_of_keeps_its_callers_like_any_other() -> None:
    story = Story()
    story.call_in(CallId("stray"), line=HOSPITAL)
    assert story.wait(MINUTE)[-1] == PlayAnnouncement(CallId("stray"), NOBODY, then_music=False)
    assert story.call(CallId("stray")).announcements == (Announcement("nobody"),)
