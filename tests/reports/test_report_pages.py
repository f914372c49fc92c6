# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The report as people use it: what is chosen, what it is compared with, where it stays."""

import re

import pytest
from django.test import Client

from hotline.inquiries.models import Home
from hotline.people.models import User
from hotline.reports.parts import Part
from hotline.tables.table import Row
from tests.calls import scenes
from tests.inquiries.desk import cost, text_of
from tests.reports.world import A_WEEK, WEDNESDAY, WEEK_19, inquiries, reader, two_weeks

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return reader()


def part(client: Client, code: str, address: str = WEEK_19, **asked: str) -> Part:
    answer = client.get(address, asked)
    assert answer.status_code == 200
    found: Part = next(part for part, _files in answer.context["parts"] if part.code == code)
    return found


def rows(client: Client, address: str = WEEK_19, **asked: str) -> dict[object, Row]:
    """The rows of the inquiries' table by their names."""
    return {row[0]: row[1:] for row in part(client, "inquiries", address, **asked).rows}


def test_the_reports_begin_with_the_latest_week_there_is(client: Client) -> None:
    two_weeks()

    assert client.get("/reports/").headers["Location"] == WEEK_19


def test_a_week_is_told_day_by_day_with_its_total_beside_two_others(client: Client) -> None:
    two_weeks()
    found = rows(client)

    assert [name for name in found if name != "Inquiries in all"] == [
        "Mon 5 May", "Tue 6 May", "Wed 7 May", "Thu 8 May", "Fri 9 May", "Sat 10 May", "Sun 11 May",
    ]  # fmt: skip
    assert found["Wed 7 May"] == (12, 4, 8, 2.0, 3, 3.0)
    assert found["Mon 5 May"] == (0, 0, 0, None, 0, None)
    assert found["Inquiries in all"] == (12, 4, 8, 2.0, 3, 3.0)


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("topic", {"Fritagelse": 8, "Mitid": 5}),
        ("place", {"Aarhus": 7, "Viborg": 4, "Outside Denmark": 1}),
        ("answered_by", {"Aarhus": 8, "Viborg": 4}),
        ("channel", {"Telephone": 12}),
        ("outcome", {"Answered": 12}),
        ("hour", {"12–13": 12}),
        ("month", {"May 2014": 12}),
        ("week", {"week 19, 5–11 May 2014": 12}),
    ],
)
def test_a_period_is_cut_by_everything_that_was_registered(
    client: Client, by: str, expected: dict[str, int]
) -> None:
    two_weeks()
    found = rows(client, by=by)

    assert found.pop("Inquiries in all")[0] == 12  # each once, whatever it is cut by
    assert {name: row[0] for name, row in found.items() if row[0]} == expected


def test_weekdays_are_all_there_from_monday_on(client: Client) -> None:
    two_weeks()
    found = rows(client, by="weekday")

    assert list(found)[:7] == ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    assert found["Wednesday"][:2] == (12, 4)


@pytest.mark.parametrize(
    ("narrowed", "number"),
    [
        ({"place": "0791"}, 4),
        ({"place": "abroad"}, 1),
        ({"answered_by": "0751"}, 8),
        ({"topic": "mitid"}, 5),
        ({"channel": "telephone"}, 12),
        ({"channel": "web"}, 0),
        ({"place": "0791", "topic": "mitid"}, 4),
        ({"place": "0791", "topic": "fritagelse"}, 0),
    ],
)
def test_inquiries_are_narrowed_to_what_was_chosen(
    client: Client, narrowed: dict[str, str], number: int
) -> None:
    two_weeks()

    assert rows(client, **narrowed)["Inquiries in all"][0] == number


def test_calls_stand_beside_all_inquiries_and_not_beside_some(client: Client) -> None:
    two_weeks()

    codes = [part.code for part, _files in client.get(WEEK_19).context["parts"]]
    narrowed = [part.code for part, _files in client.get(WEEK_19, {"topic": "mitid"}).context["parts"]]
    assert codes == ["inquiries", "calls", "times", "shares"]
    assert narrowed == ["inquiries"]


def test_calls_and_waits_are_told_with_what_they_mean(client: Client) -> None:
    scenes.answered_by(scenes.agent("Bo"), "one")
    scenes.call("two", outcome="abandoned", end="abandoned")
    scenes.answered_by(scenes.agent("Per"), "before", at=WEDNESDAY - A_WEEK)

    calls = {row[0]: row[1:4] for row in part(client, "calls").rows}
    times = {row[0]: row[1:4] for row in part(client, "times").rows}
    shares = {row[0]: row[1:4] for row in part(client, "shares").rows}
    assert (calls["Calls offered"], calls["Abandoned"]) == ((2, 1, 0), (1, 0, 0))
    assert times["Median wait of the answered"] == (10, 10, None)
    assert shares["Service level"] == (0.5, 1.0, None)
    assert all(row[-1] for row in part(client, "calls").rows)


def test_what_it_shows_is_said_in_plain_words(client: Client) -> None:
    two_weeks()

    assert part(client, "inquiries", by="place").sentences == [
        "12 inquiries in all, 200 % more than 4 in the period before.",
        "Most: Aarhus with 7, 58 % of all.",
        "Rose most: Viborg, from 0 to 4.",
    ]


def test_danes_read_it_in_danish_with_dates_beside_the_week(client: Client) -> None:
    two_weeks()
    User.objects.update(language="da")

    page = text_of(client.get(WEEK_19))

    assert "<h1>Den Digitale Hotline, uge 19, 5.–11. maj 2014</h1>" in page
    assert (
        "12 henvendelser i alt, 200 % flere end 4 i perioden før. Flest: ons 7. maj med 12, 100 % af alle."
        in page
    )
    assert "Sammenlignet med uge 18, 28. april – 4. maj 2014" in page
    assert "Definitioner, version 1." in page


def test_a_week_without_anything_is_told_as_such(client: Client) -> None:
    found = part(client, "inquiries")

    assert found.rows[-1][1:] == (0, 0, 0, None, 0, None)
    assert found.sentences == ["0 inquiries in all, against none in the period before."]


@pytest.mark.parametrize(
    ("chosen", "address"),
    [
        ({"first": "2014-05-05", "last": "2014-05-11"}, WEEK_19),
        ({"first": "2014-05-01", "last": "2014-05-31"}, "/reports/hotline/2014-05/"),
        ({"first": "2014-01-01", "last": "2014-12-31"}, "/reports/hotline/2014/"),
        ({"first": "2014-05-01", "last": "2014-05-20"}, "/reports/hotline/2014-05-01--2014-05-20/"),
        ({"first": "2014-05-05", "last": "2014-05-11", "by": "day"}, WEEK_19),
        ({"first": "2014-05-05", "last": "2014-05-11", "by": "topic"}, f"{WEEK_19}?by=topic"),
        (
            {"first": "2014-05-05", "last": "2014-05-11", "by": "topic", "place": "0791", "channel": "web"},
            f"{WEEK_19}?by=topic&place=0791&channel=web",
        ),
    ],
)
def test_every_choice_has_an_address_that_stays(client: Client, chosen: dict[str, str], address: str) -> None:
    answer = client.get("/reports/hotline/", chosen)

    assert answer.headers["Location"] == address
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"first": "2014-05-11", "last": "2014-05-05"}, "The last day lies before the first day."),
        ({"first": "2014-05-11"}, "This field is required."),
        ({"first": "1814-05-11", "last": "2014-05-05"}, "Choose a day of this century."),
    ],
)
def test_a_choice_that_is_none_is_told_why(client: Client, wrong: dict[str, str], said: str) -> None:
    answer = client.get("/reports/hotline/", wrong)

    assert answer.status_code == 422
    assert said in text_of(answer)


@pytest.mark.parametrize(
    "nowhere",
    [
        "/reports/hotline/2014-W54/",
        "/reports/other/2014-W19/",
        "/reports/hotline/steering/2014-W19/",
        "/reports/hotline/campaigns/1/",
        *(f"{WEEK_19}?{asked}" for asked in ("by=name", "place=9999", "topic=nothing", "channel=pigeon")),
        f"{WEEK_19}inquiries.pdf",
        f"{WEEK_19}people.csv",
    ],
)
def test_what_nobody_knows_is_no_page(client: Client, nowhere: str) -> None:
    scenes.line()

    assert client.get(nowhere).status_code == 404


def test_one_goes_on_to_other_periods_and_keeps_the_choice(client: Client) -> None:
    two_weeks()
    page = text_of(client.get(WEEK_19, {"by": "topic", "place": "0791"}))

    assert 'rel="prev" href="/reports/hotline/2014-W18/?by=topic&amp;place=0791"' in page
    assert 'rel="next" href="/reports/hotline/2014-W20/?by=topic&amp;place=0791"' in page
    assert 'href="/reports/hotline/2014-05/?by=topic&amp;place=0791"' in page


def test_every_chart_has_its_table_and_its_sentence(client: Client) -> None:
    two_weeks()
    page = client.get(WEEK_19).content.decode()

    for chart in re.findall(r'<section class="report-part" id="(\w+)"[^>]*data-controller', page):
        section = page.split(f'id="{chart}"')[1].split("</section>")[0]
        assert f'id="{chart}-said"' in section
        assert f'aria-describedby="{chart}-said"' in section
        assert 'data-reports--draw-target="table"' in section


def test_a_page_without_a_chart_asks_for_no_chart_script(client: Client) -> None:
    page = text_of(client.get("/reports/hotline/komhen/2014-W19/"))

    assert "data-controller" not in page.split("<main")[1]


@pytest.mark.parametrize("by", ["topic", "place", "day", "answered_by"])
def test_a_page_costs_the_same_with_three_rows_as_with_thirty(client: Client, by: str) -> None:
    two_weeks()
    few = cost(client, f"{WEEK_19}?by={by}")
    for number in range(30):
        place = scenes.authority(f"Place {number}", f"9{number:03}")
        inquiries(1, place=place, about=(f"topic-{number}",))

    assert cost(client, f"{WEEK_19}?by={by}") == few


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_reports_are_read_and_not_written(client: Client, method: str) -> None:
    assert getattr(client, method)(WEEK_19).status_code == 405


def test_home_without_authority_is_named_as_people_name_it(client: Client) -> None:
    inquiries(2, place=Home.UNKNOWN)

    assert list(rows(client, by="place")) == ["Unknown", "Inquiries in all"]
