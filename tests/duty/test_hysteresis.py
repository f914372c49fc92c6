# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""When an alarm begins and ends, for whatever is measured whenever."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.duty.hysteresis import Limits, Watched, look

NOON = dt.datetime(2026, 5, 7, 12, tzinfo=dt.UTC)
LIMITS = Limits(over=300, on_for=dt.timedelta(seconds=15), under=240, off_for=dt.timedelta(seconds=60))

Looks = list[tuple[int, float]]  # the second, and what was measured


def watched(looks: Looks, limits: Limits = LIMITS) -> list[bool]:
    """Whether the alarm is on after each look."""
    state, found = Watched(), []
    for second, value in looks:
        state = look(state, value, limits, NOON + dt.timedelta(seconds=second))
        found.append(state.is_on)
    return found


def test_it_begins_when_it_has_stood_above_the_limit_for_long_enough() -> None:
    assert watched([(0, 301), (14, 301), (15, 301)]) == [False, False, True]


def test_the_limit_itself_is_not_above_it() -> None:
    assert watched([(0, 300), (100, 300)]) == [False, False]


def test_one_look_below_begins_the_count_anew() -> None:
    assert watched([(0, 400), (10, 300), (15, 400), (29, 400), (30, 400)]) == [
        False,
        False,
        False,
        False,
        True,
    ]


def test_it_ends_when_it_has_stood_below_the_other_limit_for_long_enough() -> None:
    assert watched([(0, 400), (15, 400), (20, 239), (79, 0), (80, 0)]) == [False, True, True, True, False]


def test_between_the_limits_nothing_changes() -> None:
    assert watched([(0, 400), (15, 400), *((second, 270) for second in range(20, 900, 5))])[-1] is True
    assert watched([(second, 270) for second in range(0, 900, 5)])[-1] is False


def test_without_patience_it_turns_at_once() -> None:
    at_once = Limits(0.5, dt.timedelta(), 0.5, dt.timedelta())
    assert watched([(0, True), (1, False), (2, True)], at_once) == [True, False, True]


seconds = st.integers(0, 600)
values = st.floats(0, 1000)


@st.composite
def limits(draw: st.DrawFn) -> Limits:
    under, over = sorted((draw(values), draw(values)))
    on_for, off_for = (dt.timedelta(seconds=draw(seconds)) for _ in range(2))
    return Limits(over, on_for, under, off_for)


@st.composite
def looks(draw: st.DrawFn) -> Looks:
    steps = draw(st.lists(st.tuples(st.integers(1, 120), values), max_size=40))
    found, second = [], 0
    for step, value in steps:
        second += step
        found.append((second, value))
    return found


@given(looks(), limits())
def test_it_turns_only_after_that_long_beyond_the_limit_and_not_a_look_later(
    seen: Looks, limit: Limits
) -> None:
    is_on, beyond_since = False, None
    for (second, value), after in zip(seen, watched(seen, limit), strict=True):
        is_beyond = value < limit.under if is_on else value > limit.over
        beyond_since = (second if beyond_since is None else beyond_since) if is_beyond else None
        lasts = limit.off_for if is_on else limit.on_for
        is_due = beyond_since is not None and dt.timedelta(seconds=second - beyond_since) >= lasts
        assert (after != is_on) is is_due
        if is_due:
            is_on, beyond_since = after, None


@given(looks(), limits())
def test_two_turns_are_never_closer_than_the_shorter_patience(seen: Looks, limit: Limits) -> None:
    states = [False, *watched(seen, limit)]
    turns = [seen[n][0] for n, (before, after) in enumerate(pairwise(states)) if before != after]
    shortest = min(limit.on_for, limit.off_for).total_seconds()
    assert all(later - earlier >= shortest for earlier, later in pairwise(turns))


@given(looks(), limits())
def test_what_never_goes_beyond_a_limit_never_turns(seen: Looks, limit: Limits) -> None:
    assert not any(watched([(second, min(value, limit.over)) for second, value in seen], limit))


@given(looks(), limits())
def test_more_patience_never_gives_an_alarm_sooner(seen: Looks, limit: Limits) -> None:
    patient = Limits(limit.over, limit.on_for + dt.timedelta(seconds=30), limit.under, limit.off_for)
    first, later = (watched(seen, one) for one in (limit, patient))
    if True in later:
        assert first.index(True) <= later.index(True)


@pytest.mark.parametrize("value", [0, 270, 1000])
def test_looking_twice_at_the_same_instant_changes_nothing_more(value: float) -> None:
    once = look(Watched(), value, LIMITS, NOON)
    assert look(once, value, LIMITS, NOON) == once
