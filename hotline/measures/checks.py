# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Whether the figures can be trusted: two ways to the same number must agree.

Asked every day of the day before and of a few from all that is rolled up, others each day; not of today,
which goes on while it is counted. What disagrees stays on the health page with the calls concerned until a
later check of the same day finds it right.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import structlog
from django.db import transaction
from django.utils import timezone

from hotline.calls.models import AgentStateRecord, CallRecord
from hotline.calls.queries import conservation, contradictory_calls
from hotline.exchange.words import AgentStatus, Outcome
from hotline.inquiries.models import Inquiry
from hotline.measures import raw, rolled
from hotline.measures.bulk import read
from hotline.measures.dimensions import Dimension
from hotline.measures.instants import Milliseconds
from hotline.measures.models import Check, RolledDay
from hotline.measures.periods import DAY, Grain, Period
from hotline.measures.queries import call_total, inquiry_counts
from hotline.measures.rolling import is_rolled
from hotline.measures.sign_ins import stays_signed_in
from hotline.measures.targets import targets_of
from hotline.organisations.models import Line

log = structlog.get_logger(__name__)

SAMPLED = 3
CALLS_NAMED = 100
Name = Check.Name


@dataclass(frozen=True)
class Finding:
    """The number there should be, the number there is, and the calls to look at when they differ."""

    name: Name
    expected: int
    found: int
    calls: tuple[str, ...] = ()

    @property
    def is_right(self) -> bool:
        return self.expected == self.found


def check_figures(now: dt.datetime) -> int:
    """The job: check the days whose turn it is; return how many checks failed."""
    wrong = 0
    for line in (*Line.objects.all(), None):
        for day in days_to_check(line, now):
            wrong += sum(not finding.is_right for finding in check_day(line, day, now))
    return wrong


def days_to_check(line: Line | None, now: dt.datetime) -> list[dt.date]:
    """The day before, and some of all that is rolled up: the same ones whoever asks this day."""
    today = timezone.localdate(now)
    rolled_up = list(RolledDay.objects.filter(line=line, day__lt=today - DAY).values_list("day", flat=True))
    chance = Random(today.toordinal())  # noqa: S311 - not a secret
    return [today - DAY, *chance.sample(rolled_up, min(SAMPLED, len(rolled_up)))]


def check_day(line: Line | None, day: dt.date, now: dt.datetime) -> list[Finding]:
    """Check a line's day, or without a line the agents' states; what was found before is replaced."""
    period = Period.of_day(day)
    findings = list(_of_line(line, period) if line else _of_agents(period))
    with transaction.atomic():
        Check.objects.filter(line=line, day=day).delete()
        Check.objects.bulk_create(_row(line, day, finding, now) for finding in findings)
    for finding in findings:
        if not finding.is_right:
            log.warning("the figures do not add up", day=str(day), check=finding.name.value,
                        expected=finding.expected, found=finding.found)  # fmt: skip
    return findings


def _row(line: Line | None, day: dt.date, finding: Finding, now: dt.datetime) -> Check:
    return Check(
        line=line, day=day, name=finding.name, is_right=finding.is_right, expected=finding.expected,
        found=finding.found, calls=list(finding.calls[:CALLS_NAMED]), checked_at=now,
    )  # fmt: skip


def _of_line(line: Line, period: Period) -> Iterator[Finding]:
    calls = CallRecord.objects.filter(
        line=line, arrived_at__gte=period.from_at, arrived_at__lt=period.to_at
    ).order_by("arrived_at")
    counted = conservation(calls)
    known = ["", *Outcome]
    strange = calls.exclude(outcome__in=known) | calls.filter(outcome="", ended_at__isnull=False)
    ids = tuple(strange.values_list("pk", flat=True)[:CALLS_NAMED])
    explained = counted.arrived - counted.unexplained
    yield Finding(Name.CONSERVATION, counted.arrived, explained, ids)
    wrong = tuple(contradictory_calls(calls).values_list("pk", flat=True))
    yield Finding(Name.CONTRADICTIONS, 0, len(wrong), wrong)
    yield _authorities(line, period)
    if is_rolled(line, period):
        yield _roll_ups(line, period)


def _authorities(line: Line, period: Period) -> Finding:
    """The inquiries by the citizens' authorities, and by those that answered, beside all in the books."""
    books = Inquiry.objects.filter(line=line, came_at__gte=period.from_at, came_at__lt=period.to_at).count()
    sums = {
        sum(inquiry_counts(line, period, [dimension]).values())
        for dimension in (Dimension.PLACE, Dimension.ANSWERED_BY)
    }
    return Finding(Name.AUTHORITIES, books, next((found for found in sums if found != books), books))


def _roll_ups(line: Line, period: Period) -> Finding:
    """The quarters that differ are told by the calls that arrived in them."""
    books = raw.call_quarters(line, period.from_at, period.to_at, targets_of(line))
    kept = rolled.call_parts(line, period, Grain.QUARTER)
    parts = raw.handling_quarters(line, period.from_at, period.to_at)
    kept_parts = rolled.handling_parts(line, period, Grain.QUARTER)
    differ = {start for start in {*books, *kept} if books.get(start) != kept.get(start)}
    differ |= {key[0] for key in {*parts, *kept_parts} if parts.get(key) != kept_parts.get(key)}
    named = [call for start in sorted(differ) for call in _arrived_in_quarter(line, start)]
    whole = sum(tally.arrived for tally in books.values())
    same = 0 if call_total(line, period).arrived == whole else 1
    return Finding(Name.ROLL_UPS, 0, len(differ) + same, tuple(named))


def _arrived_in_quarter(line: Line, start: dt.datetime) -> list[str]:
    until = start + dt.timedelta(minutes=15)
    calls = CallRecord.objects.filter(line=line, arrived_at__gte=start, arrived_at__lt=until)
    return list(calls.order_by("arrived_at").values_list("pk", flat=True))


def _of_agents(period: Period) -> Iterator[Finding]:
    """The states in the books add up to the time from sign-in to sign-out in the journal, agent by agent."""
    spans = _spans_by_agent(period)
    expected = found = 0
    differing: list[int] = []
    for agent, stays in stays_signed_in(period, {key: each[-1][1] for key, each in spans.items()}).items():
        by_journal = sum(until - since for since, until in stays)
        by_books = sum(
            max(min(until, ended) - max(since, began), 0)
            for since, until in stays
            for began, ended in spans.get(agent, [])
        )
        expected, found = expected + by_journal, found + by_books
        differing += [agent] if by_journal != by_books else []
    yield Finding(Name.AGENT_TIME, expected, found, _answered_by(differing, period))


def _answered_by(agents: list[int], period: Period) -> tuple[str, ...]:
    calls = CallRecord.objects.filter(
        segments__agent__in=agents, arrived_at__gte=period.from_at, arrived_at__lt=period.to_at
    )
    return tuple(calls.order_by("arrived_at").values_list("pk", flat=True)[:CALLS_NAMED]) if agents else ()


def _spans_by_agent(period: Period) -> dict[int, list[tuple[int, int]]]:
    """Beginning and end, in milliseconds, of every state but signed out, in order."""
    spans = AgentStateRecord.objects.filter(
        began_at__gte=period.from_at - DAY, began_at__lt=period.to_at, ended_at__gt=period.from_at
    ).exclude(status=AgentStatus.SIGNED_OUT)
    rows = spans.order_by("began_at").values_list("agent", Milliseconds("began_at"), Milliseconds("ended_at"))
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for agent, began, ended in read(rows):
        found[agent].append((began, ended))
    return found


def broken(line: Line | None = None) -> list[Check]:
    """What was wrong when it was last looked at: of a line and of the agents, or of everything."""
    wrong = Check.objects.filter(is_right=False).select_related("line")
    return [check for check in wrong if line is None or check.line_id in {line.pk, None}]
