# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""From draft to published and away again.

A change of state is an update of the row in the state it was seen in: of two who decide at once one wins, and
the other is told.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from hotline.knowledge.actions.changes import note_change
from hotline.knowledge.models import Text, Version
from hotline.knowledge.refusals import Refused
from hotline.knowledge.tables import Happening, Impossible, after
from hotline.knowledge.words import VersionState
from hotline.organisations.deeds import Deed, note
from hotline.people.cpr_guard import mask
from hotline.people.models import User


@transaction.atomic
def send_to_review(version: Version) -> None:
    _refuse_unfinished(version)
    _move(version, Happening.SENT_TO_REVIEW, sent_to_review_at=timezone.now(), review_note="")


@transaction.atomic
def send_back(version: Version, note: str) -> None:
    """It needs another hand; the note says why."""
    _move(version, Happening.SENT_BACK, sent_to_review_at=None, review_note=mask(note))


@transaction.atomic
def approve(version: Version, *, by: User, publish_at: dt.datetime | None = None) -> None:
    """Publish what somebody else wrote: now, or at a moment to come."""
    now = timezone.now()
    if version.written_by_id == by.pk:
        raise Refused(_("Somebody else must approve what you wrote."))
    publish_at = max(publish_at or now, now)
    _move(version, Happening.APPROVED, approved_by=by, approved_at=now, publish_at=publish_at)
    _note(by, Deed.TEXT_APPROVED, version)
    note_change()


@transaction.atomic
def publish_alone(version: Version, *, by: User | None) -> None:
    """Publish without a second pair of eyes: temporary guides, and imported files."""
    _refuse_unfinished(version)
    now = timezone.now()
    _move(version, Happening.PUBLISHED_ALONE, approved_by=by, approved_at=now, publish_at=now)
    note_change()


@transaction.atomic
def withdraw(version: Version, *, by: User | None) -> None:
    """Take a version away; with what is shown, those before it too: none comes back by itself."""
    now = timezone.now()
    gone = {"withdrawn_by": by, "withdrawn_at": now}
    was_shown = version.publish_at is not None and version.publish_at <= now
    _move(version, Happening.WITHDRAWN, **gone)
    _note(by, Deed.TEXT_WITHDRAWN, version)
    if was_shown:
        before = Version.objects.filter(
            text=version.text_id, number__lt=version.number, state=VersionState.PUBLISHED
        )
        before.update(state=VersionState.WITHDRAWN, **gone)
    note_change()


@transaction.atomic
def confirm_checked(version: Version, *, by: User, review_on: dt.date) -> None:
    """What is published still holds; look again on that day."""
    today = timezone.localdate()
    if review_on <= today:
        raise Refused(_("The next review must lie ahead."))
    changed = {"checked_on": today, "checked_by": by, "review_on": review_on}
    rows = Version.objects.filter(pk=version.pk, state=VersionState.PUBLISHED)
    if rows.update(**changed) != 1:
        raise Refused(_("Only what is published can be confirmed."))
    _keep(version, changed)


def _note(by: User | None, deed: Deed, version: Version) -> None:
    article = version.text.article
    note(by, deed, version.title or article.code, authority=article.authority, subject=article.code)


def _move(version: Version, happening: Happening, **changed: Any) -> None:
    seen = VersionState(version.state)
    try:
        changed["state"] = after(seen, happening)
    except Impossible:
        raise Refused(_("That cannot be done to a version that is %(state)s.") % _named(seen)) from None
    if Version.objects.filter(pk=version.pk, state=seen).update(**changed) != 1:
        raise Refused(_("Somebody else was quicker. Look at the version again."))
    Text.objects.filter(pk=version.text_id).update(revision=F("revision") + 1)
    _keep(version, changed)


def _named(state: VersionState) -> dict[str, str]:
    return {"state": str(state.label).lower()}


def _keep(version: Version, changed: dict[str, Any]) -> None:
    for field, value in changed.items():
        setattr(version, field, value)


def _refuse_unfinished(version: Version) -> None:
    """What a reader needs at least. A variant may say only what is different."""
    if version.text.is_variant:
        if not (version.short_answer or version.script or version.steps or version.where_next):
            raise Refused(_("Write what is different here first."))
    elif not (version.title and version.short_answer):
        raise Refused(_("An article needs a title and a short answer first."))
