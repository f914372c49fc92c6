# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A board is rendered once for all who look, sent when it changed, and ends with the process."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from django.db import OperationalError, connections

from hotline.exchange.words import Instant
from hotline.live.boards import Board, Live, as_event, beat, end_streams, live, live_if_any
from hotline.live.following import Heard
from hotline.live.snapshot import Snapshot
from hotline.live.streaming import asked_beforehand, stream
from tests.live.exchange import SOON, Telling, telling, until


@asynccontextmanager
async def alive() -> AsyncIterator[tuple[Telling, Live]]:
    async with telling() as exchange:
        exchange.tell(Snapshot(Instant(1)))
        one = Live()
        try:
            yield exchange, one
        finally:
            await one.end()


def problems(heard: Heard) -> str:
    return f"<p>{heard.snapshot.problems[0] if heard.snapshot and heard.snapshot.problems else 'well'}</p>"


class Looking:
    """Somebody in front of a board; `shown` is what came, without the beats."""

    def __init__(self, board: Board) -> None:
        self.shown: list[str] = []
        self.beats = 0
        self.task = asyncio.create_task(self._look(board))

    async def _look(self, board: Board) -> None:
        async for event in board.follow():
            html, _, _beat = event.decode().rpartition("event: beat")
            self.beats += 1
            self.shown += [html.removeprefix("data: ").strip()] if html else []

    async def leave(self) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)


def test_an_event_keeps_every_line() -> None:
    assert as_event("<p>\n  ×6\n</p>") == "data: <p>\ndata:   ×6\ndata: </p>\n\n".encode()


def test_a_beat_tells_the_time() -> None:
    assert beat(1_399_449_600_000) == b"event: beat\ndata: 1399449600000\n\n"


async def test_everybody_sees_what_is_rendered_once() -> None:
    rendered: list[str] = []

    def render(heard: Heard) -> str:
        rendered.append(threading.current_thread().name)
        return problems(heard)

    async with alive() as (exchange, one):
        people = [Looking(one.board("one", render)) for _ in range(50)]
        await until(lambda: all(person.shown for person in people))
        times = len(rendered)
        exchange.tell(Snapshot(Instant(2), problems=("media",)))
        await until(lambda: all(person.shown[-1] == "<p>media</p>" for person in people))
        assert one.followers == 50
        assert len(rendered) - times <= 3
        assert all(name.startswith("boards") for name in rendered)
        for person in people:
            await person.leave()


async def test_what_did_not_change_is_not_sent_again_but_a_beat_is() -> None:
    async with alive() as (_exchange, one):
        person = Looking(one.board("one", lambda _heard: "<p>the same</p>"))
        await until(lambda: person.beats >= 3)
        assert person.shown == ["<p>the same</p>"]
        await person.leave()


async def test_who_comes_later_sees_the_board_at_once() -> None:
    async with alive() as (_exchange, one):
        first = Looking(one.board("one", problems))
        await until(lambda: first.beats >= 1)
        second = Looking(one.board("one", problems))
        async with asyncio.timeout(0.3):
            while not second.shown:
                await asyncio.sleep(0.01)
        assert second.shown == first.shown[:1]
        await first.leave()
        await second.leave()


async def test_other_keys_are_other_boards_over_the_same_connection() -> None:
    async with alive() as (exchange, one):
        danish = Looking(one.board(("hotline", "da"), lambda _heard: "<p>venter</p>"))
        english = Looking(one.board(("hotline", "en"), lambda _heard: "<p>waiting</p>"))
        await until(lambda: bool(danish.shown and english.shown))
        assert (danish.shown, english.shown) == (["<p>venter</p>"], ["<p>waiting</p>"])
        assert exchange.connections == 1
        await danish.leave()
        await english.leave()


async def test_a_board_nobody_looks_at_is_not_rendered() -> None:
    async with alive() as (_exchange, one):
        person = Looking(one.board("one", problems))
        await until(lambda: bool(person.shown))
        await person.leave()
        await until(lambda: one.boards == {})
        again = Looking(one.board("one", problems))
        await until(lambda: bool(again.shown))
        await again.leave()


async def test_while_the_database_is_away_nothing_is_sent_and_afterwards_it_goes_on() -> None:
    is_away = threading.Event()

    def render(_heard: Heard) -> str:
        if is_away.is_set():
            raise OperationalError("away")
        return "<p>here</p>"

    async with alive() as (_exchange, one):
        person = Looking(one.board("one", render))
        await until(lambda: bool(person.shown))
        is_away.set()
        await asyncio.sleep(0.5)
        beats = person.beats
        await asyncio.sleep(1.2)
        assert person.beats == beats
        is_away.clear()
        await until(lambda: person.beats > beats)
        await person.leave()


async def test_a_board_that_cannot_be_made_ends_its_streams_and_is_tried_anew() -> None:
    is_broken = threading.Event()
    is_broken.set()

    def render(_heard: Heard) -> str:
        if is_broken.is_set():
            raise ZeroDivisionError("a bug")
        return "<p>well</p>"

    async with alive() as (_exchange, one):
        people = [Looking(one.board("one", render)) for _ in range(3)]
        async with asyncio.timeout(SOON):
            await asyncio.gather(*(person.task for person in people))
        assert (one.boards, one.followers) == ({}, 0)
        is_broken.clear()
        again = Looking(one.board("one", render))
        await until(lambda: again.shown == ["<p>well</p>"])
        await again.leave()


async def test_who_was_told_of_a_board_just_before_it_ended_sees_it_all_the_same() -> None:
    async with alive() as (_exchange, one):
        board = one.board("one", problems)
        first = Looking(board)
        await until(lambda: bool(first.shown))
        await first.leave()
        await until(lambda: one.boards == {})
        second = Looking(board)
        await until(lambda: bool(second.shown))
        assert one.boards == {"one": board}
        await second.leave()


async def test_a_process_that_ends_ends_every_stream() -> None:
    async with alive() as (_exchange, one):
        people = [Looking(one.board("one", problems)) for _ in range(20)]
        await until(lambda: all(person.shown for person in people))
        async with asyncio.timeout(1):
            await one.end()
            await asyncio.gather(*(person.task for person in people))
        assert one.followers == 0


async def test_a_process_has_one_live_of_its_own_loop() -> None:
    assert live() is live()
    assert live_if_any() is live()
    assert live().loop is asyncio.get_running_loop()
    await end_streams()


async def test_a_stream_ends_when_it_may_not_go_on() -> None:
    async with alive() as (_exchange, one):
        allowed = threading.Event()
        allowed.set()
        response = stream(one.board("one", problems), allowed.is_set)
        assert response["Content-Type"] == "text/event-stream"
        assert response["Cache-Control"] == "no-store"
        events = aiter(response)
        assert await anext(events) == b"retry: 1000\n\n"
        async with asyncio.timeout(SOON):
            assert b"well" in await anext(events)
            allowed.clear()
            with pytest.raises(StopAsyncIteration):
                await anext(events)


@pytest.mark.django_db(transaction=True)
async def test_who_is_let_in_holds_no_connection_to_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """A database in memory is never really closed, so it is the asking for it that counts."""
    asked: list[str] = []

    def question() -> str:
        monkeypatch.setattr(connections["default"], "close", lambda: asked.append("closed"))
        asked.append("asked")
        return "yes"

    assert await asked_beforehand(question) == "yes"
    assert asked == ["asked", "closed"]
