# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Callers who leave, and agents who do not take the call: nobody is left hanging."""

import time

import pytest

from tests.parts.desk import Agents, Desk
from tests.parts.stage import AGENT, CITIZEN, Ringing
from tests.parts.system import System
from tests.parts.telephone import Telephone
from tests.parts.waiting import until

LINE = {"ring_seconds": 8, "missed_limit": 2, "wrap_up_seconds": 300}


def ends_of_offers(system: System, telephone: Telephone) -> list[str]:
    call = system.call_of(telephone.number)
    assert call
    return [offer["end"] for offer in system.rows("OfferRecord", call_id=call["id"])]


def test_caller_who_leaves_while_waiting_has_abandoned(system: System, telephone: Telephone) -> None:
    telephone.dial(system.line)
    telephone.wait_until_up()
    until(lambda: "1 wait" in system.hotline("queue"), "one caller waits", 20)
    telephone.hang_up()
    call = system.wait_for_end(telephone.number, "abandoned")
    assert call["answered_at"] is None
    assert "0 wait" in system.hotline("queue")
    system.wait_for_quiet()


def test_ringing_stops_when_the_caller_leaves(system: System, agents: Agents, telephone: Telephone) -> None:
    desk = agents.available()
    telephone.dial(system.line)
    desk.expect_ringing()
    telephone.hang_up()
    desk.expect_status("available")
    assert desk.says("note") != ""
    system.wait_for_end(telephone.number, "abandoned")
    assert ends_of_offers(system, telephone) == ["caller_gone"]
    system.wait_for_quiet()


def hang_up_then_answer(desk: Desk, telephone: Telephone) -> None:
    telephone.hang_up()
    desk.page.keyboard.press("F2")


def answer_then_hang_up(desk: Desk, telephone: Telephone) -> None:
    desk.page.keyboard.press("F2")
    telephone.hang_up()


def answer_and_hang_up_a_little_later(desk: Desk, telephone: Telephone) -> None:
    desk.page.keyboard.press("F2")
    time.sleep(0.05)
    telephone.hang_up()


def test_caller_who_leaves_at_the_instant_of_the_answer_is_answered_or_gone_but_never_both(
    system: System, agents: Agents, telephone: Telephone
) -> None:
    desk = agents.available()
    for meet in (hang_up_then_answer, answer_then_hang_up, answer_and_hang_up_a_little_later):
        telephone.dial(system.line)
        desk.expect_ringing()
        meet(desk, telephone)
        telephone.wait_until_over()
        desk.expect_status("available", "wrapping_up")
        call = until(lambda: ended(system, telephone), "the call has ended in the books", 20, every=0.2)
        was_answered = call["answered_at"] is not None
        assert call["end"] == ("answered_caller_hung_up" if was_answered else "abandoned")
        assert ends_of_offers(system, telephone) == ["answered" if was_answered else "caller_gone"]
        if desk.status == "wrapping_up":
            desk.finish()
    system.wait_for_quiet()
    telephone.dial(system.line)
    desk.answer()
    desk.expect_to_hear(CITIZEN)
    desk.hang_up()


def ended(system: System, telephone: Telephone) -> dict[str, object] | None:
    call = system.call_of(telephone.number)
    return call if call and call["end"] else None


def test_caller_whom_one_agent_declines_is_answered_by_the_next(
    system: System, agents: Agents, telephone: Telephone
) -> None:
    first = agents.available()
    telephone.dial(system.line)
    first.expect_ringing()
    second = agents.available()
    first.press("decline")
    second.answer()
    second.expect_to_hear(CITIZEN)
    telephone.expect_to_hear(AGENT)
    assert first.status in {"resting", "available"}
    assert ends_of_offers(system, telephone) == ["declined", "answered"]
    second.hang_up()
    first.expect_status("available")


@pytest.mark.timeout(240)
def test_agent_who_misses_two_calls_is_away_and_comes_back_by_a_press(
    system: System, agents: Agents, telephones: Ringing
) -> None:
    waits, comes_later = telephones(), telephones(tone=520)
    desk = agents.available()
    waits.dial(system.line)
    desk.expect_ringing()
    desk.expect_status("away_missed", seconds=60)
    assert ends_of_offers(system, waits) == ["rang_out", "rang_out"]
    assert desk.key("available").is_visible()
    comes_later.dial(system.line)
    comes_later.wait_until_up()
    time.sleep(1)
    assert desk.status == "away_missed"
    desk.press("available")
    desk.answer()
    desk.expect_to_hear(CITIZEN)  # the place is kept: the one who rang first is answered first
    desk.hang_up()
    desk.finish()
    desk.answer()
    desk.expect_to_hear(520)
