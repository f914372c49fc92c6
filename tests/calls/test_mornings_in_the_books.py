# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Whatever the exchange lives through, the books say what it knew, and nothing in them is unaccounted for."""

from itertools import pairwise
from random import Random

import pytest
from django.db.models import F

from hotline.calls.actions import append
from hotline.calls.books import moment, moment_or_none
from hotline.calls.journal import event_of
from hotline.calls.models import AgentStateRecord, CallRecord, Entry, OfferRecord, SegmentRecord
from hotline.calls.queries import conservation, contradictory_calls, entries_after
from hotline.calls.story import story_of
from hotline.exchange.commands import BookAgentState, BookCall, BookOffer, BookSegment
from hotline.exchange.records import Call, Offer, Segment
from hotline.exchange.words import CallState
from tests.calls import scenes
from tests.calls.written_mornings import a_morning, people_and_lines, story_of_the, write_down
from tests.exchange.mornings import Morning

pytestmark = pytest.mark.django_db

MORNINGS = range(6)


@pytest.fixture(params=MORNINGS)
def morning(request: pytest.FixtureRequest) -> Morning:
    """A made-up morning, written down."""
    lived = a_morning(request.param)
    people_and_lines()
    write_down(lived, Random(request.param))
    return lived


def last_calls(morning: Morning) -> dict[str, Call]:
    booked = [booking for _event, bookings in story_of_the(morning) for booking in bookings]
    return {booking.record.call: booking.record for booking in booked if isinstance(booking, BookCall)}


def last_segments(morning: Morning) -> dict[str, Segment]:
    booked = [booking for _event, bookings in story_of_the(morning) for booking in bookings]
    return {booking.record.offer: booking.record for booking in booked if isinstance(booking, BookSegment)}


def offers(morning: Morning) -> dict[str, Offer]:
    booked = [booking for _event, bookings in story_of_the(morning) for booking in bookings]
    return {booking.record.offer: booking.record for booking in booked if isinstance(booking, BookOffer)}


def test_every_call_stands_in_the_books_as_the_exchange_last_knew_it(morning: Morning) -> None:
    rows = CallRecord.objects.values_list(
        "id", "line", "arrived_at", "queued_at", "answered_at", "ended_at", "end", "outcome"
    )

    assert {row[0]: row[1:] for row in rows} == {
        call.call: (
            call.line,
            moment(call.arrived_at),
            moment_or_none(call.queued_at),
            moment_or_none(call.answered_at),
            moment_or_none(call.ended_at),
            call.end or "",
            call.outcome or "",
        )
        for call in last_calls(morning).values()
    }


def test_every_offer_and_every_talk_stands_there_once(morning: Morning) -> None:
    assert dict(OfferRecord.objects.values_list("id", "end")) == {
        offer.offer: offer.end for offer in offers(morning).values()
    }
    assert dict(SegmentRecord.objects.values_list("id", "agent")) == {
        segment.offer: segment.agent for segment in last_segments(morning).values()
    }


def test_every_talk_began_with_an_answered_offer(morning: Morning) -> None:
    answered = set(OfferRecord.objects.filter(end="answered").values_list("id", flat=True))

    assert set(SegmentRecord.objects.values_list("id", flat=True)) == answered


def test_nothing_is_unaccounted_for(morning: Morning) -> None:
    found = conservation(CallRecord.objects.all())

    assert found.arrived == len(last_calls(morning))
    assert found.unexplained == 0
    assert found.still_here == sum(call.ended_at is None for call in last_calls(morning).values())
    assert list(contradictory_calls(CallRecord.objects.all())) == []


def test_calls_that_are_still_here_are_those_the_exchange_still_holds(morning: Morning) -> None:
    here = set(CallRecord.objects.filter(ended_at=None).values_list("id", flat=True))
    held = {call for call, record in morning.state.calls.items() if record.state is not CallState.ENDED}

    assert here == held


def test_an_agents_spans_follow_one_another(morning: Morning) -> None:
    booked = [booking for _event, bookings in story_of_the(morning) for booking in bookings]
    spans = AgentStateRecord.objects.order_by("agent", "began_at", "ended_at")

    assert spans.filter(ended_at__lt=F("began_at")).count() == 0
    by_agent: dict[int, list[AgentStateRecord]] = {}
    for span in spans:
        by_agent.setdefault(span.agent_id, []).append(span)
    for own in by_agent.values():
        assert all(before.ended_at <= after.began_at for before, after in pairwise(own))
    keys = {(b.record.agent, b.record.began_at) for b in booked if isinstance(b, BookAgentState)}
    assert spans.count() == len(keys)


def test_the_journal_reads_back_as_the_morning_was(morning: Morning) -> None:
    stored = [(entry.kind, entry.body.encode(), entry.at) for entry in entries_after(0)]

    assert stored == morning.journal
    assert all(event_of(entry.kind, entry.body) is not None for entry in entries_after(0))


def test_no_telephone_number_stands_in_the_journal(morning: Morning) -> None:
    digits = scenes.FIRST_CALLER.removeprefix("+")

    assert not Entry.objects.filter(body__contains=digits).exists()
    numbers = set(CallRecord.objects.values_list("caller_number", flat=True))
    assert numbers <= {scenes.FIRST_CALLER}


def test_every_calls_story_begins_with_its_arrival_and_is_told_in_order(morning: Morning) -> None:
    for call in CallRecord.objects.all():
        story = story_of(call.id)

        assert [line.at for line in story] == sorted(line.at for line in story)
        assert call.arrived_at in {line.at for line in story[:3]}
        assert not any(scenes.FIRST_CALLER in line.text for line in story)


def test_writing_the_last_group_again_changes_nothing(morning: Morning) -> None:
    story = story_of_the(morning)
    before = list(CallRecord.objects.order_by("id").values())

    position = append(after=len(story) - 1, seen=[story[-1][0]], bookings=story[-1][1])

    assert position == len(story)
    assert Entry.objects.count() == len(story)
    assert list(CallRecord.objects.order_by("id").values()) == before
