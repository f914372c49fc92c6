# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Lists of articles and flags, each in one query however long it is."""

import datetime as dt

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from hotline.knowledge.models import Flag, Reading, Version
from hotline.knowledge.queries.current import in_force, original_has_moved_on
from hotline.knowledge.rules import authorities_edited_by
from hotline.people.models import User


def overdue(at: dt.datetime) -> QuerySet[Version]:
    """What is in force although its review was due, the longest overdue first."""
    due = in_force(at).filter(review_on__lte=timezone.localdate(at))
    return due.select_related("text__article__owner", "text__owner", "text__authority").order_by("review_on")


def outdated(at: dt.datetime) -> QuerySet[Version]:
    """Translations that are older than what they were made from."""
    rows = in_force(at).filter(original_has_moved_on(at))
    return rows.select_related("text__article", "text__authority", "original")


def most_used(since: dt.datetime) -> dict[int, int]:
    """The articles (their keys) read since then, and how often, most often first."""
    counted = Reading.objects.filter(read_at__gte=since).values("article").annotate(times=Count("pk"))
    return {row["article"]: row["times"] for row in counted.order_by("-times", "article")}


def favourites_of(user: User) -> list[int]:
    """The articles (their keys) somebody keeps at hand, in the order they were chosen."""
    return list(user.favourites.values_list("article", flat=True))


def flags_waiting_for(user: User) -> QuerySet[Flag]:
    """The flags this person has to answer, the oldest first."""
    edited = authorities_edited_by(user)
    own = Q(article__owner=user, version__text__authority=None) | Q(version__text__owner=user)
    common = Q(article__authority__in=edited, version__text__authority=None)
    variants = Q(version__text__authority__in=edited)
    wanted = own | common | variants
    if edited:
        wanted |= Q(article=None)
    return _with_all(Flag.objects.filter(wanted, answered_at=None)).order_by("raised_at", "pk")


def flags_answered_to(user: User) -> QuerySet[Flag]:
    """The answers the person has not seen yet."""
    unseen = Flag.objects.filter(raised_by=user, answered_at__isnull=False, seen_at=None)
    return _with_all(unseen).order_by("answered_at")


def _with_all(flags: QuerySet[Flag]) -> QuerySet[Flag]:
    return flags.select_related(
        "article", "version__text__article", "version__text__authority", "raised_by__authority", "answered_by"
    )
