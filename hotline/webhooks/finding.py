# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Finds what there is to tell: looks through the journal and the inquiries from where it last came to.

The exchange and the desks know nothing of it and wait for nothing. A message to a system about an event is
made once, so looking twice at the same does no harm.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from django.db import transaction
from django.db.models import Max, QuerySet

from hotline.calls.models import CallRecord, Entry
from hotline.calls.queries import last_position
from hotline.inquiries.models import Correction, Inquiry
from hotline.webhooks.models import Delivery, Event, Subscription, Watched

ENTRIES_AT_ONCE = 20_000
AT_ONCE = 500
# A row that is stored late has a key a little below the latest.
LOOK_BACK = 200


@dataclass(frozen=True)
class Happening:
    """Something that some system may want to be told: where, when, and whom it concerns."""

    event: Event
    about: str
    at: dt.datetime
    line: int
    authorities: frozenset[int]

    def concerns(self, subscription: Subscription) -> bool:
        is_theirs = subscription.line_id == self.line or subscription.authority_id in self.authorities
        return is_theirs and self.event in subscription.events and self.at >= subscription.made_at


def find_events(now: dt.datetime) -> int:
    """Make a delivery of each event for each system that wants it; return how many."""
    subscriptions = list(Subscription.objects.all())
    if not subscriptions:
        _forget_where_we_were()
        return 0
    return sum(_make(subscriptions, found, now) for found in (_calls(), _inquiries(), _corrections()))


def _forget_where_we_were() -> None:
    """Nobody listens; whoever begins to, begins from then."""
    Watched.objects.all().delete()


@transaction.atomic
def _make(subscriptions: list[Subscription], found: Iterable[Happening], now: dt.datetime) -> int:
    wanted = {
        (subscription.pk, happening.event, happening.about)
        for happening in found
        for subscription in subscriptions
        if happening.concerns(subscription)
    }
    missing = wanted - _made(wanted)
    Delivery.objects.bulk_create(
        (
            Delivery(subscription_id=subscription, event=event, about=about, made_at=now, try_at=now)
            for subscription, event, about in sorted(missing)
        ),
        ignore_conflicts=True,
    )
    return len(missing)


def _made(wanted: set[tuple[int, Event, str]]) -> set[tuple[int, Event, str]]:
    """Of these, what there is already."""
    abouts = sorted({about for _subscription, _event, about in wanted})
    return {
        (subscription, Event(event), about)
        for some in _in_groups(abouts)
        for subscription, event, about in Delivery.objects.filter(about__in=some).values_list(
            "subscription", "event", "about"
        )
    }


def _calls() -> Iterator[Happening]:
    """The calls that the journal's new entries are about."""
    begun = _begun("journal", last_position)
    new = Entry.objects.filter(position__gt=begun).order_by("position")
    entries = list(new.values_list("position", "call")[:ENTRIES_AT_ONCE])
    for some in _in_groups(sorted({call for _position, call in entries if call})):
        for call in CallRecord.objects.filter(pk__in=some).prefetch_related("segments__agent"):
            yield from _of_call(call)
    if entries:
        _looked_through("journal", entries[-1][0])


def _of_call(call: CallRecord) -> Iterator[Happening]:
    homes = (segment.agent.authority_id for segment in call.segments.all())
    authorities = frozenset(home for home in homes if home)
    for event, at in ((Event.CALL_ANSWERED, call.answered_at), (Event.CALL_ENDED, call.ended_at)):
        if at:
            yield Happening(event, call.pk, at, call.line_id, authorities)


def _inquiries() -> Iterator[Happening]:
    """What is registered since, with a look back at what may have been stored late."""
    begun = _begun("inquiries", lambda: _last(Inquiry.objects.all()))
    new = Inquiry.objects.filter(pk__gt=begun - LOOK_BACK).order_by("pk")[:AT_ONCE]
    latest = begun
    for inquiry in new:
        latest = max(latest, inquiry.pk)
        about = str(inquiry.key)
        yield _of_inquiry(Event.INQUIRY_REGISTERED, about, inquiry.registered_at, inquiry)
    _looked_through("inquiries", latest)


def _corrections() -> Iterator[Happening]:
    begun = _begun("corrections", lambda: _last(Correction.objects.all()))
    new = Correction.objects.filter(pk__gt=begun - LOOK_BACK).select_related("inquiry").order_by("pk")
    latest = begun
    for correction in new[:AT_ONCE]:
        latest = max(latest, correction.pk)
        yield _of_inquiry(
            Event.INQUIRY_CORRECTED, str(correction.pk), correction.corrected_at, correction.inquiry
        )
    _looked_through("corrections", latest)


def _of_inquiry(event: Event, about: str, at: dt.datetime, inquiry: Inquiry) -> Happening:
    """It concerns who answered, and where the citizen belongs."""
    concerned = frozenset({inquiry.answered_by_id, inquiry.authority_id} - {None})
    return Happening(event, about, at, inquiry.line_id, cast("frozenset[int]", concerned))


def _begun(source: str, end: Callable[[], int]) -> int:
    """How far we had come; at the end of what there is when nobody has looked yet."""
    row = Watched.objects.filter(source=source).first()
    return row.until if row else _looked_through(source, end())


def _looked_through(source: str, until: int) -> int:
    Watched.objects.update_or_create(source=source, defaults={"until": until})
    return until


def _last(rows: QuerySet[Inquiry] | QuerySet[Correction]) -> int:
    return rows.aggregate(last=Max("pk"))["last"] or 0


def _in_groups(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    for begin in range(0, len(keys), AT_ONCE):
        yield keys[begin : begin + AT_ONCE]
