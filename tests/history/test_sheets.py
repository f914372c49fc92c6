# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Rows of CSV as calls and intervals, or as what is wrong with them: line and field."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.exchange.words import CallEnd, Outcome
from hotline.history.past import PastCall, PastInterval, PastSegment, Wrong
from tests.history.files import (
    ABANDONED,
    ANSWERED,
    CALLS,
    CLOSED,
    HEADS,
    INTERVAL,
    INTERVAL_HEADS,
    INTERVALS,
    NOON,
    call,
    meaning,
    sheet,
    wrong,
)


def after(seconds: float) -> dt.datetime:
    return NOON + dt.timedelta(seconds=seconds)


def test_an_answered_call_with_its_agents_part() -> None:
    assert call(*sheet(ANSWERED)) == PastCall(
        "a1",
        NOON,
        after(200),
        Outcome.ANSWERED,
        CallEnd.ANSWERED_CALLER_HUNG_UP,
        queued_at=NOON,
        answered_at=after(20),
        segments=(
            PastSegment(
                "1001", after(20), after(200), held=dt.timedelta(seconds=10), wrapped_up_at=after(230)
            ),
        ),
    )


def test_an_abandoned_call_and_one_when_the_line_was_closed() -> None:
    abandoned, closed = call(*sheet(ABANDONED)), call(*sheet(CLOSED))

    assert (abandoned.outcome, abandoned.ended_at, abandoned.queued_at) == (
        Outcome.ABANDONED, after(105), after(60),
    )  # fmt: skip
    assert (closed.end, closed.queued_at, closed.answered_at) == (CallEnd.DIVERTED_CLOSED, None, None)


def test_empty_lines_and_blanks_mean_nothing() -> None:
    assert len(sheet("", ";;;", f"  {ANSWERED}", ABANDONED.replace(";", " ; "))) == 2


@pytest.mark.parametrize(
    ("row", "field", "says"),
    [
        (ANSWERED.replace("a1", ""), "Nr", "Nothing stands there"),
        (ANSWERED.replace("04-05-2011 12:00:00", ""), "Start", "Nothing stands there."),
        (
            ANSWERED.replace("04-05-2011 12:00:00", "2011-05-04"),
            "Start",
            "is no time as the mapping has them",
        ),
        (ANSWERED.replace("2011 12:00:00", "2031 12:00:00"), "Start", "lies in the future"),
        (ANSWERED.replace("12:00:20", "11:59:59"), "Besvaret", "answered before it arrived"),
        (ANSWERED.replace("12:03:20", "12:00:10"), "Slut", "ended before it began"),
        (ANSWERED.replace("04-05-2011 12:03:20", "06-05-2011 12:03:20"), "Slut", "or a day later"),
        (ANSWERED.replace("OK", "Ukendt"), "Status", "does not say what 'Ukendt' means"),
        (ANSWERED.replace("OK", "Lagt på"), "Status", "contradict each other"),
        (ABANDONED.replace("Lagt på", "OK"), "Status", "contradict each other"),
        (ANSWERED.replace(";10;", ";ti;"), "Hold", "is no number of seconds"),
        (ANSWERED.replace(";10;", ";-1;"), "Hold", "is no time that somebody waits or talks"),
        (ANSWERED.replace(";10;", ";181;"), "Hold", "longer than the call lasted"),
        (
            ANSWERED.replace("04-05-2011 12:00:00", "27-03-2011 02:30:00"),
            "Start",
            "the clock was put forward",
        ),
    ],
)
def test_what_is_wrong_is_told_by_line_and_column(row: str, field: str, says: str) -> None:
    line, named, said = wrong(*sheet(row))

    assert (line, named) == (2, field)
    assert says in said


def test_a_wrong_row_does_not_keep_the_others_from_being_read() -> None:
    told = sheet(ANSWERED, "nonsense", ABANDONED)

    assert [type(one) for one in told] == [PastCall, Wrong, PastCall]


def test_a_file_without_the_columns_is_refused_at_once() -> None:
    line, _field, says = wrong(*sheet(ANSWERED, heads="Nr;Start"))

    assert (line, "'Besvaret'" in says) == (1, True)


def test_a_field_with_line_breaks_counts_the_lines_of_the_file() -> None:
    told = list(sheet('"a1\n', '";x;;;;;;', heads=HEADS))

    assert [(one.line, one.field) for one in told if isinstance(one, Wrong)] == [(3, "Start")]


def test_a_time_that_comes_twice_is_its_first_coming() -> None:
    told = call(*sheet(ABANDONED.replace("04-05-2011 12:01", "30-10-2011 02:30")))

    assert told.arrived_at == dt.datetime(2011, 10, 30, 0, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize("time", ["2011-05-04T10:00:00Z", "2011-05-04T12:00:00+02:00", "2011-05-04 12:00:00"])
def test_times_as_iso_has_them_with_and_without_a_zone(time: str) -> None:
    plain = meaning(CALLS, file={})

    row = f"a1;{time};;{time};Lagt på;;;;"
    assert call(*sheet(row, of=plain)).arrived_at == NOON


def test_a_system_that_tells_lengths_and_not_instants() -> None:
    told = meaning(
        CALLS,
        file={},
        columns={
            "id": "Nr",
            "arrived": "Start",
            "wait_seconds": "Vent",
            "talk_seconds": "Tale",
            "agent": "M",
        },
        outcomes={},
    )

    found = call(*sheet("a;2011-05-04 12:00;0:20;3:00;1001", heads="Nr;Start;Vent;Tale;M", of=told))

    assert (found.answered_at, found.ended_at, found.outcome) == (after(20), after(200), Outcome.ANSWERED)


@given(st.integers(0, 10**6 - 1))
def test_lengths_are_read_however_they_are_written(seconds: int) -> None:
    hours, minutes = seconds // 3600, seconds % 3600 // 60
    told = meaning(INTERVALS)
    for written in (str(seconds), f"{seconds},000", f"{hours}:{minutes}:{seconds % 60:02}"):
        row = f"2011-05-04T12:00;1;1;0;1;{written}"
        (found,) = sheet(row, heads=INTERVAL_HEADS, of=told)
        assert isinstance(found, PastInterval)
        assert found.waited_ms == seconds * 1000


def test_an_interval() -> None:
    (found,) = sheet(INTERVAL, heads=INTERVAL_HEADS, of=meaning(INTERVALS))

    assert found == PastInterval(NOON, 15, 12, 9, 3, in_time=8, waited_ms=112_500)
    assert isinstance(found, PastInterval)
    assert found.lost == 0


@pytest.mark.parametrize(
    ("row", "field", "says"),
    [
        ("2011-05-04T12:00;11;9;3;8;1", "Ind", "Fewer arrived"),
        ("2011-05-04T12:00;12;9;3;10;1", "I tide", "More were answered in time"),
        ("2011-05-04T12:00;12;9,5;3;8;1", "Besvaret", "is no count"),
        ("2011-05-04T12:00;-1;0;0;0;1", "Ind", "is no count"),
        ("2011-05-04T12:00;99999999;0;0;0;1", "Ind", "is no count"),
        (";12;9;3;8;1", "Start", "Nothing stands there."),
    ],
)
def test_counts_that_contradict_each_other_are_told(row: str, field: str, says: str) -> None:
    _line, named, said = wrong(*sheet(row, heads=INTERVAL_HEADS, of=meaning(INTERVALS)))

    assert (named, says in said) == (field, True)


@given(st.lists(st.text(max_size=40), max_size=8))
def test_nonsense_is_never_more_than_wrong(rows: list[str]) -> None:
    lines: list[Any] = sheet(*rows)

    assert all(isinstance(one, Wrong | PastCall) for one in lines)
