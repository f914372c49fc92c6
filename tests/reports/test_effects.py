# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What a campaign caused, with a span that holds the truth as often as it says."""

import datetime as dt
import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.measures.changes import Change
from hotline.reports.effects import Effect, Span, baseline_of, effect_of, student

MONDAY = dt.date(2014, 3, 10)
A_DAY = dt.timedelta(days=1)
OPEN_WEEKDAYS = (1, 2, 3, 4, 5, 7)
USUAL = {1: 100, 2: 90, 3: 80, 4: 80, 5: 60, 7: 61}
"""A quiet week of 471 inquiries."""


def open_days(begins: dt.date, weeks: int) -> list[dt.date]:
    days = (begins + A_DAY * ahead for ahead in range(7 * weeks))
    return [day for day in days if day.isoweekday() in OPEN_WEEKDAYS]


BEFORE = open_days(MONDAY, 8)
SINCE = open_days(MONDAY + A_DAY * 56, 3)


def as_usual(days: list[dt.date]) -> dict[dt.date, int]:
    return {day: USUAL[day.isoweekday()] for day in days}


def found(counts: dict[dt.date, int], since: list[dt.date] = SINCE) -> Effect:
    effect = effect_of(counts, BEFORE, since)
    assert effect
    return effect


def scattered(rng: random.Random, mean: float, dispersion: float) -> int:
    """A count that varies more than chance: as many times a gamma's mean as the dispersion asks for."""
    rate = rng.gammavariate(mean / (dispersion - 1), dispersion - 1) if dispersion > 1 else mean
    return round(rng.gauss(rate, math.sqrt(rate))) if rate > 50 else _poisson(rng, rate)


def _poisson(rng: random.Random, rate: float) -> int:
    limit, product, count = math.exp(-rate), rng.random(), 0
    while product > limit:
        product *= rng.random()
        count += 1
    return count


def test_the_known_weeks_of_2014_rose_by_four_point_one_four() -> None:
    known = Change(1949, 471)
    week_19 = open_days(dt.date(2014, 5, 5), 1)
    came = dict(zip(week_19, (90, 250, 520, 500, 290, 299), strict=True))
    effect = found(as_usual(BEFORE) | came, week_19)

    assert known.shown_factor in {"×4,14", "×4.14"}
    assert (effect.came, effect.expected.estimate) == (1949, 471)
    assert effect.factor == known.factor == pytest.approx(4.14, abs=0.005)
    assert effect.uplift.estimate == known.difference == 1478
    assert effect.is_seen


def test_days_as_usual_show_no_effect() -> None:
    effect = found(as_usual(BEFORE + SINCE))

    assert (effect.uplift.estimate, effect.factor) == (0, 1)
    assert effect.uplift.low < 0 < effect.uplift.high
    assert not effect.is_seen
    assert effect.half_life is None


def test_each_day_is_measured_against_its_own_weekday() -> None:
    effect = found(as_usual(BEFORE) | dict.fromkeys(SINCE, 100))

    assert {day.on.isoweekday(): day.uplift for day in effect.days} == {
        weekday: 100 - usual for weekday, usual in USUAL.items()
    }


def test_days_nobody_came_count_as_nothing_and_closed_days_do_not_count() -> None:
    quiet_day = SINCE[0]
    effect = found(as_usual(BEFORE), [quiet_day])

    assert [(day.on, day.came) for day in effect.days] == [(quiet_day, 0)]
    assert effect.uplift.estimate == -USUAL[1]


def test_a_weekday_the_line_was_never_open_on_before_is_left_out() -> None:
    saturday = MONDAY + A_DAY * 61
    effect = found(as_usual(BEFORE) | {saturday: 500}, [*SINCE, saturday])

    assert saturday not in {day.on for day in effect.days}


@pytest.mark.parametrize("before", [[], [MONDAY], [MONDAY, MONDAY + A_DAY]])
def test_too_few_days_before_tell_nothing(before: list[dt.date]) -> None:
    assert effect_of(as_usual(before), before, SINCE) is None


def test_a_campaign_that_has_not_begun_has_no_effect() -> None:
    assert effect_of(as_usual(BEFORE), BEFORE, []) is None


def test_days_that_vary_more_than_chance_give_a_wider_span() -> None:
    even = as_usual(BEFORE)
    uneven = {day: count + (30 if day.isocalendar().week % 2 else -30) for day, count in even.items()}
    calm, wild = baseline_of(even, BEFORE), baseline_of(uneven, BEFORE)

    assert calm
    assert wild
    assert calm.dispersion == 1
    assert wild.dispersion > 5
    spans = [baseline.span_of_sum(SINCE[:1]) for baseline in (calm, wild)]
    assert (spans[0].high - spans[0].low) * 2 < spans[1].high - spans[1].low


def test_a_sum_of_days_is_known_better_than_its_days_but_not_perfectly() -> None:
    baseline = baseline_of(as_usual(BEFORE), BEFORE)
    assert baseline

    def width(days: list[dt.date]) -> float:
        span = baseline.span_of_sum(days)
        return span.high - span.low

    alone = [width([day]) for day in SINCE]
    assert math.sqrt(sum(one**2 for one in alone)) < width(SINCE) < sum(alone)


@pytest.mark.parametrize("dispersion", [1.0, 3.0])
def test_the_span_holds_what_would_have_come_in_95_of_100_campaigns(dispersion: float) -> None:
    rng = random.Random(20140506)
    held = 0
    for _campaign in range(300):
        days = [*BEFORE, *SINCE[:6]]
        counts = {day: scattered(rng, USUAL[day.isoweekday()], dispersion) for day in days}
        came = sum(counts[day] for day in SINCE[:6])
        effect = found(counts, SINCE[:6])
        held += effect.expected.low <= came <= effect.expected.high

    assert 0.92 <= held / 300 <= 0.98


@given(half_life=st.floats(1, 6), at_first=st.floats(2, 6))
def test_a_planted_half_life_is_found(half_life: float, at_first: float) -> None:
    counts = as_usual(BEFORE)
    for day in SINCE:
        since = (day - SINCE[0]).days
        counts[day] = round(1000 * USUAL[day.isoweekday()] * (1 + at_first * 0.5 ** (since / half_life)))
    effect = found({day: count * (1 if day in SINCE else 1000) for day, count in counts.items()})

    assert effect.half_life
    assert effect.half_life.estimate == pytest.approx(half_life, rel=0.05)
    assert effect.half_life.low <= half_life * 1.01


def test_an_excess_that_goes_on_rising_has_no_half_life() -> None:
    rising = {day: 200 + 20 * number for number, day in enumerate(SINCE)}

    assert found(as_usual(BEFORE) | rising).half_life is None


def test_it_is_over_when_two_days_running_are_like_any_other() -> None:
    counts = as_usual(BEFORE + SINCE)
    for day, more in zip(SINCE[:5], (200, 150, 100, 0, 60), strict=True):
        counts[day] += more
    effect = found(counts)

    assert effect.highest.on == SINCE[0]
    assert effect.over_on == SINCE[5]


def test_it_is_not_over_while_every_day_is_above() -> None:
    effect = found(as_usual(BEFORE) | {day: USUAL[day.isoweekday()] + 200 for day in SINCE})

    assert effect.over_on is None
    assert all(day.is_beyond for day in effect.days)


def test_uplift_is_turned_round_with_its_ends_in_order() -> None:
    effect = found(as_usual(BEFORE) | dict.fromkeys(SINCE, 150))

    assert effect.uplift.low < effect.uplift.estimate < effect.uplift.high
    assert effect.uplift == Span(
        effect.came - effect.expected.estimate,
        effect.came - effect.expected.high,
        effect.came - effect.expected.low,
    )


def test_a_topic_nobody_asked_about_before_has_no_factor() -> None:
    effect = found(dict.fromkeys(SINCE, 40))

    assert (effect.factor, effect.uplift.estimate) == (None, 40 * len(SINCE))
    assert effect.is_seen
    assert effect.half_life is None


@pytest.mark.parametrize(
    ("freedom", "tabled"), [(1, 12.706), (2, 4.303), (3, 3.182), (5, 2.571), (10, 2.228), (42, 2.018)]
)
def test_students_distribution_is_as_the_tables_have_it(freedom: int, tabled: float) -> None:
    assert student(0.95, freedom) == pytest.approx(tabled, rel=0.002)
