# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""`hotline history import` and `hotline history export`."""

import datetime as dt
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click
from django.utils import timezone

if TYPE_CHECKING:
    from hotline.history.storing import Tale
    from hotline.organisations.models import Line

LINES_BETWEEN_NEWS = 100_000


@click.group()
def history() -> None:
    """The years before: import calls of an earlier system, export ours for other tools."""


@history.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--mapping",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What the file's words mean; see docs/history.md.",
)
@click.option("--line", "slug", required=True, help="The short name of the line.")
@click.option("--dry-run", "is_dry", is_flag=True, help="Look at everything, store nothing.")
@click.option(
    "--skip-wrong", "skips_wrong", is_flag=True, help="Store what is right, though lines are wrong."
)
def import_history(file: Path, mapping: Path, slug: str, *, is_dry: bool, skips_wrong: bool) -> None:
    """Import calls, intervals or a queue_log from FILE. A second time changes nothing."""
    from hotline.history.importing import import_file
    from hotline.history.mapping import WrongMapping, read_meaning

    news = News()
    try:
        tale = import_file(
            file,
            read_meaning(mapping),
            line_called(slug),
            now=timezone.now(),
            is_dry=is_dry,
            skips_wrong=skips_wrong,
            progress=news.tell,
        )
    except WrongMapping as wrong:
        raise click.ClickException(str(wrong)) from wrong
    tell(tale, is_stored=not is_dry and (skips_wrong or not tale.wrong_lines))


@history.command()
@click.option("--line", "slug", required=True, help="The short name of the line.")
@click.option("--format", "_format", type=click.Choice(["queue_log"]), default="queue_log")
@click.option(
    "--from", "from_on", type=click.DateTime(["%Y-%m-%d"]), help="The first day; else the first call's."
)
@click.option(
    "--to", "to_on", type=click.DateTime(["%Y-%m-%d"]), help="The first day no longer in it; else today."
)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="A file; else the screen.")
def export(
    slug: str, _format: str, from_on: dt.datetime | None, to_on: dt.datetime | None, output: Path | None
) -> None:
    """Write the line's calls as Asterisk's queue_log: agents as numbers, callers not at all."""
    from hotline.history.exporting import queue_log
    from hotline.measures.periods import midnight

    from_at = midnight(from_on.date()) if from_on else dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    to_at = midnight(to_on.date()) if to_on else timezone.now()
    number = 0
    with output.open("w") if output else nullcontext(sys.stdout) as file:
        for number, text in enumerate(queue_log(line_called(slug), from_at, to_at), 1):
            file.write(f"{text}\n")
            if number % LINES_BETWEEN_NEWS == 0:
                click.echo(f"{number} lines so far.", err=True)
    click.echo(f"{number} lines.", err=True)


class News:
    """Says how far it has come, now and then."""

    def __init__(self) -> None:
        self.next = LINES_BETWEEN_NEWS

    def tell(self, tale: "Tale") -> None:
        if tale.told >= self.next:
            click.echo(f"{tale.told} so far.", err=True)
            self.next += LINES_BETWEEN_NEWS


def tell(tale: "Tale", *, is_stored: bool) -> None:
    """Ends with 1 when a line was wrong."""
    for wrong in tale.wrong:
        click.echo(str(wrong), err=True)
    if tale.wrong_lines > len(tale.wrong):
        click.echo(f"… and {tale.wrong_lines - len(tale.wrong)} more.", err=True)
    click.echo(f"{tale.new} new, {tale.changed} changed, {tale.same} as before, {tale.wrong_lines} wrong.")
    click.echo("Stored." if is_stored else "Nothing was stored.")
    if tale.wrong_lines:
        sys.exit(1)


def line_called(slug: str) -> "Line":
    from hotline.organisations.models import Line

    line = Line.objects.filter(slug=slug).first()
    if line is None:
        known = ", ".join(Line.objects.values_list("slug", flat=True)) or "none yet"
        raise click.ClickException(f"There is no line {slug}. There is: {known}.")
    return line
