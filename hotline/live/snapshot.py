# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What the exchange tells of this very moment: small, whole, and without names or numbers of people.

Snapshots are no history: each stands for itself, and one that was missed is missed by nobody.
"""

import msgspec
from msgspec import Struct

from hotline.exchange.records import Span
from hotline.exchange.words import AgentId, AgentStatus, Instant, LineId


class LineNow(Struct, frozen=True):
    """One line: how many wait, since when the first, how many are there, and what a caller may expect now.

    `expected` is None while nothing honest can be said.
    """

    line: LineId
    waiting: int
    first_at: Instant | None
    present: int
    serving: int
    expected: Span | None


class AgentNow(Struct, frozen=True):
    """One agent who is on duty."""

    agent: AgentId
    lines: tuple[LineId, ...]
    status: AgentStatus
    since: Instant


class Snapshot(Struct, frozen=True):
    """Everything at one instant. `problems` are keys: database, media, carrier."""

    now: Instant
    lines: tuple[LineNow, ...] = ()
    agents: tuple[AgentNow, ...] = ()
    problems: tuple[str, ...] = ()

    def line(self, line: int) -> LineNow:
        """The line, which is empty as long as nobody has rung it."""
        known = (shown for shown in self.lines if shown.line == line)
        return next(known, LineNow(LineId(line), 0, None, 0, 0, None))

    def agents_of(self, line: int) -> list[AgentNow]:
        return [agent for agent in self.agents if line in agent.lines]


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Snapshot)


def encode(snapshot: Snapshot) -> bytes:
    """One line of JSON, with its end."""
    return _encoder.encode(snapshot) + b"\n"


def decode(line: bytes | str) -> Snapshot:
    """Raises msgspec.MsgspecError for what is no snapshot."""
    return _decoder.decode(line)
