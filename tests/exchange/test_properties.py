# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Whatever happens in whatever order: the promises of the exchange, tried on thousands of made-up mornings.

The machine tells the exchange anything that can reach it, likely or not, late or twice, and keeps its own
simple books of what was ordered: who is rung, who talks with whom, what each caller was told. After every
event the orders must fit those books, and the state must be without fault. At the end the journal, written
and read again, with the process started anew from a checkpoint in the middle, must give the same state and
the same orders.

HOTLINE_EXAMPLES=20000 tries more of them, and other searches each time.
"""

import os
from collections import Counter
from enum import StrEnum
from random import Random

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from hypothesis.strategies import integers, sampled_from

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
    NOBODY,
    AgentId,
    AgentStatus,
    CallEnd,
    CallId,
    CallState,
    DeviceCause,
    FailureCause,
    Instant,
    LineId,
    OfferEnd,
    OfferId,
    OpeningKind,
    SegmentEnd,
)
from tests.exchange.stories import CLOSED, DISTURBED, HOLIDAY, OPEN, OUT_OF_ORDER, START, WELCOME

EXAMPLES = int(os.environ.get("HOTLINE_EXAMPLES", "500"))

LINES = [LineId(1), LineId(2)]
AGENTS = [AgentId(number) for number in range(1, 5)]
SETTINGS = Settings(nobody_grace_ms=25_000, waiting_limit=9)
SHORT = Settings(ring_ms=3_000, wrap_up_ms=0, rest_ms=500, adrift_ms=2_000, missed_limit=1, waiting_limit=9)

RECORDINGS = [WELCOME, *CLOSED.announcements, *HOLIDAY.announcements, NOBODY]
SILENT = Opening(OpeningKind.CLOSED, (), ends_call=True)
OPENINGS = [OPEN, OPEN, OPEN, OPEN, OPEN, DISTURBED, OUT_OF_ORDER, HOLIDAY, CLOSED, SILENT]


DEEDS = [
    *["caller_arrives", "offer_is_answered", "time_passes"] * 8,
    *["agent_holds_or_resumes", "agent_reconnects", "device_is_lost", "device_proves_itself"] * 5,
    *["agent_signs_in", "agent_chooses", "agent_wraps_up", "agent_hangs_up"] * 4,
    *["caller_leaves", "offer_is_refused", "agent_pauses", "time_flies"] * 2,
    *["recording_ends", "caller_is_let_in", "caller_arrives_twice", "key_is_pressed", "call_fails"],
    *["sound_fails_in_a_talk", "exchange_restarts", "checkpoint_is_written", "settings_change", "relay_dies"],
]
"""What may happen, the usual more often than the unusual."""

numbers = integers(min_value=0, max_value=2**32)

MET: Counter[tuple[type[StrEnum], str]] = Counter()
"""What the mornings have seen: if one of them is never met, the mornings are too dull to prove anything."""


def meet(end: StrEnum | None) -> None:
    if end is not None:
        MET[type(end), end.value] += 1


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
        meet(span.status)


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
        """A place that is said is right, unless a late deadline moved the queue within the same event."""
        if {type(command) for command in commands} != {SayPosition}:
            return
        for command in commands:
            assert isinstance(command, SayPosition)
            call = self.state.calls[command.call]
            ahead = [place_of(other) < place_of(call) for other in self.others_waiting(call)]
            assert call.state is CallState.WAITING
            assert command.position == 1 + sum(ahead)

    def others_waiting(self, call: Call) -> list[Call]:
        calls = self.state.calls.values()
        return [other for other in calls if other.line == call.line and other.state is CallState.WAITING]

    @initialize(number=numbers)
    def the_morning_begins(self, number: int) -> None:
        """Some are on duty, some have rung, some are talking."""
        chance = Random(number)
        for agent in chance.sample(AGENTS, chance.randint(1, len(AGENTS))):
            self.tell(AgentSignedIn(agent, tuple(chance.sample(LINES, chance.randint(1, 2)))))
            self.tell(DeviceProved(agent))
        for _ in range(chance.randint(0, 6)):
            self.tell(CallerArrived(self.new_call(), chance.choice(LINES), OPEN))
            self.tell(CallerConnected(self.books.arrived[-1]))
        for offer in list(self.state.offers.values())[: chance.randint(0, 4)]:
            self.tell(OfferAnswered(offer.agent, offer.offer))

    @rule(deed=sampled_from(DEEDS), number=numbers)
    def something_happens(self, deed: str, number: int) -> None:
        getattr(self, deed)(Random(number + len(self.journal)))

    # Whom it is about: mostly somebody it can be about, sometimes anybody

    def new_call(self) -> CallId:
        return CallId(f"caller{len(self.books.arrived):03}")

    def a_call(self, chance: Random) -> CallId:
        here = list(self.state.calls)
        known = here if here and chance.random() < 0.9 else self.books.arrived
        return chance.choice(known or [CallId("nobody")])

    def an_offer(self, chance: Random) -> tuple[AgentId, OfferId]:
        ringing = list(self.state.offers)
        known = ringing if ringing and chance.random() < 0.9 else list(self.books.rung)
        if not known:
            return AGENTS[0], OfferId("none.1")
        offer = chance.choice(known)
        agent = self.books.rung[offer].agent
        return (agent if chance.random() < 0.95 else chance.choice(AGENTS)), offer

    def a_talk(self, chance: Random) -> tuple[AgentId, CallId]:
        talks = list(self.books.talks.items())
        if talks and chance.random() < 0.95:
            return chance.choice(talks)
        return chance.choice(AGENTS), self.a_call(chance)

    def an_agent(self, chance: Random) -> AgentId:
        talking = list(self.books.talks)
        return chance.choice(talking if talking and chance.random() < 0.6 else AGENTS)

    # What callers do

    def caller_arrives(self, chance: Random) -> None:
        earlier_ms = chance.choice([None, None, None, 0, 60_000, -60_000])
        place_at = None if earlier_ms is None else Instant(self.now - earlier_ms)
        self.tell(CallerArrived(self.new_call(), chance.choice(LINES), chance.choice(OPENINGS), place_at))
        if chance.random() < 0.8:
            self.tell(CallerConnected(self.books.arrived[-1]))

    def caller_arrives_twice(self, chance: Random) -> None:
        if self.state.calls:
            self.tell(CallerArrived(chance.choice(list(self.state.calls)), LINES[0], OPEN))

    def caller_is_let_in(self, chance: Random) -> None:
        self.tell(CallerConnected(self.a_call(chance)))

    def caller_leaves(self, chance: Random) -> None:
        call = self.a_call(chance)
        self.tell(CallerHungUp(call) if chance.random() < 0.7 else CallerCancelled(call))

    def call_fails(self, chance: Random) -> None:
        self.tell(CallFailed(self.a_call(chance), chance.choice(list(FailureCause))))

    def recording_ends(self, chance: Random) -> None:
        self.tell(AnnouncementEnded(self.a_call(chance), chance.choice(RECORDINGS)))

    def key_is_pressed(self, chance: Random) -> None:
        self.tell(CallerPressed(self.a_call(chance), "*"))

    # What agents do

    def agent_signs_in(self, chance: Random) -> None:
        agent = chance.choice(AGENTS)
        self.tell(AgentSignedIn(agent, tuple(chance.choices(LINES, k=chance.randint(0, 3)))))
        if chance.random() < 0.8:
            self.tell(DeviceProved(agent))

    def agent_chooses(self, chance: Random) -> None:
        agent = chance.choice(AGENTS)
        self.tell(AgentBecameAvailable(agent) if chance.random() < 0.7 else AgentSignedOut(agent))

    def agent_pauses(self, chance: Random) -> None:
        self.tell(AgentPaused(self.an_agent(chance), chance.choice(["lunch", "meeting"])))

    def agent_wraps_up(self, chance: Random) -> None:
        wrapping_up = [
            agent for agent in AGENTS if agent in self.state.segments and agent not in self.books.talks
        ]
        agent = chance.choice(wrapping_up or AGENTS)
        self.tell(WrapUpEnded(agent) if chance.random() < 0.7 else WrapUpExtended(agent))

    def device_proves_itself(self, chance: Random) -> None:
        self.tell(DeviceProved(chance.choice(AGENTS)))

    def device_is_lost(self, chance: Random) -> None:
        self.tell(DeviceLost(self.an_agent(chance), chance.choice(list(DeviceCause))))

    def offer_is_answered(self, chance: Random) -> None:
        self.tell(OfferAnswered(*self.an_offer(chance)))

    def offer_is_refused(self, chance: Random) -> None:
        agent, offer = self.an_offer(chance)
        self.tell(OfferDeclined(agent, offer) if chance.random() < 0.6 else OfferFailed(agent, offer))

    def sound_fails_in_a_talk(self, chance: Random) -> None:
        parts = [part for part in self.state.segments.values() if part.ended_at is None]
        for part in parts[:1]:
            self.tell(OfferFailed(part.agent, part.offer))

    def agent_holds_or_resumes(self, chance: Random) -> None:
        agent, call = self.a_talk(chance)
        self.tell(AgentHeldCall(agent, call) if chance.random() < 0.6 else AgentResumedCall(agent, call))

    def agent_hangs_up(self, chance: Random) -> None:
        self.tell(AgentHungUp(*self.a_talk(chance)))

    def agent_reconnects(self, chance: Random) -> None:
        self.tell(AgentReconnected(*self.a_talk(chance)))

    # What happens by itself

    def time_passes(self, chance: Random) -> None:
        """Every deadline is kept at its instant, as in a process that has nothing else to do."""
        until = self.now + chance.choice([0, 1, 400, 3_000, 6_000, 16_000, 31_000])
        while (deadline := next_deadline(self.state)) is not None and deadline <= until:
            self.now = max(self.now, deadline)
            self.tell(DeadlineReached())
            assert (next_deadline(self.state) or until + 1) > self.now
        self.now = Instant(until)

    def time_flies(self, chance: Random) -> None:
        """Nothing is kept for a while, as in a process that is late."""
        self.now = Instant(self.now + chance.choice([2_000, 20_000, 100_000]))

    def exchange_restarts(self, chance: Random) -> None:
        self.state = decode_state(encode_state(self.state))
        self.tell(ExchangeStarted())

    def settings_change(self, chance: Random) -> None:
        self.tell(SettingsChanged(chance.choice([SETTINGS, SHORT])))

    def relay_dies(self, chance: Random) -> None:
        self.tell(MediaLost())
        if chance.random() < 0.5:
            self.tell(CallerArrived(self.new_call(), LINES[0], OPEN))
        self.tell(MediaBack())

    def checkpoint_is_written(self, chance: Random) -> None:
        self.middle = (len(self.journal), encode_state(self.state))

    # What must always be true

    @invariant()
    def the_promises_hold(self) -> None:
        self.the_state_is_without_fault()
        self.every_call_is_accounted_for()
        self.the_orders_fit_the_state()
        self.every_part_of_a_call_is_booked_to_its_end()

    def the_state_is_without_fault(self) -> None:
        """Nobody waits while an agent is free; no agent in two calls; no transient state without a
        deadline.
        """
        assert faults(self.state) == []

    def every_call_is_accounted_for(self) -> None:
        """Arrived = answered + abandoned + diverted + refused + lost + still here, and each ended once."""
        here, ended = set(self.state.calls), self.books.ended
        assert here | set(ended) == set(self.books.arrived)
        assert here & set(ended) == set()
        assert all(record.outcome is not None for record in ended.values())
        assert self.books.hung_up == Counter(call for call in self.books.answered if call in ended)

    def the_orders_fit_the_state(self) -> None:
        assert self.books.ringing == set(self.state.offers)
        assert set(self.books.rung) - self.books.ringing == set(self.books.offers)
        talks = {a.agent: a.call for a in self.state.agents.values() if a.call and not a.offer}
        assert self.books.talks == talks

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


SETTLED = settings(
    max_examples=max(100, EXAMPLES // 10),
    stateful_step_count=40,
    deadline=None,
    derandomize="HOTLINE_EXAMPLES" not in os.environ,
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)


def test_the_promises_hold_whatever_happens() -> None:
    """A short search that ends with the smallest story it can find, if it finds one."""
    run_state_machine_as_test(Morning, settings=SETTLED)


def test_the_promises_hold_on_mornings_of_every_kind() -> None:
    """Many more and longer ones, each given by its number, which between them meet everything there is."""
    MET.clear()
    for number in range(EXAMPLES):
        live_through(number)
    every = {(kind, end.value) for kind in (CallEnd, OfferEnd, SegmentEnd, AgentStatus) for end in kind}
    assert every - set(MET) == {(AgentStatus, "signed_out")}


def live_through(number: int) -> None:
    """One morning, with the whole story told if it goes wrong."""
    morning, chance = Morning(), Random(number)
    try:
        morning.the_morning_begins(number)
        for _ in range(80):
            getattr(morning, chance.choice(DEEDS))(chance)
            morning.the_promises_hold()
        morning.teardown()
    except AssertionError as error:
        error.add_note(f"on morning {number}:")
        for kind, fields, at in morning.journal:
            error.add_note(f"{at - START:>8} {kind} {fields.decode()}")
        raise
