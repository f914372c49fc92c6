# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""`hotline jobs`: what is done without anybody asking for it."""

import signal
import threading

import click


@click.command()
@click.option("--once", is_flag=True, help="Run what is due now, tell how it went, and end.")
def jobs(*, once: bool) -> None:
    """Forget what must be forgotten, remind authorities. `hotline run` starts it with all the others."""
    from django.utils import timezone

    from hotline.jobs.loop import run_due
    from hotline.jobs.queries import failing

    if not once:
        _keep_running(_until_told_to_end())
        return
    ran = run_due(timezone.now())
    click.echo(f"Ran: {', '.join(ran) or 'nothing was due'}.")
    for turn in failing():
        click.echo(f"{turn.job}: {turn.problem}")


def _keep_running(enough: threading.Event) -> None:
    """Alarms are looked for while something long is being done."""
    from hotline.jobs.loop import keep_running
    from hotline.jobs.table import WATCHES, WORK

    watching = threading.Thread(target=keep_running, args=(enough, WATCHES), daemon=True)
    watching.start()
    keep_running(enough, WORK)
    watching.join()


def _until_told_to_end() -> threading.Event:
    enough = threading.Event()
    for which in (signal.SIGINT, signal.SIGTERM):
        signal.signal(which, lambda _number, _frame: enough.set())
    return enough
