# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""`hotline history`: what it prints, and what it leaves behind."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hotline.calls.models import CallRecord
from hotline.history.command_line import history
from tests.calls import scenes
from tests.history.files import ABANDONED, ANSWERED, CALLS, HEADS, QUEUE_LOG

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _world() -> None:
    scenes.line()
    scenes.agent("Alma")


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    path = tmp_path / "mapping.json"
    path.write_text(json.dumps(CALLS))
    return path


def imported(mapping: Path, *rows: str, options: tuple[str, ...] = (), line: str = "hotline") -> Result:
    file = mapping.parent / "calls.csv"
    file.write_text("\ufeff" + "\n".join([HEADS, *rows]))
    order = ["import", str(file), "--mapping", str(mapping), "--line", line, *options]
    return CliRunner().invoke(history, order)


def test_an_import_tells_what_is_new_and_a_second_one_that_nothing_is(mapping: Path) -> None:
    first, second = (imported(mapping, ANSWERED, ABANDONED) for _time in range(2))

    assert (first.exit_code, first.stdout) == (0, "2 new, 0 changed, 0 as before, 0 wrong.\nStored.\n")
    assert second.stdout == "0 new, 0 changed, 2 as before, 0 wrong.\nStored.\n"


def test_a_dry_run_stores_nothing(mapping: Path) -> None:
    told = imported(mapping, ANSWERED, options=("--dry-run",))

    assert told.stdout == "1 new, 0 changed, 0 as before, 0 wrong.\nNothing was stored.\n"
    assert CallRecord.objects.count() == 0


def test_one_wrong_line_keeps_everything_out(mapping: Path) -> None:
    told = imported(mapping, ANSWERED, ABANDONED.replace("Lagt på", "Hvad?"))

    assert (told.exit_code, CallRecord.objects.count()) == (1, 0)
    assert told.stderr == "line 3, Status: The mapping does not say what 'Hvad?' means.\n"
    assert told.stdout == "1 new, 0 changed, 0 as before, 1 wrong.\nNothing was stored.\n"


def test_unless_wrong_lines_are_to_be_skipped(mapping: Path) -> None:
    told = imported(mapping, ANSWERED, "nonsense", options=("--skip-wrong",))

    assert (told.exit_code, CallRecord.objects.count()) == (1, 1)
    assert told.stdout.endswith("Stored.\n")


@pytest.mark.parametrize(
    ("change", "line", "says"),
    [
        ({}, "nowhere", "There is no line nowhere. There is: hotline."),
        ({"agents": {"1001": "nobody"}}, "hotline", "nobody is called nobody"),
        ({"format": "excel"}, "hotline", "format must be one of"),
        ({"file": {"encoding": "ascii"}}, "hotline", "is not written in ascii"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    mapping: Path, change: dict[str, object], line: str, says: str
) -> None:
    mapping.write_text(json.dumps(CALLS | change))

    told = imported(mapping, ANSWERED, line=line)

    assert (told.exit_code, says in told.stderr) == (1, True)


def test_an_export_can_be_imported_again(mapping: Path, tmp_path: Path) -> None:
    imported(mapping, ANSWERED, ABANDONED)
    log, second = tmp_path / "queue_log", tmp_path / "second.json"
    second.write_text(json.dumps(QUEUE_LOG | {"agents": {}}))

    exported = CliRunner().invoke(history, ["export", "--line", "hotline", "--output", str(log)])
    told = CliRunner().invoke(history, ["import", str(log), "--mapping", str(second), "--line", "hotline"])

    assert (exported.exit_code, exported.stderr) == (0, "5 lines.\n")
    assert told.stdout == "2 new, 0 changed, 0 as before, 0 wrong.\nStored.\n"


def test_an_export_of_some_days_goes_to_the_screen(mapping: Path) -> None:
    imported(mapping, ANSWERED)

    def lines(*options: str) -> int:
        told = CliRunner().invoke(history, ["export", "--line", "hotline", *options])
        return told.stdout.count("\n")

    assert lines() == 3
    assert lines("--from", "2011-05-04", "--to", "2011-05-05") == 3
    assert lines("--from", "2011-05-05") == 0
