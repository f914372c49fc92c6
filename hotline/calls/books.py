# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The exchange's records as rows of the books. Booking a record again brings its row up to date."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from hotline.calls.models import AgentStateRecord, CallRecord, OfferRecord, SegmentRecord
from hotline.calls.numbers import number_key
from hotline.calls.rows import Row, Table
from hotline.exchange.commands import BookAgentState, BookCall, BookOffer, BookSegment
from hotline.exchange.records import AgentState, Call, Offer, Segment
from hotline.exchange.words import CallId

Booking = BookCall | BookOffer | BookSegment | BookAgentState

REASON_LENGTH = 200


class Caller(NamedTuple):
    """Who rings, as far as the network said. A withheld number is not even given to us here."""

    number: str = ""
    is_withheld: bool = False


NOBODY_KNOWN = Caller()


def moment(instant: int) -> dt.datetime:
    """The exchange's milliseconds as an aware instant."""
    return dt.datetime.fromtimestamp(instant // 1000, dt.UTC) + dt.timedelta(milliseconds=instant % 1000)


def moment_or_none(instant: int | None) -> dt.datetime | None:
    return None if instant is None else moment(instant)


def write_books(bookings: Iterable[Booking], callers: Mapping[CallId, Caller]) -> None:
    """Write every record's row, the last booking of each, calls before what points at them."""
    calls: dict[str, Row] = {}
    offers: dict[str, Row] = {}
    segments: dict[str, Row] = {}
    states: dict[tuple[int, int], Row] = {}
    for booking in bookings:
        match booking:
            case BookCall(record=call):
                calls[call.call] = call_row(call, callers.get(call.call, NOBODY_KNOWN))
            case BookOffer(record=offer):
                offers[offer.offer] = offer_row(offer)
            case BookSegment(record=segment):
                segments[segment.offer] = segment_row(segment)
            case BookAgentState(record=state):
                states[state.agent, state.began_at] = state_row(state)
    CALLS.put(list(calls.values()))
    OFFERS.put(list(offers.values()))
    SEGMENTS.put(list(segments.values()))
    STATES.put(list(states.values()))


# The caller's number is written once, when the call is booked first, and later only forgotten.
CALLS = Table(
    CallRecord,
    ["id"],
    [
        "queued_at",
        "answered_at",
        "ended_at",
        "end",
        "cause",
        "outcome",
        "expected_from",
        "expected_to",
    ],
)
OFFERS = Table(OfferRecord, ["id"], ["ended_at", "end"])
SEGMENTS = Table(SegmentRecord, ["id"], ["ended_at", "end", "held", "wrapped_up_at"])
STATES = Table(AgentStateRecord, ["agent_id", "began_at"], ["status", "reason", "ended_at"])


def call_row(call: Call, caller: Caller) -> Row:
    number = "" if caller.is_withheld else caller.number
    expected = call.expected
    return {
        "id": call.call,
        "line_id": call.line,
        "opening": call.opening,
        "arrived_at": moment(call.arrived_at),
        "place_at": moment(call.place_at),
        "queued_at": moment_or_none(call.queued_at),
        "answered_at": moment_or_none(call.answered_at),
        "ended_at": moment_or_none(call.ended_at),
        "end": call.end or "",
        "cause": call.refusal or call.failure or "",
        "outcome": call.outcome or "",
        "expected_from": expected and dt.timedelta(milliseconds=expected.from_ms),
        "expected_to": expected and dt.timedelta(milliseconds=expected.to_ms),
        "caller_number": number,
        "number_withheld": caller.is_withheld,
        "number_key": number_key(number),
    }


def offer_row(offer: Offer) -> Row:
    """Raises ValueError for an offer that still rings: only ended offers are booked."""
    if offer.ended_at is None:
        raise ValueError(f"Offer {offer.offer} is booked before it has ended.")
    return {
        "id": offer.offer,
        "call_id": offer.call,
        "agent_id": offer.agent,
        "made_at": moment(offer.made_at),
        "ended_at": moment(offer.ended_at),
        "end": offer.end or "",
    }


def segment_row(segment: Segment) -> Row:
    return {
        "id": segment.offer,
        "call_id": segment.call,
        "agent_id": segment.agent,
        "began_at": moment(segment.began_at),
        "ended_at": moment_or_none(segment.ended_at),
        "end": segment.end or "",
        "held": dt.timedelta(milliseconds=segment.held_ms),
        "wrapped_up_at": moment_or_none(segment.wrapped_up_at),
    }


def state_row(state: AgentState) -> Row:
    return {
        "agent_id": state.agent,
        "status": state.status,
        "reason": state.reason[:REASON_LENGTH],
        "began_at": moment(state.began_at),
        "ended_at": moment(state.ended_at),
    }
