# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Writing down what happened. The exchange's one writer calls `append`; nobody else writes the journal."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.db import transaction
from django.db.models import Max

from hotline.calls.books import Booking, Caller, write_books
from hotline.calls.journal import Seen
from hotline.calls.models import CallRecord, Checkpoint, Entry, OpenCall, OpenDialog
from hotline.exchange.words import CallId, Instant

KEPT_CHECKPOINTS = 2


class JournalMoved(Exception):
    """The journal goes on where this writer did not write: another exchange is at work. Stop writing."""


class SavedDialog(NamedTuple):
    """A SIP dialog's record, to be kept while the dialog lives."""

    call: str
    record: str


def append(
    *,
    after: int,
    seen: Sequence[Seen] = (),
    bookings: Sequence[Booking] = (),
    callers: Mapping[CallId, Caller] | None = None,
    dialogs: Mapping[str, SavedDialog | None] | None = None,
    media: Mapping[CallId, str | None] | None = None,
) -> int:
    """Store a group of events and all that follows from them in one transaction; return the last position.

    `after` is the last position this writer knows to be stored. Calling again with the same arguments after a
    commit of unknown fate is safe: what is stored already is not stored twice. A dialog or media record of
    None is deleted. `callers` holds what is known of the number of each call booked for the first time.
    Raises JournalMoved.
    """
    with transaction.atomic():
        if _is_stored(after, seen):
            return after + len(seen)
        Entry.objects.bulk_create(
            Entry(position, event.at, event.kind, event.call, event.body)
            for position, event in enumerate(seen, after + 1)
        )
        write_books(bookings, callers or {})
        _save_dialogs(dialogs or {})
        _save_media(media or {})
    return after + len(seen)


def _is_stored(after: int, seen: Sequence[Seen]) -> bool:
    """Whether this very group stands in the journal already."""
    last = Entry.objects.aggregate(last=Max("position"))["last"] or 0
    if last == after:
        return False
    if seen and last == after + len(seen) and _is_last(seen[-1], last):
        return True
    raise JournalMoved(f"The journal ends at {last}, not at {after}: another exchange is writing it.")


def _is_last(event: Seen, position: int) -> bool:
    return Entry.objects.filter(
        position=position, at=event.at, kind=event.kind, call=event.call, body=event.body
    ).exists()


def _save_dialogs(dialogs: Mapping[str, SavedDialog | None]) -> None:
    living = [OpenDialog(key, kept.call, kept.record) for key, kept in dialogs.items() if kept]
    OpenDialog.objects.bulk_create(
        living, update_conflicts=True, unique_fields=["id"], update_fields=["call", "record"]
    )
    if len(living) < len(dialogs):
        OpenDialog.objects.filter(pk__in=[key for key, kept in dialogs.items() if kept is None]).delete()


def _save_media(media: Mapping[CallId, str | None]) -> None:
    living = [OpenCall(call, record) for call, record in media.items() if record is not None]
    OpenCall.objects.bulk_create(living, update_conflicts=True, unique_fields=["id"], update_fields=["media"])
    if len(living) < len(media):
        OpenCall.objects.filter(pk__in=[call for call, record in media.items() if record is None]).delete()


def save_checkpoint(*, position: int, at: Instant, state: str) -> None:
    """Keep the state after the entry at `position`, and the checkpoint before it in case this one is bad."""
    with transaction.atomic():
        Checkpoint.objects.update_or_create(position=position, defaults={"at": at, "state": state})
        kept = Checkpoint.objects.order_by("-position").values_list("position", flat=True)[:KEPT_CHECKPOINTS]
        Checkpoint.objects.exclude(position__in=list(kept)).delete()


def forget_numbers(*, before: dt.datetime) -> int:
    """Forget the telephone number of every call that arrived earlier; return of how many."""
    known = CallRecord.objects.filter(arrived_at__lt=before).exclude(caller_number="", number_key="")
    return known.update(caller_number="", number_key="")
