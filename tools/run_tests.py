# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Runs every test, and those that speak to a database once more on PostgreSQL.

    python -m tools.run_tests                 everything
    python -m tools.run_tests tests/calls -x  only this, on both databases

Words are passed on to pytest. A computer that is busy with something else makes real telephones and browsers
late: when nothing but tests with such parts failed, those are tried once more by themselves, and said so.
What fails twice has failed.
"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PYTEST = (sys.executable, "-m", "pytest", "--quiet")
# The rooms with tables, and what reaches past Django to the database itself.
WITH_TABLES = (
    "tests/organisations",
    "tests/people",
    "tests/calls",
    "tests/knowledge",
    "tests/inquiries",
    "tests/measures",
    "tests/planning",
    "tests/public",
    "tests/desk",
    "tests/wires/test_journal.py",
    "tests/wires/test_recovery.py",
    "tests/wires/test_switchboard.py",
    "tests/wires/test_directory.py",
    "tests/wires/test_restart.py",
    "tests/site/test_backup.py",
    "tests/site/test_making_ready.py",
    "tests/site/doctor/test_machine.py",
)


WITH_REAL_PARTS = (
    "tests/browser",
    "tests/line",
    "tests/wires",
    "tests/site",
    "tests/inquiries/test_with_a_script.py",
)
LAST_FAILED = ROOT / ".pytest_cache" / "v" / "cache" / "lastfailed"


def passes(arguments: list[str]) -> list[tuple[str, ...]]:
    """The orders to run: first on SQLite, then what has tables on PostgreSQL."""
    places = [word for word in arguments if word.startswith("tests")]
    options = [word for word in arguments if word not in places]
    again = [place for place in places if place.startswith(WITH_TABLES)] if places else present(WITH_TABLES)
    first = (*PYTEST, *options, *places)
    with_postgres = (sys.executable, "-m", "tools.with_postgres")
    return [first, (*with_postgres, *PYTEST, *options, *again)] if again else [first]


def present(places: tuple[str, ...]) -> list[str]:
    return [place for place in places if (ROOT / place).exists()]


def are_with_real_parts(tests: list[str]) -> bool:
    return bool(tests) and all(test.startswith(WITH_REAL_PARTS) for test in tests)


def last_failed() -> list[str]:
    return list(json.loads(LAST_FAILED.read_text())) if LAST_FAILED.exists() else []


def passed(order: tuple[str, ...]) -> bool:
    """Run the tests; those that were only late get a second try."""
    if subprocess.run(order, cwd=ROOT, check=False).returncode == 0:
        return True
    late = last_failed()
    if not are_with_real_parts(late):
        return False
    print("\nTried once more, by themselves:", *late, sep="\n  ", flush=True)
    return subprocess.run((*order, "--last-failed"), cwd=ROOT, check=False).returncode == 0


def main(arguments: list[str]) -> int:
    failed = []
    for name, order in zip(("SQLite", "PostgreSQL"), passes(arguments), strict=False):
        print(f"Tests on {name}", flush=True)
        if not passed(order):
            failed.append(name)
    print(f"\nTests failed on {' and '.join(failed)}." if failed else "\nEvery test passed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
