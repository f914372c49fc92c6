# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Aarhus and Viborg have systems that are told; Alma in Aarhus answers, and so does Vibe in Viborg."""

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

from django.test import Client

from hotline.calls.models import CallRecord, Entry
from hotline.organisations.models import Authority, Line
from hotline.people.models import User
from hotline.webhooks.actions import subscribe
from hotline.webhooks.models import ALARMS, Delivery, Event, Subscription
from tests.calls import scenes
from tests.handovers.world import Heard
from tests.inquiries.desk import signed_in

NOON = scenes.NOON
EVENTS = tuple(event for event in Event if event not in ALARMS)


def alma() -> User:
    return User.objects.filter(username="alma").first() or scenes.agent("Alma")


def vibe() -> User:
    return User.objects.filter(username="vibe").first() or scenes.agent("Vibe", of=scenes.viborg())


def system_of(
    place: Authority | Line | None = None,
    *events: Event,
    address: str = "https://system.example.org/",
    since: dt.datetime = NOON - dt.timedelta(days=1),
) -> Subscription:
    """Aarhus' system, told of everything, unless said otherwise."""
    return subscribe(place or scenes.authority(), address=address, events=events or EVENTS, now=since)


def journalled(call: CallRecord) -> CallRecord:
    """The exchange has stored an event about the call."""
    latest = Entry.objects.order_by("-position").first()
    position = latest.position + 1 if latest else 1
    Entry.objects.create(position=position, at=0, kind="CallerHungUp", call=call.pk, body="{}")
    return call


def answered(who: User | None = None, call_id: str = "c1", **fields: object) -> CallRecord:
    """A call somebody answered, and the journal's entry of it."""
    return journalled(scenes.answered_by(who or alma(), call_id, **fields))


def told(subscription: Subscription | None = None) -> set[tuple[str, str]]:
    """Each event and what it is about."""
    found = Delivery.objects.filter(subscription=subscription) if subscription else Delivery.objects.all()
    return set(found.values_list("event", "about"))


def bodies(heard: Heard) -> list[dict[str, Any]]:
    return [json.loads(body) for _headers, body in heard.requests]


def everybody_who_must_not() -> Iterable[tuple[str, Client]]:
    """Everybody but the administrators of Aarhus and of the line; a name for each."""
    yield "stranger", Client()
    yield "an agent", signed_in(alma())
    yield "a duty lead", signed_in(scenes.person("Dorte", "duty_lead"))
    yield "an editor", signed_in(scenes.person("Edda", "editor"))
    yield "without a role", signed_in(scenes.person("Rolf"))


def administrator(of: Authority | None = None, *, of_line: bool = False) -> Client:
    """Of an authority alone, or of the line as well."""
    place = of or scenes.authority()
    name = f"Adam{place.code}{'line' if of_line else ''}"
    known = User.objects.filter(username=name.lower()).first()
    user = known or scenes.person(name, "administrator", of=place)
    if not of_line:
        user.roles.get().lines.clear()
    return signed_in(User.objects.get(pk=user.pk))
