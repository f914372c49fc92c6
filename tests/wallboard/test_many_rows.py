# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Boards and screens with three rows of everything and with three hundred: as many questions to the database,
once a second whoever looks, and the sums come out.
"""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hotline.exchange.words import AgentStatus
from hotline.live.following import Heard
from hotline.organisations.models import Authority, Line
from hotline.people.models import Role, User
from hotline.wallboard.actions import pair_screen, screen_with
from hotline.wallboard.board import FIGURES, render
from hotline.wallboard.codes import code_of, digest_of
from hotline.wallboard.models import Screen
from hotline.wallboard.screens import COOKIE
from tests.calls import scenes
from tests.inquiries.desk import cost, signed_in
from tests.wallboard.boards import heard, region, rows

pytestmark = pytest.mark.django_db
NOON = scenes.NOON
STATES = (AgentStatus.AVAILABLE, AgentStatus.TALKING, AgentStatus.PAUSED)


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def agents(number: int) -> dict[User, AgentStatus]:
    """So many agents in as many states, by turns of Aarhus and Viborg, and a call that each has answered."""
    line, places = scenes.line(), (scenes.authority(), scenes.viborg())
    people = User.objects.bulk_create(
        User(username=f"a{number}-{one}", name=f"Agent {one}", authority=places[one % 2])
        for one in range(number)
    )
    for role in Role.objects.bulk_create(
        Role(user=person, authority=person.authority, kind="agent") for person in people
    ):
        role.lines.add(line)
    for one, person in enumerate(people):
        scenes.answered_by(person, f"c{number}-{one}", at=NOON - dt.timedelta(minutes=5))
    return {person: STATES[one % 3] for one, person in enumerate(people)}


def screens(number: int, by: User) -> None:
    Screen.objects.bulk_create(
        Screen(
            line=scenes.line(),
            name=f"Screen {number}-{one}",
            authority=scenes.authority() if one % 2 else None,
            digest=digest_of(f"{number}-{one}"),
            paired_by=by,
            paired_at=NOON,
        )
        for one in range(number)
    )


def questions(line: Line, told: Heard) -> int:
    with CaptureQueriesContext(connection) as queries:
        region(line, told)
    return len(queries)


def test_a_board_costs_the_same_with_three_agents_and_screens_as_with_sixty() -> None:
    line, dora = scenes.line(), scenes.person("Dora", "duty_lead")
    few_there = agents(3)
    screens(3, dora)
    few = questions(line, heard(line, few_there, waiting=3, waited_ms=1000))
    there = few_there | agents(60)
    screens(300, dora)

    assert questions(line, heard(line, there, waiting=300, waited_ms=1000)) == few


def test_the_rows_of_a_full_board_add_up_to_everybody_there() -> None:
    line = scenes.line()
    there = agents(60)

    shown = rows(region(line, heard(line, there)))

    assert list(shown) == ["Aarhus", "Viborg"]
    cells = [[int(cell) for cell in row] for row in shown.values()]
    assert sum(sum(row[:-1]) for row in cells) == 60
    assert [row[-1] for row in cells] == [30, 30]


def test_boards_of_a_second_share_one_reading_whoever_looks() -> None:
    line = scenes.line()
    told, viborg = heard(line, agents(3)), frozenset({scenes.viborg().pk})
    FIGURES.forget()
    render(line.pk, None, "da", told)

    with CaptureQueriesContext(connection) as queries:
        for scope in (None, viborg, frozenset[int]()):
            for language in ("da", "en"):
                render(line.pk, scope, language, told)
    assert len(queries) == 0


def test_an_authority_more_is_named_and_costs_no_question_more() -> None:
    line = scenes.line()
    before = questions(line, heard(line))
    for number in range(40):
        place: Authority = scenes.authority(f"Sted {number:02}", f"{5000 + number}")
        line.memberships.create(authority=place, kind="staffs", from_on="2012-12-03")

    assert questions(line, heard(line)) == before
    assert [f"Sted {number:02}" in region(line, heard(line)) for number in (0, 39)] == [True, True]


def test_the_list_of_screens_costs_the_same_with_three_hundred_as_with_three() -> None:
    dora = scenes.person("Dora", "duty_lead")
    client, address = signed_in(dora), reverse("wallboard:screens", args=["hotline"])
    screens(3, dora)
    few = cost(client, address)
    screens(297, dora)

    assert cost(client, address) == few


def test_a_screen_is_found_by_one_question_among_three_hundred() -> None:
    dora = scenes.person("Dora", "duty_lead")
    screens(300, dora)
    mine = pair_screen(Screen(line=scenes.line(), name="Gangen"), code_of("mine"), dora)
    assert screen_with("mine") == mine

    with CaptureQueriesContext(connection) as queries:
        assert screen_with("mine") == mine
    assert len(queries) == 1


def test_an_unpaired_wall_that_asks_again_and_again_writes_nothing() -> None:
    browser = Client()
    browser.cookies[COOKIE] = "nobody's"

    with CaptureQueriesContext(connection) as queries:
        statuses = [browser.get(reverse("wallboard:paired")).status_code for _ask in range(5)]

    assert statuses == [204] * 5
    assert not [query for query in queries if query["sql"].startswith("INSERT")]
    assert not Screen.objects.exists()
