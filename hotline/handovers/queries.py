# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What the pages ask of the hand-overs: the same number of queries however many there are."""

from django.db.models import QuerySet

from hotline.handovers.models import Delivery, HandOver, Inbox
from hotline.handovers.rules import readable_by
from hotline.organisations.models import Authority
from hotline.people.models import User


def inbox_of(reader: User, *, closed: bool = False) -> QuerySet[HandOver]:
    """What was handed over to the reader's authorities: the most urgent first, or the latest closed."""
    found = _told(HandOver.objects.filter(readable_by(reader), closed_at__isnull=not closed))
    return found.order_by("-closed_at", "-id") if closed else found.order_by("due_at", "id")


def handed_over_by(agent: User) -> QuerySet[HandOver]:
    """What the agent handed over, the latest first. It says nothing of how to reach the citizen."""
    mine = HandOver.objects.filter(handed_over_by=agent).defer("contact")
    return mine.select_related("authority", "closed_by").order_by("-handed_over_at", "-id")


def answers_waiting_for(agent: User) -> int:
    """How many answers the agent has not seen."""
    answered = HandOver.objects.filter(handed_over_by=agent, closed_at__isnull=False, answer_seen_at=None)
    return answered.count()


def inboxes() -> QuerySet[Inbox]:
    """Every authority that takes hand-overs."""
    return Inbox.objects.filter(closed_at=None).select_related("authority").order_by("authority__name")


def unanswered_by(authority: Authority) -> int:
    """How many hand-overs the authority has not closed yet."""
    return HandOver.objects.filter(authority=authority, closed_at=None).count()


def deliveries_to(authority: Authority) -> QuerySet[Delivery]:
    """What was sent to an authority, the latest first."""
    return Delivery.objects.filter(handover__authority=authority).select_related("handover")


def _told(handovers: QuerySet[HandOver]) -> QuerySet[HandOver]:
    people = ("handed_over_by", "received_by", "closed_by")
    return handovers.select_related("authority", "inquiry__line", *people)
