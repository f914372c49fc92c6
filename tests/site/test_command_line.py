# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from django.db import OperationalError

from hotline.site import command_line
from hotline.site.command_line import PLACES, Place, find, hotline
from hotline.site.environment import WrongEnvironment
from hotline.site.version import VERSION

COMMAND = [sys.executable, "-m", "hotline.site.command_line"]


def said_by(*words: str) -> Result:
    return CliRunner().invoke(hotline, list(words))


def test_every_command_is_listed_with_what_it_does() -> None:
    listed = said_by("--help").output
    assert [
        name for name, place in PLACES.items() if f"  {name} " not in listed or place.does not in listed
    ] == []


@pytest.mark.parametrize("name", PLACES)
def test_every_command_is_where_the_table_says(name: str) -> None:
    assert isinstance(find(PLACES[name]), click.Command)


@pytest.mark.parametrize("name", PLACES)
def test_every_command_explains_itself(name: str) -> None:
    result = said_by(name, "--help")
    assert (result.exit_code, result.output.splitlines()[2].strip() != "") == (0, True)


def test_the_list_of_commands_loads_nothing_heavy() -> None:
    code = (
        "import sys; from hotline.site.command_line import hotline\n"
        "try: hotline(['--help'])\n"
        "except SystemExit: print([name for name in ('django', 'numpy', 'uvicorn') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_version_is_told() -> None:
    assert said_by("--version").output == f"Hotline, version {VERSION}\n"


def test_a_command_that_does_not_exist_is_refused() -> None:
    result = said_by("dance")
    assert (result.exit_code, "No such command 'dance'" in result.output) == (2, True)


def test_a_wrong_variable_is_a_sentence_not_a_traceback(tmp_path: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "doctor"],
        env={"HOTLINE_WEB_PORT": "eighty", "HOTLINE_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (
        2,
        "Error: HOTLINE_WEB_PORT is 'eighty'; it must be a whole number from 1 to 65535.\n",
    )


@pytest.mark.parametrize(
    ("trouble", "code", "says"),
    [
        (OperationalError("no such table: people_user"), 1, "The database says: no such table: people_user"),
        (WrongEnvironment("HOTLINE_X is nonsense."), 2, "HOTLINE_X is nonsense."),
    ],
)
def test_trouble_inside_a_command_is_a_sentence(
    trouble: Exception, code: int, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    @click.command()
    def stumble() -> None:
        raise trouble

    monkeypatch.setattr(command_line, "find", lambda _place: stumble)
    monkeypatch.setitem(PLACES, "stumble", Place("nowhere", "stumble", "Stumbles."))
    result = said_by("stumble")
    assert (result.exit_code, result.output.startswith(f"Error: {says}")) == (code, True)
