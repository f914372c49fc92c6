# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A figure beside the week before, as difference, factor and percent, written as the reader writes."""

import pytest
from django.utils import translation

from hotline.measures.changes import Change, changes_of


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


def test_what_was_counted_in_one_of_two_weeks_has_a_change_too() -> None:
    assert changes_of({"a": 3, "b": 1}, {"a": 2, "c": 4}) == {
        "a": Change(3, 2),
        "b": Change(1, 0),
        "c": Change(0, 4),
    }
    assert changes_of({}, {}) == {}
