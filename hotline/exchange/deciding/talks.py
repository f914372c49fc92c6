# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What happens while an agent and a caller talk: hold, hanging up, and a device that dies in the middle.

A page may speak of a call it no longer has: it was away, and the caller has gone on to somebody else. Then
the page is told so, and nothing else happens.
"""

from msgspec.structs import replace

from hotline.exchange.commands import (
    BookSegment,
    HoldCall,
    ParkCaller,
    ReconnectAgent,
    ReleaseAgent,
    ResumeCall,
)
from hotline.exchange.deciding.endings import agent_with, end_call, end_talk, held_ms
from hotline.exchange.deciding.matching import settle
from hotline.exchange.deciding.offers import wait_again
from hotline.exchange.deciding.turn import Turn, moved
from hotline.exchange.events import AgentHeldCall, AgentHungUp, AgentReconnected, AgentResumedCall
from hotline.exchange.expecting import learned
from hotline.exchange.records import Agent, Call
from hotline.exchange.state import Due
from hotline.exchange.tables import AGENT, CALL, Happening
from hotline.exchange.words import AgentId, CallId, CallState


def agent_hung_up(turn: Turn, event: AgentHungUp) -> None:
    """The agent ends the call."""
    call = _talk(turn, event.agent, event.call)
    if call is not None:
        end_call(turn, call, Happening.AGENT_HUNG_UP)


def agent_held_call(turn: Turn, event: AgentHeldCall) -> None:
    """Music for the caller."""
    call = _talk(turn, event.agent, event.call)
    if call is None or call.state is not CallState.TALKING:
        return
    turn.order(HoldCall(event.call, event.agent))
    turn.state.calls[event.call] = replace(
        call, state=moved(CALL, call.state, Happening.PUT_ON_HOLD), held_at=turn.now
    )
    settle(turn, turn.state.agents[event.agent])


def agent_resumed_call(turn: Turn, event: AgentResumedCall) -> None:
    """The caller back from hold."""
    call = _talk(turn, event.agent, event.call)
    if call is None or call.state is not CallState.HELD:
        return
    turn.order(ResumeCall(event.call, event.agent))
    _count_hold(turn, call)
    turn.state.calls[event.call] = replace(
        call, state=moved(CALL, call.state, Happening.RESUMED), held_at=None
    )
    settle(turn, turn.state.agents[event.agent])


def _count_hold(turn: Turn, call: Call) -> None:
    segment = turn.state.segments[agent_with(turn, call).agent]
    segment = replace(segment, held_ms=segment.held_ms + held_ms(call, turn.now))
    turn.state.segments[segment.agent] = segment


def agent_reconnected(turn: Turn, event: AgentReconnected) -> None:
    """The page is back and asks for its call; a caller who was on hold is so again."""
    call = _talk(turn, event.agent, event.call)
    if call is None:
        return
    agent = turn.state.agents[event.agent]
    activity = moved(AGENT, agent.activity, Happening.RECONNECTED)
    state = moved(CALL, call.state, Happening.RECONNECTED)
    turn.order(ReconnectAgent(event.call, event.agent))
    if call.held_at is not None:
        state = CallState.HELD if state is CallState.HELD else moved(CALL, state, Happening.PUT_ON_HOLD)
        turn.order(HoldCall(event.call, event.agent))
    turn.state.calls[event.call] = replace(call, state=state, lease_until=None)
    settle(turn, replace(agent, activity=activity, is_proved=True))


def _talk(turn: Turn, agent: AgentId, call: CallId) -> Call | None:
    """The call, if this agent talks in it; otherwise the agent's page is told to let go of it."""
    found = turn.state.calls.get(call)
    if found is not None and found.agent == agent and found.offer is None:
        return found
    if found is not None:
        turn.order(ReleaseAgent(agent, call))
    return None


def drift(turn: Turn, call: Call, agent: Agent) -> None:
    """The agent's device died in mid-call: the caller hears music while the device may come back."""
    lease_until = turn.after(turn.state.settings.adrift_ms)
    state = moved(CALL, call.state, Happening.DEVICE_LOST)
    activity = moved(AGENT, agent.activity, Happening.DEVICE_LOST)
    turn.order(ParkCaller(call.call))
    turn.state.calls[call.call] = replace(call, state=state, lease_until=lease_until)
    turn.state.expect(lease_until, Due.CALL_LEASE, call.call)
    settle(turn, replace(agent, activity=activity, is_proved=False))


def give_up_on_agent(turn: Turn, call: Call) -> None:
    """The device did not come back in time: the caller goes before everybody else, the agent's part is
    over.
    """
    agent = agent_with(turn, call).agent
    freed = end_talk(turn, call, Happening.LEASE_RAN_OUT)
    turn.order(ReleaseAgent(agent, call.call))
    wait_again(turn, call, Happening.LEASE_RAN_OUT)
    settle(turn, freed)


def book_wrap_up(turn: Turn, agent: AgentId) -> None:
    """The wrap-up is over: the segment is complete."""
    segment = replace(turn.state.segments.pop(agent), wrapped_up_at=turn.now)
    turn.order(BookSegment(segment))
    queue = turn.state.queue(segment.line)
    queue.pace = learned(queue.pace, turn.now - segment.began_at)
