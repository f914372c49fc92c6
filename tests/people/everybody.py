# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Everybody who might open an address of the line: each role on it, the same roles on another, and those who
have no part in either. Tests ask an address for all of them at once, and compare what each is told.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver

from hotline.organisations.actions import join_line
from hotline.organisations.models import Membership
from hotline.organisations.rules import RoleKind
from tests.people.persons import SINCE, World, make_authority, make_line, make_person, signed_in

ROLES = tuple(RoleKind)
LEADERS = frozenset({"duty_lead", "administrator", "Viborg's duty_lead", "Viborg's administrator"})
NOBODYS = frozenset({"not signed in", "cookie of nobody"})


def everybody(world: World) -> dict[str, Client]:
    """By who they are. "Viborg's" are of the same line; "other" are of another line, in another authority."""
    herning = make_authority("0657", "Herning")
    other = make_line("anden", "+4570200009")
    join_line(other, herning, Membership.Kind.STAFFS, SINCE)
    people = {kind.value: make_person(f"her-{kind}", world.aarhus, kind, line=world.line) for kind in ROLES}
    people |= {
        f"Viborg's {kind}": make_person(f"viborg-{kind}", world.viborg, kind, line=world.line)
        for kind in ROLES
    }
    people |= {f"other {kind}": make_person(f"other-{kind}", herning, kind, line=other) for kind in ROLES}
    people |= {"Viborg's people's": world.local, "elsewhere": world.elsewhere, "roleless": world.roleless}
    people["no longer here"] = gone = make_person("gone", world.aarhus, *ROLES, line=world.line)
    clients = {who: signed_in(user) for who, user in people.items()}
    gone.is_active = False
    gone.save()
    return clients | {"not signed in": Client(), "cookie of nobody": _made_up()}


def _made_up() -> Client:
    client = Client()
    client.cookies["sessionid"] = "x" * 32
    return client


def answered(clients: dict[str, Client], ask: Callable[[Client], Any]) -> dict[str, int | str]:
    """What each is told: a status, or that one has to sign in first."""
    return {who: _told(ask(client)) for who, client in clients.items()}


def _told(answer: Any) -> int | str:
    leads_to = answer.headers.get("Location", "")
    return "sign in" if "/sign-in/" in leads_to else int(answer.status_code)


def only(
    allowed: Collection[str], clients: dict[str, Client], status: int, refused: int = 403
) -> dict[str, int | str]:
    """What `answered` gives when only these are let in."""
    return {who: status if who in allowed else "sign in" if is_unknown(who) else refused for who in clients}


def is_unknown(who: str) -> bool:
    return who in NOBODYS or who == "no longer here"


def names_of(patterns: Iterable[object]) -> set[str]:
    """Every name an address of these goes by, those included from below too."""
    found: set[str] = set()
    for one in patterns:
        if isinstance(one, URLResolver):
            found |= names_of(one.url_patterns)
        elif isinstance(one, URLPattern) and one.name:
            found.add(one.name)
    return found
