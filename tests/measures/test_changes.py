# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A figure beside the week before, as difference, factor and percent, written as the reader writes."""

import pytest
from django.utils import translation

from hotline.measures.changes import Change
from hotline.measures.tally import Count, tally


def test_the_week_of_the_letter_beside_the_week_before() -> None:
    change = Change(1949, 471)

    with translation.override("da"):
        shown = (change.shown_difference, change.shown_factor, change.shown_percent)
        assert shown == ("+1.478", "×4,14", "+314 %")
    with translation.override("en"):
        shown = (change.shown_difference, change.shown_factor, change.shown_percent)
        assert shown == ("+1,478", "×4.14", "+314 %")


@pytest.mark.parametrize(
    ("now", "before", "shown"),
    [
        (100, 200, ("−100", "×0.50", "−50 %")),
        (200, 200, ("±0", "×1.00", "±0 %")),
        (5, 0, ("+5", "–", "–")),
        (0, 5, ("−5", "×0.00", "−100 %")),
        (0, 0, ("±0", "–", "–")),
        (2, 3, ("−1", "×0.67", "−33 %")),
    ],
)
def test_every_kind_of_change_is_shown(now: int, before: int, shown: tuple[str, str, str]) -> None:
    change = Change(now, before)

    with translation.override("en"):
        assert (change.shown_difference, change.shown_factor, change.shown_percent) == shown


def test_an_inquiry_with_two_topics_counts_under_both_and_once_in_the_total() -> None:
    counted = tally(
        places=[Count(1, 3, 2), Count("unknown", 1, 0)],
        topics=[Count((10, 1), 3, 2), Count((11, 1), 2, 0), Count((10, "unknown"), 1, 0)],
    )

    assert counted.total == Change(4, 2)
    assert counted.topics == {10: Change(4, 2), 11: Change(2, 0)}
    assert (counted.cell(11, 1), counted.cell(11, "unknown")) == (2, 0)
    assert counted.places == [1, "unknown"]


def test_nothing_counted_is_nothing_in_all() -> None:
    counted = tally([], [])

    assert (counted.total, counted.topics, counted.places) == (Change(0, 0), {}, [])
