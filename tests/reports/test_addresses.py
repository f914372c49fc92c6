# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A period has one address, which stays, and is called by its dates."""

import datetime as dt

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from hotline.measures.periods import Period
from hotline.reports.addresses import NoSuchPeriod, PeriodConverter, read_period, write_period
from hotline.reports.naming import day_with_weekday, hour_named, named, short, weekday_named

DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 30))
PERIODS = st.tuples(DAYS, DAYS).map(lambda ends: Period(min(ends), max(ends) + dt.timedelta(days=1)))


def days(first: str, to: str) -> Period:
    return Period(dt.date.fromisoformat(first), dt.date.fromisoformat(to))


KNOWN = [
    ("2014-W19", days("2014-05-05", "2014-05-12"), "uge 19, 5.–11. maj 2014"),
    ("2014-05", days("2014-05-01", "2014-06-01"), "maj 2014"),
    ("2014-12", days("2014-12-01", "2015-01-01"), "december 2014"),
    ("2014", days("2014-01-01", "2015-01-01"), "2014"),
    ("2014-05-07", days("2014-05-07", "2014-05-08"), "7. maj 2014"),
    ("2014-05-01--2014-05-20", days("2014-05-01", "2014-05-21"), "1. maj 2014 – 20. maj 2014"),
    ("2015-W53", days("2015-12-28", "2016-01-04"), "uge 53, 28. december 2015 – 3. januar 2016"),
]


@pytest.mark.parametrize(("text", "period", "_name"), KNOWN)
def test_a_period_is_read_and_written(text: str, period: Period, _name: str) -> None:
    assert read_period(text) == period
    assert write_period(period) == text


@pytest.mark.parametrize(("text", "_period", "name"), KNOWN)
def test_danes_call_a_period_by_its_dates(text: str, _period: Period, name: str) -> None:
    with translation.override("da"):
        assert named(read_period(text)) == name


@given(PERIODS)
def test_every_period_has_one_address(period: Period) -> None:
    assert read_period(write_period(period)) == period


@pytest.mark.parametrize(
    "text",
    [
        "2014-W54", "2014-W00", "2014-13", "2014-00", "1999", "2101", "2014-02-30", "2014-W53", "",
        "2014-05-20--2014-05-01", "uge 19", "2014-5", "٢٠١٤", "9999-12-31",
    ],
)  # fmt: skip
def test_what_names_no_period_is_refused(text: str) -> None:
    with pytest.raises(NoSuchPeriod):
        read_period(text)


def test_a_long_way_of_writing_a_week_leads_to_the_short_one() -> None:
    assert write_period(read_period("2014-05-05--2014-05-11")) == "2014-W19"


def test_a_single_day_is_not_taken_for_anything_longer() -> None:
    assert write_period(days("2014-05-05", "2014-05-06")) == "2014-05-05"


def test_an_address_keeps_what_it_was_made_from() -> None:
    converter = PeriodConverter()

    assert converter.to_url(converter.to_python("2014-W19")) == "2014-W19"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("da", ("uge 19 2014", "maj 2014", "ons 7. maj", "onsdag", "9–10")),
        ("en", ("week 19 2014", "May 2014", "Wed 7 May", "Wednesday", "9–10")),
    ],
)
def test_heads_and_rows_are_short(language: str, words: tuple[str, ...]) -> None:
    with translation.override(language):
        told = (
            short(read_period("2014-W19")),
            short(read_period("2014-05")),
            day_with_weekday(dt.date(2014, 5, 7)),
            weekday_named(3),
            hour_named(9),
        )

    assert tuple(word.replace("ons.", "ons").lower() for word in told) == tuple(
        word.lower() for word in words
    )
