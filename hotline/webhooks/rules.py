# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Who sets up what is told to whom: the administrators of an authority, and of a line."""

from django.db.models import Q, QuerySet

from hotline.organisations.models import Authority, Line
from hotline.organisations.rules import RoleKind, administers_authority, administers_line
from hotline.people.models import User
from hotline.people.rules import lines_administered
from hotline.webhooks.models import Subscription


def may_set_up(user: User, place: Authority | Line) -> bool:
    """The address and the secret lead to what an authority's citizens asked, or to all of a line."""
    if isinstance(place, Authority):
        return administers_authority(user, place)
    return administers_line(user, place)


def authorities_set_up_by(user: User) -> QuerySet[Authority]:
    own = [duty.authority_id for duty in user.duties if duty.kind is RoleKind.ADMINISTRATOR]
    return Authority.objects.filter(pk__in=own)


def lines_set_up_by(user: User) -> QuerySet[Line]:
    return Line.objects.filter(pk__in=lines_administered(user))


def subscriptions_of(user: User) -> QuerySet[Subscription]:
    """Those somebody may see and change; another's is not even there."""
    theirs = Q(authority__in=authorities_set_up_by(user)) | Q(line__in=lines_set_up_by(user))
    return Subscription.objects.filter(theirs).select_related("authority", "line")
