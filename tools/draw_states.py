# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Draws the state diagrams from the transition tables into docs/states.md.

    python -m tools.draw_states [--check]

With --check nothing is written: the exit status is 1 if the page is not what the tables say.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from hotline.exchange.tables import AGENT, CALL, CALL_ENDS, CHOSEN, OFFER, OFFER_ENDS, Happening
from hotline.exchange.words import CallEnd
from hotline.knowledge.tables import VERSION

PAGE = Path(__file__).parents[1] / "docs" / "states.md"

HEAD = """\
<!-- SPDX-FileCopyrightText: 2026 Hotline contributors -->
<!-- SPDX-License-Identifier: CC-BY-SA-4.0 -->

# The states of a call, an offer and an agent

Drawn by `python -m tools.draw_states` from `hotline/exchange/tables.py`, which opens with the theory behind
them. The tables are the program: what is not drawn here cannot happen.
"""

Table = Mapping[Any, Mapping[Any, Any]]

PICTURES: list[tuple[str, str, Table]] = [
    (
        "A call",
        "One telephone connection from a citizen, from the first sign of it to the last.",
        CALL,
    ),
    (
        "An offer",
        "A call put to one agent. It rings until the first of these happenings, and ends once.",
        OFFER,
    ),
    (
        "What an agent is taken up with",
        "The third of an agent's three facts; the second is whether the device has proved that it can ring.",
        AGENT,
    ),
    (
        "What an agent chose",
        "The first fact. It can change at any time; what the agent is taken up with goes on to its end.",
        CHOSEN,
    ),
]
OF_A_VERSION = """\
From `hotline/knowledge/tables.py`. Which published version is shown follows from its number and its dates: a
newer one stands before it, and nothing has to happen when its time comes."""


def diagram(table: Table) -> Iterator[str]:
    """One Mermaid diagram: an arrow for each pair of states, with all that leads from one to the other."""
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield f"    [*] --> {next(iter(table)).name}"
    for before, moves in table.items():
        for after in dict.fromkeys(moves.values()):
            happenings = ", ".join(happening for happening, stage in moves.items() if stage is after)
            yield f"    {before.name} --> {after.name}: {happenings}"
        if not moves:
            yield f"    {before.name} --> [*]"
    yield "```"


def call_ends() -> Iterator[str]:
    """Why calls end, by the states they were in."""
    states: dict[tuple[Happening, CallEnd], list[str]] = {}
    for state, ends in CALL_ENDS.items():
        for happening, end in ends.items():
            states.setdefault((happening, end), []).append(state.name)
    yield "| A call that is | ends, because | and is booked as |"
    yield "|---|---|---|"
    yield from (
        f"| {', '.join(names)} | {happening} | {end.name} |" for (happening, end), names in states.items()
    )
    yield "| to be told that nobody takes it | of anything but that the relay died | what it is told |"


def offer_ends() -> Iterator[str]:
    """What each end of an offer is called, for the agent's page and the books."""
    yield "| An offer ends, because | and is booked as |"
    yield "|---|---|"
    yield from (f"| {happening} | {end.name} |" for happening, end in OFFER_ENDS.items())


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for title, text, table in PICTURES:
        parts.append("\n".join([f"## {title}", "", text, "", *diagram(table)]) + "\n")
    parts.append("\n".join(["## Why a call ended", "", *call_ends()]) + "\n")
    parts.append("\n".join(["## Why an offer ended", "", *offer_ends()]) + "\n")
    parts.append("\n".join(["## A version of an article", "", OF_A_VERSION, "", *diagram(VERSION)]) + "\n")
    return "\n".join(parts)


def main(words: list[str] | None = None) -> int:
    """Write the page, or only look whether it is fresh."""
    arguments = argparse.ArgumentParser(description="Draw the state diagrams from the transition tables.")
    arguments.add_argument("--check", action="store_true", help="exit with 1 if the page is stale")
    drawn = page()
    if not arguments.parse_args(words).check:
        PAGE.write_text(drawn)
    elif not PAGE.exists() or PAGE.read_text() != drawn:
        print("docs/states.md is stale: run python -m tools.draw_states")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
