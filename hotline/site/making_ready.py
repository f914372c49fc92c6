# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Makes the data folder ready: tables, example, served files, sounds. Doing it again changes nothing."""

import shutil
import subprocess
import sys

import click
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection

from hotline.site import example, relay

SOUND_MAKER = settings.ROOT / "tools" / "make_sounds.py"


def make_ready(*, with_example: bool) -> None:
    refuse_without_relay()
    make_tables()
    add_shipped_words()
    if with_example:
        load_example_if_empty()
    gather_served_files()
    make_sounds()


def refuse_without_relay() -> None:
    if not shutil.which(relay.PROGRAM):
        raise click.ClickException(
            "The media relay is not installed. On Debian: apt install rtpengine-daemon"
        )


def make_tables() -> None:
    """Bring the tables up to date. Raises a sentence when the database cannot be reached."""
    click.echo(f"Database: {described_database()}")
    try:
        call_command("migrate", interactive=False, verbosity=0)
    except OperationalError as refused:
        raise click.ClickException(f"The database cannot be used: {refused}".strip()) from refused


def described_database() -> str:
    """Which database this is, without its password."""
    database = settings.DATABASES["default"]
    if connection.vendor == "sqlite":
        return f"SQLite, {database['NAME']}"
    return f"PostgreSQL, {database['NAME']} at {database['HOST'] or 'this machine'}"


def add_shipped_words() -> None:
    """The search of any line knows what citizens call things; editors change and remove as they like."""
    from hotline.knowledge.actions.asked import load_new_synonyms

    added = load_new_synonyms()
    if added:
        click.echo(f"Synonyms: {added} that came with the product are added …")


def load_example_if_empty() -> None:
    from hotline.organisations.models import Line

    if not Line.objects.exists():
        click.echo("Example: Midtjylland 2014 is loaded into the empty database …")
        example.load()


def gather_served_files() -> None:
    call_command("collectstatic", interactive=False, verbosity=0)


def make_sounds() -> None:
    """Make what the line ships with and is not there yet; recordings of one's own are never touched."""
    order = [sys.executable, str(SOUND_MAKER), "--into", str(settings.DATA / "sounds")]
    if subprocess.run(order, check=False).returncode:
        raise click.ClickException("The sounds could not be made; the lines above say why.")
