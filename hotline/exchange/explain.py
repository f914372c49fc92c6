# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Answers for people: what an agent's status is, why the agent is or is not offered calls, who is waiting."""

from enum import StrEnum
from typing import NamedTuple

from hotline.exchange.records import Agent
from hotline.exchange.state import State, is_available
from hotline.exchange.words import Activity, AgentId, AgentStatus, CallState, Chosen, Instant, LineId


class Reason(StrEnum):
    """Why an agent is not being offered a call at this instant. Every one of them is said, not only the
    first.
    """

    UNKNOWN_HERE = "unknown_here"
    SIGNED_OUT = "signed_out"
    PAUSED = "paused"
    AWAY_AFTER_MISSED_OFFERS = "away_after_missed_offers"
    DEVICE_NOT_PROVED = "device_not_proved"
    NO_LINES = "no_lines"
    MEDIA_DOWN = "media_down"
    BEING_OFFERED = "being_offered"
    TALKING = "talking"
    CALL_ADRIFT = "call_adrift"
    WRAPPING_UP = "wrapping_up"
    RESTING = "resting"
    NOBODY_WAITS = "nobody_waits"


class Waiting(NamedTuple):
    """How many wait, and since when the one who is next has had the place."""

    callers: int
    since: Instant | None


_BY_ACTIVITY = {
    Activity.RINGING: AgentStatus.RINGING,
    Activity.TALKING: AgentStatus.TALKING,
    Activity.ADRIFT: AgentStatus.ADRIFT,
    Activity.WRAPPING_UP: AgentStatus.WRAPPING_UP,
}

_BY_CHOICE = {
    Chosen.SIGNED_OUT: AgentStatus.SIGNED_OUT,
    Chosen.PAUSED: AgentStatus.PAUSED,
    Chosen.AWAY_MISSED: AgentStatus.AWAY_MISSED,
}

_CHOICE_REASONS = {
    Chosen.SIGNED_OUT: Reason.SIGNED_OUT,
    Chosen.PAUSED: Reason.PAUSED,
    Chosen.AWAY_MISSED: Reason.AWAY_AFTER_MISSED_OFFERS,
}

_ACTIVITY_REASONS = {
    Activity.RINGING: Reason.BEING_OFFERED,
    Activity.TALKING: Reason.TALKING,
    Activity.ADRIFT: Reason.CALL_ADRIFT,
    Activity.WRAPPING_UP: Reason.WRAPPING_UP,
    Activity.RESTING: Reason.RESTING,
}


def status_from(agent: Agent, is_holding: bool) -> AgentStatus:
    """The three facts in one word: what the agent does goes before what the agent chose."""
    status = _BY_ACTIVITY.get(agent.activity)
    if status is not None:
        return AgentStatus.HOLDING if is_holding else status
    status = _BY_CHOICE.get(agent.chosen)
    if status is not None:
        return status
    if not agent.is_proved:
        return AgentStatus.UNREACHABLE
    return AgentStatus.RESTING if agent.activity is Activity.RESTING else AgentStatus.AVAILABLE


def is_holding(state: State, agent: Agent) -> bool:
    """Whether the agent talks, and has the caller on hold."""
    return (
        agent.activity is Activity.TALKING
        and agent.call is not None
        and state.calls[agent.call].state is CallState.HELD
    )


def status_of(state: State, agent: AgentId) -> AgentStatus:
    """What the agent's page and the wallboard show."""
    record = state.agents.get(agent)
    return AgentStatus.SIGNED_OUT if record is None else status_from(record, is_holding(state, record))


def explain(state: State, agent: AgentId) -> list[Reason]:
    """Why the agent is not offered a call now: everything that stands in the way, never an empty list."""
    record = state.agents.get(agent)
    if record is None:
        return [Reason.UNKNOWN_HERE]
    found = [
        _CHOICE_REASONS.get(record.chosen),
        None if record.is_proved else Reason.DEVICE_NOT_PROVED,
        None if record.lines else Reason.NO_LINES,
        None if state.media_is_up else Reason.MEDIA_DOWN,
        _ACTIVITY_REASONS.get(record.activity),
        Reason.NOBODY_WAITS if is_available(record) else None,
    ]
    return [reason for reason in found if reason is not None]


def callers_waiting(state: State, lines: tuple[LineId, ...]) -> Waiting:
    """Who waits on these lines, not counting those being offered to somebody at this instant."""
    queues = [state.queues[line] for line in lines if line in state.queues]
    places = [queue.waiting[0] for queue in queues if queue.waiting]
    return Waiting(sum(len(queue.waiting) for queue in queues), min(places)[1] if places else None)
