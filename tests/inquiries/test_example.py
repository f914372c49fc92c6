# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The example's history: 471 inquiries in week 18 of 2014, 1,949 in week 19, and nothing impossible in it."""

import datetime as dt
from collections import Counter
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from hotline.calls.models import CallRecord
from hotline.calls.queries import conservation, contradictory_calls
from hotline.inquiries import example
from hotline.inquiries.made_up import SEASONS, MadeUpCall, calls_of_week
from hotline.inquiries.models import Inquiry
from hotline.inquiries.queries import unregistered_calls
from hotline.knowledge.registers import rows_of
from hotline.measures.figures import figures_of
from hotline.measures.weeks import Week
from hotline.organisations.models import Line
from hotline.people.models import User

ZONE = ZoneInfo("Europe/Copenhagen")
PLACES = {"0751": 250, "0791": 70, "unknown": 20, "abroad": 5}
AGENTS = list(range(1, 31))


def is_office_hour(instant: dt.datetime) -> bool:
    local = instant.astimezone(ZONE)
    return local.isoweekday() < 6 and 9 <= local.hour < 21


def week(number: int = 18) -> list[MadeUpCall]:
    return calls_of_week((2014, number), is_office_hour, PLACES, AGENTS, ZONE)


@pytest.mark.parametrize("number", range(14, 23))
def test_each_week_holds_exactly_its_number_of_inquiries(number: int) -> None:
    matters = [matter for call in week(number) for matter in call.matters]

    assert len(matters) == SEASONS[2014, number].inquiries
    assert {matter.place for matter in matters} <= set(PLACES)


def test_the_same_week_is_made_up_the_same_every_time() -> None:
    assert week() == week()


def test_callers_are_answered_only_while_the_line_is_open() -> None:
    calls = week(19)

    assert {is_office_hour(call.arrived_at) for call in calls if call.end != "diverted_closed"} == {True}
    assert {is_office_hour(call.arrived_at) for call in calls if call.end == "diverted_closed"} == {False}


def test_no_agent_talks_with_two_callers_at_once() -> None:
    talks = [
        (call.agent, call.answered_at, call.wrapped_up_at)
        for call in week(19)
        if call.answered_at and call.wrapped_up_at
    ]

    overlaps = [
        (one, other)
        for one, other in pairwise(sorted(talks, key=lambda talk: talk[:2]))
        if one[0] == other[0] and other[1] <= one[2]
    ]
    assert (len(talks) > 1800, overlaps) == (True, [])


def test_a_calls_instants_follow_one_another() -> None:
    for call in week(19):
        instants = [call.arrived_at, call.answered_at, call.until, call.wrapped_up_at]
        known = [instant for instant in instants if instant]
        assert known == sorted(known)


def test_the_made_up_topics_are_topics_of_the_product() -> None:
    known = {row["code"] for row in rows_of("topics.csv")}

    assert {code for season in SEASONS.values() for code in season.topics} <= known


def test_in_the_week_of_the_letter_people_ask_about_the_letter_and_exemption() -> None:
    topics = Counter(topic for call in week(19) for matter in call.matters for topic in matter.topics)

    assert {topic for topic, _count in topics.most_common(2)} == {"regionens-brev", "fritagelse"}


@pytest.mark.django_db
def test_the_loaded_history_shows_471_and_1949_and_the_factor_of_4_14() -> None:
    example.load()
    example.load()
    line = Line.objects.get()

    figures = figures_of(line, Week(2014, 19))

    with translation.override("da"):
        total = figures.total
        assert (total.now, total.before, total.shown_factor) == (1949, 471, "×4,14")
    weeks = Counter(Week.at(came_at).number for came_at in Inquiry.objects.values_list("came_at", flat=True))
    assert weeks == {number: season.inquiries for (_year, number), season in SEASONS.items()}
    assert len(figures.authority_rows) > 20
    found = conservation(CallRecord.objects.all())
    assert (found.unexplained, found.still_here) == (0, 0)
    assert not contradictory_calls(CallRecord.objects.all()).exists()
    assert set(CallRecord.objects.values_list("caller_number", "number_key")) == {("", "")}
    agents = User.objects.filter(segments__isnull=False).distinct()
    assert [unregistered_calls(agent).count() for agent in agents[:3]] == [0, 0, 0]
    # Easter: nobody was answered on the days the line was closed.
    closed = [dt.date(2014, 4, 17), dt.date(2014, 4, 18), dt.date(2014, 4, 20), dt.date(2014, 4, 21)]
    assert not Inquiry.objects.filter(came_at__date__in=closed).exists()
