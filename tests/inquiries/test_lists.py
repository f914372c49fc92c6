# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The agent's calls without registration, the caller's history, and who may read what is registered."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from hotline.calls.actions import forget_numbers
from hotline.inquiries.queries import history_of, inquiries_for, unregistered_calls
from hotline.people.models import User
from tests.calls import scenes
from tests.inquiries.desk import cost, registered, signed_in, text_of, topic

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
HISTORY = reverse("inquiries:history", args=["c1"])
UNREGISTERED = reverse("inquiries:unregistered")
LIST = reverse("inquiries:list")


def test_a_call_stays_on_the_agents_list_until_it_is_registered() -> None:
    alma = scenes.agent()
    first = scenes.answered_by(alma, "c1")
    second = scenes.answered_by(alma, "c2", at=scenes.NOON + DAY, outcome="")
    assert list(unregistered_calls(alma)) == [first, second]

    registered(alma, first)

    assert list(unregistered_calls(alma)) == [second]
    page = text_of(signed_in(alma).get(UNREGISTERED))
    assert (reverse("inquiries:register", args=["c2"]) in page, "Now" in page) == (True, True)
    assert reverse("inquiries:register", args=["c1"]) not in page


def test_a_colleagues_registration_does_not_take_the_call_off_my_list() -> None:
    alma, bo = scenes.agent("Alma"), scenes.agent("Bo")
    call = scenes.answered_by(alma)
    call.segments.create(id="c1.2", agent=bo, began_at=scenes.NOON)

    registered(bo, call)

    assert (list(unregistered_calls(alma)), list(unregistered_calls(bo))) == ([call], [])


def test_a_call_that_was_offered_but_not_answered_is_on_nobodys_list() -> None:
    alma = scenes.agent()
    scenes.call(outcome="abandoned").offers.create(
        id="c1.1", agent=alma, made_at=scenes.NOON, ended_at=scenes.NOON, end="rang_out"
    )

    assert list(unregistered_calls(alma)) == []
    assert "Every call you have answered is registered." in text_of(signed_in(alma).get(UNREGISTERED))


def test_the_agent_sees_the_number_and_what_was_registered_of_its_earlier_calls() -> None:
    alma = scenes.agent("Alma")
    before = scenes.answered_by(alma, "before", at=scenes.NOON - DAY)
    registered(alma, before, scenes.viborg(), note="Skal huske legitimation.")
    scenes.call("gave up", at=scenes.NOON - 2 * DAY, outcome="abandoned", end="abandoned")
    scenes.answered_by(alma, "other", number="+4500000002", at=scenes.NOON - DAY)
    scenes.answered_by(alma, outcome="")

    page = text_of(signed_in(alma).get(HISTORY))

    assert "00 00 00 01" in page
    assert "Fritagelse · Viborg · Answered (Aarhus)<br>Skal huske legitimation." in page
    assert "Hung up before being answered." in page
    assert page.count("<li>") - page.count("<li><a") >= 2
    assert "00 00 00 02" not in page


def test_a_withheld_number_stays_withheld_and_has_no_history() -> None:
    alma = scenes.agent()
    scenes.answered_by(alma, "before", number="", at=scenes.NOON - DAY)
    scenes.answered_by(alma, number="")

    page = text_of(signed_in(alma).get(HISTORY))

    assert "The number is withheld." in page
    assert "Earlier calls" not in page


def test_a_forgotten_number_is_not_shown() -> None:
    alma = scenes.agent()
    scenes.answered_by(alma)
    forget_numbers(before=scenes.NOON + DAY)

    assert "The number is not known any more." in text_of(signed_in(alma).get(HISTORY))


def test_the_first_call_from_a_number_has_no_history() -> None:
    alma = scenes.agent()
    scenes.answered_by(alma)

    assert "No other call from this number in the last 7 days." in text_of(signed_in(alma).get(HISTORY))


@pytest.mark.parametrize("place", [None, "viborg"])
def test_nobody_else_sees_the_callers_number(place: str | None) -> None:
    scenes.answered_by(scenes.agent("Alma"))
    stranger = scenes.agent("Bo", of=scenes.viborg() if place else None)

    answer = signed_in(stranger).get(HISTORY)

    assert answer.status_code == 403
    assert "00 00 00 01" not in text_of(answer)


@pytest.mark.parametrize("calls", [1, 3])
def test_the_history_costs_the_same_with_one_call_as_with_three(
    calls: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    alma = scenes.agent()
    for number in range(calls):
        before = scenes.answered_by(alma, f"before {number}", at=scenes.NOON - (number + 1) * DAY)
        registered(alma, before, topics=[topic(), topic("pas", "Pas")])
    now = scenes.answered_by(alma)

    with django_assert_num_queries(4):
        told = [
            (str(found.authority), str(found.answered_by), [str(chosen) for chosen in found.topics.all()])
            for call in history_of(now)
            for found in call.inquiries.all()
        ]
    assert len(told) == calls


def everybody() -> dict[str, User]:
    return {
        "agent": scenes.agent("Alma"),
        "colleague": scenes.agent("Bo"),
        "leader in Aarhus": scenes.person("Lis", "duty_lead"),
        "administrator in Viborg": _without_lines(scenes.person("Vita", "administrator", of=scenes.viborg())),
        "administrator in Aarhus": _without_lines(scenes.person("Aage", "administrator")),
        "administrator in the region": _without_lines(
            scenes.person("Rut", "administrator", of=scenes.region())
        ),
    }


def _without_lines(person: User) -> User:
    for role in person.roles.all():
        role.lines.clear()
    return person


def test_everybody_reads_what_concerns_them_and_no_more() -> None:
    people = everybody()
    alma = people["agent"]
    registered(alma, scenes.answered_by(alma), scenes.viborg())

    assert {who: inquiries_for(person).count() for who, person in people.items()} == {
        "agent": 1,
        "colleague": 0,
        "leader in Aarhus": 1,
        "administrator in Viborg": 1,
        "administrator in Aarhus": 1,
        "administrator in the region": 0,
    }


def test_the_list_shows_what_is_registered_latest_first() -> None:
    alma = scenes.agent("Alma")
    registered(alma, scenes.answered_by(alma, "c1"), topics=[topic("pas", "Pas")])
    registered(alma, scenes.answered_by(alma, "c2", at=scenes.NOON + DAY), scenes.viborg())

    page = text_of(signed_in(alma).get(LIST))

    assert page.index("Fritagelse") < page.index("Pas")
    assert "Alma, Aarhus" in page


def test_an_empty_list_says_so() -> None:
    assert "Nothing is registered that you may see." in text_of(signed_in(scenes.agent()).get(LIST))


def test_the_list_is_cut_into_pages() -> None:
    alma = scenes.agent()
    call = scenes.answered_by(alma)
    for _number in range(51):
        registered(alma, call)

    page = text_of(signed_in(alma).get(LIST, {"page": 2}))

    assert "Page 2 of 2" in page


def test_the_list_costs_the_same_with_three_rows_as_with_one() -> None:
    alma = scenes.agent()
    client = signed_in(alma)
    registered(alma, scenes.answered_by(alma), scenes.viborg())
    with_one = cost(client, LIST)

    for number in range(2):
        registered(alma, scenes.answered_by(alma, f"d{number}"), scenes.viborg())

    assert cost(client, LIST) == with_one


@pytest.mark.parametrize("address", [LIST, UNREGISTERED])
def test_the_lists_are_for_who_is_signed_in(address: str) -> None:
    assert Client().get(address).status_code == 302
