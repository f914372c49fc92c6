# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What happens to the exchange as a whole: settings, a restart, the relay that carries the sound.

After a restart no device has proved anything yet. What rang is offered again, to whoever proves first that
it can ring; who talks goes on talking, since the sound never passed through here, but has to be heard from
within the time a lost device is given. Leases begin anew: nobody could have kept them while there was
nobody to keep them with.
"""

from msgspec.structs import replace

from hotline.exchange.deciding.endings import end_call, pass_on
from hotline.exchange.deciding.matching import mind_the_line, settle
from hotline.exchange.deciding.turn import Turn
from hotline.exchange.events import ExchangeStarted, MediaBack, MediaLost, SettingsChanged
from hotline.exchange.records import Call, Settings
from hotline.exchange.state import Due
from hotline.exchange.tables import Happening
from hotline.exchange.words import CallState


def settings_changed(turn: Turn, event: SettingsChanged) -> None:
    """What goes on keeps the deadlines it has."""
    turn.state.settings = event.settings


def exchange_started(turn: Turn, _event: ExchangeStarted) -> None:
    """The state is what the journal told; now the world has to prove itself."""
    for queue in turn.state.queues.values():
        queue.nobody_at = None
    for agent in list(turn.state.agents.values()):
        settle(turn, replace(agent, is_proved=False))
    for offer in list(turn.state.offers.values()):
        pass_on(turn, offer, Happening.RESTARTED)
    for call in list(turn.state.calls.values()):
        _begin_lease_anew(turn, call)
    for queue in turn.state.queues.values():
        mind_the_line(turn, queue)


def _begin_lease_anew(turn: Turn, call: Call) -> None:
    lease_ms = _lease_ms(turn.state.settings, call.state)
    if lease_ms is not None:
        lease_until = turn.after(lease_ms)
        turn.state.calls[call.call] = replace(call, lease_until=lease_until)
        turn.state.expect(lease_until, Due.CALL_LEASE, call.call)


def _lease_ms(settings: Settings, state: CallState) -> int | None:
    if state in {CallState.TALKING, CallState.HELD, CallState.ADRIFT}:
        return settings.adrift_ms
    if state is CallState.ARRIVING:
        return settings.arriving_ms
    return settings.announced_ms if state is CallState.ANNOUNCED else None


def media_lost(turn: Turn, _event: MediaLost) -> None:
    """Every call is lost. The waiting ones go first, so that nobody who is freed is offered one of them."""
    turn.state.media_is_up = False
    calls = list(turn.state.calls.values())
    for call in sorted(calls, key=lambda call: call.state is not CallState.WAITING):
        end_call(turn, call, Happening.MEDIA_LOST)


def media_back(turn: Turn, _event: MediaBack) -> None:
    """New callers are let in again."""
    turn.state.media_is_up = True
