# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Tallies add up: in any order, in any grouping, to the last digit."""

from collections.abc import Sequence
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.exchange.words import AgentStatus
from hotline.measures import definitions
from hotline.measures.definitions import FIGURES
from hotline.measures.tallies import CallTally, HandlingTally, Target, in_seconds
from tests.measures.histories import ENDS

PROMISES = (Target(), Target(30, 75, 10), Target(1, 100, 0))
Ended = tuple[tuple[str, str], int, Target]
ended = st.tuples(st.sampled_from(ENDS), st.integers(0, 2_000_000), st.sampled_from(PROMISES))
many = st.lists(ended, max_size=30)


def tally(call: Ended) -> CallTally:
    (outcome, end), wait, promise = call
    return CallTally.of_calls(outcome, end, [wait], promise)


def all_figures(calls: CallTally) -> dict[str, object]:
    return {each.code: each.function(calls) for each in FIGURES.values() if each.about == "calls"}


@given(many, st.randoms(use_true_random=False))
def test_the_order_in_which_calls_are_counted_makes_no_difference(calls: list[Ended], chance: Random) -> None:
    shuffled = list(calls)
    chance.shuffle(shuffled)

    assert CallTally.sum(map(tally, shuffled)) == CallTally.sum(map(tally, calls))


@given(many, st.lists(st.integers(0, 30), max_size=5))
def test_merging_intervals_is_counting_everything_at_once(calls: list[Ended], cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), len(calls)]
    parts = [calls[first:last] for first, last in pairwise(edges)]
    merged = CallTally.sum(CallTally.sum(map(tally, part)) for part in parts)
    together = CallTally.sum(map(tally, calls))

    assert merged == together
    assert all_figures(merged) == all_figures(together)


@given(many, many, many)
def test_adding_is_associative_and_nothing_is_neutral(
    one: list[Ended], two: list[Ended], three: list[Ended]
) -> None:
    a, b, c = (CallTally.sum(map(tally, calls)) for calls in (one, two, three))

    assert (a + b) + c == a + (b + c)
    assert a + CallTally() == a == CallTally() + a


@given(st.lists(st.integers(0, 2_000_000), min_size=1), st.sampled_from(PROMISES))
def test_calls_counted_together_are_the_sum_of_each_alone(waits: list[int], promise: Target) -> None:
    for outcome, end in ENDS:
        together = CallTally.of_calls(outcome, end, waits, promise)
        alone = [CallTally.of_calls(outcome, end, [wait], promise) for wait in waits]
        assert together == CallTally.sum(alone)


@given(many)
def test_a_tally_comes_back_from_its_columns(calls: list[Ended]) -> None:
    found = CallTally.sum(map(tally, calls))

    assert CallTally.of_columns(*found.columns.values()) == found


@given(st.lists(st.integers(0, 10_000_000), min_size=1), st.integers(1, 100))
def test_the_percentile_in_seconds_is_the_percentile_to_the_nearest_second(
    waits: Sequence[int], percent: int
) -> None:
    """Telling lengths in whole seconds moves no percentile: rounding keeps the order."""
    found = CallTally.of_calls("answered", "answered_caller_hung_up", waits, Target())
    rank = max(-(-percent * len(waits) // 100), 1)

    of_seconds = definitions.percentile(found.waits, percent)
    assert of_seconds is not None
    assert of_seconds.total_seconds() == in_seconds(sorted(waits)[rank - 1])


@pytest.mark.parametrize(
    ("wait", "in_time", "short"), [(0, 1, 1), (4_999, 1, 1), (5_000, 1, 0), (20_000, 1, 0), (20_001, 0, 0)]
)
def test_the_promise_and_the_short_abandon_are_judged_to_the_millisecond(
    wait: int, in_time: int, short: int
) -> None:
    answered = CallTally.of_calls("answered", "answered_caller_hung_up", [wait], Target(20, 80, 5))
    gave_up = CallTally.of_calls("abandoned", "abandoned", [wait], Target(20, 80, 5))

    assert answered.in_time == in_time
    assert (gave_up.abandoned_in_time, gave_up.short_abandoned) == (in_time, short)


def test_calls_of_two_promises_are_added_as_each_was_judged() -> None:
    """30 seconds is too long for a promise of 20 and in time for one of 60."""
    ended_at = ("answered", "answered_caller_hung_up", [30_000])

    both = CallTally.of_calls(*ended_at, Target(20)) + CallTally.of_calls(*ended_at, Target(60))

    assert definitions.service_level(both) == 0.5


def test_the_four_formulas_and_the_main_one_keep_their_order() -> None:
    """Who counts everybody who gave up against us finds the least, who leaves them out the most."""
    chance = Random(1)
    day = CallTally.sum(tally((chance.choice(ENDS), chance.randrange(60_000), Target())) for _ in range(500))

    of_all = definitions.service_level_of_all(day)
    main = definitions.service_level(day)
    of_answered = definitions.service_level_of_answered(day)
    assert of_all is not None
    assert main is not None
    assert of_answered is not None
    assert of_all < main < of_answered


def test_handling_adds_up_to_what_it_consists_of() -> None:
    one, two = HandlingTally(1, 100, 20, 3), HandlingTally(2, 1_000, 0, 7)

    assert (one + two, (one + two).handled_ms) == (HandlingTally(3, 1_100, 20, 10), 1_130)


@given(st.dictionaries(st.sampled_from(AgentStatus), st.integers(0, 10**9)))
def test_occupancy_is_a_share(states: dict[AgentStatus, int]) -> None:
    found = definitions.occupancy(states)

    assert found is None or 0 <= found <= 1
    assert definitions.signed_in_ms(states) <= sum(states.values())
