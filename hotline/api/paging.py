# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Pages by cursor: what is added meanwhile neither repeats nor hides a row. A cursor is opaque."""

import base64
import binascii
import datetime as dt
import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from ninja import Query, Schema
from pydantic import Field

from hotline.api.problems import Refused
from hotline.api.questions import FIRST, LAST, Instant

Row = TypeVar("Row", bound=Model)
Item = TypeVar("Item")
MOST = 500


class Page(Schema, Generic[Item]):
    """`next` is the cursor of the page behind this one; null when there is none."""

    items: list[Item]
    next: str | None


class Stretch(Schema):
    """Which rows, and which page of them. The stretch of time is half-open."""

    from_at: Instant = Field(FIRST, alias="from", description="the first instant, with its zone")
    to_at: Instant = Field(LAST, alias="to", description="the first instant no longer in it, with its zone")
    cursor: str = Field("", max_length=300, description="`next` of the page before")
    limit: int = Field(100, ge=1, le=MOST, description="how many at most")


Asked = Annotated[Stretch, Query()]


def page(rows: QuerySet[Row], moment: str, asked: Stretch, shown: Callable[[Row], Item]) -> dict[str, Any]:
    """The rows by their moment, oldest first."""
    found = rows.filter(**{f"{moment}__gte": asked.from_at, f"{moment}__lt": asked.to_at})
    if asked.cursor:
        at, key = _cursor_among(rows.model, asked.cursor)
        behind = Q(**{f"{moment}__gt": at}) | Q(**{moment: at, "pk__gt": key})
        found = found.filter(behind, **{f"{moment}__gte": at})
    kept = list(found.order_by(moment, "pk")[: asked.limit + 1])
    last = kept[asked.limit - 1] if len(kept) > asked.limit else None
    return {
        "items": [shown(row) for row in kept[: asked.limit]],
        "next": cursor_of(getattr(last, moment), last.pk) if last else None,
    }


def cursor_of(at: dt.datetime, key: int | str) -> str:
    return base64.urlsafe_b64encode(json.dumps([at.isoformat(), key]).encode()).decode()


def _cursor_among(model: type[Model], text: str) -> tuple[dt.datetime, object]:
    """Raises Refused for the cursor of another list, or one with a NUL, which PostgreSQL does not compare."""
    at, key = read_cursor(text)
    if "\0" in str(key):
        raise _no_cursor()
    try:
        return at, model._meta.pk.to_python(key)  # noqa: SLF001 - Django's name for it
    except ValidationError as wrong:
        raise _no_cursor() from wrong


def read_cursor(text: str) -> tuple[dt.datetime, int | str]:
    """Raises Refused for what is no cursor of ours."""
    try:
        at, key = json.loads(base64.b64decode(text.encode("ascii"), altchars=b"-_", validate=True))
        moment = dt.datetime.fromisoformat(at)
    except (ValueError, TypeError, binascii.Error) as wrong:
        raise _no_cursor() from wrong
    if moment.tzinfo is None or not isinstance(key, int | str) or not FIRST <= moment <= LAST:
        raise _no_cursor()
    return moment, key


def _no_cursor() -> Refused:
    return Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "The cursor is not one that was given out here.")
