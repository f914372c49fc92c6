# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Hours and dates as people write and read them, in Danish and English."""

import datetime as dt

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from hotline.organisations.clock_times import (
    WrongTime,
    clock_time,
    day_in_words,
    moment_in_words,
    read_moment,
    read_spans,
    second_coming,
    spans_as_typed,
    spans_in_words,
)
from hotline.organisations.opening import OpenSpan
from tests.organisations.schedules import local, spans, utc


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("9-21", spans((9, 21))),
        ("09:00-21:00", spans((9, 21))),
        ("9.00–21.00", spans((9, 21))),
        ("kl. 9-21", spans((9, 21))),
        ("9 til 21", spans((9, 21))),
        (" 9 - 12 , 13 - 17 ", spans((9, 12), (13, 17))),
        ("13-17 og 9-12", spans((9, 12), (13, 17))),
        ("9-12 and 13-17", spans((9, 12), (13, 17))),
        ("0-24", spans((0, 24))),
        ("22-24:00", spans((22, 24))),
        ("9:30-12.15", (OpenSpan(570, 735),)),
        ("9-12, 12-17", spans((9, 12), (12, 17))),
        ("", ()),
        ("lukket", ()),
        ("Closed", ()),
        ("-", ()),
    ],
)
def test_hours_are_read_as_people_type_them(typed: str, expected: tuple[OpenSpan, ...]) -> None:
    assert read_spans(typed) == expected


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("formiddag", "»formiddag« er ikke en åbningstid. Skriv den som 9-17 eller 9.30-12.15."),
        ("9", "»9« er ikke en åbningstid. Skriv den som 9-17 eller 9.30-12.15."),
        ("9-25", "25:00 er ikke et klokkeslæt; det sidste er 24:00."),
        ("9-24:01", "24:01 er ikke et klokkeslæt; det sidste er 24:00."),
        ("9:60-10", "9:60 er ikke et klokkeslæt; det sidste er 24:00."),
        ("22-2", "»22-2« lukker, før den åbner. Hen over midnat er det to: 22-24, og 0-2 dagen efter."),
        ("9-9", "»9-9« lukker, før den åbner. Hen over midnat er det to: 22-24, og 0-2 dagen efter."),
        ("9-12, 11:30-14", "9-12 og 11:30-14 overlapper."),
    ],
)
def test_what_cannot_be_hours_is_refused_with_a_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(WrongTime) as wrong:
        read_spans(typed)
    assert str(wrong.value) == sentence


@given(st.sets(st.integers(0, 1440), min_size=2, max_size=8))
def test_hours_written_are_hours_read(edges: set[int]) -> None:
    ordered = sorted(edges)
    wanted = tuple(OpenSpan(*pair) for pair in zip(ordered[::2], ordered[1::2], strict=False))
    assert read_spans(spans_as_typed(wanted)) == wanted


def test_danes_write_a_full_stop_and_leave_out_zeros() -> None:
    assert [clock_time(minutes) for minutes in (0, 540, 570, 1440)] == ["0", "9", "9.30", "24"]
    with translation.override("en"):
        assert [clock_time(minutes) for minutes in (0, 540, 570, 1440)] == ["0:00", "9:00", "9:30", "24:00"]


@pytest.mark.parametrize(
    ("openings", "danish", "english"),
    [
        ((), "lukket", "closed"),
        (spans((0, 24)), "hele døgnet", "all day"),
        (spans((9, 21)), "9–21", "9:00–21:00"),
        (spans((9, 12), (13, 17)), "9–12 og 13–17", "9:00–12:00 and 13:00–17:00"),
        (spans((8, 9), (10, 11), (12, 13)), "8–9, 10–11 og 12–13", "8:00–9:00, 10:00–11:00 and 12:00–13:00"),
    ],
)
def test_hours_read_as_on_a_door(openings: tuple[OpenSpan, ...], danish: str, english: str) -> None:
    assert spans_in_words(openings) == danish
    with translation.override("en"):
        assert spans_in_words(openings) == english


@pytest.mark.parametrize(
    ("at", "danish", "english"),
    [
        ("2014-05-05 17:00", "i dag kl. 17", "today at 17:00"),
        ("2014-05-06 09:30", "i morgen kl. 9.30", "tomorrow at 9:30"),
        ("2014-05-11 17:00", "søndag kl. 17", "on Sunday at 17:00"),
        ("2014-05-12 09:00", "mandag den 12. maj kl. 9", "Monday 12 May at 9:00"),
        ("2014-05-01 09:00", "torsdag den 1. maj kl. 9", "Thursday 1 May at 9:00"),
    ],
)
def test_a_moment_is_told_by_how_near_it_is(at: str, danish: str, english: str) -> None:
    now = local("2014-05-05 12:00")
    assert moment_in_words(local(at), now) == danish
    with translation.override("en"):
        assert moment_in_words(local(at), now) == english


def test_a_moment_in_another_zone_is_told_in_danish_time() -> None:
    assert moment_in_words(utc("2014-05-05 15:00"), utc("2014-05-05 10:00")) == "i dag kl. 17"


def test_a_date_is_written_as_danes_write_it() -> None:
    assert day_in_words(dt.date(2014, 5, 6)) == "tirsdag den 6. maj 2014"
    with translation.override("en"):
        assert day_in_words(dt.date(2014, 5, 6)) == "Tuesday 6 May 2014"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2026-12-24 10:00", "2026-12-24 09:00"),
        ("2026-12-24T10:00", "2026-12-24 09:00"),
        ("2026-07-01T10:00", "2026-07-01 08:00"),
        ("2026-12-24", "2026-12-23 23:00"),
        ("2026-12-24T10:00+00:00", "2026-12-24 10:00"),
        ("2026-12-24T10:00Z", "2026-12-24 10:00"),
        ("2026-10-25T02:30", "2026-10-25 00:30"),
        ("2026-10-25T02:30+01:00", "2026-10-25 01:30"),
        ("2026-03-29T02:30", "2026-03-29 01:30"),  # never comes: half past three
    ],
)
def test_a_moment_is_read_in_danish_time_unless_it_says_otherwise(typed: str, expected: str) -> None:
    assert read_moment(typed).astimezone(dt.UTC) == utc(expected)


def test_what_is_no_moment_is_refused_with_a_sentence() -> None:
    with pytest.raises(WrongTime) as wrong:
        read_moment("juleaften")
    assert str(wrong.value) == "»juleaften« er ikke et tidspunkt. Skriv det som 2026-12-24 10:00."


def test_only_the_hour_that_comes_twice_has_a_second_coming() -> None:
    first = local("2026-10-25 02:30")
    second = second_coming(first)
    assert second is not None
    assert second.astimezone(dt.UTC) == utc("2026-10-25 01:30")
    assert second_coming(second) is None
    for text in ("2026-10-25 01:30", "2026-10-25 03:30", "2026-03-29 02:30", "2026-06-01 12:00"):
        assert second_coming(local(text)) is None
