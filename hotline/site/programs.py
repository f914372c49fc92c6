# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Keeps a program running: starts it again when it ends, passes on what it says, never leaves it behind.

A program that has lived is started again at once; one that falls at its start gets longer and longer pauses.
Each has a session of its own, so Ctrl-C in a terminal reaches only the supervisor, which stops them in order.
If the supervisor itself is killed, the kernel ends them.
"""

import asyncio
import ctypes
import os
import signal
import time
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections.abc import Callable
from dataclasses import dataclass, field

FIRST_PAUSE = 0.1
LONGEST_PAUSE = 10.0
STEADY_AFTER = 5.0
PATIENCE_AT_THE_END = 10.0
LONGEST_LINE = 1 << 20

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)

Tell = Callable[[str, str], None]


@dataclass
class Program:
    """One program and whether it is still wanted. `tell` gets its name and what it says, a line at a time."""

    name: str
    order: tuple[str, ...]
    tell: Tell
    unwanted: asyncio.Event = field(default_factory=asyncio.Event)

    async def keep_running(self) -> None:
        """Run it until it is unwanted."""
        pause = FIRST_PAUSE
        while True:
            began = time.monotonic()
            how = await self.run_once()
            if self.unwanted.is_set():
                return
            lived = time.monotonic() - began
            pause = FIRST_PAUSE if lived > STEADY_AFTER else min(pause * 2, LONGEST_PAUSE)
            self.tell(self.name, f"{how}; starts again in {pause:.1f} s")
            await happens_within(self.unwanted, pause)

    async def run_once(self) -> str:
        """Run it until it ends or is unwanted, and say how it ended."""
        try:
            process = await start(self.order)
        except OSError as refused:
            return f"cannot be started: {refused}"
        listening = asyncio.create_task(self.pass_on(process))
        ended, unwanted = asyncio.create_task(process.wait()), asyncio.create_task(self.unwanted.wait())
        await asyncio.wait([ended, unwanted], return_when=asyncio.FIRST_COMPLETED)
        unwanted.cancel()
        code = await end(process)
        await listening
        return ending(code)

    async def pass_on(self, process: Process) -> None:
        assert process.stdout
        while True:
            try:
                line = await process.stdout.readline()
            except ValueError:
                continue  # longer than any line of ours; what was read of it is thrown away
            if not line:
                return
            self.tell(self.name, line.decode(errors="replace").rstrip())


async def start(order: tuple[str, ...]) -> Process:
    supervisor = os.getpid()
    return await asyncio.create_subprocess_exec(
        *order,
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=STDOUT,
        limit=LONGEST_LINE,
        start_new_session=True,
        preexec_fn=lambda: end_with(supervisor),
    )


def end_with(supervisor: int) -> None:
    """Ask the kernel to end this process together with the supervisor. Runs in the new process."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != supervisor:  # it ended before the kernel was asked
        os.kill(os.getpid(), signal.SIGTERM)


async def end(process: Process) -> int:
    """End it if it still runs: first kindly, then for certain; with everything it started itself."""
    if process.returncode is None:
        signal_all(process, signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), PATIENCE_AT_THE_END)
        except TimeoutError:
            signal_all(process, signal.SIGKILL)
    code = await process.wait()
    signal_all(process, signal.SIGKILL)  # what it left behind
    return code


def signal_all(process: Process, which: signal.Signals) -> None:
    try:
        os.killpg(process.pid, which)
    except ProcessLookupError:
        pass  # all of it has ended


def ending(code: int) -> str:
    if code < 0:
        return f"was ended by {signal.Signals(-code).name}"
    return f"ended with {code}"


async def happens_within(event: asyncio.Event, seconds: float) -> bool:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return False
    return True
