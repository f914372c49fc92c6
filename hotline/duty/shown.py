# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What the exchange tells the duty lead about a line at an instant: the exchange writes it, pages read it."""

from msgspec import Struct

from hotline.exchange.explain import Reason
from hotline.exchange.words import AgentStatus


class AgentNow(Struct, frozen=True):
    """An agent of the line, since when so, and everything that stands in the way of a call."""

    agent: int
    status: AgentStatus
    since: int  # milliseconds since 1970, as all instants of the exchange
    reason: str  # of a pause
    reasons: tuple[Reason, ...]
    has_desk: bool  # a page that is connected


class LineNow(Struct, frozen=True):
    """`waiting` are the instants at which those who wait got their places, the next one first."""

    now: int
    problems: tuple[str, ...]
    waiting: tuple[int, ...]
    talking: int
    present: int
    agents: tuple[AgentNow, ...]
