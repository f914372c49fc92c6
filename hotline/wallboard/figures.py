# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What a board needs from the database: read once a second for each line, whoever looks.

Every figure is one of `measures`; nothing is counted here.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from django.utils import timezone

from hotline.duty.models import Alarm, AlarmKind
from hotline.duty.queries import alarms_now
from hotline.knowledge.queries.topic_names import topics_named_on
from hotline.measures.dimensions import Dimension
from hotline.measures.periods import Grain, Period
from hotline.measures.queries import handling_by_authority, lately, today
from hotline.measures.raw import inquiry_rows
from hotline.measures.tallies import CallTally, Target
from hotline.measures.targets import targets_of
from hotline.organisations.models import Authority, Line
from hotline.organisations.opening import OpeningDecision, opening_at
from hotline.organisations.queries import schedule_of, staffing_authorities
from hotline.people.models import User
from hotline.wallboard.models import Screen

AN_HOUR, A_WEEK = dt.timedelta(hours=1), dt.timedelta(weeks=1)
TOPICS_SHOWN = 5
# The board tells of these by itself, the moment they are so.
TOLD_ANYWAY = (AlarmKind.TROUBLE, AlarmKind.SILENT)
# So many inquiries in an hour, and so many times those of the week before, make a topic stand out.
FEWEST_NEW, NEW_FACTOR = 3, 2.0


@dataclass(frozen=True)
class TopicNow:
    """A topic of the last hour, beside the same hour of last week."""

    name: str
    now: int
    before: int

    @property
    def is_new(self) -> bool:
        return self.now >= FEWEST_NEW and self.now >= NEW_FACTOR * self.before

    @property
    def factor(self) -> float | None:
        """How many times as often as last week; None when nobody asked about it then."""
        return self.now / self.before if self.before else None


@dataclass(frozen=True)
class Figures:
    """Of one line at one instant."""

    at: dt.datetime
    line: Line
    today: CallTally
    lately: CallTally
    target: Target
    opening: OpeningDecision
    topics: list[TopicNow] = field(default_factory=list)
    handled: dict[int, int] = field(default_factory=dict)  # calls today by the answering agents' authority
    authority_of: dict[int, int | None] = field(default_factory=dict)  # of every agent of the line
    names: dict[int, str] = field(default_factory=dict)  # of authorities
    staffing: frozenset[int] = frozenset()
    screens: frozenset[int] = frozenset()  # in use
    alarms: list[Alarm] = field(default_factory=list)


def read_figures(line: Line, now: dt.datetime) -> Figures:
    day = timezone.localdate(now)
    agents = User.objects.filter(roles__lines=line).values_list("pk", "authority_id")
    return Figures(
        at=now,
        line=line,
        today=today(line, now),
        lately=lately(line, now),
        target=targets_of(line).on(day),
        opening=opening_at(schedule_of(line), now),
        topics=topics_now(line, now),
        handled=_handled(line, day),
        authority_of=dict(agents),
        names=dict(Authority.objects.values_list("pk", "name")),
        staffing=frozenset(staffing_authorities(line, day).values_list("pk", flat=True)),
        alarms=list(alarms_now(line).exclude(kind__in=TOLD_ANYWAY)),
        screens=frozenset(Screen.objects.filter(line=line, revoked_at=None).values_list("pk", flat=True)),
    )


def _handled(line: Line, day: dt.date) -> dict[int, int]:
    tallies = handling_by_authority(line, Period.of_day(day), Grain.DAY)
    return {authority: tally.segments for (_start, authority), tally in tallies.items()}


def topics_now(line: Line, now: dt.datetime) -> list[TopicNow]:
    """What the last hour's inquiries were about: first what stands out, then what was asked most."""
    last_week = _a_week_before(now)
    counted = _by_topic(line, now - AN_HOUR, now)
    before = _by_topic(line, last_week - AN_HOUR, last_week)
    names = topics_named_on(timezone.localdate(now)) if counted else {}
    topics = [TopicNow(str(names[key]), number, before[key]) for key, number in counted.items()]
    return sorted(topics, key=lambda topic: (not topic.is_new, -topic.now, topic.name))[:TOPICS_SHOWN]


def _a_week_before(now: dt.datetime) -> dt.datetime:
    """The same time of day by the local clock, whether or not it was changed since."""
    return (timezone.localtime(now) - A_WEEK).astimezone(dt.UTC)


def _by_topic(line: Line, from_at: dt.datetime, to_at: dt.datetime) -> Counter[int]:
    counted: Counter[int] = Counter()
    for _hour, topic, number in inquiry_rows(line, from_at, to_at, [Dimension.TOPIC], {}):
        counted[topic] += number
    return counted
