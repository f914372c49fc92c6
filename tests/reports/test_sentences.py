# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What a chart shows, said in plain words: the largest, what rose, and how it was before."""

import datetime as dt
import re

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from hotline.measures.definitions import FIGURES, Unit
from hotline.measures.dimensions import Dimension
from hotline.measures.tallies import CallTally
from hotline.reports.addresses import read_period
from hotline.reports.calls import COUNTS, HANDLING, SHARES, WAITS, heads
from hotline.reports.effects import Day, Effect, Span, baseline_of
from hotline.reports.inquiries import Counted, compared, sentences
from hotline.reports.naming import named
from hotline.reports.parts import Look
from hotline.tables.table import Kind

COUNTED = st.builds(
    Counted,
    st.sampled_from(["Aarhus", "Viborg", "Skive"]),
    st.integers(0, 999),
    st.integers(0, 999),
    st.integers(0, 9),
)


def told(by: Dimension, *rows: Counted, total: Counted, language: str = "da") -> list[str]:
    with translation.override(language):
        return sentences(by, rows, total)


def test_danes_are_told_the_total_the_largest_and_what_rose_most() -> None:
    rows = (Counted("Fritagelse", 412, 110, 0), Counted("Brevet", 493, 0, 0), Counted("MitID", 99, 120, 0))

    assert told(Dimension.TOPIC, *rows, total=Counted("I alt", 1949, 471, 0)) == [
        "1.949 henvendelser i alt, 314 % flere end 471 i perioden før.",
        "Flest: Brevet med 493, 25 % af alle.",
        "Steg mest: Brevet, fra 0 til 493.",
    ]


def test_days_are_not_said_to_have_risen() -> None:
    rows = (Counted("mandag", 5, 1, 0), Counted("tirsdag", 9, 2, 0))

    assert told(Dimension.DAY, *rows, total=Counted("I alt", 14, 3, 0))[1:] == [
        "Flest: tirsdag med 9, 64 % af alle."
    ]


def test_nothing_that_fell_is_said_to_have_risen() -> None:
    rows = (Counted("Flytning", 5, 9, 0), Counted("MitID", 2, 2, 0))

    assert told(Dimension.TOPIC, *rows, total=Counted("I alt", 7, 11, 0)) == [
        "7 henvendelser i alt, 36 % færre end 11 i perioden før.",
        "Flest: Flytning med 5, 71 % af alle.",
    ]


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (0, "4 inquiries in all, against none in the period before."),
        (4, "4 inquiries in all, as many as in the period before."),
        (8, "4 inquiries in all, 50 % fewer than 8 in the period before."),
    ],
)
def test_how_it_was_before_is_always_said(before: int, said: str) -> None:
    assert told(Dimension.DAY, total=Counted("All", 4, before, 0), language="en") == [said]


@given(st.lists(COUNTED, max_size=6), COUNTED)
def test_every_sentence_is_whole_and_true(rows: list[Counted], total: Counted) -> None:
    said = told(Dimension.TOPIC, *rows, total=total, language="en")

    assert all(sentence.endswith(".") and "%(" not in sentence for sentence in said)
    assert said[0].startswith(f"{total.now} inquiries")
    largest = [int(found[1]) for sentence in said if (found := re.match(r"Most: \w+ with (\d+),", sentence))]
    assert largest == ([max(row.now for row in rows)] if rows and total.now else [])


def test_a_row_holds_the_comparison_with_both_periods() -> None:
    assert Counted("MitID", 12, 4, 3).row == ("MitID", 12, 4, 8, 2.0, 3, 3.0)
    assert Counted("MitID", 0, 4, 0).row == ("MitID", 0, 4, -4, -1.0, 0, None)
    assert Counted("MitID", 3, 0, 3).row == ("MitID", 3, 0, 3, None, 3, 0.0)


@pytest.mark.parametrize(
    ("text", "before", "last_year"),
    [
        ("2014-W19", "uge 18, 28. april – 4. maj 2014", "uge 19, 6.–12. maj 2013"),
        ("2014-05", "april 2014", "2. maj 2013 – 1. juni 2013"),
        ("2014", "2013", "2. januar 2013 – 1. januar 2014"),
        ("2014-05-07", "6. maj 2014", "8. maj 2013"),
    ],
)
def test_a_period_is_compared_with_the_one_before_and_the_same_weeks_last_year(
    text: str, before: str, last_year: str
) -> None:
    with translation.override("da"):
        assert [named(period) for period in compared(read_period(text))[1:]] == [before, last_year]


@pytest.mark.parametrize("function", [*COUNTS, *WAITS, *HANDLING, *SHARES])
def test_every_figure_of_a_report_is_one_of_the_definitions(function: object) -> None:
    figure = FIGURES[function.__name__]  # type: ignore[attr-defined]

    assert figure.function is function
    assert str(figure.means)


@pytest.mark.parametrize("function", COUNTS)
def test_the_counts_of_nothing_are_nothing(function: object) -> None:
    assert function(CallTally()) == 0  # type: ignore[operator]


@pytest.mark.parametrize(
    ("unit", "kind", "look"),
    [
        (Unit.NUMBER, Kind.NUMBER, Look.PLAIN),
        (Unit.SHARE, Kind.SHARE, Look.PLAIN),
        (Unit.DURATION, Kind.DECIMAL, Look.DURATION),
    ],
)
def test_a_table_of_calls_holds_one_kind_of_number_beside_what_it_means(
    unit: Unit, kind: Kind, look: Look
) -> None:
    first, *numbers, last = heads(compared(read_period("2014-W19")), unit)

    assert (first.kind, last.kind) == (Kind.TEXT, Kind.TEXT)
    assert {(head.kind, head.look) for head in numbers} == {(kind, look)}


MONDAY = dt.date(2014, 5, 5)


def effect_with(days: list[tuple[int, float]], *, high: float = 20) -> Effect:
    before = [MONDAY - dt.timedelta(days=ahead) for ahead in range(1, 29)]
    baseline = baseline_of(dict.fromkeys(before, 10), before)
    assert baseline
    found = tuple(
        Day(MONDAY + dt.timedelta(days=number), came, Span(expected, 0, high))
        for number, (came, expected) in enumerate(days)
    )
    return Effect(found, baseline, Span(10.0 * len(days), 5, 15), None)


def test_the_highest_day_is_the_one_furthest_above_what_was_expected() -> None:
    effect = effect_with([(90, 80), (60, 10), (95, 90)])

    assert effect.highest.on == MONDAY + dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("came", "over"),
    [
        ([50, 10, 10], 1),
        ([50, 30, 10, 10], 2),
        ([50, 10, 30, 10, 10], 3),
        ([50, 10, 30], None),
        ([50], None),
        ([50, 40, 30], None),
    ],
)
def test_days_are_as_before_when_two_running_are(came: list[int], over: int | None) -> None:
    effect = effect_with([(number, 10.0) for number in came])

    assert effect.over_on == (None if over is None else MONDAY + dt.timedelta(days=over))


def test_the_factor_of_something_against_nothing_is_unknown() -> None:
    effect = effect_with([(9, 0.0)])

    assert Effect(effect.days, effect.baseline, Span(0, 0, 0), None).factor is None
