# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What agents do with offers.

The first to reach an offer decides it. Whoever comes later (the answer that crosses the caller's hanging
up, the decline of what has rung out) is told once more that it is over, and why.
"""

from msgspec.structs import replace

from hotline.exchange.commands import BookCall, BookSegment, JoinCall, PlayMusic, ReleaseAgent, StopRinging
from hotline.exchange.deciding.endings import close_offer, end_talk, pass_on
from hotline.exchange.deciding.matching import seek_agent, settle
from hotline.exchange.deciding.turn import Impossible, Turn, moved
from hotline.exchange.events import OfferAnswered, OfferDeclined, OfferFailed
from hotline.exchange.records import Call, Offer, Segment
from hotline.exchange.state import Due
from hotline.exchange.tables import AGENT, CALL, Happening
from hotline.exchange.words import AgentId, OfferEnd, OfferId


def offer_answered(turn: Turn, event: OfferAnswered) -> None:
    """The agent has the call."""
    offer = _ringing(turn, event.agent, event.offer)
    if offer is not None:
        _begin_talk(turn, offer)
    elif not _is_talk_of(turn, event.agent, event.offer):
        _stop_again(turn, event.agent, event.offer)


def _begin_talk(turn: Turn, offer: Offer) -> None:
    call, agent = turn.state.calls[offer.call], turn.state.agents[offer.agent]
    call = replace(
        call,
        state=moved(CALL, call.state, Happening.ANSWERED),
        answered_at=turn.now if call.answered_at is None else call.answered_at,
        offer=None,
        position_at=None,
    )
    activity = moved(AGENT, agent.activity, Happening.ANSWERED)
    close_offer(turn, offer, Happening.ANSWERED)
    turn.order(JoinCall(offer.call, offer.agent, offer.offer))
    turn.order(BookCall(call))
    turn.state.calls[call.call] = call
    turn.state.talking += 1
    segment = Segment(offer.offer, offer.call, offer.line, offer.agent, began_at=turn.now)
    turn.state.segments[offer.agent] = segment
    turn.order(BookSegment(segment))
    settle(turn, replace(agent, activity=activity, offer=None, missed=0))


def offer_declined(turn: Turn, event: OfferDeclined) -> None:
    """The agent sends the caller on: a normal act."""
    offer = _ringing(turn, event.agent, event.offer)
    if offer is not None:
        pass_on(turn, offer, Happening.DECLINED)
    elif not _is_talk_of(turn, event.agent, event.offer):
        _stop_again(turn, event.agent, event.offer)


def offer_failed(turn: Turn, event: OfferFailed) -> None:
    """The agent's sound could not be set up, while it rang or once it had been answered."""
    offer = _ringing(turn, event.agent, event.offer)
    if offer is not None:
        pass_on(turn, offer, Happening.MEDIA_FAILED)
    elif _is_talk_of(turn, event.agent, event.offer):
        _take_back(turn, event.agent, event.offer)
    else:
        _stop_again(turn, event.agent, event.offer)


def _take_back(turn: Turn, agent: AgentId, offer: OfferId) -> None:
    """An answer without sound: the caller waits again, before the others, and was not answered by it."""
    segment = turn.state.segments[agent]
    call = turn.state.calls[segment.call]
    turn.order(StopRinging(agent, offer, OfferEnd.MEDIA_FAILED))
    turn.order(ReleaseAgent(agent, call.call))
    turn.order(PlayMusic(call.call))
    freed = end_talk(turn, call, Happening.MEDIA_FAILED)
    was_heard = segment.began_at != call.answered_at
    waiting = replace(call, answered_at=call.answered_at if was_heard else None)
    turn.order(BookCall(waiting))
    wait_again(turn, waiting, Happening.MEDIA_FAILED)
    settle(turn, freed)


def wait_again(turn: Turn, call: Call, happening: Happening) -> None:
    """A caller who has lost the agent goes back to the queue, before everybody else."""
    position_at = turn.after(turn.state.settings.position_every_ms)
    turn.state.expect(position_at, Due.POSITION, call.call)
    waiting = replace(
        call,
        state=moved(CALL, call.state, happening),
        was_cut_off=True,
        agent=None,
        held_at=None,
        lease_until=None,
        position_at=position_at,
        position=None,
    )
    seek_agent(turn, waiting)


def _ringing(turn: Turn, agent: AgentId, offer: OfferId) -> Offer | None:
    """The offer, if it rings still. It can only be answered by the agent it was made to."""
    found = turn.state.offers.get(offer)
    if found is not None and found.agent != agent:
        raise Impossible(f"offer {offer} was not made to agent {agent}")
    return found


def _is_talk_of(turn: Turn, agent: AgentId, offer: OfferId) -> bool:
    """Whether this offer is the one by which the agent is talking now."""
    segment = turn.state.segments.get(agent)
    return segment is not None and segment.offer == offer and segment.ended_at is None


def _stop_again(turn: Turn, agent: AgentId, offer: OfferId) -> None:
    record = turn.state.agents.get(agent)
    end = record.last_end if record is not None and record.last_offer == offer else None
    turn.order(StopRinging(agent, offer, end or OfferEnd.CALLER_GONE))
