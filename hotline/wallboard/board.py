# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A line's board at one instant, cut to what its readers may see, and as HTML.

What the exchange tells is at most a second old, and so is what the books tell: the figures of a line are
read once a second for all its boards. A board without the exchange says so and shows no old figures as new.
"""

import datetime as dt
import time
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.template.loader import render_to_string
from django.utils import timezone, translation

from hotline.live.following import Heard
from hotline.live.snapshot import AgentNow, LineNow, Snapshot
from hotline.measures import definitions
from hotline.measures.figures import in_percent
from hotline.organisations.models import Line
from hotline.wallboard.figures import Figures, read_figures
from hotline.wallboard.rules import Scope
from hotline.wallboard.words import PROBLEMS, STATES, State, level_of_service, level_of_wait, shown_span

READ_EVERY = 0.9


@dataclass(frozen=True)
class AuthorityRow:
    """The agents of one authority by state, and how many calls they have handled today."""

    name: str
    counts: dict[State, int]
    handled: int

    @property
    def is_active(self) -> bool:
        return bool(self.handled or sum(self.cells))

    @property
    def cells(self) -> list[int]:
        return [self.counts[state] for state in STATES]


@dataclass(frozen=True)
class Shown:
    """What the template shows."""

    figures: Figures
    heard: Heard
    scope: Scope

    @cached_property
    def now(self) -> LineNow | None:
        """The line as the exchange tells it; None while it does not."""
        return self._snapshot.line(self.figures.line.pk) if self._snapshot else None

    @property
    def _snapshot(self) -> Snapshot | None:
        return self.heard.snapshot if self.heard.is_connected else None

    @property
    def lost_at(self) -> dt.datetime | None:
        """Since when the exchange is not heard."""
        lost = self.heard.lost_at
        return dt.datetime.fromtimestamp(lost, dt.UTC) if lost is not None else None

    @property
    def problems(self) -> list[str]:
        """What is down, in sentences."""
        return [str(PROBLEMS[key]) for key in self._snapshot.problems] if self._snapshot else []

    @property
    def expected(self) -> str:
        return shown_span(self.now.expected if self.now else None)

    @property
    def wait_level(self) -> str:
        first_at = self.now.first_at if self.now else None
        return level_of_wait(first_at, self._snapshot, self.figures.target)

    @property
    def service_today(self) -> tuple[str, str]:
        return self._service(definitions.service_level(self.figures.today))

    @property
    def service_lately(self) -> tuple[str, str]:
        return self._service(definitions.service_level(self.figures.lately))

    def _service(self, share: float | None) -> tuple[str, str]:
        return in_percent(share), level_of_service(share, self.figures.target)

    @property
    def offered(self) -> int:
        return definitions.offered(self.figures.today)

    @property
    def answered(self) -> int:
        return definitions.answered(self.figures.today)

    @property
    def abandoned(self) -> int:
        return definitions.abandoned(self.figures.today)

    @property
    def diverted(self) -> int:
        return definitions.diverted(self.figures.today)

    @cached_property
    def _agents(self) -> list[AgentNow]:
        return self._snapshot.agents_of(self.figures.line.pk) if self._snapshot else []

    @property
    def states(self) -> list[tuple[State, int]]:
        """All agents of the line by state."""
        counts = _counted(self._agents)
        return [(state, counts[state]) for state in STATES]

    @property
    def rows(self) -> list[AuthorityRow]:
        """The authorities with somebody there, or something done today; all, while the exchange is silent."""
        return [row for row in self._rows if row.is_active or self.now is None]

    @property
    def absent(self) -> str:
        """The others that staff the line, by name."""
        return ", ".join(row.name for row in self._rows if not (row.is_active or self.now is None))

    @cached_property
    def _rows(self) -> list[AuthorityRow]:
        """The authorities that may be seen: those that staff the line, or did something on it today."""
        by_authority: dict[int, list[AgentNow]] = {}
        for agent in self._agents:
            by_authority.setdefault(self.figures.authority_of.get(agent.agent) or 0, []).append(agent)
        shown = self.figures.staffing | set(self.figures.handled) | set(by_authority)
        rows = [
            AuthorityRow(
                self.figures.names[authority],
                _counted(by_authority.get(authority, [])),
                self.figures.handled.get(authority, 0),
            )
            for authority in shown & set(self.figures.names)
            if self.scope is None or authority in self.scope
        ]
        return sorted(rows, key=lambda row: row.name)


def _counted(agents: list[AgentNow]) -> Counter[State]:
    return Counter(state for agent in agents for state in STATES if agent.status in state.statuses)


class LineFigures:
    """The latest figures of each line, read by the one thread that renders boards."""

    def __init__(self) -> None:
        self._read: dict[int, tuple[float, Figures]] = {}

    def of(self, line: int) -> Figures:
        read_at, figures = self._read.get(line, (0.0, None))
        if figures is None or time.monotonic() - read_at > READ_EVERY:
            figures = read_figures(Line.objects.get(pk=line), timezone.now())
            self._read[line] = time.monotonic(), figures
        return figures

    def forget(self) -> None:
        """Read everything anew when it is asked for next."""
        self._read.clear()

    def is_in_use(self, line: int, screen: int) -> bool:
        """Whether the screen had not been taken out of use when the line's figures were read last."""
        _read_at, figures = self._read.get(line, (0.0, None))
        return figures is None or screen in figures.screens


FIGURES = LineFigures()


def render(line: int, scope: Scope, language: str, heard: Heard) -> str:
    """The region of a board, whole."""
    shown = Shown(FIGURES.of(line), heard, scope)
    with translation.override(language):
        return render_to_string("wallboard/region.html", {"board": shown})
