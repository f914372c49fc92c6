# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Everything that can be held against the code without running the product.

python -m tools.check               every check
python -m tools.check types lint    only these
"""

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
PYTHON = sys.executable
BIN = Path(PYTHON).parent
OURS = ("hotline", "tests", "tools", "bench")


@dataclass(frozen=True)
class Check:
    name: str
    holds: str
    order: tuple[str, ...]
    mend: str = ""


CHECKS = (
    Check("types", "every type fits (mypy, strict)", (f"{BIN}/mypy", *OURS)),
    Check(
        "format", "one format (ruff)", (f"{BIN}/ruff", "format", "--check", "."), f"{BIN.name}/ruff format ."
    ),
    Check("lint", "no known mistake (ruff)", (f"{BIN}/ruff", "check", ".")),
    Check("rooms", "rooms import only downward", (f"{BIN}/lint-imports", "--no-cache")),
    Check("sizes", "short functions, short files, enough tests", (PYTHON, "-m", "tools.check_sizes")),
    Check("licences", "every file says its licence (REUSE)", (f"{BIN}/reuse", "lint", "--lines")),
    Check("locks", "locked with hashes, naming no index", (PYTHON, "-m", "tools.check_locks"), "make lock"),
    Check(
        "diagrams",
        "state diagrams fit the tables",
        (PYTHON, "-m", "tools.draw_states", "--check"),
        "make docs",
    ),
    Check(
        "migrations", "tables fit the models", (PYTHON, "manage.py", "makemigrations", "--check", "--dry-run")
    ),
    Check(
        "messages",
        "all that people read is in Danish",
        (PYTHON, "-m", "tools.check_messages"),
        "make messages",
    ),
)


@dataclass(frozen=True)
class Outcome:
    check: Check
    passed: bool
    said: str
    seconds: float


def main(arguments: list[str]) -> int:
    wanted = [check for check in CHECKS if check.name in arguments or not arguments]
    unknown = set(arguments) - {check.name for check in CHECKS}
    if unknown:
        print(f"No such check: {', '.join(sorted(unknown))}. There are: {', '.join(c.name for c in CHECKS)}.")
        return 2
    with tempfile.TemporaryDirectory(prefix="hotline-check-") as data:
        environment = os.environ | {"HOTLINE_DATA": data, "DJANGO_SETTINGS_MODULE": "hotline.site.settings"}
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            outcomes = [*map_printing(pool, wanted, environment)]
    failed = [outcome.check.name for outcome in outcomes if not outcome.passed]
    print(f"\nFailed: {', '.join(failed)}." if failed else "\nEvery check passed.")
    return 1 if failed else 0


def map_printing(pool: ThreadPoolExecutor, wanted: list[Check], environment: dict[str, str]) -> list[Outcome]:
    """Run the checks side by side and tell of each as soon as those before it are told."""
    outcomes = []
    for outcome in pool.map(lambda check: run(check, environment), wanted):
        print(told(outcome), flush=True)
        outcomes.append(outcome)
    return outcomes


def run(check: Check, environment: dict[str, str]) -> Outcome:
    began = time.monotonic()
    done = subprocess.run(check.order, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    return Outcome(check, done.returncode == 0, (done.stdout + done.stderr).strip(), time.monotonic() - began)


def told(outcome: Outcome) -> str:
    check = outcome.check
    head = (
        f"{'ok    ' if outcome.passed else 'FAILED'} {check.name:<11} {check.holds} ({outcome.seconds:.1f} s)"
    )
    if outcome.passed:
        return head
    said = "\n".join(f"       {line}" for line in outcome.said.splitlines())
    return f"{head}\n{said}" + (f"\n       To mend it: {check.mend}" if check.mend else "")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
