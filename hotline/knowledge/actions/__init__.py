# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Every change to articles: one function per deed."""

from hotline.knowledge.actions.changes import note_change
from hotline.knowledge.actions.flags import answer_flag, mark_seen, raise_flag
from hotline.knowledge.actions.guides import end_temporary_guide, make_temporary_guide
from hotline.knowledge.actions.publishing import (
    approve,
    confirm_checked,
    publish_alone,
    send_back,
    send_to_review,
    withdraw,
)
from hotline.knowledge.actions.use import add_favourite, note_reading, remove_favourite
from hotline.knowledge.actions.writing import begin_article, begin_text, change_article, restore, write
from hotline.knowledge.refusals import Conflict, Refused

__all__ = [
    "Conflict",
    "Refused",
    "add_favourite",
    "answer_flag",
    "approve",
    "begin_article",
    "begin_text",
    "change_article",
    "confirm_checked",
    "end_temporary_guide",
    "make_temporary_guide",
    "mark_seen",
    "note_change",
    "note_reading",
    "publish_alone",
    "raise_flag",
    "remove_favourite",
    "restore",
    "send_back",
    "send_to_review",
    "withdraw",
    "write",
]
