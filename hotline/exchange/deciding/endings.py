# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""How an offer, a talk and a call end: each has one ending, and everything that ends it comes through here.

Whoever ends is let go of completely: an ended call stops the ringing or releases the agent, an ended offer
sends the caller on, an ended talk begins the agent's wrap-up. The ended record goes to the books and out of
the state, so the state is no larger than what is going on.
"""

from msgspec.structs import replace

from hotline.exchange.commands import (
    BookCall,
    BookOffer,
    BookSegment,
    EndCall,
    ReleaseAgent,
    StopRinging,
)
from hotline.exchange.deciding.matching import seek_agent, settle
from hotline.exchange.deciding.turn import Impossible, Turn, moved
from hotline.exchange.records import Agent, Call, Offer
from hotline.exchange.state import Due, place_of
from hotline.exchange.tables import (
    AGENT,
    CALL,
    CALL_ENDS,
    CHOSEN,
    OFFER,
    OFFER_ENDS,
    SEGMENT_ENDS,
    Happening,
)
from hotline.exchange.words import Activity, CallEnd, CallState, Instant, OfferEnd

KEEPS_ITS_TURN = frozenset(
    {Happening.CALLER_LEFT, Happening.FAILED, Happening.MEDIA_LOST, Happening.RESTARTED}
)
"""Ends of an offer that say nothing about the agent, who stays as long idle as before."""


def end_call(turn: Turn, call: Call, happening: Happening) -> None:
    """The call is over: every leg of it ends, and it is written into the books as one thing."""
    end = _end_of(call, happening)
    if call.state is CallState.WAITING:
        turn.state.queues[call.line].waiting.remove(place_of(call))
    del turn.state.calls[call.call]
    turn.order(EndCall(call.call, end))
    turn.order(BookCall(_ended(turn, call, end)))
    if call.offer is not None:
        _drop_offer(turn, turn.state.offers[call.offer], happening)
    elif call.agent is not None:
        turn.order(ReleaseAgent(call.agent, call.call))
        settle(turn, end_talk(turn, call, happening))


def _ended(turn: Turn, call: Call, end: CallEnd) -> Call:
    return replace(
        call,
        state=CallState.ENDED,
        end=end,
        ended_at=turn.now,
        agent=call.agent if call.offer is None else None,
        offer=None,
        held_at=None,
        lease_until=None,
        position_at=None,
    )


def _end_of(call: Call, happening: Happening) -> CallEnd:
    moved(CALL, call.state, happening)
    if call.diverted is not None and happening not in {Happening.MEDIA_LOST, Happening.REFUSED}:
        return call.diverted
    return CALL_ENDS[call.state][happening]


def pass_on(turn: Turn, offer: Offer, happening: Happening, agent: Agent | None = None) -> None:
    """The offer is over without an answer: the caller goes on at once at the place kept, the agent
    afterwards.

    `agent` is the agent's record, if the same event changed that, too.
    """
    call = turn.state.calls[offer.call]
    waiting = replace(call, state=moved(CALL, call.state, happening), offer=None, agent=None)
    freed = _freed(turn, agent or turn.state.agents[offer.agent], happening)
    close_offer(turn, offer, happening)
    seek_agent(turn, waiting)
    settle(turn, freed)


def _drop_offer(turn: Turn, offer: Offer, happening: Happening) -> None:
    freed = _freed(turn, turn.state.agents[offer.agent], happening)
    close_offer(turn, offer, happening)
    settle(turn, freed)


def close_offer(turn: Turn, offer: Offer, happening: Happening) -> None:
    """Out of the state and into the books; the device stops ringing, unless the offer was answered."""
    end = OFFER_ENDS[happening]
    state = moved(OFFER, offer.state, happening)
    del turn.state.offers[offer.offer]
    if end is not OfferEnd.ANSWERED:
        turn.order(StopRinging(offer.agent, offer.offer, end))
    turn.order(BookOffer(replace(offer, state=state, end=end, ended_at=turn.now)))


def _freed(turn: Turn, agent: Agent, happening: Happening) -> Agent:
    """The agent after an offer not answered: at the back of the row, unless it was nobody's doing."""
    agent = replace(
        agent,
        activity=moved(AGENT, agent.activity, happening),
        offer=None,
        call=None,
        idle_since=agent.idle_since if happening in KEEPS_ITS_TURN else turn.now,
        last_offer=agent.offer,
        last_end=OFFER_ENDS[happening],
    )
    if happening is Happening.RANG_OUT:
        return _missed(turn, agent)
    return _rested(turn, agent)


def _missed(turn: Turn, agent: Agent) -> Agent:
    agent = replace(agent, missed=agent.missed + 1)
    if agent.missed < turn.state.settings.missed_limit:
        return agent
    return replace(agent, chosen=moved(CHOSEN, agent.chosen, Happening.MISSED_TOO_MANY))


def _rested(turn: Turn, agent: Agent) -> Agent:
    if agent.activity is not Activity.RESTING:
        return agent
    return until(turn, agent, turn.state.settings.rest_ms)


def until(turn: Turn, agent: Agent, duration_ms: int) -> Agent:
    """The agent's wrap-up or rest, with its deadline."""
    until_at = turn.after(duration_ms)
    turn.state.expect(until_at, Due.AGENT_UNTIL, agent.agent)
    return replace(agent, until_at=until_at)


def agent_with(turn: Turn, call: Call) -> Agent:
    """The agent who is rung by this call or talks with it."""
    if call.agent is None:
        raise Impossible(f"nobody has call {call.call}")
    return turn.state.agents[call.agent]


def held_ms(call: Call, at: Instant) -> int:
    """How long the hold that goes on has lasted; nothing, if the caller is not on hold."""
    return 0 if call.held_at is None else max(0, at - call.held_at)


def end_talk(turn: Turn, call: Call, happening: Happening) -> Agent:
    """The agent's part of the call is over. Gives the agent's record as it is afterwards, to be settled."""
    agent = agent_with(turn, call)
    activity = moved(AGENT, agent.activity, happening)
    # A talk ended when the device was lost, not when we stopped waiting for it.
    ended_at = agent.status_since if agent.activity is Activity.ADRIFT else turn.now
    segment = turn.state.segments[agent.agent]
    segment = replace(
        segment,
        ended_at=ended_at,
        end=SEGMENT_ENDS[happening],
        held_ms=segment.held_ms + held_ms(call, ended_at),
    )
    turn.order(BookSegment(segment))
    turn.state.segments[agent.agent] = segment
    turn.state.talking -= 1
    agent = replace(agent, activity=activity, call=None, idle_since=turn.now)
    if activity is Activity.WRAPPING_UP:
        return until(turn, agent, turn.state.settings.wrap_up_ms)
    del turn.state.segments[agent.agent]
    return _rested(turn, agent)
