# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What the desk's modules make of times, numbers and measurements; run outside a browser."""

from typing import Any

import pytest

from tests.knowledge.modules import from_module

SHOWING = "desk/static/desk/showing.js"
QUALITY = "desk/static/desk/line_quality.js"


def clocks(*milliseconds: float) -> list[str]:
    shown: list[str] = from_module(SHOWING, "clock", "given.map(clock)", list(milliseconds))
    return shown


def numbers(*given: str) -> list[str]:
    shown: list[str] = from_module(SHOWING, "telephone", "given.map(telephone)", list(given))
    return shown


def sample(received: int, lost: int = 0, jitter: float = 0.005, delay: float = 0.05) -> dict[str, Any]:
    return {"received": received, "lost": lost, "jitter": jitter, "delay": delay}


def grade(before: dict[str, Any], now: dict[str, Any]) -> str | None:
    judged: str | None = from_module(QUALITY, "judge", "judge(given.before, given.now)", locals())
    return judged


def test_seconds_and_minutes_are_counted_as_on_a_clock() -> None:
    assert clocks(0, 999, 1000, 59_999, 60_000, 75_000, 599_000) == [
        "0:00",
        "0:00",
        "0:01",
        "0:59",
        "1:00",
        "1:15",
        "9:59",
    ]


def test_ten_minutes_and_an_hour_are_written_out() -> None:
    assert clocks(600_000, 3_599_000, 3_600_000, 36_061_000) == ["10:00", "59:59", "1:00:00", "10:01:01"]


def test_a_time_that_is_over_stands_at_nought() -> None:
    assert clocks(-1, -5000) == ["0:00", "0:00"]


def test_a_danish_number_is_written_in_pairs() -> None:
    assert numbers("+4570200000") == ["+45 70 20 00 00"]


def test_other_numbers_are_left_as_they_are() -> None:
    assert numbers("+46701234567", "+457020", "113", "") == ["+46701234567", "+457020", "113", ""]


BEFORE = sample(1000)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (sample(1100), "good"),
        (sample(1099, lost=1), "good"),
        (sample(1097, lost=3), "fair"),
        (sample(1090, lost=10), "poor"),
        (sample(1100, jitter=0.04), "fair"),
        (sample(1100, jitter=0.08), "poor"),
        (sample(1100, delay=0.4), "fair"),
        (sample(1100, delay=0.8), "poor"),
        (sample(1000, lost=50), "poor"),
    ],
)
def test_a_line_is_judged_by_loss_then_lateness_then_delay(now: dict[str, Any], expected: str) -> None:
    assert grade(BEFORE, now) == expected


def test_a_line_on_which_nothing_was_due_is_not_judged() -> None:
    assert grade(BEFORE, BEFORE) is None


def test_packets_that_came_after_all_are_not_counted_against_the_line() -> None:
    assert grade(sample(1000, lost=5), sample(1100, lost=3)) == "good"
