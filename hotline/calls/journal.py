# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Events as the journal keeps them: a kind and a body of JSON, read back as exactly the same event."""

from typing import NamedTuple, get_args

import msgspec

from hotline.exchange.events import Event
from hotline.exchange.words import Instant

_KINDS: dict[str, type[Event]] = {kind.__name__: kind for kind in get_args(Event)}
_encode = msgspec.json.Encoder().encode
_DECODERS = {name: msgspec.json.Decoder(kind) for name, kind in _KINDS.items()}


class Seen(NamedTuple):
    """An event on its way into the journal."""

    at: Instant
    kind: str
    call: str
    body: str


class UnknownEvent(Exception):
    """The journal holds an event this version does not know: it was written by a newer one."""


def seen(event: Event, at: Instant) -> Seen:
    return Seen(at, type(event).__name__, call_of(event), _encode(event).decode())


def event_of(kind: str, body: str) -> Event:
    """Read an event back. Raises UnknownEvent."""
    if kind not in _DECODERS:
        raise UnknownEvent(f"The journal holds a {kind}, which this version does not know.")
    return _DECODERS[kind].decode(body)


def call_of(event: Event) -> str:
    """The call an event is about, or "" when it is about none; an offer's id begins with its call's."""
    offer = getattr(event, "offer", "")
    return getattr(event, "call", "") or offer.rpartition(".")[0]
