# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What is in force on a line now: messages, announcements, a crisis, alarms."""

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils import timezone

from hotline.duty.models import Alarm, Crisis, DeskMessage
from hotline.organisations.models import Line, LineAnnouncement
from hotline.people.models import Role, User


def messages_shown(now: dt.datetime | None = None) -> QuerySet[DeskMessage]:
    """Those of every line that desks show now, the latest first."""
    return DeskMessage.objects.filter(until_at__gt=now or timezone.now()).select_related("sent_by")


def announcements_in_force(line: Line, now: dt.datetime) -> QuerySet[LineAnnouncement]:
    return line.line_announcements.filter(Q(to_at=None) | Q(to_at__gt=now), from_at__lte=now)


def crisis_in_force(line: Line) -> Crisis | None:
    now = timezone.now()
    begun = Crisis.objects.filter(line=line, guide__ends_at__gt=now)
    return begun.select_related("guide__announcement", "topic", "begun_by").first()


def alarms_now(line: Line) -> QuerySet[Alarm]:
    """What is wrong on a line now, the latest first; boards show it too."""
    return Alarm.objects.filter(line=line, ended_at=None).select_related("acknowledged_by", "line")


def agents_of(line: Line) -> QuerySet[User]:
    """Who may answer the line, by name."""
    roles = Role.objects.filter(kind=Role.Kind.AGENT, lines=line)
    agents = User.objects.filter(is_active=True, roles__in=roles).select_related("authority")
    return agents.order_by("name", "pk").distinct()
