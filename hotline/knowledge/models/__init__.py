# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What citizens ask about, and what they are answered."""

from hotline.knowledge.models.articles import Article, Change, Filing, Text
from hotline.knowledge.models.asked import Question, ShippedWord, Synonym
from hotline.knowledge.models.topics import FormerName, Topic
from hotline.knowledge.models.use import Favourite, Flag, Reading, Reminder
from hotline.knowledge.models.versions import Version

__all__ = [
    "Article",
    "Change",
    "Favourite",
    "Filing",
    "Flag",
    "FormerName",
    "Question",
    "Reading",
    "Reminder",
    "ShippedWord",
    "Synonym",
    "Text",
    "Topic",
    "Version",
]
