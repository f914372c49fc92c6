# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The tables are the program: complete, closed, and the only way a state changes."""

import pytest

from hotline.exchange.codec import encode_state
from hotline.exchange.commands import Command
from hotline.exchange.decide import DECIDED_BY, Impossible, decide
from hotline.exchange.deciding.turn import moved
from hotline.exchange.events import (
    AgentBecameAvailable,
    AgentPaused,
    CallerArrived,
    CallerConnected,
    DeadlineReached,
    Event,
    OfferAnswered,
    OfferDeclined,
    OfferFailed,
)
from hotline.exchange.records import Settings
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
from hotline.exchange.words import (
    Activity,
    AgentId,
    CallEnd,
    CallState,
    Chosen,
    Instant,
    OfferEnd,
    OfferState,
    SegmentEnd,
)
from tests.exchange.stories import ANNA, BENT, HOTLINE, MIA, NIELS, OLE, OPEN, START, Story, offer


@pytest.mark.parametrize(
    "event",
    [
        CallerArrived(ANNA, HOTLINE, OPEN),
        CallerConnected(ANNA),
        CallerConnected(BENT),
        OfferAnswered(OLE, offer(BENT)),
        OfferDeclined(MIA, offer(BENT)),
        OfferFailed(OLE, offer(BENT)),
        AgentPaused(AgentId(99), "never seen"),
        AgentBecameAvailable(AgentId(99)),
    ],
    ids=lambda event: type(event).__name__,
)
def test_an_impossible_event_raises_and_changes_nothing(event: Event) -> None:
    """Mia talks with Anna, it rings at Niels for Bent, Ole is free."""
    story = Story()
    story.talk(MIA, ANNA)
    story.begin_duty(NIELS, OLE)
    story.call_in(BENT)
    before = encode_state(story.state), story.state.deadlines()
    with pytest.raises(Impossible):
        decide(story.state, event, Instant(story.now + 1_000))
    assert (encode_state(story.state), story.state.deadlines()) == before


def test_every_state_has_its_row() -> None:
    assert set(CALL) == set(CallState)
    assert set(OFFER) == set(OfferState)
    assert set(AGENT) == set(Activity)
    assert set(CHOSEN) == set(Chosen)


def test_nothing_follows_an_end() -> None:
    assert CALL[CallState.ENDED] == {}
    assert [OFFER[state] for state in OfferState if state is not OfferState.RINGING] == [{}, {}, {}]


def test_every_state_of_a_call_can_be_reached_and_left() -> None:
    reached, todo = set[CallState](), [CallState.ARRIVING]
    while todo:
        state = todo.pop()
        reached.add(state)
        todo += set(CALL[state].values()) - reached
    assert reached == set(CallState)
    assert [state for state in CallState if state is not CallState.ENDED and not CALL[state]] == []


@pytest.mark.parametrize("happening", [Happening.CALLER_LEFT, Happening.FAILED, Happening.MEDIA_LOST])
def test_a_caller_gone_a_failure_and_a_dead_relay_end_a_call_in_every_state(happening: Happening) -> None:
    ends = {state: moves[happening] for state, moves in CALL.items() if state is not CallState.ENDED}
    assert set(ends.values()) == {CallState.ENDED}


def test_every_end_of_a_call_has_one_reason() -> None:
    for state, moves in CALL.items():
        ends = {happening for happening, after in moves.items() if after is CallState.ENDED}
        if state is not CallState.ANNOUNCED:  # its reason is the one it is told
            assert set(CALL_ENDS.get(state, {})) == ends
    in_tables = {end for ends in CALL_ENDS.values() for end in ends.values()}
    told = {end for end in CallEnd if end.name.startswith("DIVERTED_")}
    assert in_tables | told == set(CallEnd)
    assert in_tables & told == set()


def test_every_end_of_an_offer_is_one_of_the_closed_list() -> None:
    assert set(OFFER[OfferState.RINGING]) == set(OFFER_ENDS)
    assert set(OFFER_ENDS.values()) == set(OfferEnd)
    assert set(SEGMENT_ENDS.values()) == set(SegmentEnd)


def test_what_ends_an_offer_moves_its_call_and_its_agent_too() -> None:
    assert set(OFFER[OfferState.RINGING]) == set(CALL[CallState.OFFERED]) == set(AGENT[Activity.RINGING])


def test_an_offer_that_is_passed_on_leaves_the_caller_waiting_and_no_other_does() -> None:
    for happening, state in OFFER[OfferState.RINGING].items():
        after = CALL[CallState.OFFERED][happening]
        assert (state is OfferState.PASSED_ON) == (after is CallState.WAITING)
        assert (state is OfferState.DROPPED) == (after is CallState.ENDED)


def test_no_choice_is_without_a_way_back() -> None:
    for chosen in Chosen:
        back = Happening.SIGNED_IN if chosen is Chosen.SIGNED_OUT else Happening.READY
        assert CHOSEN[chosen][back] is Chosen.AVAILABLE


def test_what_a_table_does_not_hold_cannot_happen() -> None:
    with pytest.raises(Impossible, match="“answered” cannot happen to what is ended"):
        moved(CALL, CallState.ENDED, Happening.ANSWERED)


def test_every_event_and_every_command_is_a_value() -> None:
    for kind in [*DECIDED_BY, *Command.__args__]:
        assert kind.__struct_config__.frozen


def test_time_never_runs_backwards() -> None:
    story = Story()
    story.call_in(ANNA)
    state, _ = decide(story.state, CallerArrived(BENT, HOTLINE, OPEN), Instant(START - 60_000))
    assert state.calls[BENT].arrived_at == START
    decide(state, DeadlineReached(), Instant(0))
    assert state.at == START


@pytest.mark.parametrize(
    "wrong", [{"ring_ms": 0}, {"position_every_ms": 10}, {"missed_limit": 0}, {"wrap_up_ms": -1}]
)
def test_settings_that_would_stop_or_spin_the_exchange_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="must be at least"):
        Settings(**wrong)
