# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Events and the whole state as JSON, for the journal and its checkpoints.

An event is stored as its kind and its fields by name. A field may be added if it has a default, so that an
old journal can still be read; a name once written is never given another meaning. A checkpoint holds the
records alone; the indexes are built from them.
"""

import msgspec
from msgspec import Struct

from hotline.exchange.decide import DECIDED_BY
from hotline.exchange.events import Event
from hotline.exchange.records import Agent, Call, Offer, Pace, Segment, Settings
from hotline.exchange.state import Due, Key, State, is_available, is_present, is_serving, place_of
from hotline.exchange.words import CallState, Instant, LineId

VERSION = 1


class Unreadable(ValueError):
    """What stands in the journal is no event or no checkpoint of ours."""


class Checkpoint(Struct, frozen=True):
    """The state, without what follows from it."""

    version: int
    at: Instant
    settings: Settings
    media_is_up: bool
    calls: list[Call]
    offers: list[Offer]
    agents: list[Agent]
    segments: list[Segment]
    lines: list[LineId]
    nobody_at: dict[LineId, Instant]
    paces: dict[LineId, Pace] = {}


_encoder = msgspec.json.Encoder()
_event_decoders = {kind.__name__: msgspec.json.Decoder(kind) for kind in DECIDED_BY}
_checkpoint_decoder = msgspec.json.Decoder(Checkpoint)


def kind_of(event: Event) -> str:
    """The name an event's kind has in the journal."""
    return type(event).__name__


def encode_event(event: Event) -> bytes:
    """The event's fields; its kind is stored beside them."""
    return _encoder.encode(event)


def decode_event(kind: str, fields: bytes | str) -> Event:
    """The event that was stored."""
    decoder = _event_decoders.get(kind)
    if decoder is None:
        raise Unreadable(f"no event is called {kind}")
    try:
        return decoder.decode(fields)
    except msgspec.MsgspecError as error:
        raise Unreadable(f"{kind}: {error}") from error


def encode_state(state: State) -> bytes:
    """The whole state, always in the same bytes for the same state."""
    return _encoder.encode(
        Checkpoint(
            version=VERSION,
            at=state.at,
            settings=state.settings,
            media_is_up=state.media_is_up,
            calls=list(state.calls.values()),
            offers=list(state.offers.values()),
            agents=list(state.agents.values()),
            segments=list(state.segments.values()),
            lines=list(state.queues),
            nobody_at={q.line: q.nobody_at for q in state.queues.values() if q.nobody_at is not None},
            paces={q.line: q.pace for q in state.queues.values() if q.pace.handled},
        )
    )


def decode_state(checkpoint: bytes | str) -> State:
    """The state that was stored, with its indexes."""
    try:
        read = _checkpoint_decoder.decode(checkpoint)
    except msgspec.MsgspecError as error:
        raise Unreadable(f"checkpoint: {error}") from error
    if read.version != VERSION:
        raise Unreadable(f"checkpoint of version {read.version}, this program reads version {VERSION}")
    return _state_from(read)


def _state_from(read: Checkpoint) -> State:
    state = State(read.settings)
    state.at = read.at
    state.media_is_up = read.media_is_up
    for line in read.lines:
        state.queue(line).nobody_at = read.nobody_at.get(line)
        state.queue(line).pace = read.paces.get(line, Pace())
    state.calls = {call.call: call for call in read.calls}
    state.offers = {offer.offer: offer for offer in read.offers}
    state.agents = {agent.agent: agent for agent in read.agents}
    state.segments = {segment.agent: segment for segment in read.segments}
    state.talking = sum(segment.ended_at is None for segment in read.segments)
    _index_records(state)
    _expect_deadlines(state)
    return state


def _index_records(state: State) -> None:
    for call in state.calls.values():
        if call.state is CallState.WAITING:
            state.queue(call.line).waiting.add(place_of(call))
    for agent in state.agents.values():
        for line in agent.lines:
            queue = state.queue(line)
            queue.present += is_present(agent)
            queue.serving += is_serving(agent)
            if is_available(agent):
                queue.idle.add((agent.idle_since, agent.agent))


def _expect_deadlines(state: State) -> None:
    for call in state.calls.values():
        _expect(state, call.lease_until, Due.CALL_LEASE, call.call)
        _expect(state, call.position_at, Due.POSITION, call.call)
    for offer in state.offers.values():
        _expect(state, offer.until_at, Due.OFFER_LEASE, offer.offer)
    for agent in state.agents.values():
        _expect(state, agent.until_at, Due.AGENT_UNTIL, agent.agent)
    for queue in state.queues.values():
        _expect(state, queue.nobody_at, Due.NOBODY, queue.line)


def _expect(state: State, at: Instant | None, due: Due, key: Key) -> None:
    if at is not None:
        state.expect(at, due, key)
