# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What the page of figures shows is taken home in three formats, and they say the same."""

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from tests.calls import scenes
from tests.inquiries.desk import registered, signed_in
from tests.webhooks.world import alma, vibe

pytestmark = pytest.mark.django_db
WEEK: dict[str, Any] = {"line": "hotline", "year": 2014, "week": 19}


def address(table: str, extension: str) -> str:
    return reverse("measures:download", args=[table, extension])


def rows(client: Client, table: str, extension: str) -> list[list[Any]]:
    """Every cell as text, heads first, nothing for what is not known."""
    content = client.get(address(table, extension), WEEK).content
    if extension == "csv":
        return list(csv.reader(io.StringIO(content.decode()[1:], newline=""), delimiter=";"))
    if extension == "xlsx":
        sheet = load_workbook(io.BytesIO(content)).active
        return [[_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    found = json.loads(content)["rows"]
    return [list(found[0]), *([_text(cell) for cell in row.values()] for row in found)]


def _text(cell: Any) -> str:
    if hasattr(cell, "strftime"):
        return f"{cell:%d-%m-%Y}"
    text = "" if cell is None else str(cell)
    is_date = len(text) == 10 and text[4] == text[7] == "-"
    return "-".join(reversed(text.split("-"))) if is_date else text


@pytest.fixture
def lead() -> Client:
    """A duty lead, who sees every authority, in a week with three inquiries and four calls."""
    for number, (agent, place) in enumerate(
        [(alma(), None), (alma(), scenes.viborg()), (vibe(), scenes.viborg())]
    ):
        registered(agent, scenes.answered_by(agent, f"c{number}"), place)
    scenes.call("c9", outcome="abandoned", end="abandoned")
    return signed_in(scenes.person("Dorte", "duty_lead"))


@pytest.mark.parametrize("table", ["inquiries", "calls"])
def test_every_format_says_the_same(lead: Client, table: str) -> None:
    by_csv, by_xlsx, by_json = (rows(lead, table, extension) for extension in ("csv", "xlsx", "json"))

    assert by_csv == by_xlsx == by_json
    assert len(by_csv) > 3


def test_the_files_have_the_name_of_their_week(lead: Client) -> None:
    for extension in ("csv", "xlsx", "json"):
        answer = lead.get(address("calls", extension), WEEK)
        assert answer.headers["Content-Disposition"] == (
            f'attachment; filename="calls-hotline-2014-W19.{extension}"'
        )


def test_an_agent_of_another_authority_takes_home_the_totals_and_its_own(lead: Client) -> None:
    of_region = signed_in(scenes.person("Rita", "agent", of=scenes.region()))

    codes = {row[7] for row in rows(of_region, "inquiries", "json")[1:]}
    assert codes == {""}
    assert rows(of_region, "calls", "csv") == rows(lead, "calls", "csv")


def test_a_stranger_takes_nothing_home() -> None:
    for extension in ("csv", "xlsx", "json"):
        assert "/sign-in/" in Client().get(address("calls", extension)).headers["Location"]


@pytest.mark.parametrize(("table", "extension"), [("calls", "pdf"), ("people", "csv")])
def test_there_is_nothing_else_to_take(lead: Client, table: str, extension: str) -> None:
    assert lead.get(address(table, extension), WEEK).status_code == 404


def test_the_page_leads_to_every_file(lead: Client) -> None:
    page = lead.get(reverse("measures:figures"), WEEK).content.decode()

    for table in ("inquiries", "calls"):
        for extension in ("csv", "xlsx", "json"):
            assert f"/figures/{table}.{extension}?line=hotline&amp;year=2014&amp;week=19" in page
