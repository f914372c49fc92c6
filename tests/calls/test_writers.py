# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Large groups, awkward text, and two exchanges that both believe they are the one."""

import threading

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from hotline.calls.actions import JournalMoved, SavedDialog, append
from hotline.calls.books import Caller
from hotline.calls.journal import Seen, call_of
from hotline.calls.models import CallRecord, Entry, OpenDialog
from hotline.calls.queries import entries_after, last_position
from hotline.calls.rows import PLACES, Table
from hotline.exchange import events
from hotline.exchange.commands import BookCall
from hotline.exchange.records import Call
from hotline.exchange.words import AgentId, CallId, CallState, Instant, LineId, OfferId, OpeningKind
from tests.calls import scenes

pytestmark = pytest.mark.django_db

AT = Instant(1_399_456_800_123)


def entries(count: int, first: int = 1) -> list[Seen]:
    return [Seen(AT, "CallerHungUp", f"c{number}", "{}") for number in range(first, first + count)]


def arrivals(count: int) -> list[BookCall]:
    line = LineId(scenes.line().pk)
    return [
        BookCall(
            Call(CallId(f"c{n}"), line, CallState.ARRIVING, OpeningKind.OPEN, (), arrived_at=AT, place_at=AT)
        )
        for n in range(count)
    ]


@pytest.mark.parametrize("count", [0, 1, 2, 50, 157])
def test_a_group_of_any_size_is_stored_whole_and_in_order(count: int) -> None:
    assert append(after=0, seen=entries(count), bookings=arrivals(count)) == count

    assert [entry.call for entry in entries_after(0)] == [f"c{number}" for number in range(1, count + 1)]
    assert CallRecord.objects.count() == count
    assert last_position() == count


@pytest.mark.parametrize("count", [0, 1, 50])
def test_django_is_asked_for_nothing_but_the_transaction(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    calls = arrivals(count)
    with django_assert_num_queries(2):  # the savepoint and its end
        append(after=7, seen=entries(count, first=8), bookings=calls)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=300))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    position = last_position()
    append(after=position, seen=[Seen(AT, "AgentPaused", "", text)], dialogs={"d": SavedDialog("c1", text)})

    assert [entry.body for entry in entries_after(position)] == [text]
    assert OpenDialog.objects.get().record == text


def test_percent_signs_and_quotes_are_text_like_any_other() -> None:
    append(after=0, dialogs={'"%s" OR 1=1; --': SavedDialog("%(call)s", "'; DROP TABLE calls_entry; --%")})

    kept = OpenDialog.objects.get()
    assert (kept.id, kept.call, kept.record) == (
        '"%s" OR 1=1; --',
        "%(call)s",
        "'; DROP TABLE calls_entry; --%",
    )


def test_a_table_without_a_key_does_not_overwrite() -> None:
    assert all("ON CONFLICT" not in Table(Entry).insertion(vendor) for vendor in PLACES)


def test_a_row_put_twice_in_one_group_is_as_it_was_put_last() -> None:
    dialogs = Table(OpenDialog, ["id"], ["record"])
    with transaction.atomic():
        dialogs.put([{"id": "d", "call": "c", "record": record} for record in ("first", "last")])

    assert OpenDialog.objects.get().record == "last"


def test_only_the_rows_named_are_dropped() -> None:
    append(after=0, dialogs={key: SavedDialog("c", "{}") for key in ("a", "b", "it's")})
    append(after=0, dialogs={"a": None, "it's": None, "never there": None})

    assert [dialog.id for dialog in OpenDialog.objects.all()] == ["b"]


def test_a_row_the_database_refuses_raises_what_django_raises() -> None:
    append(after=0, seen=entries(1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Table(Entry).put([{"position": 1, "at": 2, "kind": "x", "call": "", "body": "{}"}])


@pytest.mark.parametrize(
    ("event", "call"),
    [
        (events.CallerHungUp(CallId("c1")), "c1"),
        (events.OfferAnswered(AgentId(1), OfferId("c1.12")), "c1"),
        (events.OfferFailed(AgentId(1), OfferId("a.b.3")), "a.b"),
        (events.AgentHungUp(AgentId(1), CallId("c9")), "c9"),
        (events.WrapUpEnded(AgentId(1)), ""),
        (events.MediaLost(), ""),
    ],
)
def test_the_call_of_an_event_is_found(event: events.Event, call: str) -> None:
    assert call_of(event) == call


def test_what_is_known_of_a_caller_who_is_not_booked_is_not_stored() -> None:
    append(after=0, seen=entries(1), callers={CallId("c1"): Caller(scenes.FIRST_CALLER)})

    assert CallRecord.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_of_two_exchanges_writing_at_once_one_goes_on_and_the_other_stops() -> None:
    """Each writes twenty groups from where it believes the journal ends."""
    stopped: list[str] = []
    start = threading.Barrier(2)

    def write(name: str) -> None:
        start.wait()
        position = 0
        try:
            for number in range(20):
                position = append(after=position, seen=[Seen(AT, name, f"{name}{number}", "{}")])
        except JournalMoved:
            stopped.append(name)
        except OperationalError:  # SQLite may give up waiting for its turn; that stops a writer as well
            stopped.append(name)
        finally:
            connection.close()

    writers = [threading.Thread(target=write, args=(name,)) for name in ("first", "second")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    kinds = set(Entry.objects.values_list("kind", flat=True))
    assert len(stopped) == 1
    assert kinds == {"first", "second"} - set(stopped)
    assert [entry.position for entry in entries_after(0)] == list(range(1, 21))
