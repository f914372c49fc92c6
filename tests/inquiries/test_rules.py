# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Who may register and read, and what the tables themselves refuse."""

import threading
import uuid

import pytest
from django.db import IntegrityError, connection, transaction

from hotline.inquiries.models import Home, Inquiry
from hotline.inquiries.queries import guessed_home, inquiries_for, unregistered_calls
from hotline.inquiries.rules import Refused, answering_authority_id, lines_led, refuse_others_calls
from hotline.organisations.models import Line
from hotline.people.models import User
from tests.calls import scenes
from tests.inquiries.desk import registered, said, topic

pytestmark = pytest.mark.django_db


def other_line() -> Line:
    return Line.objects.create(name="Other", slug="other", number="+4570200001")


def test_who_answered_may_register_and_nobody_else() -> None:
    alma, bo = scenes.agent("Alma"), scenes.agent("Bo")
    call = scenes.answered_by(alma)

    refuse_others_calls(alma, call)
    with pytest.raises(Refused):
        refuse_others_calls(bo, call)


def test_who_was_only_rung_may_not_register() -> None:
    alma = scenes.agent()
    call = scenes.call(outcome="abandoned", end="abandoned")
    call.offers.create(id="c1.1", agent=alma, made_at=scenes.NOON, ended_at=scenes.NOON, end="declined")

    with pytest.raises(Refused):
        refuse_others_calls(alma, call)


def test_the_deed_itself_refuses_somebody_elses_call() -> None:
    call = scenes.answered_by(scenes.agent("Alma"))

    with pytest.raises(Refused):
        registered(scenes.agent("Bo"), call)
    assert Inquiry.objects.count() == 0


def test_an_agent_of_two_authorities_answers_each_line_for_its_own() -> None:
    other = other_line()
    lea = scenes.agent("Lea", of=scenes.viborg())
    lea.roles.create(authority=scenes.authority(), kind="agent").lines.add(other)

    assert answering_authority_id(lea, scenes.line().pk) == scenes.viborg().pk
    assert answering_authority_id(lea, other.pk) == scenes.authority().pk


def test_somebody_who_leads_answers_for_the_home_authority() -> None:
    dora = scenes.person("Dora", "duty_lead", of=scenes.viborg())

    assert answering_authority_id(dora, scenes.line().pk) == scenes.viborg().pk


@pytest.mark.parametrize(
    ("role", "leads"),
    [("duty_lead", True), ("planner", True), ("administrator", True), ("agent", False), ("editor", False)],
)
def test_some_roles_lead_a_line_and_some_do_not(role: str, leads: bool) -> None:
    assert (scenes.line().pk in lines_led(scenes.person("Rie", role))) is leads


def test_a_leader_of_another_line_does_not_read_along() -> None:
    alma = scenes.agent("Alma")
    registered(alma, scenes.answered_by(alma), scenes.viborg())
    leader = scenes.person("Odd", of=scenes.authority("Odense", "0461"))
    leader.roles.create(authority=scenes.authority("Odense", "0461"), kind="duty_lead").lines.add(
        other_line()
    )

    assert list(inquiries_for(leader)) == []


def test_a_reader_with_many_roles_finds_each_inquiry_once() -> None:
    alma = scenes.agent("Alma")
    registered(alma, scenes.answered_by(alma), scenes.authority())
    many = scenes.person("Mia", "duty_lead", "planner", "administrator", "agent")

    assert inquiries_for(many).count() == 1


@pytest.mark.parametrize(
    ("home", "has_authority"),
    [(Home.AUTHORITY, False), (Home.ABROAD, True), (Home.UNKNOWN, True)],
)
def test_the_table_refuses_a_home_that_does_not_fit_its_authority(home: Home, has_authority: bool) -> None:
    alma = scenes.agent()
    inquiry = registered(alma, scenes.answered_by(alma))
    authority = scenes.viborg() if has_authority else None

    with transaction.atomic(), pytest.raises(IntegrityError):
        Inquiry.objects.filter(pk=inquiry.pk).update(home=home, authority=authority)


def test_where_a_citizen_belongs_is_said_in_words() -> None:
    assert Inquiry(home=Home.AUTHORITY, authority=scenes.viborg()).home_name == "Viborg"
    assert Inquiry(home=Home.AUTHORITY, authority=scenes.viborg()).authority == scenes.viborg()


def test_the_same_key_from_a_second_deed_changes_nothing() -> None:
    alma = scenes.agent()
    call, key = scenes.answered_by(alma), uuid.uuid4()
    first = registered(alma, call, scenes.viborg(), key=key, note="first")

    second = registered(alma, call, key=key, note="second", topics=[topic("pas", "Pas")])

    assert second == first
    assert said(Inquiry.objects.get()) == (["Fritagelse"], "Viborg", "answered", "first")


def test_a_forgotten_number_is_guessed_from_no_more() -> None:
    alma = scenes.agent()
    registered(alma, scenes.answered_by(alma, "before"), scenes.viborg())
    call = scenes.answered_by(alma, "now")
    assert guessed_home(call) is not None

    call.number_key = ""

    assert guessed_home(call) is None


def test_calls_without_registration_come_oldest_first() -> None:
    alma = scenes.agent()
    scenes.answered_by(alma, "later", at=scenes.NOON.replace(hour=12))
    scenes.answered_by(alma, "sooner", at=scenes.NOON.replace(hour=8))

    assert [call.id for call in unregistered_calls(alma)] == ["sooner", "later"]


def test_a_call_answered_twice_by_the_same_agent_is_on_the_list_once() -> None:
    alma = scenes.agent()
    call = scenes.answered_by(alma)
    call.segments.create(id="c1.2", agent=alma, began_at=scenes.NOON)

    assert unregistered_calls(alma).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_impatient_clicks_at_the_same_instant_are_one_inquiry() -> None:
    alma = scenes.agent()
    call, key, about = scenes.answered_by(alma), uuid.uuid4(), [topic()]
    problems: list[Exception] = []

    def click() -> None:
        try:
            registered(User.objects.get(pk=alma.pk), call, key=key, topics=about)
        except IntegrityError as problem:
            problems.append(problem)
        finally:
            connection.close()

    clicks = [threading.Thread(target=click) for _number in range(4)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()

    assert (problems, Inquiry.objects.count()) == ([], 1)
    assert Inquiry.objects.get().topics.count() == 1
