# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Every role against every report: totals for all on the line, one's own details, everything for leaders."""

from collections.abc import Callable

import pytest
from django.test import Client

from hotline.organisations.models import Line
from hotline.people.models import User
from hotline.tables.table import Row
from tests.calls import scenes
from tests.inquiries.desk import signed_in
from tests.reports.world import MAY, WEEK_19, reader, the_letter, two_weeks

pytestmark = pytest.mark.django_db

REPORTS = (
    WEEK_19,
    f"{WEEK_19}?by=place",
    f"{WEEK_19}inquiries.csv",
    MAY,
    f"{MAY}authorities.xlsx",
    "/reports/hotline/steering/2014-05.pdf",
    "/reports/hotline/campaigns/",
    "/reports/hotline/komhen/2014-W19/",
    "/reports/hotline/komhen/2014-W19/komhen.json",
)
LEADING = ("duty_lead", "planner", "administrator")
OTHERS = ("agent", "editor")


@pytest.fixture(autouse=True)
def _world() -> None:
    two_weeks()
    the_letter()


def of_another_line() -> Client:
    other = Line.objects.create(name="Other", slug="other", number="+4570200001")
    elsewhere = scenes.person("Odin", of=scenes.authority("Odense", "0461"))
    elsewhere.roles.create(authority=scenes.authority("Odense", "0461"), kind="duty_lead").lines.add(other)
    return signed_in(elsewhere)


def names(client: Client, address: str, part: str = "inquiries") -> list[object]:
    found = client.get(address).context["parts"]
    return [row[0] for shown, _files in found if shown.code == part for row in shown.rows]


def row_of(client: Client, name: str) -> Row:
    parts = client.get(f"{WEEK_19}?by=place").context["parts"]
    return next(row for shown, _files in parts for row in shown.rows if row[0] == name)


@pytest.mark.parametrize("address", REPORTS)
@pytest.mark.parametrize("role", [*LEADING, *OTHERS])
def test_everybody_on_the_line_reads_every_report(role: str, address: str) -> None:
    assert reader(role).get(address).status_code == 200


@pytest.mark.parametrize("address", REPORTS)
def test_who_is_not_signed_in_is_asked_to(address: str) -> None:
    answer = Client().get(address)

    assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (302, "/sign-in/")


@pytest.mark.parametrize("address", REPORTS)
def test_to_who_works_on_another_line_it_does_not_exist(address: str) -> None:
    assert of_another_line().get(address).status_code == 404


def test_who_works_on_no_line_is_told_so() -> None:
    nobody = User.objects.create_user("nobody", name="Nobody")

    assert signed_in(nobody).get("/reports/").status_code == 403


@pytest.mark.parametrize("role", LEADING)
@pytest.mark.parametrize("by", ["place", "answered_by"])
def test_leaders_of_the_line_see_every_authority(role: str, by: str) -> None:
    found = set(names(reader(role), f"{WEEK_19}?by={by}"))

    assert {"Aarhus", "Viborg", "Inquiries in all"} <= found


@pytest.mark.parametrize("role", OTHERS)
@pytest.mark.parametrize("by", ["place", "answered_by"])
def test_others_see_their_own_authority_and_the_total(role: str, by: str) -> None:
    own = reader(role, of=scenes.viborg())

    assert names(own, f"{WEEK_19}?by={by}") == ["Viborg", "Inquiries in all"]


@pytest.mark.parametrize("role", [*LEADING, *OTHERS])
def test_the_total_is_the_same_for_everybody(role: str) -> None:
    assert row_of(reader(role, of=scenes.viborg()), "Inquiries in all")[1:3] == (12, 4)


@pytest.mark.parametrize("by", ["place", "answered_by"])
@pytest.mark.parametrize(
    ("role", "code", "status"),
    [
        ("agent", "0791", 200),
        ("agent", "0751", 403),
        ("editor", "0751", 403),
        ("agent", "unknown", 403),
        ("duty_lead", "0751", 200),
        ("planner", "0751", 200),
        ("administrator", "0751", 200),
    ],
)
def test_the_details_of_one_authority_are_for_it_and_for_leaders(
    role: str, code: str, status: int, by: str
) -> None:
    client = reader(role, of=scenes.viborg())
    if code == "unknown" and by == "answered_by":
        return

    assert client.get(WEEK_19, {by: code}).status_code == status
    assert client.get(f"{WEEK_19}inquiries.csv", {by: code}).status_code == status


def test_only_authorities_that_may_be_read_can_be_chosen() -> None:
    def offered(client: Client) -> list[str]:
        return [code for code, _name in client.get(WEEK_19).context["form"].fields["place"].choices]

    assert offered(reader("agent", of=scenes.viborg())) == ["", "0791"]
    assert {"0751", "0791", "1082", "abroad", "unknown"} <= set(offered(reader("planner")))


def test_the_steering_report_gives_and_uses_of_ones_own_authority() -> None:
    own = reader("agent", of=scenes.viborg())

    assert names(own, MAY, "authorities") == ["Viborg", "In all"]
    assert {"Aarhus", "Viborg", "Region Midtjylland"} <= set(names(reader(), MAY, "authorities"))


def test_the_count_of_the_municipalities_is_each_ones_own() -> None:
    def places(client: Client) -> set[object]:
        parts = client.get("/reports/hotline/komhen/2014-W19/").context["parts"]
        return {row[1] for part, _files in parts for row in part.rows}

    assert places(reader("agent", of=scenes.viborg())) == {"Viborg"}
    assert places(reader("planner")) == {"Aarhus", "Viborg", "Outside Denmark"}


def test_a_region_that_takes_part_reads_totals_and_nothing_of_others() -> None:
    of_region = signed_in(scenes.person("Rut", of=scenes.region()))

    assert names(of_region, f"{WEEK_19}?by=place") == ["Inquiries in all"]
    assert of_region.get(WEEK_19, {"place": "0751"}).status_code == 403


@pytest.mark.parametrize("made", [of_another_line, Client])
def test_open_data_is_for_everybody(made: Callable[[], Client]) -> None:
    client = made()

    assert client.get("/open-data/hotline/").status_code == 200
    assert client.get("/open-data/hotline/2014-W19/inquiries.csv").status_code == 200


def test_no_report_has_a_telephone_number_or_a_person_in_it_or_in_its_address() -> None:
    scenes.call("c9")
    client = reader()

    for address in REPORTS:
        answer = client.get(address)
        said = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        assert b"45000000" not in said
        assert b"Alma" not in said
