# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The figures page: a week, its change, its tables and downloads, cut to what the reader may see."""

import csv
import datetime as dt
import io

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from hotline.inquiries.models import Home
from hotline.measures.figures import figures_of, in_minutes, in_percent
from hotline.measures.periods import Period
from hotline.measures.queries import call_total, latest_week
from hotline.measures.weeks import Week
from hotline.organisations.models import Line
from hotline.people.models import User
from tests.calls import scenes
from tests.inquiries.desk import cost, registered, signed_in, text_of, topic

pytestmark = pytest.mark.django_db

FIGURES = reverse("measures:figures")
INQUIRIES = reverse("measures:inquiries-csv")
CALLS = reverse("measures:calls-csv")
WEEK_19 = {"year": 2014, "week": 19}
WEEK = dt.timedelta(days=7)


def two_weeks() -> User:
    """Week 18: one inquiry from Viborg. Week 19: one with two topics from Aarhus, one from abroad."""
    alma = scenes.agent("Alma")
    registered(alma, scenes.answered_by(alma, "c1", at=scenes.NOON - WEEK), scenes.viborg())
    both = [topic(), topic("pas", "Pas")]
    registered(alma, scenes.answered_by(alma, "c2"), scenes.authority(), topics=both)
    registered(alma, scenes.answered_by(alma, "c3"), home=Home.ABROAD)
    scenes.call("c4", outcome="abandoned", end="abandoned")
    return alma


def leader() -> User:
    return scenes.person("Dora", "duty_lead")


def rows_of(answer: object) -> list[dict[str, str]]:
    content = answer.content.decode()  # type: ignore[attr-defined]
    assert content.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(content[1:]), delimiter=";"))


def test_the_leader_sees_topics_authorities_and_their_change() -> None:
    two_weeks()

    figures = signed_in(leader()).get(FIGURES, WEEK_19).context["figures"]

    assert (figures.total.now, figures.total.before) == (2, 1)
    assert [(row.label, row.change.now, row.change.before) for row in figures.topic_rows] == [
        ("Fritagelse", 2, 1),
        ("Pas", 1, 0),
    ]
    assert {row.label: (row.change.now, row.change.before) for row in figures.authority_rows} == {
        "Aarhus": (1, 0),
        "Outside Denmark": (1, 0),
        "Viborg": (0, 1),
    }
    assert figures.place_names == ["Aarhus", "Outside Denmark", "Viborg"]
    assert [row.cells for row in figures.topic_rows] == [(1, 1, 0), (1, 0, 0)]


def test_the_page_is_written_for_people() -> None:
    two_weeks()

    page = text_of(signed_in(leader()).get(FIGURES, WEEK_19))

    assert "<h1>Figures, week 19, 5–11 May 2014</h1>" in page
    assert "1 in week 18, 28 April – 4 May 2014: +1, ×2.00, +100 %" in page
    assert "An inquiry with several topics counts under each of them, and once in the total." in page


def test_calls_are_counted_by_what_became_of_them() -> None:
    two_weeks()
    scenes.call("c5", outcome="diverted", end="diverted_closed", queued_at=None)
    scenes.call("c6", outcome="diverted", end="diverted_nobody")

    figures = signed_in(leader()).get(FIGURES, WEEK_19).context["figures"]

    assert {row.code: (row.change.now, row.change.before) for row in figures.call_rows} == {
        "offered": (4, 1),
        "answered": (2, 1),
        "abandoned": (1, 0),
        "short_abandoned": (0, 0),
        "diverted": (1, 0),
        "lost": (0, 0),
        "turned_away": (1, 0),
    }
    assert {figure.code: (now, before) for figure, now, before in figures.wait_rows} == {
        "mean_wait": ("0:10", "0:10"),
        "median_wait": ("0:10", "0:10"),
        "ninetieth_wait": ("0:10", "0:10"),
        "abandonment": ("33 %", "0 %"),
    }
    assert {figure.code: (now, before) for figure, now, before in figures.service_rows} == {
        "service_level": ("67 %", "100 %"),
        "service_level_of_answered": ("100 %", "100 %"),
        "service_level_of_all": ("67 %", "100 %"),
        "service_level_over_in_time": ("67 %", "100 %"),
        "service_level_without_early": ("67 %", "100 %"),
    }
    assert figures.shown_handling == "1:00"


def test_an_agent_sees_the_totals_and_the_own_authority_only() -> None:
    alma = two_weeks()

    figures = signed_in(alma).get(FIGURES, WEEK_19).context["figures"]

    assert (figures.total.now, [row.label for row in figures.authority_rows]) == (2, ["Aarhus"])
    assert [(row.label, row.change.now, row.cells) for row in figures.topic_rows] == [
        ("Fritagelse", 2, (1,)),
        ("Pas", 1, (1,)),
    ]
    page = text_of(signed_in(alma).get(FIGURES, WEEK_19))
    assert "You see your own authority and the total." in page
    assert "Viborg" not in page


def test_a_member_without_agents_sees_its_own_citizens() -> None:
    alma = two_weeks()
    registered(alma, scenes.answered_by(alma, "c9"), scenes.region())

    figures = signed_in(scenes.person("Rut", of=scenes.region())).get(FIGURES, WEEK_19).context["figures"]

    assert [row.label for row in figures.authority_rows] == ["Region Midtjylland"]


def test_somebody_of_no_member_sees_nothing() -> None:
    two_weeks()
    stranger = scenes.person("Sten", of=scenes.authority("Odense", "0461"))

    answer = signed_in(stranger).get(FIGURES, WEEK_19)

    assert answer.status_code == 403
    assert "You work on no line, so there are no figures to show you." in text_of(answer)


@pytest.mark.parametrize("address", [FIGURES, INQUIRIES, CALLS])
def test_who_is_not_signed_in_is_asked_to_sign_in(address: str) -> None:
    assert Client().get(address).status_code == 302


def test_another_lines_figures_are_not_mixed_in_and_not_to_be_had() -> None:
    alma = two_weeks()
    other = Line.objects.create(name="Other", slug="other", number="+4570200001")
    scenes.call("elsewhere", line=other)

    figures = signed_in(alma).get(FIGURES, WEEK_19).context["figures"]
    asked_for = signed_in(alma).get(FIGURES, WEEK_19 | {"line": "other"})

    assert figures.call_rows[0].change.now == 3
    assert asked_for.status_code == 422


def test_without_a_choice_the_latest_week_with_anything_in_it_is_shown() -> None:
    two_weeks()

    page = signed_in(leader()).get(FIGURES)

    assert page.context["figures"].week == Week(2014, 19)
    assert 'value="2014"' in text_of(page)


def test_a_line_nobody_has_rung_yet_shows_this_week() -> None:
    assert latest_week(scenes.line(), scenes.NOON) == Week(2014, 19)
    page = text_of(signed_in(leader()).get(FIGURES))
    assert "Nothing was registered in this week or the week before." in page


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        ({"year": "2014", "week": "53"}, "The year 2014 has no week 53."),
        ({"year": "2014", "week": "0"}, "Ensure this value is greater than or equal to 1."),
        ({"year": "", "week": "19"}, "This field is required."),
        ({"year": "2014", "week": "x"}, "Enter a whole number."),
    ],
)
def test_a_week_that_is_none_is_refused_with_a_sentence(choice: dict[str, str], sentence: str) -> None:
    answer = signed_in(leader()).get(FIGURES, choice)

    assert answer.status_code == 422
    assert sentence in text_of(answer)


def test_week_fifty_three_can_be_chosen_in_a_year_that_has_it() -> None:
    answer = signed_in(leader()).get(FIGURES, {"year": 2015, "week": 53})

    assert (answer.status_code, answer.context["figures"].week) == (200, Week(2015, 53))


def test_what_came_at_the_edge_of_the_week_counts_by_the_local_clock() -> None:
    alma = scenes.agent()
    edges = {
        "before": dt.datetime(2014, 5, 4, 21, 59, 59, tzinfo=dt.UTC),
        "first": dt.datetime(2014, 5, 4, 22, tzinfo=dt.UTC),
        "last": dt.datetime(2014, 5, 11, 21, 59, 59, tzinfo=dt.UTC),
        "after": dt.datetime(2014, 5, 11, 22, tzinfo=dt.UTC),
    }
    for call_id, at in edges.items():
        registered(alma, scenes.answered_by(alma, call_id, at=at))

    total = figures_of(scenes.line(), Week(2014, 19)).total
    calls = call_total(scenes.line(), Period.of_week(Week(2014, 19)))

    assert (total.now, total.before) == (2, 1)
    assert calls.arrived == 2


def test_the_inquiries_can_be_taken_home() -> None:
    two_weeks()

    answer = signed_in(leader()).get(INQUIRIES, WEEK_19)

    assert answer.headers["Content-Disposition"] == 'attachment; filename="inquiries-hotline-2014-W19.csv"'
    rows = rows_of(answer)
    assert rows[0] == {
        "line": "hotline",
        "week": "2014-W19",
        "from": "05-05-2014",
        "to": "11-05-2014",
        "topic": "",
        "topic_name": "",
        "kle": "",
        "authority": "",
        "authority_name": "",
        "inquiries": "2",
        "inquiries_week_before": "1",
    }
    told = [
        (row["topic"], row["authority"], row["inquiries"], row["inquiries_week_before"]) for row in rows[1:]
    ]
    assert told == [
        ("", "0751", "1", "0"),
        ("", "abroad", "1", "0"),
        ("", "0791", "0", "1"),
        *sorted(
            [("fritagelse", "0751", "1", "0"), ("fritagelse", "0791", "0", "1"), ("pas", "0751", "1", "0"),
             ("fritagelse", "abroad", "1", "0")],
            key=told.index,
        ),
    ]  # fmt: skip


def test_the_download_holds_no_more_than_the_page() -> None:
    alma = two_weeks()

    rows = rows_of(signed_in(alma).get(INQUIRIES, WEEK_19))

    assert {row["authority"] for row in rows} == {"", "0751"}


def test_the_calls_can_be_taken_home_with_the_version_of_their_definitions() -> None:
    two_weeks()

    rows = rows_of(signed_in(leader()).get(CALLS, WEEK_19))

    assert [(row["figure"], row["calls"], row["calls_week_before"]) for row in rows][:3] == [
        ("offered", "3", "1"),
        ("answered", "2", "1"),
        ("abandoned", "1", "0"),
    ]
    assert {row["definitions_version"] for row in rows} == {"1"}


def test_the_page_costs_the_same_however_much_was_registered() -> None:
    alma, client = scenes.agent(), signed_in(leader())

    def register(number: int) -> None:
        place = scenes.authority(f"Place {number}", f"099{number}")
        asked = [topic(f"t{number}", f"T{number}"), topic("t", "T")]
        registered(alma, scenes.answered_by(alma, f"c{number}"), place, topics=asked)

    register(1)
    with_one = cost(client, FIGURES, **WEEK_19)
    register(2)
    register(3)

    assert cost(client, FIGURES, **WEEK_19) == with_one


def test_the_figures_take_fifteen_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    two_weeks()
    line = scenes.line()

    with django_assert_num_queries(15):
        figures = figures_of(line, Week(2014, 19))
        assert (figures.topic_rows[0].label, figures.authority_rows[0].label) == ("Fritagelse", "Aarhus")


@pytest.mark.parametrize(
    ("seconds", "shown"), [(None, "–"), (0, "0:00"), (59.4, "0:59"), (59.6, "1:00"), (3725, "62:05")]
)
def test_a_wait_is_shown_in_minutes_and_seconds(seconds: float | None, shown: str) -> None:
    assert in_minutes(None if seconds is None else dt.timedelta(seconds=seconds)) == shown


@pytest.mark.parametrize(("share", "shown"), [(None, "–"), (0.0, "0 %"), (0.666, "67 %"), (1.0, "100 %")])
def test_a_share_is_shown_in_percent(share: float | None, shown: str) -> None:
    assert in_percent(share) == shown
