# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What must be true of every state, read from the records and not from the indexes.

The tests look after every event; a running exchange may look every few seconds, and calls for help in its
log if anything is found. It costs as much as there are records, so it is nothing to do for each event.
"""

from collections import Counter
from collections.abc import Iterator

from hotline.exchange.records import Agent, Call, Offer
from hotline.exchange.state import Due, Key, State, is_available, is_present, is_serving, place_of
from hotline.exchange.words import Activity, CallState, Instant, LineId, OfferState

LEASED = {CallState.ARRIVING, CallState.ANNOUNCED, CallState.ADRIFT}
TALKS = {CallState.TALKING, CallState.HELD, CallState.ADRIFT}


def faults(state: State) -> list[str]:
    """Everything that is wrong, in sentences; an empty list when all is well."""
    return [
        *_unserved(state),
        *(fault for call in state.calls.values() for fault in _call_faults(state, call)),
        *(fault for offer in state.offers.values() for fault in _offer_faults(state, offer)),
        *(fault for agent in state.agents.values() for fault in _agent_faults(state, agent)),
        *_sharing(state),
        *_sleepless(state),
        *_index_faults(state),
    ]


def _unserved(state: State) -> Iterator[str]:
    """Nobody waits while an agent who could take the call is free."""
    free = {line for agent in state.agents.values() if is_available(agent) for line in agent.lines}
    for call in state.calls.values():
        if call.state is CallState.WAITING and call.line in free:
            yield f"call {call.call} waits while an agent for line {call.line} is free"


def _call_faults(state: State, call: Call) -> Iterator[str]:
    if call.state is CallState.ENDED:
        yield f"call {call.call} has ended and is still here"
    if (call.state is CallState.OFFERED) != (call.offer in state.offers):
        yield f"call {call.call} is {call.state} with offer {call.offer}"
    if (call.state in TALKS | {CallState.OFFERED}) != (call.agent is not None):
        yield f"call {call.call} is {call.state} with agent {call.agent}"
    if call.agent is not None and state.agents[call.agent].call != call.call:
        yield f"call {call.call} has agent {call.agent}, who has call {state.agents[call.agent].call}"


def _offer_faults(state: State, offer: Offer) -> Iterator[str]:
    if offer.state is not OfferState.RINGING:
        yield f"offer {offer.offer} is {offer.state} and still here"
    if state.calls[offer.call].offer != offer.offer or state.agents[offer.agent].offer != offer.offer:
        yield f"offer {offer.offer} is not known to both its call and its agent"


def _agent_faults(state: State, agent: Agent) -> Iterator[str]:
    who = f"agent {agent.agent}"
    rings = agent.activity is Activity.RINGING
    talks = agent.activity in {Activity.TALKING, Activity.ADRIFT}
    segment = state.segments.get(agent.agent)
    if rings != (agent.offer in state.offers):
        yield f"{who} is {agent.activity} with offer {agent.offer}"
    if (rings or talks) != (agent.call in state.calls):
        yield f"{who} is {agent.activity} with call {agent.call}"
    if talks != (segment is not None and segment.ended_at is None):
        yield f"{who} is {agent.activity} with segment {segment}"
    if rings and not agent.is_proved:
        yield f"{who} rings without having proved to be able to"
    if talks and agent.call is not None:
        yield from _talk_faults(state.calls[agent.call], agent)


def _talk_faults(call: Call, agent: Agent) -> Iterator[str]:
    if (call.state is CallState.ADRIFT) != (agent.activity is Activity.ADRIFT):
        yield f"agent {agent.agent} is {agent.activity} in call {call.call}, which is {call.state}"
    if agent.activity is Activity.TALKING and not agent.is_proved and call.lease_until is None:
        yield f"call {call.call} goes on, and nothing tells us that agent {agent.agent} is still there"


def _sharing(state: State) -> Iterator[str]:
    """No agent in two calls."""
    shared = Counter(call.agent for call in state.calls.values() if call.agent is not None)
    for agent, calls in shared.items():
        if calls > 1:
            yield f"agent {agent} is in {calls} calls"


def _sleepless(state: State) -> Iterator[str]:
    """No transient state without a deadline that will wake us."""
    woken = state.deadlines()
    for at, due, key in _needed(state):
        if at is None or (at, due, key) not in woken:
            yield f"nothing wakes us for the {due} of {key} at {at}"


def _needed(state: State) -> Iterator[tuple[Instant | None, Due, Key]]:
    for call in state.calls.values():
        if call.state in LEASED:
            yield call.lease_until, Due.CALL_LEASE, call.call
        if call.state in {CallState.WAITING, CallState.OFFERED}:
            yield call.position_at, Due.POSITION, call.call
    for offer in state.offers.values():
        yield offer.until_at, Due.OFFER_LEASE, offer.offer
    for agent in state.agents.values():
        if agent.activity in {Activity.WRAPPING_UP, Activity.RESTING}:
            yield agent.until_at, Due.AGENT_UNTIL, agent.agent
    for queue in state.queues.values():
        if queue.waiting and not queue.present:
            yield queue.nobody_at, Due.NOBODY, queue.line


def _index_faults(state: State) -> Iterator[str]:
    """The indexes say what the records say."""
    if state.talking != sum(call.state in TALKS for call in state.calls.values()):
        yield f"{state.talking} talks are counted"
    for line, queue in state.queues.items():
        if list(queue.waiting) != sorted(place_of(call) for call in _waiting(state, line)):
            yield f"the queue of line {line} is not what the calls say"
        available = [agent for agent in _serving(state, line) if is_available(agent)]
        if list(queue.idle) != sorted((agent.idle_since, agent.agent) for agent in available):
            yield f"the idle agents of line {line} are not what the agents say"
        if queue.present != sum(map(is_present, _serving(state, line))):
            yield f"{queue.present} agents are counted on line {line}"
        if queue.serving != sum(map(is_serving, _serving(state, line))):
            yield f"{queue.serving} agents are counted as serving line {line}"


def _waiting(state: State, line: LineId) -> list[Call]:
    calls = state.calls.values()
    return [call for call in calls if call.line == line and call.state is CallState.WAITING]


def _serving(state: State, line: LineId) -> list[Agent]:
    return [agent for agent in state.agents.values() if line in agent.lines]
