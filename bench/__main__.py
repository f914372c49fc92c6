# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""`make bench`: every benchmark, one after the other, each with its method above its table."""

import importlib
import os
import platform
import subprocess
import sys

BENCHES = ("exchange", "sip", "line", "search", "figures", "boards")


def main(arguments: list[str]) -> int:
    """Run those named, or all; the exit code is that of the first that fails."""
    unknown = set(arguments) - set(BENCHES)
    if unknown:
        print(f"No such benchmark: {', '.join(sorted(unknown))}. There are: {', '.join(BENCHES)}.")
        return 2
    print(
        f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()}, {relay_version()}"
    )
    for name in arguments or BENCHES:
        print(
            f"\n{'=' * 100}\n{name}\n{'=' * 100}\n{importlib.import_module(f'bench.{name}').__doc__}",
            flush=True,
        )
        code = subprocess.run([sys.executable, "-m", f"bench.{name}"], check=False).returncode
        if code:
            return code
    return 0


def relay_version() -> str:
    told = subprocess.run(["rtpengine", "--version"], capture_output=True, text=True, check=False)
    return f"rtpengine {(told.stdout + told.stderr).removeprefix('Version:').strip()}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
