# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What inquiries are counted by: when they came, and what was registered of them."""

import datetime as dt
from collections.abc import Collection, Mapping
from enum import StrEnum

from django.utils import timezone

from hotline.inquiries.models import Home
from hotline.measures.weeks import Week


class Dimension(StrEnum):
    """The values are weeks, dates, whole numbers, keys of topics and authorities, and the registered words.

    A month is told by its first day, a weekday by 1 (Monday) to 7. A place is the citizen's authority, or
    "abroad" or "unknown".
    """

    WEEK = "week"
    DAY = "day"
    MONTH = "month"
    HOUR = "hour"
    WEEKDAY = "weekday"
    TOPIC = "topic"
    PLACE = "place"
    ANSWERED_BY = "answered_by"
    CHANNEL = "channel"
    KIND = "kind"
    OUTCOME = "outcome"

    @property
    def is_of_time(self) -> bool:
        return self in OF_TIME


OF_TIME = frozenset({Dimension.WEEK, Dimension.DAY, Dimension.MONTH, Dimension.HOUR, Dimension.WEEKDAY})

Value = int | str | dt.date | Week
Where = Mapping[Dimension, Collection[int | str]]
"""Count only those with one of these values; dimensions of time are not among them, the period is."""

Place = int | str
"""An authority's key, or one of the special answers: "abroad", "unknown"."""
STORED: dict[Place, int] = {Home.ABROAD.value: -1, Home.UNKNOWN.value: -2}
PLACES: dict[int, Place] = {number: place for place, number in STORED.items()}


def time_value(dimension: Dimension, at: dt.datetime) -> Value:
    """Which week, day, month, hour or weekday an instant lies in, by the local clock."""
    local = timezone.localtime(at)
    match dimension:
        case Dimension.WEEK:
            return Week.of(local.date())
        case Dimension.DAY:
            return local.date()
        case Dimension.MONTH:
            return local.date().replace(day=1)
        case Dimension.HOUR:
            return local.hour
    return local.isoweekday()
