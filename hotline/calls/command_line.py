# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""`hotline call trace`, `hotline calls forget` and `hotline calls check`."""

import datetime as dt

import click
from django.conf import settings
from django.utils import timezone


@click.group()
def call() -> None:
    """One call."""


@call.command()
@click.argument("call_id", metavar="ID")
@click.option("--number", "with_number", is_flag=True, help="Tell the caller's number too, while it is kept.")
def trace(call_id: str, *, with_number: bool) -> None:
    """Tell the whole story of the call ID, in order."""
    from hotline.calls.story import story_of

    story = story_of(call_id, with_number=with_number)
    if not story:
        raise click.ClickException(f"No call is known by the id {call_id}.")
    for line in story:
        local = timezone.localtime(line.at)
        click.echo(f"{local:%Y-%m-%d %H:%M:%S}.{local.microsecond // 1000:03} {line.text}")


@click.group()
def calls() -> None:
    """The books of calls."""


@calls.command()
@click.option(
    "--days",
    type=click.IntRange(1, 365),
    help="How many days a number is kept. Default: HOTLINE_NUMBERS_KEPT_DAYS, else 30.",
)
def forget(days: int | None) -> None:
    """Forget the telephone numbers of calls older than some days. A running exchange does so daily."""
    from hotline.calls.actions import forget_numbers

    forgotten = forget_numbers(before=timezone.now() - dt.timedelta(days=days or settings.NUMBERS_KEPT_DAYS))
    click.echo(f"The numbers of {forgotten} calls are forgotten.")


@calls.command()
def check() -> None:
    """Check that every call in the books is accounted for, and that no row contradicts itself."""
    from hotline.calls.models import CallRecord
    from hotline.calls.queries import conservation, contradictory_calls

    found = conservation(CallRecord.objects.all())
    click.echo(
        f"{found.arrived} arrived = {found.answered} answered + {found.abandoned} abandoned"
        f" + {found.diverted} diverted + {found.refused} refused + {found.lost} lost"
        f" + {found.still_here} still here"
    )
    wrong = list(contradictory_calls(CallRecord.objects.all()).values_list("id", flat=True)[:20])
    if found.unexplained or wrong:
        raise click.ClickException(
            f"{found.unexplained} calls are unaccounted for. Look at: {', '.join(wrong)}"
        )


@click.group()
def metrics() -> None:
    """Figures for whoever watches the machine."""


@metrics.command()
def token() -> None:
    """Print the token that opens `/metrics` of the exchange and of the pages. It opens nothing else."""
    from hotline.calls.control import read_metrics_token

    click.echo(read_metrics_token())
