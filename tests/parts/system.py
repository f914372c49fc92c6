# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A whole Hotline as a new user starts it: `hotline run` on a data folder and ports of its own."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

from hotline.wires import bencode
from tests.parts.console import Console
from tests.parts.ports import free_port, free_range
from tests.parts.waiting import until

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "hotline.site.command_line"]
MEDIA_PORTS = 3_000
# The tests' own settings are no business of a system, and it keeps its compiled code as anybody's does.
OURS = ("HOTLINE_", "DJANGO_", "DATABASE_", "PYTHONDONTWRITEBYTECODE")


def made_sounds(folder: Path) -> Path:
    """The shipped sounds, made in this folder unless they are there."""
    order = [sys.executable, str(ROOT / "tools" / "make_sounds.py"), "--into", str(folder)]
    subprocess.run(order, check=True, stdout=subprocess.DEVNULL)
    return folder / "shipped"


class System:
    """Use as a context. `settings` are environment variables beyond the ports."""

    supervisor: subprocess.Popen[bytes]

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
            **{name: value for name, value in os.environ.items() if not name.startswith(OURS)},
            "HOTLINE_DATA": str(data),
            "HOTLINE_WEB_PORT": str(self.web_port),
            "HOTLINE_EXCHANGE_PORT": str(self.exchange_port),
            "HOTLINE_SIP_PORT": str(self.sip_port),
            "HOTLINE_NG_PORT": str(free_port(socket.SOCK_DGRAM)),
            "HOTLINE_KEYS_PORT": str(free_port(socket.SOCK_DGRAM)),
            "HOTLINE_MEDIA_PORT_MIN": str(first),
            "HOTLINE_MEDIA_PORT_MAX": str(last),
            "HOTLINE_DEMO": "yes",
            "HOTLINE_FORCED_OPEN": "yes",
            **settings,
        }
        self._is_started = False
        self._console = Console(ROOT, self.environment)

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
        self._is_started = True
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
        self._console.close()
        if not self._is_started:
            return
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

    def wait_until_quiet(self, seconds: float = 120) -> None:
        """Nobody waits and nobody talks."""
        until(lambda: self.calls_up() == 0, "every call is over", seconds, every=0.5)

    def calls_up(self) -> int:
        return int(httpx.get(f"http://127.0.0.1:{self.exchange_port}/health", timeout=5).json()["calls"])

    # ---------------------------------------------------------------- looking in, and breaking things

    def hotline(self, *words: str) -> str:
        """What a command prints. Raises CalledProcessError when it fails."""
        done = subprocess.run(
            [*COMMAND, *words], cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True
        )
        return done.stdout

    def django(self, code: str) -> Any:
        """Run a few lines inside Hotline; what they leave in `result` comes back as JSON."""
        return self._console.ask(code)

    def prepare(self) -> None:
        """Make the data folder ready without starting anything, so that `django` has something to change."""
        self.django("from hotline.site.making_ready import make_ready\nmake_ready(with_example=True)")

    def set_line(self, **fields: object) -> None:
        """Change the line's settings; a running exchange reads them within two seconds."""
        self.django(f"from hotline.organisations.models import Line\nLine.objects.update(**{fields!r})")

    def session_of(self, username: str) -> str:
        """The cookie of somebody who has just signed in."""
        return str(
            self.django(
                "from django.test import Client\nfrom hotline.people.models import User\n"
                f"client = Client(); client.force_login(User.objects.get(username={username!r}))\n"
                "result = client.cookies['sessionid'].value"
            )
        )

    def rows(self, of: str, **filters: object) -> list[dict[str, Any]]:
        """Records of the books, such as `CallRecord`, as dictionaries, oldest first."""
        return list(
            self.django(
                f"from hotline.calls.models import {of}\n"
                f"result = list({of}.objects.filter(**{filters!r}).values())"
            )
        )

    def call_of(self, number: str) -> dict[str, Any] | None:
        """The last call from a number, as the books have it."""
        found = self.rows("CallRecord", caller_number=number)
        return found[-1] if found else None

    def wait_for_end(self, number: str, end: str, seconds: float = 20) -> dict[str, Any]:
        """Wait until the last call from this number stands in the books as ended in this way."""

        def ended() -> dict[str, Any] | None:
            call = self.call_of(number)
            return call if call and call["end"] else None

        call = until(ended, f"the call from {number} has ended in the books", seconds, every=0.2)
        assert call["end"] == end, call
        return call

    def relay_calls(self) -> set[str] | None:
        """The calls whose sound the media relay holds; None when it does not answer."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
            asking.settimeout(0.5)
            asking.connect(self.relay_address)
            try:
                asking.send(b"1 " + bencode.encode({"command": "list", "limit": 10_000}))
                answer = bencode.decode(asking.recv(65_535).partition(b" ")[2])
            except OSError:
                return None
        return set(answer["calls"])

    @property
    def relay_address(self) -> tuple[str, int]:
        return "127.0.0.1", int(self.environment["HOTLINE_NG_PORT"])

    def wait_for_quiet(self, seconds: float = 20) -> None:
        """Wait until no call is left anywhere: not in the books, not in the records of what is open, not
        in the relay.
        """
        counts = (
            "from hotline.calls.models import *\n"
            "result = [CallRecord.objects.filter(ended_at=None).count(), OpenCall.objects.count()]"
        )

        def left() -> tuple[object, set[str] | None]:
            return self.django(counts), self.relay_calls()

        until(lambda: left() == ([0, 0], set()), lambda: f"nothing is left: {left()}", seconds, every=0.3)

    def pid_of(self, program: str) -> int | None:
        """The process of one of `relay`, `exchange`, `web`, `jobs`."""
        marks = {"relay": "rtpengine", "exchange": "exchange", "web": "web", "jobs": "jobs"}
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
