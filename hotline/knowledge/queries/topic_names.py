# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The topics as they were called, and placed in the tree, on a day."""

import datetime as dt

from hotline.knowledge.models import Topic


def topics_named_on(day: dt.date) -> dict[int, Topic]:
    """Every topic by its key, as it was that day; only to be shown, never to be saved. Two queries."""
    topics = {topic.pk: topic for topic in Topic.objects.prefetch_related("former")}
    for topic in topics.values():
        then = topic.former_on(day)
        if then:
            topic.name, topic.name_en, topic.parent_id = then.name, then.name_en, then.parent_id
    for topic in topics.values():
        topic.parent = topics[topic.parent_id] if topic.parent_id else None
    return topics


def chosen_among_on(day: dt.date) -> list[Topic]:
    """The topics that can be chosen that day, in the order of the list, called as they are that day."""
    named = topics_named_on(day).values()
    choosable = (topic for topic in named if topic.can_be_chosen_on(day))
    return sorted(choosable, key=lambda topic: (topic.order, topic.name))
