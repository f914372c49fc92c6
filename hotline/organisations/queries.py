# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What is read of organisations by more than one caller."""

import datetime as dt
from collections.abc import Iterable
from types import MappingProxyType

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from hotline.exchange.records import Settings
from hotline.organisations.models import (
    Authority,
    ExceptionalDay,
    Line,
    LineAnnouncement,
    Membership,
    Span,
    WeeklyHours,
)
from hotline.organisations.opening import DayKind, Notice, OpenSpan, Schedule, SpecialDay, WeekVersion


def schedule_of(line: Line) -> Schedule:
    """Five queries, whatever the line's age."""
    versions = line.weekly_hours.prefetch_related("spans")
    days = line.exceptional_days.prefetch_related("spans")
    return Schedule(
        tuple(week_version(hours) for hours in versions),
        MappingProxyType({day.day_on: special_day(day) for day in days}),
        tuple(notice(announcement) for announcement in line.line_announcements.order_by("from_at", "pk")),
        is_forced_open=settings.FORCED_OPEN,
    )


def week_version(hours: WeeklyHours) -> WeekVersion:
    week = [open_spans(span for span in hours.spans.all() if span.weekday == day) for day in range(1, 8)]
    return WeekVersion(hours.valid_from, hours.valid_to, tuple(week))


def special_day(day: ExceptionalDay) -> SpecialDay:
    return SpecialDay(day.day_on, DayKind(day.kind), day.name, day.is_holiday, open_spans(day.spans.all()))


def notice(announcement: LineAnnouncement) -> Notice:
    return Notice(
        announcement.text,
        announcement.from_at,
        announcement.to_at,
        announcement.ends_call,
        announcement.clip_key,
        announcement.text_en,
    )


def open_spans(spans: Iterable[Span]) -> tuple[OpenSpan, ...]:
    return tuple(sorted(OpenSpan(span.opens, span.closes) for span in spans))


def in_period(day: dt.date, begins: str = "from_on", ends: str = "to_on") -> Q:
    """The rows whose half-open period holds the day."""
    return Q(**{f"{begins}__lte": day}) & (Q(**{f"{ends}__gt": day}) | Q(**{ends: None}))


def members_on(line: Line, day: dt.date) -> QuerySet[Membership]:
    return line.memberships.filter(in_period(day)).select_related("authority")


def staffing_authorities(line: Line, day: dt.date | None = None) -> QuerySet[Authority]:
    """Whose people may answer the line that day."""
    staffs = line.memberships.filter(in_period(day or timezone.localdate()), kind=Membership.Kind.STAFFS)
    return Authority.objects.filter(memberships__in=staffs)


def existing_authorities(day: dt.date) -> QuerySet[Authority]:
    begun = Q(valid_from=None) | Q(valid_from__lte=day)
    return Authority.objects.filter(begun, Q(valid_to=None) | Q(valid_to__gt=day))


def settings_for_exchange(line: Line) -> Settings:
    """What can be set on a line, as the exchange takes it."""
    return Settings(
        ring_ms=line.ring_seconds * 1000,
        wrap_up_ms=line.wrap_up_seconds * 1000,
        extension_ms=line.wrap_up_extension_seconds * 1000,
        missed_limit=line.missed_limit,
        adrift_ms=line.adrift_seconds * 1000,
        position_every_ms=line.position_seconds * 1000,
        nobody_grace_ms=line.nobody_seconds * 1000,
        waiting_limit=line.most_waiting,
    )
