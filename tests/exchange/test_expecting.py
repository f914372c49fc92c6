# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The wait that is foreseen: a span that follows from place, agents and pace, or nothing."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.exchange.codec import decode_state, encode_state
from hotline.exchange.events import AgentBecameAvailable, AgentPaused, CallerHungUp, WrapUpEnded
from hotline.exchange.expecting import FEWEST_HANDLED, REMEMBERED, expected_wait, learned
from hotline.exchange.records import Pace
from hotline.exchange.words import CallId
from tests.exchange.stories import (
    ANNA,
    BENT,
    CARLA,
    HOTLINE,
    MIA,
    MINUTE,
    NIELS,
    OLE,
    SECOND,
    Story,
)

FIVE_MINUTES = Pace(handled=100, mean_ms=5 * MINUTE)


def practised(handling_ms: int = 4 * MINUTE) -> Story:
    """A morning on which agents have handled just enough calls to know how long one takes."""
    story = Story()
    story.begin_duty(MIA)
    for number in range(FEWEST_HANDLED):
        call = CallId(f"early-{number}")
        story.call_in(call)
        story.answer(MIA, call)
        story.wait(handling_ms)
        story.tell(CallerHungUp(call), WrapUpEnded(MIA))
    return story


def test_nothing_is_foreseen_while_nobody_serves() -> None:
    assert expected_wait(1, 0, FIVE_MINUTES) is None


def test_nothing_is_foreseen_before_enough_calls_were_handled() -> None:
    assert expected_wait(1, 3, Pace(FEWEST_HANDLED - 1, MINUTE)) is None
    assert expected_wait(1, 3, Pace(FEWEST_HANDLED, MINUTE)) is not None


@pytest.mark.parametrize(
    ("position", "agents", "from_s", "to_s"),
    [(1, 1, 30, 684), (1, 5, 6, 137), (5, 5, 146, 479), (20, 5, 872, 1554)],
)
def test_the_span_of_the_worked_example(position: int, agents: int, from_s: int, to_s: int) -> None:
    """Handling takes five minutes. Exact gamma quantiles: 32-691, 6-138, 146-480, 872-1554 seconds."""
    span = expected_wait(position, agents, FIVE_MINUTES)
    assert span is not None
    assert (round(span.from_ms / SECOND), round(span.to_ms / SECOND)) == (from_s, to_s)


@given(
    position=st.integers(1, 500),
    agents=st.integers(1, 100),
    mean_ms=st.integers(0, 3_600_000),
    handled=st.integers(FEWEST_HANDLED, 10_000),
)
def test_further_back_means_later_and_more_agents_mean_sooner(
    position: int, agents: int, mean_ms: int, handled: int
) -> None:
    pace = Pace(handled, mean_ms)
    span = expected_wait(position, agents, pace)
    behind, helped = expected_wait(position + 1, agents, pace), expected_wait(position, agents + 1, pace)
    assert span
    assert behind
    assert helped
    assert 0 <= span.from_ms <= span.to_ms
    assert (behind.from_ms, behind.to_ms) >= (span.from_ms, span.to_ms)
    assert helped.from_ms <= span.from_ms
    assert helped.to_ms <= span.to_ms


def test_eight_of_ten_waits_lie_in_the_span_when_handling_is_exponential() -> None:
    chance = random.Random(70200000)
    span = expected_wait(6, 4, FIVE_MINUTES)
    assert span is not None
    waits = [
        sum(chance.expovariate(4 / FIVE_MINUTES.mean_ms) for _completion in range(6))
        for _caller in range(4000)
    ]
    inside = sum(span.from_ms <= wait <= span.to_ms for wait in waits) / len(waits)
    assert 0.78 < inside < 0.82


def test_the_first_calls_count_alike() -> None:
    pace = Pace()
    for seconds in (60, 120, 180):
        pace = learned(pace, seconds * SECOND)
    assert pace == Pace(3, 120 * SECOND)


def test_an_old_call_is_forgotten_bit_by_bit() -> None:
    pace = Pace(1000, 200 * SECOND)
    assert learned(pace, 400 * SECOND) == Pace(1001, 210 * SECOND)
    for _call in range(10 * REMEMBERED):
        pace = learned(pace, 400 * SECOND)
    assert abs(pace.mean_ms - 400 * SECOND) < SECOND


@given(st.lists(st.integers(0, 7_200_000), min_size=1, max_size=200))
def test_the_mean_lies_among_what_was_seen(handled: list[int]) -> None:
    pace = Pace()
    for handling_ms in handled:
        pace = learned(pace, handling_ms)
    assert pace.handled == len(handled)
    assert min(handled) - len(handled) <= pace.mean_ms <= max(handled) + len(handled)  # each step is rounded


def test_the_line_learns_how_long_a_call_takes_wrap_up_and_all() -> None:
    story = practised(handling_ms=4 * MINUTE)
    assert story.state.queue(HOTLINE).pace == Pace(FEWEST_HANDLED, 4 * MINUTE)


def test_a_wrap_up_that_lasts_counts() -> None:
    story = Story()
    story.talk(MIA, ANNA)
    story.wait(2 * MINUTE)
    story.tell(CallerHungUp(ANNA))
    story.wait(story.state.settings.wrap_up_ms)
    assert story.state.queue(HOTLINE).pace == Pace(1, 2 * MINUTE + story.state.settings.wrap_up_ms)


def test_a_caller_who_is_offered_at_once_has_no_wait_foreseen() -> None:
    story = practised()
    story.call_in(ANNA)
    assert story.call(ANNA).expected is None


def test_a_caller_who_waits_has_the_wait_of_the_place() -> None:
    story = practised()
    pace = story.state.queue(HOTLINE).pace
    story.call_in(ANNA, BENT, CARLA)
    assert [story.call(call).expected for call in (BENT, CARLA)] == [
        expected_wait(1, 1, pace),
        expected_wait(2, 1, pace),
    ]


def test_what_was_foreseen_stays_as_it_was_and_is_booked() -> None:
    story = practised()
    story.call_in(ANNA, BENT)
    foreseen = story.call(BENT).expected
    assert foreseen is not None
    story.begin_duty(NIELS, OLE)
    story.answer(NIELS, BENT)
    assert story.booked_calls()[-1].expected == foreseen
    story.tell(CallerHungUp(BENT))
    assert story.ended_call(BENT).expected == foreseen


def test_an_agent_on_a_pause_serves_nobody() -> None:
    story = practised()
    story.begin_duty(NIELS)
    queue = story.state.queue(HOTLINE)
    assert (queue.present, queue.serving) == (2, 2)
    story.tell(AgentPaused(NIELS, "break"))
    assert (queue.present, queue.serving) == (2, 1)
    story.tell(AgentBecameAvailable(NIELS))
    assert (queue.present, queue.serving) == (2, 2)


def test_a_restart_remembers_the_pace_and_what_was_foreseen() -> None:
    story = practised()
    story.call_in(ANNA, BENT)
    again = decode_state(encode_state(story.state))
    assert again.queue(HOTLINE).pace == story.state.queue(HOTLINE).pace
    assert again.queue(HOTLINE).serving == 1
    assert again.calls[BENT].expected == story.call(BENT).expected


def test_a_checkpoint_of_an_earlier_version_knows_no_pace_and_is_read() -> None:
    story = Story()
    story.talk(MIA, ANNA)
    kept = encode_state(story.state)
    older = kept.replace(b',"paces":{}', b"").replace(b',"expected":null', b"")
    assert older != kept
    again = decode_state(older)
    assert (again.queue(HOTLINE).pace, again.calls[ANNA].expected) == (Pace(), None)
