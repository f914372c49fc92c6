# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Who leads a line: its duty leads and its administrators, and nobody else."""

from hotline.organisations.models import Authority, Line
from hotline.organisations.rules import RoleKind, may_announce
from hotline.people.models import User

LEADERS = (RoleKind.DUTY_LEAD, RoleKind.ADMINISTRATOR)


class Refused(Exception):
    """A deed that is not done, with a sentence for people."""


def lines_led(user: User) -> list[Line]:
    """The lines whose duty page somebody sees."""
    return [line for line in Line.objects.all() if may_announce(user, line)]


def leads_a_line(user: User) -> bool:
    return any(duty.kind in LEADERS and duty.line_ids for duty in user.duties)


def authority_acted_for(user: User, line: Line) -> Authority:
    """In whose name somebody leads the line: that of the role."""
    found = [duty.authority_id for duty in user.duties if duty.kind in LEADERS and line.pk in duty.line_ids]
    return Authority.objects.get(pk=min(found))
