# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Temporary guides: something is down, and everybody must say the same within two minutes."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hotline.knowledge.actions.changes import note_change
from hotline.knowledge.actions.publishing import publish_alone
from hotline.knowledge.actions.writing import begin_article, begin_text, write
from hotline.knowledge.matching import fold
from hotline.knowledge.models import Article, Topic
from hotline.knowledge.refusals import Refused
from hotline.knowledge.wording import Wording
from hotline.knowledge.words import Language
from hotline.organisations.actions import end_announcement
from hotline.organisations.deeds import Deed, note
from hotline.organisations.models import Authority, Line, LineAnnouncement
from hotline.people.models import User

CODE_LENGTH = 40


@dataclass(frozen=True)
class Announced:
    """Every caller to a line is told, too: and is put in the queue, or the call ends."""

    line: Line
    text: str
    text_en: str = ""
    ends_call: bool = False


@transaction.atomic
def make_temporary_guide(
    wording: Wording,
    topic: Topic,
    ends_at: dt.datetime,
    *,
    by: User,
    authority: Authority,
    announced: Announced | None = None,
) -> Article:
    """An article in force at once and until then, and what callers hear meanwhile."""
    now = timezone.now()
    if ends_at <= now:
        raise Refused(_("The guide must end later than now."))
    article = begin_article(free_code(wording.title, now), [topic], authority, owner=by, ends_at=ends_at)
    text = begin_text(article, Language.DANISH)
    publish_alone(write(text, wording, by=by, revision=text.revision), by=by)
    if announced:
        article.announcement = LineAnnouncement.objects.create(
            line=announced.line,
            text=announced.text,
            text_en=announced.text_en,
            from_at=now,
            to_at=ends_at,
            ends_call=announced.ends_call,
        )
        article.save(update_fields=["announcement"])
    line = announced.line if announced else None
    note(by, Deed.GUIDE_MADE, wording.title, line=line, authority=authority, subject=article.code)
    return article


@transaction.atomic
def end_temporary_guide(article: Article, *, by: User | None = None) -> None:
    """It is over: nobody finds the guide any more, and callers are told nothing."""
    now = timezone.now()
    if Article.objects.filter(pk=article.pk, ends_at__gt=now).update(ends_at=now) != 1:
        raise Refused(_("The guide has ended already."))
    article.ends_at = now
    if article.announcement is not None:
        end_announcement(article.announcement)
    line = article.announcement.line if article.announcement else None
    note(by, Deed.GUIDE_ENDED, article.code, line=line, authority=article.authority, subject=article.code)
    note_change()


def free_code(title: str, at: dt.datetime) -> str:
    """A code made of the title and the day, with a number behind it if it is taken."""
    words = fold(title).replace(" ", "-")[:CODE_LENGTH].strip("-") or "guide"
    code = wanted = f"{words}-{timezone.localdate(at):%Y%m%d}"
    number = 1
    while Article.objects.filter(code=code).exists():
        number += 1
        code = f"{wanted}-{number}"
    return code
