# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""An administrator sets weekly hours, exceptional days and holidays in pages."""

import datetime as dt

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hotline.organisations.actions import publish_hours, set_day
from hotline.organisations.opening import DayKind, SpecialDay
from hotline.organisations.queries import schedule_of
from tests.organisations.schedules import THE_WEEK, closed_on, spans
from tests.people.persons import World

AHEAD = timezone.localdate() + dt.timedelta(days=70)
WEEK = {
    "monday": "8-12, 13-16",
    "tuesday": "8-16",
    "wednesday": "8-16",
    "thursday": "8-16",
    "friday": "22-24",
    "saturday": "0-2",
    "sunday": "",
}


def address(world: World, name: str, *args: object) -> str:
    return reverse(f"organisations:{name}", args=[world.line.slug, *args])


def page(client: Client, to: str) -> str:
    return client.get(to).content.decode()


def sent_by_turbo(client: Client, to: str, content: dict[str, str]) -> int:
    return client.post(to, content, headers={"accept": "text/vnd.turbo-stream.html, text/html"}).status_code


def test_an_administrator_publishes_new_hours(world: World) -> None:
    client = world.client("administrator")
    answer = client.post(address(world, "new-hours"), {"valid_from": AHEAD.isoformat(), **WEEK}, follow=True)
    assert answer.redirect_chain == [(address(world, "hours"), 302)]
    assert "Gemt." in answer.content.decode()
    schedule = schedule_of(world.line)
    shown = {schedule.spans_on(AHEAD + dt.timedelta(days=ahead)) for ahead in range(7)}
    assert shown == {spans((8, 12), (13, 16)), spans((8, 16)), spans((22, 24)), spans((0, 2)), ()}


def test_the_form_begins_with_the_hours_that_count_from_the_coming_monday(world: World) -> None:
    shown = page(world.client("administrator"), address(world, "new-hours"))
    today = timezone.localdate()
    monday = today + dt.timedelta(days=8 - today.isoweekday())
    assert monday.isoweekday() == 1
    assert f'value="{monday.isoformat()}"' in shown
    assert shown.count('value="9-21"') == 4


def test_the_last_day_is_the_last_on_which_the_hours_count(world: World) -> None:
    content = {"valid_from": AHEAD.isoformat(), "valid_to": AHEAD.isoformat(), **WEEK, "sunday": "1-2"}
    world.client("administrator").post(address(world, "new-hours"), content)
    schedule = schedule_of(world.line)
    tomorrow = AHEAD + dt.timedelta(days=1)
    assert schedule.spans_on(AHEAD) != THE_WEEK[AHEAD.isoweekday() - 1]
    assert schedule.spans_on(tomorrow) == THE_WEEK[tomorrow.isoweekday() - 1]


def test_overlapping_hours_are_refused_with_a_sentence(world: World) -> None:
    content = {"valid_from": AHEAD.isoformat(), **WEEK, "monday": "9-12, 11-14"}
    client = world.client("administrator")
    shown = client.post(address(world, "new-hours"), content).content.decode()
    assert "9-12 og 11-14 overlapper." in shown
    assert 'value="9-12, 11-14"' in shown
    assert world.line.weekly_hours.count() == 1
    assert sent_by_turbo(client, address(world, "new-hours"), content) == 422


def test_a_last_day_before_the_first_is_refused(world: World) -> None:
    content = {"valid_from": AHEAD.isoformat(), "valid_to": "2020-01-01", **WEEK}
    shown = world.client("administrator").post(address(world, "new-hours"), content).content.decode()
    assert "Den sidste dag ligger før den første." in shown


def test_hours_over_others_are_refused_with_a_sentence(world: World) -> None:
    publish_hours(world.line, THE_WEEK, AHEAD)
    content = {"valid_from": AHEAD.isoformat(), **WEEK}
    shown = world.client("administrator").post(address(world, "new-hours"), content).content.decode()
    assert "Træk dem tilbage, eller vælg andre dage." in shown


def test_hours_ahead_are_changed_and_withdrawn(world: World) -> None:
    row = publish_hours(world.line, THE_WEEK, AHEAD)
    client = world.client("administrator")
    assert sent_by_turbo(client, address(world, "change-hours", row.pk), WEEK) == 303
    monday = AHEAD + dt.timedelta(days=(8 - AHEAD.isoweekday()) % 7)
    assert schedule_of(world.line).spans_on(monday) == spans((8, 12), (13, 16))
    client.post(address(world, "withdraw-hours", row.pk))
    assert schedule_of(world.line).spans_on(monday) == THE_WEEK[0]


def test_hours_in_force_show_no_way_to_change_them(world: World) -> None:
    row = world.line.weekly_hours.get()
    client = world.client("administrator")
    assert address(world, "change-hours", row.pk) not in page(client, address(world, "hours"))
    answer = client.post(address(world, "withdraw-hours", row.pk), follow=True)
    assert "Disse tider har været i brug." in answer.content.decode()


def test_the_page_of_hours_tells_each_period_in_words(world: World) -> None:
    publish_hours(world.line, THE_WEEK, dt.date(2031, 1, 6))
    shown = page(world.client("agent"), address(world, "hours"))
    assert "Fra mandag den 10. marts 2014 til og med søndag den 5. januar 2031" in shown
    assert "Fra mandag den 6. januar 2031 indtil videre" in shown


def test_an_exceptional_day_is_made_changed_and_removed(world: World) -> None:
    client = world.client("administrator")
    content = {"day_on": AHEAD.isoformat(), "name": "Flytning", "kind": "special", "spans": "10-12"}
    assert client.post(address(world, "new-day"), content).status_code == 302
    assert schedule_of(world.line).spans_on(AHEAD) == spans((10, 12))
    row = world.line.exceptional_days.get()
    assert 'value="10-12"' in page(client, address(world, "day", row.pk))
    client.post(address(world, "day", row.pk), content | {"kind": "closed", "spans": ""})
    assert schedule_of(world.line).spans_on(AHEAD) == ()
    client.post(address(world, "remove-day", world.line.exceptional_days.get().pk))
    assert not world.line.exceptional_days.exists()


def test_hours_that_would_be_lost_in_silence_are_refused(world: World) -> None:
    content = {"day_on": AHEAD.isoformat(), "name": "Flytning", "kind": "closed", "spans": "10-12"}
    client = world.client("administrator")
    shown = client.post(address(world, "new-day"), content).content.decode()
    assert "Vælg særlige tider, eller lad tiderne stå tomme." in shown
    shown = client.post(
        address(world, "new-day"), content | {"kind": "special", "spans": ""}
    ).content.decode()
    assert "Skriv de særlige tider, eller vælg lukket." in shown
    assert not world.line.exceptional_days.exists()


def test_a_date_that_is_on_the_list_is_refused(world: World) -> None:
    set_day(world.line, closed_on(AHEAD))
    content = {"day_on": AHEAD.isoformat(), "name": "Igen", "kind": "closed"}
    shown = world.client("administrator").post(address(world, "new-day"), content).content.decode()
    assert "står allerede på listen." in shown


def test_days_that_have_been_are_shown_on_request(world: World) -> None:
    set_day(world.line, closed_on(dt.date(2014, 5, 16), "Store bededag", is_holiday=True))
    set_day(world.line, closed_on(AHEAD, "Personaledag"))
    client = world.client("agent")
    ahead, past = page(client, address(world, "days")), page(client, address(world, "days") + "?past")
    assert ("Personaledag" in ahead, "Store bededag" in ahead) == (True, False)
    assert ("Personaledag" in past, "Store bededag" in past) == (False, True)


def holidays_sent(year: int, **changes: str) -> dict[str, str]:
    """The page of 2030 as it is proposed: closed on public holidays, as usual on the others."""
    public = ("01-01", "04-18", "04-19", "04-21", "04-22", "05-30", "06-09", "06-10", "12-25", "12-26")
    others = ("05-01", "06-05", "12-24", "12-31")
    kinds = dict.fromkeys(public, "closed") | dict.fromkeys(others, "open")
    return {f"{year}-{day}-kind": kind for day, kind in kinds.items()} | changes


def test_nothing_counts_before_a_person_has_saved_the_year(world: World) -> None:
    shown = page(world.client("administrator"), address(world, "holidays", 2030))
    assert shown.count("ikke gemt endnu") == 14
    assert "Store bededag" not in shown
    assert not world.line.exceptional_days.exists()


def test_the_holidays_of_a_year_are_saved_as_reviewed(world: World) -> None:
    changes = {"2030-12-24-kind": "closed", "2030-12-31-kind": "special", "2030-12-31-spans": "9-12"}
    client = world.client("administrator")
    answer = client.post(address(world, "holidays", 2030), holidays_sent(2030, **changes))
    assert answer.status_code == 302
    days = schedule_of(world.line).days
    assert len(days) == 14
    assert days[dt.date(2030, 12, 24)] == closed_on(dt.date(2030, 12, 24), "Juleaftensdag", is_holiday=True)
    assert days[dt.date(2030, 12, 31)] == SpecialDay(
        dt.date(2030, 12, 31), DayKind.SPECIAL, "Nytårsaften", True, spans((9, 12))
    )
    assert days[dt.date(2030, 5, 1)].kind is DayKind.OPEN
    assert "ikke gemt endnu" not in page(client, address(world, "holidays", 2030))


def test_a_year_with_a_mistake_is_not_saved_at_all(world: World) -> None:
    content = holidays_sent(2030, **{"2030-12-31-kind": "special"})
    shown = world.client("administrator").post(address(world, "holidays", 2030), content).content.decode()
    assert "Skriv de særlige tider, eller vælg lukket." in shown
    assert not world.line.exceptional_days.exists()


def test_a_year_outside_the_calendar_is_not_found(world: World) -> None:
    client = world.client("administrator")
    assert [client.get(address(world, "holidays", year)).status_code for year in (2006, 2101)] == [404, 404]
