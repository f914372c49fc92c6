# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Reminds those who look after a text that its review is overdue: a mail a week with the whole list."""

import datetime as dt
from smtplib import SMTPException

import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import ngettext

from hotline.knowledge.models import Reminder, Version
from hotline.knowledge.queries import overdue
from hotline.organisations.rules import RoleKind
from hotline.people.models import Role, User

log = structlog.get_logger(__name__)

AGAIN_AFTER = dt.timedelta(days=7)


def remind_owners(now: dt.datetime | None = None) -> int:
    """Mail everybody who has overdue reviews and was not reminded this week; return how many were.

    Safe when two do it at once: whoever moves the person's row ahead sends the mail.
    """
    at = now or timezone.now()
    return sum(_remind(person, versions, at) for person, versions in _due(at).items())


def _due(at: dt.datetime) -> dict[User, list[Version]]:
    """Who is to be told of what: the owner, or all editors of the authority when there is none."""
    editors = _editors()
    due: dict[User, list[Version]] = {}
    for version in overdue(at):
        text = version.text
        owner = text.owner if text.is_variant else text.article.owner
        for person in [owner] if owner and owner.is_active else editors.get(text.keeper_authority_id, []):
            due.setdefault(person, []).append(version)
    return {person: versions for person, versions in due.items() if person.email}


def _editors() -> dict[int, list[User]]:
    """By authority."""
    found: dict[int, list[User]] = {}
    roles = Role.objects.filter(kind=RoleKind.EDITOR, user__is_active=True).select_related("user")
    for role in roles.order_by("user"):
        found.setdefault(role.authority_id, []).append(role.user)
    return found


def _remind(person: User, versions: list[Version], at: dt.datetime) -> bool:
    """Whether the mail was sent; if it could not be, it is tried again next time."""
    row, _new = Reminder.objects.get_or_create(user=person)
    due = Q(sent_at=None) | Q(sent_at__lte=at - AGAIN_AFTER)
    if Reminder.objects.filter(due, pk=row.pk).update(sent_at=at) != 1:
        return False
    try:
        _send(person, versions, at)
    except (SMTPException, OSError) as trouble:
        log.warning("a reminder could not be sent", person=person.pk, problem=type(trouble).__name__)
        Reminder.objects.filter(pk=row.pk, sent_at=at).update(sent_at=row.sent_at)
        return False
    return True


def _send(person: User, versions: list[Version], at: dt.datetime) -> None:
    with translation.override(person.language):
        number = len(versions)
        subject = ngettext("%(number)d text is due for review", "%(number)d texts are due for review", number)
        told = {
            "person": person,
            "versions": [(version, _address(version)) for version in versions],
            "list": settings.SITE_URL + reverse("knowledge:articles") + "?state=overdue&mine=1",
            "today": timezone.localdate(at),
        }
        words = render_to_string("knowledge/reminder.txt", told)
        send_mail(subject % {"number": number}, words, settings.DEFAULT_FROM_EMAIL, [person.email])


def _address(version: Version) -> str:
    return settings.SITE_URL + reverse("knowledge:edit-article", args=[version.text.article.code])
