# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A board as a test wants it: who is there, who waits, and what the region then says."""

import re

from hotline.exchange.records import Span
from hotline.exchange.words import AgentId, AgentStatus, Instant, LineId
from hotline.live.following import Heard
from hotline.live.snapshot import AgentNow, LineNow, Snapshot
from hotline.organisations.models import Line
from hotline.people.models import User
from hotline.wallboard.board import FIGURES, render
from hotline.wallboard.rules import Scope

NOW = Instant(1_399_456_800_000)  # 7 May 2014 at noon in Denmark


def heard(
    line: Line,
    agents: dict[User, AgentStatus] | None = None,
    *,
    waiting: int = 0,
    waited_ms: int = 0,
    expected: Span | None = None,
    problems: tuple[str, ...] = (),
) -> Heard:
    """The exchange tells this of the line."""
    there = agents or {}
    first_at = Instant(NOW - waited_ms) if waiting else None
    key = LineId(line.pk)
    shown = LineNow(key, waiting, first_at, len(there), len(there), expected)
    return Heard(
        Snapshot(
            NOW,
            (shown,),
            tuple(AgentNow(AgentId(user.pk), (key,), status, NOW) for user, status in there.items()),
            problems,
        )
    )


def region(line: Line, told: Heard, scope: Scope = None, language: str = "en") -> str:
    """The region's HTML on one line, of figures read anew."""
    FIGURES.forget()
    return " ".join(render(line.pk, scope, language, told).split())


def tiles(html: str) -> dict[str, str]:
    """What the five large figures say."""
    found = re.findall(r'<div class="tile[^>]*><dt>([^<]*)</dt><dd>(.*?)</dd>', html)
    return {name: re.sub(r"<[^>]*>", "", value) for name, value in found}


def levels(html: str) -> dict[str, str]:
    found = re.findall(r'<div class="tile[^"]*" data-level="(\w*)"><dt>([^<]*)</dt>', html)
    return {name: level for level, name in found}


def rows(html: str) -> dict[str, list[str]]:
    """The table: each authority's cells."""
    found = re.findall(r'<tr><th scope="row">([^<]*)</th>(.*?)</tr>', html)
    return {name: re.findall(r"<td[^>]*>([^<]*)</td>", cells) for name, cells in found}
