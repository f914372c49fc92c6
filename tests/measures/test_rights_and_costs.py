# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Who reads what of the figures page, row by row; and it costs the same with ten inquiries as with 300."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from hotline.calls.models import CallRecord
from hotline.inquiries.models import Home, Inquiry, Outcome
from hotline.measures.figures import Figures
from hotline.measures.upkeep import rebuild
from hotline.organisations.models import Authority, Line
from hotline.people.models import User
from tests.calls import scenes
from tests.inquiries.desk import cost, signed_in, text_of, topic
from tests.measures.days import came, local, part

pytestmark = pytest.mark.django_db

FIGURES = reverse("measures:figures")
WEEK_19 = {"year": 2014, "week": 19}
PLACES = {"Aarhus": 4, "Viborg": 3, "Region Midtjylland": 2, "Outside Denmark": 1}
"""Inquiries of the week by where the citizen belongs; all answered by Aarhus."""


@pytest.fixture(autouse=True)
def _ten_inquiries() -> None:
    agent = scenes.agent("Alma")
    homes = {
        "Aarhus": scenes.authority(),
        "Viborg": scenes.viborg(),
        "Region Midtjylland": scenes.region(),
        "Outside Denmark": None,
    }
    for name, number in PLACES.items():
        for each in range(number):
            an_inquiry(f"{name} {each}", agent, homes[name])


def an_inquiry(call_id: str, agent: User, home: Authority | None, line: Line | None = None) -> Inquiry:
    call = came(call_id, "2014-05-07 09:00", "answered", line=line or scenes.line())
    part(call, agent, talk=60)
    made = Inquiry.objects.create(
        line=call.line, call=call, agent=agent, answered_by=scenes.authority(), outcome=Outcome.ANSWERED,
        home=Home.AUTHORITY if home else Home.ABROAD, authority=home, came_at=call.arrived_at,
        registered_at=call.arrived_at,
    )  # fmt: skip
    made.topics.set([topic()])
    return made


def figures_seen_by(reader: User) -> Figures:
    found: Figures = signed_in(reader).get(FIGURES, WEEK_19).context["figures"]
    return found


def rows(figures: Figures) -> dict[str, int]:
    return {row.label: row.change.now for row in figures.authority_rows}


def reader(name: str) -> User:
    match name:
        case "agent of Aarhus":
            return scenes.agent("Anne")
        case "another agent of Aarhus":
            return scenes.agent("Arne")
        case "agent of Viborg":
            return scenes.agent("Vita", of=scenes.viborg())
        case "employee of the region":
            return scenes.person("Rut", of=scenes.region())
        case "editor of Aarhus":
            return scenes.person("Else", "editor")
        case "duty lead of Viborg":
            return scenes.person("Dora", "duty_lead", of=scenes.viborg())
        case "planner":
            return scenes.person("Pia", "planner")
    return scenes.person("Aage", "administrator")


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("agent of Aarhus", {"Aarhus": 4}),
        ("another agent of Aarhus", {"Aarhus": 4}),
        ("agent of Viborg", {"Viborg": 3}),
        ("employee of the region", {"Region Midtjylland": 2}),
        ("editor of Aarhus", {"Aarhus": 4}),
        ("duty lead of Viborg", PLACES),
        ("planner", PLACES),
        ("administrator", PLACES),
    ],
)
@pytest.mark.parametrize("is_rolled", [False, True])
def test_everybody_sees_the_own_authoritys_rows_and_leaders_all(
    who: str, seen: dict[str, int], is_rolled: bool
) -> None:
    if is_rolled:
        rebuild(local("2014-05-13 12:00"))

    figures = figures_seen_by(reader(who))

    assert rows(figures) == seen
    assert [row.cells for row in figures.topic_rows] == [tuple(seen.values())]


@pytest.mark.parametrize("who", ["agent of Aarhus", "agent of Viborg", "employee of the region", "planner"])
def test_the_pools_totals_are_the_same_for_everybody(who: str) -> None:
    figures = figures_seen_by(reader(who))

    assert figures.total.now == 10
    assert {row.code: row.change.now for row in figures.call_rows if row.change.now} == {
        "offered": 10,
        "answered": 10,
    }
    assert [row.change.now for row in figures.topic_rows] == [10]


@pytest.mark.parametrize(
    ("who", "hidden"),
    [
        ("agent of Aarhus", ["Viborg", "Region Midtjylland", "Outside Denmark"]),
        ("agent of Viborg", ["Aarhus", "Region Midtjylland", "Outside Denmark"]),
        ("employee of the region", ["Aarhus", "Viborg", "Outside Denmark"]),
    ],
)
def test_no_other_authority_is_even_named_on_the_page(who: str, hidden: list[str]) -> None:
    page = text_of(signed_in(reader(who)).get(FIGURES, WEEK_19))
    main = page[page.index("<h1>") : page.index("</main>")]

    assert [name for name in hidden if name in main] == []


def test_who_is_lent_to_viborg_sees_both() -> None:
    lent = scenes.agent("Lea")
    lent.roles.create(authority=scenes.viborg(), kind="agent").lines.add(scenes.line())

    assert rows(figures_seen_by(lent)) == {"Aarhus": 4, "Viborg": 3}


def test_who_leads_one_line_sees_only_the_own_authority_of_another() -> None:
    dora = scenes.person("Dora", "duty_lead")
    other = Line.objects.create(name="Other", slug="other", number="+4570200001")
    dora.roles.create(authority=scenes.authority(), kind="agent").lines.add(other)
    an_inquiry("there 1", dora, scenes.authority(), other)
    an_inquiry("there 2", dora, scenes.viborg(), other)

    asked = WEEK_19 | {"line": "other"}
    figures = signed_in(dora).get(FIGURES, asked).context["figures"]

    assert (figures.total.now, rows(figures)) == (2, {"Aarhus": 1})


def test_whose_authority_left_the_line_still_reads_its_own_old_weeks() -> None:
    vita = scenes.person("Vita", of=scenes.viborg())
    scenes.line().memberships.filter(authority=scenes.viborg()).update(to_on="2014-12-31")

    assert rows(figures_seen_by(vita)) == {"Viborg": 3}


@pytest.mark.parametrize("name", ["figures", "health", "definitions"])
def test_a_page_of_figures_asks_strangers_to_sign_in_and_comes_back_to_it(name: str) -> None:
    address = reverse(f"measures:{name}")

    answer = Client().get(address)

    assert answer.status_code == 302
    assert answer["Location"].endswith(f"?next={address}")


def test_somebody_who_has_left_sees_nothing_any_more() -> None:
    anne = scenes.agent("Anne")
    client = signed_in(anne)
    User.objects.filter(pk=anne.pk).update(is_active=False)

    assert client.get(FIGURES, WEEK_19).status_code == 302


def test_a_role_that_is_taken_away_closes_the_other_authorities_at_the_next_page() -> None:
    dora = scenes.person("Dora", "duty_lead")
    client = signed_in(dora)
    assert rows(client.get(FIGURES, WEEK_19).context["figures"]) == PLACES

    dora.roles.all().delete()

    assert rows(client.get(FIGURES, WEEK_19).context["figures"]) == {"Aarhus": 4}


# The numbers on the page


def test_where_nothing_was_asked_the_row_is_missing_and_not_nought() -> None:
    Inquiry.objects.filter(authority=scenes.region()).delete()

    assert "Region Midtjylland" not in rows(figures_seen_by(reader("planner")))


def test_what_the_rows_say_adds_up_to_the_total() -> None:
    figures = figures_seen_by(reader("planner"))

    assert sum(rows(figures).values()) == figures.total.now == Inquiry.objects.count()


# What it costs


def three_hundred_more() -> None:
    agent, line = User.objects.get(username="alma"), scenes.line()
    start = local("2014-05-07 08:00")
    times = [start + number * dt.timedelta(minutes=7) for number in range(300)]
    CallRecord.objects.bulk_create(
        CallRecord(
            id=f"many{number}", line=line, opening="open", arrived_at=at, place_at=at, queued_at=at,
            ended_at=at, end="abandoned", outcome="abandoned",
        )
        for number, at in enumerate(times)
    )  # fmt: skip
    places = [scenes.authority(f"Place {number}", f"09{number:02}") for number in range(30)]
    made = Inquiry.objects.bulk_create(
        Inquiry(
            line=line, agent=agent, answered_by=scenes.authority(), home=Home.AUTHORITY,
            authority=places[number % 30], outcome=Outcome.ANSWERED, came_at=at, registered_at=at,
        )
        for number, at in enumerate(times)
    )  # fmt: skip
    topics = [topic(f"t{number}", f"T{number}") for number in range(20)]
    through = Inquiry.topics.through
    through.objects.bulk_create(
        through(inquiry_id=each.pk, topic_id=topics[number % 20].pk) for number, each in enumerate(made)
    )


@pytest.mark.parametrize("is_rolled", [False, True])
@pytest.mark.parametrize("who", ["agent of Aarhus", "planner"])
def test_the_page_costs_the_same_with_ten_inquiries_and_with_three_hundred(who: str, is_rolled: bool) -> None:
    client = signed_in(reader(who))
    if is_rolled:
        rebuild(local("2014-05-13 12:00"))
    with_ten = cost(client, FIGURES, **WEEK_19)

    three_hundred_more()
    if is_rolled:
        rebuild(local("2014-05-13 12:00"))

    assert client.get(FIGURES, WEEK_19).context["figures"].total.now == 310
    assert cost(client, FIGURES, **WEEK_19) == with_ten
