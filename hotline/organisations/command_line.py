# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""`hotline hours preview` and `hotline authorities load`."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click
from django.conf import settings

if TYPE_CHECKING:
    from hotline.organisations.preview import Preview


@click.group()
def hours() -> None:
    """The opening hours of a line."""


@hours.command("preview")
@click.argument("line")
@click.argument("when")
def preview_hours(line: str, when: str) -> None:
    """Tell what a caller of LINE (its short name) would hear at WHEN.

    WHEN is a moment in Denmark, such as "2026-12-24 10:00". When the clock is put back an hour comes twice;
    "2026-10-25T02:30+01:00" is the second time.
    """
    from hotline.organisations.clock_times import WrongTime, read_moment
    from hotline.organisations.models import Line
    from hotline.organisations.preview import preview

    try:
        found = preview(Line.objects.get(slug=line), read_moment(when))
    except Line.DoesNotExist:
        known = ", ".join(Line.objects.values_list("slug", flat=True)) or "none"
        raise click.ClickException(f"There is no line called {line}. There is: {known}.") from None
    except WrongTime:
        raise click.ClickException(f"{when} is not a moment. Write it as 2026-12-24T10:00.") from None
    click.echo("\n".join(_told(found)))


def _told(found: "Preview") -> Iterator[str]:
    decision = found.decision
    special = f", {decision.special_day.name}" if decision.special_day else ""
    yield f"{found.at:%A %Y-%m-%d %H:%M %z}: {decision.kind.value}{special}"
    if settings.FORCED_OPEN:
        yield "  (HOTLINE_FORCED_OPEN is yes: callers meet an open line now, whatever its hours say.)"
    for language, words in found.texts:
        yield f"  {language}: {words}"
    if decision.ends_call:
        again = decision.next_opening_at
        yield "  Then the call ends."
        yield (
            f"  Next opening: {again.astimezone(found.at.tzinfo):%A %Y-%m-%d %H:%M}"
            if again
            else ("  No next opening is known.")
        )
    else:
        yield "  Then music, until an agent answers."


@click.group()
def authorities() -> None:
    """The municipalities and regions."""


@authorities.command()
def load() -> None:
    """Add the Danish regions and the 98 municipalities where they are missing; change none that is there."""
    from hotline.organisations.models import Authority
    from hotline.organisations.registers import load_authorities

    before = Authority.objects.count()
    load_authorities()
    click.echo(f"{Authority.objects.count() - before} authorities were added.")
