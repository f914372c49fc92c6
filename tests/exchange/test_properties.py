# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Whatever happens in whatever order: the promises of the exchange, tried on thousands of made-up mornings.

The machine tells the exchange anything that can reach it, likely or not, late or twice, and keeps its own
simple books of what was ordered: who is rung, who talks with whom, what each caller was told. After every
event the orders must fit those books, and the state must be without fault. At the end the journal, written
and read again, with the process started anew from a checkpoint in the middle, must give the same state and
the same orders.

HOTLINE_EXAMPLES=5000 tries longer, and other mornings each time.
"""

import os
from collections import Counter

from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from hypothesis.strategies import booleans, integers, lists, sampled_from

from hotline.exchange.audit import faults
from hotline.exchange.codec import decode_event, decode_state, encode_event, encode_state, kind_of
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
from hotline.exchange.decide import Impossible, decide, next_deadline
from hotline.exchange.events import (
    AgentBecameAvailable,
    AgentHeldCall,
    AgentHungUp,
    AgentPaused,
    AgentReconnected,
    AgentResumedCall,
    AgentSignedIn,
    AgentSignedOut,
    AnnouncementEnded,
    CallerArrived,
    CallerCancelled,
    CallerConnected,
    CallerHungUp,
    CallerPressed,
    CallFailed,
    DeadlineReached,
    DeviceLost,
    DeviceProved,
    Event,
    ExchangeStarted,
    MediaBack,
    MediaLost,
    OfferAnswered,
    OfferDeclined,
    OfferFailed,
    SettingsChanged,
    WrapUpEnded,
    WrapUpExtended,
)
from hotline.exchange.records import Call, Offer, Opening, Segment, Settings
from hotline.exchange.state import State, is_available, place_of
from hotline.exchange.words import (
    AgentId,
    Announcement,
    CallId,
    CallState,
    DeviceCause,
    FailureCause,
    Instant,
    LineId,
    OfferId,
    OpeningKind,
)
from tests.exchange.stories import CLOSED, DISTURBED, OPEN, START, WELCOME

EXAMPLES = int(os.environ.get("HOTLINE_EXAMPLES", "60"))

LINES = [LineId(1), LineId(2)]
AGENTS = [AgentId(number) for number in range(1, 5)]
SETTINGS = Settings(nobody_grace_ms=25_000, waiting_limit=6)
SHORT = Settings(ring_ms=3_000, wrap_up_ms=0, rest_ms=500, adrift_ms=2_000, missed_limit=1, waiting_limit=6)

agents = sampled_from(AGENTS)
numbers = integers(min_value=0, max_value=99)


class Books:
    """What the orders say, kept as simply as can be, and refusing what contradicts it."""

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
            case BookOffer(record):
                assert record.offer not in self.offers
                self.offers[record.offer] = record
            case BookSegment(record):
                self.segments[record.offer] = record
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
            assert now - said_at >= SETTINGS.position_every_ms
            assert position != before or self.was_answered(call)
        self.said[call] = (now, position)

    def was_answered(self, call: CallId) -> bool:
        return any(segment.call == call for segment in self.segments.values())

    def span(self, command: BookAgentState) -> None:
        """One agent's spans of time follow each other."""
        span = command.record
        assert self.shown_until.get(span.agent, START) <= span.began_at < span.ended_at
        self.shown_until[span.agent] = span.ended_at


class Morning(RuleBasedStateMachine):
    """Anything may happen at any moment."""

    def __init__(self) -> None:
        super().__init__()
        self.state = State(SETTINGS)
        self.now = START
        self.books = Books()
        self.journal: list[tuple[str, bytes, Instant]] = []
        self.ordered: list[list[Command]] = []
        self.middle: tuple[int, bytes] = (0, encode_state(self.state))

    # What the machine does with an event

    def tell(self, event: Event) -> None:
        before = encode_state(self.state)
        self.journal.append((kind_of(event), encode_event(event), self.now))
        if isinstance(event, CallerArrived):
            self.note_arrival(event)
        try:
            self.state, commands = decide(self.state, event, self.now)
        except Impossible:
            assert encode_state(self.state) == before
            commands = []
        self.ordered.append(commands)
        for command in commands:
            self.books.write(command, self.now)
        if not isinstance(event, DeadlineReached | ExchangeStarted):
            self.look_at_fairness(commands)
        self.look_at_places(commands)

    def note_arrival(self, event: CallerArrived) -> None:
        if event.call not in self.books.arrived:
            self.books.arrived.append(event.call)

    def look_at_fairness(self, commands: list[Command]) -> None:
        """Nobody who waits was overtaken, and no agent who has been idle longer."""
        for ring in commands:
            if isinstance(ring, RingAgent) and ring.offer in self.state.offers:
                call, agent = self.state.calls[ring.call], self.state.agents[ring.agent]
                waiting = [other for other in self.state.calls.values() if other.state is CallState.WAITING]
                assert all(place_of(other) > place_of(call) for other in waiting if other.line in agent.lines)
                free = [other for other in self.state.agents.values() if is_available(other)]
                assert all(other.idle_since >= agent.idle_since for other in free if call.line in other.lines)

    def look_at_places(self, commands: list[Command]) -> None:
        """A place that is said is right, and is said to somebody who waits."""
        said = [command for command in commands if isinstance(command, SayPosition)]
        for command in said[-1:]:  # an earlier one may have been overtaken within the same event
            call = self.state.calls[command.call]
            if call.state is CallState.WAITING and call.position == command.position:
                ahead = [place_of(other) < place_of(call) for other in self.others_waiting(call)]
                assert command.position == 1 + sum(ahead)

    def others_waiting(self, call: Call) -> list[Call]:
        calls = self.state.calls.values()
        return [other for other in calls if other.line == call.line and other.state is CallState.WAITING]

    # Whom it is about: mostly somebody it can be about, sometimes anybody

    def a_call(self, number: int) -> CallId:
        here = list(self.state.calls)
        known = here if here and number % 8 else self.books.arrived
        return known[number % len(known)] if known else CallId("nobody")

    def an_offer(self, number: int) -> tuple[AgentId, OfferId]:
        known = list(self.state.offers) if self.state.offers and number % 8 else list(self.books.rung)
        if not known:
            return AGENTS[0], OfferId("none.1")
        offer = known[number % len(known)]
        return (self.books.rung[offer].agent if number % 7 else AGENTS[number % len(AGENTS)]), offer

    def a_talk(self, number: int) -> tuple[AgentId, CallId]:
        talks = list(self.books.talks.items())
        if talks and number % 8:
            return talks[number % len(talks)]
        return AGENTS[number % len(AGENTS)], self.a_call(number)

    # What callers do

    @rule(
        line=sampled_from(LINES),
        opening=sampled_from(
            [OPEN, OPEN, OPEN, DISTURBED, CLOSED, Opening(OpeningKind.CLOSED, (), ends_call=True)]
        ),
        earlier_ms=sampled_from([None, None, 0, 60_000, -60_000]),
        is_let_in=booleans(),
    )
    def caller_arrives(self, line: LineId, opening: Opening, earlier_ms: int | None, is_let_in: bool) -> None:
        call = CallId(f"caller{len(self.books.arrived):03}")
        place_at = None if earlier_ms is None else Instant(self.now - earlier_ms)
        self.tell(CallerArrived(call, line, opening, place_at))
        if is_let_in:
            self.tell(CallerConnected(call))

    @precondition(lambda self: self.books.arrived)
    @rule(number=numbers)
    def caller_arrives_twice(self, number: int) -> None:
        call = self.a_call(number)
        if call in self.state.calls:
            self.tell(CallerArrived(call, LINES[0], OPEN))

    @rule(number=numbers)
    def caller_is_let_in(self, number: int) -> None:
        self.tell(CallerConnected(self.a_call(number)))

    @rule(number=numbers, how=sampled_from([CallerHungUp, CallerCancelled]))
    def caller_leaves(self, number: int, how: type[CallerHungUp | CallerCancelled]) -> None:
        self.tell(how(self.a_call(number)))

    @rule(number=numbers, cause=sampled_from(FailureCause))
    def call_fails(self, number: int, cause: FailureCause) -> None:
        self.tell(CallFailed(self.a_call(number), cause))

    @rule(number=numbers, recording=sampled_from([WELCOME, *CLOSED.announcements, Announcement("nobody")]))
    def recording_ends(self, number: int, recording: Announcement) -> None:
        self.tell(AnnouncementEnded(self.a_call(number), recording))

    @rule(number=numbers)
    def key_is_pressed(self, number: int) -> None:
        self.tell(CallerPressed(self.a_call(number), "*"))

    # What agents do

    @rule(agent=agents, lines=lists(sampled_from(LINES), max_size=3), is_proved=booleans())
    def agent_signs_in(self, agent: AgentId, lines: list[LineId], is_proved: bool) -> None:
        self.tell(AgentSignedIn(agent, tuple(lines)))
        if is_proved:
            self.tell(DeviceProved(agent))

    @rule(
        agent=agents, choice=sampled_from([AgentSignedOut, AgentBecameAvailable, WrapUpExtended, WrapUpEnded])
    )
    def agent_chooses(
        self,
        agent: AgentId,
        choice: type[AgentSignedOut | AgentBecameAvailable | WrapUpExtended | WrapUpEnded],
    ) -> None:
        self.tell(choice(agent))

    @rule(agent=agents, reason=sampled_from(["lunch", "meeting"]))
    def agent_pauses(self, agent: AgentId, reason: str) -> None:
        self.tell(AgentPaused(agent, reason))

    @rule(agent=agents)
    def device_proves_itself(self, agent: AgentId) -> None:
        self.tell(DeviceProved(agent))

    @rule(agent=agents, cause=sampled_from(DeviceCause))
    def device_is_lost(self, agent: AgentId, cause: DeviceCause) -> None:
        self.tell(DeviceLost(agent, cause))

    @rule(number=numbers)
    def offer_is_answered(self, number: int) -> None:
        self.tell(OfferAnswered(*self.an_offer(number)))

    @rule(number=numbers, how=sampled_from([OfferAnswered, OfferDeclined, OfferFailed]))
    def offer_is_decided(self, number: int, how: type[OfferAnswered | OfferDeclined | OfferFailed]) -> None:
        self.tell(how(*self.an_offer(number)))

    @rule(number=numbers, how=sampled_from([AgentHungUp, AgentHeldCall, AgentResumedCall, AgentReconnected]))
    def agent_acts(
        self, number: int, how: type[AgentHungUp | AgentHeldCall | AgentResumedCall | AgentReconnected]
    ) -> None:
        self.tell(how(*self.a_talk(number)))

    # What happens by itself

    @rule(duration_ms=sampled_from([0, 1, 400, 5_000, 16_000, 31_000]))
    def time_passes(self, duration_ms: int) -> None:
        """Every deadline is kept at its instant, as in a process that has nothing else to do."""
        until = self.now + duration_ms
        while (deadline := next_deadline(self.state)) is not None and deadline <= until:
            self.now = max(self.now, deadline)
            self.tell(DeadlineReached())
            assert (next_deadline(self.state) or until + 1) > self.now
        self.now = Instant(until)

    @rule(duration_ms=sampled_from([2_000, 20_000, 100_000]))
    def time_flies(self, duration_ms: int) -> None:
        """Nothing is kept for a while, as in a process that is late."""
        self.now = Instant(self.now + duration_ms)

    @rule()
    def exchange_restarts(self) -> None:
        self.state = decode_state(encode_state(self.state))
        self.tell(ExchangeStarted())

    @rule(new=sampled_from([SETTINGS, SHORT]))
    def settings_change(self, new: Settings) -> None:
        self.tell(SettingsChanged(new))

    @rule(back_after_ms=sampled_from([0, 2_000]))
    def relay_dies(self, back_after_ms: int) -> None:
        self.tell(MediaLost())
        self.now = Instant(self.now + back_after_ms)
        self.tell(MediaBack())

    @rule()
    def checkpoint_is_written(self) -> None:
        self.middle = (len(self.journal), encode_state(self.state))

    # What must always be true

    @invariant()
    def the_state_is_without_fault(self) -> None:
        """Nobody waits while an agent is free; no agent in two calls; no transient state without a
        deadline.
        """
        assert faults(self.state) == []

    @invariant()
    def every_call_is_accounted_for(self) -> None:
        """Arrived = answered + abandoned + diverted + refused + lost + still here, and each ended once."""
        here, ended = set(self.state.calls), self.books.ended
        assert here | set(ended) == set(self.books.arrived)
        assert here & set(ended) == set()
        assert all(record.outcome is not None for record in ended.values())
        assert self.books.hung_up == Counter(call for call in self.books.answered if call in ended)

    @invariant()
    def the_orders_fit_the_state(self) -> None:
        assert self.books.ringing == set(self.state.offers)
        assert set(self.books.rung) - self.books.ringing == set(self.books.offers)
        talks = {a.agent: a.call for a in self.state.agents.values() if a.call and not a.offer}
        assert self.books.talks == talks

    @invariant()
    def every_part_of_a_call_is_booked_to_its_end(self) -> None:
        open_parts = {part.offer for part in self.books.segments.values() if part.ended_at is None}
        live = {part.offer for part in self.state.segments.values() if part.ended_at is None}
        assert open_parts == live

    def teardown(self) -> None:
        """The journal gives the same state, from the beginning and from a checkpoint, and the same orders."""
        assert self.replayed(State(SETTINGS), 0) == encode_state(self.state)
        length, checkpoint = self.middle
        assert self.replayed(decode_state(checkpoint), length) == encode_state(self.state)

    def replayed(self, state: State, begin: int) -> bytes:
        for (kind, fields, at), ordered in zip(self.journal[begin:], self.ordered[begin:], strict=True):
            try:
                state, commands = decide(state, decode_event(kind, fields), at)
            except Impossible:
                commands = []
            assert commands == ordered
        return encode_state(state)


TestMorning = Morning.TestCase
TestMorning.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=60,
    deadline=None,
    derandomize="HOTLINE_EXAMPLES" not in os.environ,
    suppress_health_check=list(HealthCheck),
)
