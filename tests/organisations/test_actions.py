# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What changing hours, days, announcements and members does, and what is refused with which sentence."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from hotline.organisations.actions import (
    Refused,
    change_hours,
    end_announcement,
    join_line,
    publish_hours,
    remove_day,
    review_holidays,
    set_day,
    withdraw_hours,
)
from hotline.organisations.models import (
    ExceptionalDay,
    ExceptionalSpan,
    Line,
    LineAnnouncement,
    Membership,
    WeeklyHours,
    WeeklySpan,
)
from hotline.organisations.opening import DayKind, OpenSpan, SpecialDay
from hotline.organisations.queries import schedule_of, week_version
from tests.organisations.schedules import NEVER, THE_WEEK, closed_on, spans
from tests.people.persons import make_authority, make_line

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
EVERY_DAY = (spans((8, 16)),) * 7
NEW_FROM = dt.date(2030, 1, 7)


@pytest.fixture
def line() -> Line:
    """A line whose hours began on 10 March 2014 and have no end."""
    return make_line()


def periods(line: Line) -> list[tuple[dt.date, dt.date | None]]:
    return list(line.weekly_hours.values_list("valid_from", "valid_to"))


def test_new_hours_end_those_that_counted(line: Line) -> None:
    publish_hours(line, EVERY_DAY, NEW_FROM)
    assert periods(line) == [(dt.date(2014, 3, 10), NEW_FROM), (NEW_FROM, None)]
    schedule = schedule_of(line)
    assert schedule.spans_on(NEW_FROM - 7 * DAY) == THE_WEEK[0]
    assert schedule.spans_on(NEW_FROM) == EVERY_DAY[0]


def test_after_hours_with_an_end_the_old_ones_go_on(line: Line) -> None:
    ends = NEW_FROM + 14 * DAY
    publish_hours(line, EVERY_DAY, NEW_FROM, ends)
    assert periods(line) == [(dt.date(2014, 3, 10), NEW_FROM), (NEW_FROM, ends), (ends, None)]
    assert [week_version(row).week for row in line.weekly_hours.all()] == [THE_WEEK, EVERY_DAY, THE_WEEK]


def test_hours_that_would_swallow_others_are_refused(line: Line) -> None:
    publish_hours(line, EVERY_DAY, NEW_FROM)
    with pytest.raises(Refused) as refusal:
        publish_hours(line, THE_WEEK, NEW_FROM - DAY)
    assert str(refusal.value) == (
        "Der er andre tider fra mandag den 7. januar 2030, midt i den periode. "
        "Træk dem tilbage, eller vælg andre dage."
    )
    assert len(periods(line)) == 2


def test_hours_from_the_same_day_are_refused(line: Line) -> None:
    publish_hours(line, EVERY_DAY, NEW_FROM)
    with pytest.raises(Refused):
        publish_hours(line, THE_WEEK, NEW_FROM)


def test_hours_before_all_others_are_taken_as_they_are(line: Line) -> None:
    begins, ends = dt.date(2012, 12, 3), dt.date(2014, 3, 10)
    publish_hours(line, EVERY_DAY, begins, ends)
    assert periods(line) == [(begins, ends), (ends, None)]


def test_withdrawn_hours_let_the_old_ones_go_on(line: Line) -> None:
    withdraw_hours(publish_hours(line, EVERY_DAY, NEW_FROM))
    assert periods(line) == [(dt.date(2014, 3, 10), None)]


def test_hours_that_have_been_in_force_are_neither_changed_nor_withdrawn(line: Line) -> None:
    old = line.weekly_hours.get()
    sentence = "Disse tider har været i brug. Lav nye, der begynder en senere dag."
    with pytest.raises(Refused, match=sentence):
        change_hours(old, EVERY_DAY)
    with pytest.raises(Refused, match=sentence):
        withdraw_hours(old)
    assert week_version(old).week == THE_WEEK


def test_hours_ahead_can_be_changed(line: Line) -> None:
    ahead = publish_hours(line, EVERY_DAY, NEW_FROM)
    change_hours(ahead, NEVER)
    assert week_version(ahead).week == NEVER


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ((OpenSpan(540, 540),), "Linjen skal lukke senere, end den åbner, og senest kl. 24."),
        ((OpenSpan(600, 540),), "Linjen skal lukke senere, end den åbner, og senest kl. 24."),
        ((OpenSpan(540, 1441),), "Linjen skal lukke senere, end den åbner, og senest kl. 24."),
        ((OpenSpan(-1, 540),), "Linjen skal lukke senere, end den åbner, og senest kl. 24."),
        ((OpenSpan(540, 720), OpenSpan(700, 800)), "9-12 og 11:40-13:20 overlapper."),
        ((OpenSpan(540, 720), OpenSpan(540, 800)), "9-12 og 9-13:20 overlapper."),
    ],
)
def test_impossible_and_overlapping_hours_are_refused(
    line: Line, day: tuple[OpenSpan, ...], sentence: str
) -> None:
    with pytest.raises(Refused) as refusal:
        publish_hours(line, (day, *NEVER[1:]), NEW_FROM)
    assert str(refusal.value) == sentence
    assert len(periods(line)) == 1


def test_openings_that_touch_are_no_overlap(line: Line) -> None:
    day = spans((9, 12), (12, 24))
    publish_hours(line, (day, *NEVER[1:]), NEW_FROM)
    assert schedule_of(line).spans_on(NEW_FROM) == day


def test_a_week_of_six_days_is_refused(line: Line) -> None:
    with pytest.raises(Refused):
        publish_hours(line, THE_WEEK[:6], NEW_FROM)


def test_the_database_refuses_impossible_hours_too(line: Line) -> None:
    hours = line.weekly_hours.get()
    day = ExceptionalDay.objects.create(line=line, day_on=NEW_FROM, kind="special", name="Prøve")
    impossible: list[WeeklySpan | ExceptionalSpan | WeeklyHours | LineAnnouncement] = [
        WeeklySpan(hours=hours, weekday=1, opens=600, closes=600),
        WeeklySpan(hours=hours, weekday=1, opens=600, closes=1441),
        WeeklySpan(hours=hours, weekday=8, opens=0, closes=60),
        WeeklySpan(hours=hours, weekday=1, opens=540, closes=600),  # Monday opens at nine already
        ExceptionalSpan(day=day, opens=600, closes=540),
        WeeklyHours(line=line, valid_from=NEW_FROM, valid_to=NEW_FROM),
        WeeklyHours(line=line, valid_from=NEW_FROM, valid_to=None),  # there are hours without an end
        LineAnnouncement(line=line, text="Baglæns", from_at=timezone.now(), to_at=timezone.now() - DAY),
    ]
    for row in impossible:
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def test_a_day_differs_from_the_week_and_follows_it_again(line: Line) -> None:
    monday = dt.date(2030, 6, 3)
    row = set_day(line, SpecialDay(monday, DayKind.SPECIAL, "Kort dag", spans=spans((9, 12))))
    assert schedule_of(line).spans_on(monday) == spans((9, 12))
    remove_day(row)
    assert schedule_of(line).spans_on(monday) == THE_WEEK[0]


def test_two_statements_about_a_date_are_refused(line: Line) -> None:
    set_day(line, closed_on(dt.date(2030, 6, 3)))
    with pytest.raises(Refused) as refusal:
        set_day(line, closed_on(dt.date(2030, 6, 3), "Igen"))
    assert str(refusal.value) == "mandag den 3. juni 2030 står allerede på listen."


def test_a_day_can_be_changed_and_moved(line: Line) -> None:
    row = set_day(line, closed_on(dt.date(2030, 6, 3)))
    moved = set_day(line, closed_on(dt.date(2030, 6, 4), "Flyttet"), instead_of=row)
    assert [(day.day_on, day.name) for day in line.exceptional_days.all()] == [
        (dt.date(2030, 6, 4), "Flyttet")
    ]
    again = set_day(line, closed_on(dt.date(2030, 6, 4), "Samme dag"), instead_of=moved)
    assert again.name == "Samme dag"


@pytest.mark.parametrize(
    "day",
    [
        SpecialDay(NEW_FROM, DayKind.SPECIAL, "Uden tider"),
        SpecialDay(NEW_FROM, DayKind.CLOSED, "Med tider", spans=spans((9, 12))),
    ],
)
def test_special_hours_and_only_they_need_hours(line: Line, day: SpecialDay) -> None:
    with pytest.raises(Refused):
        set_day(line, day)
    assert not line.exceptional_days.exists()


def test_reviewing_a_year_again_replaces_what_was_decided(line: Line) -> None:
    christmas = dt.date(2030, 12, 25)
    review_holidays(line, [closed_on(christmas, "Juledag", is_holiday=True)])
    review_holidays(line, [SpecialDay(christmas, DayKind.SPECIAL, "Juledag", True, spans((10, 12)))])
    assert schedule_of(line).days[christmas].spans == spans((10, 12))


def test_an_announcement_in_force_ends_now(line: Line) -> None:
    row = LineAnnouncement.objects.create(line=line, text="Nede.", from_at=timezone.now() - DAY)
    assert end_announcement(row) is True
    assert schedule_of(line).notices_at(timezone.now()) == ()
    assert LineAnnouncement.objects.count() == 1


def test_an_announcement_that_has_not_begun_is_removed(line: Line) -> None:
    row = LineAnnouncement.objects.create(line=line, text="Nede.", from_at=timezone.now() + DAY)
    end_announcement(row)
    assert not LineAnnouncement.objects.exists()


def test_ending_an_announcement_twice_changes_nothing(line: Line) -> None:
    row = LineAnnouncement.objects.create(line=line, text="Nede.", from_at=timezone.now() - DAY)
    end_announcement(row)
    row.refresh_from_db()
    ended_at = row.to_at
    assert end_announcement(row) is False
    row.refresh_from_db()
    assert row.to_at == ended_at


def test_an_authority_has_one_part_in_a_line_at_a_time(line: Line) -> None:
    region = make_authority("1082", "Region Midtjylland", "region")
    join_line(line, region, Membership.Kind.TAKES_PART, dt.date(2014, 5, 6))
    with pytest.raises(Refused) as refusal:
        join_line(line, region, Membership.Kind.STAFFS, dt.date(2015, 1, 1))
    assert str(refusal.value) == (
        "Region Midtjylland deltager allerede i linjen fra tirsdag den 6. maj 2014. Afslut det først."
    )


def test_an_authority_may_leave_and_come_back(line: Line) -> None:
    aarhus = make_authority()
    join_line(line, aarhus, Membership.Kind.STAFFS, dt.date(2014, 3, 10), dt.date(2020, 1, 1))
    join_line(line, aarhus, Membership.Kind.TAKES_PART, dt.date(2020, 1, 1))
    assert line.memberships.count() == 2
