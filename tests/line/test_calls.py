# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Calls as a carrier may make them: each is answered, heard by the agent, echoed back, and in the books.

The far end echoes what it hears, so an agent who hears its own voice has been heard.
"""

import os
import signal
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.parts.plain_desk import TONE, PlainDesk
from tests.parts.sipp import Sipp
from tests.parts.system import System
from tests.parts.waiting import until

Line = Callable[..., Sipp]


@pytest.fixture
def desk(system: System, agent_numbers: Iterator[int]) -> Iterator[PlainDesk]:
    with PlainDesk(system, f"agent{next(agent_numbers)}") as one:
        yield one


@pytest.fixture
def line(system: System, tmp_path: Path) -> Iterator[Line]:
    """The telephone network: plays the scenario of that name."""
    runs: list[Sipp] = []

    def play(scenario: str, **wishes: object) -> Sipp:
        run = Sipp(tmp_path / f"sipp-{len(runs)}", system, scenario, **wishes)  # type: ignore[arg-type]
        runs.append(run)
        return run

    yield play
    for run in runs:
        run.__exit__(None, None, None)


_numbers = count(1)


@pytest.fixture
def number() -> str:
    return f"+4500990{next(_numbers):03}"


def expect_echo(desk: PlainDesk, what: str = "the agent hears the echo") -> None:
    desk.forget()
    until(lambda: desk.hears(TONE), what, 20)


@pytest.mark.parametrize("called", ["70200000", "+4570200000", "line", "12345678"])
def test_only_line_takes_every_call_however_its_number_is_written(
    system: System, desk: PlainDesk, line: Line, number: str, called: str
) -> None:
    call = line("call_until_hung_up", number=number, called=called)
    desk.wait_for_call()
    expect_echo(desk)
    desk.hang_up()
    call.wait()
    system.wait_for_end(number, "answered_agent_hung_up")
    assert desk.numbers == [number]


def test_caller_who_hangs_up_is_answered_and_gone(
    system: System, desk: PlainDesk, line: Line, number: str
) -> None:
    call = line("call_and_hang_up", number=number, pause=3)
    desk.wait_for_call()
    expect_echo(desk)
    call.wait()
    desk.wait_until_free()
    system.wait_for_end(number, "answered_caller_hung_up")


def test_caller_who_sends_no_offer_is_made_one_and_hears(
    system: System, desk: PlainDesk, line: Line, number: str
) -> None:
    call = line("without_sdp", number=number)
    desk.wait_for_call()
    expect_echo(desk)
    desk.hang_up()
    call.wait()
    system.wait_for_end(number, "answered_agent_hung_up")


def test_sound_is_unbroken_while_the_callers_telephone_holds_and_comes_back(
    system: System, desk: PlainDesk, line: Line, number: str
) -> None:
    call = line("hold", number=number, pause=3)
    desk.wait_for_call()
    until(lambda: desk.hears(TONE), "the agent hears the echo", 20)
    unheard = 0
    for _ in range(40):
        time.sleep(0.2)
        unheard += not desk.hears(TONE)
    assert unheard == 0
    desk.hang_up()
    call.wait()


def test_session_is_kept_alive_by_the_callers_side(
    system: System, desk: PlainDesk, line: Line, number: str
) -> None:
    call = line("session_timer", number=number, pause=1)
    desk.wait_for_call()
    time.sleep(4)
    expect_echo(desk)
    desk.hang_up()
    call.wait()
    system.wait_for_end(number, "answered_agent_hung_up")


def test_session_timer_that_is_too_short_is_refused(line: Line) -> None:
    line("session_too_short").wait()


def test_line_answers_whether_it_is_there(line: Line) -> None:
    line("options").wait()


def test_number_that_the_carrier_was_asked_to_hide_is_stored_nowhere(
    system: System, desk: PlainDesk, line: Line, number: str
) -> None:
    call = line("withheld", number=number)
    desk.wait_for_call()
    expect_echo(desk)
    stored = system.django(
        "from hotline.calls.models import *\n"
        "result = [list(of.objects.values()) for of in (CallRecord, OpenCall, OpenDialog, Entry, Checkpoint)]"
    )
    assert number not in str(stored)
    assert desk.numbers == [""]
    desk.hang_up()
    call.wait()
    assert system.rows("CallRecord")[-1]["number_withheld"] is True
    assert number not in system.log()


def test_caller_who_gives_up_before_the_answer_is_let_go(system: System, line: Line, number: str) -> None:
    """The relay is held up for a moment, so that the answer cannot come first."""
    relay = system.pid_of("relay")
    assert relay
    os.kill(relay, signal.SIGSTOP)
    try:
        call = line("cancel", number=number)
        time.sleep(0.6)
    finally:
        os.kill(relay, signal.SIGCONT)
    call.wait()
    ended = system.wait_for_end(number, "abandoned")
    assert ended["answered_at"] is None
    system.wait_for_quiet()


def test_both_may_hang_up_at_the_same_moment(
    system: System, desk: PlainDesk, line: Line, number: str
) -> None:
    call = line("crossing_byes", number=number)
    desk.wait_for_call()
    expect_echo(desk)
    desk.hang_up()
    call.wait()
    desk.wait_until_free()
    system.wait_for_end(number, "answered_agent_hung_up")
    system.wait_for_quiet()
