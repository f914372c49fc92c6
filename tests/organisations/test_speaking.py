# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from hotline.organisations.clips import clip
from hotline.organisations.speaking import LOCAL_ZONE, speak_next_opening, speak_position


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL_ZONE)


def read_aloud(keys: tuple[str, ...], language: str) -> str:
    return " ".join(text for text in (clip(key).text(language) for key in keys) if text)


MONDAY_EVENING = local("2014-05-12 22:15")


@pytest.mark.parametrize(
    ("next_at", "danish", "english"),
    [
        ("2014-05-12 23:00", "Vi åbner igen i dag klokken treogtyve.", "We open again today at eleven p.m."),
        ("2014-05-13 09:00", "Vi åbner igen i morgen klokken ni.", "We open again tomorrow at nine a.m."),
        ("2014-05-14 09:00", "Vi åbner igen onsdag klokken ni.", "We open again on Wednesday at nine a.m."),
        ("2014-05-18 17:00", "Vi åbner igen søndag klokken sytten.", "We open again on Sunday at five p.m."),
        (
            "2014-05-18 17:30",
            "Vi åbner igen søndag klokken sytten. tredive.",
            "We open again on Sunday at five thirty p.m.",
        ),
        (
            "2014-05-19 09:00",
            "Vi åbner igen mandag den nittende maj klokken ni.",
            "We open again on Monday the nineteenth of May at nine a.m.",
        ),
        (
            "2015-01-05 08:05",
            "Vi åbner igen mandag den femte januar klokken otte. nul fem.",
            "We open again on Monday the fifth of January at eight oh five a.m.",
        ),
        (
            "2014-05-14 12:00",
            "Vi åbner igen onsdag klokken tolv.",
            "We open again on Wednesday at twelve noon.",
        ),
        (
            "2014-05-14 12:15",
            "Vi åbner igen onsdag klokken tolv. femten.",
            "We open again on Wednesday at twelve fifteen p.m.",
        ),
        (
            "2014-05-14 00:00",
            "Vi åbner igen onsdag klokken nul.",
            "We open again on Wednesday at twelve midnight.",
        ),
        (
            "2014-05-14 00:30",
            "Vi åbner igen onsdag klokken nul. tredive.",
            "We open again on Wednesday at twelve thirty a.m.",
        ),
    ],
)
def test_the_next_opening_is_said_in_both_languages(next_at: str, danish: str, english: str) -> None:
    keys = speak_next_opening(local(next_at), MONDAY_EVENING)
    assert (read_aloud(keys, "da"), read_aloud(keys, "en")) == (danish, english)


def test_nothing_is_promised_when_no_opening_is_known() -> None:
    assert speak_next_opening(None, MONDAY_EVENING) == ()


def test_six_days_ahead_is_a_weekday_and_seven_days_is_a_date() -> None:
    now = local("2014-05-12 08:00")
    assert speak_next_opening(now + timedelta(days=6), now)[1:-2] == ("sunday",)
    assert speak_next_opening(now + timedelta(days=7), now)[1:-2] == ("monday", "day-19", "may")


def test_tomorrow_begins_at_local_midnight_though_it_is_still_today_in_utc() -> None:
    now = datetime(2014, 5, 12, 21, 59, tzinfo=UTC)  # 23:59 here
    opening = datetime(2014, 5, 13, 7, 0, tzinfo=UTC)
    assert speak_next_opening(opening, now)[1] == "tomorrow"
    assert speak_next_opening(opening, now + timedelta(minutes=1))[1] == "today"


def test_the_same_instant_is_said_the_same_from_any_time_zone() -> None:
    opening = local("2014-05-14 09:00")
    spoken = speak_next_opening(opening.astimezone(UTC), MONDAY_EVENING.astimezone(UTC))
    assert (
        spoken == speak_next_opening(opening, MONDAY_EVENING) == ("opens-again", "wednesday", "hour-9", "am")
    )


@pytest.mark.parametrize(
    ("now", "opening_in_utc", "hour"),
    [
        ("2014-03-29 20:00", datetime(2014, 3, 30, 15, 0, tzinfo=UTC), "hour-17"),  # the clock goes forward
        ("2014-10-25 20:00", datetime(2014, 10, 26, 16, 0, tzinfo=UTC), "hour-17"),  # and back
    ],
)
def test_the_hour_is_the_one_on_the_wall_after_a_clock_change(
    now: str, opening_in_utc: datetime, hour: str
) -> None:
    assert speak_next_opening(opening_in_utc, local(now)) == ("opens-again", "tomorrow", hour, "pm")


def test_tomorrow_is_tomorrow_on_the_day_of_23_hours() -> None:
    now = local("2014-03-29 23:30")
    assert speak_next_opening(local("2014-03-30 23:00"), now)[1] == "tomorrow"
    assert speak_next_opening(local("2014-03-31 00:30"), now)[1] == "monday"


def test_the_turn_of_the_year_is_no_obstacle() -> None:
    now = local("2015-12-31 18:00")
    assert speak_next_opening(local("2016-01-01 09:00"), now)[1] == "tomorrow"
    assert speak_next_opening(local("2016-01-04 09:00"), now)[1] == "monday"
    assert speak_next_opening(local("2016-01-07 09:00"), now)[1:4] == ("thursday", "day-7", "january")


def test_a_christmas_closure_is_spoken_with_its_date() -> None:
    spoken = speak_next_opening(local("2014-12-29 09:00"), local("2014-12-19 17:30"))
    assert read_aloud(spoken, "da") == "Vi åbner igen mandag den niogtyvende december klokken ni."


@pytest.mark.parametrize(
    ("position", "danish", "english"),
    [
        (1, "Du er den næste i køen.", "You are next in the queue."),
        (2, "Du er nummer to i køen.", "You are number two in the queue."),
        (21, "Du er nummer enogtyve i køen.", "You are number twenty-one in the queue."),
        (99, "Du er nummer nioghalvfems i køen.", "You are number ninety-nine in the queue."),
        (100, "Du er nummer hundrede i køen.", "You are number one hundred in the queue."),
        (
            101,
            "Der er hundrede eller flere før dig i køen.",
            "There are one hundred or more callers before you in the queue.",
        ),
        (
            4711,
            "Der er hundrede eller flere før dig i køen.",
            "There are one hundred or more callers before you in the queue.",
        ),
    ],
)
def test_a_place_in_the_queue_is_said_in_both_languages(position: int, danish: str, english: str) -> None:
    keys = speak_position(position)
    assert (read_aloud(keys, "da"), read_aloud(keys, "en")) == (danish, english)


@pytest.mark.parametrize("position", [0, -1])
def test_nobody_waits_before_the_first(position: int) -> None:
    with pytest.raises(ValueError, match="in a queue"):
        speak_position(position)


@given(some.integers(min_value=1, max_value=100_000))
def test_every_place_can_be_spoken(position: int) -> None:
    assert all(clip(key).languages == ("da", "en") for key in speak_position(position))


INSTANTS = some.integers(0, 2**32).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@given(now=INSTANTS, ahead=some.timedeltas(min_value=timedelta(0), max_value=timedelta(days=800)))
def test_every_opening_can_be_spoken(now: datetime, ahead: timedelta) -> None:
    keys = speak_next_opening(now + ahead, now)
    assert keys[0] == "opens-again"
    assert all("en" in clip(key).languages for key in keys)
    assert read_aloud(keys, "da").endswith(".")
    assert read_aloud(keys, "en").endswith(".")
