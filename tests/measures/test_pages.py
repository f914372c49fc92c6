# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The figures page as people use it: in Danish, from week to week, for one line or several."""

import datetime as dt
from random import Random

import pytest
from django.test import Client
from django.urls import reverse

from hotline.calls.models import CallRecord
from hotline.calls.queries import conservation
from hotline.measures import definitions
from hotline.measures.figures import figures_of
from hotline.measures.periods import Period
from hotline.measures.queries import call_total, handling_total
from hotline.measures.weeks import Week
from hotline.organisations.models import Line
from hotline.people.models import User
from tests.calls import scenes
from tests.calls.written_mornings import a_morning, people_and_lines, write_down
from tests.inquiries.desk import registered, signed_in, text_of

pytestmark = pytest.mark.django_db

FIGURES = reverse("measures:figures")
WEEK_19 = {"year": 2014, "week": 19}


@pytest.fixture
def dora() -> User:
    return scenes.person("Dora", "duty_lead")


@pytest.fixture
def client(dora: User) -> Client:
    return signed_in(dora)


def test_danes_read_the_week_as_danes_write_it(client: Client, dora: User) -> None:
    dora.language = "da"
    dora.save()

    page = text_of(client.get(FIGURES, WEEK_19))

    assert "<h1>Tal for uge 19, 5.–11. maj 2014</h1>" in page
    assert "uge 18, 28. april – 4. maj 2014" in page


def test_a_new_years_week_names_both_years(client: Client, dora: User) -> None:
    dora.language = "da"
    dora.save()

    page = text_of(client.get(FIGURES, {"year": 2015, "week": 53}))

    assert "uge 53, 28. december 2015 – 3. januar 2016" in page


@pytest.mark.parametrize(
    ("choice", "before", "after"),
    [
        ({"year": 2014, "week": 19}, "year=2014&amp;week=18", "year=2014&amp;week=20"),
        ({"year": 2015, "week": 53}, "year=2015&amp;week=52", "year=2016&amp;week=1"),
        ({"year": 2014, "week": 1}, "year=2013&amp;week=52", "year=2014&amp;week=2"),
    ],
)
def test_one_goes_from_week_to_week(client: Client, choice: dict[str, int], before: str, after: str) -> None:
    page = text_of(client.get(FIGURES, choice))

    assert f'rel="prev" href="?line=hotline&amp;{before}"' in page
    assert f'rel="next" href="?line=hotline&amp;{after}"' in page


def test_the_line_can_be_chosen_by_who_has_several(client: Client, dora: User) -> None:
    other = Line.objects.create(name="Another line", slug="another", number="+4570200001")
    dora.roles.get().lines.add(other)
    scenes.call("elsewhere", line=other)

    chosen = client.get(FIGURES, WEEK_19 | {"line": "another"})
    one = client.get(FIGURES, WEEK_19)

    assert (chosen.context["figures"].line, chosen.context["figures"].call_rows[0].change.now) == (other, 1)
    assert one.context["figures"].line == other  # the first by name
    assert "<select" in text_of(one)


def test_who_has_one_line_is_not_asked_which(client: Client) -> None:
    assert "<select" not in text_of(client.get(FIGURES, WEEK_19))


def test_a_week_without_anything_says_so_and_can_still_be_downloaded(client: Client) -> None:
    page = text_of(client.get(FIGURES, WEEK_19))
    download = client.get(reverse("measures:inquiries-csv"), WEEK_19)

    assert "Nothing was registered in this week or the week before." in page
    assert download.content.decode().count("\r\n") == 2  # the heads, and a total of nothing


def test_a_download_of_a_week_that_is_none_gives_the_latest_week(client: Client) -> None:
    scenes.call()

    download = client.get(reverse("measures:calls-csv"), {"year": 2014, "week": 53})

    assert download.headers["Content-Disposition"] == 'attachment; filename="calls-hotline-2014-W19.csv"'


@pytest.mark.parametrize("method", ["post", "put", "delete"])
@pytest.mark.parametrize("name", ["figures", "inquiries-csv", "calls-csv"])
def test_figures_are_read_and_not_written(client: Client, method: str, name: str) -> None:
    assert getattr(client, method)(reverse(f"measures:{name}")).status_code == 405


def test_calls_in_the_future_are_not_the_latest_week(client: Client) -> None:
    scenes.call("now", at=scenes.NOON)
    scenes.call("a clock gone wrong", at=dt.datetime(2099, 1, 1, tzinfo=dt.UTC))

    assert client.get(FIGURES).context["figures"].week == Week(2014, 19)


def test_an_inquiry_whose_topic_is_gone_is_still_in_the_total() -> None:
    alma = scenes.agent()
    inquiry = registered(alma, scenes.answered_by(alma))
    inquiry.topics.clear()

    figures = figures_of(scenes.line(), Week(2014, 19))

    assert (figures.total.now, figures.topic_rows) == (1, [])


def test_handling_counts_talks_that_are_over() -> None:
    alma = scenes.agent()
    scenes.answered_by(alma, "over")
    scenes.answered_by(alma, "still talking", outcome="")

    found = handling_total(scenes.line(), Period.of_week(Week(2014, 19)))

    assert definitions.mean_handling(found) == dt.timedelta(seconds=60)


@pytest.mark.parametrize("number", [11, 12, 13, 14])
def test_the_figures_of_any_morning_add_up_and_agree_with_the_books(number: int) -> None:
    people_and_lines()
    write_down(a_morning(number), Random(number))
    for line in Line.objects.all():
        first = CallRecord.objects.filter(line=line).order_by("arrived_at").first()
        if first is None:
            continue
        calls = call_total(line, Period.of_week(Week.at(first.arrived_at)))
        booked = conservation(CallRecord.objects.filter(line=line))

        assert definitions.arrived(calls) == booked.arrived
        assert definitions.answered(calls) == booked.answered
        assert definitions.abandoned(calls) == booked.abandoned
        assert definitions.lost(calls) == booked.lost
        assert definitions.still_here(calls) == booked.still_here
        turned_away = definitions.turned_away(calls)
        assert turned_away + definitions.diverted(calls) == booked.diverted + booked.refused
        assert definitions.offered(calls) == booked.arrived - turned_away
        assert definitions.unexplained(calls) == booked.unexplained == 0
