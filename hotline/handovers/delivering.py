# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Tells authorities what was handed over to them, and tries again with growing pauses.

Several processes may do it at once: whoever moves a delivery's next try ahead, by an update filtered on the
old one, sends it; the others find one row less. A process that dies while it sends leaves a try that comes
round when its lease is over, so a receiver may get a message twice, and knows it by its id.
"""

import datetime as dt
import ipaddress
import json
import socket
from collections.abc import Callable
from smtplib import SMTPException
from urllib.parse import urlsplit

import httpx
import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.db.models import F
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hotline.handovers.models import Delivery, HandOver, Inbox
from hotline.handovers.signing import signed_headers

log = structlog.get_logger(__name__)

LEASE = dt.timedelta(minutes=2)
PATIENCE = 15.0
PAUSES = tuple(
    dt.timedelta(seconds=seconds)
    for seconds in (5, 300, 1800, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600)
)


class NotDelivered(Exception):
    """It did not arrive; the sentence says why. `for_good` when trying again is of no use."""

    def __init__(self, sentence: str, *, for_good: bool = False) -> None:
        super().__init__(sentence)
        self.for_good = for_good


def deliver(now: dt.datetime | None = None) -> int:
    """Send everything whose time has come; return how much arrived."""
    at = now or timezone.now()
    due = Delivery.objects.filter(state=Delivery.State.WAITING, try_at__lte=at).order_by("try_at", "id")
    return sum(
        _try(delivery, at)
        for delivery in due.select_related("handover__authority", "handover__inquiry__line")
    )


def _try(delivery: Delivery, at: dt.datetime) -> bool:
    """Send it, unless somebody else does; whether it arrived."""
    same = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.WAITING, try_at=delivery.try_at)
    if not same.update(try_at=at + LEASE, tries=F("tries") + 1):
        return False
    delivery.tries += 1
    delivery.told_at = at
    try:
        WAYS[Delivery.Way(delivery.way)](delivery, at)
    except NotDelivered as problem:
        _note_failure(delivery, problem, at)
        return False
    delivery.state, delivery.try_at, delivery.problem = Delivery.State.DELIVERED, None, ""
    delivery.save(update_fields=["state", "try_at", "told_at", "problem"])
    return True


def _note_failure(delivery: Delivery, problem: NotDelivered, at: dt.datetime) -> None:
    is_last = problem.for_good or delivery.tries > len(PAUSES)
    delivery.state = Delivery.State.GIVEN_UP if is_last else Delivery.State.WAITING
    delivery.try_at = None if is_last else at + PAUSES[delivery.tries - 1]
    delivery.problem = str(problem)[:200]
    delivery.save(update_fields=["state", "try_at", "told_at", "problem"])
    log.warning(
        "a hand-over was not delivered",
        delivery=str(delivery.key),
        way=delivery.way,
        tries=delivery.tries,
        given_up=is_last,
    )


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
    refuse_wrong_address(inbox.webhook)
    body = json.dumps(message(delivery), ensure_ascii=False).encode()
    headers = signed_headers(inbox.secret, f"msg_{delivery.key.hex}", int(at.timestamp()), body)
    try:
        answer = httpx.post(
            inbox.webhook,
            content=body,
            headers={"content-type": "application/json", "user-agent": "Hotline", **headers},
            timeout=PATIENCE,
            follow_redirects=False,
            trust_env=False,
        )
    except (httpx.HTTPError, httpx.InvalidURL) as problem:
        raise NotDelivered(_("No answer: %(problem)s") % {"problem": type(problem).__name__}) from problem
    if not answer.is_success:
        gone = answer.status_code == httpx.codes.GONE
        raise NotDelivered(_("It answered %(status)d.") % {"status": answer.status_code}, for_good=gone)


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


def refuse_wrong_address(address: str) -> None:
    """Only TLS, and no machine inside our own network: the address is set by somebody outside of it."""
    if settings.WEBHOOKS_ANYWHERE:
        return
    url = urlsplit(address)
    if url.scheme != "https" or not url.hostname:
        raise NotDelivered(_("The address must begin with https://."), for_good=True)
    try:
        found = socket.getaddrinfo(url.hostname, url.port or 443, type=socket.SOCK_STREAM)
    except OSError as problem:
        raise NotDelivered(_("The address is not known.")) from problem
    if not all(ipaddress.ip_address(place[4][0]).is_global for place in found):
        raise NotDelivered(_("The address lies in a private network."), for_good=True)


WAYS: dict[Delivery.Way, Callable[[Delivery, dt.datetime], None]] = {
    Delivery.Way.EMAIL: _send_mail,
    Delivery.Way.WEBHOOK: _call_webhook,
}
