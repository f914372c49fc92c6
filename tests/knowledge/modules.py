# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Runs a browser module of ours outside a browser, so that one table of examples can test both sides."""

import json
import subprocess
from pathlib import Path
from typing import Any

ROOMS = Path(__file__).parents[2] / "hotline"


def from_module(path: str, names: str, expression: str, given: object) -> Any:
    """What the expression gives with these names imported from the module and `given` at hand."""
    script = (
        f"import {{ {names} }} from {json.dumps((ROOMS / path).as_uri())}\n"
        'import { readFileSync } from "node:fs"\n'
        'const given = JSON.parse(readFileSync(0, "utf8"))\n'
        f"console.log(JSON.stringify({expression}))\n"
    )
    node = ["node", "--input-type=module", "--eval", script]
    done = subprocess.run(
        node, input=json.dumps(given), capture_output=True, text=True, check=True, timeout=60
    )
    return json.loads(done.stdout)
