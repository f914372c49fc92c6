# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What is read by more than one caller."""

from hotline.knowledge.queries.current import Guide, guide, guides, in_force, next_change_at
from hotline.knowledge.queries.lists import (
    favourites_of,
    flags_answered_to,
    flags_waiting_for,
    most_used,
    outdated,
    overdue,
)
from hotline.knowledge.queries.topics import roots, topics_on

__all__ = [
    "Guide",
    "favourites_of",
    "flags_answered_to",
    "flags_waiting_for",
    "guide",
    "guides",
    "in_force",
    "most_used",
    "next_change_at",
    "outdated",
    "overdue",
    "roots",
    "topics_on",
]
