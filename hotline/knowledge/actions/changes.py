# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Telling every search that what it finds has changed."""

from django.db.models import F

from hotline.knowledge.models import Change

ONLY = 1  # the key of the only row


def note_change() -> None:
    """To be called in the transaction that changes what a search finds."""
    if not _counted():
        Change.objects.bulk_create([Change(pk=ONLY)], ignore_conflicts=True)
        _counted()


def _counted() -> bool:
    return Change.objects.filter(pk=ONLY).update(number=F("number") + 1) == 1
