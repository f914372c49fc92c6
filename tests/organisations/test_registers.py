# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The authorities and holidays that come with Hotline, and the example line."""

import datetime as dt
from collections import Counter

import pytest
from click.testing import CliRunner
from pytest_django import DjangoAssertNumQueries
from pytest_django import Settings as SettingsOfTests

from hotline.exchange.records import Settings
from hotline.exchange.words import OpeningKind
from hotline.organisations.command_line import authorities, hours
from hotline.organisations.example import load
from hotline.organisations.models import Authority, ExceptionalDay, Line, Membership, WeeklyHours
from hotline.organisations.opening import opening_at
from hotline.organisations.queries import (
    existing_authorities,
    members_on,
    schedule_of,
    settings_for_exchange,
    staffing_authorities,
)
from hotline.organisations.registers import holidays_of, load_authorities
from tests.organisations.schedules import THE_WEEK, local

HOLIDAY = (
    "Vi holder lukket i dag på grund af helligdag. Vi åbner igen søndag klokken sytten. "
    "Tak, fordi du ringede. Farvel."
)
TODAY = dt.date(2026, 11, 22)


def test_all_municipalities_and_regions_are_there_once(db: None) -> None:
    load_authorities()
    load_authorities()
    kinds = Counter(Authority.objects.values_list("kind", flat=True))
    assert kinds == {"municipality": 98, "region": 6}


def test_the_19_municipalities_of_region_midtjylland_are_in_it(db: None) -> None:
    load_authorities()
    assert Authority.objects.filter(region__code="1082").count() == 19
    assert Authority.objects.get(code="0751").name == "Aarhus"


def test_nyborg_and_langeland_are_not_swapped(db: None) -> None:
    load_authorities()
    names = {code: Authority.objects.get(code=code).name for code in ("0450", "0482")}
    assert names == {"0450": "Nyborg", "0482": "Langeland"}


def test_two_regions_become_one_on_1_january_2027(db: None) -> None:
    load_authorities()
    new_year = dt.date(2027, 1, 1)
    eve = dt.date(2026, 12, 31)
    copenhagen, roskilde, aarhus = (Authority.objects.get(code=code) for code in ("0101", "0265", "0751"))
    before = [str(authority.region_on(eve)) for authority in (copenhagen, roskilde, aarhus)]
    after = [str(authority.region_on(new_year)) for authority in (copenhagen, roskilde, aarhus)]
    assert before == ["Region Hovedstaden", "Region Sjælland", "Region Midtjylland"]
    assert after == ["Region Østdanmark", "Region Østdanmark", "Region Midtjylland"]
    regions = existing_authorities(new_year).filter(kind="region")
    assert regions.count() == 4
    assert existing_authorities(eve).filter(kind="region").count() == 5


def test_what_somebody_edited_is_not_loaded_over(db: None) -> None:
    load_authorities()
    Authority.objects.filter(code="0751").update(name="Århus", website="https://aarhus.example")
    load_authorities()
    assert Authority.objects.get(code="0751").name == "Århus"


def test_no_contact_is_invented(db: None) -> None:
    load_authorities()
    blank = Authority.objects.filter(cvr="", website="", phone="", email="", address="")
    assert blank.count() == Authority.objects.count()


def test_the_holidays_of_2014_and_2026_are_the_danish_ones() -> None:
    names = {year: [day.name for day in holidays_of(year) if day.is_public] for year in (2014, 2026)}
    assert ("Store bededag" in names[2014], "Store bededag" in names[2026]) == (True, False)
    assert (len(names[2014]), len(names[2026])) == (11, 10)


def test_days_off_by_custom_are_offered_too_in_the_order_of_the_year() -> None:
    days = holidays_of(2026)
    assert [day.day_on for day in days if not day.is_public] == [
        dt.date(2026, 5, 1),
        dt.date(2026, 6, 5),
        dt.date(2026, 12, 24),
        dt.date(2026, 12, 31),
    ]
    assert days == sorted(days, key=lambda day: day.day_on)


def test_the_example_has_the_line_as_it_was_in_may_2014(db: None) -> None:
    line = load(TODAY)
    assert (line.name, line.shown_number, line.languages) == ("Den Digitale Hotline", "70 20 00 00", ["da"])
    assert [schedule_of(line).spans_on(dt.date(2014, 5, day)) for day in range(5, 12)] == list(THE_WEEK)
    week = [span.closes - span.opens for spans in THE_WEEK for span in spans]
    assert sum(week) == 60 * 60


def test_before_10_march_2014_the_example_line_had_the_hours_of_the_trial(db: None) -> None:
    schedule = schedule_of(load(TODAY))
    assert not opening_at(schedule, local("2014-03-09 17:30")).is_open
    assert opening_at(schedule, local("2014-03-09 18:30")).is_open
    assert opening_at(schedule, local("2014-03-10 09:00")).is_open


def test_the_example_line_keeps_store_bededag_2014(db: None) -> None:
    decision = opening_at(schedule_of(load(TODAY)), local("2014-05-16 12:00"))
    assert decision.kind is OpeningKind.HOLIDAY


def test_19_municipalities_staff_the_example_and_the_region_takes_part_from_6_may(db: None) -> None:
    line = load(TODAY)
    kinds = {
        day: Counter(member.kind for member in members_on(line, day))
        for day in (dt.date(2014, 5, 5), dt.date(2014, 5, 6))
    }
    assert kinds == {
        dt.date(2014, 5, 5): {"staffs": 19},
        dt.date(2014, 5, 6): {"staffs": 19, "takes_part": 1},
    }
    assert staffing_authorities(line, dt.date(2014, 5, 6)).count() == 19
    assert staffing_authorities(line, dt.date(2014, 3, 9)).count() == 0


def test_loading_the_example_twice_changes_nothing(db: None) -> None:
    load(TODAY)
    tables = (Line, Membership, WeeklyHours, ExceptionalDay, Authority)
    before = [table.objects.count() for table in tables]
    Line.objects.update(name="Omdøbt")
    load(TODAY)
    assert [table.objects.count() for table in tables] == before
    assert Line.objects.get().name == "Omdøbt"


def test_a_schedule_is_read_in_five_queries(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    line = load(TODAY)
    with django_assert_num_queries(5):
        schedule_of(line)


def test_the_exchange_gets_the_lines_settings_in_milliseconds(db: None) -> None:
    line = load(TODAY)
    assert settings_for_exchange(line) == Settings()
    line.ring_seconds, line.most_waiting = 25, 7
    assert settings_for_exchange(line) == Settings(ring_ms=25_000, waiting_limit=7)


def test_the_command_tells_what_a_caller_hears_on_24_december(db: None) -> None:
    load(TODAY)
    told = CliRunner().invoke(hours, ["preview", "hotline", "2026-12-24 10:00"])
    assert told.output.splitlines() == [
        "Thursday 2026-12-24 10:00 +0100: holiday, Juleaftensdag",
        f"  da: {HOLIDAY}",
        "  Then the call ends.",
        "  Next opening: Sunday 2026-12-27 17:00",
    ]


def test_the_command_tells_the_hours_of_a_line_forced_open(db: None, settings: SettingsOfTests) -> None:
    load(TODAY)
    settings.FORCED_OPEN = True
    told = CliRunner().invoke(hours, ["preview", "hotline", "2014-05-10 12:00"]).output.splitlines()
    assert told[0] == "Saturday 2014-05-10 12:00 +0200: closed"
    assert told[1].startswith("  (HOTLINE_FORCED_OPEN is yes")


def test_the_command_tells_of_an_open_line(db: None) -> None:
    load(TODAY)
    told = CliRunner().invoke(hours, ["preview", "hotline", "2014-05-05T12:00"])
    first, *_words, last = told.output.splitlines()
    assert first == "Monday 2014-05-05 12:00 +0200: open"
    assert last == "  Then music, until an agent answers."


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["preview", "anden", "2014-05-05"], "There is no line called anden. There is: hotline."),
        (["preview", "hotline", "jul"], "jul is not a moment. Write it as 2026-12-24T10:00."),
    ],
)
def test_the_command_says_what_is_wrong(db: None, arguments: list[str], sentence: str) -> None:
    load(TODAY)
    told = CliRunner().invoke(hours, arguments)
    assert told.exit_code == 1
    assert sentence in told.output


def test_a_line_without_hours_promises_nothing_on_the_command_line(db: None) -> None:
    Line.objects.create(slug="tom", name="Tom", number="+4570200009")
    told = CliRunner().invoke(hours, ["preview", "tom", "2014-05-05"])
    assert told.output.splitlines()[-1] == "  No next opening is known."


def test_the_authorities_are_loaded_from_the_command_line(db: None) -> None:
    outputs = [CliRunner().invoke(authorities, ["load"]).output for _ in range(2)]
    assert outputs == ["104 authorities were added.\n", "0 authorities were added.\n"]
