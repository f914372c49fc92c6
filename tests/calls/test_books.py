# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The books: what the exchange orders booked stands there as rows, and booking again brings it up to date."""

import datetime as dt

import pytest
from msgspec.structs import replace
from pytest_django import Settings

from hotline.calls.actions import append, forget_numbers
from hotline.calls.books import Booking, Caller, moment
from hotline.calls.models import AgentStateRecord, CallRecord, OfferRecord, SegmentRecord
from hotline.calls.numbers import number_key, shown_number
from hotline.exchange.commands import BookAgentState, BookCall, BookOffer, BookSegment
from hotline.exchange.records import AgentState, Call, Offer, Segment, Span
from hotline.exchange.words import (
    AgentId,
    AgentStatus,
    CallEnd,
    CallId,
    CallState,
    FailureCause,
    Instant,
    LineId,
    OfferEnd,
    OfferId,
    OpeningKind,
    RefusalReason,
    SegmentEnd,
)
from tests.calls import scenes

pytestmark = pytest.mark.django_db

AT = Instant(1_399_456_800_123)
NOON = dt.datetime(2014, 5, 7, 10, 0, 0, 123_000, tzinfo=dt.UTC)
FIRST = CallId("c1")
KNOWN = {FIRST: Caller(scenes.FIRST_CALLER)}


def after(seconds: int) -> Instant:
    return Instant(AT + seconds * 1000)


def arriving() -> Call:
    line = LineId(scenes.line().pk)
    return Call(FIRST, line, CallState.ARRIVING, OpeningKind.OPEN, (), arrived_at=AT, place_at=AT)


def answered(call: Call) -> Call:
    return replace(call, queued_at=after(1), answered_at=after(11), state=CallState.TALKING)


def ended(call: Call, end: CallEnd = CallEnd.ANSWERED_CALLER_HUNG_UP) -> Call:
    return replace(call, ended_at=after(60), end=end, state=CallState.ENDED)


def book(*bookings: Booking, callers: dict[CallId, Caller] | None = None) -> None:
    append(after=0, bookings=bookings, callers=callers)


def test_milliseconds_become_an_aware_instant_without_rounding() -> None:
    assert moment(AT) == NOON
    assert moment(Instant(1)) == dt.datetime(1970, 1, 1, 0, 0, 0, 1000, tzinfo=dt.UTC)


def test_a_call_is_booked_when_it_arrives_is_answered_and_ends() -> None:
    call = arriving()
    book(BookCall(call), callers=KNOWN)
    assert (CallRecord.objects.get().outcome, CallRecord.objects.get().queued_at) == ("", None)

    book(BookCall(answered(call)))
    book(BookCall(ended(answered(call))))

    record = CallRecord.objects.get()
    assert (record.id, record.line, record.opening) == ("c1", scenes.line(), "open")
    assert (record.arrived_at, record.place_at) == (NOON, NOON)
    assert record.queued_at == NOON + dt.timedelta(seconds=1)
    assert record.answered_at == NOON + dt.timedelta(seconds=11)
    assert record.ended_at == NOON + dt.timedelta(seconds=60)
    assert (record.end, record.outcome) == ("answered_caller_hung_up", "answered")


def test_the_number_given_at_arrival_stays_when_the_call_is_booked_again() -> None:
    book(BookCall(arriving()), callers=KNOWN)
    book(BookCall(ended(arriving(), CallEnd.ABANDONED)), callers={FIRST: Caller("+4500000099")})

    record = CallRecord.objects.get()
    assert (record.caller_number, record.outcome) == (scenes.FIRST_CALLER, "abandoned")
    assert record.number_key == number_key(scenes.FIRST_CALLER)


def test_a_withheld_number_is_not_stored_even_if_somebody_passes_it_on() -> None:
    book(BookCall(arriving()), callers={FIRST: Caller(scenes.FIRST_CALLER, is_withheld=True)})

    record = CallRecord.objects.get()
    assert (record.caller_number, record.number_key, record.number_withheld) == ("", "", True)


def test_the_cause_of_a_refused_or_failed_call_is_booked() -> None:
    refused = replace(ended(arriving(), CallEnd.REFUSED), refusal=RefusalReason.OVERLOAD)
    failed = replace(ended(arriving(), CallEnd.FAILED), call=CallId("c2"), failure=FailureCause.SIGNALLING)
    book(BookCall(refused), BookCall(failed))

    assert list(CallRecord.objects.order_by("id").values_list("outcome", "cause")) == [
        ("refused", "overload"),
        ("lost", "signalling"),
    ]


def test_a_call_booked_three_times_in_one_group_is_one_row_with_the_last_values() -> None:
    call = arriving()
    book(BookCall(call), BookCall(answered(call)), BookCall(ended(answered(call))), callers=KNOWN)

    record = CallRecord.objects.get()
    assert (record.outcome, record.caller_number) == ("answered", scenes.FIRST_CALLER)


def test_the_same_group_booked_twice_leaves_the_same_rows() -> None:
    agent = AgentId(scenes.agent().pk)
    offer = Offer(OfferId("c1.1"), FIRST, arriving().line, agent, AT, after(20))
    segment = Segment(OfferId("c1.1"), FIRST, arriving().line, agent, after(11))
    group: list[Booking] = [
        BookSegment(segment),
        BookOffer(replace(offer, ended_at=after(11), end=OfferEnd.ANSWERED)),
        BookCall(answered(arriving())),
        BookAgentState(AgentState(agent, AgentStatus.AVAILABLE, "", AT, after(1))),
    ]
    book(*group)
    book(*group)

    kinds = (CallRecord, OfferRecord, SegmentRecord, AgentStateRecord)
    assert [kind._default_manager.count() for kind in kinds] == [1, 1, 1, 1]


def test_a_segment_grows_from_answer_to_finished_wrap_up() -> None:
    agent = AgentId(scenes.agent().pk)
    segment = Segment(OfferId("c1.2"), FIRST, arriving().line, agent, after(11))
    book(BookCall(arriving()), BookSegment(segment))
    over = replace(segment, ended_at=after(60), end=SegmentEnd.CALLER_HUNG_UP, held_ms=4500)
    book(BookSegment(over))
    book(BookSegment(replace(over, wrapped_up_at=after(90))))

    row = SegmentRecord.objects.get()
    assert (row.id, row.call_id, row.agent_id, row.end) == ("c1.2", "c1", agent, "caller_hung_up")
    assert row.held == dt.timedelta(seconds=4.5)
    assert row.wrapped_up_at == NOON + dt.timedelta(seconds=90)


def test_an_offer_is_booked_with_the_reason_it_ended_for() -> None:
    agent = AgentId(scenes.agent().pk)
    offer = Offer(OfferId("c1.1"), FIRST, arriving().line, agent, AT, after(20))
    book(BookCall(arriving()), BookOffer(replace(offer, ended_at=after(20), end=OfferEnd.RANG_OUT)))

    row = OfferRecord.objects.get()
    assert (row.call_id, row.end, row.ended_at - row.made_at) == (
        "c1",
        "rang_out",
        dt.timedelta(seconds=20),
    )


def test_an_offer_that_still_rings_is_not_booked() -> None:
    ringing = Offer(OfferId("c1.1"), FIRST, LineId(1), AgentId(1), AT, after(20))

    with pytest.raises(ValueError, match=r"c1\.1"):
        book(BookOffer(ringing))


def test_an_agents_pause_is_booked_with_its_reason_and_a_long_reason_is_cut() -> None:
    agent = AgentId(scenes.agent().pk)
    book(
        BookAgentState(AgentState(agent, AgentStatus.PAUSED, "frokost", AT, after(60))),
        BookAgentState(AgentState(agent, AgentStatus.PAUSED, "x" * 300, after(60), after(61))),
    )

    assert list(AgentStateRecord.objects.values_list("status", "reason")) == [
        ("paused", "frokost"),
        ("paused", "x" * 200),
    ]


def test_a_state_of_no_length_is_replaced_by_the_one_that_began_at_the_same_instant() -> None:
    agent = AgentId(scenes.agent().pk)
    book(BookAgentState(AgentState(agent, AgentStatus.AVAILABLE, "", AT, AT)))
    book(BookAgentState(AgentState(agent, AgentStatus.RINGING, "", AT, after(5))))

    row = AgentStateRecord.objects.get()
    assert (row.status, row.ended_at) == ("ringing", NOON + dt.timedelta(seconds=5))


def test_numbers_are_forgotten_when_their_time_is_up_and_the_calls_stay() -> None:
    scenes.call("old", at=scenes.NOON - dt.timedelta(days=31))
    scenes.call("young", at=scenes.NOON - dt.timedelta(days=29))

    assert forget_numbers(before=scenes.NOON - dt.timedelta(days=30)) == 1

    assert dict(CallRecord.objects.values_list("id", "caller_number")) == {
        "old": "",
        "young": scenes.FIRST_CALLER,
    }
    assert CallRecord.objects.get(pk="old").number_key == ""
    assert forget_numbers(before=scenes.NOON - dt.timedelta(days=30)) == 0


def test_the_key_of_a_number_depends_on_the_number_and_on_the_secret(settings: Settings) -> None:
    key = number_key(scenes.FIRST_CALLER)
    assert key == number_key(scenes.FIRST_CALLER)
    assert key != number_key("+4500000002")
    assert number_key("") == ""

    settings.SECRET_KEY = "another installation"

    assert key != number_key(scenes.FIRST_CALLER)


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("+4570200000", "70 20 00 00"),
        ("+4612345678", "+46 123 456 78"),
        ("anonymous", "anonymous"),
        ("", ""),
    ],
)
def test_a_number_is_shown_as_danes_write_it(stored: str, shown: str) -> None:
    assert shown_number(stored) == shown


def test_the_wait_that_was_foreseen_stands_beside_the_one_that_was() -> None:
    call = replace(answered(arriving()), expected=Span(90_000, 240_000))
    book(BookCall(arriving()), callers=KNOWN)
    book(BookCall(call))
    kept = CallRecord.objects.get(pk=FIRST)
    assert (kept.expected_from, kept.expected_to) == (dt.timedelta(seconds=90), dt.timedelta(seconds=240))


def test_a_wait_that_was_not_foreseen_is_empty() -> None:
    book(BookCall(answered(arriving())), callers=KNOWN)
    kept = CallRecord.objects.get(pk=FIRST)
    assert (kept.expected_from, kept.expected_to) == (None, None)
