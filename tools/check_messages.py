# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Holds the translations to completeness: every text in the code has its Danish, and every format fits.

    python -m tools.check_messages

Texts are gathered anew from a copy of each room, so a text that was never collected is found as well.
"""

import os
import shutil
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
HOLD_TEXTS = (".py", ".html", ".txt")
TRANSLATION = Path("locale/da/LC_MESSAGES/django.po")


def texts_of(room: Path, scratch: Path) -> set[str]:
    """Every text of a room that people read, as makemessages finds it."""
    copy = scratch / room.name
    for path in room.rglob("*"):
        if path.suffix in HOLD_TEXTS and "migrations" not in path.parts:
            target = copy / path.relative_to(room)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    (copy / "locale").mkdir(parents=True, exist_ok=True)
    order = (sys.executable, "-P", "-m", "django", "makemessages")  # -P: a room may hold a module `numbers`
    own = os.environ | {"DJANGO_SETTINGS_MODULE": ""}
    subprocess.run([*order, "--locale=da", "--keep-pot", "--verbosity=0"], cwd=copy, env=own, check=True)
    gathered, english = copy / "locale" / "django.pot", scratch / f"{room.name}.en.po"
    if not gathered.exists():
        return set()
    subprocess.run(["msgen", "--output-file", english, gathered], check=True)
    return translated_in(english, scratch)


def translated_in(translation: Path, scratch: Path) -> set[str]:
    """The texts a file of translations has one for; what is empty or guessed does not count."""
    compiled = scratch / "compiled.mo"
    order = ["msgfmt", "--check-format", "--output-file", str(compiled), str(translation)]
    subprocess.run(order, check=True, capture_output=True, text=True)
    return set(keys_in(compiled.read_bytes()))


def keys_in(compiled: bytes) -> Iterator[str]:
    """The original texts in a compiled file; of a plural, the singular."""
    count, start = struct.unpack_from("<II", compiled, 8)
    for entry in range(count):
        length, at = struct.unpack_from("<II", compiled, start + 8 * entry)
        text = compiled[at : at + length].decode()
        if text:
            yield text.partition("\0")[0].rpartition("\4")[2]


def faults_of(room: Path, scratch: Path) -> Iterator[str]:
    danish = room / TRANSLATION
    try:
        known = translated_in(danish, scratch) if danish.exists() else set()
    except subprocess.CalledProcessError as refused:
        yield f"{danish.relative_to(ROOT)}: {refused.stderr.strip()}"
        return
    for text in sorted(texts_of(room, scratch) - known):
        yield f"hotline/{room.name} has no Danish for: {text!r}"


def main() -> int:
    rooms = sorted(path.parent for path in (ROOT / "hotline").glob("*/__init__.py"))
    with tempfile.TemporaryDirectory(prefix="hotline-messages-") as scratch:
        found = [fault for room in rooms for fault in faults_of(room, Path(scratch))]
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
