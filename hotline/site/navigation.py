# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Where somebody signed in can go, by role. A place whose page is not there is left out."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hotline.organisations.rules import RoleKind as Kind

EVERYBODY = frozenset(Kind)


@dataclass(frozen=True)
class Destination:
    name: str  # of the address
    label: Promise
    kinds: frozenset[Kind]


@dataclass(frozen=True)
class Place:
    label: str
    address: str
    is_here: bool


DESTINATIONS = (
    Destination("desk", _("Desk"), frozenset({Kind.AGENT})),
    Destination("inquiries:list", _("Inquiries"), EVERYBODY),
    Destination("measures:figures", _("Figures"), EVERYBODY),
    Destination(
        "planning:campaigns", _("Campaigns"), frozenset({Kind.PLANNER, Kind.DUTY_LEAD, Kind.ADMINISTRATOR})
    ),
    Destination(
        "organisations:lines",
        _("Line and hours"),
        frozenset({Kind.DUTY_LEAD, Kind.PLANNER, Kind.ADMINISTRATOR}),
    ),
    Destination("people:list", _("People"), frozenset({Kind.DUTY_LEAD, Kind.ADMINISTRATOR})),
)


def places_for(request: HttpRequest) -> list[Place]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    kinds = {duty.kind for duty in user.duties}
    return [
        Place(str(destination.label), address, is_here=_is_below(request.path, address))
        for destination in DESTINATIONS
        if destination.kinds & kinds and (address := address_of(destination.name))
    ]


def address_of(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def _is_below(path: str, address: str) -> bool:
    return path == address or (address != "/" and path.startswith(address))
