# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The task boundary: a bug ends the piece of work it is in and nothing else, and is told."""

import asyncio
import gc

import pytest
from structlog.testing import capture_logs

from hotline.wires import tasks
from hotline.wires.tasks import guarded, in_background, kept_up


async def broken() -> None:
    raise ZeroDivisionError("a bug")


async def test_work_in_the_background_is_done() -> None:
    done = asyncio.Event()

    async def work() -> None:
        done.set()

    in_background(work())
    await asyncio.wait_for(done.wait(), 5)


async def test_a_bug_is_told_and_ends_only_its_own_work() -> None:
    going_on = asyncio.Event()

    async def other() -> None:
        await asyncio.sleep(0)
        going_on.set()

    with capture_logs() as told:
        await asyncio.gather(in_background(broken()), in_background(other()))
    assert going_on.is_set()
    assert [entry["event"] for entry in told] == ["a piece of work failed"]
    assert [entry["log_level"] for entry in told] == ["error"]


async def test_work_nobody_holds_on_to_is_not_thrown_away_half_done() -> None:
    begun, done = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        begun.set()
        await asyncio.sleep(0.05)
        done.set()

    in_background(work())
    await begun.wait()
    gc.collect()
    await asyncio.wait_for(done.wait(), 5)


async def test_work_that_is_called_off_ends_without_a_word() -> None:
    with capture_logs() as told:
        task = in_background(asyncio.sleep(60))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert task.cancelled()
    assert told == []


async def test_being_called_off_is_not_taken_for_a_bug() -> None:
    async def called_off() -> None:
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await guarded(called_off())


async def test_work_that_must_not_end_is_begun_anew_after_a_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "BEGUN_ANEW_AFTER", 0.01)
    begun = 0
    three_times = asyncio.Event()

    async def work() -> None:
        nonlocal begun
        begun += 1
        if begun == 3:
            three_times.set()
        raise ZeroDivisionError

    with capture_logs() as told:
        task = in_background(kept_up(work))
        await asyncio.wait_for(three_times.wait(), 10)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert task.cancelled()
    assert len(told) >= 2
