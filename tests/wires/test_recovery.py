# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Going on where a process stopped: the same state, whether replayed from the start or from a checkpoint."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from hotline.calls.actions import SavedDialog, append, save_checkpoint
from hotline.calls.journal import Seen, seen
from hotline.calls.models import Checkpoint, Entry, OpenCall, OpenDialog
from hotline.exchange import events as e
from hotline.exchange.codec import Unreadable, encode_state
from hotline.exchange.decide import decide
from hotline.exchange.deciding.turn import Impossible
from hotline.exchange.records import Opening
from hotline.exchange.state import State
from hotline.exchange.words import (
    AgentId,
    Announcement,
    CallId,
    CallState,
    DeviceCause,
    Instant,
    LineId,
    OfferId,
    OpeningKind,
)
from hotline.sip.outputs import DialogId
from hotline.wires.connections import CALLER, ConnectionRecord, encode_record
from hotline.wires.media import Leg, LegKind
from hotline.wires.recovery import recover

pytestmark = pytest.mark.django_db

AT = 1_399_456_800_000
LINE, ALMA, BO = LineId(1), AgentId(1), AgentId(2)
OPEN = Opening(OpeningKind.OPEN, (Announcement("welcome"),), ends_call=False)
CLOSED = Opening(OpeningKind.CLOSED, (Announcement("closed"),), ends_call=True)


def arrived(name: str, opening: Opening = OPEN) -> list[e.Event]:
    return [e.CallerArrived(CallId(name), LINE, opening), e.CallerConnected(CallId(name))]


def came(agent: AgentId) -> list[e.Event]:
    return [e.AgentSignedIn(agent, (LINE,)), e.DeviceProved(agent)]


A_MORNING: list[e.Event] = [
    *arrived("c1"),
    *came(ALMA),
    e.OfferAnswered(ALMA, OfferId("c1.1")),
    *arrived("c2"),
    *arrived("c3"),
    *arrived("c4", CLOSED),
    e.AgentHeldCall(ALMA, CallId("c1")),
    *came(BO),
    e.OfferDeclined(BO, OfferId("c2.1")),
    e.CallerHungUp(CallId("c3")),
    e.DeviceLost(ALMA, DeviceCause.SILENT),
    e.AgentReconnected(ALMA, CallId("c1")),
    e.AgentPaused(BO, "Frokost"),
]


def happened(events: list[e.Event]) -> State:
    """The state a process had after these events, which are in the journal now."""
    state, told = State(), []
    for number, event in enumerate(events):
        at = Instant(AT + number * 700)
        try:
            state, _ = decide(state, event, at)
        except Impossible:
            continue
        told.append(seen(event, at))
    append(after=0, seen=told)
    return state


def test_an_empty_journal_is_an_empty_exchange() -> None:
    recovered = recover()
    assert encode_state(recovered.state) == encode_state(State())
    assert (recovered.position, recovered.dialogs, recovered.connections) == (0, [], [])


def test_replayed_from_the_start_the_state_is_the_same() -> None:
    state = happened(A_MORNING)
    recovered = recover()
    assert encode_state(recovered.state) == encode_state(state)
    assert recovered.position == len(A_MORNING)
    assert {call: found.state for call, found in recovered.state.calls.items()} == {
        "c1": CallState.HELD,
        "c2": CallState.WAITING,
        "c4": CallState.ANNOUNCED,
    }


@pytest.mark.parametrize("position", range(1, len(A_MORNING) + 1))
def test_from_a_checkpoint_on_the_state_is_the_same(position: int) -> None:
    state = happened(A_MORNING)
    entries = list(Entry.objects.order_by("position"))
    Entry.objects.filter(position__gt=position).delete()
    until_then = recover().state
    save_checkpoint(position=position, at=until_then.at, state=encode_state(until_then).decode())
    Entry.objects.filter(position__lte=position).delete()
    Entry.objects.bulk_create([entry for entry in entries if entry.position > position])

    recovered = recover()
    assert encode_state(recovered.state) == encode_state(state)
    assert recovered.position == len(A_MORNING)


def test_the_deadlines_come_back_too() -> None:
    state = happened(A_MORNING)
    assert recover().state.deadlines() == state.deadlines()
    assert state.deadlines()


def test_the_latest_checkpoint_counts() -> None:
    happened(A_MORNING)
    for position in (3, 6):
        save_checkpoint(position=position, at=Instant(AT), state=encode_state(State()).decode())
    assert recover().position == len(A_MORNING)
    assert Checkpoint.objects.count() == 2


EVENTS = st.lists(
    st.sampled_from(
        [
            *A_MORNING,
            e.CallerHungUp(CallId("c1")),
            e.AgentHungUp(ALMA, CallId("c1")),
            e.OfferAnswered(BO, OfferId("c2.1")),
            e.AgentSignedOut(ALMA),
            e.DeviceLost(BO, DeviceCause.CLOSED),
            e.MediaLost(),
            e.MediaBack(),
            e.ExchangeStarted(),
            e.DeadlineReached(),
        ]
    ),
    max_size=60,
)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EVENTS)
def test_whatever_happened_is_replayed_to_the_same_state(events: list[e.Event]) -> None:
    Entry.objects.all().delete()
    assert encode_state(happened(events)) == encode_state(recover().state)


def test_an_event_that_is_impossible_now_is_told_and_passed_over() -> None:
    arrival, _ = arrived("c1")
    append(after=0, seen=[seen(arrival, Instant(AT)), seen(arrival, Instant(AT)), seen(*once_more())])
    with capture_logs() as told:
        recovered = recover()
    assert [entry["event"] for entry in told] == ["an event of the journal is impossible now", "replayed"]
    assert recovered.position == 3
    assert list(recovered.state.calls) == ["c1", "c2"]


def once_more() -> tuple[e.Event, Instant]:
    return arrived("c2")[0], Instant(AT)


def test_an_event_of_a_newer_version_is_not_passed_over_in_silence() -> None:
    append(after=0, seen=[Seen(Instant(AT), "CallerSang", "c1", "{}")])
    with pytest.raises(Unreadable):
        recover()


def test_the_dialogs_and_connections_are_those_that_were_kept() -> None:
    full = ConnectionRecord(
        call=CallId("c1"),
        line=LINE,
        dialog=DialogId("d1"),
        number="+4500000001",
        caller=Leg(CALLER, LegKind.TRUNK, "v=0\r\n"),
        agent=ALMA,
        agent_leg=Leg("abc", LegKind.BROWSER, "v=0\r\n"),
        parted=True,
    )
    append(
        after=0,
        dialogs={"d1": SavedDialog("c1", '{"id": "d1"}'), "d2": SavedDialog("c2", "{}")},
        media={CallId("c1"): encode_record(full).decode(), CallId("c2"): None},
    )
    append(after=0, dialogs={"d2": None})
    recovered = recover()
    assert recovered.connections == [full]
    assert recovered.dialogs == [{"id": "d1"}]
    assert (OpenCall.objects.count(), OpenDialog.objects.count()) == (1, 1)


def test_a_connection_kept_by_an_older_version_can_be_read() -> None:
    OpenCall.objects.create(id="c1", media='{"call": "c1", "line": 1, "dialog": "d1"}')
    assert recover().connections == [ConnectionRecord(CallId("c1"), LINE, DialogId("d1"))]
