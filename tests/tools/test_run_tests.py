# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
import os
import subprocess
import sys

import psycopg
import pytest

from tools import with_postgres
from tools.run_tests import ROOT, WITH_TABLES, are_with_real_parts, passes
from tools.with_postgres import postgres


def test_everything_runs_on_sqlite_and_what_has_tables_on_postgresql_too() -> None:
    first, second = passes([])
    assert first[-1] == "--quiet"
    assert "tools.with_postgres" in second
    assert {"tests/calls", "tests/organisations"} <= set(second)
    assert "tests/exchange" not in second


def test_only_what_is_named_is_run() -> None:
    assert [order[-2:] for order in passes(["tests/calls/test_books.py", "-x"])] == [
        ("-x", "tests/calls/test_books.py"),
        ("-x", "tests/calls/test_books.py"),
    ]
    assert len(passes(["tests/exchange"])) == 1


def test_options_alone_still_mean_everything() -> None:
    first, second = passes(["-x"])
    assert first[-1] == "-x"
    assert "tests/calls" in second


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
        ([], False),
    ],
)
def test_only_tests_with_real_parts_are_tried_again(failed: list[str], is_tried_again: bool) -> None:
    assert are_with_real_parts(failed) is is_tried_again
