# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""`hotline example`: loads the example "Midtjylland 2014", of which each room has its part."""

import importlib
from collections.abc import Iterator

import click
from django.db import transaction

ROOMS = ("organisations", "people", "knowledge", "inquiries", "planning", "handovers")
SHOWN = (
    ("agent1", "an agent; so are agent2 to agent60"),
    ("vagtleder", "duty lead"),
    ("planlaegger", "planner"),
    ("redaktoer", "editor"),
    ("administrator", "administrator: lines, hours, people"),
)


@click.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
def example(*, yes: bool) -> None:
    """Load the example "Midtjylland 2014": a line, its members, invented people, the history of 2014."""
    from hotline.people.example import DEMO_PASSWORD
    from hotline.people.models import User

    if User.objects.exists() and not yes:
        click.confirm(f"People sign in here already. Add some whose password is {DEMO_PASSWORD}?", abort=True)
    load()
    click.echo("The example is loaded.")


@transaction.atomic
def load() -> None:
    """Make what is missing of the example; a second time changes nothing."""
    for room in ROOMS:
        importlib.import_module(f"hotline.{room}.example").load()


def sign_ins() -> Iterator[tuple[str, str]]:
    """Who can sign in with the example's password, and what each may do."""
    from django.contrib.auth.hashers import check_password

    from hotline.people.example import DEMO_PASSWORD
    from hotline.people.models import User

    people = User.objects.in_bulk([name for name, _ in SHOWN], field_name="username")
    # Checking is slow by design, but the example's people share one stored password until they change it.
    stored = {user.password for user in people.values()}
    unchanged = {password for password in stored if check_password(DEMO_PASSWORD, password)}
    for name, what in SHOWN:
        if name in people and people[name].password in unchanged:
            yield name, what
