# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""`hotline run`: everything one machine needs for a hotline, in one terminal.

First what can go wrong is looked at (ports, a second supervisor on the same data), then the data folder is
made ready, then media relay, exchange, web process and jobs are started and kept running. Nothing is
written outside the data folder, and nothing is left running afterwards.
"""

import asyncio
import fcntl
import logging
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path

import click
from django.conf import settings

from hotline.site import making_ready, relay, welcome
from hotline.site.ports import our_ports, trouble_with, trouble_with_media_ports
from hotline.site.programs import Program, Tell, comes_within
from hotline.site.signs_of_life import silent_programs

LOG_SIZE = 5_000_000
LOGS_KEPT = 5
LOOK_EVERY = 0.25
LOOKS_BETWEEN_WORDS = 60


@click.command()
@click.option(
    "--example/--no-example",
    default=None,
    help="Load the example into an empty database (otherwise only in a demonstration).",
)
def run(*, example: bool | None) -> None:
    """Start everything on this machine and keep it running until Ctrl-C."""
    with only_supervisor(settings.DATA):
        refuse_if_ports_are_busy()
        making_ready.make_ready(with_example=settings.DEMO if example is None else example)
        with logbook(settings.DATA / "logs") as tell:
            asyncio.run(supervise(programs(tell), welcome.text()))


@contextmanager
def only_supervisor(folder: Path) -> Iterator[None]:
    """Hold the data folder's lock; the kernel gives it back however this process ends."""
    with (folder / "run.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise click.ClickException(
                f"Hotline already runs with the data in {folder}. Stop that one first, or set HOTLINE_DATA."
            ) from None
        yield


def is_running(folder: Path) -> bool:
    """Whether some supervisor holds the data folder."""
    try:
        with only_supervisor(folder):
            return False
    except click.ClickException:
        return True


def refuse_if_ports_are_busy() -> None:
    trouble = [*trouble_with(our_ports()), *trouble_with_media_ports()]
    if trouble:
        raise click.ClickException("\n".join(["Hotline cannot start:", *trouble]))


def programs(tell: Tell) -> list[Program]:
    """In the order they are started; they are stopped the other way round."""
    hotline = (sys.executable, "-m", "hotline.site.command_line")
    return [
        Program("relay", relay.order(settings.DATA), tell),
        Program("exchange", (*hotline, "exchange"), tell),
        Program("web", (*hotline, "web"), tell),
        Program("jobs", (*hotline, "jobs"), tell),
    ]


@contextmanager
def logbook(folder: Path) -> Iterator[Tell]:
    """Write each line to the terminal, and to a file per program that is begun anew before it grows large."""
    folder.mkdir(exist_ok=True)
    files: dict[str, RotatingFileHandler] = {}

    def tell(name: str, line: str) -> None:
        if name not in files:
            path = folder / f"{name}.log"
            files[name] = RotatingFileHandler(
                path, maxBytes=LOG_SIZE, backupCount=LOGS_KEPT, encoding="utf-8"
            )
        files[name].emit(logging.makeLogRecord({"msg": line}))
        try:
            click.echo(f"{name:<9}| {line}")
        except OSError:
            pass  # the terminal is gone; the files go on

    try:
        yield tell
    finally:
        for file in files.values():
            file.close()


async def supervise(kept: list[Program], words_of_welcome: str) -> None:
    """Keep them running until SIGINT or SIGTERM, then stop the last started first."""
    enough = asyncio.Event()
    for which in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(which, enough.set)
    tasks = [asyncio.create_task(program.keep_running()) for program in kept]
    if await all_answer(enough):
        click.echo(words_of_welcome)
    await enough.wait()
    click.echo("\nStopping …")
    for program, task in reversed(list(zip(kept, tasks, strict=True))):
        program.unwanted.set()
        await task
    click.echo("Everything is stopped.")


async def all_answer(enough: asyncio.Event) -> bool:
    """Wait until everything answers. What does not is named now and then, and tried on."""
    looked = 0
    while not enough.is_set():
        silent = await silent_programs()
        if not silent:
            return True
        looked += 1
        if looked % LOOKS_BETWEEN_WORDS == 0:
            logs = settings.DATA / "logs"
            click.echo(f"Not answering yet: {', '.join(silent)}. See {logs}, or run: hotline doctor")
        await comes_within(enough, LOOK_EVERY)
    return False
