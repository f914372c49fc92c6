# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Real processes: whether they are started again, listened to and never left behind."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hotline.site import programs
from hotline.site.programs import Program, ending
from tests.parts.waiting import until

SAYS_ITS_NUMBER = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"


class Listener:
    """Remembers what it is told."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def __call__(self, name: str, line: str) -> None:
        self.heard.append(f"{name}: {line}")

    def numbers(self) -> list[int]:
        """The process numbers that were said."""
        return [int(line.split()[1]) for line in self.heard if line.split()[1].isdigit()]


def python(code: str, listener: Listener) -> Program:
    return Program("child", (sys.executable, "-c", code), listener)


def lives(pid: int) -> bool:
    """Whether the process is there and not merely waiting to be forgotten."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except FileNotFoundError:
        return False


async def heard(listener: Listener, count: int, seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while len(listener.heard) < count:
            await asyncio.sleep(0.01)


def test_what_a_program_says_is_passed_on_line_by_line() -> None:
    listener = Listener()
    program = python("import sys; print('one'); print('two', file=sys.stderr)", listener)
    assert asyncio.run(program.run_once()) == "ended with 0"
    assert sorted(listener.heard) == ["child: one", "child: two"]


def test_a_program_that_was_killed_is_started_again() -> None:
    async def story() -> list[int]:
        program = python(SAYS_ITS_NUMBER, listener)
        running = asyncio.create_task(program.keep_running())
        await heard(listener, 1)
        os.kill(listener.numbers()[0], signal.SIGKILL)
        await heard(listener, 3)
        program.unwanted.set()
        await running
        return listener.numbers()

    listener = Listener()
    first, second = asyncio.run(story())
    assert first != second
    assert listener.heard[1] == "child: was ended by SIGKILL; starts again in 0.2 s"
    assert (lives(first), lives(second)) == (False, False)


def test_a_program_that_has_lived_is_started_again_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        running = asyncio.create_task(program.keep_running())
        await heard(listener, 1)
        program.unwanted.set()
        await running

    monkeypatch.setattr(programs, "STEADY_AFTER", 0.0)
    listener = Listener()
    program = python("raise SystemExit(3)", listener)
    asyncio.run(story())
    assert listener.heard == ["child: ended with 3; starts again in 0.1 s"]


def test_a_program_that_falls_at_its_start_is_given_longer_and_longer_pauses(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def story() -> None:
        running = asyncio.create_task(program.keep_running())
        await heard(listener, 4)
        program.unwanted.set()
        await running

    monkeypatch.setattr(programs, "LONGEST_PAUSE", 0.5)
    listener = Listener()
    program = Program("child", ("/bin/false",), listener)
    asyncio.run(story())
    assert [line.rpartition(" in ")[2] for line in listener.heard[:4]] == ["0.2 s", "0.4 s", "0.5 s", "0.5 s"]


def test_a_program_that_is_not_there_is_told_and_tried_again() -> None:
    async def story() -> None:
        running = asyncio.create_task(program.keep_running())
        await heard(listener, 1)
        program.unwanted.set()
        await running

    listener = Listener()
    program = Program("child", ("/nowhere/at/all",), listener)
    asyncio.run(story())
    [line] = listener.heard
    assert line.startswith("child: cannot be started: ")
    assert "/nowhere/at/all" in line


def test_a_program_that_does_not_listen_is_ended_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        program = python(
            f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SAYS_ITS_NUMBER}", listener
        )
        running = asyncio.create_task(program.keep_running())
        await heard(listener, 1)
        program.unwanted.set()
        await running

    monkeypatch.setattr(programs, "PATIENCE_AT_THE_END", 0.2)
    listener = Listener()
    asyncio.run(story())
    assert lives(listener.numbers()[0]) is False


def test_what_a_killed_program_started_itself_is_ended_too() -> None:
    child = "import subprocess, sys, time; p = subprocess.Popen(['sleep', '60']); print(p.pid, flush=True); "

    async def story() -> None:
        program = python(child + "time.sleep(0.2)", listener)
        await program.run_once()

    listener = Listener()
    began = time.monotonic()
    asyncio.run(story())
    assert time.monotonic() - began < 5
    until(lambda: not lives(listener.numbers()[0]), "its child has ended", 5)


def test_a_line_of_megabytes_does_not_stop_the_listening() -> None:
    listener = Listener()
    program = python("print('x' * 3_000_000); print('after')", listener)
    asyncio.run(program.run_once())
    assert listener.heard[-1] == "child: after"


def test_a_line_that_is_not_text_is_told_as_far_as_it_goes() -> None:
    listener = Listener()
    program = python(r"import sys; sys.stdout.buffer.write(b'caf\xe9\n')", listener)
    asyncio.run(program.run_once())
    assert listener.heard == ["child: caf\ufffd"]


def test_programs_end_with_a_supervisor_that_is_killed(tmp_path: Path) -> None:
    """Nobody stops them then, so the kernel has to."""
    supervisor = f"""
import asyncio
from hotline.site.programs import Program
order = ({sys.executable!r}, "-c", {SAYS_ITS_NUMBER!r})
asyncio.run(Program("child", order, lambda name, line: print(line, flush=True)).keep_running())
"""
    with subprocess.Popen([sys.executable, "-c", supervisor], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        child = int(parent.stdout.readline())
        assert lives(child) is True
        parent.kill()
    until(lambda: not lives(child), "the child has ended", 5)


@pytest.mark.parametrize(
    ("code", "says"), [(0, "ended with 0"), (-9, "was ended by SIGKILL"), (-15, "was ended by SIGTERM")]
)
def test_how_a_program_ended_is_said_in_words(code: int, says: str) -> None:
    assert ending(code) == says
