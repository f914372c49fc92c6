# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Writing down what happened. The exchange's one writer calls `append`; nobody else writes the journal."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from hotline.calls.books import Booking, Caller, write_books
from hotline.calls.journal import Seen
from hotline.calls.models import CallRecord, Checkpoint, Entry, OpenCall, OpenDialog
from hotline.calls.rows import Row, Table
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
    last = after + len(seen)
    entries: list[Row] = [
        {"position": position, **event._asdict()} for position, event in enumerate(seen, after + 1)
    ]
    try:
        with transaction.atomic():
            ENTRIES.put(entries)
            write_books(bookings, callers or {})
            _save_dialogs(dialogs or {})
            _save_media(media or {})
    except IntegrityError:
        if not _are_stored(entries):
            raise
    return last


ENTRIES = Table(Entry)
DIALOGS = Table(OpenDialog, ["id"], ["call", "record"])
CALLS_MEDIA = Table(OpenCall, ["id"], ["media"])


def _are_stored(entries: list[Row]) -> bool:
    """Whether this very group stands in the journal already. Raises JournalMoved if another one does."""
    if not entries:
        return False
    first = entries[0]["position"]
    stored = Entry.objects.filter(position__gte=first)
    theirs = list(stored.values("position", "at", "kind", "call", "body")[: len(entries) + 1])
    if theirs and theirs != entries:
        raise JournalMoved(f"Something else stands in the journal at {first}.")
    return theirs == entries


def _save_dialogs(dialogs: Mapping[str, SavedDialog | None]) -> None:
    kept: list[Row] = [{"id": key, **dialog._asdict()} for key, dialog in dialogs.items() if dialog]
    DIALOGS.put(kept)
    DIALOGS.drop("id", [key for key, dialog in dialogs.items() if dialog is None])


def _save_media(media: Mapping[CallId, str | None]) -> None:
    CALLS_MEDIA.put([{"id": call, "media": kept} for call, kept in media.items() if kept is not None])
    CALLS_MEDIA.drop("id", [call for call, kept in media.items() if kept is None])


def save_checkpoint(*, position: int, at: Instant, state: str) -> None:
    """Keep the state after the entry at `position`, and the checkpoint before it in case this one is bad."""
    with transaction.atomic():
        Checkpoint.objects.update_or_create(position=position, defaults={"at": at, "state": state})
        kept = Checkpoint.objects.order_by("-position").values_list("position", flat=True)[:KEPT_CHECKPOINTS]
        Checkpoint.objects.exclude(position__in=list(kept)).delete()


def forget_old_numbers(now: dt.datetime | None = None) -> int:
    """Forget the numbers of calls older than HOTLINE_NUMBERS_KEPT_DAYS; return of how many."""
    return forget_numbers(before=(now or timezone.now()) - dt.timedelta(days=settings.NUMBERS_KEPT_DAYS))


def forget_numbers(*, before: dt.datetime) -> int:
    """Forget the telephone number of every call that arrived earlier; return of how many."""
    known = CallRecord.objects.filter(arrived_at__lt=before).exclude(caller_number="", number_key="")
    return known.update(caller_number="", number_key="")
