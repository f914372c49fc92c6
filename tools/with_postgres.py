# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Runs a command with a PostgreSQL of its own, made for it and thrown away after it.

    python -m tools.with_postgres pytest tests/calls

The command finds it in DATABASE_URL. PostgreSQL refuses to run as root; root lends it the user postgres.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DATABASE = "hotline"
OWNER = "postgres"
# Nothing has to outlive the command, so nothing waits for the disk.
HASTY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=50")


def programs() -> Path:
    """Where the newest installed PostgreSQL keeps its programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if not found:
        raise SystemExit("PostgreSQL is not installed. Run: make setup-tests")
    return found[-1]


def owner() -> dict[str, str | int]:
    """Who runs the server: whoever asks, but not root."""
    if os.geteuid():
        return {}
    account = pwd.getpwnam("postgres")
    return {"user": account.pw_uid, "group": account.pw_gid}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def postgres() -> Iterator[str]:
    """Start a server in a new folder; its address is the value, and afterwards both are gone."""
    folder = Path(tempfile.mkdtemp(prefix="hotline-postgres-"))
    identity = owner()
    try:
        if identity:
            os.chown(folder, int(identity["user"]), int(identity["group"]))
        yield from serve(folder, free_port(), identity)
    finally:
        shutil.rmtree(folder)


def serve(folder: Path, port: int, identity: dict[str, str | int]) -> Iterator[str]:
    def run(program: str, *arguments: str) -> None:
        order = [str(programs() / program), *arguments]
        subprocess.run(order, check=True, stdout=subprocess.DEVNULL, cwd=folder, **identity)  # type: ignore[call-overload]

    cluster = f"--pgdata={folder / 'cluster'}"
    own = ("listen_addresses=127.0.0.1", f"port={port}", f"unix_socket_directories={folder}")
    options = " ".join(f"-c {setting}" for setting in (*HASTY, *own))
    run(
        "initdb", cluster, f"--username={OWNER}", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"
    )
    run("pg_ctl", "start", "--wait", cluster, f"--log={folder / 'log'}", f"--options={options}")
    try:
        address = f"postgresql://{OWNER}@127.0.0.1:{port}"
        run("createdb", f"--maintenance-db={address}/postgres", DATABASE)
        yield f"{address}/{DATABASE}"
    finally:
        run("pg_ctl", "stop", "--mode=immediate", cluster)


def main(order: list[str]) -> int:
    if not order:
        print(__doc__, file=sys.stderr)
        return 2
    with postgres() as address:
        return subprocess.run(order, env=os.environ | {"DATABASE_URL": address}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
