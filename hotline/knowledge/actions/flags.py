# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Flags: raised while talking, answered by the owner, seen by the agent."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hotline.knowledge.models import Article, Flag, Version
from hotline.knowledge.refusals import Refused
from hotline.knowledge.words import FlagKind
from hotline.people.guarding import guard
from hotline.people.models import CprCatch, User


@transaction.atomic
def raise_flag(
    by: User,
    kind: str,
    words: str = "",
    *,
    article: Article | None = None,
    version: Version | None = None,
    call: str = "",
) -> Flag:
    """One key and no words is enough when an article is open; without an article the words are needed."""
    if version is not None:
        article = version.text.article
    guarded = guard(words.strip(), CprCatch.Place.FLAG)
    if article is None and not guarded:
        raise Refused(_("Write what is missing."))
    return Flag.objects.create(
        article=article,
        version=version,
        kind=FlagKind(kind),
        words=guarded,
        call=call,
        raised_by=by,
        raised_at=timezone.now(),
    )


@transaction.atomic
def answer_flag(flag: Flag, *, by: User, answer: str) -> None:
    """Once; the agent who raised it is shown the answer."""
    guarded = guard(answer.strip(), CprCatch.Place.FLAG)
    if not guarded:
        raise Refused(_("Write an answer: the agent is waiting for it."))
    now = timezone.now()
    waiting = Flag.objects.filter(pk=flag.pk, answered_at=None)
    if waiting.update(answer=guarded, answered_by=by, answered_at=now) != 1:
        raise Refused(_("Somebody else has answered already."))
    flag.answer, flag.answered_by, flag.answered_at = guarded, by, now


def mark_seen(flag: Flag, *, by: User) -> bool:
    """The agent who raised it has read the answer. False if there is none, or it is somebody else's."""
    unseen = Flag.objects.filter(pk=flag.pk, raised_by=by, answered_at__isnull=False, seen_at=None)
    return unseen.update(seen_at=timezone.now()) == 1
