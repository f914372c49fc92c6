# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The figures of one line and week as rows of tables, cut to what the reader may see."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hotline.inquiries.models import Home
from hotline.knowledge.models import Topic
from hotline.knowledge.queries.topic_names import topics_named_on
from hotline.measures import definitions
from hotline.measures.changes import NOT_KNOWN, Change
from hotline.measures.definitions import Calls
from hotline.measures.queries import calls_of, segments_of, tally_of
from hotline.measures.tally import Place, Tally
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


COUNTS: list[tuple[Callable[[Calls], int], str | Promise, str | Promise]] = [
    (definitions.offered, _("Calls offered"), _("let in to the agents")),
    (definitions.answered, _("Answered"), ""),
    (definitions.abandoned, _("Abandoned"), _("hung up while waiting")),
    (definitions.short_abandoned, _("Of these within 5 seconds"), ""),
    (definitions.diverted, _("Diverted"), _("told that nobody could answer any more")),
    (definitions.lost, _("Lost"), _("cut by a fault")),
    (definitions.turned_away, _("Turned away"), _("the line was closed, disturbed or full")),
]


@dataclass(frozen=True)
class Figures:
    """One line, one week. `own` None: every authority may be seen, else only these."""

    line: Line
    week: Week
    tally: Tally
    calls: tuple[Calls, Calls]
    handling: dt.timedelta | None
    topics: dict[int, Topic]
    names: dict[Place, str]
    codes: dict[Place, str]
    own: frozenset[int] | None = None

    @property
    def total(self) -> Change:
        return self.tally.total

    @cached_property
    def places(self) -> list[Place]:
        """Where citizens called from, as far as the reader may see it."""
        return [place for place in self.tally.places if self.own is None or place in self.own]

    @property
    def place_names(self) -> list[str]:
        return [self.names[place] for place in self.places]

    @property
    def authority_rows(self) -> list[Row]:
        return [
            Row(self.names[place], self.tally.by_place[place], self.codes.get(place, ""))
            for place in self.places
        ]

    @cached_property
    def topic_rows(self) -> list[TopicRow]:
        """The topics in the order of the list, those that nobody asked about in either week left out."""
        changes = self.tally.topics
        in_order = sorted((self.topics[key] for key in changes), key=lambda topic: (topic.order, topic.name))
        return [self._topic_row(topic, changes[topic.pk]) for topic in in_order]

    def _topic_row(self, topic: Topic, change: Change) -> TopicRow:
        part_of = self.topics.get(topic.parent_id) if topic.parent_id else None
        cells = tuple(self.tally.cell(topic.pk, place) for place in self.places)
        return TopicRow(
            str(topic), change, topic.code, kle=topic.kle, part_of=str(part_of or ""), cells=cells
        )

    @property
    def call_rows(self) -> list[Row]:
        now, before = self.calls
        return [
            Row(str(label), Change(figure(now), figure(before)), figure.__name__, str(note))
            for figure, label, note in COUNTS
        ]

    @property
    def wait_rows(self) -> list[tuple[str | Promise, str, str]]:
        """Waits and shares: now and the week before, in words."""
        now, before = self.calls
        return [
            (label, shown(now), shown(before))
            for label, shown in (
                (
                    _("Median wait of the answered"),
                    lambda calls: in_minutes(definitions.wait_percentile(calls, 50)),
                ),
                (_("90 in 100 of the answered waited at most"), _ninetieth),
                (_("Answered within 20 seconds"), lambda calls: in_percent(definitions.service_level(calls))),
                (_("Abandonment"), lambda calls: in_percent(definitions.abandonment(calls))),
            )
        ]

    @property
    def shown_handling(self) -> str:
        return in_minutes(self.handling)


def _ninetieth(calls: Calls) -> str:
    return in_minutes(definitions.wait_percentile(calls, 90))


def in_minutes(duration: dt.timedelta | None) -> str:
    """Minutes and seconds, 1:05; a dash when nothing is known."""
    if duration is None:
        return NOT_KNOWN
    minutes, seconds = divmod(round(duration.total_seconds()), 60)
    return f"{minutes}:{seconds:02}"


def in_percent(share: float | None) -> str:
    return NOT_KNOWN if share is None else f"{round(share * 100)} %"


def figures_of(line: Line, week: Week, own: frozenset[int] | None = None) -> Figures:
    """Read what the week's figures need, topics as they were called on its last day: seven queries."""
    counted = tally_of(line, week)
    authorities = Authority.objects.in_bulk([place for place in counted.places if isinstance(place, int)])
    names: dict[Place, str] = {Home.ABROAD: str(Home.ABROAD.label), Home.UNKNOWN: str(Home.UNKNOWN.label)}
    return Figures(
        line=line,
        week=week,
        tally=counted,
        calls=calls_of(line, week),
        handling=definitions.mean_handling(segments_of(line, week)),
        topics=topics_named_on(week.sunday),
        names=names | {key: authority.name for key, authority in authorities.items()},
        codes={key: authority.code for key, authority in authorities.items()},
        own=own,
    )
