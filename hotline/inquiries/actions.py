# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Every change to what is registered: one function per deed."""

import datetime as dt
import uuid
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from hotline.calls.models import CallRecord
from hotline.inquiries.models import NOTE_LENGTH, Home, Inquiry, Outcome
from hotline.inquiries.rules import answering_authority_id, refuse_others_calls
from hotline.knowledge.models import Topic
from hotline.organisations.models import Authority
from hotline.people.cpr_guard import mask
from hotline.people.guarding import Place, count_masks
from hotline.people.models import User


@transaction.atomic
def register_inquiry(
    *,
    agent: User,
    call: CallRecord,
    topics: Collection[Topic],
    home: Home,
    authority: Authority | None,
    outcome: Outcome,
    note: str = "",
    key: uuid.UUID | None = None,
    now: dt.datetime | None = None,
) -> Inquiry:
    """Register what a call was about; the same key again gives the inquiry that is there already.

    Whatever the form let through, no CPR number is stored. Raises Refused.
    """
    refuse_others_calls(agent, call)
    inquiry, is_new = Inquiry.objects.get_or_create(
        key=key or uuid.uuid4(),
        defaults={
            "line_id": call.line_id,
            "call": call,
            "agent": agent,
            "answered_by_id": answering_authority_id(agent, call.line_id),
            "home": home,
            "authority": authority,
            "outcome": outcome,
            "note": mask(note)[:NOTE_LENGTH],
            "came_at": call.arrived_at,
            "registered_at": now or timezone.now(),
        },
    )
    if is_new:
        inquiry.topics.set(topics)
        count_masks(inquiry.note, Place.NOTE)
    return inquiry
