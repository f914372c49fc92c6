# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Who may register what a citizen wanted, and who may read what was registered."""

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from hotline.calls.models import CallRecord
from hotline.inquiries.models import Inquiry
from hotline.organisations.models import Line
from hotline.organisations.rules import RoleKind
from hotline.people.models import User

CORRECTED_WITHIN = dt.timedelta(days=14)
LEADING = {RoleKind.DUTY_LEAD, RoleKind.PLANNER, RoleKind.ADMINISTRATOR}


class Refused(PermissionDenied):
    """A deed that is not done, with a sentence for people."""


def answered(agent: User, call: CallRecord) -> bool:
    """Whether the agent talked with this caller, or does so now."""
    return call.segments.filter(agent=agent).exists()


def refuse_others_calls(agent: User, call: CallRecord) -> None:
    if not answered(agent, call):
        raise Refused(_("Only the agent who answered this call can register what it was about."))


def answering_authority_id(agent: User, line_id: int) -> int:
    """For which authority the agent answers the line. Raises Refused for somebody who answers for none."""
    for duty in sorted(agent.duties, key=lambda duty: duty.authority_id):
        if duty.kind is RoleKind.AGENT and line_id in duty.line_ids:
            return duty.authority_id
    if agent.authority_id is None:
        raise Refused(_("You belong to no authority, so nobody would be said to have answered."))
    return agent.authority_id


def lines_led(reader: User) -> frozenset[int]:
    """The lines the person sees everything of."""
    return frozenset().union(*(duty.line_ids for duty in reader.duties if duty.kind in LEADING))


def readable_by(reader: User) -> Q:
    """The inquiries somebody may read: one's own; who leads, the authority's and all of the line led."""
    own_authorities = [duty.authority_id for duty in reader.duties if duty.kind in LEADING]
    theirs = Q(answered_by__in=own_authorities) | Q(authority__in=own_authorities)
    return Q(agent=reader) | theirs | Q(line__in=lines_led(reader))


def lines_registered_for(user: User) -> QuerySet[Line]:
    """The lines somebody may register inquiries of that did not come by call: those one has a role on."""
    return Line.objects.filter(pk__in=frozenset().union(*(duty.line_ids for duty in user.duties)))


def may_correct(user: User, inquiry: Inquiry, at: dt.datetime) -> bool:
    """For fourteen days: who registered it, and the line's duty lead."""
    leads = any(duty.kind is RoleKind.DUTY_LEAD and inquiry.line_id in duty.line_ids for duty in user.duties)
    return at < inquiry.registered_at + CORRECTED_WITHIN and (inquiry.agent_id == user.pk or leads)


def refuse_correcting(user: User, inquiry: Inquiry, at: dt.datetime) -> None:
    if not may_correct(user, inquiry, at):
        raise Refused(_("Only the agent and the duty lead can correct an inquiry, and only for 14 days."))
