# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""How a decision, a day and a clip are put into words, in both languages."""

import datetime as dt

import pytest
from django.utils import translation

from hotline.exchange.words import OpeningKind
from hotline.organisations.opening import Notice, OpeningDecision, opening_at
from hotline.organisations.templatetags.hours import (
    date_in_words,
    in_words,
    named_days,
    short_date,
    state_in_words,
    text_for_reader,
    words_of_clip,
)
from tests.organisations.schedules import ALWAYS, NEVER, THE_WEEK, closed_on, local, schedule, spans, version

NOW = local("2014-05-05 12:00")


def both(decision: OpeningDecision, now: dt.datetime = NOW) -> tuple[str, str]:
    with translation.override("da"):
        danish = state_in_words(decision, now)
    with translation.override("en"):
        return danish, state_in_words(decision, now)


def test_an_open_line_says_until_when() -> None:
    assert both(opening_at(schedule(), NOW)) == (
        "Linjen er åben til kl. 21.",
        "The line is open until 21:00.",
    )


def test_a_line_open_until_midnight_says_24() -> None:
    week = (spans((9, 24)), *NEVER[1:])
    assert both(opening_at(schedule(week=week), NOW)) == (
        "Linjen er åben til kl. 24.",
        "The line is open until 24:00.",
    )


def test_a_line_open_past_midnight_says_when_tomorrow() -> None:
    week = (spans((9, 24)), spans((0, 2)), *NEVER[2:])
    assert both(opening_at(schedule(week=week), NOW)) == (
        "Linjen er åben og lukker i morgen kl. 2.",
        "The line is open, and closes tomorrow at 2:00.",
    )


def test_a_line_that_never_closes_says_no_time() -> None:
    assert both(opening_at(schedule(week=ALWAYS), NOW)) == ("Linjen er åben.", "The line is open.")


@pytest.mark.parametrize(
    ("kind", "danish", "english"),
    [
        (OpeningKind.CLOSED, "Linjen er lukket.", "The line is closed."),
        (
            OpeningKind.HOLIDAY,
            "Linjen er lukket på grund af helligdag.",
            "The line is closed because of a holiday.",
        ),
        (
            OpeningKind.DISTURBANCE,
            "Linjen tager ikke imod opkald lige nu.",
            "The line takes no calls just now.",
        ),
    ],
)
def test_a_line_that_takes_no_calls_says_why(kind: OpeningKind, danish: str, english: str) -> None:
    assert both(OpeningDecision(kind, (), ends_call=True)) == (danish, english)


def test_a_closed_line_says_when_it_opens_again() -> None:
    christmas = [closed_on(dt.date(2014, 12, day), "Jul", is_holiday=True) for day in (24, 25, 26)]
    eve = local("2014-12-24 10:00")
    assert both(opening_at(schedule(*christmas), eve), eve) == (
        "Linjen er lukket på grund af helligdag. Vi åbner igen søndag kl. 17.",
        "The line is closed because of a holiday. We open again on Sunday at 17:00.",
    )


def test_the_day_is_told_by_the_danish_clock_whatever_the_zone() -> None:
    late = local("2014-05-05 23:30").astimezone(dt.UTC)
    assert both(opening_at(schedule(), late), late)[0] == "Linjen er lukket. Vi åbner igen i morgen kl. 9."


def test_dates_are_written_as_danes_write_them() -> None:
    day = dt.date(2014, 5, 6)
    assert (date_in_words(day), short_date(day)) == ("tirsdag den 6. maj 2014", "tirsdag den 6. maj")
    with translation.override("en"):
        assert (date_in_words(day), short_date(day)) == ("Tuesday 6 May 2014", "Tuesday 6 May")


def test_a_week_is_named_from_monday() -> None:
    named = named_days(version(THE_WEEK))
    assert [name for name, _ in named] == [
        "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag",
    ]  # fmt: skip
    assert [in_words(openings) for _, openings in named][3:] == ["9–21", "9–17", "lukket", "17–21"]


def test_a_notice_speaks_the_readers_language_where_it_can() -> None:
    notice = Notice("Nede.", NOW, text_en="Down.")
    assert text_for_reader(notice) == "Nede."
    with translation.override("en"):
        assert text_for_reader(notice) == "Down."
        assert text_for_reader(Notice("Nede.", NOW)) == "Nede."


def test_a_clip_is_told_in_the_readers_language_or_the_one_asked_for() -> None:
    assert words_of_clip("tomorrow") == "i morgen"
    assert words_of_clip("tomorrow", "en") == "tomorrow"
