# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Who hands over, who reads what was handed over, and who sets up an authority's inbox.

A hand-over holds how to reach a citizen. So it is for the people of the authority it was handed to and nobody
else: not for who administers the line, and not even for the agent, once it is sent.
"""

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from hotline.handovers.models import HandOver
from hotline.inquiries.models import Inquiry
from hotline.organisations.models import Authority
from hotline.organisations.rules import RoleKind, administers_authority
from hotline.people.models import User


class Refused(PermissionDenied):
    """A deed that is not done, with a sentence for people."""


def may_hand_over(user: User, inquiry: Inquiry) -> bool:
    """Who talked with the citizen, and who leads the line."""
    leads = any(duty.kind is RoleKind.DUTY_LEAD and inquiry.line_id in duty.line_ids for duty in user.duties)
    return inquiry.agent_id == user.pk or leads


def authorities_of(user: User) -> frozenset[int]:
    """The authorities (their keys) whose inbox the person reads: those one has a role for."""
    return frozenset(duty.authority_id for duty in user.duties)


def reads_an_inbox(user: User) -> bool:
    return bool(user.duties)


def readable_by(user: User) -> Q:
    return Q(authority__in=authorities_of(user))


def may_read(user: User, handover: HandOver) -> bool:
    return handover.authority_id in authorities_of(user)


def may_set_up(user: User, authority: Authority) -> bool:
    """Its own administrators: the address and the secret lead to what citizens want."""
    return administers_authority(user, authority)


def sets_up_an_inbox(user: User) -> bool:
    return any(duty.kind is RoleKind.ADMINISTRATOR for duty in user.duties)
