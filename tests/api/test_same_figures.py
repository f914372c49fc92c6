# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""One number, wherever it is read: page, CSV, workbook, JSON, API by figure, API added up from intervals."""

import csv
import datetime as dt
import io
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from hotline.api.models import Scope
from hotline.calls.models import CallRecord
from hotline.measures.definitions import FIGURES, About, Unit
from hotline.measures.figures import figures_of
from hotline.measures.tallies import CallTally
from hotline.measures.weeks import Week
from hotline.people.models import User
from tests.api.world import NOON, OF_LINE, System
from tests.calls import scenes
from tests.inquiries.desk import signed_in
from tests.webhooks.world import alma

pytestmark = pytest.mark.django_db
WEEK = Week(2014, 19)
DAYS: dict[str, Any] = {"from": "2014-05-05", "to": "2014-05-12"}
ENDS = {
    "answered": ("answered", "answered_caller_hung_up"),
    "abandoned": ("abandoned", "abandoned"),
    "diverted": ("diverted", "diverted_nobody"),
    "closed": ("diverted", "diverted_closed"),
    "lost": ("lost", "media_lost"),
}
CALLS = st.lists(
    st.tuples(st.integers(-2 * 86_400, 4 * 86_400), st.integers(0, 120_000), st.sampled_from(sorted(ENDS))),
    max_size=20,
)


def rung(calls: list[tuple[int, int, str]]) -> None:
    """Calls that came so many seconds from Wednesday noon, and waited so many milliseconds."""
    for number, (second, wait, fate) in enumerate(calls):
        at = NOON + dt.timedelta(seconds=second)
        until = at + dt.timedelta(milliseconds=wait)
        outcome, end = ENDS[fate]
        if fate == "answered":
            scenes.answered_by(alma(), f"c{number}", at=at, answered_at=until, ended_at=until)
        else:
            scenes.call(f"c{number}", at=at, outcome=outcome, end=end, ended_at=until)


def lead() -> Client:
    known = User.objects.filter(username="dorte").first()
    return signed_in(known or scenes.person("Dorte", "duty_lead"))


def on_files(client: Client) -> list[dict[str, int]]:
    """Each count by its code: in CSV, workbook and JSON."""
    asked: dict[str, Any] = {"line": "hotline", "year": 2014, "week": 19}
    contents = {
        extension: client.get(reverse("measures:download", args=["calls", extension]), asked).content
        for extension in ("csv", "xlsx", "json")
    }
    by_csv = list(csv.DictReader(io.StringIO(contents["csv"].decode()[1:], newline=""), delimiter=";"))
    heads, *cells = load_workbook(io.BytesIO(contents["xlsx"])).active.iter_rows(values_only=True)
    by_xlsx = [dict(zip(heads, row, strict=True)) for row in cells]
    by_json = json.loads(contents["json"])["rows"]
    return [{row["figure"]: int(row["calls"]) for row in rows} for rows in (by_csv, by_xlsx, by_json)]


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CALLS)
def test_a_count_is_the_same_wherever_it_is_read(db: None, calls: list[tuple[int, int, str]]) -> None:
    CallRecord.objects.all().delete()
    rung(calls)
    system = System(None, Scope.FIGURES)

    page = {row.code: row.change.now for row in figures_of(scenes.line(), WEEK).call_rows}
    by_api = {one["code"]: one["value"] for one in system.ask(f"{OF_LINE}/measures", **DAYS)["figures"]}

    for found in on_files(lead()):
        assert found == page
    assert {code: by_api[code] for code in page} == page
    assert page["offered"] + page["turned_away"] == by_api["arrived"] == len(calls)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CALLS, st.sampled_from(["quarter", "hour", "day", "week"]))
def test_intervals_added_up_give_every_figure_to_the_last_digit(
    db: None, calls: list[tuple[int, int, str]], grain: str
) -> None:
    CallRecord.objects.all().delete()
    rung(calls)
    system = System(None, Scope.FIGURES)

    told = system.ask(f"{OF_LINE}/intervals", **DAYS, grain=grain)["items"]
    by_api = {one["code"]: one["value"] for one in system.ask(f"{OF_LINE}/measures", **DAYS)["figures"]}

    names = set(CallTally.__dataclass_fields__) - {"by_key"}
    total = CallTally.sum(
        CallTally(**{name: _with_numbers(one[name]) for name in names & set(one)}) for one in told
    )
    for figure in FIGURES.values():
        if figure.about is About.CALLS:
            value = figure.function(total)
            is_length = figure.unit is Unit.DURATION and value is not None
            assert by_api[figure.code] == (value.total_seconds() if is_length else value), figure.code


def _with_numbers(value: Any) -> Any:
    """JSON has only text for keys."""
    return {int(key): number for key, number in value.items()} if isinstance(value, dict) else value
