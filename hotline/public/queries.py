# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What the citizens' front page shows, read in a fixed number of queries."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from hotline.organisations.models import Authority, Line, Membership
from hotline.organisations.opening import (
    A_DAY,
    DayKind,
    DayShown,
    Notice,
    OpeningDecision,
    Schedule,
    day_of,
    opening_at,
)
from hotline.organisations.queries import members_on, schedule_of
from hotline.organisations.speaking import LOCAL_ZONE

WEEKS_AHEAD = 8


@dataclass(frozen=True)
class FrontPage:
    line: Line
    others: tuple[Line, ...]
    decision: OpeningDecision
    week: tuple[DayShown, ...]  # seven days, today first
    exceptions: tuple[DayShown, ...]  # after those seven days
    notices: tuple[Notice, ...]  # what callers are told just now
    staffed_by: tuple[Authority, ...]
    with_part: tuple[Authority, ...]  # they take part without agents


def front_page(now: dt.datetime) -> FrontPage | None:
    """The first line there is, with the others beside it; None when no line has been made."""
    lines = list(Line.objects.order_by("pk"))
    if not lines:
        return None
    line, *others = lines
    today = now.astimezone(LOCAL_ZONE).date()
    schedule = schedule_of(line)
    members = list(members_on(line, today))
    return FrontPage(
        line,
        tuple(others),
        opening_at(schedule, now),
        tuple(day_of(schedule, today + A_DAY * ahead) for ahead in range(7)),
        tuple(_exceptions(schedule, today + A_DAY * 7)),
        schedule.notices_at(now),
        tuple(_with_kind(members, Membership.Kind.STAFFS)),
        tuple(_with_kind(members, Membership.Kind.TAKES_PART)),
    )


def _exceptions(schedule: Schedule, begins: dt.date) -> Iterator[DayShown]:
    """The exceptional days of the coming weeks on which the hours differ from the week's."""
    for day in sorted(schedule.days):
        if begins <= day < begins + A_DAY * 7 * WEEKS_AHEAD and schedule.days[day].kind is not DayKind.OPEN:
            yield day_of(schedule, day)


def _with_kind(members: list[Membership], kind: Membership.Kind) -> Iterator[Authority]:
    return (member.authority for member in members if member.kind == kind)
