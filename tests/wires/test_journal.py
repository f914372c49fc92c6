# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Stored before acted upon: in order, in groups, and through a database that is slow, gone or cross."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from structlog.testing import capture_logs

from hotline.calls.actions import SavedDialog, append
from hotline.calls.books import Caller
from hotline.calls.journal import seen
from hotline.calls.models import CallRecord, OpenCall, OpenDialog
from hotline.exchange import commands as c
from hotline.exchange import events as e
from hotline.exchange.records import Call, Offer
from hotline.exchange.words import AgentId, CallId, CallState, Instant, LineId, OfferId, OpeningKind
from hotline.wires import journal as journals
from hotline.wires.journal import Journal
from tests.calls import scenes
from tests.wires.database import in_database, kinds, locked_database, no_database

pytestmark = pytest.mark.django_db(transaction=True)

AT = Instant(1_399_456_800_000)
SOON = 10.0


class Shop:
    """A journal, and everything it had done, in order."""

    def __init__(self, position: int = 0) -> None:
        self.changes: list[bool] = []
        self.done: list[int] = []
        self.positions: list[int] = []
        self.changed = asyncio.Event()
        self.journal = Journal(position, on_change=self._on_change)
        self._promised = 0
        self._something = asyncio.Condition()

    def _on_change(self, is_down: bool) -> None:
        self.changes.append(is_down)
        self.changed.set()

    def deed(self) -> journals.Deed:
        self._promised += 1
        number = self._promised

        def do() -> None:
            self.done.append(number)
            self.positions.append(self.journal.position)

        return do

    def happen(self, call: str, *bookings: c.BookCall | c.BookOffer) -> None:
        event = e.CallerHungUp(CallId(call))
        self.journal.store(event, AT, list(bookings), self.deed(), {CallId(call): Caller("+4500000001")})

    async def all_done(self) -> None:
        async with asyncio.timeout(SOON):
            while len(self.done) < self._promised:
                await asyncio.sleep(0.005)

    async def idle(self) -> None:
        async with asyncio.timeout(SOON):
            while not self.journal.is_idle:
                await asyncio.sleep(0.005)

    async def told(self, is_down: bool) -> None:
        async with asyncio.timeout(SOON):
            while self.journal.is_down != is_down:
                await asyncio.sleep(0.005)


@asynccontextmanager
async def shop(position: int = 0) -> AsyncIterator[Shop]:
    opened = Shop(position)
    try:
        yield opened
    finally:
        await opened.journal.close()


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine is not a database that is gone."""
    monkeypatch.setattr(journals, "PATIENCE", 10.0)


@pytest.fixture
def impatient(patient: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journals, "PATIENCE", 0.1)
    monkeypatch.setattr(journals, "RETRY", 0.05)


@pytest.fixture
def line() -> LineId:
    return LineId(scenes.line().pk)


def call(line: LineId, name: str = "c1") -> c.BookCall:
    return c.BookCall(Call(CallId(name), line, CallState.ARRIVING, OpeningKind.OPEN, (), AT, AT))


async def test_events_are_stored_in_the_order_they_happened() -> None:
    async with shop() as s:
        for number in range(50):
            s.happen(f"c{number}")
            if number % 7 == 0:
                await asyncio.sleep(0)
        await s.all_done()
        assert s.done == list(range(1, 51))
    assert await in_database(kinds) == [(number, "CallerHungUp") for number in range(1, 51)]


async def test_a_journal_goes_on_at_the_position_it_was_told() -> None:
    async with shop(position=41) as s:
        s.happen("c1")
        await s.all_done()
        assert s.journal.position == 42
    assert await in_database(kinds) == [(42, "CallerHungUp")]


async def test_an_event_its_books_and_its_caller_come_together(line: LineId) -> None:
    async with shop() as s:
        s.happen("c1", call(line))
        await s.all_done()
        booked = await in_database(CallRecord.objects.get)
        assert (booked.id, booked.line_id, booked.caller_number) == ("c1", line, "+4500000001")


async def test_a_deed_waits_until_its_event_is_stored() -> None:
    async with shop() as s:
        async with locked_database():
            s.happen("c1")
            await asyncio.sleep(0.2)
            assert s.done == []
            assert s.journal.position == 0
            assert not s.journal.is_idle
        await s.all_done()
        assert s.positions == [1]


async def test_what_gathers_while_a_group_is_stored_is_stored_as_one_group() -> None:
    async with shop() as s:
        async with locked_database():
            for number in range(100):
                s.happen(f"c{number}")
                await asyncio.sleep(0.001)
        await s.all_done()
        assert s.done == list(range(1, 101))
        assert len(set(s.positions)) <= 3
        assert s.journal.position == 100


async def test_a_bug_in_one_deed_keeps_no_other_from_being_done() -> None:
    def broken() -> None:
        raise ZeroDivisionError

    problems: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, told: problems.append(told["exception"]))
    async with shop() as s:
        async with locked_database():
            s.happen("c1")
            s.journal.store(e.CallerHungUp(CallId("c2")), AT, [], broken)
            s.happen("c3")
        await s.all_done()
    assert s.done == [1, 2]
    assert [type(problem) for problem in problems] == [ZeroDivisionError]


async def test_a_deed_may_make_other_things_happen() -> None:
    async with shop() as s:
        s.journal.store(e.CallerHungUp(CallId("c1")), AT, [], lambda: s.happen("c2"))
        async with asyncio.timeout(SOON):
            while not s.done:
                await asyncio.sleep(0.005)
    assert await in_database(kinds) == [(1, "CallerHungUp"), (2, "CallerHungUp")]


async def test_dialogs_and_media_are_kept_and_forgotten() -> None:
    async with shop() as s:
        s.journal.keep_dialogs({"d1": SavedDialog("c1", "{}"), "d2": SavedDialog("c2", "{}")}, s.deed())
        s.journal.keep_media(CallId("c1"), "1")
        s.journal.keep_media(CallId("c2"), "2")
        s.journal.keep_media(CallId("c1"), "3")
        await s.all_done()
        await s.idle()
        kept = await in_database(lambda: list(OpenCall.objects.values_list("id", "media").order_by("id")))
        assert kept == [("c1", "3"), ("c2", "2")]

        s.journal.keep_dialogs({"d1": None}, s.deed())
        s.journal.keep_media(CallId("c2"), None)
        await s.all_done()
        await s.idle()
        assert await in_database(lambda: [d.id for d in OpenDialog.objects.all()]) == ["d2"]
        assert await in_database(lambda: [call.id for call in OpenCall.objects.all()]) == ["c1"]
        assert s.journal.position == 0


async def test_a_slow_database_is_waited_for_without_alarm() -> None:
    async with shop() as s:
        async with locked_database():
            s.happen("c1")
            await asyncio.sleep(0.3)
        await s.all_done()
        assert s.changes == []


@pytest.mark.usefixtures("impatient")
async def test_when_the_database_is_gone_the_calls_go_on_and_it_is_told_once() -> None:
    async with shop() as s:
        async with no_database():
            s.happen("c1")
            s.happen("c2")
            await s.told(is_down=True)
            await s.all_done()
            assert s.done == [1, 2]
            assert s.journal.position == 0
            s.happen("c3")
            s.journal.keep_dialogs({"d1": SavedDialog("c3", "{}")}, s.deed())
            await s.all_done()
            assert s.done == [1, 2, 3, 4]
        await s.told(is_down=False)
        await s.idle()
        assert s.changes == [True, False]
        assert s.done == [1, 2, 3, 4]
    stored = await in_database(lambda: [entry[0] for entry in kinds()])
    assert stored == [1, 2, 3]
    assert await in_database(lambda: [d.id for d in OpenDialog.objects.all()]) == ["d1"]


@pytest.mark.usefixtures("impatient")
async def test_what_happens_right_after_the_database_is_back_waits_again_for_its_store() -> None:
    async with shop() as s:
        async with no_database():
            s.happen("c1")
            await s.told(is_down=True)
        await s.told(is_down=False)
        s.happen("c2")
        assert s.done == [1]
        await s.all_done()
        assert s.positions == [0, 2]


@pytest.mark.usefixtures("impatient")
async def test_a_database_that_goes_twice_is_told_twice() -> None:
    async with shop() as s:
        for number in range(2):
            async with no_database():
                s.happen(f"c{number}")
                await s.told(is_down=True)
            await s.told(is_down=False)
        assert s.changes == [True, False, True, False]


async def test_books_that_are_refused_are_dropped_and_the_events_kept(line: LineId) -> None:
    async with shop() as s:
        with capture_logs() as told:
            s.happen("c1", call(LineId(line + 999)))
            await s.all_done()
        assert [entry["event"] for entry in told] == ["books refused"]
        s.happen("c2", call(line, "c2"))
        await s.all_done()
        assert s.changes == []
    assert await in_database(kinds) == [(1, "CallerHungUp"), (2, "CallerHungUp")]
    assert await in_database(lambda: [record.id for record in CallRecord.objects.all()]) == ["c2"]


async def test_books_that_make_no_sense_are_dropped_and_the_events_kept(line: LineId) -> None:
    """An offer that still rings is nothing for the books: whoever books it has a bug."""
    ringing = Offer(OfferId("c1.1"), CallId("c1"), line, AgentId(1), AT, AT)
    async with shop() as s:
        with capture_logs() as told:
            s.happen("c1", call(line), c.BookOffer(ringing))
            await s.all_done()
        assert [entry["event"] for entry in told] == ["books refused"]
        s.happen("c2")
        await s.all_done()
    assert await in_database(kinds) == [(1, "CallerHungUp"), (2, "CallerHungUp")]


async def test_closing_stores_what_is_left() -> None:
    s = Shop()
    for number in range(20):
        s.happen(f"c{number}")
    await s.journal.close()
    assert len(await in_database(kinds)) == 20
    await s.all_done()


@pytest.mark.usefixtures("impatient")
async def test_closing_does_not_wait_for_a_database_that_is_gone() -> None:
    async with no_database():
        s = Shop()
        s.happen("c1")
        await s.told(is_down=True)
        async with asyncio.timeout(SOON):
            await s.journal.close()
    assert await in_database(kinds) == []


async def test_an_idle_journal_says_so() -> None:
    async with shop() as s:
        before = s.journal.is_idle
        s.happen("c1")
        assert (before, s.journal.is_idle) == (True, False)
        await s.idle()
        assert s.journal.position == 1


def test_a_writer_stops_its_process_when_another_writes_the_journal() -> None:
    async def story() -> None:
        moved = asyncio.Event()
        journal = Journal(0, on_change=lambda _is_down: None, on_moved=moved.set)
        await in_database(lambda: append(after=0, seen=[seen(e.MediaBack(), AT)]))
        journal.store(e.MediaLost(), AT, [], lambda: None)
        async with asyncio.timeout(SOON):
            await moved.wait()
        assert journal.position == 0
        await journal.close()

    asyncio.run(story())
