# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What a caller meets: ordinary weeks, exceptional days, holidays and notices."""

import datetime as dt

import pytest

from hotline.exchange.records import Opening
from hotline.exchange.words import OpeningKind
from hotline.organisations.opening import (
    DayKind,
    DayShown,
    Notice,
    OpeningDecision,
    Schedule,
    SpecialDay,
    WeekVersion,
    next_opening_at,
    opening_at,
    opening_for_exchange,
    week_of,
)
from tests.organisations.schedules import (
    ALWAYS,
    DAY,
    EVENING,
    NEVER,
    SHORT_DAY,
    THE_WEEK,
    closed_on,
    local,
    schedule,
    spans,
    version,
)

MONDAY_NOON = local("2014-05-05 12:00")
SATURDAY = local("2014-05-03 12:00")


def decided(text: str, *args: SpecialDay, **kwargs: object) -> OpeningDecision:
    return opening_at(schedule(*args, **kwargs), local(text))  # type: ignore[arg-type]


def test_a_caller_on_monday_at_noon_is_welcomed_and_queued() -> None:
    assert opening_at(schedule(), MONDAY_NOON) == OpeningDecision(
        OpeningKind.OPEN, ("welcome",), ends_call=False, closes_at=local("2014-05-05 21:00")
    )


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2014-05-05 08:59:59.999", False),
        ("2014-05-05 09:00", True),
        ("2014-05-05 20:59:59.999", True),
        ("2014-05-05 21:00", False),
        ("2014-05-09 16:59", True),  # Friday
        ("2014-05-09 17:00", False),
        ("2014-05-10 12:00", False),  # Saturday
        ("2014-05-11 16:59", False),  # Sunday
        ("2014-05-11 17:00", True),
        ("2014-05-11 21:00", False),
    ],
)
def test_the_line_opens_on_the_stroke_and_closes_on_the_stroke(moment: str, is_open: bool) -> None:
    assert decided(moment).is_open is is_open


def test_a_caller_on_saturday_hears_when_the_line_opens_again() -> None:
    assert opening_at(schedule(), SATURDAY) == OpeningDecision(
        OpeningKind.CLOSED,
        ("closed", "opens-again", "tomorrow", "hour-17", "pm", "goodbye"),
        ends_call=True,
        next_opening_at=local("2014-05-04 17:00"),
    )


def test_a_caller_before_opening_hears_today() -> None:
    assert decided("2014-05-05 07:00").announcements == (
        "closed", "opens-again", "today", "hour-9", "am", "goodbye",
    )  # fmt: skip


def test_a_line_without_hours_is_closed_and_promises_nothing() -> None:
    assert opening_at(Schedule(), MONDAY_NOON) == OpeningDecision(
        OpeningKind.CLOSED, ("closed", "goodbye"), ends_call=True
    )


def test_a_closed_day_of_ones_own_sounds_closed_not_holiday() -> None:
    day = closed_on(dt.date(2014, 5, 5), "Personaledag")
    decision = decided("2014-05-05 12:00", day)
    assert (decision.kind, decision.special_day) == (OpeningKind.CLOSED, day)
    assert decision.next_opening_at == local("2014-05-06 09:00")


def test_a_caller_on_a_holiday_hears_the_holiday_and_the_next_opening() -> None:
    may_prayer_day = closed_on(dt.date(2014, 5, 16), "Store bededag", is_holiday=True)
    decision = decided("2014-05-16 12:00", may_prayer_day)
    assert decision.kind is OpeningKind.HOLIDAY
    assert decision.announcements == (
        "holiday", "opens-again", "sunday", "hour-17", "pm", "goodbye",
    )  # fmt: skip


def test_a_holiday_lasts_from_midnight_to_midnight() -> None:
    holiday = closed_on(dt.date(2014, 5, 16), "Store bededag", is_holiday=True)
    moments = ["2014-05-15 23:59:59", "2014-05-16 00:00", "2014-05-16 23:59:59", "2014-05-17 00:00"]
    assert [decided(moment, holiday).kind for moment in moments] == [
        OpeningKind.CLOSED,
        OpeningKind.HOLIDAY,
        OpeningKind.HOLIDAY,
        OpeningKind.CLOSED,
    ]


def test_a_holiday_may_have_special_hours() -> None:
    eve = SpecialDay(dt.date(2014, 12, 31), DayKind.SPECIAL, "Nytårsaften", True, spans((9, 12)))
    kinds = [decided(f"2014-12-31 {time}", eve).kind for time in ("08:59", "09:00", "11:59", "12:00")]
    assert kinds == [OpeningKind.CLOSED, OpeningKind.OPEN, OpeningKind.OPEN, OpeningKind.CLOSED]


def test_a_holiday_on_which_the_line_is_open_follows_the_week() -> None:
    may_day = SpecialDay(dt.date(2014, 5, 1), DayKind.OPEN, "1. maj", True)
    decision = decided("2014-05-01 20:00", may_day)
    assert (decision.kind, decision.special_day) == (OpeningKind.OPEN, may_day)


def test_on_24_december_the_line_opens_again_after_the_holidays() -> None:
    christmas = [closed_on(dt.date(2014, 12, day), "Jul", is_holiday=True) for day in (24, 25, 26)]
    decision = decided("2014-12-24 10:00", *christmas)
    assert decision.next_opening_at == local("2014-12-28 17:00")
    assert decision.announcements == ("holiday", "opens-again", "sunday", "hour-17", "pm", "goodbye")


def test_special_hours_open_a_day_that_is_otherwise_closed() -> None:
    saturday = SpecialDay(dt.date(2014, 5, 10), DayKind.SPECIAL, "Ekstra åbent", spans=spans((10, 14)))
    assert decided("2014-05-10 12:00", saturday).kind is OpeningKind.OPEN
    assert next_opening_at(schedule(saturday), local("2014-05-09 17:00")) == local("2014-05-10 10:00")


def test_hours_until_24_end_at_midnight() -> None:
    late = (*THE_WEEK[:4], spans((9, 24)), (), EVENING)
    assert decided("2014-05-09 23:59:59.999", week=late).is_open
    assert not decided("2014-05-10 00:00", week=late).is_open
    assert decided("2014-05-09 20:00", week=late).closes_at == local("2014-05-10 00:00")


def test_an_opening_past_midnight_is_two_that_touch() -> None:
    through = (*THE_WEEK[:4], spans((9, 24)), spans((0, 2)), EVENING)
    assert decided("2014-05-10 00:00", week=through).is_open
    assert decided("2014-05-09 23:00", week=through).closes_at == local("2014-05-10 02:00")


def test_a_line_that_never_closes_has_no_closing_time() -> None:
    decision = decided("2014-05-09 23:00", week=ALWAYS)
    assert (decision.is_open, decision.closes_at) == (True, None)


def test_a_line_whose_hours_end_today_closes_today() -> None:
    last_day = WeekVersion(dt.date(2014, 3, 10), dt.date(2014, 5, 6), THE_WEEK)
    decision = opening_at(Schedule((last_day,)), MONDAY_NOON)
    assert decision.closes_at == local("2014-05-05 21:00")
    assert opening_at(Schedule((last_day,)), local("2014-05-06 12:00")).next_opening_at is None


def test_a_new_version_of_the_hours_takes_over_at_midnight() -> None:
    old = WeekVersion(dt.date(2014, 3, 10), dt.date(2015, 1, 1), THE_WEEK)
    new = version((spans((8, 20)),) * 7, since=dt.date(2015, 1, 1))
    both = Schedule((old, new))
    assert opening_at(both, local("2014-12-31 20:30")).is_open
    assert not opening_at(both, local("2015-01-01 20:30")).is_open
    assert opening_at(both, local("2014-12-31 22:00")).next_opening_at == local("2015-01-01 08:00")


def test_a_notice_is_heard_and_the_caller_is_queued() -> None:
    notice = Notice("Digital Post er nede.", local("2014-05-05 11:00"), local("2014-05-05 13:00"))
    assert decided("2014-05-05 12:00", notices=(notice,)) == OpeningDecision(
        OpeningKind.DISTURBANCE,
        ("welcome", "disturbance"),
        ends_call=False,
        closes_at=local("2014-05-05 21:00"),
        notices=(notice,),
    )


def test_a_notice_is_over_on_the_stroke() -> None:
    notice = Notice("Nede.", local("2014-05-05 11:00"), local("2014-05-05 13:00"))
    kinds = [decided(f"2014-05-05 {time}", notices=(notice,)).kind for time in ("10:59", "11:00", "13:00")]
    assert kinds == [OpeningKind.OPEN, OpeningKind.DISTURBANCE, OpeningKind.OPEN]


def test_a_notice_that_ends_calls_says_when_calls_are_taken_again() -> None:
    notice = Notice("Vi flytter.", local("2014-05-05 11:00"), local("2014-05-05 14:30"), ends_call=True)
    assert decided("2014-05-05 12:00", notices=(notice,)) == OpeningDecision(
        OpeningKind.DISTURBANCE,
        ("disturbance", "opens-again", "today", "hour-14", "minute-30", "pm", "goodbye"),
        ends_call=True,
        next_opening_at=local("2014-05-05 14:30"),
        notices=(notice,),
    )


def test_a_notice_that_ends_calls_without_an_end_promises_nothing() -> None:
    notice = Notice("Vi er nede.", local("2014-05-05 11:00"), ends_call=True)
    decision = decided("2014-05-05 12:00", notices=(notice,))
    assert decision.announcements == ("disturbance", "goodbye")
    assert decision.next_opening_at is None


def test_the_next_opening_is_never_inside_a_notice_that_ends_calls() -> None:
    notice = Notice("Vi flytter.", local("2014-05-04 12:00"), local("2014-05-05 12:00"), ends_call=True)
    decision = opening_at(schedule(notices=(notice,)), SATURDAY)
    assert decision.next_opening_at == local("2014-05-05 12:00")


def test_a_closed_line_says_the_notice_first() -> None:
    notice = Notice("Nede.", local("2014-05-01 00:00"), clip="busy")
    decision = opening_at(schedule(notices=(notice,)), SATURDAY)
    assert decision.kind is OpeningKind.CLOSED
    assert decision.announcements[:2] == ("busy", "closed")


def test_two_notices_with_the_same_clip_are_heard_once() -> None:
    twice = (Notice("Nede.", local("2014-05-05 11:00")), Notice("Også nede.", local("2014-05-05 11:30")))
    assert decided("2014-05-05 12:00", notices=twice).announcements == ("welcome", "disturbance")


def test_a_line_forced_open_is_open_at_night_and_on_holidays() -> None:
    forced = schedule(closed_on(dt.date(2014, 5, 16), is_holiday=True), is_forced_open=True)
    decision = opening_at(forced, local("2014-05-16 03:00"))
    assert (decision.kind, decision.is_open, decision.closes_at) == (OpeningKind.OPEN, True, None)


def test_a_line_forced_open_still_says_its_notices() -> None:
    notice = Notice("Nede.", local("2014-05-01 00:00"), ends_call=True)
    forced = schedule(week=NEVER, notices=(notice,), is_forced_open=True)
    assert opening_at(forced, SATURDAY).kind is OpeningKind.DISTURBANCE


def test_a_line_that_never_opens_is_not_searched_for_ever() -> None:
    assert next_opening_at(schedule(week=NEVER), SATURDAY) is None


def test_an_opening_more_than_a_week_ahead_is_told_with_its_date() -> None:
    closed = [closed_on(dt.date(2014, 7, day)) for day in range(1, 32)]
    assert decided("2014-07-01 12:00", *closed).announcements == (
        "closed", "opens-again", "friday", "day-1", "august", "hour-9", "am", "goodbye",
    )  # fmt: skip


def test_the_week_shows_monday_first_with_its_exceptions() -> None:
    holiday = closed_on(dt.date(2014, 5, 16), "Store bededag", is_holiday=True)
    shown = week_of(schedule(holiday), dt.date(2014, 5, 18))
    assert shown == (
        *(DayShown(dt.date(2014, 5, day), DAY, None) for day in (12, 13, 14, 15)),
        DayShown(dt.date(2014, 5, 16), (), holiday),
        DayShown(dt.date(2014, 5, 17), (), None),
        DayShown(dt.date(2014, 5, 18), EVENING, None),
    )


def test_week_53_is_a_week_like_any_other() -> None:
    shown = week_of(schedule(), dt.date(2027, 1, 1))  # a Friday in week 53 of 2026
    assert [day.day_on.isocalendar()[:2] for day in shown] == [(2026, 53)] * 7
    assert [day.spans for day in shown] == [DAY, DAY, DAY, DAY, SHORT_DAY, (), EVENING]
    assert decided("2027-01-01 16:59").is_open
    assert decided("2027-01-01 17:00").next_opening_at == local("2027-01-03 17:00")


def test_a_version_that_begins_in_week_53_does_not_change_the_days_before_it() -> None:
    old = WeekVersion(dt.date(2020, 1, 1), dt.date(2027, 1, 1), THE_WEEK)
    both = Schedule((old, version(NEVER, since=dt.date(2027, 1, 1))))
    shown = week_of(both, dt.date(2026, 12, 28))
    assert [day.spans for day in shown] == [DAY, DAY, DAY, DAY, (), (), ()]


def test_the_exchange_gets_what_travels_with_the_call() -> None:
    decision = opening_at(schedule(), SATURDAY)
    keys = ("closed", "opens-again", "tomorrow", "hour-17", "pm", "goodbye")
    assert opening_for_exchange(decision) == Opening(OpeningKind.CLOSED, keys, ends_call=True)  # type: ignore[arg-type]


def test_an_english_text_is_used_where_there_is_one() -> None:
    notice = Notice("Nede.", local("2014-05-05 11:00"), text_en="Down.")
    assert (notice.text_in("da"), notice.text_in("en")) == ("Nede.", "Down.")
    assert Notice("Nede.", local("2014-05-05 11:00")).text_in("en") == "Nede."
