# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Draws the state diagrams of SIP legs and transactions from their tables into docs/sip-states.md.

    python -m tools.draw_sip_states

A test fails when the page is not what the tables say.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from hotline.sip.tables import DIALOG, PLANS, Plan, State
from tools.draw_states import diagram

PAGE = Path(__file__).parents[1] / "docs" / "sip-states.md"

HEAD = """\
<!-- SPDX-FileCopyrightText: 2026 Hotline contributors -->
<!-- SPDX-License-Identifier: CC-BY-SA-4.0 -->

# The states of a SIP leg and of its transactions

Drawn by `python -m tools.draw_sip_states` from `hotline/sip/tables.py`, which opens with the theory behind
them. The tables are the program: what is not drawn here cannot happen.
"""

LEGS = [
    ("A call to us", "From the first INVITE to the end.", State.ARRIVED),
    ("A call of ours", "Likewise, when we ring a telephone.", State.CALLING),
]


def rows(moves: Mapping[tuple[Any, Any], Any], first: Any) -> dict[Any, dict[Any, Any]]:
    """The part of a table that can be reached, by state, in the table's own order."""
    reached = {first}
    while more := {after for (before, _), after in moves.items() if before in reached} - reached:
        reached |= more
    order = dict.fromkeys([first, *(before for before, _ in moves), *moves.values()])
    table: dict[Any, dict[Any, Any]] = {state: {} for state in order if state in reached}
    for (before, happening), after in moves.items():
        if before in reached:
            table[before][happening] = after
    return table


def timers(plan: Plan) -> Iterator[str]:
    """The timers of a transaction, by the letters of RFC 3261."""
    yield "| While | timer | does | after |"
    yield "|---|---|---|---|"
    for stage, repeating in plan.repeats.items():
        spans = f"{repeating.first}, then doubled up to {repeating.most}"
        yield f"| {stage.name} | {repeating.letter} | sends again | {spans} |"
    for stage, ending in plan.ends.items():
        yield f"| {stage.name} | {ending.letter} | ends the waiting | {ending.after} |"


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for title, text, first in LEGS:
        parts.append("\n".join([f"## {title}", "", text, "", *diagram(rows(DIALOG, first))]) + "\n")
    for plan in PLANS:
        picture = diagram(rows(plan.moves, plan.first))
        parts.append("\n".join([f"## The {plan.name} transaction", "", *picture, "", *timers(plan)]) + "\n")
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page())
