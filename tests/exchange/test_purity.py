# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The room is pure, and a machine says so."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOM = Path(__file__).parents[2] / "hotline" / "exchange"
MAY_IMPORT = {"collections", "enum", "heapq", "hotline", "msgspec", "sortedcontainers", "typing"}
FORBIDDEN = [
    "import asyncio",
    "import os",
    "import random",
    "import secrets",
    "import socket",
    "import time",
    "from django.db import models",
    "from datetime import datetime\n\nnow = datetime.now()",
]


def imports_of(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


@pytest.mark.parametrize("path", sorted(ROOM.rglob("*.py")), ids=lambda path: path.name)
def test_the_exchange_knows_nothing_but_itself_and_its_records(path: Path) -> None:
    imported = imports_of(path)
    assert {name.split(".")[0] for name in imported} <= MAY_IMPORT
    assert {name for name in imported if name.startswith("hotline.")} <= {
        name for name in imported if name.startswith("hotline.exchange")
    }


@pytest.mark.parametrize("source", FORBIDDEN)
def test_the_linter_refuses_what_would_make_it_impure(source: str) -> None:
    """The room's own settings are found from the name of the file, which need not exist."""
    found = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--select", "TID251", "--stdin-filename", ROOM / "x.py", "-"],
        input=source,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "TID251" in found.stdout
