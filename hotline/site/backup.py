# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""`hotline backup` and `hotline restore`: everything that cannot be made again, in one file.

That is the database, the secret key (sessions and the phones' tokens hang on it), the line's own recordings
and what was uploaded. A backup is a tar file; the database in it is a whole SQLite file, or pg_dump's file.
It may be taken while Hotline runs, and is restored into the same kind of database it came from.
"""

import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
from django.conf import settings
from django.db import connection

from hotline.site.supervisor import only_supervisor
from hotline.site.version import VERSION

ABOUT = "about.json"
DATABASE = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
FOLDERS = ("sounds/own", "uploads")
PAGES_AT_ONCE = 1000


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Overwrite FILE if it is there.")
def backup(file: Path, *, yes: bool) -> None:
    """Save the database, the secret key and the line's recordings into FILE. Hotline may run meanwhile."""
    if file.exists() and not yes:
        raise click.ClickException(f"{file} is there already. Give another name, or --yes to overwrite it.")
    with tempfile.TemporaryDirectory(dir=settings.DATA) as scratch:
        saved = Path(scratch) / DATABASE[connection.vendor]
        save_database(saved)
        write_backup(file, saved)
    click.echo(
        f"Saved in {file} ({file.stat().st_size / 1e6:.1f} MB). It holds names and secrets: keep it safe."
    )


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Overwrite what is there now.")
def restore(file: Path, *, yes: bool) -> None:
    """Put back what `hotline backup` saved in FILE. Hotline must not run meanwhile."""
    about = read_about(file)
    refuse_if_it_does_not_fit(about)
    if database_holds_something() and not yes:
        raise click.ClickException(
            "There is something in the database. Add --yes to overwrite it with the backup."
        )
    with only_supervisor(settings.DATA), tempfile.TemporaryDirectory(dir=settings.DATA) as scratch:
        unpack(file, Path(scratch))
        restore_database(Path(scratch) / DATABASE[connection.vendor])
        restore_files(Path(scratch))
    click.echo(
        f"Restored what version {about['version']} saved at {about['saved_at']}. Start it: hotline run"
    )


def save_database(target: Path) -> None:
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        copy_sqlite(Path(str(connection.settings_dict["NAME"])), target)
    else:
        click.echo("Database: pg_dump …")
        run_postgres_program("pg_dump", "--format=custom", f"--file={target}")


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy page by page while others write; SQLite begins anew by itself when it must."""
    with click.progressbar(length=1, label="Database", width=40) as bar:

        def tell(_status: int, remaining: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(max(total - remaining, 0) - bar.pos)

        with sqlite3.connect(source) as old, sqlite3.connect(target) as new:
            old.backup(new, pages=PAGES_AT_ONCE, progress=tell)
    for opened in (old, new):
        opened.close()


def write_backup(file: Path, database: Path) -> None:
    """Write beside the name and rename, so that half a backup is never taken for a whole one."""
    draft = file.with_name(f".{file.name}.part")
    parts = list(parts_of_backup(database))
    with open_only_for_owner(draft) as raw, tarfile.open(fileobj=raw, mode="w:gz") as archive:
        add_text(archive, ABOUT, json.dumps(about_now()))
        with click.progressbar(parts, label="Files   ", width=40) as shown:
            for path, name in shown:
                archive.add(path, name)
    draft.replace(file)


def open_only_for_owner(path: Path) -> io.BufferedWriter:
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def parts_of_backup(database: Path) -> Iterator[tuple[Path, str]]:
    yield database, database.name
    if (settings.DATA / "secret_key").exists():
        yield settings.DATA / "secret_key", "secret_key"
    for folder in FOLDERS:
        for path in sorted((settings.DATA / folder).rglob("*")):
            if path.is_file():
                yield path, str(path.relative_to(settings.DATA))


def about_now() -> dict[str, str]:
    return {
        "version": VERSION,
        "database": connection.vendor,
        "saved_at": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
    }


def add_text(archive: tarfile.TarFile, name: str, text: str) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(text.encode())
    archive.addfile(entry, io.BytesIO(text.encode()))


def read_about(file: Path) -> dict[str, str]:
    try:
        with tarfile.open(file) as archive:
            member = archive.extractfile(ABOUT)
            about = json.load(member) if member else {}
            return {name: str(about[name]) for name in about_now()}
    except (tarfile.TarError, KeyError, ValueError) as wrong:
        raise click.ClickException(f"{file} is not a backup that `hotline backup` made.") from wrong


def refuse_if_it_does_not_fit(about: dict[str, str]) -> None:
    if about["database"] != connection.vendor:
        kinds = f"{about['database']}, but DATABASE_URL names {connection.vendor}"
        raise click.ClickException(f"The backup comes from {kinds}.")
    if numbers(about["version"]) > numbers(VERSION):
        raise click.ClickException(
            f"The backup comes from version {about['version']}; this is the older {VERSION}."
        )


def numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]


def database_holds_something() -> bool:
    return bool(connection.introspection.table_names())


def unpack(file: Path, folder: Path) -> None:
    """Take out the files a backup has; whatever else somebody put in stays in."""
    with tarfile.open(file) as archive:
        for member in archive:
            content = archive.extractfile(member) if is_ours(member.name) else None
            if content:
                target = folder / member.name
                target.parent.mkdir(parents=True, exist_ok=True)
                with open_only_for_owner(target) as copy:
                    shutil.copyfileobj(content, copy)


def is_ours(name: str) -> bool:
    inside = any(name.startswith(f"{folder}/") for folder in FOLDERS) and ".." not in Path(name).parts
    return inside or name in {"secret_key", *DATABASE.values()}


def restore_database(saved: Path) -> None:
    if connection.vendor == "sqlite":
        connection.close()
        copy_sqlite(saved, Path(str(connection.settings_dict["NAME"])))
    else:
        click.echo("Database: pg_restore …")
        connection.close()
        clean = ("--clean", "--if-exists", "--no-owner", "--exit-on-error", "--single-transaction")
        run_postgres_program("pg_restore", *clean, f"--dbname={connection.settings_dict['NAME']}", str(saved))


def restore_files(folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and path.name not in DATABASE.values():
            target = settings.DATA / name
            target.parent.mkdir(parents=True, exist_ok=True)
            path.replace(target)


def run_postgres_program(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on our database; the password travels in the environment."""
    own = connection.settings_dict
    names = {
        "PGHOST": "HOST",
        "PGPORT": "PORT",
        "PGUSER": "USER",
        "PGPASSWORD": "PASSWORD",
        "PGDATABASE": "NAME",
    }
    given = {variable: str(own[name]) for variable, name in names.items() if own[name]}
    try:
        done = subprocess.run(
            [program, *arguments], env=os.environ | given, capture_output=True, text=True, check=False
        )
    except FileNotFoundError as missing:
        raise click.ClickException(
            f"{program} is missing. On Debian: apt install postgresql-client"
        ) from missing
    if done.returncode:
        raise click.ClickException(f"{program} failed: {done.stderr.strip()}")
