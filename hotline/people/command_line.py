# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""`hotline people appoint`: the first administrator, before anybody can sign in to make one."""

import click


@click.group()
def people() -> None:
    """Those who sign in."""


@people.command()
@click.argument("username")
@click.argument("name")
@click.option("--authority", "code", required=True, help="The code of the employing authority, such as 0751.")
@click.option("--line", "slugs", multiple=True, help="The short name of a line to administer, too.")
@click.password_option(help="At least 12 characters. Asked for when it is not given.")
def appoint(username: str, name: str, code: str, slugs: tuple[str, ...], password: str) -> None:
    """Make USERNAME (called NAME) an administrator of an authority's people, and of lines."""
    from hotline.organisations.models import Authority, Line
    from hotline.organisations.rules import RoleKind
    from hotline.people.actions import Roles, save_person
    from hotline.people.models import User

    authority = Authority.objects.filter(code=code).first()
    if authority is None:
        raise click.ClickException(f"No authority has the code {code}. Try: hotline authorities load")
    lines = list(Line.objects.filter(slug__in=slugs))
    if len(lines) != len(set(slugs)):
        raise click.ClickException("There is no line by one of these names.")
    if User.objects.filter(username=username).exists():
        raise click.ClickException(f"{username} is there already.")
    _refuse_weak(password)
    user = User(username=username, name=name, authority=authority)
    user.set_password(password)
    save_person(user, Roles({RoleKind.ADMINISTRATOR}, administers=lines))
    click.echo(f"{name} may sign in as {username}, and administers {authority}.")


def _refuse_weak(password: str) -> None:
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    try:
        validate_password(password)
    except ValidationError as refused:
        raise click.ClickException(" ".join(refused.messages)) from refused
