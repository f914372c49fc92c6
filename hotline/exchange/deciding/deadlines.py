# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What happens when nothing happens: every deadline that has come, in the order of their instants."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from hotline.exchange.commands import PlayAnnouncement
from hotline.exchange.deciding.agents import until_ran_out
from hotline.exchange.deciding.callers import say_position
from hotline.exchange.deciding.endings import agent_with, end_call, pass_on
from hotline.exchange.deciding.talks import drift, give_up_on_agent
from hotline.exchange.deciding.turn import Turn, moved
from hotline.exchange.events import DeadlineReached
from hotline.exchange.records import Call
from hotline.exchange.state import Due, Queue
from hotline.exchange.tables import CALL, Happening
from hotline.exchange.words import NOBODY, AgentId, CallEnd, CallId, CallState, LineId, OfferId

FAREWELLS_AT_ONCE = 50
FAREWELL_PAUSE_MS = 100


def deadline_reached(turn: Turn, _event: DeadlineReached) -> None:
    """Everything that is due. Harmless when nothing is: clocks are not as fine as we are."""
    entry = turn.state.next_due()
    while entry is not None and entry[0] <= turn.now:
        _, due, key = entry
        _DUE[due](turn, key)
        entry = turn.state.next_due()


def _call_lease(turn: Turn, key: CallId) -> None:
    call = turn.state.calls[key]
    if call.state in {CallState.TALKING, CallState.HELD}:
        drift(turn, call, agent_with(turn, call))
    elif call.state is CallState.ADRIFT:
        give_up_on_agent(turn, call)
    else:
        end_call(turn, call, Happening.LEASE_RAN_OUT)


def _position(turn: Turn, key: CallId) -> None:
    call = turn.state.calls[key]
    if call.state is CallState.WAITING:
        say_position(turn, call)
    else:
        _look_again(turn, call)


def _look_again(turn: Turn, call: Call) -> None:
    """It rings for this caller: not the moment to talk."""
    position_at = turn.after(turn.state.settings.position_every_ms)
    turn.state.expect(position_at, Due.POSITION, call.call)
    turn.state.calls[call.call] = replace(call, position_at=position_at)


def _offer_lease(turn: Turn, key: OfferId) -> None:
    pass_on(turn, turn.state.offers[key], Happening.RANG_OUT)


def _agent_until(turn: Turn, key: AgentId) -> None:
    until_ran_out(turn, turn.state.agents[key])


def _nobody(turn: Turn, key: LineId) -> None:
    """Nobody came back: the callers are told, some at a time, so that no one event grows with the queue."""
    queue = turn.state.queues[key]
    for _, _, call in queue.waiting[:FAREWELLS_AT_ONCE]:
        _say_farewell(turn, queue, turn.state.calls[call])
    queue.nobody_at = turn.after(FAREWELL_PAUSE_MS) if queue.waiting else None
    if queue.nobody_at is not None:
        turn.state.expect(queue.nobody_at, Due.NOBODY, key)


def _say_farewell(turn: Turn, queue: Queue, call: Call) -> None:
    lease_until = turn.after(turn.state.settings.announced_ms)
    queue.waiting.pop(0)
    turn.state.calls[call.call] = replace(
        call,
        state=moved(CALL, call.state, Happening.NOBODY_LEFT),
        announcements=(NOBODY,),
        diverted=CallEnd.DIVERTED_NOBODY,
        lease_until=lease_until,
        position_at=None,
    )
    turn.state.expect(lease_until, Due.CALL_LEASE, call.call)
    turn.order(PlayAnnouncement(call.call, NOBODY, then_music=False))


_DUE: dict[Due, Callable[[Turn, Any], None]] = {
    Due.CALL_LEASE: _call_lease,
    Due.POSITION: _position,
    Due.OFFER_LEASE: _offer_lease,
    Due.AGENT_UNTIL: _agent_until,
    Due.NOBODY: _nobody,
}
