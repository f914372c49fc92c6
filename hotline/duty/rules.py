# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Who leads a line: its duty leads and its administrators, and nobody else."""

from hotline.organisations.models import Line
from hotline.organisations.rules import may_announce
from hotline.people.models import User


class Refused(Exception):
    """A deed that is not done, with a sentence for people."""


def lines_led(user: User) -> list[Line]:
    """The lines whose duty page somebody sees."""
    return [line for line in Line.objects.all() if may_announce(user, line)]


def leads_a_line(user: User) -> bool:
    return bool(lines_led(user))
