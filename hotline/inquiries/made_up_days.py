# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The made-up agents' days, told from their calls: signed in from opening to closing time. Pure.

Every span begins where the one before ended, so that an agent's states add up to the time signed in.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hotline.exchange.words import AgentStatus
from hotline.inquiries.made_up import MadeUpCall

EARLY = dt.timedelta(minutes=3)
RINGS_AT_MOST = dt.timedelta(seconds=6)
BREAK = dt.timedelta(minutes=20)
BREAK_REASON = "break"


@dataclass(frozen=True)
class State:
    """A span of time in one state."""

    status: AgentStatus
    began_at: dt.datetime
    ended_at: dt.datetime
    reason: str = ""


def rang_at(call: MadeUpCall) -> dt.datetime:
    """When the call was offered to who answered it."""
    assert call.answered_at
    return call.answered_at - min((call.answered_at - call.arrived_at) / 2, RINGS_AT_MOST)


def states_of(calls: Sequence[MadeUpCall], opens_at: dt.datetime, closes_at: dt.datetime) -> Iterator[State]:
    """One agent's day. The calls are those the agent answered that day, in order."""
    at, has_rested = opens_at - EARLY, False
    for call in calls:
        assert call.answered_at
        assert call.wrapped_up_at
        rings = max(rang_at(call), at)
        if not has_rested and rings - at > BREAK + EARLY:
            yield State(AgentStatus.PAUSED, at + EARLY, at + EARLY + BREAK, BREAK_REASON)
            yield State(AgentStatus.AVAILABLE, at, at + EARLY)
            at, has_rested = at + EARLY + BREAK, True
        yield State(AgentStatus.AVAILABLE, at, rings)
        yield State(AgentStatus.RINGING, rings, call.answered_at)
        yield State(AgentStatus.TALKING, call.answered_at, call.until)
        yield State(AgentStatus.WRAPPING_UP, call.until, call.wrapped_up_at)
        at = call.wrapped_up_at
    yield State(AgentStatus.AVAILABLE, at, max(at, closes_at))
