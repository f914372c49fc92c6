# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Runs every test, and those that speak to a database once more on PostgreSQL.

    python -m tools.run_tests                 everything
    python -m tools.run_tests tests/calls -x  only this, on both databases

Words are passed on to pytest. What only computes is shared out over the cores; real telephones, relays and
browsers have the machine to themselves, because a late answer is a failure there. A machine that is busy with
something else makes them late all the same: the few of those that failed are tried once more by themselves,
and said so. What fails twice has failed.
"""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
PYTEST = (sys.executable, "-m", "pytest", "--quiet")
ON_EVERY_CORE = ("--numprocesses=logical", "--dist=loadfile")
WITH_REAL_PARTS = (
    "tests/wires",
    "tests/site",
    "tests/inquiries/test_with_a_script.py",
    "tests/line",
    "tests/browser",
)
LAST_FAILED = ROOT / ".pytest_cache" / "v" / "cache" / "lastfailed"
MOST_LATE = 8
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
    "tests/handovers",
    "tests/sending",
    "tests/duty",
    "tests/webhooks",
    "tests/api",
    "tests/jobs",
    "tests/wallboard",
    "tests/wires/test_journal.py",
    "tests/wires/test_recovery.py",
    "tests/wires/test_switchboard.py",
    "tests/wires/test_directory.py",
    "tests/wires/test_restart.py",
    "tests/site/test_backup.py",
    "tests/site/test_making_ready.py",
    "tests/site/doctor/test_machine.py",
)


class Part(NamedTuple):
    """Tests that run in one go."""

    name: str
    order: tuple[str, ...]


def parts(arguments: list[str]) -> list[Part]:
    """What to run, one after the other: the quick ones first."""
    places = [word for word in arguments if word.startswith("tests")]
    options = [word for word in arguments if word not in places]
    wanted = places or everything()
    tables = [place for place in wanted if place.startswith(WITH_TABLES)] if places else present(WITH_TABLES)
    return [*on("SQLite", (), options, wanted), *on("PostgreSQL", with_postgres(), options, tables)]


def on(database: str, before: tuple[str, ...], options: list[str], places: list[str]) -> list[Part]:
    """The rooms on one database, and then what has real parts."""
    rooms = [place for place in places if not place.startswith(WITH_REAL_PARTS)]
    inside = [part for part in WITH_REAL_PARTS if str(Path(part).parent) in rooms]
    real = [place for place in places if place not in rooms and place not in inside] + inside
    ignored = [f"--ignore={part}" for part in inside]
    orders = [
        (f"Rooms on {database}", (*before, *PYTEST, *ON_EVERY_CORE, *options, *ignored, *rooms), rooms),
        (f"Real parts on {database}", (*before, *PYTEST, *options, *real), real),
    ]
    return [Part(name, order) for name, order, wanted in orders if wanted]


def with_postgres() -> tuple[str, ...]:
    return (sys.executable, "-m", "tools.with_postgres")


def everything() -> list[str]:
    rooms = sorted(f"tests/{path.name}" for path in (ROOT / "tests").iterdir() if holds_tests(path))
    return [room for room in rooms if room not in WITH_REAL_PARTS] + present(WITH_REAL_PARTS)


def holds_tests(path: Path) -> bool:
    return path.match("test_*.py") or any(path.glob("test_*.py"))


def present(places: tuple[str, ...]) -> list[str]:
    return [place for place in places if (ROOT / place).exists()]


def are_late(tests: list[str]) -> bool:
    """Whether only tests with real parts failed, and few of them."""
    return 0 < len(tests) <= MOST_LATE and all(test.startswith(WITH_REAL_PARTS) for test in tests)


def last_failed() -> list[str]:
    return list(json.loads(LAST_FAILED.read_text())) if LAST_FAILED.exists() else []


def passed(part: Part) -> bool:
    if subprocess.run(part.order, cwd=ROOT, check=False).returncode == 0:
        return True
    late = last_failed()
    if not are_late(late):
        return False
    print("\nTried once more, by themselves:", *late, sep="\n  ", flush=True)
    return subprocess.run((*part.order, "--last-failed"), cwd=ROOT, check=False).returncode == 0


def main(arguments: list[str]) -> int:
    failed = []
    for part in parts(arguments):
        name = part.name
        print(f"\n{name}", flush=True)
        began = time.monotonic()
        if not passed(part):
            failed.append(name)
        print(f"{name} took {time.monotonic() - began:.0f} s", flush=True)
    print(f"\nTests failed: {', '.join(failed)}." if failed else "\nEvery test passed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
