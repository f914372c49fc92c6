# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What citizens see: the number, whether the line is open, the hours, the announcement in force."""

import datetime as dt
import re

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from hotline.organisations.actions import join_line, publish_hours, set_day
from hotline.organisations.models import LineAnnouncement, Membership
from hotline.organisations.opening import DayKind, SpecialDay
from hotline.public.queries import front_page
from tests.organisations.schedules import NEVER, THE_WEEK, closed_on, local, spans
from tests.people.persons import SINCE, World, make_authority, make_line

MONDAY_NOON = local("2014-05-05 12:00")
SATURDAY = local("2014-05-10 12:00")
PAGES = ("/", "/en/", "/privatliv/", "/en/privacy/", "/tilgaengelighed/", "/en/accessibility/")


def shown(address: str = "/", at: dt.datetime = MONDAY_NOON) -> str:
    """The page's text with its spaces in order."""
    with time_machine.travel(at, tick=False):
        page = Client().get(address).content.decode()
    return re.sub(r"\s+", " ", page)


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_number_is_a_link_that_rings(world: World) -> None:
    assert '<a href="tel:+4570200000">70 20 00 00</a>' in shown()


@pytest.mark.parametrize(
    ("at", "danish", "english"),
    [
        (MONDAY_NOON, "Linjen er åben til kl. 21.", "The line is open until 21:00."),
        (
            SATURDAY,
            "Linjen er lukket. Vi åbner igen i morgen kl. 17.",
            "The line is closed. We open again tomorrow at 17:00.",
        ),
        (
            local("2014-05-09 17:00"),
            "Linjen er lukket. Vi åbner igen søndag kl. 17.",
            "The line is closed. We open again on Sunday at 17:00.",
        ),
        (
            local("2014-05-05 08:59"),
            "Linjen er lukket. Vi åbner igen i dag kl. 9.",
            "The line is closed. We open again today at 9:00.",
        ),
    ],
)
def test_a_citizen_reads_whether_the_line_is_open(
    world: World, at: dt.datetime, danish: str, english: str
) -> None:
    assert danish in shown("/", at)
    assert english in shown("/en/", at)


def test_a_citizen_on_a_holiday_reads_why(world: World) -> None:
    set_day(world.line, closed_on(dt.date(2014, 5, 16), "Store bededag", is_holiday=True))
    page = shown("/", local("2014-05-16 12:00"))
    assert "Linjen er lukket på grund af helligdag. Vi åbner igen søndag kl. 17." in page
    assert "I dag, fredag den 16. maj lukket (Store bededag)" in words(page).replace(" )", ")")


def test_hours_until_midnight_are_told_as_24(world: World) -> None:
    publish_hours(world.line, (spans((9, 24)),) * 7, dt.date(2030, 1, 1))
    assert "Linjen er åben til kl. 24." in shown("/", local("2030-01-02 12:00"))


def test_an_opening_past_midnight_tells_the_day_it_closes(world: World) -> None:
    publish_hours(world.line, (spans((0, 2), (9, 24)),) * 7, dt.date(2030, 1, 1))
    assert "Linjen er åben og lukker i morgen kl. 2." in shown("/", local("2030-01-02 12:00"))


def test_a_line_that_never_opens_promises_nothing(world: World) -> None:
    publish_hours(world.line, NEVER, dt.date(2030, 1, 1))
    assert re.search(r"Linjen er lukket\.\s*</p>", shown("/", local("2030-01-02 12:00")))


def test_the_next_seven_days_are_listed_from_today(world: World) -> None:
    page = words(shown())
    assert "I dag, mandag den 5. maj 9–21 tirsdag den 6. maj 9–21" in page
    assert "fredag den 9. maj 9–17 lørdag den 10. maj lukket søndag den 11. maj 17–21" in page


def test_days_to_come_with_other_hours_are_listed_and_ordinary_ones_are_not(world: World) -> None:
    set_day(world.line, closed_on(dt.date(2014, 5, 29), "Kristi himmelfartsdag", is_holiday=True))
    set_day(world.line, SpecialDay(dt.date(2014, 6, 4), DayKind.SPECIAL, "Kort dag", spans=spans((9, 12))))
    set_day(world.line, SpecialDay(dt.date(2014, 6, 5), DayKind.OPEN, "Grundlovsdag", True))
    set_day(world.line, closed_on(dt.date(2014, 12, 24), "Juleaften", is_holiday=True))
    page = words(shown())
    assert "torsdag den 29. maj lukket (Kristi himmelfartsdag)" in page
    assert "onsdag den 4. juni 9–12 (Kort dag)" in page
    assert ("Grundlovsdag" in page, "Juleaften" in page) == (False, False)


def test_the_announcement_in_force_is_shown_in_the_readers_language(world: World) -> None:
    LineAnnouncement.objects.create(
        line=world.line,
        text="Digital Post er nede.",
        text_en="Digital Post is down.",
        from_at=MONDAY_NOON - dt.timedelta(hours=1),
        to_at=MONDAY_NOON + dt.timedelta(hours=1),
    )
    assert "Digital Post er nede." in shown("/")
    assert "Digital Post is down." in shown("/en/")
    assert "Digital Post er nede." not in shown("/", MONDAY_NOON + dt.timedelta(hours=1))


def test_an_announcement_that_ends_calls_tells_when_calls_are_taken_again(world: World) -> None:
    LineAnnouncement.objects.create(
        line=world.line,
        text="Vi flytter.",
        from_at=MONDAY_NOON,
        to_at=local("2014-05-05 14:30"),
        ends_call=True,
    )
    assert "Linjen tager ikke imod opkald lige nu. Vi åbner igen i dag kl. 14.30." in shown()


def test_the_page_says_so_when_the_line_is_forced_open(world: World, settings: Settings) -> None:
    assert 'class="banner"' not in shown("/", SATURDAY)
    settings.FORCED_OPEN = True
    page = shown("/", SATURDAY)
    assert 'class="banner"' in page
    assert "Linjen er åben." in page


def test_those_who_answer_are_named_and_linked_only_when_their_page_is_known(world: World) -> None:
    region = make_authority("1082", "Region Midtjylland", "region")
    join_line(world.line, region, Membership.Kind.TAKES_PART, dt.date(2014, 5, 6))
    world.viborg.website = "https://viborg.example/"
    world.viborg.save()
    page = shown()
    assert '<li>Aarhus</li><li><a href="https://viborg.example/">Viborg</a></li>' in page
    assert "Region Midtjylland" not in page
    assert "Også med bag linjen: Region Midtjylland." in words(shown("/", local("2014-05-06 12:00"))).replace(
        " .", "."
    )


def test_a_member_that_has_left_is_named_no_more(world: World) -> None:
    Membership.objects.filter(authority=world.viborg).update(to_on=dt.date(2014, 5, 5))
    assert "Viborg" not in shown()


def test_other_lines_are_named_with_their_numbers(world: World) -> None:
    make_line("pas", "+4570204021")
    assert '<a href="tel:+4570204021">70 20 40 21</a>' in shown()


def test_without_a_line_the_page_says_so(db: None) -> None:
    assert "Der er ikke sat en linje op her endnu." in shown()
    assert front_page(MONDAY_NOON) is None


@pytest.mark.parametrize("address", PAGES)
def test_a_public_page_needs_no_script_and_sets_no_cookie(world: World, address: str) -> None:
    answer = Client().get(address)
    assert (answer.status_code, answer.cookies.output()) == (200, "")
    assert "<script" not in answer.content.decode()
    assert answer["Cache-Control"] == "public, max-age=30"


@pytest.mark.parametrize("address", PAGES)
def test_the_address_decides_the_language_whoever_reads(world: World, address: str) -> None:
    language = "en" if address.startswith("/en/") else "da"
    world.agent.language = "da" if language == "en" else "en"
    world.agent.save()
    for client in (Client(), world.client("agent"), Client(headers={"accept-language": "de"})):
        answer = client.get(address)
        assert f'<html lang="{language}">' in answer.content.decode()
        assert answer["Content-Language"] == language


@pytest.mark.parametrize("address", PAGES)
def test_each_page_names_the_other_language(world: World, address: str) -> None:
    page = Client().get(address).content.decode()
    pairs = dict(zip(PAGES[::2], PAGES[1::2], strict=True))
    danish = next(danish for danish, english in pairs.items() if address in {danish, english})
    assert f'hreflang="da" href="{danish}"' in page
    assert f'hreflang="en" href="{pairs[danish]}"' in page


def test_the_front_page_costs_seven_queries_however_much_there_is(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        join_line(world.line, make_authority(f"99{number}", f"Ny {number}"), "staffs", SINCE)
        set_day(world.line, closed_on(dt.date(2014, 7, 1 + number)))
        publish_hours(world.line, THE_WEEK, dt.date(2031 + number, 1, 1))
        LineAnnouncement.objects.create(line=world.line, text=f"Besked {number}", from_at=MONDAY_NOON)
        with django_assert_num_queries(7):
            Client().get("/")


def test_the_privacy_page_tells_how_long_a_number_is_kept_and_who_is_responsible(
    world: World, settings: Settings
) -> None:
    settings.NUMBERS_KEPT_DAYS = 14
    page = words(shown("/privatliv/"))
    assert "det slettes senest efter 14 dage." in page
    assert "Henvend dig til din egen kommune" in page
    world.line.run_by = world.aarhus
    world.line.save()
    world.aarhus.email = "hotline@aarhus.example"
    world.aarhus.save()
    assert "Aarhus driver linjen" in shown("/privatliv/")
    assert "hotline@aarhus.example" in shown("/privatliv/")


def test_the_privacy_page_tells_what_becomes_of_what_is_passed_on_or_sent(
    world: World, settings: Settings
) -> None:
    settings.CONTACTS_KEPT_DAYS = 9
    page = words(shown("/privatliv/"))
    assert "slettes 9 dage efter, at de er færdige." in page
    assert "bliver dit nummer eller din adresse brugt en gang og ikke skrevet ned" in page


def test_the_privacy_page_promises_no_recording_and_no_cpr(world: World) -> None:
    page = shown("/privatliv/")
    assert "Vi optager ikke samtaler." in page
    assert "Vi spørger ikke om dit CPR-nummer" in page


def test_a_barrier_is_reported_by_mail_or_else_by_telephone(world: World) -> None:
    assert 'href="tel:+4570200000"' in shown("/tilgaengelighed/")
    world.line.run_by = world.aarhus
    world.line.save()
    world.aarhus.email = "hotline@aarhus.example"
    world.aarhus.save()
    assert 'href="mailto:hotline@aarhus.example"' in shown("/tilgaengelighed/")


@pytest.mark.parametrize("address", ["/privatliv/", "/tilgaengelighed/"])
def test_the_other_pages_stand_without_a_line_too(db: None, address: str) -> None:
    assert Client().get(address).status_code == 200
