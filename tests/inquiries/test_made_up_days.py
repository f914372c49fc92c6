# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The made-up agents' days: signed in without a gap, and busy exactly while they were."""

import datetime as dt
from itertools import pairwise

import pytest

from hotline.exchange.words import AgentStatus
from hotline.inquiries.made_up import MadeUpCall
from hotline.inquiries.made_up_days import BREAK, EARLY, State, rang_at, states_of

OPENS = dt.datetime(2014, 5, 7, 7, tzinfo=dt.UTC)
CLOSES = OPENS + dt.timedelta(hours=12)


def minutes(number: float) -> dt.timedelta:
    return dt.timedelta(minutes=number)


def call(arrived: float, waited: float = 0.5, talked: float = 4) -> MadeUpCall:
    """At so many minutes after opening."""
    answered_at = OPENS + minutes(arrived + waited)
    until = answered_at + minutes(talked)
    return MadeUpCall(
        OPENS + minutes(arrived), "answered_caller_hung_up", until, answered_at, until + minutes(0.3), 7
    )


def day(*calls: MadeUpCall) -> list[State]:
    found = states_of(calls, OPENS, CLOSES)
    return sorted((state for state in found if state.began_at < state.ended_at), key=lambda one: one.began_at)


def time_in(states: list[State], status: AgentStatus) -> dt.timedelta:
    return sum((one.ended_at - one.began_at for one in states if one.status is status), dt.timedelta())


CALLS = (call(5), call(11), call(60), call(64.9), call(300), call(718))


@pytest.mark.parametrize("calls", [CALLS[:1], CALLS[1:3], CALLS])
def test_a_day_has_no_gap_and_nothing_twice(calls: tuple[MadeUpCall, ...]) -> None:
    states = day(*calls)

    assert states[0].began_at == OPENS - EARLY
    assert [(one.ended_at, other.began_at) for one, other in pairwise(states)] == [
        (one.ended_at, one.ended_at) for one in states[:-1]
    ]


def test_talk_and_wrap_up_are_those_of_the_calls() -> None:
    states = day(*CALLS)

    assert time_in(states, AgentStatus.TALKING) == minutes(4 * len(CALLS))
    assert time_in(states, AgentStatus.WRAPPING_UP) == minutes(0.3 * len(CALLS))


def test_the_day_ends_when_the_line_closes_or_the_last_call_is_over() -> None:
    assert day(call(5))[-1].ended_at == CLOSES
    assert day(call(719))[-1].ended_at > CLOSES


def test_there_is_one_break_when_the_calls_leave_room_for_it() -> None:
    pauses = [one for one in day(*CALLS) if one.status is AgentStatus.PAUSED]

    assert [(one.ended_at - one.began_at, one.reason) for one in pauses] == [(BREAK, "break")]


def test_an_offer_never_rings_into_the_call_before() -> None:
    first = call(5)
    second = call(5, waited=4.81)  # waited through the first one's talk and wrap-up
    states = day(first, second)

    assert rang_at(second) < first.wrapped_up_at  # type: ignore[operator]
    rings = [one for one in states if one.status is AgentStatus.RINGING]
    assert rings[1].began_at == first.wrapped_up_at
