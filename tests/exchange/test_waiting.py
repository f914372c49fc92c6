# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Waiting: what a caller hears of the place in the queue, and of there being nobody to answer."""

import pytest

from hotline.exchange.commands import Command, PlayAnnouncement, SayPosition
from hotline.exchange.deciding.deadlines import FAREWELL_PAUSE_MS, FAREWELLS_AT_ONCE
from hotline.exchange.events import (
    AgentBecameAvailable,
    AgentHungUp,
    AgentPaused,
    AgentSignedIn,
    AgentSignedOut,
    AnnouncementEnded,
    CallerHungUp,
    DeadlineReached,
    DeviceLost,
    DeviceProved,
    Event,
)
from hotline.exchange.records import Settings
from hotline.exchange.state import Due
from hotline.exchange.words import (
    NOBODY,
    AgentId,
    CallEnd,
    CallId,
    CallState,
    Chosen,
    DeviceCause,
    Instant,
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
    SECOND,
    WELCOME,
    Story,
    rings,
)


def places(commands: list[Command]) -> list[tuple[CallId, int]]:
    return [(command.call, command.position) for command in commands if isinstance(command, SayPosition)]


def farewells(commands: list[Command]) -> list[CallId]:
    return [command.call for command in commands if isinstance(command, PlayAnnouncement)]


def busy() -> Story:
    """Mia talks with Anna; Bent, Carla and Dan wait."""
    story = Story(Settings(wrap_up_ms=0))
    story.talk(MIA, ANNA)
    story.call_in(BENT, CARLA, DAN)
    return story


def test_a_caller_hears_the_place_when_the_welcome_has_ended() -> None:
    story = busy()
    assert places(story.tell(AnnouncementEnded(CARLA, WELCOME))) == [(CARLA, 2)]


def test_a_caller_who_hears_no_welcome_to_its_end_hears_the_place_after_a_while() -> None:
    story = busy()
    assert places(story.wait(30 * SECOND - 4)) == []
    assert places(story.wait(4)) == [(BENT, 1), (CARLA, 2), (DAN, 3)]


def test_a_place_that_has_not_changed_is_not_said_again() -> None:
    story = busy()
    assert places(story.wait(30 * SECOND)) == [(BENT, 1), (CARLA, 2), (DAN, 3)]
    assert places(story.wait(5 * MINUTE)) == []


def test_a_place_that_has_changed_is_said_at_the_caller_s_own_next_turn_and_not_before() -> None:
    story = busy()
    story.tell(AnnouncementEnded(DAN, WELCOME))
    story.tell(CallerHungUp(BENT))
    assert places(story.wait(29 * SECOND)) == []
    assert places(story.wait(SECOND)) == [(CARLA, 1), (DAN, 2)]


def test_a_caller_is_told_at_most_every_thirty_seconds() -> None:
    story = busy()
    assert places(story.wait(30 * SECOND)) == [(BENT, 1), (CARLA, 2), (DAN, 3)]
    story.wait(SECOND)
    story.tell(CallerHungUp(BENT))
    story.wait(10 * SECOND)
    story.tell(CallerHungUp(CARLA))
    assert places(story.wait(30 * SECOND)) == [(DAN, 1)]


def test_how_often_is_a_setting() -> None:
    story = Story(Settings(position_every_ms=10 * SECOND))
    story.call_in(ANNA)
    assert places(story.wait(10 * SECOND)) == [(ANNA, 1)]


def test_while_it_rings_for_a_caller_nothing_is_said() -> None:
    story = Story(Settings(ring_ms=2 * MINUTE))
    story.begin_duty(MIA)
    story.call_in(ANNA)
    assert story.tell(AnnouncementEnded(ANNA, WELCOME)) == []
    assert story.wait(MINUTE) == []
    story.tell(AgentPaused(MIA, ""))
    assert places(story.wait(30 * SECOND)) == [(ANNA, 1)]


def test_a_place_is_counted_on_the_caller_s_own_line() -> None:
    story = Story()
    story.call_in(ANNA, BENT, line=HOTLINE)
    story.call_in(CARLA, line=HOSPITAL)
    assert places(story.tell(AnnouncementEnded(CARLA, WELCOME))) == [(CARLA, 1)]


def test_an_answered_caller_hears_nothing_of_places_any_more() -> None:
    story = busy()
    story.tell(AgentHungUp(MIA, ANNA))
    story.wait(0)
    story.answer(MIA, BENT)
    assert places(story.wait(30 * SECOND)) == [(CARLA, 1), (DAN, 2)]


def test_a_caller_cut_off_hears_the_place_anew() -> None:
    story = busy()
    story.tell(DeviceLost(MIA, DeviceCause.CLOSED))
    story.begin_duty(NIELS)
    story.answer(NIELS, BENT)
    story.wait(15 * SECOND)
    assert story.where(ANNA) is CallState.WAITING
    assert story.tell(AnnouncementEnded(ANNA, WELCOME)) == []
    said = story.wait(30 * SECOND)
    assert places(said)[-1] == (ANNA, 1)


def leave_for_good(agent: AgentId) -> list[list[Event]]:
    """Every way in which an agent stops being somebody to hope for."""
    return [[AgentSignedOut(agent)], [DeviceLost(agent, DeviceCause.CLOSED)]]


@pytest.mark.parametrize("leaving", leave_for_good(MIA))
def test_when_the_last_agent_leaves_the_callers_are_told_after_a_grace(leaving: list[Event]) -> None:
    story = Story()
    story.begin_duty(MIA)
    story.tell(AgentPaused(MIA, ""))
    story.call_in(ANNA, BENT)
    story.tell(*leaving)
    assert farewells(story.wait(MINUTE - 1)) == []
    assert farewells(story.wait(1)) == [ANNA, BENT]
    assert story.where(ANNA) is CallState.ANNOUNCED
    story.tell(AnnouncementEnded(ANNA, NOBODY))
    assert story.ended_call(ANNA).end is CallEnd.DIVERTED_NOBODY


def test_an_agent_away_after_missed_calls_is_nobody_to_hope_for() -> None:
    story = Story()
    story.begin_duty(MIA)
    story.call_in(ANNA)
    story.wait(40 * SECOND)
    assert story.agent(MIA).chosen is Chosen.AWAY_MISSED
    assert farewells(story.wait(MINUTE)) == [ANNA]


def test_an_agent_on_a_pause_will_come_back() -> None:
    story = Story()
    story.begin_duty(MIA)
    story.tell(AgentPaused(MIA, "lunch"))
    story.call_in(ANNA)
    assert farewells(story.wait(10 * MINUTE)) == []


def test_an_agent_who_talks_or_wraps_up_will_come_back() -> None:
    story = Story()
    story.talk(MIA, ANNA)
    story.call_in(BENT)
    assert farewells(story.wait(10 * MINUTE)) == []


def test_an_agent_who_has_signed_out_in_mid_call_will_not() -> None:
    story = busy()
    story.tell(AgentSignedOut(MIA))
    assert farewells(story.wait(MINUTE)) == [BENT, CARLA, DAN]


def test_somebody_who_comes_back_in_time_saves_the_queue() -> None:
    story = Story()
    story.begin_duty(MIA)
    story.tell(AgentPaused(MIA, ""))
    story.call_in(ANNA)
    story.tell(AgentSignedOut(MIA))
    story.wait(59 * SECOND)
    assert rings(story.tell(AgentSignedIn(MIA, (HOTLINE,)))) == [(MIA, ANNA)]
    assert farewells(story.wait(19 * SECOND)) == []


def test_coming_back_and_leaving_again_gives_the_whole_grace_again() -> None:
    story = Story()
    story.call_in(ANNA)
    story.wait(50 * SECOND)
    story.begin_duty(MIA)
    story.tell(AgentPaused(MIA, ""))
    story.wait(50 * SECOND)
    story.tell(DeviceLost(MIA, DeviceCause.SILENT))
    assert farewells(story.wait(59 * SECOND)) == []
    assert farewells(story.wait(SECOND)) == [ANNA]


def test_somebody_on_another_line_is_no_help() -> None:
    story = Story()
    story.begin_duty(MIA, lines=(HOSPITAL,))
    story.call_in(ANNA, line=HOTLINE)
    story.tell(AgentSignedIn(MIA, (HOSPITAL,)))
    assert farewells(story.wait(MINUTE)) == [ANNA]


def test_an_agent_taken_off_the_line_leaves_its_callers() -> None:
    story = Story()
    story.begin_duty(MIA, lines=(HOTLINE, HOSPITAL))
    story.tell(AgentPaused(MIA, ""))
    story.call_in(ANNA, line=HOTLINE)
    story.call_in(BENT, line=HOSPITAL)
    story.tell(AgentSignedIn(MIA, (HOSPITAL,)))
    assert farewells(story.wait(MINUTE)) == [ANNA]
    assert rings(story.tell(AgentBecameAvailable(MIA))) == [(MIA, BENT)]


def test_a_caller_who_finds_the_line_empty_gets_the_grace_too() -> None:
    story = Story()
    story.call_in(ANNA)
    assert farewells(story.wait(59 * SECOND)) == []
    assert farewells(story.wait(SECOND)) == [ANNA]


def test_an_empty_line_that_loses_its_agents_tells_nobody_anything() -> None:
    story = Story()
    story.begin_duty(MIA)
    story.tell(AgentSignedOut(MIA))
    assert story.wait(MINUTE) == []
    story.call_in(ANNA)
    story.tell(CallerHungUp(ANNA))
    assert story.wait(2 * MINUTE) == []


def test_what_is_said_of_nobody_stands_even_if_somebody_comes() -> None:
    story = Story()
    story.call_in(ANNA)
    story.wait(MINUTE)
    assert rings(story.begin_duty(MIA)) == []
    story.tell(AnnouncementEnded(ANNA, NOBODY))
    assert story.ended_call(ANNA).end is CallEnd.DIVERTED_NOBODY


def test_many_are_told_some_at_a_time_and_the_rest_are_saved_if_somebody_comes() -> None:
    story = Story()
    callers = [CallId(f"caller {number:03}") for number in range(FAREWELLS_AT_ONCE + 10)]
    story.call_in(*callers)
    story.tell(*(AnnouncementEnded(call, WELCOME) for call in callers))
    heard = story.wait(MINUTE - len(callers))
    assert farewells(heard) == callers[:FAREWELLS_AT_ONCE]
    assert rings(story.begin_duty(MIA)) == [(MIA, callers[FAREWELLS_AT_ONCE])]
    assert farewells(story.wait(MINUTE // 3)) == []
    story.tell(DeviceLost(MIA, DeviceCause.CLOSED))
    story.wait(MINUTE)
    assert story.where(callers[-1]) is CallState.ANNOUNCED


def test_the_rest_of_many_are_told_a_moment_later() -> None:
    story = Story()
    callers = [CallId(f"caller {number:03}") for number in range(FAREWELLS_AT_ONCE + 10)]
    story.call_in(*callers)
    story.wait(MINUTE - len(callers))
    assert farewells(story.wait(FAREWELL_PAUSE_MS - 1)) == []
    assert farewells(story.wait(1)) == callers[FAREWELLS_AT_ONCE:]


def test_a_deadline_told_too_early_or_twice_is_harmless() -> None:
    story = Story()
    story.call_in(ANNA)
    assert story.tell(DeadlineReached()) == []
    story.wait(MINUTE)
    assert story.tell(DeadlineReached(), DeadlineReached()) == []


def test_a_device_that_comes_back_counts_as_somebody_to_hope_for() -> None:
    story = Story()
    story.tell(AgentSignedIn(MIA, (HOTLINE,)), AgentPaused(MIA, ""))
    story.call_in(ANNA)
    story.wait(30 * SECOND)
    story.tell(DeviceProved(MIA))
    assert farewells(story.wait(5 * MINUTE)) == []


def test_deadlines_that_no_longer_stand_do_not_pile_up_nor_disturb_the_others() -> None:
    story = Story()
    story.begin_duty(MIA)
    story.tell(AgentPaused(MIA, ""))
    for call in (ANNA, BENT, CARLA):
        story.call_in(call)
        story.wait(SECOND)
    for number in range(300):
        passing = CallId(f"passing {number}")
        story.call_in(passing)
        story.tell(CallerHungUp(passing))
    assert len(story.state._deadlines) < 100
    assert len(story.state.deadlines()) == 3
    said = [places(story.wait(SECOND)) for _ in range(30)]
    assert [each for each in said if each] == [[(ANNA, 1)], [(BENT, 2)], [(CARLA, 3)]]


def test_after_tidying_the_earliest_deadline_is_still_the_next() -> None:
    story = Story()
    story.call_in(ANNA)
    story.wait(SECOND)
    story.call_in(BENT)
    standing = sorted(story.state.deadlines())
    for number in range(200):
        story.state.expect(Instant(story.now + number), Due.POSITION, CallId(f"gone {number}"))
    story.state.tidy()
    assert story.state._deadlines == standing
    assert story.state.next_due() == standing[0]
