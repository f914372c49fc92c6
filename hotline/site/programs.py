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
from asyncio.subprocess import DEVNULL, PIPE, STDOUT
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
            await comes_within(self.unwanted, pause)

    async def run_once(self) -> str:
        """Run it until it ends or is unwanted, and say how it ended."""
        try:
            transport, ear = await start(self.order, lambda line: self.tell(self.name, line))
        except OSError as refused:
            return f"cannot be started: {refused}"
        unwanted = asyncio.create_task(self.unwanted.wait())
        await asyncio.wait([ear.ended, unwanted], return_when=asyncio.FIRST_COMPLETED)
        unwanted.cancel()
        await end(transport.get_pid(), ear)
        transport.close()
        return ending(transport.get_returncode() or 0)


class Ear(asyncio.SubprocessProtocol):
    """Hears what a program says, line by line, and when it has ended."""

    def __init__(self, hear: Callable[[str], None]) -> None:
        self.hear = hear
        self.ended = asyncio.get_running_loop().create_future()
        self.silent = asyncio.get_running_loop().create_future()
        self._rest = b""

    def pipe_data_received(self, fd: int, data: bytes) -> None:  # noqa: ARG002 - both pipes are one
        *lines, rest = (self._rest + data).split(b"\n")
        self._rest = rest[:LONGEST_LINE]
        for line in lines:
            self.hear(line.decode(errors="replace").rstrip())

    def process_exited(self) -> None:
        self.ended.set_result(None)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - it is all the same why
        if self._rest:
            self.hear(self._rest.decode(errors="replace").rstrip())
        self.silent.set_result(None)


async def start(
    order: tuple[str, ...], hear: Callable[[str], None]
) -> tuple[asyncio.SubprocessTransport, Ear]:
    supervisor = os.getpid()
    return await asyncio.get_running_loop().subprocess_exec(
        lambda: Ear(hear),
        *order,
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=STDOUT,
        start_new_session=True,
        preexec_fn=lambda: end_with(supervisor),
    )


def end_with(supervisor: int) -> None:
    """Ask the kernel to end this process together with the supervisor. Runs in the new process."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != supervisor:  # it ended before the kernel was asked
        os.kill(os.getpid(), signal.SIGTERM)


async def end(pid: int, ear: Ear) -> None:
    """End it if it still runs: first kindly, then for certain; and with it whatever it started itself."""
    if not ear.ended.done():
        signal_all(pid, signal.SIGTERM)
        await happens_within(ear.ended, PATIENCE_AT_THE_END)
    signal_all(pid, signal.SIGKILL)
    await ear.ended
    await happens_within(ear.silent, PATIENCE_AT_THE_END)


def signal_all(pid: int, which: signal.Signals) -> None:
    """Send it to the program's whole session."""
    try:
        os.killpg(pid, which)
    except ProcessLookupError:
        pass  # all of it has ended


def ending(code: int) -> str:
    if code < 0:
        return f"was ended by {signal.Signals(-code).name}"
    return f"ended with {code}"


async def happens_within(happening: asyncio.Future[None], seconds: float) -> bool:
    done, _ = await asyncio.wait([happening], timeout=seconds)
    return bool(done)


async def comes_within(event: asyncio.Event, seconds: float) -> bool:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return False
    return True
