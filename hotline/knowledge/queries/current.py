# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What a reader is shown now: the common text and what the citizen's own authority has to add."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from hotline.knowledge.models import Article, Filing, Topic, Version
from hotline.knowledge.wording import Referral, Wording
from hotline.knowledge.words import Language, VersionState


@dataclass(frozen=True)
class Guide:
    """An article as one reader sees it; what is not translated is shown in Danish."""

    article: Article
    common: Version
    variant: Version | None
    language: str  # the reader's
    topics: tuple[Topic, ...]

    @property
    def title(self) -> str:
        return self.common.title

    @property
    def short_answer(self) -> str:
        own = self.variant.short_answer if self.variant else ""
        return own or self.common.short_answer

    @property
    def where_next(self) -> tuple[Referral, ...]:
        """The authority's own places first."""
        return tuple(
            place for version in self.versions[::-1] for place in Wording.of(version.written()).where_next
        )

    @property
    def versions(self) -> tuple[Version, ...]:
        """What was shown: the proof of the guidance given."""
        return (self.common, self.variant) if self.variant else (self.common,)

    @property
    def proposed_topic(self) -> Topic | None:
        return self.topics[0] if self.topics else None

    @property
    def is_translated(self) -> bool:
        return self.common.text.language == self.language

    @property
    def is_older_than_original(self) -> bool:
        return bool(getattr(self.common, "is_outdated", False))


def in_force(at: dt.datetime) -> QuerySet[Version]:
    """The version of each text that is shown then; `is_outdated` says that its original has moved on."""
    live = published(at)
    newest = live.filter(text=OuterRef("text")).order_by("-number").values("pk")[:1]
    running = Q(text__article__ends_at=None) | Q(text__article__ends_at__gt=at)
    return live.filter(running, pk=Subquery(newest)).annotate(is_outdated=original_has_moved_on(at))


def published(at: dt.datetime) -> QuerySet[Version]:
    """Every version whose time has come and is not over, also those behind a newer one."""
    day = timezone.localdate(at)
    begun = Q(valid_from=None) | Q(valid_from__lte=day)
    not_over = Q(valid_to=None) | Q(valid_to__gt=day)
    return Version.objects.filter(begun, not_over, state=VersionState.PUBLISHED, publish_at__lte=at)


def original_has_moved_on(at: dt.datetime) -> Exists:
    """A later version of the text it was translated from is published."""
    later = Version.objects.filter(
        text=OuterRef("original__text"),
        number__gt=OuterRef("original__number"),
        state=VersionState.PUBLISHED,
        publish_at__lte=at,
    )
    return Exists(later)


def guides(
    articles: Collection[int], language: str, authority: int | None, at: dt.datetime
) -> dict[int, Guide]:
    """By the articles' keys; those with nothing in force are left out. Two queries."""
    whose = Q(text__authority=None) | Q(text__authority=authority) if authority else Q(text__authority=None)
    filings = Prefetch("text__article__filings", Filing.objects.select_related("topic"))
    versions = (
        in_force(at)
        .filter(whose, text__article__in=articles)
        .select_related("text__article__authority", "text__authority")
        .prefetch_related(filings)
    )
    by_article: dict[int, list[Version]] = {}
    for version in versions:
        by_article.setdefault(version.text.article_id, []).append(version)
    found = (_guide(versions, language) for versions in by_article.values())
    return {guide.article.pk: guide for guide in found if guide}


def guide(code: str, language: str, authority: int | None, at: dt.datetime) -> Guide | None:
    """One article by its code, or None when there is nothing to be shown of it then."""
    pk = Article.objects.filter(code=code).values_list("pk", flat=True).first()
    return guides([pk], language, authority, at).get(pk) if pk else None


def next_change_at(at: dt.datetime) -> dt.datetime | None:
    """When what is shown changes next without anybody doing anything. None: nothing is planned."""
    ahead = Version.objects.filter(state=VersionState.PUBLISHED)
    moments = [
        ahead.filter(publish_at__gt=at).order_by("publish_at").values_list("publish_at", flat=True).first(),
        Article.objects.filter(ends_at__gt=at).order_by("ends_at").values_list("ends_at", flat=True).first(),
    ]
    today = timezone.localdate(at)
    for field in ("valid_from", "valid_to"):
        days = ahead.filter(**{f"{field}__gt": today}).order_by(field).values_list(field, flat=True)
        moments.append(_midnight(days.first()))
    return min((moment for moment in moments if moment), default=None)


def _midnight(day: dt.date | None) -> dt.datetime | None:
    return timezone.make_aware(dt.datetime.combine(day, dt.time())) if day else None


def _guide(versions: list[Version], language: str) -> Guide | None:
    common = _best(language, (version for version in versions if not version.text.is_variant))
    if common is None:
        return None
    variant = _best(language, (version for version in versions if version.text.is_variant))
    article = common.text.article
    topics = tuple(filing.topic for filing in article.filings.all())
    return Guide(article, common, variant, language, topics)


def _best(language: str, versions: Iterable[Version]) -> Version | None:
    """The one in the reader's language, else Danish."""
    by_language = {version.text.language: version for version in versions}
    return (
        by_language.get(language)
        or by_language.get(Language.DANISH)
        or next(iter(by_language.values()), None)
    )
