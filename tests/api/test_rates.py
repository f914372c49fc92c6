# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""How often a token may ask."""

import threading

from hypothesis import given
from hypothesis import strategies as st

from hotline.api import rates
from hotline.api.rates import Rates


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_minutes_worth_at_once_and_then_evenly() -> None:
    clock = Clock()
    found = Rates(per_minute=6, clock=clock)

    assert [found.wait("a") for _question in range(7)] == [0] * 6 + [10]
    clock.now = 4
    assert found.wait("a") == 6
    clock.now = 10
    assert [found.wait("a"), found.wait("a")] == [0, 10]


def test_one_token_does_not_use_up_anothers() -> None:
    found = Rates(per_minute=1, clock=Clock())

    assert [found.wait("a"), found.wait("b"), found.wait("a")] == [0, 0, 60]


def test_who_waits_as_long_as_told_is_answered() -> None:
    clock = Clock()
    found = Rates(per_minute=7, clock=clock)
    for _question in range(40):
        clock.now += found.wait("a")
        clock.now += found.wait("a")

    clock.now += found.wait("a")
    assert found.wait("a") >= 0


@given(st.lists(st.floats(0, 30), min_size=1, max_size=60), st.integers(1, 10))
def test_never_more_than_a_minutes_worth_above_the_even_flow(pauses: list[float], per_minute: int) -> None:
    clock = Clock()
    found = Rates(per_minute=per_minute, clock=clock)
    answered = 0
    for pause in pauses:
        clock.now += pause
        answered += found.wait("a") == 0

    assert answered <= per_minute + clock.now * per_minute / 60 + 1e-6


def test_only_so_many_tokens_are_kept_in_mind() -> None:
    found = Rates(per_minute=1, clock=Clock())
    for number in range(rates.MOST_KEPT + 5):
        found.wait(number)

    assert len(found._left) == rates.MOST_KEPT


def test_threads_together_get_no_more_than_one() -> None:
    found = Rates(per_minute=50, clock=Clock())
    waits: list[int] = []

    def ask() -> None:
        waits.extend(found.wait("a") for _question in range(40))

    threads = [threading.Thread(target=ask) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert waits.count(0) == 50
