# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Backup and restore as an operator does them: the real commands, on a database of their own.

Run with DATABASE_URL of a PostgreSQL, the same stories are told of databases made there.
"""

import io
import json
import os
import shutil
import stat
import subprocess
import sys
import tarfile
import uuid
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from hotline.site.backup import is_ours, numbers
from hotline.site.supervisor import only_supervisor

COMMAND = [sys.executable, "-m", "hotline.site.command_line"]


@dataclass(frozen=True)
class House:
    """An installation of its own: a data folder and an empty database with tables."""

    data: Path
    environment: dict[str, str]

    def hotline(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*COMMAND, *words], env=self.environment, capture_output=True, text=True, check=False
        )

    def does(self, code: str) -> str:
        code = f"import django; django.setup()\nfrom hotline.organisations.models import Line\n{code}"
        done = subprocess.run(
            [sys.executable, "-c", code], env=self.environment, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    def add_line(self, number: str) -> None:
        self.does(f"Line.objects.create(name='A line', slug='s{number}', number='+45{number}')")

    def numbers(self) -> str:
        return self.does("print(*Line.objects.order_by('number').values_list('number', flat=True))")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house with tables, made once: the others are copies of it."""
    data = tmp_path_factory.mktemp("model")
    house = House(data, environment_of(data, new_database(f"sqlite:///{data / 'db.sqlite3'}")))
    house.does("from django.core.management import call_command; call_command('migrate', verbosity=0)")
    return house


@pytest.fixture
def house(model: House, tmp_path: Path) -> House:
    return copy_of(model, tmp_path / "house")


@pytest.fixture
def other_house(model: House, tmp_path: Path) -> House:
    return copy_of(model, tmp_path / "other")


def copy_of(model: House, data: Path) -> House:
    shutil.copytree(model.data, data)
    (data / "secret_key").write_text(f"made for {data.name}")
    return House(data, environment_of(data, new_database(f"sqlite:///{data / 'db.sqlite3'}", model)))


def environment_of(data: Path, database: str) -> dict[str, str]:
    own = {"HOTLINE_DATA": str(data), "DATABASE_URL": database}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HOTLINE_")}
    return kept | own | {"DJANGO_SETTINGS_MODULE": "hotline.site.settings"}


def new_database(otherwise: str, model: House | None = None) -> str:
    """On PostgreSQL a new one, as a copy of the model's; else the file that is named."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        return otherwise
    name = f"backup_{uuid.uuid4().hex[:8]}"
    original = urlsplit(model.environment["DATABASE_URL"]).path[1:] if model else "template1"
    order = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(original))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(order)
    return urlsplit(server)._replace(path=f"/{name}").geturl()


def recording(house: House) -> Path:
    return house.data / "sounds" / "own" / "hotline" / "da" / "welcome.wav"


def test_what_was_saved_is_there_again_in_another_house(
    house: House, other_house: House, tmp_path: Path
) -> None:
    old, new = house, other_house
    old.add_line("70200000")
    recording(old).parent.mkdir(parents=True)
    recording(old).write_bytes(b"our own voice")
    saved = old.hotline("backup", str(tmp_path / "saved.tar"))
    assert (saved.returncode, "Saved in" in saved.stdout) == (0, True)
    assert stat.S_IMODE((tmp_path / "saved.tar").stat().st_mode) == 0o600, "it holds secrets"

    restored = new.hotline("restore", str(tmp_path / "saved.tar"), "--yes")
    assert (restored.returncode, "Restored what version" in restored.stdout) == (0, True)
    assert new.numbers() == "+4570200000"
    assert recording(new).read_bytes() == b"our own voice"
    assert (new.data / "secret_key").read_text() == (old.data / "secret_key").read_text()


def test_what_came_after_the_backup_is_gone_after_the_restore(house: House, tmp_path: Path) -> None:
    house.add_line("70200000")
    house.hotline("backup", str(tmp_path / "saved.tar"))
    house.add_line("70200001")
    assert house.hotline("restore", str(tmp_path / "saved.tar"), "--yes").returncode == 0
    assert house.numbers() == "+4570200000"


def test_nothing_is_overwritten_unasked(house: House, tmp_path: Path) -> None:
    file = tmp_path / "saved.tar"
    house.hotline("backup", str(file))
    again, back = house.hotline("backup", str(file)), house.hotline("restore", str(file))
    assert (again.returncode, back.returncode) == (1, 1)
    assert again.stderr == f"Error: {file} is there already. Give another name, or --yes to overwrite it.\n"
    assert back.stderr == (
        "Error: There is something in the database. Add --yes to overwrite it with the backup.\n"
    )
    assert house.hotline("backup", str(file), "--yes").returncode == 0


def test_while_hotline_runs_it_may_be_saved_but_not_restored(house: House, tmp_path: Path) -> None:
    with only_supervisor(house.data):
        assert house.hotline("backup", str(tmp_path / "saved.tar")).returncode == 0
        refused = house.hotline("restore", str(tmp_path / "saved.tar"), "--yes")
    assert (refused.returncode, "already runs" in refused.stderr) == (1, True)


def test_something_else_is_not_taken_for_a_backup(house: House, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear citizen")
    with tarfile.open(tmp_path / "other.tar", "w") as archive:
        archive.addfile(tarfile.TarInfo("about.json"), io.BytesIO())
    for name in ("letter.txt", "other.tar"):
        refused = house.hotline("restore", str(tmp_path / name), "--yes")
        assert refused.returncode == 1
        assert refused.stderr == f"Error: {tmp_path / name} is not a backup that `hotline backup` made.\n"


@pytest.mark.parametrize(
    ("version", "kind", "says"),
    [
        ("0.0.1", "oracle", "The backup comes from oracle, but"),
        ("99.0.0", None, "The backup comes from version 99"),
    ],
)
def test_a_backup_that_does_not_fit_is_refused(
    version: str, kind: str | None, says: str, house: House, tmp_path: Path
) -> None:
    own = "postgresql" if house.environment["DATABASE_URL"].startswith("postgres") else "sqlite"
    text = json.dumps({"version": version, "database": kind or own, "saved_at": "now"}).encode()
    with tarfile.open(tmp_path / "odd.tar", "w") as archive:
        entry = tarfile.TarInfo("about.json")
        entry.size = len(text)
        archive.addfile(entry, io.BytesIO(text))
    refused = house.hotline("restore", str(tmp_path / "odd.tar"), "--yes")
    assert (refused.returncode, refused.stderr.startswith(f"Error: {says}")) == (1, True)


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("database.sqlite3", True),
        ("database.dump", True),
        ("secret_key", True),
        ("sounds/own/hotline/da/welcome.wav", True),
        ("uploads/letter.pdf", True),
        ("sounds/own/../../evil", False),
        ("/etc/passwd", False),
        ("settings.py", False),
    ],
)
def test_only_what_a_backup_has_is_unpacked(name: str, *, ours: bool) -> None:
    assert is_ours(name) is ours


def test_versions_are_compared_as_numbers() -> None:
    assert numbers("0.10.0") > numbers("0.9.9")
