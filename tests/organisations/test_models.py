# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Authorities, lines and periods: half-open, with the words people use for them."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hotline.organisations.actions import Refused, publish_hours, withdraw_hours
from hotline.organisations.fields import DayField, LastDayField, MomentField, NumberField, SpansField
from hotline.organisations.models import (
    Authority,
    ExceptionalDay,
    Line,
    LineAnnouncement,
    Membership,
    check_number,
)
from hotline.organisations.queries import in_period, schedule_of, staffing_authorities
from tests.organisations.schedules import NEVER, local, spans
from tests.people.persons import SINCE, make_authority, make_line

DAY = dt.timedelta(days=1)


@pytest.fixture
def line(db: None) -> Line:
    return make_line()


def test_an_authority_exists_from_its_first_day_until_its_last() -> None:
    region = Authority(valid_from=dt.date(2007, 1, 1), valid_to=dt.date(2027, 1, 1))
    days = [dt.date(2006, 12, 31), dt.date(2007, 1, 1), dt.date(2026, 12, 31), dt.date(2027, 1, 1)]
    assert [region.exists_on(day) for day in days] == [False, True, True, False]
    assert region.last_on == dt.date(2026, 12, 31)


def test_an_authority_without_dates_has_always_existed() -> None:
    assert Authority().exists_on(dt.date(1849, 6, 5))
    assert Authority().last_on is None


def test_a_municipality_follows_its_region_through_every_change(db: None) -> None:
    third = make_authority("c", "Danmark", "region")
    second = Authority.objects.create(
        code="b", name="Østdanmark", kind="region", valid_to=dt.date(2050, 1, 1), succeeded_by=third
    )
    first = Authority.objects.create(
        code="a", name="Sjælland", kind="region", valid_to=dt.date(2027, 1, 1), succeeded_by=second
    )
    roskilde = Authority(region=first)
    years = [roskilde.region_on(dt.date(year, 6, 1)) for year in (2026, 2027, 2050)]
    assert years == [first, second, third]


def test_a_region_that_ended_without_another_is_still_named(db: None) -> None:
    ended = Authority.objects.create(code="a", name="Amt", kind="region", valid_to=dt.date(2007, 1, 1))
    assert Authority(region=ended).region_on(dt.date(2026, 1, 1)) == ended
    assert Authority().region_on(dt.date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+4570200000", "70 20 00 00"),
        ("+4500000001", "00 00 00 01"),
        ("+46812345678", "+46 8 123 456 78"),
    ],
)
def test_a_number_is_shown_as_danes_write_it(number: str, shown: str) -> None:
    assert Line(number=number).shown_number == shown


@pytest.mark.parametrize(
    "number", ["70200000", "+45 70 20 00 00", "+45", "+457020000012345678", "+45702o0000"]
)
def test_a_number_in_another_form_is_not_kept(number: str) -> None:
    with pytest.raises(ValidationError, match="Skriv nummeret med landekode"):
        check_number(number)


def test_a_line_speaks_danish_unless_told_otherwise() -> None:
    assert (Line().languages, Line().is_bilingual, Line(languages=["da", "en"]).is_bilingual) == (
        ["da"],
        False,
        True,
    )


def test_each_announcement_has_a_recording_of_its_own() -> None:
    assert LineAnnouncement(pk=7).clip_key == "notice-7"


@pytest.mark.parametrize(
    ("day", "is_member"),
    [
        (dt.date(2014, 5, 5), False),
        (dt.date(2014, 5, 6), True),
        (dt.date(2014, 5, 31), True),
        (dt.date(2014, 6, 1), False),
    ],
)
def test_a_membership_counts_from_its_first_day_until_its_last(
    db: None, day: dt.date, is_member: bool
) -> None:
    line, aarhus = make_line(), make_authority()
    row = Membership.objects.create(
        line=line, authority=aarhus, kind="staffs", from_on=dt.date(2014, 5, 6), to_on=dt.date(2014, 6, 1)
    )
    assert row.last_on == dt.date(2014, 5, 31)
    assert Membership.objects.filter(in_period(day)).exists() is is_member
    assert list(staffing_authorities(line, day)) == ([aarhus] if is_member else [])


def test_the_database_keeps_periods_in_order_and_rows_single(db: None) -> None:
    line, aarhus = make_line(), make_authority()
    member = {"line": line, "authority": aarhus, "kind": "staffs", "from_on": SINCE}
    Membership.objects.create(**member)
    ExceptionalDay.objects.create(line=line, day_on=SINCE, kind="closed", name="Lukket")
    refused: list[Membership | Authority | ExceptionalDay | Line] = [
        Membership(**member),
        Membership(**{**member, "from_on": SINCE + DAY, "to_on": SINCE}),
        Authority(code="x", name="X", kind="state", valid_from=SINCE, valid_to=SINCE),
        Authority(code="0751", name="Aarhus igen", kind="municipality"),
        ExceptionalDay(line=line, day_on=SINCE, kind="open", name="Åbent"),
        Line(slug="hotline", name="Igen", number="+4570200001"),
        Line(slug="anden", name="Samme nummer", number="+4570200000"),
    ]
    for row in refused:
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def test_rows_say_what_they_are(db: None) -> None:
    line, aarhus = make_line(), make_authority()
    hours = line.weekly_hours.get()
    said = [
        str(Membership(line=line, authority=aarhus, kind="takes_part")),
        str(hours),
        str(hours.spans.get(weekday=5)),
        str(ExceptionalDay(day_on=SINCE, name="Lukket")),
        str(LineAnnouncement(text="Nede.")),
    ]
    assert said == [
        "Aarhus: Deltager",
        "Den Digitale Hotline 2014-03-10",
        "5: 540–1020",
        "2014-03-10 Lukket",
        "Nede.",
    ]


def test_the_last_day_is_kept_as_the_first_day_outside() -> None:
    field = LastDayField(required=False)
    assert field.clean("2026-12-31") == dt.date(2027, 1, 1)
    assert field.prepare_value(dt.date(2027, 1, 1)) == dt.date(2026, 12, 31)
    assert field.prepare_value("skrevet") == "skrevet"
    assert field.clean("") is None
    assert field.clean(dt.date(2027, 1, 1)) == dt.date(2027, 1, 1)


@given(st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)))
def test_a_last_day_shown_and_sent_again_is_the_same(day: dt.date) -> None:
    field = LastDayField()
    assert field.clean(field.prepare_value(day).isoformat()) == day


def test_days_and_moments_are_offered_with_the_browsers_calendar() -> None:
    day, moment = DayField().widget, MomentField().widget
    assert 'type="date"' in day.render("d", dt.date(2014, 5, 6))
    assert 'value="2014-05-06"' in day.render("d", dt.date(2014, 5, 6))
    assert 'type="datetime-local"' in moment.render("m", None)


def test_a_moment_is_danish_time() -> None:
    assert MomentField().clean("2014-05-06T10:00") == local("2014-05-06 10:00")


def test_the_hours_field_shows_what_it_reads() -> None:
    field = SpansField()
    assert field.prepare_value(spans((9, 12), (13, 17))) == "9-12, 13-17"
    assert field.prepare_value("9-12 og") == "9-12 og"
    assert field.clean("9-12, 13-17") == spans((9, 12), (13, 17))
    assert field.clean(None) == ()


@given(st.integers(10_000_000, 99_999_999), st.sampled_from(["{}", "+45{}", "0045{}", "+45 {}"]))
def test_a_danish_number_is_kept_in_one_form_however_it_is_typed(number: int, form: str) -> None:
    digits = str(number)
    typed = form.format(f"{digits[:4]} {digits[4:]}")
    assert NumberField().clean(typed) == f"+45{digits}"


def test_no_number_is_kept_as_none() -> None:
    assert NumberField(required=False).clean("") == ""


# The database is the same for every example: each begins by emptying what it is about.
FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
FIRST = dt.date(2030, 1, 1)
DAYS = range(120)


@given(
    st.lists(
        st.tuples(st.integers(0, 60), st.none() | st.integers(1, 30), st.integers(1, 24)),
        min_size=1,
        max_size=6,
    )
)
@FEW
def test_each_day_has_the_week_that_was_published_last_for_it(
    line: Line, deeds: list[tuple[int, int | None, int]]
) -> None:
    line.weekly_hours.all().delete()
    expected: dict[int, int] = {}
    for begins, length, hour in deeds:
        ends = begins + length if length else None
        valid_to = FIRST + DAY * ends if ends else None
        try:
            publish_hours(line, (spans((0, hour)),) * 7, FIRST + DAY * begins, valid_to)
        except Refused:
            continue
        expected |= dict.fromkeys(range(begins, ends or len(DAYS)), hour)
    schedule = schedule_of(line)
    for ahead in DAYS:
        day = FIRST + DAY * ahead
        assert len([version for version in schedule.versions if version.covers(day)]) <= 1
        assert schedule.spans_on(day) == (spans((0, expected[ahead])) if ahead in expected else ())


@given(st.integers(1, 60), st.none() | st.integers(1, 30))
@FEW
def test_what_is_published_and_withdrawn_leaves_every_day_as_it_was(
    line: Line, begins: int, length: int | None
) -> None:
    line.weekly_hours.all().delete()
    publish_hours(line, (spans((9, 17)),) * 7, FIRST)
    valid_to = FIRST + DAY * (begins + length) if length else None
    withdraw_hours(publish_hours(line, NEVER, FIRST + DAY * begins, valid_to))
    schedule = schedule_of(line)
    assert [schedule.spans_on(FIRST + DAY * ahead) for ahead in DAYS] == [spans((9, 17))] * len(DAYS)
