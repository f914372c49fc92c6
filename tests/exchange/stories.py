# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A story told to the exchange: who does what and when, and what it orders. Looked over at every step."""

from hotline.exchange.audit import faults
from hotline.exchange.commands import (
    BookAgentState,
    BookCall,
    BookOffer,
    BookSegment,
    Command,
    RingAgent,
    ShowAgent,
)
from hotline.exchange.decide import decide, next_deadline
from hotline.exchange.events import (
    AgentSignedIn,
    CallerArrived,
    CallerConnected,
    DeadlineReached,
    DeviceProved,
    Event,
    OfferAnswered,
)
from hotline.exchange.records import Agent, AgentState, Call, Offer, Opening, Segment, Settings
from hotline.exchange.state import State
from hotline.exchange.words import (
    AgentId,
    AgentStatus,
    Announcement,
    CallId,
    CallState,
    Instant,
    LineId,
    OfferId,
    OpeningKind,
)

START = Instant(1_399_449_600_000)  # 7 May 2014, ten in the morning in Copenhagen

SECOND = 1_000
MINUTE = 60 * SECOND

HOTLINE = LineId(1)
HOSPITAL = LineId(2)

WELCOME = Announcement("welcome")
OPEN = Opening(OpeningKind.OPEN, (WELCOME,), ends_call=False)
CLOSED = Opening(OpeningKind.CLOSED, (Announcement("closed"), Announcement("opens_monday")), ends_call=True)
HOLIDAY = Opening(OpeningKind.HOLIDAY, (Announcement("holiday"),), ends_call=True)
DISTURBED = Opening(OpeningKind.DISTURBANCE, (Announcement("disturbance"), WELCOME), ends_call=False)
OUT_OF_ORDER = Opening(OpeningKind.DISTURBANCE, (Announcement("disturbance"),), ends_call=True)

ANNA, BENT, CARLA, DAN = CallId("anna"), CallId("bent"), CallId("carla"), CallId("dan")
MIA, NIELS, OLE = AgentId(1), AgentId(2), AgentId(3)

NOT_SEEN = BookAgentState | BookCall | BookOffer | BookSegment | ShowAgent


def offer(call: CallId, number: int = 1) -> OfferId:
    """The n-th offer of a call."""
    return OfferId(f"{call}.{number}")


class Story:
    """Tell what happens; get back what callers and agents notice of it. What is booked is kept."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.state = State(settings)
        self.now = START
        self.journal: list[tuple[Event, Instant]] = []
        self.ordered: list[Command] = []

    def tell(self, *events: Event) -> list[Command]:
        noticed: list[Command] = []
        for event in events:
            self.journal.append((event, self.now))
            self.state, commands = decide(self.state, event, self.now)
            assert faults(self.state) == []
            self.ordered += commands
            noticed += [command for command in commands if not isinstance(command, NOT_SEEN)]
        return noticed

    def wait(self, duration_ms: int) -> list[Command]:
        """Time passes, and every deadline is kept at its instant."""
        until, noticed = self.now + duration_ms, list[Command]()
        while (deadline := next_deadline(self.state)) is not None and deadline <= until:
            self.now = max(self.now, deadline)
            noticed += self.tell(DeadlineReached())
        self.now = Instant(until)
        return noticed

    def call_in(self, *calls: CallId, line: LineId = HOTLINE) -> list[Command]:
        """They ring, one millisecond after the other, and are let in."""
        noticed: list[Command] = []
        for call in calls:
            noticed += self.tell(CallerArrived(call, line, OPEN), CallerConnected(call))[1:]
            self.now = Instant(self.now + 1)
        return noticed

    def begin_duty(self, *agents: AgentId, lines: tuple[LineId, ...] = (HOTLINE,)) -> list[Command]:
        """They sign in, one millisecond after the other, with devices that can ring."""
        noticed: list[Command] = []
        for agent in agents:
            noticed += self.tell(AgentSignedIn(agent, lines), DeviceProved(agent))
            self.now = Instant(self.now + 1)
        return noticed

    def talk(self, agent: AgentId, call: CallId) -> None:
        """The agent comes on duty, the caller rings, they talk."""
        self.begin_duty(agent)
        self.call_in(call)
        self.answer(agent, call)

    def answer(self, agent: AgentId, call: CallId) -> list[Command]:
        """The agent takes the offer that rings."""
        ringing = self.call(call).offer
        assert ringing is not None
        return self.tell(OfferAnswered(agent, ringing))

    def call(self, call: CallId) -> Call:
        return self.state.calls[call]

    def where(self, call: CallId) -> CallState:
        return self.state.calls[call].state

    def agent(self, agent: AgentId) -> Agent:
        return self.state.agents[agent]

    def status(self, agent: AgentId) -> AgentStatus:
        return self.state.agents[agent].status

    def booked_calls(self) -> list[Call]:
        return [command.record for command in self.ordered if isinstance(command, BookCall)]

    def ended_call(self, call: CallId) -> Call:
        """The call as it stands in the books; it has ended once and no more."""
        [record] = [
            record for record in self.booked_calls() if record.call == call and record.end is not None
        ]
        return record

    def booked_offers(self) -> list[Offer]:
        return [command.record for command in self.ordered if isinstance(command, BookOffer)]

    def booked_segments(self) -> list[Segment]:
        return [command.record for command in self.ordered if isinstance(command, BookSegment)]

    def booked_states(self, agent: AgentId) -> list[AgentState]:
        spans = [command.record for command in self.ordered if isinstance(command, BookAgentState)]
        return [span for span in spans if span.agent == agent]


def rings(commands: list[Command]) -> list[tuple[AgentId, CallId]]:
    """Who is rung by whom."""
    return [(command.agent, command.call) for command in commands if isinstance(command, RingAgent)]


def shown(commands: list[Command]) -> list[AgentId]:
    """Whose page is told."""
    return [command.agent for command in commands if isinstance(command, ShowAgent)]
