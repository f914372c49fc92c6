# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The exchange's one writer stores a group of events, and all that follows, in one transaction."""

import pytest
from django.db import IntegrityError

from hotline.calls.actions import JournalMoved, SavedDialog, append, save_checkpoint
from hotline.calls.journal import Seen, event_of, seen
from hotline.calls.models import Checkpoint, Entry, OpenCall, OpenDialog
from hotline.calls.queries import entries_after, last_position, latest_checkpoint
from hotline.exchange import events
from hotline.exchange.codec import Unreadable
from hotline.exchange.commands import BookCall
from hotline.exchange.records import Call, Opening
from hotline.exchange.words import (
    AgentId,
    Announcement,
    CallId,
    CallState,
    FailureCause,
    Instant,
    LineId,
    OfferId,
    OpeningKind,
)

pytestmark = pytest.mark.django_db

AT = Instant(1_399_456_800_123)
FIRST = CallId("c1")


def arrived() -> Seen:
    opening = Opening(OpeningKind.OPEN, (Announcement("welcome"),), ends_call=False)
    return seen(events.CallerArrived(FIRST, LineId(1), opening), AT)


def hung_up() -> Seen:
    return seen(events.CallerHungUp(FIRST), AT)


def journal() -> list[tuple[int, str, str]]:
    return [(entry.position, entry.kind, entry.call) for entry in Entry.objects.all()]


def test_events_are_stored_in_order_and_read_back_as_they_were() -> None:
    group = [arrived(), hung_up()]

    assert append(after=0, seen=group) == 2

    stored = list(entries_after(0))
    assert [Seen(Instant(e.at), e.kind, e.call, e.body) for e in stored] == group
    assert event_of(stored[1].kind, stored[1].body) == events.CallerHungUp(FIRST)
    assert event_of(stored[0].kind, stored[0].body) == events.CallerArrived(
        FIRST, LineId(1), Opening(OpeningKind.OPEN, (Announcement("welcome"),), ends_call=False)
    )


def test_a_restart_reads_only_what_came_after_the_checkpoint() -> None:
    append(after=0, seen=[arrived(), hung_up()])
    save_checkpoint(position=1, at=AT, state="{}")

    checkpoint = latest_checkpoint()

    assert checkpoint is not None
    assert [entry.position for entry in entries_after(checkpoint.position)] == [2]


def test_an_empty_journal_has_no_checkpoint_and_ends_at_zero() -> None:
    assert (last_position(), latest_checkpoint(), list(entries_after(0))) == (0, None, [])


def test_the_two_latest_checkpoints_are_kept() -> None:
    for position in (5, 10, 15):
        save_checkpoint(position=position, at=AT, state=f"state {position}")

    assert list(Checkpoint.objects.values_list("position", "state")) == [(10, "state 10"), (15, "state 15")]


def test_a_checkpoint_made_again_at_the_same_position_takes_the_place_of_the_first() -> None:
    save_checkpoint(position=5, at=AT, state="old")
    save_checkpoint(position=5, at=AT, state="new")

    assert list(Checkpoint.objects.values_list("position", "state")) == [(5, "new")]


def test_an_event_about_an_offer_is_found_under_its_call() -> None:
    declined = events.OfferDeclined(AgentId(7), OfferId("c1.3"))

    append(after=0, seen=[seen(declined, AT)])

    assert journal() == [(1, "OfferDeclined", "c1")]


def test_an_event_about_no_call_stands_under_none() -> None:
    append(after=0, seen=[seen(events.ExchangeStarted(), AT)])

    assert journal() == [(1, "ExchangeStarted", "")]


def test_every_kind_of_event_comes_back_from_its_body() -> None:
    failed = events.CallFailed(FIRST, FailureCause.SESSION_EXPIRED)
    paused = events.AgentPaused(AgentId(7), "frokost på Ærø")
    for event in (failed, paused):
        stored = seen(event, AT)
        assert event_of(stored.kind, stored.body) == event


def test_an_event_of_a_newer_version_is_refused_by_name() -> None:
    with pytest.raises(Unreadable, match="CallerSang"):
        event_of("CallerSang", "{}")


def test_a_group_written_again_after_a_commit_of_unknown_fate_is_stored_once() -> None:
    group = [arrived(), hung_up()]
    append(after=0, seen=group)

    assert append(after=0, seen=group) == 2
    assert journal() == [(1, "CallerArrived", "c1"), (2, "CallerHungUp", "c1")]


def test_a_second_exchange_that_wrote_meanwhile_is_noticed() -> None:
    append(after=0, seen=[arrived()])

    with pytest.raises(JournalMoved, match="Something else stands in the journal at 1"):
        append(after=0, seen=[hung_up()], dialogs={"d": SavedDialog("c1", "{}")})
    assert (journal(), OpenDialog.objects.count()) == ([(1, "CallerArrived", "c1")], 0)


def test_a_second_exchange_that_saw_the_same_and_then_more_is_noticed() -> None:
    append(after=0, seen=[arrived(), hung_up()])

    with pytest.raises(JournalMoved):
        append(after=0, seen=[arrived()])


@pytest.mark.django_db(transaction=True)
def test_nothing_of_a_group_is_stored_when_part_of_it_cannot_be() -> None:
    unknown_line = Call(
        FIRST, LineId(404), CallState.ARRIVING, OpeningKind.OPEN, (), arrived_at=AT, place_at=AT
    )

    with pytest.raises(IntegrityError):
        append(
            after=0,
            seen=[arrived()],
            bookings=[BookCall(unknown_line)],
            dialogs={"d": SavedDialog("c1", "{}")},
        )

    assert (journal(), OpenDialog.objects.count()) == ([], 0)


def test_a_dialog_is_kept_while_it_lives_with_its_latest_record() -> None:
    append(after=0, dialogs={"d1": SavedDialog("c1", "first"), "d2": SavedDialog("c2", "other")})
    append(after=0, dialogs={"d1": SavedDialog("c1", "second")})
    assert list(OpenDialog.objects.order_by("id").values_list("id", "call", "record")) == [
        ("d1", "c1", "second"),
        ("d2", "c2", "other"),
    ]

    append(after=0, dialogs={"d1": None})

    assert list(OpenDialog.objects.values_list("id", flat=True)) == ["d2"]


def test_a_dialog_known_by_a_very_long_name_is_kept() -> None:
    name = "a" * 1000
    append(after=0, dialogs={name: SavedDialog("c1", "{}")})

    assert OpenDialog.objects.get().id == name


def test_the_media_of_a_call_are_kept_while_it_lives() -> None:
    append(after=0, media={FIRST: "legs", CallId("c2"): "others"})
    append(after=0, media={FIRST: "new legs"})
    assert dict(OpenCall.objects.values_list("id", "media")) == {"c1": "new legs", "c2": "others"}

    append(after=0, media={FIRST: None, CallId("c3"): None})

    assert dict(OpenCall.objects.values_list("id", "media")) == {"c2": "others"}
