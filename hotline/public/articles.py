# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Articles as citizens read them, and where."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from hotline.knowledge.queries import Guide, guide
from hotline.knowledge.wording import Referral
from hotline.organisations.models import Authority


@dataclass(frozen=True)
class Told:
    """What a citizen reads of an article, and all the page can reach.

    An article is written for agents. The short answer, the steps, where to turn next, the sources and the
    day they were last checked are addressed to the citizen; an authority's variant has its own short answer,
    steps and places. What is read aloud, what is good to know, the other words for it, what must be checked
    and who wrote it are the agents' and editors' own, in a variant as in the common text: an authority may
    have written there what only its own people should read.
    """

    language: str  # the one it is written in
    title: str
    short_answer: str
    answered_in: str  # an authority's own answer may be in Danish where the rest is translated
    own_steps: str  # the authority's
    own_language: str
    steps: str
    where_next: tuple[Referral, ...]
    sources: tuple[str, ...]
    checked_on: dt.date | None
    ends_at: dt.datetime | None
    is_translated: bool

    @classmethod
    def of(cls, shown: Guide) -> "Told":
        common, variant = shown.common, shown.variant
        checked = [one.original or one for one in shown.versions]  # a translation is as good as its original
        named = (source for one in checked for source in (one.legal_source, *one.sources))
        return cls(
            language=common.text.language,
            title=shown.title,
            short_answer=shown.short_answer,
            answered_in=(variant if variant and variant.short_answer else common).text.language,
            own_steps=variant.steps if variant else "",
            own_language=variant.text.language if variant else "",
            steps=common.steps,
            where_next=shown.where_next,
            sources=tuple(dict.fromkeys(filter(None, named))),
            checked_on=min((one.checked_on for one in checked if one.checked_on), default=None),
            ends_at=shown.article.ends_at,
            is_translated=shown.is_translated,
        )


def told_to_citizens(code: str, language: str, authority: Authority | None, at: dt.datetime) -> Told | None:
    """What is published of it then; None when there is nothing."""
    shown = guide(code, language, authority.pk if authority else None, at)
    return Told.of(shown) if shown else None


def address_for_citizens(shown: Guide) -> str:
    """Where a citizen reads it again, in the language and of the authority it was told in."""
    place = {"code": shown.article.code}
    if shown.variant and shown.variant.text.authority:
        place["authority"] = shown.variant.text.authority.code
    is_english = shown.common.text.language == "en"
    return settings.SITE_URL + reverse("public-article-en" if is_english else "public-article", kwargs=place)
