# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""`hotline figures rebuild` and `hotline figures check`."""

import datetime as dt
import time

import click
from django.utils import timezone

TOLD_EVERY = 1.0


@click.group()
def figures() -> None:
    """The figures and what they are made from."""


@figures.command()
def rebuild() -> None:
    """Roll up every day once more, from the books. The pages go on working meanwhile."""
    from hotline.measures.upkeep import rebuild as rebuild_all

    began, told_at = time.monotonic(), 0.0

    def tell(done: int, calls: int, days: int) -> None:
        nonlocal told_at
        if time.monotonic() - told_at > TOLD_EVERY or done == days:
            told_at = time.monotonic()
            click.echo(f"{done} of {days} days, {calls} calls, {told_at - began:.0f} s")

    calls = rebuild_all(timezone.now(), told=tell)
    click.echo(f"The figures of {calls} calls are built anew.")


@figures.command()
@click.option(
    "--day", "days", type=click.DateTime(["%Y-%m-%d"]), multiple=True, help="A day; may be repeated."
)
def check(days: tuple[dt.datetime, ...]) -> None:
    """Check that the figures add up: of the day before and some others, or of the days named."""
    from hotline.measures.checks import broken, check_day, check_figures
    from hotline.organisations.models import Line

    now = timezone.now()
    for day in days:
        for line in (*Line.objects.all(), None):
            check_day(line, day.date(), now)
    if not days:
        check_figures(now)
    wrong = broken()
    for found in wrong:
        where = found.line.slug if found.line else "agents"
        click.echo(
            f"{found.day} {where} {found.name}: {found.found}, not {found.expected}. {', '.join(found.calls)}"
        )
    if wrong:
        raise click.ClickException(f"{len(wrong)} checks failed.")
    click.echo("The figures add up.")
