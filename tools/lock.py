# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Locks the packages that requirements/*.in and package.json name: versions and hashes, no address.

python -m tools.lock             keep what is locked, add what is new
python -m tools.lock --upgrade   take the newest versions that are allowed
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
UV = Path(sys.executable).parent / "uv"
PLAIN = ("--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-header", "--quiet")


def python_order(name: str, more: list[str]) -> list[str]:
    output = ("--output-file", f"requirements/{name}.txt")
    return [
        str(UV),
        "pip",
        "compile",
        *PLAIN,
        "--python-version",
        "3.11",
        *output,
        *more,
        f"requirements/{name}.in",
    ]


def main(arguments: list[str]) -> int:
    for name in ("run", "dev"):
        agree = ["--constraint", "requirements/run.txt"] if name == "dev" else []
        subprocess.run(python_order(name, [*agree, *arguments]), cwd=ROOT, check=True)
    verb = "update" if "--upgrade" in arguments else "install"
    subprocess.run(
        ["npm", verb, "--package-lock-only", "--ignore-scripts", "--no-audit"], cwd=ROOT, check=True
    )
    return subprocess.run([sys.executable, "-m", "tools.check_locks"], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
