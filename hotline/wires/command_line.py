# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""`hotline exchange`, `hotline queue`, `hotline explain` and `hotline simulate`."""

import asyncio
import datetime as dt
from typing import Any

import click
import httpx
from django.conf import settings

# Why an agent is not offered calls, for the person who asks. The keys are `exchange.explain.Reason`.
REASONS = {
    "unknown_here": "has not signed in at the phone since the exchange began to keep its journal",
    "signed_out": "is signed out",
    "paused": "is on a pause",
    "away_after_missed_offers": "was put away after missed calls; “I'm back” on the desk ends it",
    "device_not_proved": "has no page open that proved within the last second that it can ring",
    "no_lines": "answers no line: an administrator gives the agent's role its lines",
    "media_down": "cannot be connected: the media relay does not answer",
    "being_offered": "is being rung now",
    "talking": "is talking",
    "call_adrift": "has lost the page in the middle of a call, which waits for it",
    "wrapping_up": "is wrapping up",
    "resting": "has just declined a call or lost its sound, and is spared for a moment",
    "nobody_waits": "would be offered the next caller; nobody waits",
}


SECONDS = click.FloatRange(0, min_open=True)


class ExchangeUnreachable(click.ClickException):
    def __init__(self) -> None:
        super().__init__(
            f"The exchange does not answer on port {settings.EXCHANGE_PORT}."
            " Is it running? See `hotline doctor`."
        )


def ask(path: str) -> Any:
    """What the running exchange answers. Raises ExchangeUnreachable."""
    from hotline.calls.control import control_address, control_headers

    try:
        answer = httpx.get(control_address(path), headers=control_headers(), timeout=3)
        answer.raise_for_status()
    except httpx.HTTPError as error:
        raise ExchangeUnreachable from error
    return answer.json()


@click.command()
def exchange() -> None:
    """Run the exchange process. `hotline run` starts it together with all the others."""
    from hotline.wires.process import run

    run()


@click.command()
def queue() -> None:
    """Who waits on each line, who is there to answer, and how every agent is."""
    shown = ask("queue")
    for line in shown["lines"]:
        longest = _seconds(shown["now"] - line["longest"]) if line["longest"] else "-"
        click.echo(
            f"{line['name']}: {line['waiting']} wait, longest {longest}; {line['agents']} agents there"
        )
    for agent in shown["agents"]:
        click.echo(f"  {agent['name']:30} {agent['status']:14} for {_seconds(shown['now'] - agent['since'])}")


@click.group()
def explain() -> None:
    """Why things are as they are."""


@explain.command()
@click.argument("name")
def agent(name: str) -> None:
    """Why the agent with this user name is or is not offered calls."""
    from hotline.people.models import User

    user = User.objects.filter(username=name).first()
    if user is None:
        raise click.ClickException(f"Nobody has the user name {name}.")
    found = ask(f"agents/{user.pk}")
    for reason in found["reasons"]:
        click.echo(f"{user.name} {REASONS[reason]}.")
    if not found["phone_is_connected"]:
        click.echo(f"{user.name} has no desk open that is connected to the exchange.")


def _seconds(milliseconds: int) -> str:
    return str(dt.timedelta(seconds=max(0, milliseconds) // 1000))


@click.command()
@click.option(
    "--callers", default=10, show_default=True, type=click.IntRange(1, 10_000), help="How many ring."
)
@click.option(
    "--between", default=5.0, show_default=True, type=SECONDS, help="Seconds between two, on average."
)
@click.option(
    "--patience",
    default=60.0,
    show_default=True,
    type=SECONDS,
    help="Seconds one waits for a person, on average.",
)
@click.option("--talk", default=60.0, show_default=True, type=SECONDS, help="Seconds one talks, on average.")
@click.option("--line", default="", help="The number rung; the first line's when not given.")
@click.option("--seed", type=int, help="The same seed gives the same citizens.")
def simulate(callers: int, between: float, patience: float, talk: float, line: str, seed: int | None) -> None:
    """Let simulated citizens ring over real SIP, and speak."""
    from hotline.wires.simulator import Plan, Simulation

    plan = Plan(
        line=line or _first_number(),
        exchange=(settings.SIP_ADDRESS, settings.SIP_PORT),
        callers=callers,
        between=between,
        patience=patience,
        talk=talk,
    )
    simulation = Simulation(plan, _speech(), click.echo, seed)
    asyncio.run(simulation.run())
    for what, count in simulation.counts.items():
        click.echo(f"{count:6} {what}")
    if simulation.counts["is on the line"] == 0:
        raise click.ClickException("Nobody came through. See `hotline doctor`.")


def _first_number() -> str:
    from hotline.organisations.models import Line

    line = Line.objects.order_by("pk").first()
    if line is None:
        raise click.ClickException("There is no line yet. `hotline example` makes one.")
    return line.number


def _speech() -> list[bytes]:
    """What the citizens say, over and over: a sentence that is there anyway."""
    from hotline.organisations.sounds import shipped_path
    from hotline.wires.speech import packets, read_wave

    return packets(read_wave(shipped_path(settings.DATA / "sounds", "da", "opens-again")))
