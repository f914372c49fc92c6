# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Where somebody signed in can go. A place whose page is not there, or would refuse them, is left out."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hotline.duty.rules import leads_a_line
from hotline.measures.rules import lines_seen_by
from hotline.organisations.rules import RoleKind
from hotline.people.models import User
from hotline.people.rules import has_role, takes_calls
from hotline.planning.queries import SEE_CAMPAIGNS

Rule = Callable[[User], bool]


@dataclass(frozen=True)
class Destination:
    name: str  # of the address
    label: Promise
    may: Rule


@dataclass(frozen=True)
class Place:
    label: str
    address: str
    is_here: bool


def with_role(*kinds: RoleKind) -> Rule:
    return lambda user: has_role(user, *kinds)


def sees_figures(user: User) -> bool:
    return lines_seen_by(user).exists()


SETS_UP = (RoleKind.DUTY_LEAD, RoleKind.PLANNER, RoleKind.ADMINISTRATOR)
DESTINATIONS = (
    Destination("desk", _("Desk"), takes_calls),
    Destination("duty:start", _("Duty"), leads_a_line),
    Destination("knowledge:articles", _("Articles"), with_role(*RoleKind)),
    Destination("inquiries:list", _("Inquiries"), with_role(*RoleKind)),
    Destination("knowledge:topics", _("Topics"), with_role(RoleKind.EDITOR, RoleKind.ADMINISTRATOR)),
    Destination("handovers:inbox", _("Hand-overs"), with_role(*RoleKind)),
    Destination("wallboard:start", _("Wallboard"), sees_figures),
    Destination("measures:figures", _("Figures"), sees_figures),
    Destination("reports:latest", _("Reports"), sees_figures),
    Destination("planning:campaigns", _("Campaigns"), with_role(*SEE_CAMPAIGNS)),
    Destination("organisations:lines", _("Line and hours"), with_role(*SETS_UP)),
    Destination("webhooks:list", _("Systems"), with_role(RoleKind.ADMINISTRATOR)),
    Destination("people:list", _("People"), with_role(RoleKind.DUTY_LEAD, RoleKind.ADMINISTRATOR)),
)


def places_for(request: HttpRequest) -> list[Place]:
    user = getattr(request, "user", None)
    if not isinstance(user, User) or not user.duties:
        return []
    is_let_in = cache(lambda may: may(user))  # several places may have the same rule
    return [
        Place(str(destination.label), address, is_here=_is_below(request.path, address))
        for destination in DESTINATIONS
        if is_let_in(destination.may) and (address := address_of(destination.name))
    ]


def address_of(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def _is_below(path: str, address: str) -> bool:
    return path == address or (address != "/" and path.startswith(address))
