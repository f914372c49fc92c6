# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Lines, members and authorities in pages; what a page costs."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hotline.organisations.actions import join_line, publish_hours, set_day
from hotline.organisations.models import Authority, Line, LineAnnouncement, Membership
from hotline.organisations.rules import RoleKind, administers_line
from tests.organisations.schedules import THE_WEEK, closed_on
from tests.people.persons import World, make_authority, make_line, make_person, signed_in

LINE = {
    "name": "Pashotline",
    "slug": "pas",
    "number": "7020 4021",
    "languages": ["da", "en"],
    "ring_seconds": "20",
    "wrap_up_seconds": "30",
    "wrap_up_extension_seconds": "60",
    "adrift_seconds": "15",
    "missed_limit": "2",
    "position_seconds": "30",
    "nobody_seconds": "60",
    "most_waiting": "100",
}


def test_whoever_makes_a_line_administers_it(world: World) -> None:
    answer = world.client("administrator").post(reverse("organisations:new-line"), LINE)
    line = Line.objects.get(slug="pas")
    assert answer["Location"] == reverse("organisations:line", args=["pas"])
    assert (line.number, line.shown_number, line.is_bilingual) == ("+4570204021", "70 20 40 21", True)
    world.administrator.forget_duties()
    assert administers_line(world.administrator, line)
    assert administers_line(world.administrator, world.line)


def test_the_first_line_is_made_by_any_administrator(db: None) -> None:
    client = signed_in(make_person("asta", make_authority(), RoleKind.ADMINISTRATOR))
    assert client.post(reverse("organisations:new-line"), LINE).status_code == 302
    assert client.get(reverse("organisations:settings", args=["pas"])).status_code == 200


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("7020 0001", "+4570200001"),
        ("70 20 00 01", "+4570200001"),
        ("+45 70 20 00 01", "+4570200001"),
        ("004570200001", "+4570200001"),
        ("+46 8 123 456 78", "+46812345678"),
    ],
)
def test_a_number_is_kept_in_its_international_form(world: World, typed: str, kept: str) -> None:
    world.client("administrator").post(reverse("organisations:new-line"), LINE | {"number": typed})
    assert Line.objects.get(slug="pas").number == kept


@pytest.mark.parametrize("typed", ["7020", "halvfjerds tyve", "+45 70 20", "702000000000000"])
def test_what_is_no_number_is_refused_with_a_sentence(world: World, typed: str) -> None:
    answer = world.client("administrator").post(reverse("organisations:new-line"), LINE | {"number": typed})
    assert "Det er ikke et telefonnummer." in answer.content.decode()


def test_a_number_another_line_has_is_refused(world: World) -> None:
    answer = world.client("administrator").post(
        reverse("organisations:new-line"), LINE | {"number": "70200000"}
    )
    assert answer.status_code == 200
    assert not Line.objects.filter(slug="pas").exists()


def test_an_administrator_changes_how_long_it_rings_but_not_the_short_name(world: World) -> None:
    client = world.client("administrator")
    address = reverse("organisations:settings", args=["hotline"])
    client.post(address, LINE | {"ring_seconds": "15", "number": "70200000"})
    world.line.refresh_from_db()
    assert (world.line.ring_seconds, world.line.slug) == (15, "hotline")
    assert "ring_seconds" in client.post(address, LINE | {"ring_seconds": "2"}).content.decode()
    world.line.refresh_from_db()
    assert world.line.ring_seconds == 15


def test_the_page_of_a_line_says_whether_it_is_open(world: World) -> None:
    LineAnnouncement.objects.create(line=world.line, text="Digital Post er nede.", from_at=timezone.now())
    shown = world.client("agent").get(reverse("organisations:line", args=["hotline"])).content.decode()
    assert "Linjen er åben" in shown or "Linjen er lukket" in shown
    assert "Digital Post er nede." in shown


def test_a_member_joins_and_leaves(world: World) -> None:
    region = make_authority("1082", "Region Midtjylland", Authority.Kind.REGION)
    client = world.client("administrator")
    members = reverse("organisations:members", args=["hotline"])
    sent = {"authority": region.pk, "kind": "takes_part", "from_on": "2014-05-06"}
    client.post(reverse("organisations:new-member", args=["hotline"]), sent)
    member = world.line.memberships.get(authority=region)
    assert (member.kind, member.from_on, member.to_on) == ("takes_part", dt.date(2014, 5, 6), None)
    client.post(reverse("organisations:member", args=["hotline", member.pk]), sent | {"to_on": "2020-12-31"})
    member.refresh_from_db()
    assert member.to_on == dt.date(2021, 1, 1)
    assert "torsdag den 31. december 2020" in client.get(members).content.decode()


def test_the_last_day_of_a_member_survives_being_saved_again(world: World) -> None:
    row = world.line.memberships.get(authority=world.viborg)
    row.to_on = dt.date(2031, 1, 1)
    row.save()
    address = reverse("organisations:member", args=["hotline", row.pk])
    client = world.client("administrator")
    assert 'value="2030-12-31"' in client.get(address).content.decode()
    client.post(address, {"kind": "staffs", "from_on": "2014-03-10", "to_on": "2030-12-31"})
    row.refresh_from_db()
    assert row.to_on == dt.date(2031, 1, 1)


def test_a_second_part_at_the_same_time_is_refused_with_a_sentence(world: World) -> None:
    sent = {"authority": world.viborg.pk, "kind": "takes_part", "from_on": "2026-01-01"}
    answer = world.client("administrator").post(reverse("organisations:new-member", args=["hotline"]), sent)
    assert "Viborg deltager allerede i linjen fra mandag den 10. marts 2014." in answer.content.decode()


def test_a_local_administrator_says_how_to_reach_the_authority_and_no_more(world: World) -> None:
    address = reverse("organisations:authority", args=[world.viborg.code])
    sent = {
        "name": "Kapret",
        "code": "9999",
        "kind": "state",
        "website": "viborg.example",
        "phone": "00 00 00 01",
    }
    assert world.client("local").post(address, sent | {"phone": ""}).status_code == 302
    world.viborg.refresh_from_db()
    viborg = world.viborg
    assert (viborg.name, viborg.code, viborg.kind) == ("Viborg", "0791", "municipality")
    assert viborg.website == "https://viborg.example"


def test_saving_an_authority_again_keeps_its_last_day(world: World) -> None:
    world.viborg.valid_to = dt.date(2031, 1, 1)
    world.viborg.save()
    world.client("local").post(reverse("organisations:authority", args=[world.viborg.code]), {})
    world.viborg.refresh_from_db()
    assert world.viborg.valid_to == dt.date(2031, 1, 1)


def test_a_new_authority_is_made_by_who_keeps_a_line(world: World) -> None:
    sent = {"name": "Udbetaling Danmark", "code": "udk", "kind": "state", "cvr": "12 34 56 78"}
    world.client("administrator").post(reverse("organisations:new-authority"), sent)
    assert Authority.objects.get(code="udk").cvr == "12345678"
    answer = world.client("administrator").post(
        reverse("organisations:new-authority"), sent | {"code": "x", "cvr": "12"}
    )
    assert "Et CVR-nummer har otte cifre." in answer.content.decode()


def test_a_stale_region_is_shown_as_the_one_that_follows_it(world: World) -> None:
    new = Authority.objects.create(code="ny", name="Region Østdanmark", kind="region")
    old = Authority.objects.create(
        code="1085", name="Region Sjælland", kind="region", valid_to=dt.date(2020, 1, 1), succeeded_by=new
    )
    Authority.objects.create(code="0265", name="Roskilde", kind="municipality", region=old)
    shown = world.client("agent").get(reverse("organisations:authorities")).content.decode()
    assert "<td>Region Østdanmark</td>" in shown
    assert "til og med tirsdag den 31. december 2019" in shown


def grow(world: World, number: int) -> None:
    """One more of everything the pages list."""
    ahead = timezone.localdate() + dt.timedelta(days=100 + 7 * number)
    authority = make_authority(f"99{number}", f"Ny {number}")
    join_line(world.line, authority, Membership.Kind.STAFFS, ahead)
    publish_hours(world.line, THE_WEEK, ahead)
    set_day(world.line, closed_on(ahead))
    LineAnnouncement.objects.create(line=world.line, text=f"Besked {number}", from_at=timezone.now())
    make_line(f"linje-{number}", f"+457020001{number}")
    make_person(f"ny{number}", authority, RoleKind.AGENT, line=world.line)


def queries_of(call: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as queries:
        call()
    return len(queries)


# With the page's frame, its navigation and the session.
MOST = {
    "lines": 7,
    "authorities": 7,
    "line": 12,
    "members": 8,
    "hours": 9,
    "days": 9,
    "announcements": 8,
    "recordings": 7,
    "preview": 12,
}


@pytest.mark.parametrize("name", MOST)
def test_a_page_costs_the_same_with_three_rows_as_with_one(world: World, name: str) -> None:
    args = [] if name in {"lines", "authorities"} else ["hotline"]
    client = world.client("administrator")
    costs = []
    for number in range(3):
        grow(world, number)
        costs.append(queries_of(lambda: client.get(reverse(f"organisations:{name}", args=args))))
    assert costs == [costs[0]] * 3
    assert costs[0] <= MOST[name]
