# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Tells authorities what was handed over to them, by mail and by webhook, until it arrives."""

import datetime as dt
from collections.abc import Callable
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hotline.handovers.models import Delivery, HandOver, Inbox
from hotline.webhooks.posting import post
from hotline.webhooks.trying import NotDelivered, try_each


def deliver(now: dt.datetime | None = None) -> int:
    """Send everything whose time has come; return how much arrived."""
    deliveries = Delivery.objects.select_related("handover__authority", "handover__inquiry__line")
    return try_each(deliveries, _send, now or timezone.now(), _place)


def _place(delivery: Delivery) -> dict[str, object]:
    return {"way": delivery.way, "handover__authority": delivery.handover.authority_id}


def _send(delivery: Delivery, at: dt.datetime) -> None:
    WAYS[Delivery.Way(delivery.way)](delivery, at)


def _inbox(delivery: Delivery) -> Inbox:
    inbox = Inbox.objects.filter(authority=delivery.handover.authority_id).first()
    if inbox is None:
        raise NotDelivered(_("The authority takes no hand-overs any more."), for_good=True)
    return inbox


def address_of(handover: HandOver) -> str:
    """Where the authority's people read it."""
    return settings.SITE_URL + reverse("handovers:handover", args=[handover.key])


def _send_mail(delivery: Delivery, _at: dt.datetime) -> None:
    """A link and a deadline, nothing of what the citizen said: mail is read by whoever passes by."""
    inbox = _inbox(delivery)
    with translation.override("da"):
        subject, text = letter(delivery)
    try:
        send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [inbox.email])
    except (SMTPException, OSError) as problem:
        raise NotDelivered(
            _("The mail server said: %(problem)s") % {"problem": type(problem).__name__}
        ) from problem


def letter(delivery: Delivery) -> tuple[str, str]:
    """Subject and text of the mail."""
    handover = delivery.handover
    is_reminder = delivery.event == Delivery.Event.REMINDED
    names = {"line": handover.inquiry.line, "day": date_format(timezone.localtime(handover.due_at))}
    if is_reminder:
        subject = _("Reminder: a hand-over from %(line)s waits for you") % names
    else:
        subject = _("A hand-over from %(line)s") % names
    lines = [
        _("A citizen has asked %(line)s for something that only you can do.") % names,
        _("It is to be answered before %(day)s.") % names,
        _("Read it here, when you have signed in:"),
        address_of(handover),
        _("This mail holds nothing about the citizen. Do not answer it."),
    ]
    return subject, "\n\n".join(lines)


def _call_webhook(delivery: Delivery, at: dt.datetime) -> None:
    inbox = _inbox(delivery)
    post(inbox.webhook, inbox.secret, message_id=delivery.message_id, message=message(delivery), at=at)


def message(delivery: Delivery) -> dict[str, object]:
    """What the authority's system is told: all it needs to deal with it, as the hand-over now stands."""
    handover = delivery.handover
    data = {
        "id": str(handover.key),
        "authority": handover.authority.code,
        "line": handover.inquiry.line.slug,
        "kind": handover.kind,
        "words": handover.words,
        "contact": handover.contact,
        "handed_over_at": handover.handed_over_at.isoformat(),
        "due_at": handover.due_at.isoformat(),
        "reminders": handover.reminders,
        "address": address_of(handover),
    }
    return {"type": delivery.event, "timestamp": delivery.made_at.isoformat(), "data": data}


WAYS: dict[Delivery.Way, Callable[[Delivery, dt.datetime], None]] = {
    Delivery.Way.EMAIL: _send_mail,
    Delivery.Way.WEBHOOK: _call_webhook,
}
