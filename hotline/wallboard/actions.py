# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Screens are paired, claimed, and taken out of use."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from hotline.organisations.deeds import Deed, note
from hotline.people.models import User
from hotline.wallboard.codes import code_of, digest_of
from hotline.wallboard.models import CLAIMED_WITHIN, Screen

SEEN_AT_MOST_EVERY = dt.timedelta(minutes=1)


@transaction.atomic
def pair_screen(screen: Screen, code: str, by: User) -> Screen:
    """Let the screen that shows this code show the line; it comes for it within a few seconds."""
    Screen.objects.filter(code=code).update(code="")  # who types it twice means the latest
    screen.code, screen.paired_by, screen.paired_at = code, by, timezone.now()
    screen.save()
    note(by, Deed.SCREEN_PAIRED, screen.name, line=screen.line)
    return screen


@transaction.atomic
def revoke_screen(screen: Screen, by: User) -> None:
    """It shows nothing more, within seconds."""
    if screen.revoked_at is None:
        screen.revoked_at, screen.code = timezone.now(), ""
        screen.save(update_fields=["revoked_at", "code"])
        note(by, Deed.SCREEN_REVOKED, screen.name, line=screen.line)


def screen_with(secret: str) -> Screen | None:
    """The screen in use that keeps this secret; if it was approved just now, it is claimed by this."""
    in_use = Screen.objects.filter(revoked_at=None).select_related("line", "authority")
    return in_use.filter(digest=digest_of(secret)).first() or _claimed(secret)


def _claimed(secret: str) -> Screen | None:
    approved = Screen.objects.filter(
        revoked_at=None, code=code_of(secret), digest="", paired_at__gt=timezone.now() - CLAIMED_WITHIN
    )
    if not approved.update(digest=digest_of(secret), code=""):
        return None
    return Screen.objects.select_related("line", "authority").get(digest=digest_of(secret))


def was_revoked(secret: str) -> bool:
    return Screen.objects.filter(digest=digest_of(secret), revoked_at__isnull=False).exists()


def note_seen(screen: Screen) -> None:
    """Write down that the screen was here, once a minute at most."""
    now = timezone.now()
    if screen.seen_at is None or screen.seen_at < now - SEEN_AT_MOST_EVERY:
        Screen.objects.filter(pk=screen.pk).update(seen_at=now)
