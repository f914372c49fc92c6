# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What is asked of the books and the journal by more than one room."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, F, Max, Q, QuerySet
from django.utils import timezone

from hotline.calls.models import CallRecord, Checkpoint, Entry
from hotline.calls.numbers import number_key
from hotline.exchange.words import Outcome

ENTRIES_AT_ONCE = 2000


def last_position() -> int:
    """Where the journal ends; 0 when it is empty."""
    return Entry.objects.aggregate(last=Max("position"))["last"] or 0


def latest_checkpoint() -> Checkpoint | None:
    return Checkpoint.objects.order_by("-position").first()


def entries_after(position: int) -> Iterator[Entry]:
    """What a restarted exchange has to go through again, in order, without holding it all in memory."""
    return Entry.objects.filter(position__gt=position).order_by("position").iterator(ENTRIES_AT_ONCE)


def calls_from_number_lately(
    number: str, days: int = 7, *, now: dt.datetime | None = None
) -> QuerySet[CallRecord]:
    """The calls from an E.164 number in the last days, latest first; none from a withheld number."""
    return _calls_with_key(number_key(number), (now or timezone.now()) - dt.timedelta(days=days))


def earlier_calls(call: CallRecord, days: int = 7) -> QuerySet[CallRecord]:
    """The calls from the same number in the days before this one, latest first."""
    since = call.arrived_at - dt.timedelta(days=days)
    return _calls_with_key(call.number_key, since).filter(arrived_at__lt=call.arrived_at).exclude(pk=call.pk)


def _calls_with_key(key: str, since: dt.datetime) -> QuerySet[CallRecord]:
    if not key:
        return CallRecord.objects.none()
    return CallRecord.objects.filter(number_key=key, arrived_at__gte=since).order_by("-arrived_at", "-id")


@dataclass(frozen=True)
class Conservation:
    """Every call that arrived must be found again. `unexplained` other than 0 means the books are wrong."""

    arrived: int
    answered: int
    abandoned: int
    diverted: int
    refused: int
    lost: int
    still_here: int

    @property
    def unexplained(self) -> int:
        ended = self.answered + self.abandoned + self.diverted + self.refused + self.lost
        return self.arrived - ended - self.still_here


def conservation(calls: QuerySet[CallRecord]) -> Conservation:
    """Count what became of the calls; one query."""
    counts = calls.aggregate(
        arrived=Count("id"),
        still_here=Count("id", filter=Q(ended_at=None, outcome="")),
        **{outcome.value: Count("id", filter=Q(outcome=outcome)) for outcome in Outcome},
    )
    return Conservation(**counts)


CONTRADICTION = (
    Q(ended_at=None) & ~Q(outcome="")
    | Q(ended_at__isnull=False, outcome="")
    | Q(outcome=Outcome.ANSWERED, answered_at=None)
    | Q(answered_at__isnull=False) & ~Q(outcome__in=["", Outcome.ANSWERED])
    | Q(ended_at__lt=F("arrived_at"))
    | Q(answered_at__lt=F("arrived_at"))
    | Q(answered_at__isnull=False, queued_at=None)
)


def contradictory_calls(calls: QuerySet[CallRecord]) -> QuerySet[CallRecord]:
    """The calls whose own row contradicts itself, such as one that ended without counting as anything."""
    return calls.filter(CONTRADICTION)
