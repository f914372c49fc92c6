# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What can be chosen, what it is called, and what it is cut into when nothing is said."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import translation

from hotline.inquiries.models import Home
from hotline.measures.dimensions import Dimension
from hotline.measures.weeks import Week
from hotline.reports.addresses import read_period, write_period
from hotline.reports.choices import (
    BY,
    Choice,
    Reader,
    choice_of,
    narrowed_in_words,
    reader_of,
    suitable,
    where_of,
)
from hotline.reports.forms import ChoiceForm, members_of, places, staffing
from hotline.reports.inquiries import TITLES
from hotline.reports.values import in_order, names_of
from hotline.reports.views.reports import after, neighbours
from tests.calls import scenes
from tests.inquiries.desk import topic

WEEK = read_period("2014-W19")


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("2014-05-07", Dimension.HOUR),
        ("2014-W19", Dimension.DAY),
        ("2014-05", Dimension.DAY),
        ("2014-05-01--2014-07-01", Dimension.DAY),
        ("2014-05-01--2014-07-02", Dimension.WEEK),
        ("2014", Dimension.MONTH),
        ("2013-01-01--2014-12-31", Dimension.MONTH),
    ],
)
def test_a_period_is_cut_into_what_suits_it(text: str, by: Dimension) -> None:
    assert suitable(read_period(text)) is by


@pytest.mark.parametrize(
    ("text", "following"),
    [
        ("2014-W52", "2015-W01"),
        ("2015-W53", "2016-W01"),
        ("2014-12", "2015-01"),
        ("2014-01", "2014-02"),
        ("2014", "2015"),
        ("2014-05-07", "2014-05-08"),
        ("2014-05-01--2014-05-10", "2014-05-11--2014-05-20"),
    ],
)
def test_after_a_period_comes_the_next_of_its_kind(text: str, following: str) -> None:
    assert write_period(after(read_period(text))) == following
    assert write_period(read_period(following).before()) == text


def test_everything_that_can_be_chosen_has_a_title() -> None:
    assert set(TITLES) == set(BY)


@pytest.mark.parametrize(
    ("dimension", "text", "number", "first"),
    [
        (Dimension.DAY, "2014-05", 31, dt.date(2014, 5, 1)),
        (Dimension.WEEK, "2014-05", 5, Week(2014, 18)),
        (Dimension.MONTH, "2014", 12, dt.date(2014, 1, 1)),
        (Dimension.WEEKDAY, "2014-05", 7, 1),
    ],
)
def test_a_period_has_all_its_values_whether_anybody_came_or_not(
    dimension: Dimension, text: str, number: int, first: object
) -> None:
    values = in_order(dimension, read_period(text), ())

    assert (len(values), values[0]) == (number, first)


@pytest.mark.parametrize(("found", "hours"), [((), []), ((9,), [9]), ((9, 12), [9, 10, 11, 12])])
def test_hours_go_from_the_first_to_the_last_with_anything(found: tuple[int, ...], hours: list[int]) -> None:
    assert in_order(Dimension.HOUR, WEEK, found) == hours


@pytest.mark.parametrize(
    ("dimension", "value", "name"),
    [
        (Dimension.CHANNEL, "walk_in", "Personlig henvendelse"),
        (Dimension.WEEKDAY, 7, "søndag"),
        (Dimension.HOUR, 20, "20–21"),
        (Dimension.MONTH, dt.date(2014, 5, 1), "maj 2014"),
        (Dimension.WEEK, Week(2014, 19), "uge 19, 5.–11. maj 2014"),
    ],
)
def test_values_are_called_as_danes_call_them(dimension: Dimension, value: object, name: str) -> None:
    with translation.override("da"):
        called = names_of(dimension, [value], dt.date(2014, 5, 7))[value]

    assert called.lower() == name.lower() or dimension is Dimension.CHANNEL


def reader(own: frozenset[int] | None = None) -> Reader:
    return Reader(scenes.line(), own)


def choice(**asked: str) -> Choice:
    return choice_of(reader(), WEEK, asked)


@pytest.mark.django_db
def test_an_empty_choice_is_no_choice() -> None:
    assert choice(by="", place="", topic="") == Choice(scenes.line(), WEEK, Dimension.DAY)


@pytest.mark.django_db
def test_what_nobody_can_choose_is_left_alone() -> None:
    assert choice(page="2", outcome="answered") == choice()


@pytest.mark.django_db
@pytest.mark.parametrize("by", ["name", "kind", "agent", "DAY"])
def test_nothing_else_can_be_cut_by(by: str) -> None:
    with pytest.raises(Http404):
        choice(by=by)


@pytest.mark.django_db
def test_a_choice_of_another_period_keeps_what_it_is_narrowed_to() -> None:
    by_day = choice(place="0751").at(read_period("2014"))
    by_topic = choice(by="topic", channel="web").at(read_period("2014"))

    assert by_day.address == "/reports/hotline/2014/?place=0751"
    assert by_topic.address == "/reports/hotline/2014/?by=topic&channel=web"


@pytest.mark.django_db
def test_the_period_itself_is_no_neighbour() -> None:
    assert set(neighbours(choice())) == {"before", "after", "month", "year"}


@pytest.mark.django_db
def test_codes_become_what_the_figures_ask_for() -> None:
    exemption = topic()
    narrowed = choice(place="0791", answered_by="0751", topic="fritagelse", channel="telephone")

    viborg, aarhus = scenes.viborg(), scenes.authority()
    assert where_of(reader(), narrowed) == {
        Dimension.PLACE: [viborg.pk],
        Dimension.ANSWERED_BY: [aarhus.pk],
        Dimension.TOPIC: [exemption.pk],
        Dimension.CHANNEL: ["telephone"],
    }
    assert where_of(reader(), choice(place="unknown")) == {Dimension.PLACE: ["unknown"]}


@pytest.mark.django_db
def test_details_of_others_are_refused_with_a_sentence() -> None:
    scenes.line()
    with pytest.raises(PermissionDenied, match="own authority"), translation.override("en"):
        where_of(reader(frozenset({scenes.viborg().pk})), choice(place="0751"))


@pytest.mark.django_db
def test_the_heading_tells_what_it_is_narrowed_to() -> None:
    topic()
    scenes.line()
    narrowed = choice(place="abroad", answered_by="0751", topic="fritagelse", channel="web")

    with translation.override("en"):
        assert narrowed_in_words(narrowed) == [
            "The citizen's authority: Outside Denmark",
            "The answering agent's authority: Aarhus",
            "Topic: Fritagelse",
            "Channel: Web",
        ]


@pytest.mark.django_db
def test_members_of_the_line_are_offered_and_only_those_that_may_be_read() -> None:
    scenes.line()
    scenes.authority("Odense", "0461")

    assert [authority.name for authority in members_of(reader())] == [
        "Aarhus",
        "Region Midtjylland",
        "Viborg",
    ]
    assert [code for code, _name in staffing(reader())] == ["0751", "0791"]
    assert [code for code, _name in places(reader())] == ["0751", "1082", "0791", Home.ABROAD, Home.UNKNOWN]
    assert [code for code, _name in places(reader(frozenset({scenes.viborg().pk})))] == ["0791"]


@pytest.mark.django_db
def test_the_form_begins_with_what_is_shown() -> None:
    shown = ChoiceForm.of(reader(), choice(by="topic", place="0751"))

    assert shown.initial == {
        "first": dt.date(2014, 5, 5),
        "last": dt.date(2014, 5, 11),
        "by": "topic",
        "place": "0751",
    }


@pytest.mark.django_db
def test_who_reads_a_line_is_a_leader_or_one_of_an_authority() -> None:
    leader, agent = scenes.person("Dora", "duty_lead"), scenes.agent(of=scenes.viborg())

    assert reader_of(leader, "hotline").own is None
    assert reader_of(agent, "hotline").own == frozenset({scenes.viborg().pk})
    assert reader_of(agent, "hotline").sees(scenes.viborg().pk)
    assert not reader_of(agent, "hotline").sees("unknown")
    with pytest.raises(Http404):
        reader_of(agent, "other")
