# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What is read of people by more than one caller."""

from django.db.models import Q, QuerySet

from hotline.organisations.models import Authority
from hotline.organisations.rules import RoleKind, administers_a_line
from hotline.people.models import User


def people_shown_to(user: User) -> QuerySet[User]:
    """Administrators see their own authority's people, duty leads those of their lines, a line's all."""
    people = User.objects.select_related("authority").order_by("name", "pk")
    if administers_a_line(user):
        return people
    own = [duty.authority_id for duty in user.duties if duty.kind is RoleKind.ADMINISTRATOR]
    led = [line for duty in user.duties if duty.kind is RoleKind.DUTY_LEAD for line in duty.line_ids]
    return people.filter(Q(authority__in=own) | Q(roles__lines__in=led)).distinct()


def authorities_administered_by(user: User) -> QuerySet[Authority]:
    """Whose people somebody may add to."""
    if administers_a_line(user):
        return Authority.objects.all()
    own = [duty.authority_id for duty in user.duties if duty.kind is RoleKind.ADMINISTRATOR]
    return Authority.objects.filter(pk__in=own)
