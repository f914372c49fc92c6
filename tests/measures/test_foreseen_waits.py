# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""How right the foreseen waits were: counted from the queue on, within a span or so far outside it.

call  foreseen    waited in the queue   outside by
f1    60-120 s     60     s             0, just
f2    60-120 s    120     s             0, just
f3    60-120 s    120.5   s             0.5 s, too long
f4    60-120 s     30     s             30 s, too short
f5    60-120 s    300     s             180 s, too long
f6    nothing      90     s             does not count
g1    60-120 s    gave up after 200 s   does not count: nobody knows how long it would have been
w1    60-120 s    waits still           does not count
"""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.calls.models import CallRecord
from hotline.measures.definitions import foreseen_right, mean_foreseen_error
from hotline.measures.periods import Grain, Period
from hotline.measures.queries import call_tallies, call_total
from hotline.measures.tallies import CallTally
from hotline.measures.upkeep import rebuild
from tests.calls import scenes
from tests.measures.days import came, local, seconds

DAY = Period.of_day(dt.date(2014, 5, 7))
WAYS = pytest.mark.parametrize("is_rolled", [False, True], ids=["from the books", "counted beforehand"])


def foreseen(
    call_id: str, end: str, wait: float, greeting: float = 0, at: str = "2014-05-07 09:00"
) -> CallRecord:
    """A minute or two were foreseen when the caller was put in the queue, after the greeting."""
    return came(
        call_id, at, end, wait=greeting + wait, expected_from=seconds(60), expected_to=seconds(120),
        queued_at=local(at) + seconds(greeting),
    )  # fmt: skip


def total(*, is_rolled: bool) -> CallTally:
    if is_rolled:
        rebuild(local("2014-05-08 12:00"))
    return call_total(scenes.line(), DAY)


@WAYS
@pytest.mark.django_db
def test_the_example_on_top_is_counted_as_it_says(is_rolled: bool) -> None:
    for number, wait in enumerate((60, 120, 120.5, 30, 300), 1):
        foreseen(f"f{number}", "answered", wait)
    came("f6", "2014-05-07 09:00", "answered", wait=90)
    foreseen("g1", "abandoned", 200)
    foreseen("w1", "waiting", 0)

    tally = total(is_rolled=is_rolled)

    assert (tally.foreseen, tally.foreseen_right, tally.foreseen_off_ms) == (5, 2, 210_500)
    assert foreseen_right(tally) == 0.4
    assert mean_foreseen_error(tally) == seconds(42.1)  # 210.5 / 5


@WAYS
@pytest.mark.django_db
def test_the_greeting_before_the_queue_is_no_part_of_what_was_foreseen(is_rolled: bool) -> None:
    foreseen("c", "answered", wait=110, greeting=25)  # 135 seconds from the arrival, 110 in the queue

    tally = total(is_rolled=is_rolled)

    assert (foreseen_right(tally), mean_foreseen_error(tally)) == (1.0, seconds(0))
    assert tally.waited_ms == 135_000  # the wait itself is counted from the arrival


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wait", "off_ms"),
    [(59.999, 1), (60, 0), (60.001, 0), (119.999, 0), (120, 0), (120.001, 1), (0, 60_000), (3600, 3_480_000)],
)
def test_a_span_holds_both_its_ends_to_the_millisecond(wait: float, off_ms: int) -> None:
    foreseen("c", "answered", wait)

    tally = total(is_rolled=False)
    assert (tally.foreseen_right, tally.foreseen_off_ms) == (int(off_ms == 0), off_ms)


@pytest.mark.django_db
def test_who_was_cut_off_while_talking_had_waited_as_long_as_foreseen_or_not() -> None:
    foreseen("c", "cut off while talking", 100)

    assert foreseen_right(total(is_rolled=False)) == 1.0


@pytest.mark.django_db
def test_nothing_is_known_where_nothing_was_foreseen() -> None:
    came("c", "2014-05-07 09:00", "answered", wait=90)

    tally = total(is_rolled=False)
    assert (tally.answered, foreseen_right(tally), mean_foreseen_error(tally)) == (1, None, None)


@pytest.mark.django_db
def test_a_foreseen_wait_stands_where_the_call_arrived() -> None:
    foreseen("before", "answered", 100, at="2014-05-07 23:59:00")
    foreseen("after", "answered", 200, at="2014-05-08 00:00:00")
    both = Period(dt.date(2014, 5, 7), dt.date(2014, 5, 9))

    days = call_tallies(scenes.line(), both, Grain.DAY)

    assert [(tally.foreseen, tally.foreseen_right) for tally in days.values()] == [(1, 1), (1, 0)]


spans = st.tuples(st.integers(0, 10**7), st.integers(0, 10**6), st.integers(0, 10**6)).map(
    lambda each: (each[0], min(each[1:]), max(each[1:]))
)


@given(st.lists(spans, min_size=1), st.integers(0, 30))
def test_spans_counted_in_two_parts_add_up_and_the_error_is_nothing_when_all_were_right(
    found: list[tuple[int, int, int]], cut: int
) -> None:
    together = CallTally.of_foreseen(found)

    assert CallTally.of_foreseen(found[:cut]) + CallTally.of_foreseen(found[cut:]) == together
    assert together.foreseen == len(found)
    assert (foreseen_right(together) == 1.0) is (mean_foreseen_error(together) == seconds(0))
