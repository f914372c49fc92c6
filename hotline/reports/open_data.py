# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What everybody may read: a week's inquiries by authority and by topic, with small counts hidden.

Weeks are what is published, each once it can no longer be corrected, so that a file never changes. A month
is made of published weeks alone, those whose Thursday lies in it, and shows a sum only where every week
shows its part: whoever subtracts weeks from a month learns nothing that the weeks did not say.

Authorities that are no members of the line that week are one place: "other". The files are Danish, with
English columns, whoever asks for them.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import cast

from django.core.cache import cache
from django.db.models import Max, Min
from django.utils import translation

from hotline.inquiries.models import Home, Inquiry
from hotline.inquiries.rules import CORRECTED_WITHIN
from hotline.knowledge.models import Topic
from hotline.knowledge.queries.topic_names import topics_named_on
from hotline.measures.dimensions import Dimension
from hotline.measures.periods import Grain, Period
from hotline.measures.queries import inquiry_counts
from hotline.measures.weeks import Week
from hotline.organisations.models import Authority, Line
from hotline.organisations.queries import members_on
from hotline.reports.addresses import is_week, write_period
from hotline.reports.open_tables import OTHER, TOTAL, OpenTable
from hotline.reports.protecting import Protected, protect
from hotline.tables.table import Row, Table

THURSDAY = dt.timedelta(days=3)
SECONDS_KEPT = 24 * 60 * 60
NO_TOPIC = ""
Key = tuple[str, str]
"""The codes of topic and place; inquiries that are not told apart by topic have `NO_TOPIC`."""
Published = dict[Key, int | None]
"""A hidden count is None."""


def table_of(line: Line, period: Period, kind: OpenTable) -> Table:
    """The file of a published period, the same whoever reads it."""
    with translation.override("da"):
        counts = summed([_published(line, week, kind) for week in weeks_of(period)])
        rows = list(_rows(line, period, counts))
        columns = [each.column for each in kind.columns]
    return Table(f"{kind.code}-{line.slug}-{write_period(period)}", columns, rows)


def weeks_of(period: Period) -> list[Week]:
    """A week itself; of a month the weeks whose Thursday lies in it."""
    return [week for week in period.weeks if period.from_on <= week.monday + THURSDAY < period.to_on]


def is_published(period: Period, now: dt.datetime) -> bool:
    """Weeks and months, when the last day on which anything of them could be corrected is over."""
    is_one = is_week(period) or period.is_one(Grain.MONTH)
    return is_one and weeks_of(period)[-1].ends_at + CORRECTED_WITHIN <= now


def published_weeks(line: Line, now: dt.datetime) -> list[Period]:
    """From the first inquiry to the last, latest first."""
    inquiries = Inquiry.objects.filter(line=line, came_at__lte=now)
    ends = inquiries.aggregate(first=Min("came_at"), last=Max("came_at"))
    if ends["first"] is None:
        return []
    weeks = Period(Week.at(ends["first"]).monday, Week.at(ends["last"]).sunday).weeks
    periods = [Period.of_week(week) for week in reversed(weeks)]
    return [period for period in periods if is_published(period, now)]


def published_months(weeks: Sequence[Period], now: dt.datetime) -> list[Period]:
    """Those the published weeks belong to, once all their weeks are published."""
    firsts = dict.fromkeys((week.from_on + THURSDAY).replace(day=1) for week in weeks)
    months = [Period.of_month(first.year, first.month) for first in firsts]
    return [month for month in months if is_published(month, now)]


def summed(weeks: Sequence[Published]) -> Published:
    """Shown where every week that has it shows it."""
    keys = dict.fromkeys(key for week in weeks for key in week)
    return {key: _sum(week[key] for week in weeks if key in week) for key in keys}


def _sum(counts: Iterable[int | None]) -> int | None:
    known = list(counts)
    return None if None in known else sum(count for count in known if count is not None)


def _published(line: Line, week: Week, kind: OpenTable) -> Published:
    """Worked out once a day: a published week does not change, and protecting it takes its time."""
    key = f"open-data-{line.pk}-{week.year}-{week.number}-{kind.code}"
    return cast("Published", cache.get_or_set(key, lambda: _protected(line, week, kind), SECONDS_KEPT))


def _protected(line: Line, week: Week, kind: OpenTable) -> Published:
    named = topics_named_on(week.sunday)
    places = [*_members(line, week), OTHER, Home.ABROAD.value, Home.UNKNOWN.value]
    topics = sorted(topic.code for topic in named.values()) if kind.has_topics else [NO_TOPIC]
    counts = _counts(line, week, named if kind.has_topics else {}, places)
    protected = protect([[counts[topic, place] for place in places] for topic in topics])
    found = dict(_by_code(protected, topics, places))
    return found | dict(_totals(protected, places)) if kind.has_topics else found


def _by_code(protected: Protected, topics: list[str], places: list[str]) -> Iterator[tuple[Key, int | None]]:
    for topic, row, total in zip(topics, protected.rows, protected.row_totals, strict=True):
        yield from (((topic, place), count) for place, count in zip(places, row, strict=True))
        yield (topic, TOTAL), total


def _totals(protected: Protected, places: list[str]) -> Iterator[tuple[Key, int | None]]:
    """Without any topic nothing was counted, and that is hidden too."""
    totals = protected.column_totals or (None,) * len(places)
    for place, count in zip(places, totals, strict=True):
        yield (TOTAL, place), count
    yield (TOTAL, TOTAL), protected.total


def _counts(line: Line, week: Week, topics: dict[int, Topic], places: Sequence[str]) -> Counter[Key]:
    by = (Dimension.TOPIC, Dimension.PLACE) if topics else (Dimension.PLACE,)
    codes = dict(Authority.objects.values_list("pk", "code"))
    counts: Counter[Key] = Counter()
    for (*topic, place), number in inquiry_counts(line, Period.of_week(week), by).items():
        code = codes.get(place, place)
        counts[topics[topic[0]].code if topic else NO_TOPIC, code if code in places else OTHER] += number
    return counts


def _members(line: Line, week: Week) -> list[str]:
    """Who had a part in the line when the week ended."""
    return sorted(set(members_on(line, week.sunday).values_list("authority__code", flat=True)))


def _rows(line: Line, period: Period, counts: Published) -> Iterator[Row]:
    weeks = weeks_of(period)
    about = (line.slug, write_period(period), f"{weeks[0].monday}", f"{weeks[-1].sunday}")
    named = topics_named_on(weeks[-1].sunday).values()
    topics = {topic.code: (topic.code, topic.name, topic.kle) for topic in named}
    topics[TOTAL] = (TOTAL, "Alle emner", "")
    places = dict(Authority.objects.values_list("code", "name"))
    places |= {OTHER: "Andre myndigheder", TOTAL: "I alt"}
    places |= {home.value: str(home.label) for home in (Home.ABROAD, Home.UNKNOWN)}
    for (topic, place), count in counts.items():
        of_topic = topics[topic] if topic else ()
        yield (*about, *of_topic, place, places[place], count, count is None)
