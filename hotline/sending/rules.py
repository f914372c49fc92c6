# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Who sends to citizens, and how much."""

import datetime as dt

from django.core.exceptions import PermissionDenied

from hotline.organisations.rules import RoleKind
from hotline.people.models import User
from hotline.people.rules import has_role
from hotline.sending.models import Sent

MOST_AN_HOUR = 30


class Refused(PermissionDenied):
    """A deed that is not done, with a sentence for people."""


def may_send(user: User) -> bool:
    return has_role(user, RoleKind.AGENT, RoleKind.DUTY_LEAD)


def has_sent_too_much(user: User, at: dt.datetime) -> bool:
    """No agent talks with so many; somebody else sits at the desk, or a script."""
    lately = Sent.objects.filter(sent_by=user, sent_at__gt=at - dt.timedelta(hours=1))
    return lately.count() >= MOST_AN_HOUR
