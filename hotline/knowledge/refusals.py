# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Deeds that are not done."""

from hotline.knowledge.models import Version


class Refused(Exception):
    """A deed that is not done, with a sentence for people."""


class Conflict(Refused):
    """Somebody else has saved the text meanwhile. Holds what they wrote, if it is still being written."""

    def __init__(self, sentence: str, theirs: Version | None) -> None:
        super().__init__(sentence)
        self.theirs = theirs
