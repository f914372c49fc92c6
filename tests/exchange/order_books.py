# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What the exchange's orders say, kept as simply as can be, and refusing what contradicts it."""

from collections import Counter
from enum import StrEnum

from hotline.exchange.commands import (
    AnswerCall,
    BookAgentState,
    BookCall,
    BookOffer,
    BookSegment,
    Command,
    EndCall,
    JoinCall,
    ReleaseAgent,
    RingAgent,
    SayPosition,
    StopRinging,
)
from hotline.exchange.records import Call, Offer, Segment, Settings
from hotline.exchange.words import (
    AgentId,
    CallId,
    Instant,
    OfferId,
)
from tests.exchange.stories import START

POSITION_EVERY_MS = Settings().position_every_ms

MET: Counter[tuple[type[StrEnum], str]] = Counter()
"""What the mornings have seen: if one of them is never met, the mornings are too dull to prove anything."""


def meet(end: StrEnum | None) -> None:
    if end is not None:
        MET[type(end), end.value] += 1


class Books:
    """Who is rung, who talks with whom, what each caller was told, and what is booked of it."""

    def __init__(self) -> None:
        self.arrived: list[CallId] = []
        self.answered: set[CallId] = set()
        self.hung_up: Counter[CallId] = Counter()
        self.ended: dict[CallId, Call] = {}
        self.rung: dict[OfferId, RingAgent] = {}
        self.ringing: set[OfferId] = set()
        self.offers: dict[OfferId, Offer] = {}
        self.talks: dict[AgentId, CallId] = {}
        self.segments: dict[OfferId, Segment] = {}
        self.shown_until: dict[AgentId, Instant] = {}
        self.said: dict[CallId, tuple[Instant, int]] = {}

    def write(self, command: Command, now: Instant) -> None:
        match command:
            case AnswerCall(call):
                assert call not in self.answered
                self.answered.add(call)
            case EndCall(call):
                assert call in self.answered
                self.hung_up[call] += 1
            case RingAgent():
                self.ring(command)
            case StopRinging(agent, offer):
                self.stop(agent, offer)
            case JoinCall():
                self.join(command)
            case ReleaseAgent(agent, call):
                self.release(agent, call)
            case SayPosition(call, position):
                self.say(call, position, now)
            case BookCall(record) if record.end is not None:
                assert record.call not in self.ended
                self.ended[record.call] = record
                meet(record.end)
            case BookOffer(record) if record.end is not None:
                assert record.offer not in self.offers
                self.offers[record.offer] = record
                meet(record.end)
            case BookSegment(record):
                self.segments[record.offer] = record
                meet(record.end)
            case BookAgentState():
                self.span(command)

    def ring(self, ring: RingAgent) -> None:
        assert ring.offer not in self.rung
        assert ring.agent not in self.talks
        assert ring.agent not in {self.rung[offer].agent for offer in self.ringing}
        assert ring.call not in {self.rung[offer].call for offer in self.ringing}
        self.rung[ring.offer] = ring
        self.ringing.add(ring.offer)

    def stop(self, agent: AgentId, offer: OfferId) -> None:
        """Ends the ringing, or says once more that it is over; never stops another agent's ringing."""
        if offer in self.ringing:
            assert self.rung[offer].agent == agent
            self.ringing.remove(offer)

    def join(self, join: JoinCall) -> None:
        """An offer has one winner, and an agent one call."""
        assert join.offer in self.ringing
        assert (self.rung[join.offer].agent, self.rung[join.offer].call) == (join.agent, join.call)
        self.ringing.remove(join.offer)
        assert join.agent not in self.talks
        assert join.call not in self.talks.values()
        self.talks[join.agent] = join.call

    def release(self, agent: AgentId, call: CallId) -> None:
        if self.talks.get(agent) == call:
            del self.talks[agent]

    def say(self, call: CallId, position: int, now: Instant) -> None:
        """At most every thirty seconds, and only what is new."""
        if call in self.said:
            said_at, before = self.said[call]
            assert now - said_at >= POSITION_EVERY_MS
            assert position != before or self.was_answered(call)
        self.said[call] = (now, position)

    def was_answered(self, call: CallId) -> bool:
        return any(segment.call == call for segment in self.segments.values())

    def span(self, command: BookAgentState) -> None:
        """One agent's spans of time follow each other."""
        span = command.record
        assert self.shown_until.get(span.agent, START) <= span.began_at < span.ended_at
        self.shown_until[span.agent] = span.ended_at
        meet(span.status)
