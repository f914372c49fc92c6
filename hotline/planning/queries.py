# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The campaigns of the lines somebody plans for."""

from django.db.models import Min, QuerySet

from hotline.organisations.rules import RoleKind
from hotline.people.models import User
from hotline.planning.models import Campaign

SEE_CAMPAIGNS = (RoleKind.PLANNER, RoleKind.DUTY_LEAD, RoleKind.ADMINISTRATOR)


def campaigns_for(reader: User) -> QuerySet[Campaign]:
    """Those of the reader's lines, first begun first; three queries however many there are."""
    lines = frozenset().union(*(duty.line_ids for duty in reader.duties if duty.kind in SEE_CAMPAIGNS))
    campaigns = Campaign.objects.filter(line__in=lines).annotate(begins_on=Min("stages__from_on"))
    return (
        campaigns.select_related("sender", "line")
        .prefetch_related("stages", "topics")
        .order_by("begins_on", "name")
    )
