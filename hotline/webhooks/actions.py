# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Every change to subscriptions and what is sent to them: one function per deed."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from hotline.organisations.deeds import Deed, note
from hotline.organisations.models import Authority, Line
from hotline.people.models import User
from hotline.webhooks import posting, telling, trying
from hotline.webhooks.models import Delivery, Event, Subscription
from hotline.webhooks.signing import new_secret

DELIVERIES_KEPT = dt.timedelta(days=30)


@transaction.atomic
def subscribe(
    place: Authority | Line,
    *,
    address: str,
    events: Collection[Event],
    by: User | None = None,
    now: dt.datetime | None = None,
) -> Subscription:
    """From now on the system at the address is told."""
    made = Subscription.objects.create(
        authority=place if isinstance(place, Authority) else None,
        line=place if isinstance(place, Line) else None,
        address=address,
        events=sorted(events),
        made_at=now or timezone.now(),
    )
    _note(by, Deed.SYSTEM_TOLD, made)
    return made


@transaction.atomic
def change(
    subscription: Subscription, *, address: str, events: Collection[Event], by: User | None = None
) -> None:
    subscription.address, subscription.events = address, sorted(events)
    subscription.save(update_fields=["address", "events"])
    _note(by, Deed.SYSTEM_CHANGED, subscription)


@transaction.atomic
def change_secret(subscription: Subscription, *, by: User | None = None) -> None:
    """From now on messages are signed with another secret."""
    subscription.secret = new_secret()
    subscription.save(update_fields=["secret"])
    _note(by, Deed.SYSTEM_CHANGED, subscription)


@transaction.atomic
def end(subscription: Subscription, *, by: User | None = None) -> None:
    """The system is told no more; what it was told is forgotten."""
    _note(by, Deed.SYSTEM_ENDED, subscription)
    subscription.delete()


def _note(by: User | None, deed: Deed, subscription: Subscription) -> None:
    note(
        by,
        deed,
        subscription.address,
        line=subscription.line,
        authority=subscription.authority,
        subject=subscription.pk,
    )


@transaction.atomic
def tell(
    place: Authority | Line, event: Event, data: dict[str, object], *, now: dt.datetime | None = None
) -> int:
    """Tell whoever asked to be told of such an event there; return how many systems.

    The data must be JSON, and hold neither a telephone number nor a person. It is sent within seconds.
    """
    at = now or timezone.now()
    there = Subscription.objects.filter(
        **{"authority" if isinstance(place, Authority) else "line": place}, made_at__lte=at
    )
    made = Delivery.objects.bulk_create(
        Delivery(subscription=subscription, event=event, data=data, made_at=at, try_at=at)
        for subscription in there
        if event in subscription.events
    )
    return len(made)


def deliver(now: dt.datetime | None = None) -> int:
    """Send every message whose time has come; return how many arrived."""
    messages = Delivery.objects.select_related("subscription__authority", "subscription__line")
    return trying.try_each(messages, _send, now or timezone.now(), _place)


def _place(delivery: Delivery) -> dict[str, object]:
    return {"subscription": delivery.subscription_id}


def _send(delivery: Delivery, at: dt.datetime) -> None:
    subscription = delivery.subscription
    posting.post(
        subscription.address,
        subscription.secret,
        message_id=delivery.message_id,
        message=telling.message(delivery),
        at=at,
    )


def send_again(delivery: Delivery, *, now: dt.datetime | None = None) -> None:
    """Try at once, and as often as a new one."""
    trying.send_again(delivery, now or timezone.now())


def forget_deliveries(now: dt.datetime | None = None) -> int:
    """Forget what arrived or was given up a month ago; return of how many."""
    old = Delivery.objects.filter(made_at__lt=(now or timezone.now()) - DELIVERIES_KEPT)
    return old.exclude(state=Delivery.State.WAITING).delete()[0]
