# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The list of articles and one article as its editors see it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from hotline.knowledge.models import Article, Filing, Flag, Text, Topic, Version
from hotline.knowledge.queries.current import in_force, original_has_moved_on
from hotline.knowledge.queries.lists import overdue
from hotline.knowledge.rules import authorities_edited_by, may_see_drafts
from hotline.knowledge.tables import BEING_WRITTEN
from hotline.knowledge.words import VersionState
from hotline.organisations.rules import administers_a_line
from hotline.people.models import User

LONG = ("script", "steps", "good_to_know", "keywords", "where_next", "sources")
BY_STATE = {
    "published": Q(shown__isnull=False),
    "draft": Q(newest_state=VersionState.DRAFT),
    "in_review": Q(newest_state=VersionState.IN_REVIEW),
    "withdrawn": Q(newest_state=VersionState.WITHDRAWN),
    "overdue": Q(is_overdue=True),
    "outdated": Q(is_outdated=True),
    "flagged": Q(open_flags__gt=0),
}


@dataclass(frozen=True)
class Wanted:
    """What the list is filtered by."""

    state: str = ""
    topic: int | None = None
    language: str = ""
    words: str = ""
    is_mine: bool = False


@dataclass(frozen=True)
class Row:
    """A text in the list: what readers see of it, and what is the newest."""

    text: Text
    shown: Version | None
    newest: Version

    @property
    def title(self) -> str:
        return self.newest.title or (self.shown.title if self.shown else "")

    @property
    def has_news(self) -> bool:
        return self.shown is None or self.newest.pk != self.shown.pk


@dataclass(frozen=True)
class History:
    """A text with its versions, newest first."""

    text: Text
    versions: list[Version]
    shown: Version | None
    may_write: bool
    working: Version | None = field(default=None)


def texts_for(user: User, wanted: Wanted, at: dt.datetime) -> QuerySet[Any]:
    """The texts somebody may know of; drafts only those of one's own authority."""
    shown = in_force(at).filter(text=OuterRef("pk"))
    newest = Version.objects.filter(text=OuterRef("pk")).order_by("-number")
    flags = Flag.objects.filter(article=OuterRef("article"), answered_at=None).order_by()
    counted = flags.values("article").annotate(times=Count("pk")).values("times")
    texts = Text.objects.annotate(
        shown=Subquery(shown.values("pk")[:1]),
        newest=Subquery(newest.values("pk")[:1]),
        newest_state=Subquery(newest.values("state")[:1]),
        is_overdue=Exists(overdue(at).filter(text=OuterRef("pk")).order_by()),
        is_outdated=Exists(shown.filter(original_has_moved_on(at))),
        open_flags=Coalesce(Subquery(counted), 0),
    )
    texts = texts.filter(_known_to(user), newest__isnull=False).filter(*_filters(user, wanted))
    filings = Prefetch("article__filings", Filing.objects.select_related("topic"))
    related = texts.select_related("article__authority", "article__owner", "authority")
    return related.prefetch_related(filings).order_by("article__code", "authority__name", "language")


def rows_of(texts: Iterable[Any], user: User) -> list[Row]:
    """The versions to the texts of a page; one query. Of others' drafts nothing is told."""
    texts = list(texts)
    wanted = {pk for text in texts for pk in (text.shown, text.newest) if pk}
    versions = Version.objects.defer(*LONG).in_bulk(wanted)
    rows = []
    for text in texts:
        shown = versions.get(text.shown)
        newest = versions[text.newest] if shown is None or may_see_drafts(user, text) else shown
        rows.append(Row(text, shown, newest))
    return rows


def histories(article: Article, user: User, at: dt.datetime) -> list[History]:
    """Every text of an article with the versions somebody may see."""
    shown = {version.text_id: version for version in in_force(at).filter(text__article=article)}
    versions = Version.objects.defer(*LONG).select_related("written_by", "approved_by", "withdrawn_by")
    texts = article.texts.select_related("authority", "owner", "article").prefetch_related(
        Prefetch("versions", versions.order_by("-number"))
    )
    made = [_history(text, user, shown.get(text.pk)) for text in texts]
    return [history for history in made if history.versions or history.may_write]


def topics_used() -> QuerySet[Topic]:
    return Topic.objects.filter(filings__isnull=False).distinct()


def _history(text: Text, user: User, shown: Version | None) -> History:
    sees_all = may_see_drafts(user, text)
    versions = [v for v in text.versions.all() if sees_all or v.approved_at]
    working = next((version for version in versions if version.state in BEING_WRITTEN), None)
    may_write = text.keeper_authority_id in authorities_edited_by(user)
    return History(text, versions, shown, may_write, working)


def _known_to(user: User) -> Q:
    if administers_a_line(user):
        return Q()
    edited = authorities_edited_by(user)
    own = Q(authority__in=edited) | Q(authority=None, article__authority__in=edited)
    return Q(shown__isnull=False) | own


def _filters(user: User, wanted: Wanted) -> list[Q]:
    found = [BY_STATE[wanted.state]] if wanted.state in BY_STATE else []
    if wanted.topic:
        found.append(Q(article__in=Filing.objects.filter(topic=wanted.topic).values("article")))
    if wanted.language:
        found.append(Q(language=wanted.language))
    if wanted.is_mine:
        edited = authorities_edited_by(user)
        common = Q(authority=None, article__authority__in=edited)
        found.append(common | Q(authority__in=edited) | Q(article__owner=user) | Q(owner=user))
    if wanted.words:
        titled = Version.objects.filter(text__article=OuterRef("article"), title__icontains=wanted.words)
        found.append(Q(Exists(titled)) | Q(article__code__icontains=wanted.words))
    return found
