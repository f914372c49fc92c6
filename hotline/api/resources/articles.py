# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The shared answers as they are shown now: the common text, and what the authority has to add."""

import datetime as dt
from http import HTTPStatus
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from hotline.api.access import Bearer, reader_of
from hotline.api.models import Scope
from hotline.api.paging import MOST, Page
from hotline.api.problems import Refused
from hotline.knowledge.models import Article
from hotline.knowledge.queries.current import Guide, guide, guides, in_force
from hotline.knowledge.words import Destination, Language

router = Router()


class Place(Schema):
    """Who can help on."""

    kind: Destination
    label: str
    url: str
    telephone: str


class Wording(Schema):
    """One version of a text, as it was written (Markdown)."""

    language: Language
    version: int
    published_at: dt.datetime
    title: str
    short_answer: str
    script: str
    steps: str
    good_to_know: str


class ArticleShown(Schema):
    """`common` is everybody's; `own` is what is different at the authority, null when nothing is."""

    code: str
    title: str
    short_answer: str
    topics: list[str]
    where_next: list[Place]
    ends_at: dt.datetime | None
    common: Wording
    own: Wording | None


class Choice(Schema):
    language: Language = Field(Language.DANISH, description="what is not translated comes in Danish")
    cursor: str = Field("", max_length=60, description="`next` of the page before")
    limit: int = Field(50, ge=1, le=MOST, description="how many at most")


@router.get(
    "/articles", response=Page[ArticleShown], auth=Bearer(Scope.ARTICLES), summary="Articles, by code"
)
def list_articles(request: HttpRequest, asked: Annotated[Choice, Query()]) -> dict[str, Any]:
    now = timezone.now()
    shown = in_force(now).filter(text__authority=None).values("text__article")
    rows = Article.objects.filter(pk__in=shown, code__gt=asked.cursor.replace("\0", "")).order_by("code")
    found = dict(rows.values_list("pk", "code")[: asked.limit + 1])
    kept = list(found)[: asked.limit]
    read = guides(kept, asked.language, reader_of(request).pk, now)
    return {
        "items": [_shown(read[pk]) for pk in kept if pk in read],
        "next": found[kept[-1]] if len(found) > asked.limit else None,
    }


class Only(Schema):
    language: Language = Language.DANISH


@router.get("/articles/{code}", response=ArticleShown, auth=Bearer(Scope.ARTICLES), summary="One article")
def one_article(request: HttpRequest, code: str, asked: Annotated[Only, Query()]) -> dict[str, Any]:
    found = guide(code.replace("\0", ""), asked.language, reader_of(request).pk, timezone.now())
    if found is None:
        raise Refused(HTTPStatus.NOT_FOUND, "There is no such article, or nothing of it is in force.")
    return _shown(found)


def _shown(found: Guide) -> dict[str, Any]:
    return {
        "code": found.article.code,
        "title": found.title,
        "short_answer": found.short_answer,
        "topics": [topic.code for topic in found.topics],
        "where_next": [
            {
                "kind": place.kind,
                "label": place.label,
                "url": place.url,
                "telephone": place.telephone,
            }
            for place in found.where_next
        ],
        "ends_at": found.article.ends_at,
        "common": _wording(found.common),
        "own": _wording(found.variant) if found.variant else None,
    }


def _wording(version: Any) -> dict[str, Any]:
    names = ("title", "short_answer", "script", "steps", "good_to_know")
    return {
        "language": version.text.language,
        "version": version.number,
        "published_at": version.publish_at,
        **{name: getattr(version, name) for name in names},
    }
