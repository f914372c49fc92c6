# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""`hotline figures rebuild`."""

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
