# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The same number on screen, in CSV, workbook, JSON, PDF and the interface: for random months."""

import csv
import datetime as dt
import io
import json
import random
import re
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone, translation

from hotline.inquiries.models import Home
from hotline.measures.definitions import FIGURES
from hotline.measures.periods import Period
from hotline.measures.queries import inquiry_counts
from hotline.organisations.models import Authority
from hotline.reports.addresses import write_period
from hotline.reports.parts import Part
from tests.api.world import OF_LINE, System
from tests.calls import scenes
from tests.inquiries.desk import topic
from tests.reports.paper import Paper
from tests.reports.world import agent_of, inquiries, reader, two_weeks

pytestmark = pytest.mark.django_db

HOSTILE = ("=1+1", "+45", "-2+3", "@SUM(A1)", '=HYPERLINK("http://evil","x")', "\t=1", 'a;b"c\nd')


def content(client: Client, address: str, **asked: str) -> bytes:
    answer = client.get(address, asked)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def csv_rows(raw: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(raw.decode().removeprefix("\ufeff")), delimiter=";"))


def xlsx_rows(raw: bytes) -> list[list[object]]:
    sheet = openpyxl.load_workbook(io.BytesIO(raw)).active
    assert sheet
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def a_random_month(number: int) -> Period:
    """Calls and inquiries strewn over two months of a year, from several places, about several things."""
    rng = random.Random(number)
    year, month = rng.randrange(2013, 2026), rng.randrange(1, 13)
    period = Period.of_month(year, month)
    places: list[Authority | Home] = [
        scenes.authority(),
        scenes.viborg(),
        scenes.authority("Odense", "0461"),
        Home.UNKNOWN,
    ]
    for place in range(40):
        day = period.from_on + dt.timedelta(days=rng.randrange(-28, 28))
        at = timezone.make_aware(dt.datetime.combine(day, dt.time(rng.randrange(9, 20), 3)))
        about = rng.sample(["fritagelse", "mitid", "flytning"], rng.randrange(1, 3))
        agent = agent_of(rng.choice([scenes.authority(), scenes.viborg()]))
        inquiries(rng.randrange(1, 4), at, rng.choice(places), about, agent)
        if rng.random() < 0.3:
            scenes.call(f"gone{place}", at=at, outcome="abandoned", end="abandoned")
        else:
            scenes.answered_by(agent, f"call{place}", at=at)
    return period


def shown_numbers(part: Part) -> list[list[float | None]]:
    """The numbers a page has in its cells, with their texts left aside."""
    every = [*part.body, part.foot] if part.has_total else list(part.body)
    return [
        [float(cell.number) if cell.number else None for cell in row if not cell.is_text] for row in every
    ]


def read_numbers(part: Part, rows: list[list[str]]) -> list[list[float | None]]:
    columns = [place for place, head in enumerate(part.heads) if not head.is_text]
    return [
        [float(row[place].replace(",", ".")) if row[place] else None for place in columns] for row in rows[1:]
    ]


def rounded(rows: list[list[float | None]]) -> list[list[float | None]]:
    return [[None if number is None else round(number, 9) for number in row] for row in rows]


@pytest.mark.parametrize("number", range(4))
def test_page_and_files_of_a_report_say_the_same(number: int) -> None:
    period = write_period(a_random_month(number))
    client, by = reader(), random.Random(number).choice(["topic", "place", "day", "hour", "week"])
    address = f"/reports/hotline/{period}/"

    for part, files in client.get(address, {"by": by}).context["parts"]:
        on_page = rounded(shown_numbers(part))
        csv_file, xlsx_file, json_file = (content(client, file.address) for file in files)
        assert rounded(read_numbers(part, csv_rows(csv_file))) == on_page, part.code
        columns = [place for place, head in enumerate(part.heads) if not head.is_text]
        in_book = [[row[place] for place in columns] for row in xlsx_rows(xlsx_file)[1:]]
        assert rounded(in_book) == on_page, part.code  # type: ignore[arg-type]
        objects = [list(row.values()) for row in json.loads(json_file)["rows"]]
        assert rounded([[row[place] for place in columns] for row in objects]) == on_page, part.code


@pytest.mark.parametrize("number", range(4, 7))
def test_page_and_paper_of_the_steering_report_say_the_same(number: int) -> None:
    period = a_random_month(number)
    client = reader()
    address = f"/reports/hotline/steering/{write_period(period)}"
    page = client.get(f"{address}/")
    steering = page.context["steering"]

    paper = Paper(client.get(f"{address}.pdf").content)
    for figure in steering.key_figures:
        assert f"{figure.name} {figure.shown}" in paper.text
    for row in [*steering.weeks.body, steering.weeks.foot, *steering.authorities.body]:
        assert " ".join(" ".join(cell.text for cell in row).split()) in paper.text
    for sentence in steering.weeks.sentences:
        assert sentence in paper.text
    total = inquiry_counts(scenes.line(), period)[()]
    assert steering.weeks.foot[1].number == f"{total}"
    assert steering.authorities.foot[1].number == f"{total}"
    csv_file = csv_rows(content(client, f"{address}/weeks.csv"))
    assert csv_file[-1][1] == f"{total}"


@pytest.mark.parametrize("number", range(7, 10))
def test_report_and_interface_say_the_same(number: int) -> None:
    period = a_random_month(number)
    parts = reader().get(f"/reports/hotline/{write_period(period)}/").context["parts"]
    on_page = {row[0]: row[1] for part, _files in parts for row in part.rows if part.code != "inquiries"}
    inquiries_in_all = next(part.rows[-1][1] for part, _files in parts if part.code == "inquiries")

    asked: dict[str, Any] = {"from": f"{period.from_on}", "to": f"{period.to_on}"}
    told = System().ask(f"{OF_LINE}/measures", **asked)
    with translation.override("en"):
        names = {code: str(figure.name) for code, figure in FIGURES.items()}
    told_of = {names[figure["code"]]: figure["value"] for figure in told["figures"]}
    assert {name: told_of[name] for name in on_page} == on_page
    assert len(on_page) > 15
    assert told["inquiries"] == inquiries_in_all
    assert told["definitions"] == [1]


def test_what_people_read_in_a_cell_is_the_number_in_it() -> None:
    two_weeks()
    page = reader().get("/reports/hotline/2014-W19/").content.decode()

    cells = re.findall(r'data-number="([^"]+)">([^<]+)<', page)
    assert cells
    for number, text in cells:
        if "%" in text:
            assert round(abs(float(number)) * 100) == int(re.sub(r"\D", "", text))
        elif ":" in text:
            minutes, seconds = text.split(":")
            assert round(float(number)) == int(minutes) * 60 + int(seconds)
        else:
            assert abs(int(number)) == int(re.sub(r"\D", "", text))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_that_looks_like_a_formula_stays_a_text(name: str) -> None:
    inquiries(2, about=("bad",))
    bad = topic("bad")
    bad.name = bad.name_en = name
    bad.save()
    client = reader()
    address = "/reports/hotline/2014-W19/inquiries"

    in_csv = csv_rows(content(client, f"{address}.csv", by="topic"))[1][0]
    assert in_csv[0] not in "=+-@\t"
    assert name.strip() in in_csv
    book = openpyxl.load_workbook(io.BytesIO(content(client, f"{address}.xlsx", by="topic")))
    assert book.active
    cell = book.active["A2"]
    assert cell.data_type == "s"
    in_json = json.loads(content(client, f"{address}.json", by="topic"))["rows"][0]
    assert name in in_json.values()


def test_files_are_named_after_what_is_in_them() -> None:
    two_weeks()

    answer = reader().get("/reports/hotline/2014-W19/inquiries.csv")

    assert answer.headers["Content-Disposition"] == 'attachment; filename="inquiries-hotline-2014-W19.csv"'
