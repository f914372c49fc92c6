# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""An event costs no more as more wait and more are on duty: counted in steps of the program, not in seconds.

The seconds are in bench/exchange.py; they depend on the machine, so no test asks for them. Here every call of
a function is counted, ours and the libraries', while the same work is done by a small and a large service.
"""

import sys
from types import FrameType

import pytest

from bench.exchange import journal_of, opened
from hotline.exchange.audit import faults
from hotline.exchange.codec import decode_state
from hotline.exchange.decide import decide, next_deadline
from hotline.exchange.events import DeadlineReached

CALLS = 150


def steps_per_event(waiting: int, agents: int) -> float:
    """How many functions are called for an event that is no deadline, on an average."""
    checkpoint, journal = journal_of(opened(waiting, agents), CALLS)
    state = decode_state(checkpoint)
    steps = 0

    def count(_frame: FrameType, what: str, _argument: object) -> None:
        nonlocal steps
        steps += what in {"call", "c_call"}

    for event, at in journal:
        sys.setprofile(None if isinstance(event, DeadlineReached) else count)
        state, _ = decide(state, event, at)
        next_deadline(state)
        sys.setprofile(None)
    assert faults(state) == []
    return steps / len(journal)


@pytest.fixture(scope="module")
def steps_in_a_small_service() -> float:
    return steps_per_event(waiting=10, agents=10)


@pytest.mark.parametrize(("waiting", "agents"), [(10, 1_000), (1_000, 10), (4_000, 1_000)])
def test_an_event_takes_hardly_more_steps_in_a_large_service(
    steps_in_a_small_service: float, waiting: int, agents: int
) -> None:
    assert steps_per_event(waiting, agents) < 1.5 * steps_in_a_small_service


def test_the_service_measured_is_as_large_as_it_says() -> None:
    day = opened(waiting=50, agents=20)
    assert day.waiting == 50
    assert sorted(day.talking) == sorted(day.state.segments)
    assert 15 < day.state.talking <= 20
    assert faults(day.state) == []


def test_the_made_up_day_keeps_its_size_and_says_every_kind_of_thing() -> None:
    day = opened(waiting=50, agents=20)
    _, journal = journal_of(day, calls=500)
    kinds = {type(event).__name__ for event, _ in journal}
    assert kinds >= {"CallerArrived", "AnnouncementEnded", "OfferDeclined", "AgentHeldCall", "DeviceLost"}
    assert day.waiting == 50
    assert faults(day.state) == []
