# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Every figure by its definition, and the two sums that hold whatever happened."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.exchange.records import Call as ExchangeCall
from hotline.exchange.words import CallEnd, CallId, CallState, Instant, LineId, OpeningKind
from hotline.measures import definitions as figures
from hotline.measures.definitions import Call, Segment

NOON = dt.datetime(2014, 5, 7, 10, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


def seconds(number: float) -> dt.timedelta:
    return dt.timedelta(seconds=number)


def call(outcome: str, end: str = "", wait: float = 10, talk: float = 60) -> Call:
    """A call that waited so many seconds, and talked if it was answered."""
    until = NOON + seconds(wait)
    if outcome == "":
        return Call("", "", NOON)
    if outcome == "answered":
        return Call(outcome, end or "answered_caller_hung_up", NOON, until, until + seconds(talk))
    return Call(outcome, end or outcome, NOON, None, until)


ONE_OF_EACH = [
    call("answered"),
    call("abandoned", wait=30),
    call("abandoned", wait=3),
    call("diverted", "diverted_nobody"),
    call("diverted", "diverted_closed"),
    call("diverted", "diverted_holiday"),
    call("diverted", "diverted_disturbance"),
    call("refused"),
    call("lost", "media_lost"),
    call("lost", "failed"),
    call(""),
]


def test_each_call_is_counted_where_it_belongs() -> None:
    assert {
        "arrived": figures.arrived(ONE_OF_EACH),
        "turned away": figures.turned_away(ONE_OF_EACH),
        "offered": figures.offered(ONE_OF_EACH),
        "answered": figures.answered(ONE_OF_EACH),
        "abandoned": figures.abandoned(ONE_OF_EACH),
        "short": figures.short_abandoned(ONE_OF_EACH),
        "diverted": figures.diverted(ONE_OF_EACH),
        "lost": figures.lost(ONE_OF_EACH),
        "still here": figures.still_here(ONE_OF_EACH),
    } == {
        "arrived": 11,
        "turned away": 4,
        "offered": 7,
        "answered": 1,
        "abandoned": 2,
        "short": 1,
        "diverted": 1,
        "lost": 2,
        "still here": 1,
    }


def ended(end: CallEnd, *, was_answered: bool) -> Call:
    """A call as the exchange ends it, through the exchange's own outcome."""
    record = ExchangeCall(
        CallId("c"), LineId(1), CallState.ENDED, OpeningKind.OPEN, (), Instant(0), Instant(0),
        answered_at=Instant(1) if was_answered else None, end=end,
    )  # fmt: skip
    return Call(record.outcome or "", end, NOON, NOON if was_answered else None, NOON + MINUTE)


# Only a talk can end as answered, and only a fault can end either a talk or a wait.
TALKED = [CallEnd.ANSWERED_CALLER_HUNG_UP, CallEnd.ANSWERED_AGENT_HUNG_UP, CallEnd.MEDIA_LOST, CallEnd.FAILED]
any_calls = st.lists(
    st.one_of(
        st.builds(ended, st.sampled_from(TALKED), was_answered=st.just(True)),
        st.builds(ended, st.sampled_from([*set(CallEnd) - set(TALKED[:2])]), was_answered=st.just(False)),
        st.just(call("")),
    )
)


@given(any_calls)
def test_every_call_that_arrived_is_turned_away_or_offered_and_every_offered_one_accounted_for(
    calls: list[Call],
) -> None:
    assert figures.arrived(calls) == figures.turned_away(calls) + figures.offered(calls)
    assert figures.offered(calls) == (
        figures.answered(calls)
        + figures.abandoned(calls)
        + figures.diverted(calls)
        + figures.lost(calls)
        + figures.still_here(calls)
    )


def test_a_call_cut_off_while_talking_was_answered() -> None:
    calls = [ended(CallEnd.MEDIA_LOST, was_answered=True)]

    assert (figures.answered(calls), figures.lost(calls)) == (1, 0)


def test_nothing_is_known_of_no_calls() -> None:
    assert figures.offered([]) == 0
    assert figures.mean_wait([]) is None
    assert figures.wait_percentile([], 90) is None
    assert figures.service_level([]) is None
    assert figures.abandonment([]) is None
    assert figures.mean_handling([]) is None


def test_waits_are_of_the_answered_from_the_moment_they_arrived() -> None:
    calls = [call("answered", wait=wait) for wait in (40, 10, 20, 30)] + [
        call("abandoned", wait=500),
        call(""),
    ]

    assert figures.waits_of_answered(calls) == [seconds(10), seconds(20), seconds(30), seconds(40)]
    assert figures.mean_wait(calls) == seconds(25)


@pytest.mark.parametrize(
    ("percent", "wait"), [(0, 1), (1, 1), (10, 1), (11, 2), (50, 5), (90, 9), (91, 10), (100, 10)]
)
def test_a_percentile_is_a_wait_that_really_was(percent: int, wait: int) -> None:
    calls = [call("answered", wait=wait) for wait in range(1, 11)]

    assert figures.wait_percentile(calls, percent) == seconds(wait)


def test_the_service_level_leaves_out_who_hung_up_at_once_and_counts_who_gave_up_later() -> None:
    calls = [
        *[call("answered", wait=20)] * 6,
        *[call("answered", wait=20.001)] * 2,
        *[call("abandoned", wait=5)] * 2,
        *[call("abandoned", wait=4.999)] * 9,
    ]

    assert figures.service_level(calls) == 0.6
    assert figures.service_level(calls, within=seconds(21)) == 0.8
    assert figures.abandonment(calls) == 0.2


def test_handling_is_talk_hold_and_wrap_up() -> None:
    segments = [
        Segment(NOON, NOON + 4 * MINUTE, MINUTE, NOON + 5 * MINUTE),
        Segment(NOON, NOON + 3 * MINUTE),
    ]

    assert figures.mean_handling(segments) == 4 * MINUTE


@given(st.lists(st.integers(0, 5000), min_size=1), st.integers(0, 100))
def test_at_least_the_share_asked_for_waited_no_longer_than_the_percentile(
    waits: list[int], percent: int
) -> None:
    in_order = sorted(seconds(wait) for wait in waits)

    found = figures.percentile(in_order, percent)

    assert found is not None
    assert sum(wait <= found for wait in in_order) * 100 >= percent * len(in_order)
