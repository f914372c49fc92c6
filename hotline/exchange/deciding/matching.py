# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Who is offered to whom.

The rule that is never broken: nobody waits while an agent who could take the call is free. It holds before
every event, so only what the event changed can break it, and looking there is enough: a caller who begins
to wait looks for the agent idle longest on that line, an agent who becomes available looks for the caller
waiting longest on any of the agent's lines. A line nobody can serve holds up no other. When one event gives
both, the caller looks first: somebody who has been idle longer goes before the agent who has just become
free.

`settle` is the one door through which an agent's record enters the state. Behind it follow the indexes, the
count of those on duty, the offer to an agent who is available, the agent's page, and the books' span of
time.
"""

from msgspec.structs import replace

from hotline.exchange.commands import BookAgentState, RingAgent, ShowAgent
from hotline.exchange.deciding.turn import Turn, moved
from hotline.exchange.explain import is_holding, status_from
from hotline.exchange.records import Agent, AgentState, Call, Offer
from hotline.exchange.state import Due, Queue, State, is_available, is_present, is_serving, place_of
from hotline.exchange.tables import AGENT, CALL, Happening
from hotline.exchange.words import AgentStatus, OfferId


def seek_agent(turn: Turn, call: Call) -> None:
    """A caller is WAITING: offer the call to the agent idle longest, or keep it in the queue."""
    queue = turn.state.queue(call.line)
    if queue.idle:
        settle(turn, _offer(turn, call, turn.state.agents[queue.idle[0][1]]))
        return
    turn.state.calls[call.call] = call
    queue.waiting.add(place_of(call))
    if not queue.present:
        await_staff(turn, queue)


def await_staff(turn: Turn, queue: Queue) -> None:
    """Nobody is on duty for a line on which somebody waits: give it the grace, then the callers are told."""
    if queue.nobody_at is None:
        queue.nobody_at = turn.after(turn.state.settings.nobody_grace_ms)
        turn.state.expect(queue.nobody_at, Due.NOBODY, queue.line)


def settle(turn: Turn, agent: Agent) -> None:
    """The agent's record is this from now on; an offer is made, if a caller waits whom the agent can take."""
    if is_available(agent):
        call = _longest_waiting(turn.state, agent)
        if call is not None:
            turn.state.queues[call.line].waiting.remove(place_of(call))
            agent = _offer(turn, call, agent)
    before = turn.state.agents.get(agent.agent) or Agent(agent.agent)
    agent = _shown(turn, before, agent)
    if agent.status is AgentStatus.SIGNED_OUT and not agent.is_proved:
        turn.state.agents.pop(agent.agent, None)
    else:
        turn.state.agents[agent.agent] = agent
    _index(turn.state, before, agent)
    _count_on_duty(turn, before, agent)


def _longest_waiting(state: State, agent: Agent) -> Call | None:
    first = None
    for line in agent.lines:
        queue = state.queues.get(line)
        if queue and queue.waiting and (first is None or queue.waiting[0] < first):
            first = queue.waiting[0]
    return None if first is None else state.calls[first[2]]


def _offer(turn: Turn, call: Call, agent: Agent) -> Agent:
    """Make the offer, and give back the agent's record as it is with the offer."""
    offer = Offer(
        offer=OfferId(f"{call.call}.{call.offers + 1}"),
        call=call.call,
        line=call.line,
        agent=agent.agent,
        made_at=turn.now,
        until_at=turn.after(turn.state.settings.ring_ms),
    )
    turn.state.calls[call.call] = replace(
        call,
        state=moved(CALL, call.state, Happening.OFFERED),
        offers=call.offers + 1,
        offer=offer.offer,
        agent=agent.agent,
    )
    turn.state.offers[offer.offer] = offer
    turn.state.expect(offer.until_at, Due.OFFER_LEASE, offer.offer)
    turn.order(RingAgent(agent.agent, offer.offer, call.call, offer.until_at))
    activity = moved(AGENT, agent.activity, Happening.OFFERED)
    return replace(agent, activity=activity, offer=offer.offer, call=call.call)


def _shown(turn: Turn, before: Agent, agent: Agent) -> Agent:
    """Tell the agent's page, and close the span in the books when the status is another than before."""
    turn.order(ShowAgent(agent.agent))
    status = status_from(agent, is_holding(turn.state, agent))
    reason = agent.reason if status is AgentStatus.PAUSED else ""
    if status is before.status and reason == before.status_reason:
        return agent
    if before.status is not AgentStatus.SIGNED_OUT and before.status_since < turn.now:
        span = AgentState(agent.agent, before.status, before.status_reason, before.status_since, turn.now)
        turn.order(BookAgentState(span))
    return replace(agent, status=status, status_reason=reason, status_since=turn.now)


def _index(state: State, before: Agent, agent: Agent) -> None:
    """Keep the agent in the order of idleness of every line served, if and only if available."""
    if is_available(before):
        for line in before.lines:
            state.queues[line].idle.remove((before.idle_since, before.agent))
    if is_available(agent):
        for line in agent.lines:
            state.queue(line).idle.add((agent.idle_since, agent.agent))


def _count_on_duty(turn: Turn, before: Agent, agent: Agent) -> None:
    was, now = (is_present(before), is_serving(before)), (is_present(agent), is_serving(agent))
    if was == now and before.lines == agent.lines:
        return
    for line in before.lines:
        _count(turn.state.queue(line), was, -1)
    for line in agent.lines:
        _count(turn.state.queue(line), now, 1)
    for line in dict.fromkeys(before.lines + agent.lines):
        mind_the_line(turn, turn.state.queue(line))


def _count(queue: Queue, counted: tuple[bool, bool], step: int) -> None:
    present, serving = counted
    queue.present += step * present
    queue.serving += step * serving


def mind_the_line(turn: Turn, queue: Queue) -> None:
    """Start or stop the grace after which callers are told that nobody can answer."""
    if queue.present:
        queue.nobody_at = None
    elif queue.waiting:
        await_staff(turn, queue)
