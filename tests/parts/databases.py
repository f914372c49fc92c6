# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Databases that can be taken away and given back, as they are in bad nights."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Protocol

from tests.parts.ports import free_port
from tools.with_postgres import HASTY, owner, programs

# What was committed is there after the server was killed; the machine itself stays up.
OUTLIVING = ("synchronous_commit=on",)
HOLD = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], timeout=30, isolation_level=None)
held.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""


class Database(Protocol):
    """Where a system keeps its books."""

    @property
    def address(self) -> str: ...

    def take_away(self) -> None: ...

    def give_back(self) -> None: ...

    def throw_away(self) -> None: ...


class Sqlite:
    """Taken away by another process that holds the file for itself and does not let go."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "elsewhere.sqlite3"
        self._holder: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"sqlite:///{self._file}"

    def take_away(self) -> None:
        self._holder = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(self._file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self._holder.stdout
        assert self._holder.stdout.readline() == b"held\n"

    def give_back(self) -> None:
        if self._holder:
            self._holder.communicate(timeout=10)
            self._holder = None

    def throw_away(self) -> None:
        self.give_back()


class Postgres:
    """Taken away by stopping the server, at once."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="hotline-postgres-"))
        self._identity = owner()
        if self._identity:
            shutil.chown(self._folder, self._identity["user"], self._identity["group"])
        self._port = free_port()
        self._cluster = f"--pgdata={self._folder / 'cluster'}"
        self._run(
            "initdb", self._cluster, "--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-sync"
        )
        self.give_back()
        self._run("createdb", f"--maintenance-db={self._server}/postgres", "hotline")

    def _run(self, program: str, *arguments: str) -> None:
        order = [str(programs() / program), *arguments]
        subprocess.run(order, check=True, stdout=subprocess.DEVNULL, cwd=self._folder, **self._identity)  # type: ignore[call-overload]

    @property
    def _server(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self._port}"

    @property
    def address(self) -> str:
        return f"{self._server}/hotline"

    def take_away(self) -> None:
        self._run("pg_ctl", "stop", "--mode=immediate", self._cluster)

    def give_back(self) -> None:
        own = ("listen_addresses=127.0.0.1", f"port={self._port}", f"unix_socket_directories={self._folder}")
        options = " ".join(f"-c {setting}" for setting in (*HASTY, *OUTLIVING, *own))
        log = f"--log={self._folder / 'log'}"
        self._run("pg_ctl", "start", "--wait", self._cluster, log, f"--options={options}")

    def throw_away(self) -> None:
        self.take_away()
        shutil.rmtree(self._folder)
