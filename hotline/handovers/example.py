# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""In the example every municipality that staffs the line takes hand-overs, on its page alone."""

from django.db import transaction

from hotline.handovers.models import Inbox
from hotline.organisations.example import staffing_municipalities
from hotline.organisations.models import Line


@transaction.atomic
def load(_line: Line | None = None) -> None:
    """Make the inboxes that are missing; those that are there keep their addresses."""
    there = set(Inbox.objects.values_list("authority", flat=True))
    Inbox.objects.bulk_create(
        Inbox(authority=authority) for authority in staffing_municipalities() if authority.pk not in there
    )
