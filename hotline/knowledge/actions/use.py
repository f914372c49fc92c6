# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What an agent keeps at hand, and what was read."""

from django.utils import timezone

from hotline.knowledge.models import Article, Favourite, Reading, Version
from hotline.people.models import User


def add_favourite(user: User, article: Article) -> None:
    Favourite.objects.get_or_create(user=user, article=article)


def remove_favourite(user: User, article: Article) -> None:
    Favourite.objects.filter(user=user, article=article).delete()


def note_reading(version: Version, agent: User, call: str = "", *, is_sent: bool = False) -> Reading:
    return Reading.objects.create(
        article_id=version.text.article_id,
        version=version,
        agent=agent,
        call=call,
        is_sent=is_sent,
        read_at=timezone.now(),
    )
