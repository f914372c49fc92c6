# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What holds for every schedule and every moment, clock changes and year ends among them."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.exchange.words import OpeningKind
from hotline.organisations.clips import catalogue
from hotline.organisations.opening import (
    DayKind,
    Notice,
    OpenSpan,
    Schedule,
    SpecialDay,
    WeekVersion,
    instant_of,
    next_opening_at,
    opening_at,
    week_of,
)

FIRST, LAST = dt.datetime(2026, 3, 20), dt.datetime(2027, 4, 5)  # noqa: DTZ001 - hypothesis adds the zone
A_MOMENT = dt.timedelta(microseconds=1)

instants = st.datetimes(FIRST, LAST, timezones=st.just(dt.UTC))
dates = st.dates(FIRST.date(), LAST.date())


@st.composite
def day_spans(draw: st.DrawFn) -> tuple[OpenSpan, ...]:
    """Up to three spans that do not overlap but may touch."""
    edges = sorted(draw(st.sets(st.integers(0, 96), max_size=4)))
    pairs = list(zip(edges[::2], edges[1::2], strict=False))
    if len(edges) == 3:
        pairs.append((edges[1], edges[2]))
    return tuple(OpenSpan(opens * 15, closes * 15) for opens, closes in pairs)


weeks = st.tuples(*[day_spans()] * 7)


@st.composite
def special_days(draw: st.DrawFn) -> SpecialDay:
    kind = draw(st.sampled_from(DayKind))
    spans = draw(day_spans()) if kind is DayKind.SPECIAL else ()
    return SpecialDay(draw(dates), kind, "Særlig dag", draw(st.booleans()), spans)


@st.composite
def notices(draw: st.DrawFn) -> Notice:
    lasts = draw(st.none() | st.timedeltas(dt.timedelta(minutes=1), dt.timedelta(days=20)))
    from_at = draw(instants)
    return Notice("Nede.", from_at, from_at + lasts if lasts else None, draw(st.booleans()))


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    change_on = draw(dates)
    versions = (
        WeekVersion(dt.date(2020, 1, 1), change_on, draw(weeks)),
        WeekVersion(change_on, None, draw(weeks)),
    )
    days = {day.day_on: day for day in draw(st.lists(special_days(), max_size=5))}
    return Schedule(versions, days, tuple(draw(st.lists(notices(), max_size=3))))


@given(schedules(), instants)
def test_a_caller_is_either_queued_or_told_and_never_both(schedule: Schedule, instant: dt.datetime) -> None:
    decision = opening_at(schedule, instant)
    is_told = decision.kind in {OpeningKind.CLOSED, OpeningKind.HOLIDAY}
    assert decision.ends_call or not is_told
    assert (decision.announcements[-1] == "goodbye") is decision.ends_call
    assert (decision.announcements[0] == "welcome") is not decision.ends_call


@given(schedules(), instants)
def test_everything_that_is_said_is_a_clip(schedule: Schedule, instant: dt.datetime) -> None:
    assert set(opening_at(schedule, instant).announcements) <= set(catalogue())


@given(schedules(), instants)
def test_whoever_rings_at_the_promised_moment_is_queued(schedule: Schedule, instant: dt.datetime) -> None:
    promised = next_opening_at(schedule, instant)
    if promised is not None:
        assert promised >= instant
        assert opening_at(schedule, promised).is_open


@given(schedules(), instants, st.floats(0, 1, exclude_max=True))
def test_nobody_is_queued_before_the_promised_moment(
    schedule: Schedule, instant: dt.datetime, part: float
) -> None:
    promised = next_opening_at(schedule, instant)
    if promised is not None and promised > instant:
        before = min(instant + (promised - instant) * part, promised - A_MOMENT)
        assert not opening_at(schedule, before).is_open


@given(schedules(), instants)
def test_an_open_line_closes_when_it_says(schedule: Schedule, instant: dt.datetime) -> None:
    without_notices = Schedule(schedule.versions, schedule.days)
    closes_at = opening_at(without_notices, instant).closes_at
    if closes_at is not None:
        assert opening_at(without_notices, closes_at - A_MOMENT).is_open
        assert not opening_at(without_notices, closes_at).is_open


@given(schedules(), dates)
@settings(max_examples=30)
def test_what_the_week_shows_is_what_callers_meet(schedule: Schedule, day: dt.date) -> None:
    hours = Schedule(schedule.versions, schedule.days)
    for shown in week_of(hours, day):
        for span in shown.spans:
            begins, ends = instant_of(shown.day_on, span.opens), instant_of(shown.day_on, span.closes)
            if begins < ends:
                assert opening_at(hours, begins).is_open


@given(dates, st.integers(0, 1439))
def test_later_on_the_clock_is_never_earlier_in_time(day: dt.date, minutes: int) -> None:
    assert instant_of(day, minutes) <= instant_of(day, minutes + 1)
    assert instant_of(day, 1440) == instant_of(day + dt.timedelta(days=1), 0)
