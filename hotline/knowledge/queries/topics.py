# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The topics as an agent chooses among them."""

import datetime as dt

from django.db.models import Q, QuerySet

from hotline.knowledge.models import Topic


def topics_on(day: dt.date) -> QuerySet[Topic]:
    """The topics that can be chosen that day, in the order of the list, each with what it is part of."""
    begun = Q(valid_from=None) | Q(valid_from__lte=day)
    not_over = Q(valid_to=None) | Q(valid_to__gt=day)
    return Topic.objects.filter(begun, not_over).select_related("parent")


def roots() -> dict[int, int]:
    """For every topic its root, by their keys; one query."""
    parents: dict[int, int | None] = dict(Topic.objects.values_list("pk", "parent_id"))
    return {topic: _root_of(topic, parents) for topic in parents}


def _root_of(topic: int, parents: dict[int, int | None]) -> int:
    seen = {topic}
    while (parent := parents[topic]) is not None and parent not in seen:
        seen.add(parent)
        topic = parent
    return topic
