# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Who sees a line's wallboard, with whose details, and who lets screens show it."""

from django.db.models import QuerySet

from hotline.measures.rules import authorities_of, lines_seen_by, sees_every_authority
from hotline.organisations.models import Line
from hotline.organisations.rules import RoleKind
from hotline.people.models import User

PAIRING = {RoleKind.DUTY_LEAD, RoleKind.ADMINISTRATOR}
Scope = frozenset[int] | None
"""The authorities (their keys) whose details are shown beside the pool's figures; None: all of them."""


def scope_of(reader: User, line: Line) -> Scope:
    return None if sees_every_authority(reader, line) else authorities_of(reader)


def may_see(reader: User, line: Line) -> bool:
    return lines_seen_by(reader).filter(pk=line.pk).exists()


def lines_paired_by(user: User) -> QuerySet[Line]:
    """The lines whose figures somebody may let a screen show: those led or administered."""
    led = frozenset[int]().union(*(duty.line_ids for duty in user.duties if duty.kind in PAIRING))
    return Line.objects.filter(pk__in=led)


def may_pair(user: User) -> bool:
    return any(duty.kind in PAIRING and duty.line_ids for duty in user.duties)
