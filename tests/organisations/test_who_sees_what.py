# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Every page of the room against everybody: the right role, another role, another authority, a stranger."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from hotline.organisations.actions import publish_hours, set_day
from hotline.organisations.models import LineAnnouncement
from hotline.organisations.rules import RoleKind
from hotline.organisations.urls import urlpatterns
from tests.organisations.schedules import THE_WEEK, closed_on
from tests.people.persons import World, make_line, make_person, signed_in

EVERYBODY = {"administrator", "duty_lead", "agent", "local", "elsewhere"}
LINE_KEEPER = {"administrator"}
ANNOUNCERS = {"administrator", "duty_lead"}
PEOPLE = (*sorted(EVERYBODY), "roleless")

READ = {
    "lines": EVERYBODY,
    "authorities": EVERYBODY,
    "line": EVERYBODY,
    "members": EVERYBODY,
    "hours": EVERYBODY,
    "days": EVERYBODY,
    "announcements": EVERYBODY,
    "recordings": EVERYBODY,
    "preview": EVERYBODY,
    "new-line": LINE_KEEPER,
    "new-authority": LINE_KEEPER,
    "authority": {"administrator", "local"},
    "settings": LINE_KEEPER,
    "new-member": LINE_KEEPER,
    "member": LINE_KEEPER,
    "new-hours": LINE_KEEPER,
    "change-hours": LINE_KEEPER,
    "new-day": LINE_KEEPER,
    "day": LINE_KEEPER,
    "holidays": LINE_KEEPER,
    "new-announcement": ANNOUNCERS,
    "announcement": ANNOUNCERS,
    "record": LINE_KEEPER,
}
SOUNDS = ("listen", "preview-sound")
CHANGE = {
    "withdraw-hours": LINE_KEEPER,
    "remove-day": LINE_KEEPER,
    "end-announcement": ANNOUNCERS,
    "remove-recording": LINE_KEEPER,
}


@pytest.fixture
def addresses(world: World) -> dict[str, str]:
    line = world.line
    ahead = timezone.localdate() + dt.timedelta(days=30)
    hours = publish_hours(line, THE_WEEK, ahead)
    day = set_day(line, closed_on(ahead))
    announcement = LineAnnouncement.objects.create(line=line, text="Nede.", from_at=timezone.now())
    member = line.memberships.get(authority=world.aarhus)
    more: dict[str, list[object]] = {
        "lines": [],
        "new-line": [],
        "authorities": [],
        "new-authority": [],
        "authority": [world.viborg.code],
        "member": [line.slug, member.pk],
        "change-hours": [line.slug, hours.pk],
        "withdraw-hours": [line.slug, hours.pk],
        "day": [line.slug, day.pk],
        "remove-day": [line.slug, day.pk],
        "holidays": [line.slug, 2026],
        "announcement": [line.slug, announcement.pk],
        "end-announcement": [line.slug, announcement.pk],
    }
    clip: list[object] = [line.slug, "da", "welcome"]
    more |= dict.fromkeys(("record", "listen", "remove-recording"), clip)
    names = (*READ, *CHANGE, *SOUNDS)
    return {name: reverse(f"organisations:{name}", args=more.get(name, [line.slug])) for name in names}


def test_every_address_of_the_room_is_tried_here() -> None:
    of_one_line = next(pattern for pattern in urlpatterns if hasattr(pattern, "url_patterns"))
    names = {
        pattern.name for pattern in (*urlpatterns, *of_one_line.url_patterns) if hasattr(pattern, "name")
    }
    assert names == {*READ, *CHANGE, *SOUNDS}


@pytest.mark.parametrize("name", READ)
def test_a_page_is_shown_to_those_it_is_for_and_to_nobody_else(
    world: World, addresses: dict[str, str], name: str
) -> None:
    shown = {who for who in PEOPLE if world.client(who).get(addresses[name]).status_code == 200}
    refused = {who for who in PEOPLE if world.client(who).get(addresses[name]).status_code == 403}
    assert shown == READ[name]
    assert refused == {*PEOPLE} - READ[name]


@pytest.mark.parametrize("name", CHANGE)
def test_a_deed_is_done_for_those_it_is_for_and_for_nobody_else(
    world: World, addresses: dict[str, str], name: str
) -> None:
    for who in {*PEOPLE} - CHANGE[name]:
        assert world.client(who).post(addresses[name]).status_code == 403
    assert world.client("administrator").get(addresses[name]).status_code == 405
    assert world.client("administrator").post(addresses[name]).status_code == 302


@pytest.mark.parametrize("name", [*READ, *CHANGE, *SOUNDS])
def test_a_stranger_is_sent_to_sign_in(world: World, addresses: dict[str, str], name: str) -> None:
    address = addresses[name]
    answer = (
        world.client("stranger").post(address) if name in CHANGE else world.client("stranger").get(address)
    )
    assert (answer.status_code, answer["Location"]) == (302, f"/sign-in/?next={address}")


@pytest.mark.parametrize("name", [*READ, *CHANGE])
def test_a_stranger_changes_nothing(world: World, addresses: dict[str, str], name: str) -> None:
    answer = world.client("stranger").post(addresses[name], {"name": "Kapret"})
    assert answer.status_code in {302, 405}
    world.line.refresh_from_db()
    assert world.line.name == "Den Digitale Hotline"


def test_a_line_that_is_not_there_is_not_found(world: World) -> None:
    assert world.client("administrator").get("/lines/anden/hours/").status_code == 404


def test_another_lines_rows_are_not_found_under_this_line(world: World, addresses: dict[str, str]) -> None:
    other = make_line("anden", "+4570200001")
    keeper = make_person("olga", world.aarhus, RoleKind.ADMINISTRATOR, line=other)
    client = signed_in(keeper)
    for name in ("member", "change-hours", "day", "announcement"):
        assert client.get(addresses[name].replace("/hotline/", "/anden/")).status_code == 404
        assert client.get(addresses[name]).status_code == 403
