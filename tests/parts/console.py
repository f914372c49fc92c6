# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A Python console inside a running Hotline: for looking into its books and changing its set-up at once."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

# What runs in the other process: a line of code comes in, a line of JSON goes out. What the code or a program
# started by it prints is kept apart. A database that was away has left the connection broken.
INSIDE = """
import json, os, sys, traceback
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
import django
django.setup()
from django.db import DatabaseError, InterfaceError, connection

def run(code):
    names = {}
    exec(code, names)
    return names.get("result")

for line in sys.stdin:
    code = json.loads(line)
    try:
        try:
            answer = {"result": run(code)}
        except (DatabaseError, InterfaceError):
            connection.close()
            answer = {"result": run(code)}
    except Exception:
        answer = {"trouble": traceback.format_exc()}
    print(json.dumps(answer, default=str), file=answers, flush=True)
"""


class Console:
    """Starts at the first question, which takes a second; the others take milliseconds."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self._folder = folder
        self._environment = environment
        self._process: subprocess.Popen[str] | None = None

    def ask(self, code: str) -> Any:
        """Run the code; what it leaves in `result` comes back, as JSON knows it."""
        process = self._process = self._process or self._start()
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps(code) + "\n")
        process.stdin.flush()
        answer = json.loads(process.stdout.readline())
        assert "trouble" not in answer, answer["trouble"]
        return answer["result"]

    def _start(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", INSIDE],
            cwd=self._folder,
            env={**self._environment, "DJANGO_SETTINGS_MODULE": "hotline.site.settings"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def close(self) -> None:
        if self._process:
            self._process.communicate(timeout=10)
            self._process = None
