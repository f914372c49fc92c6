# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What one look at the machine found."""

from dataclasses import dataclass
from enum import Enum


class Health(Enum):
    WELL = "well"
    DOUBTFUL = "doubtful"  # works here and now, but perhaps not as it is meant
    ILL = "ill"


@dataclass(frozen=True)
class Finding:
    subject: str
    health: Health
    says: str
    advice: str = ""


def well(subject: str, says: str) -> Finding:
    return Finding(subject, Health.WELL, says)


def doubtful(subject: str, says: str, advice: str) -> Finding:
    return Finding(subject, Health.DOUBTFUL, says, advice)


def ill(subject: str, says: str, advice: str) -> Finding:
    return Finding(subject, Health.ILL, says, advice)
