# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Events as the journal keeps them: what it is, which call it is about, and the exchange's own JSON of it."""

from typing import NamedTuple

from hotline.exchange.codec import decode_event, encode_event, kind_of
from hotline.exchange.events import Event
from hotline.exchange.words import Instant

event_of = decode_event


class Seen(NamedTuple):
    """An event on its way into the journal."""

    at: Instant
    kind: str
    call: str
    body: str


def seen(event: Event, at: Instant) -> Seen:
    return Seen(at, kind_of(event), call_of(event), encode_event(event).decode())


def call_of(event: Event) -> str:
    """The call an event is about, or "" when it is about none; an offer's id begins with its call's."""
    offer = getattr(event, "offer", "")
    return getattr(event, "call", "") or offer.rpartition(".")[0]
