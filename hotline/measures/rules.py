# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Who may see which figures: all see the totals, leaders of the line everything, others their authority."""

from django.db.models import Q, QuerySet

from hotline.inquiries.rules import lines_led
from hotline.organisations.models import Line
from hotline.people.models import User


def lines_seen_by(reader: User) -> QuerySet[Line]:
    """The lines somebody works on, or whose members their authority is one of."""
    worked_on = frozenset().union(*(duty.line_ids for duty in reader.duties))
    return Line.objects.filter(
        Q(pk__in=worked_on) | Q(memberships__authority__in=authorities_of(reader))
    ).distinct()


def authorities_of(reader: User) -> frozenset[int]:
    """The authorities (their keys) somebody belongs to."""
    own = {reader.authority_id} if reader.authority_id else set()
    return frozenset(own | {duty.authority_id for duty in reader.duties})


def sees_every_authority(reader: User, line: Line) -> bool:
    return line.pk in lines_led(reader)
