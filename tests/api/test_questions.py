# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Instants and days as they are asked for: strictly ISO 8601, and never beyond what can be reckoned."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from hotline.api.questions import FIRST, FIRST_DAY, LAST, LAST_DAY, Day, Instant

INSTANTS: TypeAdapter[dt.datetime] = TypeAdapter(Instant)
DAYS: TypeAdapter[dt.date] = TypeAdapter(Day)


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2014-05-07T12:00:00+02:00", "2014-05-07T10:00:00+00:00"),
        ("2014-05-07T10:00:00Z", "2014-05-07T10:00:00+00:00"),
        ("2014-05-07t10:00:00.5z", "2014-05-07T10:00:00.500000+00:00"),
        ("2014-05-07 10:00:00-01:30", "2014-05-07T11:30:00+00:00"),
        ("0001-01-01T00:00:00+14:00", "1900-01-01T00:00:00+00:00"),
        ("9999-12-31T23:59:59-12:00", "2200-01-01T00:00:00+00:00"),
    ],
)
def test_an_instant_with_its_zone(text: str, utc: str) -> None:
    assert INSTANTS.validate_python(text).isoformat() == utc


@pytest.mark.parametrize(
    "text",
    ["2014-05-07T12:00:00", "2014-05-07", "1399464000", "1399464000.5", "now", "", "2014-W19-3T10:00:00Z"],
)
def test_what_is_no_instant_with_a_zone_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        INSTANTS.validate_python(text)


@pytest.mark.parametrize(
    "text", ["2014-5-7", "07-05-2014", "2014-05-32", "1399464000", "2014-05-07T00:00:00", "", "٢٠١٤-٠٥-٠٧"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        DAYS.validate_python(text)


@given(
    st.datetimes(
        timezones=st.integers(-14 * 60, 14 * 60).map(lambda east: dt.timezone(dt.timedelta(minutes=east)))
    )
)
def test_every_instant_there_is_can_be_asked_for(at: dt.datetime) -> None:
    found = INSTANTS.validate_python(at.isoformat())

    assert FIRST <= found <= LAST
    assert found.tzinfo is dt.UTC
    if FIRST.year < at.year < LAST.year:
        assert found == at


@given(st.dates())
def test_every_day_there_is_can_be_asked_for(day: dt.date) -> None:
    found = DAYS.validate_python(day.isoformat())

    assert FIRST_DAY <= found <= LAST_DAY
    if FIRST_DAY <= day <= LAST_DAY:
        assert found == day
