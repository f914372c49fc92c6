# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The values inquiries are counted by: which there are, in what order, and what people call them."""

import datetime as dt
from collections.abc import Collection
from typing import Any, cast

from hotline.inquiries.models import Channel, Home, Kind, Outcome
from hotline.knowledge.queries.topic_names import topics_named_on
from hotline.measures.dimensions import Dimension
from hotline.measures.periods import Period
from hotline.measures.weeks import Week
from hotline.organisations.models import Authority
from hotline.reports.naming import day_with_weekday, hour_named, named, weekday_named

REGISTERED = {Dimension.CHANNEL: Channel, Dimension.KIND: Kind, Dimension.OUTCOME: Outcome}
WEEKDAYS = range(1, 8)
# Values that have their own place in the period; the period before is laid beside it day by day.
LAID_BESIDE = frozenset({Dimension.DAY, Dimension.WEEK, Dimension.MONTH})


def in_order(dimension: Dimension, period: Period, found: Collection[Any]) -> list[Any]:
    """Every value a period has; of what has no order of its own, those that were counted."""
    match dimension:
        case Dimension.DAY:
            return list(period.days)
        case Dimension.WEEK:
            return list(period.weeks)
        case Dimension.MONTH:
            return list(dict.fromkeys(day.replace(day=1) for day in period.days))
        case Dimension.WEEKDAY:
            return list(WEEKDAYS)
        case Dimension.HOUR:
            return list(range(min(found), max(found) + 1)) if found else []
    return sorted(found, key=str)


def names_of(dimension: Dimension, values: Collection[Any], day: dt.date) -> dict[Any, str]:
    """What each is called; a topic as it was called that day. Two queries at most, however many there are."""
    if dimension is Dimension.TOPIC:
        topics = topics_named_on(day)
        return {value: str(topics[value]) for value in values}
    if dimension in {Dimension.PLACE, Dimension.ANSWERED_BY}:
        return place_names(values)
    return {value: _named(dimension, value) for value in values}


def place_names(places: Collection[int | str]) -> dict[int | str, str]:
    keys = [place for place in places if isinstance(place, int)]
    authorities = {key: authority.name for key, authority in Authority.objects.in_bulk(keys).items()}
    return {
        place: authorities[place] if isinstance(place, int) else str(Home(place).label) for place in places
    }


def _named(dimension: Dimension, value: Any) -> str:
    match dimension:
        case Dimension.DAY:
            return day_with_weekday(value)
        case Dimension.WEEK:
            return str(cast("Week", value))
        case Dimension.MONTH:
            return named(Period.of_month(value.year, value.month))
        case Dimension.WEEKDAY:
            return weekday_named(value)
        case Dimension.HOUR:
            return hour_named(value)
    return str(REGISTERED[dimension](value).label)
