# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What the exchange tells: written on one line, read back the same, and whole."""

import msgspec
import pytest

from hotline.exchange.records import Span
from hotline.exchange.words import AgentId, AgentStatus, Instant, LineId
from hotline.live.snapshot import AgentNow, LineNow, Snapshot, decode, encode

NOW = Instant(1_399_449_600_000)
MIA = AgentNow(AgentId(1), (LineId(1), LineId(2)), AgentStatus.TALKING, NOW)
OLE = AgentNow(AgentId(2), (LineId(2),), AgentStatus.AVAILABLE, NOW)
BUSY = LineNow(LineId(1), 3, Instant(NOW - 90_000), 4, 3, Span(60_000, 200_000))
SNAPSHOT = Snapshot(NOW, (BUSY,), (MIA, OLE), ("media",))


def test_what_is_told_is_heard_the_same() -> None:
    assert decode(encode(SNAPSHOT)) == SNAPSHOT


def test_a_snapshot_is_one_line() -> None:
    assert encode(SNAPSHOT).count(b"\n") == 1
    assert encode(SNAPSHOT).endswith(b"\n")


def test_a_line_nobody_has_rung_is_empty() -> None:
    assert SNAPSHOT.line(1) == BUSY
    assert SNAPSHOT.line(7) == LineNow(LineId(7), 0, None, 0, 0, None)


def test_an_agent_belongs_to_every_line_answered() -> None:
    assert SNAPSHOT.agents_of(1) == [MIA]
    assert SNAPSHOT.agents_of(2) == [MIA, OLE]
    assert SNAPSHOT.agents_of(3) == []


@pytest.mark.parametrize("line", ["", "{}", "{", '{"now": "ten"}'])
def test_what_is_no_snapshot_is_refused(line: str) -> None:
    with pytest.raises(msgspec.MsgspecError):
        decode(line)
