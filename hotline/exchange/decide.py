# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The two questions the exchange answers: what follows from this event, and when to ask again.

The state handed in is used up: go on with the one handed back. An event that cannot have happened raises
`Impossible` and changes nothing. Time never runs backwards: an event that claims to be earlier than the one
before it happened, as far as the exchange can tell, at the same instant.
"""

from collections.abc import Callable, Iterable
from typing import Any

from hotline.exchange.commands import Command
from hotline.exchange.deciding import agents, callers, deadlines, offers, outages, talks
from hotline.exchange.deciding.turn import Impossible, Turn
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
from hotline.exchange.state import State
from hotline.exchange.words import Instant

__all__ = ["Impossible", "decide", "next_deadline", "replay"]

DECIDED_BY: dict[type[Event], Callable[[Turn, Any], None]] = {
    CallerArrived: callers.caller_arrived,
    CallerConnected: callers.caller_connected,
    CallerHungUp: callers.caller_left,
    CallerCancelled: callers.caller_left,
    CallFailed: callers.call_failed,
    AnnouncementEnded: callers.announcement_ended,
    CallerPressed: callers.caller_pressed,
    AgentSignedIn: agents.agent_signed_in,
    AgentSignedOut: agents.agent_signed_out,
    AgentBecameAvailable: agents.agent_became_available,
    AgentPaused: agents.agent_paused,
    DeviceProved: agents.device_proved,
    DeviceLost: agents.device_lost,
    OfferAnswered: offers.offer_answered,
    OfferDeclined: offers.offer_declined,
    OfferFailed: offers.offer_failed,
    AgentHungUp: talks.agent_hung_up,
    AgentHeldCall: talks.agent_held_call,
    AgentResumedCall: talks.agent_resumed_call,
    AgentReconnected: talks.agent_reconnected,
    WrapUpExtended: agents.wrap_up_extended,
    WrapUpEnded: agents.wrap_up_ended,
    SettingsChanged: outages.settings_changed,
    ExchangeStarted: outages.exchange_started,
    MediaLost: outages.media_lost,
    MediaBack: outages.media_back,
    DeadlineReached: deadlines.deadline_reached,
}


def decide(state: State, event: Event, now: Instant) -> tuple[State, list[Command]]:
    """What is known after the event, and what is to be done about it."""
    turn = Turn(state, max(now, state.at))
    DECIDED_BY[type(event)](turn, event)
    state.at = turn.now
    state.tidy()
    return state, turn.orders


def next_deadline(state: State) -> Instant | None:
    """When `DeadlineReached` is due, unless something else happens first."""
    entry = state.next_due()
    return None if entry is None else entry[0]


def replay(state: State, journal: Iterable[tuple[Event, Instant]]) -> State:
    """The state after all these events. Orders given at the time were carried out at the time."""
    for event, happened_at in journal:
        try:
            state, _ = decide(state, event, happened_at)
        except Impossible:
            continue  # it changed nothing then, and changes nothing now
    return state
