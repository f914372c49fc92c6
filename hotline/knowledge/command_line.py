# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""`hotline knowledge import`, `export` and `check-links`."""

from pathlib import Path

import click

CONTENT = Path(__file__).parent / "content"


@click.group()
def knowledge() -> None:
    """The shared answers."""


@knowledge.command("import")
@click.argument("path", type=click.Path(exists=True, path_type=Path), default=CONTENT)
@click.option("--owner", metavar="CODE", help="The authority that owns articles that are new, such as 0751.")
def import_articles(path: Path, owner: str | None) -> None:
    """Read articles from PATH: a folder of Markdown files, or a CSV table.

    Without PATH the articles that come with Hotline are read. What says the same already is left alone. If
    anything is wrong, everything wrong is told and nothing is stored.
    """
    from hotline.knowledge.files.storing import Faulty, read_path, store
    from hotline.organisations.models import Authority

    authority = Authority.objects.filter(code=owner).first() if owner else None
    if owner and authority is None:
        raise click.ClickException(f"There is no authority with the code {owner}.")
    try:
        stored = store(read_path(path), authority)
    except Faulty as faulty:
        for problem in faulty.problems:
            click.echo(str(problem), err=True)
        count = len(faulty.problems)
        raise click.ClickException(f"Nothing was stored. Wrong: {count}.") from faulty
    click.echo(f"{stored.new} new, {stored.changed} changed, {stored.same} as they were.")


@knowledge.command("export")
@click.argument("path", type=click.Path(path_type=Path))
def export_articles(path: Path) -> None:
    """Write every article to PATH: a folder of Markdown files, or one CSV table if it ends in .csv."""
    from hotline.knowledge.files.exporting import sheets, write_path

    click.echo(f"{write_path(path, sheets())} texts were written.")


@knowledge.command("check-links")
def check_links() -> None:
    """Visit every address in the articles and tell which ones lead nowhere."""
    from hotline.knowledge.links import addresses, trouble_with, visitor

    wanted = addresses()
    troubles: dict[str, str] = {}
    with visitor() as client, click.progressbar(wanted, label="Visiting", show_pos=True) as bar:
        for address in bar:
            if trouble := trouble_with(address, client):
                troubles[address] = trouble
    for address, trouble in troubles.items():
        click.echo(f"{address}: {trouble} ({', '.join(wanted[address])})")
    if troubles:
        raise click.ClickException(f"{len(troubles)} of {len(wanted)} addresses lead nowhere.")
    click.echo(f"All {len(wanted)} addresses lead somewhere.")
