# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What is measured for alarms, one look at a line: the exchange's word, the hours, and what was registered.

A figure that cannot be known is left out, and its watch stays as it stands: while the exchange is silent
nobody knows who waits. The database is not watched from here: without it nothing can be remembered; the
exchange tells boards and desks of that itself.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from hotline.duty.exchange import ExchangeSilent, line_now
from hotline.duty.limits import BEFORE_OPENING, FEWEST_OF_TOPIC, WEEKS_COMPARED
from hotline.duty.models import AlarmKind
from hotline.duty.shown import LineNow
from hotline.duty.words import PARTS
from hotline.inquiries.models import Inquiry
from hotline.measures.models import Check
from hotline.organisations.models import Line
from hotline.organisations.opening import Schedule, opening_at
from hotline.organisations.queries import schedule_of
from hotline.people.models import Role

HOUR, WEEK = dt.timedelta(hours=1), dt.timedelta(weeks=1)


@dataclass(frozen=True)
class Reading:
    """One figure. `subject` tells those of a kind apart, `about` names it for people."""

    kind: AlarmKind
    value: float
    subject: str = ""
    about: str = ""


def readings_of(line: Line, now: dt.datetime) -> list[Reading]:
    try:
        told = line_now(line)
    except ExchangeSilent:
        return [Reading(AlarmKind.SILENT, 1), *from_books(line, now)]
    return [
        Reading(AlarmKind.SILENT, 0),
        *from_exchange(told),
        Reading(AlarmKind.NOBODY, nobody(line, told, now)),
        *from_books(line, now),
    ]


def from_books(line: Line, now: dt.datetime) -> Iterator[Reading]:
    """What is known without the exchange."""
    wrong = Check.objects.filter(Q(line=line) | Q(line=None), is_right=False)
    yield Reading(AlarmKind.FAULT, wrong.exists())
    yield from topics(line, now)


def from_exchange(told: LineNow) -> Iterator[Reading]:
    """The longest wait in seconds, and which parts are down."""
    waited = (told.now - told.waiting[0]) / 1000 if told.waiting else 0
    yield Reading(AlarmKind.LONGEST_WAIT, waited)
    for part in PARTS:
        yield Reading(AlarmKind.TROUBLE, part in told.problems, part)


def nobody(line: Line, told: LineNow, now: dt.datetime) -> bool:
    """Whether callers are let in, or soon will be, and nobody is there. A line needs agents to be in use."""
    has_agents = Role.objects.filter(kind=Role.Kind.AGENT, lines=line).exists()
    return has_agents and told.present == 0 and is_to_be_staffed(schedule_of(line), now)


def is_to_be_staffed(schedule: Schedule, now: dt.datetime) -> bool:
    """From ten minutes before it opens until it closes."""
    return any(opening_at(schedule, at).is_open for at in (now, now + BEFORE_OPENING))


def topics(line: Line, now: dt.datetime) -> Iterator[Reading]:
    """How many times the usual each topic of the last hour was asked about."""
    latest = _asked(line, now)
    before = [_asked(line, _weeks_before(now, weeks)) for weeks in range(1, WEEKS_COMPARED + 1)]
    for code, (name, times) in latest.items():
        usual = sum(week[code][1] for week in before if code in week) / WEEKS_COMPARED
        yield Reading(AlarmKind.TOPIC, unusual(times, usual), code, name)


def unusual(times: int, usual: float) -> float:
    """A few are never unusual, and where there was next to nothing, one is what is usual."""
    return times / max(usual, 1) if times >= FEWEST_OF_TOPIC else 0


def _asked(line: Line, until: dt.datetime) -> dict[str, tuple[str, int]]:
    """By the topic's code: its name, and the inquiries of the hour until then that are about it."""
    of_hour = Inquiry.objects.filter(line=line, came_at__gt=until - HOUR, came_at__lte=until).order_by()
    counted = of_hour.exclude(topics=None).values_list("topics__code", "topics__name")
    return {code: (name, times) for code, name, times in counted.annotate(times=Count("pk"))}


def _weeks_before(now: dt.datetime, weeks: int) -> dt.datetime:
    """The same time by the clock on the wall, through both changes of it."""
    return timezone.localtime(now) - weeks * WEEK
