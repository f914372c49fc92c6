# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Made-up mornings: anything that can reach the exchange, likely or not, late or twice.

After every event the orders must fit the order books, and the state must be without fault. At the end the
journal, written and read again, with the process started anew from a checkpoint in the middle, must give
the same state and the same orders.
"""

from collections import Counter
from random import Random

from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from hypothesis.strategies import integers, sampled_from

from hotline.exchange.audit import faults
from hotline.exchange.codec import decode_event, decode_state, encode_event, encode_state, kind_of
from hotline.exchange.commands import (
    Command,
    RingAgent,
    SayPosition,
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
from hotline.exchange.records import Call, Opening, Settings
from hotline.exchange.state import State, is_available, place_of
from hotline.exchange.words import (
    NOBODY,
    AgentId,
    CallId,
    CallState,
    DeviceCause,
    FailureCause,
    Instant,
    LineId,
    OfferId,
    OpeningKind,
)
from tests.exchange.order_books import Books
from tests.exchange.stories import CLOSED, DISTURBED, HOLIDAY, OPEN, OUT_OF_ORDER, START, WELCOME

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
