# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Snapshots of any content over a real connection that is cut, silent, refused or talks nonsense: what was
told last is what is heard, old is known to be old, and the connection comes back by itself.
"""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import msgspec
import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from hotline.exchange.records import Span
from hotline.exchange.words import AgentId, AgentStatus, Instant, LineId
from hotline.live import following
from hotline.live.boards import as_event
from hotline.live.following import Following, Heard
from hotline.live.snapshot import AgentNow, LineNow, Snapshot, decode, encode
from tests.live.exchange import ADDRESS, telling, until
from tests.live.test_following import FIRST, SECOND, followed

keys, instants = st.integers(1, 2**31), st.integers(0, 2**52).map(Instant)
spans = st.tuples(st.integers(0, 10**7), st.integers(0, 10**7)).map(lambda pair: Span(*sorted(pair)))
lines = st.builds(
    LineNow,
    keys.map(LineId),
    st.integers(0, 500),
    st.none() | instants,
    st.integers(0, 500),
    st.integers(0, 500),
    st.none() | spans,
)
agents = st.builds(
    AgentNow,
    keys.map(AgentId),
    st.lists(keys.map(LineId), max_size=3).map(tuple),
    st.sampled_from(AgentStatus),
    instants,
)
snapshots = st.builds(
    Snapshot,
    instants,
    st.lists(lines, max_size=4).map(tuple),
    st.lists(agents, max_size=6).map(tuple),
    st.lists(st.sampled_from(["database", "media", "carrier"]), unique=True).map(tuple),
)


@given(snapshots)
def test_every_snapshot_is_read_as_it_was_written(snapshot: Snapshot) -> None:
    line = encode(snapshot)

    assert decode(line) == decode(line.decode()) == snapshot
    assert (line.count(b"\n"), line[-1:]) == (1, b"\n")


@given(snapshots)
def test_a_snapshot_is_plain_json_of_these_fields_and_no_others(snapshot: Snapshot) -> None:
    """So that nobody adds a name or a number to it unseen."""
    read = json.loads(encode(snapshot))

    assert set(read) == {"now", "lines", "agents", "problems"}
    assert all(set(agent) == {"agent", "lines", "status", "since"} for agent in read["agents"])
    expected = {"line", "waiting", "first_at", "present", "serving", "expected"}
    assert all(set(line) == expected for line in read["lines"])


@given(snapshots, keys)
def test_a_line_and_its_agents_are_found_also_when_there_are_none(snapshot: Snapshot, key: int) -> None:
    assert snapshot.line(key).line == key
    assert snapshot.agents_of(key) == [agent for agent in snapshot.agents if key in agent.lines]


@given(st.binary(max_size=60))
def test_what_is_no_snapshot_is_refused_and_nothing_else_happens(line: bytes) -> None:
    try:
        found = decode(line)
    except msgspec.MsgspecError:
        return
    assert isinstance(found, Snapshot)


@given(snapshots, st.integers(1, 200))
def test_a_snapshot_that_was_cut_is_none(snapshot: Snapshot, less: int) -> None:
    whole = encode(snapshot)
    with pytest.raises(msgspec.MsgspecError):
        decode(whole[: max(0, len(whole) - 1 - less)])


@given(
    st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=30),
    st.integers(1, 4),
)
def test_a_browser_puts_an_event_together_as_it_was_rendered(text: str, times: int) -> None:
    html = "\n".join([text] * times)

    event = as_event(html).decode()

    received = [one.removeprefix("data: ") for one in event.removesuffix("\n\n").split("\n")]
    assert "\n".join(received) == html


# -------------------------------------------------------------------- the connection

Answer = Callable[[asyncio.StreamWriter, asyncio.Event], Awaitable[None]]


@asynccontextmanager
async def door(*answers: Answer) -> AsyncIterator[list[str]]:
    """An exchange's port that answers one connection after the other, the last for ever."""
    asked: list[str] = []
    left, over, answering = list(answers), asyncio.Event(), set[asyncio.Task[object] | None]()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        answering.add(asyncio.current_task())
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            asked.append((await reader.readuntil(b"\r\n\r\n")).decode())
            await (left.pop(0) if len(left) > 1 else left[0])(writer, over)
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()

    server = await asyncio.start_server(serve, ADDRESS, 0)
    port = server.sockets[0].getsockname()[1]
    with override_settings(EXCHANGE_ADDRESS=ADDRESS, EXCHANGE_PORT=port):
        try:
            yield asked
        finally:
            server.close()
            over.set()
            await asyncio.gather(*filter(None, answering))


def saying(*lines: bytes, status: str = "200 OK") -> Answer:
    async def answer(writer: asyncio.StreamWriter, _over: asyncio.Event) -> None:
        writer.write(f"HTTP/1.1 {status}\r\nconnection: close\r\n\r\n".encode() + b"".join(lines))
        await writer.drain()

    return answer


def saying_and_staying(snapshot: Snapshot) -> Answer:
    """The connection stands, and nothing more comes."""

    async def answer(writer: asyncio.StreamWriter, over: asyncio.Event) -> None:
        await saying(encode(snapshot))(writer, over)
        await over.wait()

    return answer


@pytest.mark.parametrize(
    "wrong",
    [
        saying(status="401 Unauthorized"),
        saying(status="500 Internal Server Error"),
        saying(status="302 Found"),
        saying(b"nonsense\n"),
        saying(b'{"now": "ten"}\n'),
        saying(encode(FIRST)[:-9]),
        saying(b"\xff\xfe\n"),
        saying(),
    ],
)
async def test_whatever_goes_wrong_it_tries_again_until_it_hears(
    wrong: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "TRIED_AGAIN_AFTER", 0.01)
    async with door(wrong, wrong, saying_and_staying(SECOND)) as asked, followed() as (one, _changed):
        await until(lambda: one.heard.is_connected)

        assert (one.heard, len(asked)) == (Heard(SECOND), 3)


async def test_nonsense_in_the_middle_keeps_what_was_known_and_says_that_it_is_old(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(following, "TRIED_AGAIN_AFTER", 5.0)
    async with door(saying(encode(FIRST), b"nonsense\n")), followed() as (one, changed):
        await until(lambda: len(changed) == 2)

        assert (one.heard.snapshot, one.heard.is_connected) == (FIRST, False)


async def test_the_same_loss_is_told_once_however_often_it_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "TRIED_AGAIN_AFTER", 0.01)
    down = saying(status="503 Service Unavailable")
    async with door(saying(encode(FIRST)), down) as asked, followed() as (one, changed):
        await until(lambda: len(asked) > 6)

        assert len(changed) == 2  # heard, and lost
        lost_at = one.heard.lost_at
        await until(lambda: len(asked) > 10)
        assert (one.heard.lost_at, len(changed)) == (lost_at, 2)


async def test_silence_is_a_loss_also_when_the_connection_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "SILENCE", 0.3)

    async with door(saying_and_staying(FIRST)), followed() as (one, changed):
        await until(lambda: one.heard.is_connected)
        began = time.monotonic()
        await until(lambda: not one.heard.is_connected)

        assert 0.2 <= time.monotonic() - began < 3
        assert (one.heard.snapshot, len(changed)) == (FIRST, 2)


async def test_it_shows_who_it_is_and_asks_for_nothing_else() -> None:
    async with door(saying_and_staying(SECOND)) as asked, followed() as (one, _changed):
        await until(lambda: one.heard.is_connected)

    assert asked[0].startswith("GET /control/live HTTP/1.1\r\n")
    assert "authorization: bearer " in asked[0].lower()


@pytest.mark.parametrize("ahead_ms", [-3_600_000, 0, 86_400_000])
async def test_clocks_that_disagree_are_set_by_the_exchanges(ahead_ms: int) -> None:
    async with telling() as exchange, followed() as (one, _changed):
        now = Instant(int(time.time() * 1000) + ahead_ms)
        exchange.tell(Snapshot(now))
        await until(lambda: one.heard.is_connected)

        assert 0 <= one.now_ms() - now < 5_000


async def test_a_snapshot_missed_is_missed_by_nobody() -> None:
    """Many at once: what is known at the end is the last, whole."""
    async with telling() as exchange, followed() as (one, changed):
        for number in range(200):
            exchange.tell(Snapshot(Instant(number), problems=("media",) * (number % 2)))
        await until(lambda: one.heard.snapshot is not None and one.heard.snapshot.now == 199)

        assert (one.heard.snapshot, len(changed)) == (Snapshot(Instant(199), problems=("media",)), 200)


async def test_several_of_one_process_would_each_need_a_connection_and_one_suffices() -> None:
    async with telling() as exchange:
        told: list[int] = []
        one = Following(lambda: told.append(1))
        task = asyncio.create_task(one.keep_following())
        for number in range(3):
            exchange.tell(Snapshot(Instant(number)))
        await until(lambda: len(told) == 3)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

        assert exchange.connections == 1
