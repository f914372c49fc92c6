# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The command `hotline`. Each room brings its own commands; this table only says where they are.

A command is imported, and Django set up, when it is asked for: the list of commands costs nothing.
"""

import importlib
import os
import sys
from dataclasses import dataclass
from typing import Any

import click

from hotline.site.environment import WrongEnvironment
from hotline.site.version import VERSION


class WrongConfiguration(click.ClickException):
    exit_code = 2


@dataclass(frozen=True)
class Place:
    """Where a command is, and what it does in one line."""

    module: str
    name: str
    does: str


PLACES = {
    "run": Place("hotline.site.supervisor", "run", "Start everything on this machine and keep it running."),
    "example": Place("hotline.site.example", "example", "Load the example: a line, its members, its people."),
    "web": Place("hotline.site.web", "web", "Serve the pages."),
    "exchange": Place("hotline.wires.command_line", "exchange", "Run the exchange: the line itself."),
    "jobs": Place("hotline.jobs.command_line", "jobs", "Do what is due: forget, remind, tell authorities."),
    "queue": Place("hotline.wires.command_line", "queue", "Who waits, who answers, how every agent is."),
    "explain": Place("hotline.wires.command_line", "explain", "Why an agent is or is not offered calls."),
    "simulate": Place("hotline.wires.command_line", "simulate", "Let simulated citizens ring over real SIP."),
    "doctor": Place(
        "hotline.site.doctor.command", "doctor", "Look for what is wrong and what to do about it."
    ),
    "hours": Place("hotline.organisations.command_line", "hours", "What would a caller hear at a moment?"),
    "authorities": Place("hotline.organisations.command_line", "authorities", "Load the municipalities."),
    "knowledge": Place("hotline.knowledge.command_line", "knowledge", "Articles in and out of files; links."),
    "people": Place("hotline.people.command_line", "people", "Appoint the first administrator."),
    "backup": Place("hotline.site.backup", "backup", "Save everything into one file, while Hotline runs."),
    "restore": Place("hotline.site.backup", "restore", "Put back what was saved."),
    "call": Place("hotline.calls.command_line", "call", "One call: tell its whole story."),
    "figures": Place(
        "hotline.measures.command_line", "figures", "Build the roll-ups anew; check the figures."
    ),
    "metrics": Place("hotline.calls.command_line", "metrics", "The token that opens /metrics."),
    "history": Place("hotline.history.command_line", "history", "Import earlier years; export for others."),
    "calls": Place("hotline.calls.command_line", "calls", "The books of calls: check, forget numbers."),
}


class CommandTable(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(PLACES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        place = PLACES.get(cmd_name)
        return find(place) if place else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, place.does) for name, place in PLACES.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Turn a wrong environment and a database that cannot be used into sentences."""
        from django.db import OperationalError, ProgrammingError

        try:
            return super().invoke(ctx)
        except WrongEnvironment as wrong:
            raise WrongConfiguration(str(wrong)) from wrong
        except (OperationalError, ProgrammingError) as refused:
            raise click.ClickException(f"The database says: {refused} Try: hotline doctor") from refused


def find(place: Place) -> click.Command:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hotline.site.settings")
    django.setup()
    found = getattr(importlib.import_module(place.module), place.name)
    assert isinstance(found, click.Command)
    return found


@click.command(
    cls=CommandTable, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(VERSION, prog_name="Hotline")
def hotline() -> None:
    """The software a shared public telephone hotline runs on."""


if __name__ == "__main__":
    sys.exit(hotline())
