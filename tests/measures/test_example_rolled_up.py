# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The example's week of the letter reads the same when all its history is rolled up."""

import datetime as dt

import pytest

from hotline.inquiries import example
from hotline.measures.dimensions import Dimension
from hotline.measures.figures import figures_of
from hotline.measures.periods import Period
from hotline.measures.queries import inquiry_counts
from hotline.measures.rolling import is_rolled
from hotline.measures.upkeep import keep_up
from hotline.measures.weeks import Week
from hotline.organisations.models import Line

pytestmark = pytest.mark.django_db

YEARS_LATER = dt.datetime(2026, 11, 22, 20, tzinfo=dt.UTC)


def test_the_week_of_the_letter_has_its_1949_inquiries_before_and_after_rolling_up() -> None:
    example.load()
    line, week = Line.objects.get(), Week(2014, 19)
    before = figures_of(line, week)

    while keep_up(YEARS_LATER):
        pass

    after = figures_of(line, week)
    assert is_rolled(line, Period.of_week(week))
    assert (after.total.now, after.total.before) == (1949, 471) == (before.total.now, before.total.before)
    assert after.calls == before.calls
    assert after.by_topic == before.by_topic
    assert inquiry_counts(line, Period.of_week(week)) == {(): 1949}
    assert sum(inquiry_counts(line, Period.of_week(week), [Dimension.PLACE]).values()) == 1949
