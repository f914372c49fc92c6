# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Invented people for the example "Midtjylland 2014": 60 agents, spread over the municipalities by size."""

from collections.abc import Iterator

from django.contrib.auth.hashers import make_password
from django.db import transaction

from hotline.organisations.example import load as load_line
from hotline.organisations.example import staffing_municipalities
from hotline.organisations.models import Authority, Line
from hotline.organisations.registers import rows_of
from hotline.organisations.rules import RoleKind
from hotline.people.models import Role, User

DEMO_PASSWORD = "midtjylland-2014"  # noqa: S105 - printed by `make run`, for the example only
AGENTS = 60
AT = "0751"  # Aarhus, where the example's leading people sit

FIRST_NAMES = (
    "Anna", "Bo", "Clara", "Dan", "Eva", "Finn", "Gry", "Hans", "Ida", "Jens", "Karen", "Lars", "Maja",
    "Nils", "Olga", "Per", "Rikke", "Søren", "Tove", "Viggo",
)  # fmt: skip
# Nobody is called so: whoever meets the name knows that the person is made up.
FAMILY_NAMES = ("Eksempelsen", "Prøvesen", "Opfindsen")
Wanted = tuple[User, Authority, RoleKind]
LEADING = {
    "vagtleder": ("Vera Vagtsen", RoleKind.DUTY_LEAD),
    "planlaegger": ("Poul Plansen", RoleKind.PLANNER),
    "redaktoer": ("Ruth Retsen", RoleKind.EDITOR),
    "administrator": ("Asta Adminsen", RoleKind.ADMINISTRATOR),
}


@transaction.atomic
def load(line: Line | None = None) -> None:
    """Make the people that are missing; those who are there keep their password and roles."""
    line = line or load_line()
    authorities = {authority.code: authority for authority in staffing_municipalities()}
    wanted = [*_agents(authorities), *_leading(authorities[AT])]
    there = set(User.objects.values_list("username", flat=True))
    password = make_password(DEMO_PASSWORD)  # once for all: hashing is slow by design
    for user, authority, kind in wanted:
        if user.username not in there:
            user.authority, user.password = authority, password
            user.save()
            Role.objects.create(user=user, authority=authority, kind=kind).lines.add(line)


def shares(sizes: dict[str, int], total: int) -> dict[str, int]:
    """Spread people over authorities by size: one each, the rest by the largest remainders."""
    rest = total - len(sizes)
    whole = sum(sizes.values())
    exact = {code: size * rest / whole for code, size in sizes.items()}
    given = {code: 1 + int(part) for code, part in exact.items()}
    by_remainder = sorted(sizes, key=lambda code: (int(exact[code]) - exact[code], code))
    for code in by_remainder[: total - sum(given.values())]:
        given[code] += 1
    return given


def _agents(authorities: dict[str, Authority]) -> Iterator[Wanted]:
    rows = rows_of("municipalities.csv")
    sizes = {row["code"]: int(row["population_2013"]) for row in rows if row["code"] in authorities}
    spread = shares(sizes, AGENTS)
    places = [authorities[code] for code in sorted(spread) for _ in range(spread[code])]
    for number, authority in enumerate(places, start=1):
        yield User(username=f"agent{number}", name=_name(number)), authority, RoleKind.AGENT


def _leading(authority: Authority) -> Iterator[Wanted]:
    for username, (name, kind) in LEADING.items():
        yield User(username=username, name=name), authority, kind


def _name(number: int) -> str:
    family, first = divmod(number - 1, len(FIRST_NAMES))
    return f"{FIRST_NAMES[first]} {FAMILY_NAMES[family]}"
