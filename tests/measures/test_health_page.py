# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The page that says whether the figures can be trusted: what does not add up, and which calls to look at."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from hotline.calls.models import CallRecord
from hotline.measures.checks import check_day, check_figures
from hotline.measures.models import Check
from hotline.measures.periods import DAY
from hotline.measures.upkeep import keep_up
from hotline.organisations.models import Line
from hotline.people.models import User
from tests.calls import scenes
from tests.inquiries.desk import cost, signed_in, text_of
from tests.measures.days import came, local

pytestmark = pytest.mark.django_db

HEALTH = reverse("measures:health")
WEDNESDAY = dt.date(2014, 5, 7)
NEXT_MORNING = local("2014-05-08 07:00")


@pytest.fixture
def dora() -> User:
    return scenes.person("Dora", "duty_lead")


def broken_calls(*names: str, line: Line | None = None) -> None:
    """Calls that ended as nothing there is, and contradict themselves in nothing."""
    for name in names:
        came(name, "2014-05-07 09:00", "abandoned", line=line or scenes.line())
    CallRecord.objects.filter(pk__in=names).update(outcome="vanished")


def checked(*lines: Line) -> None:
    for line in lines or (scenes.line(),):
        check_day(line, WEDNESDAY, NEXT_MORNING)


def other_line() -> Line:
    return Line.objects.create(name="Another line", slug="another", number="+4570200001")


def test_before_the_first_check_the_page_promises_nothing(dora: User) -> None:
    page = text_of(signed_in(dora).get(HEALTH))

    assert "Nothing has been checked yet." in page
    assert "Everything adds up." not in page


def test_a_day_that_adds_up_is_said_to_and_every_check_of_it_listed(dora: User) -> None:
    came("c", "2014-05-07 09:00", "abandoned")
    keep_up(NEXT_MORNING)
    checked()

    page = text_of(signed_in(dora).get(HEALTH))

    assert "Everything adds up." in page
    assert "does not add up" not in page
    for sentence in (
        "Every call is accounted for",
        "No call contradicts itself",
        "The authorities add up to the total",
        "What was counted beforehand is what the books say",
    ):
        assert f"<td>{sentence}</td><td>adds up</td><td>05/08/2014 7 a.m.</td>" in page


def test_a_broken_day_names_the_check_the_day_the_numbers_and_the_calls(dora: User) -> None:
    came("good", "2014-05-07 08:00", "abandoned")
    broken_calls("lost-1", "lost-2")
    checked()

    page = text_of(signed_in(dora).get(HEALTH))

    assert "1 check does not add up." in page
    assert "<h2>Every call is accounted for, May 7, 2014</h2>" in page
    assert "Den Digitale Hotline · It should be 3 and is 1." in page
    assert "<kbd>hotline call trace lost-1</kbd></li><li><kbd>hotline call trace lost-2</kbd>" in page
    assert "hotline call trace good" not in page
    assert page.count("<strong>does not add up</strong>") == 1


def test_several_findings_are_counted_in_words(dora: User) -> None:
    broken_calls("lost")
    came("twisted", "2014-05-07 10:00", "answered", queued_at=None)
    checked()

    assert "2 checks do not add up." in text_of(signed_in(dora).get(HEALTH))


def test_what_was_mended_and_checked_again_is_no_longer_there(dora: User) -> None:
    broken_calls("lost")
    checked()
    CallRecord.objects.update(outcome="abandoned")
    checked()

    page = text_of(signed_in(dora).get(HEALTH))

    assert "Everything adds up." in page
    assert "hotline call trace" not in page


def test_the_latest_day_stands_first(dora: User) -> None:
    for number in range(3):
        check_day(scenes.line(), WEDNESDAY - number * DAY, NEXT_MORNING)

    shown = signed_in(dora).get(HEALTH).context["checks"]

    assert [check.day for check in shown] == sorted((check.day for check in shown), reverse=True)


def test_the_agents_time_belongs_to_no_line_and_is_shown_to_who_leads_one(dora: User) -> None:
    check_day(None, WEDNESDAY, NEXT_MORNING)

    page = text_of(signed_in(dora).get(HEALTH))

    assert "<td>–</td><td>The agents&#x27; time adds up to the time signed in</td><td>adds up</td>" in page


def test_what_was_counted_beforehand_is_dated(dora: User) -> None:
    assert "Den Digitale Hotline: nothing yet" in text_of(signed_in(dora).get(HEALTH))


def test_a_day_checked_by_the_job_stands_on_the_page(dora: User) -> None:
    broken_calls("lost")

    check_figures(NEXT_MORNING)

    assert "hotline call trace lost" in text_of(signed_in(dora).get(HEALTH))


def test_danes_read_it_in_danish(dora: User) -> None:
    broken_calls("tabt")
    checked()
    dora.language = "da"
    dora.save()

    page = text_of(signed_in(dora).get(HEALTH))

    assert "Every call is accounted for" not in page
    assert "does not add up" not in page
    assert "7. maj 2014" in page
    assert "hotline call trace tabt" in page


# Who may see it


@pytest.mark.parametrize(
    ("role", "status"),
    [("duty_lead", 200), ("planner", 200), ("administrator", 200), ("agent", 403), ("editor", 403)],
)
def test_who_leads_a_line_sees_the_page_and_others_do_not(role: str, status: int) -> None:
    scenes.line()

    assert signed_in(scenes.person("Rie", role)).get(HEALTH).status_code == status


def test_who_may_not_see_it_is_told_why() -> None:
    page = text_of(signed_in(scenes.agent()).get(HEALTH))

    assert "Only those who lead a line see this page." in page


def test_a_member_without_agents_and_a_stranger_do_not_see_it() -> None:
    scenes.line()
    people = (
        scenes.person("Rut", of=scenes.region()),
        scenes.person("Sten", of=scenes.authority("Odense", "0461")),
    )

    assert [signed_in(person).get(HEALTH).status_code for person in people] == [403, 403]


def test_who_is_not_signed_in_is_asked_to_sign_in() -> None:
    assert Client().get(HEALTH).status_code == 302


def test_nobody_sees_another_lines_calls(dora: User) -> None:
    other = other_line()
    broken_calls("here")
    broken_calls("there", line=other)
    checked(scenes.line(), other)

    page = text_of(signed_in(dora).get(HEALTH))

    assert "hotline call trace here" in page
    assert "hotline call trace there" not in page
    assert "Another line" not in page


def test_who_leads_both_lines_sees_both(dora: User) -> None:
    other = other_line()
    dora.roles.get().lines.add(other)
    broken_calls("here")
    broken_calls("there", line=other)
    checked(scenes.line(), other)

    page = text_of(signed_in(dora).get(HEALTH))

    assert "Another line · It should be 1 and is 0." in page
    assert "Den Digitale Hotline · It should be 1 and is 0." in page


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_page_is_read_and_not_written(dora: User, method: str) -> None:
    assert getattr(signed_in(dora), method)(HEALTH).status_code == 405


# What it costs


def test_the_page_costs_the_same_with_three_checks_and_with_three_hundred(dora: User) -> None:
    client = signed_in(dora)
    checked()
    with_few = cost(client, HEALTH)

    Check.objects.bulk_create(
        Check(
            line=scenes.line(), day=WEDNESDAY - number * DAY, name=Check.Name.CONSERVATION,
            is_right=number % 2 == 1, expected=1, found=number % 2, calls=[f"c{number}"],
            checked_at=NEXT_MORNING,
        )
        for number in range(1, 300)
    )  # fmt: skip

    assert cost(client, HEALTH) == with_few
    assert len(client.get(HEALTH).context["checks"]) == 100
