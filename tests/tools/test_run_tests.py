# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
import os
import subprocess
import sys

import psycopg
import pytest

from tools import with_postgres
from tools.run_tests import MOST_LATE, ON_EVERY_CORE, ROOT, WITH_REAL_PARTS, WITH_TABLES, are_late, parts
from tools.with_postgres import postgres


def test_what_computes_is_shared_out_and_what_has_real_parts_runs_alone() -> None:
    rooms, real, on_postgres, real_on_postgres = parts([])
    assert [part.name for part in (rooms, on_postgres)] == ["Rooms on SQLite", "Rooms on PostgreSQL"]
    assert set(ON_EVERY_CORE) <= set(rooms.order)
    assert not set(ON_EVERY_CORE) & set(real.order + real_on_postgres.order)
    assert {"tests/exchange", "tests/sip", "tests/test_rooms.py"} <= set(rooms.order)
    assert set(WITH_REAL_PARTS) <= set(real.order)
    assert not set(WITH_REAL_PARTS) & set(rooms.order)
    assert "--ignore=tests/inquiries/test_with_a_script.py" in rooms.order


def test_what_has_tables_runs_on_postgresql_too() -> None:
    _, _, rooms, real = parts([])
    assert "tools.with_postgres" in rooms.order
    assert {"tests/calls", "tests/organisations"} <= set(rooms.order)
    assert "tests/exchange" not in rooms.order
    assert "tests/wires/test_journal.py" in real.order


def test_nothing_is_forgotten() -> None:
    named = {word for part in parts([]) for word in part.order if word.startswith("tests")}
    files = {path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").glob("**/test_*.py")}
    assert {file for file in files if not file.startswith(tuple(named))} == set()


def test_only_what_is_named_is_run() -> None:
    on_sqlite, on_postgres = parts(["tests/calls/test_books.py", "-x"])
    assert on_sqlite.order[-1] == on_postgres.order[-1] == "tests/calls/test_books.py"
    assert "-x" in on_sqlite.order
    assert "-x" in on_postgres.order
    assert [part.name for part in parts(["tests/exchange"])] == ["Rooms on SQLite"]
    assert [part.name for part in parts(["tests/browser"])] == ["Real parts on SQLite"]


def test_a_file_with_real_parts_is_run_when_it_is_named() -> None:
    words = parts(["tests/inquiries/test_with_a_script.py"])[0].order
    assert not any(word.startswith("--ignore") for word in words)


def test_options_alone_still_mean_everything() -> None:
    everything = parts(["-x"])
    assert len(everything) == 4
    assert all("-x" in part.order for part in everything)


def test_every_room_with_tables_is_known_to_the_second_pass() -> None:
    rooms = {path.parents[1].name for path in (ROOT / "hotline").glob("*/migrations/0001_initial.py")}
    assert rooms - {place.removeprefix("tests/") for place in WITH_TABLES} == set()


def test_a_command_gets_a_postgresql_that_is_gone_afterwards() -> None:
    with postgres() as address:
        with psycopg.connect(address) as connection:
            answer = connection.execute("SELECT 6 * 7").fetchone()
        code = "import os, psycopg; psycopg.connect(os.environ['DATABASE_URL']).execute('SELECT 1')"
        environment = os.environ | {"DATABASE_URL": address}
        assert subprocess.run([sys.executable, "-c", code], env=environment, check=False).returncode == 0
    assert answer == (42,)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(address)


def test_without_a_command_the_usage_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert with_postgres.main([]) == 2
    assert "python -m tools.with_postgres" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("failed", "is_tried_again"),
    [
        (["tests/browser/test_call.py::test_a", "tests/line/test_calls.py::test_b"], True),
        (["tests/browser/test_call.py::test_a", "tests/calls/test_books.py::test_b"], False),
        (["tests/exchange/test_offers.py::test_a"], False),
        ([f"tests/browser/test_call.py::test_{number}" for number in range(MOST_LATE)], True),
        ([f"tests/browser/test_call.py::test_{number}" for number in range(MOST_LATE + 1)], False),
        ([], False),
    ],
)
def test_only_a_few_tests_with_real_parts_are_tried_again(failed: list[str], is_tried_again: bool) -> None:
    assert are_late(failed) is is_tried_again
