# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The figures of one line and week as rows of tables, cut to what the reader may see."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from hotline.inquiries.models import Home
from hotline.knowledge.models import Topic
from hotline.knowledge.queries.topic_names import topics_named_on
from hotline.measures import definitions
from hotline.measures.changes import NOT_KNOWN, Change, changes_of
from hotline.measures.definitions import FIGURES, Figure, versions_in
from hotline.measures.dimensions import Dimension, Place
from hotline.measures.periods import Grain, Period
from hotline.measures.queries import call_tallies, handling_total, inquiry_counts
from hotline.measures.rolled import updated_at
from hotline.measures.tallies import CallTally, HandlingTally, Target
from hotline.measures.targets import targets_of
from hotline.measures.weeks import Week
from hotline.organisations.models import Authority, Line


@dataclass(frozen=True)
class Row:
    """A figure with its name, and the change to the week before."""

    label: str
    change: Change
    code: str = ""
    note: str = ""


@dataclass(frozen=True)
class TopicRow(Row):
    """A topic's row: with the week's inquiries from every place the reader may see."""

    kle: str = ""
    part_of: str = ""
    cells: tuple[int, ...] = ()


COUNTS: tuple[Callable[[CallTally], int], ...] = (
    definitions.offered,
    definitions.answered,
    definitions.abandoned,
    definitions.short_abandoned,
    definitions.diverted,
    definitions.lost,
    definitions.turned_away,
)
WAITS_AND_SHARES: tuple[Callable[[CallTally], dt.timedelta | float | None], ...] = (
    definitions.mean_wait,
    definitions.median_wait,
    definitions.ninetieth_wait,
    definitions.abandonment,
)
SERVICE_LEVELS: tuple[Callable[[CallTally], float | None], ...] = (
    definitions.service_level,
    definitions.service_level_of_answered,
    definitions.service_level_of_all,
    definitions.service_level_over_in_time,
    definitions.service_level_without_early,
)


@dataclass(frozen=True)
class Figures:
    """One line, one week. `own` None: every authority may be seen, else only these."""

    line: Line
    week: Week
    calls: tuple[CallTally, CallTally]
    handling: HandlingTally
    target: Target
    by_place: dict[Place, Change]
    by_topic: dict[tuple[int, Place], Change]
    topics: dict[int, Topic]
    names: dict[Place, str]
    codes: dict[Place, str]
    updated_at: dt.datetime | None
    own: frozenset[int] | None = None

    @property
    def versions(self) -> str:
        """Of the definitions, mostly one."""
        return ", ".join(str(number) for number in versions_in(Period.of_week(self.week)))

    @property
    def total(self) -> Change:
        """All inquiries, each once."""
        return _sum(self.by_place)

    @cached_property
    def places(self) -> list[Place]:
        """Where citizens called from, as far as the reader may see it, most inquiries first."""
        seen = [place for place in self.by_place if self.own is None or place in self.own]
        return sorted(seen, key=lambda place: (-self.by_place[place].now, str(place)))

    @property
    def place_names(self) -> list[str]:
        return [self.names[place] for place in self.places]

    @property
    def authority_rows(self) -> list[Row]:
        return [
            Row(self.names[place], self.by_place[place], self.codes.get(place, "")) for place in self.places
        ]

    @cached_property
    def topic_rows(self) -> list[TopicRow]:
        """The topics in the order of the list, those that nobody asked about in either week left out."""
        asked: dict[int, dict[Place, Change]] = defaultdict(dict)
        for (key, place), change in self.by_topic.items():
            asked[key][place] = change
        in_order = sorted((self.topics[key] for key in asked), key=lambda topic: (topic.order, topic.name))
        return [self._topic_row(topic, asked[topic.pk]) for topic in in_order]

    def _topic_row(self, topic: Topic, theirs: Mapping[Place, Change]) -> TopicRow:
        part_of = self.topics.get(topic.parent_id) if topic.parent_id else None
        cells = tuple(theirs[place].now if place in theirs else 0 for place in self.places)
        return TopicRow(
            str(topic), _sum(theirs), topic.code, kle=topic.kle, part_of=str(part_of or ""), cells=cells
        )

    @property
    def call_rows(self) -> list[Row]:
        now, before = self.calls
        rows = [(FIGURES[count.__name__], Change(count(now), count(before))) for count in COUNTS]
        return [Row(str(figure.name), change, figure.code, str(figure.means)) for figure, change in rows]

    @property
    def wait_rows(self) -> list[tuple[Figure, str, str]]:
        """Waits and shares: now and the week before, in words."""
        return self._in_words(WAITS_AND_SHARES)

    @property
    def service_rows(self) -> list[tuple[Figure, str, str]]:
        """The service level by the formulas in use, the one meant first."""
        return self._in_words(SERVICE_LEVELS)

    def _in_words(
        self, functions: tuple[Callable[[CallTally], dt.timedelta | float | None], ...]
    ) -> list[tuple[Figure, str, str]]:
        now, before = self.calls
        return [(FIGURES[each.__name__], in_words(each(now)), in_words(each(before))) for each in functions]

    @property
    def shown_handling(self) -> str:
        return in_minutes(definitions.mean_handling(self.handling))


def _sum(changes: Mapping[Place, Change]) -> Change:
    now = sum(change.now for change in changes.values())
    return Change(now, sum(change.before for change in changes.values()))


def in_words(value: dt.timedelta | float | None) -> str:
    return in_minutes(value) if isinstance(value, dt.timedelta) else in_percent(value)


def in_minutes(duration: dt.timedelta | None) -> str:
    """Minutes and seconds, 1:05; a dash when nothing is known."""
    if duration is None:
        return NOT_KNOWN
    minutes, seconds = divmod(round(duration.total_seconds()), 60)
    return f"{minutes}:{seconds:02}"


def in_percent(share: float | None) -> str:
    return NOT_KNOWN if share is None else f"{round(share * 100)} %"


def figures_of(line: Line, week: Week, own: frozenset[int] | None = None) -> Figures:
    """Read what the week's figures need, topics as they were called on its last day."""
    both = Period(week.before.monday, week.monday + dt.timedelta(days=7))
    calls = call_tallies(line, both, Grain.WEEK)
    by_place = _of_both(inquiry_counts(line, both, [Dimension.WEEK, Dimension.PLACE]), week)
    by_topic = _of_both(inquiry_counts(line, both, [Dimension.WEEK, Dimension.TOPIC, Dimension.PLACE]), week)
    places = [place for (place,) in by_place]
    authorities = Authority.objects.in_bulk([place for place in places if isinstance(place, int)])
    names: dict[Place, str] = {Home.ABROAD: str(Home.ABROAD.label), Home.UNKNOWN: str(Home.UNKNOWN.label)}
    return Figures(
        line=line,
        week=week,
        calls=(
            calls.get(week.begins_at, CallTally()),
            calls.get(week.before.begins_at, CallTally()),
        ),
        handling=handling_total(line, Period.of_week(week)),
        target=targets_of(line).on(week.sunday),
        by_place={place: change for (place,), change in by_place.items()},
        by_topic={(int(topic), place): change for (topic, place), change in by_topic.items()},
        topics=topics_named_on(week.sunday),
        names=names | {key: authority.name for key, authority in authorities.items()},
        codes={key: authority.code for key, authority in authorities.items()},
        updated_at=updated_at(line, Period.of_week(week)),
        own=own,
    )


def _of_both(counts: Mapping[tuple[Week | Place, ...], int], week: Week) -> dict[tuple[Place, ...], Change]:
    """The change from the week before, by everything but the week."""
    by_week: dict[Week, Counter[tuple[Place, ...]]] = {week: Counter(), week.before: Counter()}
    for (of, *key), number in counts.items():
        by_week[of][tuple(key)] = number  # type: ignore[index, arg-type]
    return changes_of(by_week[week], by_week[week.before])
