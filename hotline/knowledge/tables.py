# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The life of a version, as a table. No version changes its state but by looking here. Pure.

A version is written, read by somebody else, and published; or it is sent back, written on and read again. A
published version stays published while newer ones stand before it: which one counts now is computed from its
number and its dates, so nothing has to happen when the time of a version published ahead has come. Withdrawn
is for good: what was withdrawn comes back as a new draft that says the same.

PUBLISHED_ALONE is the way without a second pair of eyes: for a temporary guide while something is down, and
for what is imported from files that were reviewed elsewhere.
"""

from enum import StrEnum

from hotline.knowledge.words import VersionState

S = VersionState


class Happening(StrEnum):
    SAVED = "saved"
    SENT_TO_REVIEW = "sent to review"
    SENT_BACK = "sent back"
    APPROVED = "approved"
    PUBLISHED_ALONE = "published alone"
    WITHDRAWN = "withdrawn"


H = Happening

VERSION: dict[VersionState, dict[Happening, VersionState]] = {
    S.DRAFT: {
        H.SAVED: S.DRAFT,
        H.SENT_TO_REVIEW: S.IN_REVIEW,
        H.PUBLISHED_ALONE: S.PUBLISHED,
        H.WITHDRAWN: S.WITHDRAWN,
    },
    S.IN_REVIEW: {
        H.SENT_BACK: S.DRAFT,
        H.APPROVED: S.PUBLISHED,
        H.WITHDRAWN: S.WITHDRAWN,
    },
    S.PUBLISHED: {
        H.WITHDRAWN: S.WITHDRAWN,
    },
    S.WITHDRAWN: {},
}

BEING_WRITTEN = (S.DRAFT, S.IN_REVIEW)


class Impossible(Exception):
    """What the table does not hold."""


def after(state: VersionState, happening: Happening) -> VersionState:
    """The state a version is in when that has happened to it."""
    try:
        return VERSION[state][happening]
    except KeyError:
        raise Impossible(f"A version that is {state} cannot be {happening}.") from None


def can(state: VersionState, happening: Happening) -> bool:
    return happening in VERSION[state]
