# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""One call's wiring: its orders one after the other, those of other calls beside them."""

import asyncio

import msgspec
import pytest
from structlog.testing import capture_logs

from hotline.exchange.words import AgentId, CallId, LineId
from hotline.sip.outputs import DialogId
from hotline.wires.connections import (
    CALLER,
    Connection,
    ConnectionRecord,
    Connections,
    decode_record,
    encode_record,
    new_tag,
)
from hotline.wires.media import Leg, LegKind

FIRST, SECOND = CallId("c1"), CallId("c2")


def record(call: CallId = FIRST, **fields: object) -> ConnectionRecord:
    return msgspec.structs.replace(ConnectionRecord(call, LineId(1)), **fields)


class Works:
    """Orders that wait for a word, and what has been done."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.may_go_on: dict[str, asyncio.Event] = {}

    def order(self, connection: Connection, name: str, *, waits: bool = False) -> None:
        async def work() -> None:
            if waits:
                await self.may_go_on.setdefault(name, asyncio.Event()).wait()
            self.done.append(name)

        connection.order(work)

    def fail(self, connection: Connection) -> None:
        async def work() -> None:
            raise ZeroDivisionError

        connection.order(work)

    def go_on(self, name: str) -> None:
        self.may_go_on.setdefault(name, asyncio.Event()).set()

    async def until(self, *names: str) -> None:
        async with asyncio.timeout(10):
            while self.done != list(names):
                await asyncio.sleep(0.001)


async def test_the_orders_of_one_call_are_carried_out_one_after_the_other() -> None:
    works, connection = Works(), Connection(record())
    works.order(connection, "slow", waits=True)
    works.order(connection, "quick")
    await asyncio.sleep(0.01)
    assert works.done == []
    works.go_on("slow")
    await works.until("slow", "quick")


async def test_a_slow_call_delays_no_other() -> None:
    works, slow, other = Works(), Connection(record()), Connection(record(SECOND))
    works.order(slow, "slow", waits=True)
    works.order(other, "other")
    await works.until("other")
    works.go_on("slow")
    await works.until("other", "slow")


async def test_an_order_that_fails_is_told_and_the_next_is_carried_out() -> None:
    works, connection = Works(), Connection(record())
    with capture_logs() as told:
        works.fail(connection)
        works.order(connection, "next")
        await works.until("next")
    assert [entry["log_level"] for entry in told] == ["error"]


async def test_an_order_may_give_the_next_one() -> None:
    works, connection = Works(), Connection(record())

    async def first() -> None:
        works.order(connection, "second")
        works.done.append("first")

    connection.order(first)
    await works.until("first", "second")


async def test_a_call_takes_orders_again_after_it_had_nothing_to_do() -> None:
    works, connection = Works(), Connection(record())
    for round_ in range(3):
        works.order(connection, str(round_))
        await works.until(*map(str, range(round_ + 1)))
        await asyncio.sleep(0)


async def test_an_announcement_timer_is_stopped_once() -> None:
    connection, rang = Connection(record()), asyncio.Event()
    timer = connection.playing = asyncio.get_running_loop().call_later(0.01, rang.set)
    connection.stop_timer()
    connection.stop_timer()
    assert timer.cancelled()
    await asyncio.sleep(0.03)
    assert not rang.is_set()


def test_a_connection_is_found_by_its_call_and_by_its_dialog() -> None:
    connections = Connections()
    first = connections.add(record(dialog=DialogId("d1")))
    second = connections.add(record(SECOND, citizen="c2"))
    assert connections.get(FIRST) is first
    assert connections.of_dialog(DialogId("d1")) is first
    assert connections.of_dialog(DialogId("d2")) is None
    assert connections.all() == [first, second]


def test_a_connection_taken_away_is_found_no_more() -> None:
    connections = Connections()
    connections.add(record(dialog=DialogId("d1")))
    connections.remove(FIRST)
    connections.remove(FIRST)
    assert connections.get(FIRST) is None
    assert connections.of_dialog(DialogId("d1")) is None
    assert connections.all() == []


async def test_taking_a_connection_away_stops_its_timer() -> None:
    connections, rang = Connections(), asyncio.Event()
    connection = connections.add(record())
    connection.playing = asyncio.get_running_loop().call_later(0.01, rang.set)
    connections.remove(FIRST)
    await asyncio.sleep(0.03)
    assert not rang.is_set()


def test_a_caller_who_has_not_been_described_has_no_leg_to_connect() -> None:
    with pytest.raises(AssertionError):
        _ = Connection(record()).caller


def test_the_record_comes_back_as_it_was_kept() -> None:
    full = ConnectionRecord(
        call=FIRST,
        line=LineId(3),
        dialog=DialogId("d1"),
        number="+4500000001",
        caller=Leg(CALLER, LegKind.TRUNK, "v=0\r\n"),
        agent=AgentId(7),
        agent_leg=Leg("abc", LegKind.BROWSER, "v=0\r\n"),
    )
    for kept in (full, record(citizen="c1", withheld=True)):
        assert decode_record(encode_record(kept)) == kept


def test_no_two_tags_are_the_same() -> None:
    assert len({new_tag() for _ in range(1000)}) == 1000
    assert CALLER not in {new_tag() for _ in range(1000)}
