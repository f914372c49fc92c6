# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Articles, and what is being written in them.

Two who write the same text at once both begin from the same revision. The first to save moves it on; the
second is refused with what the first wrote, and nothing is stored over it.
"""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from hotline.knowledge.actions.changes import note_change
from hotline.knowledge.models import Article, Filing, Text, Topic, Version
from hotline.knowledge.refusals import Conflict, Refused
from hotline.knowledge.tables import BEING_WRITTEN, Happening, after, can
from hotline.knowledge.wording import Wording
from hotline.knowledge.words import Language, VersionState
from hotline.organisations.models import Authority
from hotline.people.cpr_guard import mask
from hotline.people.models import User


@transaction.atomic
def begin_article(
    code: str,
    topics: Sequence[Topic],
    authority: Authority,
    *,
    owner: User | None = None,
    ends_at: dt.datetime | None = None,
) -> Article:
    """An article without a text yet; nobody finds it before a version is published."""
    if Article.objects.filter(code=code).exists():
        raise Refused(_("There is already an article with the code %(code)s.") % {"code": code})
    article = Article.objects.create(code=code, authority=authority, owner=owner, ends_at=ends_at)
    _file_under(article, topics)
    return article


@transaction.atomic
def change_article(
    article: Article, topics: Sequence[Topic], authority: Authority, owner: User | None
) -> Article:
    """File it elsewhere, or give it to somebody else to look after."""
    article.authority, article.owner = authority, owner
    article.save(update_fields=["authority", "owner"])
    _file_under(article, topics)
    note_change()
    return article


def begin_text(
    article: Article, language: str, authority: Authority | None = None, owner: User | None = None
) -> Text:
    """The article's text in a language, common or an authority's own: the one there is, or a new one."""
    text, _new = Text.objects.select_related("article", "authority").get_or_create(
        article=article, language=Language(language), authority=authority, defaults={"owner": owner}
    )
    return text


@transaction.atomic
def write(
    text: Text,
    wording: Wording,
    *,
    by: User | None,
    revision: int,
    original: Version | None = None,
    comment: str = "",
) -> Version:
    """Save a draft: go on with the one there is, or begin one. `revision` is the text's when writing began.

    Raises Conflict if somebody else has saved since, Refused while the text is being reviewed.
    """
    _move_on(text, revision)
    version = working_version(text) or Version(text=text, number=_next_number(text))
    if not can(VersionState(version.state), Happening.SAVED):
        raise Refused(_("The text is being reviewed. It can be written on when it has been sent back."))
    for field, value in wording.columns().items():
        setattr(version, field, value)
    version.state = after(VersionState(version.state), Happening.SAVED)
    version.written_by, version.written_at = by, timezone.now()
    version.comment = mask(comment)
    version.original = original or version.original
    version.save()
    text.revision = revision + 1
    return version


def restore(version: Version, *, by: User, revision: int) -> Version:
    """Begin a draft that says what an old version said; what is published stays until it is approved."""
    if working_version(version.text) is not None:
        raise Refused(_("A new version is being written already. Publish it or drop it first."))
    comment = _("As version %(number)d") % {"number": version.number}
    return write(
        version.text,
        Wording.of(version.written()),
        by=by,
        revision=revision,
        original=version.original,
        comment=comment,
    )


def working_version(text: Text) -> Version | None:
    """The draft, or the version in review; there is at most one."""
    return Version.objects.filter(text=text, state__in=BEING_WRITTEN).first()


def _move_on(text: Text, revision: int) -> None:
    rows = Text.objects.filter(pk=text.pk, revision=revision)
    if rows.update(revision=F("revision") + 1) != 1:
        raise Conflict(_("Somebody else has changed the text while you were writing."), _newest(text))


def _newest(text: Text) -> Version | None:
    return Version.objects.filter(text=text).select_related("written_by").order_by("-number").first()


def _next_number(text: Text) -> int:
    highest = Version.objects.filter(text=text).aggregate(number=Max("number"))["number"]
    return (highest or 0) + 1


def _file_under(article: Article, topics: Sequence[Topic]) -> None:
    """The topics in this order, without those that were."""
    if not topics:
        raise Refused(_("Choose at least one topic."))
    article.filings.all().delete()
    Filing.objects.bulk_create(
        Filing(article=article, topic=topic, order=order) for order, topic in enumerate(topics)
    )
