# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Every change to a line's hours, days, announcements and members: one function per deed."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from hotline.organisations.clock_times import day_in_words, overlap_in_words
from hotline.organisations.deeds import Deed, note
from hotline.organisations.models import (
    MINUTES_A_DAY,
    Authority,
    ExceptionalDay,
    ExceptionalSpan,
    Line,
    LineAnnouncement,
    Membership,
    WeeklyHours,
    WeeklySpan,
)
from hotline.organisations.opening import DayKind, OpenSpan, SpecialDay
from hotline.organisations.rules import Person

Week = Sequence[Sequence[OpenSpan]]  # Monday first


class Refused(Exception):
    """A deed that is not done, with a sentence for people."""


@transaction.atomic
def publish_hours(
    line: Line,
    week: Week,
    valid_from: dt.date,
    valid_to: dt.date | None = None,
    *,
    by: Person | None = None,
) -> WeeklyHours:
    """Let a new week count from a day. What counts then gives way, and goes on after the new one."""
    check_week(week)
    lock(line)
    for old in line.weekly_hours.filter(_overlaps(valid_from, valid_to)):
        if old.valid_from >= valid_from:
            raise Refused(
                _("There are other hours from %(day)s, within that period. Remove them or choose other days.")
                % {"day": day_in_words(old.valid_from)}
            )
        _give_way(old, valid_from, valid_to)
    note(by, Deed.HOURS_PUBLISHED, day_in_words(valid_from), line=line)
    return _write_hours(line, week, valid_from, valid_to)


@transaction.atomic
def change_hours(hours: WeeklyHours, week: Week, *, by: Person | None = None) -> None:
    """Correct a week that has not begun, or begins today."""
    check_week(week)
    lock(hours.line)
    _refuse_begun(hours)
    hours.spans.all().delete()
    _write_week(hours, week)
    note(by, Deed.HOURS_CHANGED, day_in_words(hours.valid_from), line=hours.line)


@transaction.atomic
def withdraw_hours(hours: WeeklyHours, *, by: Person | None = None) -> None:
    """Remove hours that have not begun; those they would have ended go on in their place."""
    lock(hours.line)
    _refuse_begun(hours)
    hours.delete()
    before = hours.line.weekly_hours.filter(valid_to=hours.valid_from)
    before.update(valid_to=hours.valid_to)
    note(by, Deed.HOURS_WITHDRAWN, day_in_words(hours.valid_from), line=hours.line)


@transaction.atomic
def set_day(
    line: Line, day: SpecialDay, *, instead_of: ExceptionalDay | None = None, by: Person | None = None
) -> ExceptionalDay:
    """Let a date differ from the week; another statement about the same date is refused."""
    check_spans(day.spans)
    lock(line)
    if (day.kind is DayKind.SPECIAL) != bool(day.spans):
        raise Refused(_("Special hours, and only they, need hours."))
    if instead_of:
        instead_of.delete()
    if line.exceptional_days.filter(day_on=day.day_on).exists():
        raise Refused(_("%(day)s is already on the list.") % {"day": day_in_words(day.day_on)})
    note(by, Deed.DAY_SET, f"{day_in_words(day.day_on)}: {day.name}", line=line)
    return _write_day(line, day)


@transaction.atomic
def review_holidays(line: Line, days: Sequence[SpecialDay], *, by: Person | None = None) -> None:
    """Write down what a person decided for a year's holidays, in place of what was decided before."""
    lock(line)
    for day in days:
        check_spans(day.spans)
        line.exceptional_days.filter(day_on=day.day_on).delete()
        _write_day(line, day)
    note(by, Deed.HOLIDAYS_REVIEWED, ", ".join(sorted({str(day.day_on.year) for day in days})), line=line)


@transaction.atomic
def remove_day(day: ExceptionalDay, *, by: Person | None = None) -> None:
    note(by, Deed.DAY_REMOVED, f"{day_in_words(day.day_on)}: {day.name}", line=day.line)
    day.delete()


@transaction.atomic
def end_announcement(announcement: LineAnnouncement, *, by: Person | None = None) -> bool:
    """Callers hear it no longer. False when it was over already, or removed because it had not begun."""
    note(by, Deed.ANNOUNCEMENT_ENDED, announcement, line=announcement.line)
    now = timezone.now()
    in_force = Q(to_at=None) | Q(to_at__gt=now)
    rows = LineAnnouncement.objects.filter(in_force, pk=announcement.pk)
    removed, _by_model = rows.filter(from_at__gte=now).delete()
    return not removed and rows.update(to_at=now) == 1


@transaction.atomic
def set_membership(membership: Membership, *, by: Person | None = None) -> Membership:
    """Save a membership; an authority has one kind of part in a line at a time."""
    lock(membership.line)
    same = Membership.objects.filter(authority=membership.authority, line=membership.line)
    others = same.exclude(pk=membership.pk)
    other = others.filter(_overlaps(membership.from_on, membership.to_on, "from_on", "to_on")).first()
    if other:
        raise Refused(
            _("%(authority)s already has a part in the line from %(day)s. End that first.")
            % {"authority": membership.authority, "day": day_in_words(other.from_on)}
        )
    membership.save()
    note(by, Deed.MEMBERSHIP_SET, membership, line=membership.line, authority=membership.authority)
    return membership


def join_line(
    line: Line, authority: Authority, kind: str, from_on: dt.date, to_on: dt.date | None = None
) -> Membership:
    return set_membership(Membership(line=line, authority=authority, kind=kind, from_on=from_on, to_on=to_on))


def check_week(week: Week) -> None:
    if len(week) != 7:
        raise Refused(_("A week has seven days."))
    for spans in week:
        check_spans(spans)


def check_spans(spans: Iterable[OpenSpan]) -> None:
    """Refuse openings that are impossible or overlap, whoever asks."""
    ordered = sorted(spans)
    for span in ordered:
        if not 0 <= span.opens < span.closes <= MINUTES_A_DAY:
            raise Refused(_("The line must close later than it opens, and at 24:00 at the latest."))
    for earlier, later in pairwise(ordered):
        if later.opens < earlier.closes:
            raise Refused(overlap_in_words(earlier, later))


def lock(line: Line) -> None:
    """One change of a line at a time, so that two people cannot make two overlapping ones."""
    Line.objects.select_for_update().get(pk=line.pk)


def _overlaps(begins: dt.date, ends: dt.date | None, start: str = "valid_from", stop: str = "valid_to") -> Q:
    not_over = Q(**{f"{stop}__gt": begins}) | Q(**{stop: None})
    return not_over & Q(**{f"{start}__lt": ends}) if ends else not_over


def _give_way(old: WeeklyHours, valid_from: dt.date, valid_to: dt.date | None) -> None:
    ended, old.valid_to = old.valid_to, valid_from
    old.save()
    if valid_to and (ended is None or valid_to < ended):
        week: Mapping[int, list[OpenSpan]] = {day: [] for day in range(1, 8)}
        for span in old.spans.all():
            week[span.weekday].append(OpenSpan(span.opens, span.closes))
        _write_hours(old.line, list(week.values()), valid_to, ended)


def _write_hours(line: Line, week: Week, valid_from: dt.date, valid_to: dt.date | None) -> WeeklyHours:
    hours = WeeklyHours.objects.create(line=line, valid_from=valid_from, valid_to=valid_to)
    _write_week(hours, week)
    return hours


def _write_week(hours: WeeklyHours, week: Week) -> None:
    WeeklySpan.objects.bulk_create(
        WeeklySpan(hours=hours, weekday=weekday, opens=span.opens, closes=span.closes)
        for weekday, spans in enumerate(week, start=1)
        for span in spans
    )


def _refuse_begun(hours: WeeklyHours) -> None:
    if hours.valid_from < timezone.localdate():
        raise Refused(_("These hours have been in force. Make new ones that begin on a later day."))


def _write_day(line: Line, day: SpecialDay) -> ExceptionalDay:
    row = ExceptionalDay.objects.create(
        line=line, day_on=day.day_on, kind=day.kind.value, name=day.name, is_holiday=day.is_holiday
    )
    ExceptionalSpan.objects.bulk_create(
        ExceptionalSpan(day=row, opens=span.opens, closes=span.closes) for span in day.spans
    )
    return row
