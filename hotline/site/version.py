# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The version is the topmost release in CHANGELOG.md: one place to change."""

import re
from pathlib import Path

CHANGELOG = Path(__file__).parents[2] / "CHANGELOG.md"


def version_in(changelog: str) -> str:
    """Return the first version heading (`## 0.1.0 - 2026-11-22`); raises ValueError when there is none."""
    found = re.search(r"^## (\d+\.\d+\.\d+)", changelog, re.MULTILINE)
    if not found:
        raise ValueError("CHANGELOG.md has no heading such as '## 0.1.0 - 2026-11-22'.")
    return found[1]


VERSION = version_in(CHANGELOG.read_text(encoding="utf-8"))
