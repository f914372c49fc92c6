# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What an agent's page is shown, from the exchange's state alone."""

from hotline.exchange import events as e
from hotline.exchange.decide import decide
from hotline.exchange.records import Opening
from hotline.exchange.state import State
from hotline.exchange.words import (
    AgentId,
    CallId,
    DeviceCause,
    Instant,
    LineId,
    OfferId,
    OpeningKind,
)
from hotline.wires.connections import ConnectionRecord, Connections
from hotline.wires.media import Leg, LegKind
from hotline.wires.phone_state import PhoneStates

AT = 1_399_456_800_000
HOTLINE, OTHER, THIRD = LineId(1), LineId(2), LineId(3)
ALMA, BO, CILLA = AgentId(1), AgentId(2), AgentId(3)
OPEN = Opening(OpeningKind.OPEN, (), ends_call=False)


class Scene:
    def __init__(self) -> None:
        self.state = State()
        self.connections = Connections()
        self.now = Instant(AT)
        self.states = PhoneStates(
            state=lambda: self.state,
            connections=self.connections,
            clock=lambda: self.now,
            line_name=lambda line: f"Line {line}",
        )

    def happen(self, *events: e.Event) -> None:
        for event in events:
            self.now = Instant(self.now + 1000)
            self.state, _ = decide(self.state, event, self.now)

    def arrive(self, name: str, line: LineId = HOTLINE, number: str = "+4500000001") -> Instant:
        call = CallId(name)
        self.connections.add(ConnectionRecord(call, line, number=number))
        self.happen(e.CallerArrived(call, line, OPEN))
        arrived = self.now
        self.happen(e.CallerConnected(call))
        return arrived

    def come(self, agent: AgentId, *lines: LineId) -> None:
        self.happen(e.AgentSignedIn(agent, lines), e.DeviceProved(agent))


def test_who_was_never_here_is_shown_as_signed_out() -> None:
    scene = Scene()
    shown = scene.states.of(ALMA)
    assert (shown.status, shown.chosen, shown.call, shown.waiting, shown.agents) == (
        "signed_out",
        "signed_out",
        None,
        0,
        0,
    )
    assert shown.now == scene.now
    assert scene.states.is_signed_out(ALMA)


def test_only_the_agents_own_lines_are_counted() -> None:
    scene = Scene()
    scene.come(ALMA, HOTLINE)
    scene.happen(e.AgentPaused(ALMA, "Møde"))
    scene.come(BO, OTHER)
    scene.happen(e.AgentPaused(BO, "Møde"))
    first = scene.arrive("c1")
    scene.arrive("c2")
    scene.arrive("c3", OTHER)
    shown = scene.states.of(ALMA)
    assert (shown.waiting, shown.longest, shown.agents) == (2, first, 1)
    assert (shown.status, shown.reason) == ("paused", "Møde")
    assert not scene.states.is_signed_out(ALMA)


def test_an_agent_of_two_lines_sees_both_and_nobody_counts_twice_or_from_elsewhere() -> None:
    scene = Scene()
    for agent, lines in ((ALMA, (HOTLINE, OTHER)), (BO, (HOTLINE, OTHER)), (CILLA, (THIRD,))):
        scene.come(agent, *lines)
        scene.happen(e.AgentPaused(agent, "Møde"))
    scene.arrive("c1", OTHER)
    scene.arrive("c2", HOTLINE)
    scene.arrive("c3", THIRD)
    shown = scene.states.of(ALMA)
    assert (shown.waiting, shown.agents) == (2, 2)


def test_the_queue_is_told_line_by_line() -> None:
    scene = Scene()
    scene.come(ALMA, HOTLINE)
    scene.happen(e.AgentPaused(ALMA, ""))
    first = scene.arrive("c1")
    scene.arrive("c2")
    assert scene.states.queue() == ((HOTLINE, 2, first, 1),)
    scene.happen(e.CallerHungUp(CallId("c1")), e.CallerHungUp(CallId("c2")))
    assert scene.states.queue() == ((HOTLINE, 0, None, 1),)


def test_a_call_is_shown_while_the_agent_talks_or_is_waited_for_and_not_while_it_rings() -> None:
    scene = Scene()
    scene.come(ALMA, HOTLINE)
    scene.arrive("c1")
    assert (scene.states.of(ALMA).call, scene.states.talk_of(ALMA)) == (None, None)
    scene.happen(e.OfferAnswered(ALMA, OfferId("c1.1")))
    shown = scene.states.of(ALMA).call
    assert shown
    assert (shown.call, shown.leg, shown.line, shown.number) == ("c1", "", "Line 1", "+4500000001")
    assert (shown.since, shown.held) == (scene.now, False)
    scene.happen(e.AgentHeldCall(ALMA, CallId("c1")))
    held = scene.states.of(ALMA)
    assert (held.status, held.call and held.call.held) == ("holding", True)
    scene.happen(e.DeviceLost(ALMA, DeviceCause.SILENT))
    assert scene.states.talk_of(ALMA) == "c1"
    assert scene.states.of(ALMA).call is not None
    scene.happen(e.CallerHungUp(CallId("c1")))
    assert (scene.states.of(ALMA).call, scene.states.talk_of(ALMA)) == (None, None)


def test_the_leg_is_shown_once_there_is_one() -> None:
    scene = Scene()
    scene.come(ALMA, HOTLINE)
    scene.arrive("c1")
    scene.happen(e.OfferAnswered(ALMA, OfferId("c1.1")))
    leg = Leg("abc", LegKind.BROWSER, "v=0")
    scene.connections.add(ConnectionRecord(CallId("c1"), HOTLINE, agent=ALMA, agent_leg=leg, withheld=True))
    shown = scene.states.of(ALMA).call
    assert shown
    assert (shown.leg, shown.number, shown.withheld) == ("abc", "", True)


def test_a_call_without_its_wires_is_not_shown() -> None:
    scene = Scene()
    scene.come(ALMA, HOTLINE)
    scene.arrive("c1")
    scene.happen(e.OfferAnswered(ALMA, OfferId("c1.1")))
    scene.connections.remove(CallId("c1"))
    assert scene.states.of(ALMA).call is None


def test_what_is_wrong_is_shown_to_everybody() -> None:
    scene = Scene()
    scene.states.trouble = "database"
    assert scene.states.of(ALMA).trouble == "database"


def test_only_who_is_on_duty_and_long_gone_is_forgotten() -> None:
    scene = Scene()
    for agent in (ALMA, BO, CILLA):
        scene.come(agent, HOTLINE)
    scene.happen(e.DeviceLost(ALMA, DeviceCause.CLOSED))
    scene.happen(e.AgentSignedOut(BO), e.DeviceLost(BO, DeviceCause.CLOSED))
    assert scene.states.unreachable_for(10_000) == []
    scene.now = Instant(scene.now + 60_000)
    assert scene.states.unreachable_for(10_000) == [ALMA]
