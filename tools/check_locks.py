# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Holds the lock files to their word: every package pinned with hashes, one version of each, no address.

python -m tools.check_locks
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)(.*)$")
NAMED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)", re.MULTILINE)


def pins(lock: str) -> dict[str, str]:
    found = (PIN.match(line) for line in lock.splitlines())
    return {canonical(match[1]): match[2] for match in found if match}


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def faults_of(name: str, lock: str, wanted: str) -> Iterator[str]:
    """What is wrong with one lock file, given the text of the .in file it was made from."""
    if "://" in lock:
        yield f"{name} names an address; a lock file holds names, versions and hashes only."
    for block in re.split(r"\n(?=\S)", lock):
        if PIN.match(block.partition("\n")[0]) and "--hash=sha256:" not in block:
            yield f"{name}: {block.split()[0]} has no hash."
    for package in NAMED.findall(wanted):
        if canonical(package) not in pins(lock):
            yield f"{name}: {package} is wanted but not locked."


def disagreements(run: dict[str, str], dev: dict[str, str]) -> Iterator[str]:
    for package, version in run.items():
        if dev.get(package) != version:
            yield f"{package} is {version} for running but {dev.get(package)} for testing."


def faults(root: Path) -> Iterator[str]:
    folder = root / "requirements"
    locks = {name: (folder / f"{name}.txt").read_text() for name in ("run", "dev")}
    for name, lock in locks.items():
        yield from faults_of(f"requirements/{name}.txt", lock, (folder / f"{name}.in").read_text())
    yield from disagreements(pins(locks["run"]), pins(locks["dev"]))
    if "://" in (root / "package-lock.json").read_text():
        yield "package-lock.json names an address; see .npmrc."


def main() -> int:
    found = list(faults(ROOT))
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
