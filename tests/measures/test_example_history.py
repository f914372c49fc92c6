# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The figures of the example's weeks, written down: a definition that changes shows itself here first.

Old figures never change silently. Whoever means to change one raises the VERSION of the definitions and
writes the new figures down.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator

import pytest
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoDbBlocker

from hotline.inquiries import example
from hotline.inquiries.models import Home, Inquiry
from hotline.measures.definitions import VERSION
from hotline.measures.downloads import calls_csv, inquiries_csv
from hotline.measures.figures import Figures, figures_of
from hotline.measures.weeks import Week
from hotline.organisations.models import Authority, Line
from hotline.people.models import User
from tests.inquiries.desk import signed_in, text_of

pytestmark = pytest.mark.django_db

CALLS_WRITTEN_DOWN = {
    14: {"offered": 448, "answered": 427, "abandoned": 21, "turned_away": 22},
    15: {"offered": 466, "answered": 444, "abandoned": 22, "turned_away": 22},
    16: {"offered": 273, "answered": 260, "abandoned": 13, "turned_away": 22},
    17: {"offered": 387, "answered": 369, "abandoned": 18, "turned_away": 22},
    18: {"offered": 483, "answered": 460, "abandoned": 23, "turned_away": 22},
    19: {"offered": 2183, "answered": 1866, "abandoned": 317, "turned_away": 140},
}
INQUIRIES_WRITTEN_DOWN = {14: 446, 15: 459, 16: 268, 17: 380, 18: 471, 19: 1949}
NEVER_THERE = {"diverted": 0, "lost": 0}


@pytest.fixture(scope="module", autouse=True)
def _history(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Loaded once for all tests of this page, and taken away after them."""
    from django.db import transaction

    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            example.load()
            yield
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@pytest.fixture
def line() -> Line:
    return Line.objects.get()


@pytest.fixture
def week_19(line: Line) -> Figures:
    return figures_of(line, Week(2014, 19))


def rows_in(written: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written.removeprefix("\ufeff")), delimiter=";"))


def test_the_definitions_are_those_the_figures_below_were_made_with() -> None:
    assert VERSION == 1


@pytest.mark.parametrize("number", CALLS_WRITTEN_DOWN)
def test_what_became_of_the_calls_of_each_week(line: Line, number: int) -> None:
    figures = figures_of(line, Week(2014, number))

    counted = {row.code: row.change.now for row in figures.call_rows if row.code != "short_abandoned"}
    assert counted == CALLS_WRITTEN_DOWN[number] | NEVER_THERE


@pytest.mark.parametrize("number", range(15, 20))
def test_each_weeks_before_is_the_week_befores_now(line: Line, number: int) -> None:
    figures, before = (figures_of(line, Week(2014, week)) for week in (number, number - 1))

    assert figures.total.now == INQUIRIES_WRITTEN_DOWN[number]
    assert figures.total.before == before.total.now == INQUIRIES_WRITTEN_DOWN[number - 1]
    assert {row.code: row.change.before for row in figures.call_rows} == {
        row.code: row.change.now for row in before.call_rows
    }


def test_waits_grow_when_everybody_rings_at_once(week_19: Figures) -> None:
    told = {figure.code: (now, before) for figure, now, before in week_19.wait_rows}
    levels = {figure.code: (now, before) for figure, now, before in week_19.service_rows}

    assert told == {
        "mean_wait": ("1:41", "0:20"),
        "median_wait": ("1:10", "0:15"),
        "ninetieth_wait": ("3:52", "0:39"),
        "abandonment": ("14 %", "4 %"),
    }
    assert levels["service_level"] == ("13 %", "60 %")


def test_the_authorities_add_up_to_the_total(week_19: Figures) -> None:
    rows = week_19.authority_rows

    assert sum(row.change.now for row in rows) == 1949
    assert sum(row.change.before for row in rows) == 471
    assert rows[0].label == "Aarhus"
    assert [row.change.now for row in rows] == sorted((row.change.now for row in rows), reverse=True)


def test_all_nineteen_municipalities_asked_something_in_the_week_of_the_letter(week_19: Figures) -> None:
    inside = set(Authority.objects.filter(region__code="1082").values_list("code", flat=True))

    assert len(inside) == 19
    assert inside <= {row.code for row in week_19.authority_rows if row.change.now}


def test_each_topics_cells_add_up_to_the_topic(week_19: Figures) -> None:
    assert [sum(row.cells) for row in week_19.topic_rows] == [row.change.now for row in week_19.topic_rows]


def test_topics_add_up_to_more_than_the_inquiries(week_19: Figures) -> None:
    topics = sum(row.change.now for row in week_19.topic_rows)
    through = Inquiry.topics.through.objects.filter(
        inquiry__came_at__gte=week_19.week.begins_at, inquiry__came_at__lt=week_19.week.ends_at
    )

    assert topics == through.count()
    assert topics > 1949


def test_the_letter_is_asked_about_only_after_it_came(week_19: Figures) -> None:
    letter = next(row for row in week_19.topic_rows if row.code == "regionens-brev")

    assert letter.change.before == 0
    assert letter.change.now > 400


def test_the_download_says_what_the_page_says(week_19: Figures) -> None:
    rows = rows_in(inquiries_csv(week_19))
    total = [row for row in rows if not row["topic"] and not row["authority"]]
    without_topic = [row for row in rows if not row["topic"] and row["authority"]]
    topics = Counter[str]()
    for row in rows:
        topics[row["topic"]] += int(row["inquiries"])

    assert [(row["inquiries"], row["inquiries_week_before"]) for row in total] == [("1949", "471")]
    assert sum(int(row["inquiries"]) for row in without_topic) == 1949
    assert {row.code: row.change.now for row in week_19.topic_rows} == {
        code: count for code, count in topics.items() if code
    }


def test_the_download_of_calls_says_what_the_page_says(week_19: Figures) -> None:
    rows = {
        row["figure"]: (int(row["calls"]), int(row["calls_week_before"]))
        for row in rows_in(calls_csv(week_19))
    }

    assert rows == {row.code: (row.change.now, row.change.before) for row in week_19.call_rows}


def test_a_region_that_takes_part_sees_its_own_and_the_total(line: Line) -> None:
    region = Authority.objects.get(code="1082")

    figures = figures_of(line, Week(2014, 19), own=frozenset({region.pk}))

    assert (figures.total.now, figures.authority_rows, figures.place_names) == (1949, [], [])
    assert [row.cells for row in figures.topic_rows] == [()] * len(figures.topic_rows)


def test_callers_from_abroad_and_unknown_are_shown_apart(line: Line) -> None:
    with translation.override("en"):
        figures = figures_of(line, Week(2014, 19))

    special = {figures.names[place]: figures.by_place[place].now for place in (Home.ABROAD, Home.UNKNOWN)}
    assert set(special) == {"Outside Denmark", "Unknown"}
    assert all(special.values())


def test_the_planner_reads_the_week_of_the_letter_in_danish() -> None:
    planner = User.objects.get(username="planlaegger")

    page = text_of(signed_in(planner).get(reverse("measures:figures"), {"year": 2014, "week": 19}))

    assert "<strong>1.949</strong> henvendelser" in page
    assert "471 i uge 18, 28. april – 4. maj 2014: +1.478, ×4,14, +314 %" in page


def test_without_a_choice_the_planner_reads_the_latest_week_there_is() -> None:
    planner = User.objects.get(username="planlaegger")

    answer = signed_in(planner).get(reverse("measures:figures"))

    assert answer.context["figures"].week == Week(2014, 22)
