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

    from hotline.jobs.loop import keep_running, run_due
    from hotline.jobs.queries import failing

    if not once:
        keep_running(_until_told_to_end())
        return
    ran = run_due(timezone.now())
    click.echo(f"Ran: {', '.join(ran) or 'nothing was due'}.")
    for turn in failing():
        click.echo(f"{turn.job}: {turn.problem}")


def _until_told_to_end() -> threading.Event:
    enough = threading.Event()
    for which in (signal.SIGINT, signal.SIGTERM):
        signal.signal(which, lambda _number, _frame: enough.set())
    return enough
