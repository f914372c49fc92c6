# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What callers do.

A call that is not in the state is one that has ended: an end can be on its way from two sides at once, so
whatever still arrives for it is late and not wrong. What the opening hours said comes with the arrival. A
caller who was let in is therefore served after closing time, and a setting changed meanwhile changes
nothing for those already here.
"""

from msgspec.structs import replace

from hotline.exchange.commands import AnswerCall, BookCall, RefuseCall, SayPosition
from hotline.exchange.deciding.endings import end_call
from hotline.exchange.deciding.matching import seek_agent
from hotline.exchange.deciding.turn import Impossible, Turn, moved
from hotline.exchange.events import (
    AnnouncementEnded,
    CallerArrived,
    CallerCancelled,
    CallerConnected,
    CallerHungUp,
    CallerPressed,
    CallFailed,
)
from hotline.exchange.expecting import expected_wait
from hotline.exchange.records import Call, Opening, Span
from hotline.exchange.state import Due, State, place_of
from hotline.exchange.tables import CALL, Happening
from hotline.exchange.words import CallEnd, CallState, OpeningKind, RefusalReason

DIVERSIONS = {
    OpeningKind.OPEN: CallEnd.DIVERTED_CLOSED,
    OpeningKind.CLOSED: CallEnd.DIVERTED_CLOSED,
    OpeningKind.HOLIDAY: CallEnd.DIVERTED_HOLIDAY,
    OpeningKind.DISTURBANCE: CallEnd.DIVERTED_DISTURBANCE,
}


def caller_arrived(turn: Turn, event: CallerArrived) -> None:
    """Let the caller in, unless there is no room or no sound."""
    if event.call in turn.state.calls:
        raise Impossible(f"call {event.call} is already here")
    call = _arriving(turn, event)
    refusal = _refusal(turn.state)
    if refusal is None:
        turn.state.calls[call.call] = call
        _lease(turn, call)
        announcements = event.opening.announcements
        turn.order(AnswerCall(call.call, announcements, then_music=not event.opening.ends_call))
        turn.order(BookCall(call))
    else:
        turn.order(RefuseCall(call.call, refusal))
        turn.order(BookCall(_refused(turn, call, refusal)))


def _arriving(turn: Turn, event: CallerArrived) -> Call:
    return Call(
        call=event.call,
        line=event.line,
        state=CallState.ARRIVING,
        opening=event.opening.kind,
        announcements=event.opening.announcements,
        arrived_at=turn.now,
        place_at=turn.now if event.place_at is None else min(event.place_at, turn.now),
        diverted=_diversion(event.opening),
        lease_until=turn.after(turn.state.settings.arriving_ms),
    )


def _diversion(opening: Opening) -> CallEnd | None:
    return DIVERSIONS[opening.kind] if opening.ends_call else None


def _lease(turn: Turn, call: Call) -> None:
    if call.lease_until is not None:
        turn.state.expect(call.lease_until, Due.CALL_LEASE, call.call)


def _refusal(state: State) -> RefusalReason | None:
    if not state.media_is_up:
        return RefusalReason.MEDIA_DOWN
    if len(state.calls) - state.talking >= state.settings.waiting_limit:
        return RefusalReason.OVERLOAD
    return None


def _refused(turn: Turn, call: Call, refusal: RefusalReason) -> Call:
    return replace(
        call,
        state=moved(CALL, call.state, Happening.REFUSED),
        end=CallEnd.REFUSED,
        refusal=refusal,
        ended_at=turn.now,
        lease_until=None,
    )


def caller_connected(turn: Turn, event: CallerConnected) -> None:
    """The caller hears us: into the queue, or the rest of the announcement."""
    call = turn.state.calls.get(event.call)
    if call is None:
        return
    if call.diverted is None:
        _begin_to_wait(turn, call)
    else:
        _begin_to_listen(turn, call)


def _begin_to_wait(turn: Turn, call: Call) -> None:
    state = moved(CALL, call.state, Happening.CONNECTED)
    position_at = turn.after(turn.state.settings.position_every_ms)
    turn.state.expect(position_at, Due.POSITION, call.call)
    call = replace(call, state=state, queued_at=turn.now, lease_until=None, position_at=position_at)
    seek_agent(turn, replace(call, expected=_expected(turn, call)))


def _expected(turn: Turn, call: Call) -> Span | None:
    """The wait foreseen for a caller at this place; None for one who is offered to somebody at once."""
    queue = turn.state.queue(call.line)
    if queue.idle:
        return None
    return expected_wait(queue.waiting.bisect_left(place_of(call)) + 1, queue.serving, queue.pace)


def _begin_to_listen(turn: Turn, call: Call) -> None:
    lease_until = turn.after(turn.state.settings.announced_ms)
    call = replace(call, state=moved(CALL, call.state, Happening.TURNED_AWAY), lease_until=lease_until)
    turn.state.calls[call.call] = call
    _lease(turn, call)
    if not call.announcements:
        end_call(turn, call, Happening.TOLD)


def caller_left(turn: Turn, event: CallerHungUp | CallerCancelled) -> None:
    """The caller is gone, whatever was going on."""
    call = turn.state.calls.get(event.call)
    if call is not None:
        end_call(turn, call, Happening.CALLER_LEFT)


def call_failed(turn: Turn, event: CallFailed) -> None:
    """The connection to the caller is gone, by nobody's wish."""
    call = turn.state.calls.get(event.call)
    if call is not None:
        end_call(turn, replace(call, failure=event.cause), Happening.FAILED)


def announcement_ended(turn: Turn, event: AnnouncementEnded) -> None:
    """The last recording ends a diverted call; for one that waits, it is the moment to hear its place."""
    call = turn.state.calls.get(event.call)
    if call is None or event.announcement not in call.announcements[-1:]:
        return
    if call.state is CallState.ANNOUNCED:
        end_call(turn, call, Happening.TOLD)
    elif call.state is CallState.WAITING and call.position is None and not call.was_cut_off:
        say_position(turn, call)


def say_position(turn: Turn, call: Call) -> None:
    """Tell a caller in the queue the place, if it is another than last told, and look again in a while."""
    position = turn.state.queues[call.line].waiting.bisect_left(place_of(call)) + 1
    position_at = turn.after(turn.state.settings.position_every_ms)
    turn.state.expect(position_at, Due.POSITION, call.call)
    turn.state.calls[call.call] = replace(call, position=position, position_at=position_at)
    if position != call.position:
        turn.order(SayPosition(call.call, position))


def caller_pressed(_turn: Turn, _event: CallerPressed) -> None:
    """Keys are heard at any time. None means anything yet."""
