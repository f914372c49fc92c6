# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Collects what people read, for translation, into `hotline/<room>/locale/da/LC_MESSAGES/django.po`.

    python -m tools.messages    after changing texts; then translate what is empty

English is what stands in the code. Texts are gathered by Django's own makemessages.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PLAIN = ("--locale", "da", "--no-location", "--no-obsolete", "--no-wrap", "--ignore", "migrations/*")


def rooms_with_texts(root: Path) -> list[Path]:
    """A room takes part by having a folder `locale`."""
    return sorted(path.parent for path in (root / "hotline").glob("*/locale"))


def collect(room: Path) -> None:
    order = [sys.executable, "-P", "-m", "django", "makemessages", *PLAIN, "--verbosity", "0"]
    subprocess.run(order, cwd=room, env=os.environ | {"DJANGO_SETTINGS_MODULE": ""}, check=True)


def main() -> int:
    for room in rooms_with_texts(ROOT):
        collect(room)
        print(f"Collected hotline/{room.name}")
    return subprocess.run([sys.executable, "-m", "tools.check_messages"], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
