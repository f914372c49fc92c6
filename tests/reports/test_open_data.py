# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Open data: for everybody, described, unchanging, and nothing small in it."""

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator

import jsonschema_rs
import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from hotline.inquiries.models import Home, Inquiry
from hotline.measures.periods import Period
from hotline.measures.weeks import Week
from hotline.organisations.models import Line
from hotline.reports.addresses import read_period
from hotline.reports.open_data import is_published, published_months, published_weeks, summed, weeks_of
from hotline.reports.open_tables import TABLES
from tests.calls import scenes
from tests.inquiries.desk import text_of
from tests.reports.world import A_WEEK, WEDNESDAY, inquiries, local

pytestmark = pytest.mark.django_db

WEEK_19 = "/open-data/hotline/2014-W19/"
EVER = local("2026-11-22T12:00")


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def content(address: str) -> bytes:
    answer = Client().get(address)
    assert answer.status_code == 200, address
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def rows(address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content(address).decode().removeprefix("\ufeff")), delimiter=";"))


def by_place(address: str) -> dict[str, str]:
    return {row["authority"]: row["inquiries"] for row in rows(address)}


def many() -> None:
    """Aarhus 20, Viborg 12, elsewhere 9, abroad 8, unknown 3, the region none."""
    inquiries(20, about=("fritagelse",))
    inquiries(12, place=scenes.viborg(), about=("mitid",))
    inquiries(9, place=scenes.authority("Odense", "0461"))
    inquiries(8, place=Home.ABROAD)
    inquiries(3, place=Home.UNKNOWN)


def test_large_counts_are_shown_and_small_ones_are_not() -> None:
    many()

    assert by_place(f"{WEEK_19}inquiries.csv") == {
        "0751": "20",
        "0791": "12",
        "1082": "",
        "other": "9",
        "abroad": "",
        "unknown": "",
        "total": "52",
    }


def test_a_row_says_what_it_is_about() -> None:
    many()
    row = next(row for row in rows(f"{WEEK_19}topics.csv") if row["hidden"] == "nej")

    assert row == {
        "line": "hotline",
        "period": "2014-W19",
        "from": "2014-05-05",
        "to": "2014-05-11",
        "topic": "fritagelse",
        "topic_name": "Fritagelse",
        "kle": "",
        "authority": "total",
        "authority_name": "I alt",
        "inquiries": "40",
        "hidden": "nej",
    }


def test_topics_have_totals_both_ways() -> None:
    inquiries(20, about=("fritagelse", "mitid"))
    inquiries(30, place=scenes.viborg(), about=("mitid",))
    found = {(row["topic"], row["authority"]): row["inquiries"] for row in rows(f"{WEEK_19}topics.csv")}

    assert found["total", "total"] == "70"  # topics, of 50 inquiries
    assert found["mitid", "total"] == "50"
    assert by_place(f"{WEEK_19}inquiries.csv")["total"] == "50"


def test_both_files_say_the_same() -> None:
    many()
    in_csv = [(row["topic"], row["authority"], row["inquiries"]) for row in rows(f"{WEEK_19}topics.csv")]
    in_json = [
        (row["topic"], row["authority"], "" if row["inquiries"] is None else str(row["inquiries"]))
        for row in json.loads(content(f"{WEEK_19}topics.json"))["rows"]
    ]

    assert in_csv == in_json


def test_no_count_under_five_leaves_the_house() -> None:
    many()
    inquiries(4, place=scenes.viborg(), about=("flytning",))

    for name in TABLES:
        for row in rows(f"{WEEK_19}{name}.csv"):
            assert (row["hidden"] == "ja") == (row["inquiries"] == "")
            assert row["inquiries"] == "" or int(row["inquiries"]) >= 5


def test_the_file_is_the_same_in_every_language() -> None:
    many()
    danish = content(f"{WEEK_19}inquiries.csv")
    answer = Client(HTTP_ACCEPT_LANGUAGE="en").get(f"{WEEK_19}inquiries.csv?language=en")

    assert b"".join(answer.streaming_content) == danish  # type: ignore[attr-defined]
    assert b"Uden for Danmark" in danish


def test_a_month_is_the_sum_of_its_weeks_where_all_of_them_show() -> None:
    for week in range(5):
        at = local("2014-04-30T10:00") + week * A_WEEK
        inquiries(10, at=at)
        inquiries(9 if week else 2, at=at, place=scenes.viborg())
        inquiries(8, at=at, place=Home.ABROAD)
    month = by_place("/open-data/hotline/2014-05/inquiries.csv")

    assert month["0751"] == "50"
    assert month["0791"] == ""  # one of its weeks hides it
    assert month["total"] == "128"


def test_a_months_weeks_are_those_with_their_thursday_in_it() -> None:
    may, june = weeks_of(read_period("2014-05")), weeks_of(read_period("2014-06"))

    assert [week.number for week in may] == [18, 19, 20, 21, 22]
    assert [week.number for week in june] == [23, 24, 25, 26]


@given(st.dates(dt.date(2001, 1, 1), dt.date(2098, 1, 1)))
def test_every_week_lies_in_one_month(day: dt.date) -> None:
    week = Week.of(day)
    months = [
        Period.of_month(year, month)
        for year in (day.year - 1, day.year, day.year + 1)
        for month in range(1, 13)
    ]

    assert sum(week in weeks_of(month) for month in months) == 1


Counts = st.dictionaries(
    st.tuples(st.sampled_from("ab"), st.sampled_from("xyz")), st.none() | st.integers(5, 99)
)


@given(st.lists(Counts, max_size=5))
def test_a_month_tells_nothing_its_weeks_do_not_tell(weeks: list[dict[tuple[str, str], int | None]]) -> None:
    for key, count in summed(weeks).items():
        parts = [week[key] for week in weeks if key in week]
        assert count == (None if None in parts else sum(part or 0 for part in parts))


def test_a_week_is_published_when_nothing_in_it_can_be_corrected() -> None:
    many()
    last = local("2014-05-25T23:59")

    assert not is_published(read_period("2014-W19"), last)
    assert is_published(read_period("2014-W19"), last + dt.timedelta(minutes=1))
    with time_machine.travel(last, tick=False):
        assert Client().get(f"{WEEK_19}inquiries.csv").status_code == 404
    assert Client().get(f"{WEEK_19}inquiries.csv").status_code == 200


@pytest.mark.parametrize("period", ["2014", "2014-05-05", "2014-05-01--2014-05-20"])
def test_only_weeks_and_months_are_published(period: str) -> None:
    many()

    assert Client().get(f"/open-data/hotline/{period}/inquiries.csv").status_code == 404


@pytest.mark.parametrize(
    "nowhere",
    [
        f"{WEEK_19}inquiries.xlsx", f"{WEEK_19}people.csv", "/open-data/other/",
        "/open-data/other/2014-W19/topics.csv", "/open-data/people.schema.json",
    ],
)  # fmt: skip
def test_nothing_else_is_open(nowhere: str) -> None:
    scenes.line()

    assert Client().get(nowhere).status_code == 404


def test_files_are_kept_by_caches_and_read_from_anywhere() -> None:
    many()
    answer = Client().get(f"{WEEK_19}inquiries.csv")

    assert answer.headers["Cache-Control"] == "public, max-age=86400"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies


def test_a_published_week_is_worked_out_once_a_day() -> None:
    many()
    first = content(f"{WEEK_19}inquiries.csv")
    Inquiry.objects.filter(home=Home.ABROAD).delete()

    assert content(f"{WEEK_19}inquiries.csv") == first


@pytest.mark.parametrize("name", TABLES)
def test_the_schema_describes_every_column_of_the_file(name: str) -> None:
    many()
    schema = Client().get(f"/open-data/{name}.schema.json").json()
    file = rows(f"{WEEK_19}{name}.csv")

    assert [field["name"] for field in schema["fields"]] == list(file[0])
    assert all(field["description"] and field["type"] for field in schema["fields"])
    keys = [tuple(row[column] for column in schema["primaryKey"]) for row in file]
    assert len(set(keys)) == len(keys)
    booleans = next(field for field in schema["fields"] if field["name"] == "hidden")
    assert {row["hidden"] for row in file} <= set(booleans["trueValues"] + booleans["falseValues"])


@pytest.mark.parametrize("name", TABLES)
def test_the_json_keeps_to_the_schema_in_it(name: str) -> None:
    many()
    file = json.loads(content(f"{WEEK_19}{name}.json"))

    for row in file["rows"]:
        jsonschema_rs.validate(file["schema"], row)


def test_people_find_every_published_week_and_month() -> None:
    many()
    inquiries(1, at=WEDNESDAY + 2 * A_WEEK)
    page = text_of(Client(HTTP_ACCEPT_LANGUAGE="da").get("/open-data/hotline/"))

    for found in (
        "2014-W19/topics.csv",
        "2014-W20/inquiries.json",
        "2014-W21/topics.json",
        "2014-05/topics.csv",
    ):
        assert f'href="/open-data/hotline/{found}"' in page
    assert "uge 19, 5.–11. maj 2014" in page
    assert "Tal under 5 er skjult" in page


def test_a_line_without_anything_has_nothing_published() -> None:
    line = scenes.line()

    assert published_weeks(line, EVER) == []
    assert published_months([], EVER) == []
    assert "Nothing is published yet." in text_of(
        Client(HTTP_ACCEPT_LANGUAGE="en").get("/open-data/hotline/")
    )


def test_every_line_has_its_own() -> None:
    many()
    other = Line.objects.create(name="Other", slug="other", number="+4570200001")
    inquiries(7, line=other)

    assert by_place("/open-data/other/2014-W19/inquiries.csv")["total"] == "7"
    assert by_place(f"{WEEK_19}inquiries.csv")["total"] == "52"


def test_programs_and_people_are_told_in_danish_what_the_columns_mean() -> None:
    many()
    english = Client(HTTP_ACCEPT_LANGUAGE="en")
    schema = english.get("/open-data/inquiries.schema.json").json()
    described = {field["name"]: field["description"] for field in schema["fields"]}

    assert described["inquiries"] == "Hvor mange; tom, hvor tallet er skjult"
    assert described["inquiries"] in text_of(Client(HTTP_ACCEPT_LANGUAGE="da").get("/open-data/hotline/"))
    assert "How many; empty where it is hidden" in text_of(english.get("/open-data/hotline/"))


def test_a_line_of_which_no_authority_is_a_member_has_only_others() -> None:
    lonely = Line.objects.create(name="Lonely", slug="lonely", number="+4570200002")
    inquiries(9, line=lonely)
    inquiries(6, line=lonely, place=Home.UNKNOWN)
    inquiries(5, line=lonely, place=Home.ABROAD)

    assert by_place("/open-data/lonely/2014-W19/inquiries.csv") == {
        "other": "9",
        "abroad": "5",
        "unknown": "6",
        "total": "20",
    }


def test_a_member_that_joined_later_was_one_of_the_others() -> None:
    many()
    scenes.line().memberships.filter(authority=scenes.viborg()).update(from_on="2014-06-01")

    found = by_place(f"{WEEK_19}inquiries.csv")
    assert "0791" not in found
    assert found["other"] in {"21", ""}
