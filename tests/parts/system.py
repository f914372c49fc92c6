# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A whole Hotline as a new user starts it: `hotline run` on a data folder and ports of its own."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

from tests.parts.ports import free_port, free_range
from tests.parts.waiting import until

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "hotline.site.command_line"]
MEDIA_PORTS = 3_000


def made_sounds(folder: Path) -> Path:
    """The shipped sounds, made in this folder unless they are there."""
    order = [sys.executable, str(ROOT / "tools" / "make_sounds.py"), "--into", str(folder)]
    subprocess.run(order, check=True, stdout=subprocess.DEVNULL)
    return folder / "shipped"


class System:
    """Use as a context. `settings` are environment variables beyond the ports."""

    def __init__(self, data: Path, sounds: Path | None = None, **settings: str) -> None:
        self.data = data
        data.mkdir(parents=True, exist_ok=True)
        if sounds:
            (data / "sounds").mkdir(exist_ok=True)
            (data / "sounds" / "shipped").symlink_to(sounds)
        self.web_port, self.exchange_port = free_port(), free_port()
        self.sip_port = free_port(socket.SOCK_DGRAM)
        first, last = free_range(MEDIA_PORTS)
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("HOTLINE_")},
            "HOTLINE_DATA": str(data),
            "HOTLINE_WEB_PORT": str(self.web_port),
            "HOTLINE_EXCHANGE_PORT": str(self.exchange_port),
            "HOTLINE_SIP_PORT": str(self.sip_port),
            "HOTLINE_SIP_TRUSTED": "127.0.0.1,192.0.2.0/24,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16",
            "HOTLINE_NG_PORT": str(free_port(socket.SOCK_DGRAM)),
            "HOTLINE_KEYS_PORT": str(free_port(socket.SOCK_DGRAM)),
            "HOTLINE_MEDIA_PORT_MIN": str(first),
            "HOTLINE_MEDIA_PORT_MAX": str(last),
            "HOTLINE_DEMO": "yes",
            "HOTLINE_FORCED_OPEN": "yes",
            **settings,
        }

    @property
    def web(self) -> str:
        return f"http://localhost:{self.web_port}"

    @property
    def password(self) -> str:
        """What everybody in the example signs in with."""
        from hotline.people.example import DEMO_PASSWORD

        return DEMO_PASSWORD

    @property
    def line(self) -> str:
        """What a telephone dials."""
        return f"sip:70200000@127.0.0.1:{self.sip_port}"

    def __enter__(self) -> Self:
        self._log = (self.data / "run.log").open("wb")
        self.supervisor = subprocess.Popen(
            [*COMMAND, "run"], cwd=ROOT, env=self.environment, stdout=self._log, stderr=subprocess.STDOUT
        )
        try:
            until(self.is_ready, "Hotline answers", 120, every=0.2)
        except AssertionError as late:
            self.stop()
            raise AssertionError(f"{late}\n{self.log()[-3000:]}") from late
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        self.supervisor.send_signal(signal.SIGTERM)
        try:
            self.supervisor.wait(30)
        except subprocess.TimeoutExpired:
            self.supervisor.kill()
            self.supervisor.wait()
        self._log.close()

    def log(self) -> str:
        return (self.data / "run.log").read_text(errors="replace")

    def is_ready(self) -> bool:
        assert self.supervisor.poll() is None, self.log()
        return self.answers(f"{self.web}/") and self.exchange_is_well()

    def exchange_is_well(self) -> bool:
        return self.answers(f"http://127.0.0.1:{self.exchange_port}/health")

    @staticmethod
    def answers(url: str) -> bool:
        with contextlib.suppress(httpx.HTTPError):
            return httpx.get(url, timeout=2).status_code == 200
        return False

    # ---------------------------------------------------------------- looking in, and breaking things

    def hotline(self, *words: str) -> str:
        """What a command prints. Raises CalledProcessError when it fails."""
        done = subprocess.run(
            [*COMMAND, *words], cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True
        )
        return done.stdout

    def django(self, code: str) -> Any:
        """Run a few lines inside Hotline; what they leave in `result` comes back as JSON."""
        frame = f"import django; django.setup()\n{code}\nimport json; print(json.dumps(result, default=str))"
        done = subprocess.run(
            [sys.executable, "-c", frame],
            cwd=ROOT,
            env={**self.environment, "DJANGO_SETTINGS_MODULE": "hotline.site.settings"},
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        return json.loads(done.stdout.splitlines()[-1])

    def pid_of(self, program: str) -> int | None:
        """The process of one of `relay`, `exchange`, `web`."""
        marks = {"relay": "rtpengine", "exchange": "exchange", "web": "web"}
        children = (
            Path(f"/proc/{self.supervisor.pid}/task/{self.supervisor.pid}/children").read_text().split()
        )
        for child in children:
            with contextlib.suppress(OSError):
                words = Path(f"/proc/{child}/cmdline").read_text().split("\0")
                if marks[program] in {words[0], *words[-2:]}:
                    return int(child)
        return None

    def kill(self, program: str) -> int:
        """kill -9 one of the processes; the supervisor starts it again."""
        pid = self.pid_of(program)
        assert pid, f"{program} is not running"
        os.kill(pid, signal.SIGKILL)
        return pid

    def wait_for_another(self, program: str, than: int, seconds: float = 10) -> int:
        def another() -> int | None:
            pid = self.pid_of(program)
            return pid if pid and pid != than else None

        return until(another, f"another {program} runs", seconds)
