# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The tables themselves: every state can be reached and left, and time alone leaves every one that waits."""

import pytest

from hotline.sip.deadlines import Deadlines
from hotline.sip.dialogs import Dialog
from hotline.sip.errors import Impossible
from hotline.sip.outputs import DialogId
from hotline.sip.tables import (
    CLIENT,
    DIALOG,
    INVITE_CLIENT,
    INVITE_SERVER,
    PLANS,
    SERVER,
    Happening,
    Plan,
    Span,
    Stage,
    State,
    Step,
)
from hotline.sip.transactions import Transactions
from tests.sip.story import OFFER, PHONE, START, Story, invite, reply, request, settings

BEGINNINGS = {State.ARRIVED, State.CALLING}
SPANS = {Span.T1: 500, Span.T2: 4_000, Span.T4: 5_000, Span.LIFE: 32_000}


def stages(plan: Plan) -> set[Stage]:
    """All that a plan knows."""
    return {stage for stage, _ in plan.moves} | set(plan.moves.values())


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_every_stage_is_reached_and_only_the_end_is_final(plan: Plan) -> None:
    reached = {plan.first}
    while more := {after for (before, _), after in plan.moves.items() if before in reached} - reached:
        reached |= more
    assert reached == stages(plan)
    assert stages(plan) - {stage for stage, _ in plan.moves} == {Stage.TERMINATED}


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_every_stage_with_an_ending_timer_can_expire_and_every_stage_that_expires_has_one(plan: Plan) -> None:
    expiring = {stage for stage, step in plan.moves if step is Step.EXPIRED}
    assert expiring == set(plan.ends)


def test_only_what_waits_for_people_or_for_us_may_last() -> None:
    lasting = {(plan.name, stage) for plan in PLANS for stage in stages(plan) if stage not in plan.ends}
    lasting -= {(plan.name, Stage.TERMINATED) for plan in PLANS}
    assert lasting == {
        ("INVITE client", Stage.PROCEEDING),  # a telephone rings; the leg has a limit
        ("INVITE server", Stage.PROCEEDING),  # a call is being decided about; likewise
        ("server", Stage.TRYING),  # we answer at once, or an offer has a limit
    }


@pytest.mark.parametrize(
    ("plan", "letters"),
    [(INVITE_CLIENT, "ABDM"), (CLIENT, "EFK"), (INVITE_SERVER, "GHIL"), (SERVER, "J")],
    ids=lambda value: getattr(value, "name", value),
)
def test_the_timers_are_those_of_the_rfc(plan: Plan, letters: str) -> None:
    repeating = {timer.letter for timer in plan.repeats.values()}
    ending = {timer.letter for timer in plan.ends.values()}
    assert repeating | ending == set(letters)


def test_every_state_of_a_leg_is_reached_and_only_the_end_is_final() -> None:
    reached = set(BEGINNINGS)
    while more := {after for (before, _), after in DIALOG.items() if before in reached} - reached:
        reached |= more
    assert reached == set(State)
    assert set(State) - {state for state, _ in DIALOG} == {State.ENDED}


def test_from_every_state_of_a_leg_the_end_can_be_reached_by_our_own_will_and_time() -> None:
    ours = {
        Happening.WE_REFUSE,
        Happening.WE_CANCEL,
        Happening.WE_HANG_UP,
        Happening.NO_ACK,
        Happening.THEY_REFUSE,  # also when a call of ours is given up
        Happening.BYE_IS_DONE,
    }
    ending = {State.ENDED}
    while (
        more := {
            before for (before, happening), after in DIALOG.items() if after in ending and happening in ours
        }
        - ending
    ):
        ending |= more
    assert ending == set(State)


def test_every_happening_is_used() -> None:
    assert {happening for _, happening in DIALOG} == set(Happening)


def test_an_impossible_happening_raises_and_changes_nothing() -> None:
    leg = Dialog(DialogId("d"), "c", State.ARRIVED, "sip:a", "sip:b", is_ours=False)
    for happening in set(Happening) - {happening for state, happening in DIALOG if state is State.ARRIVED}:
        assert not leg.can(happening)
        with pytest.raises(Impossible):
            leg.become(happening)
        assert leg.state is State.ARRIVED


def test_an_impossible_step_of_a_transaction_raises_and_changes_nothing() -> None:
    story = Story()
    dialog = story.call_arrives()
    leg = story.ua._traffic.dialogs[dialog]
    transaction = leg.invite
    assert transaction is not None
    story.take(story.ua.refuse(dialog, 486, story.now))
    with pytest.raises(Impossible, match="INVITE server"):
        story.ua._traffic.transactions.respond(transaction, story.only_response())
    assert transaction.stage is Stage.COMPLETED


def test_the_spans_come_from_the_settings() -> None:
    assert Transactions(settings(), Deadlines(), lambda _data, _to: None).spans_ms == SPANS


# the timers at work


def sending_times(story: Story, until_ms: int) -> list[int]:
    """When, from now, something is sent."""
    start, times = story.now, []
    while (at := story.ua.next_deadline()) is not None and at <= start + until_ms:
        story.now = at
        story.take(story.ua.handle_deadline(at))
        times += [at - start for _ in story.said()]
    return times


def test_timer_a_doubles_without_bound_and_b_ends_it() -> None:
    story = Story()
    story.we_call()
    story.forget()
    assert sending_times(story, 40_000) == [500, 1500, 3500, 7500, 15500, 31500]
    assert story.ua.is_idle


def test_timer_e_doubles_up_to_t2_and_f_ends_it() -> None:
    story = Story()
    dialog = story.call_is_up()
    story.wait(60_000)
    story.take(story.ua.hang_up(dialog, story.now))
    story.forget()
    assert sending_times(story, 40_000) == [500, 1500, 3500, 7500, 11500, 15500, 19500, 23500, 27500, 31500]


def test_timer_e_is_t2_after_a_provisional_and_f_runs_on() -> None:
    story = Story()
    dialog = story.call_is_up()
    story.wait(60_000)
    story.take(story.ua.hang_up(dialog, story.now))
    bye = story.only_request()
    story.hear(reply(bye, 100))
    assert sending_times(story, 40_000) == [4000, 8000, 12000, 16000, 20000, 24000, 28000]
    assert story.ua.is_idle


def test_timer_k_keeps_a_finished_request_for_t4() -> None:
    story = Story()
    dialog = story.call_is_up()
    story.wait(60_000)
    story.take(story.ua.hang_up(dialog, story.now))
    story.hear(reply(story.only_request(), 200))
    story.wait(4_999)
    assert not story.ua.is_idle
    story.wait(1)
    assert story.ua.is_idle


def test_timer_d_keeps_a_refused_invite_for_32_seconds() -> None:
    story = Story()
    story.we_call()
    story.hear(reply(story.only_request(), 486), PHONE)
    story.wait(31_999)
    assert not story.ua.is_idle
    story.wait(1)
    assert story.ua.is_idle


def test_timer_g_repeats_a_refusal_up_to_t2_and_h_ends_it() -> None:
    story = Story()
    dialog = story.call_arrives()
    story.take(story.ua.refuse(dialog, 486, story.now))
    story.forget()
    assert sending_times(story, 40_000) == [500, 1500, 3500, 7500, 11500, 15500, 19500, 23500, 27500, 31500]
    assert story.ua.is_idle


def test_timer_i_keeps_an_acknowledged_refusal_for_t4_and_absorbs_what_comes() -> None:
    story = Story()
    dialog = story.call_arrives()
    story.wait(30_000)
    story.take(story.ua.refuse(dialog, 486, story.now))
    story.hear(request("ACK", our_tag=dialog))
    story.forget()
    story.hear(request("ACK", our_tag=dialog))
    story.hear(invite())
    assert (story.said(), story.told()) == (["486 INVITE"], [])
    story.wait(4_999)
    assert not story.ua.is_idle
    story.wait(1)
    assert story.ua.is_idle


def test_timer_j_answers_a_repeated_bye_for_32_seconds() -> None:
    story = Story()
    dialog = story.call_is_up()
    bye = request("BYE", our_tag=dialog, cseq=2, branch="z9hG4bK-2")
    story.hear(bye)
    story.wait(31_000)
    story.forget()
    story.hear(bye)
    assert story.said() == ["200 BYE"]
    story.wait(2_000)
    story.hear(bye)
    assert story.said() == ["481 BYE"]


def test_timer_l_absorbs_a_repeated_invite_for_32_seconds_after_the_200() -> None:
    story = Story()
    story.call_is_up()
    story.wait(31_000)
    story.hear(invite())
    assert (story.said(), story.told()) == ([], [])
    story.wait(2_000)
    story.hear(invite(body=OFFER))
    assert story.said() == ["100 INVITE"]


def test_timer_m_hears_other_telephones_for_32_seconds_after_the_200() -> None:
    story = Story()
    story.we_call()
    asked = story.only_request()
    story.hear(reply(asked, 200, tag="a", body=OFFER), PHONE)
    story.wait(31_000)
    story.forget()
    story.hear(reply(asked, 200, tag="b", body=OFFER), PHONE)
    assert story.said() == ["ACK", "BYE"]


def test_other_timers_can_be_set() -> None:
    from tests.sip.story import seconds

    story = Story(t1=seconds(0.1), t2=seconds(0.4))
    story.we_call()
    story.forget()
    assert sending_times(story, 40_000) == [100, 300, 700, 1500, 3100, 6300]


def test_a_machine_that_slept_sends_no_storm() -> None:
    story = Story()
    story.we_call()
    story.forget()
    story.now += 3_600_000
    story.take(story.ua.handle_deadline(story.now))
    assert story.said() in (["INVITE"], [])


# alarms


def test_alarms_ring_in_the_order_of_their_time_and_of_their_setting() -> None:
    deadlines, rung = Deadlines(), []
    for at, name in ((30, "c"), (10, "a"), (20, "b"), (10, "a2")):
        deadlines.set(at, lambda name=name: rung.append(name))  # type: ignore[misc]
    assert deadlines.next() == 10
    deadlines.run_due(20)
    assert (rung, deadlines.next(), len(deadlines)) == (["a", "a2", "b"], 30, 1)


def test_a_cancelled_alarm_does_not_ring_and_is_cancelled_once() -> None:
    deadlines, rung = Deadlines(), []
    alarm = deadlines.set(10, lambda: rung.append(1))
    deadlines.cancel(alarm)
    deadlines.cancel(alarm)
    deadlines.cancel(None)
    assert (deadlines.next(), len(deadlines)) == (None, 0)
    deadlines.run_due(100)
    assert rung == []


def test_an_alarm_set_while_another_rings_rings_too_when_it_is_due() -> None:
    deadlines: Deadlines = Deadlines()
    rung: list[str] = []

    def set_another() -> None:
        deadlines.set(15, lambda: rung.append("inner"))

    deadlines.set(10, set_another)
    deadlines.run_due(20)
    assert rung == ["inner"]


def test_cancelled_alarms_do_not_pile_up() -> None:
    deadlines = Deadlines()
    kept = [deadlines.set(START + number, lambda: None) for number in range(10)]
    for number in range(50_000):
        deadlines.cancel(deadlines.set(START + 1000 + number, lambda: None))
    assert len(deadlines._heap) < 3_000
    assert (len(deadlines), deadlines.next()) == (10, kept[0].at)
