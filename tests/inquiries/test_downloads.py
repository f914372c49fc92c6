# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The list as a file: what the reader may see and no more, in every format the same."""

import csv
import datetime as dt
import io
import json
import tracemalloc
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from hotline.inquiries.downloads import inquiries_table
from hotline.inquiries.models import Channel, Inquiry, Outcome
from hotline.knowledge.models import FormerName
from hotline.people.models import User
from tests.calls import scenes
from tests.inquiries.desk import registered, signed_in, topic

pytestmark = pytest.mark.django_db


def address(extension: str) -> str:
    return reverse("inquiries:download", args=[extension])


def taken_home(by: User, extension: str) -> list[list[Any]]:
    """The cells, heads first; what is not known is an empty text or None."""
    content = signed_in(by).get(address(extension)).getvalue()
    if extension == "csv":
        return list(csv.reader(io.StringIO(content.decode()[1:], newline=""), delimiter=";"))
    if extension == "xlsx":
        return [list(row) for row in load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)]
    rows = json.loads(content)["rows"]
    return [list(rows[0]), *(list(row.values()) for row in rows)]


def test_an_inquiry_as_a_row() -> None:
    alma = scenes.agent()
    made = registered(
        alma,
        scenes.answered_by(alma),
        scenes.viborg(),
        topics=[topic(), topic("mitid", "MitID")],
        now=scenes.NOON + dt.timedelta(minutes=3),
        note="Hemmelig.",
    )

    heads, row = taken_home(alma, "csv")

    assert dict(zip(heads, row, strict=True)) == {
        "id": str(made.key),
        "line": "hotline",
        "came_at": "07-05-2014 12:00:00",
        "registered_at": "07-05-2014 12:03:00",
        "channel": "Telephone",
        "topics": "Fritagelse, MitID",
        "topic_codes": "fritagelse mitid",
        "citizens_authority": "Viborg",
        "citizens_authority_code": "0791",
        "outcome": "Answered",
        "told_to_turn_to": "",
        "answered_by": "Aarhus",
        "kind": "Information",
        "meant_for_somebody_else": "nej",
    }


def test_every_format_holds_the_same() -> None:
    alma = scenes.agent()
    for number in range(3):
        registered(alma, scenes.answered_by(alma, f"c{number}"), scenes.viborg() if number else None)

    as_csv, as_xlsx, as_json = (taken_home(alma, extension) for extension in ("csv", "xlsx", "json"))

    assert as_csv[0] == as_xlsx[0] == as_json[0]
    for by_csv, by_xlsx, by_json in zip(as_csv[1:], as_xlsx[1:], as_json[1:], strict=True):
        assert by_csv[0] == by_xlsx[0] == by_json[0]
        assert by_csv[5:8] == by_xlsx[5:8] == by_json[5:8]
        assert f"{by_xlsx[2]:%d-%m-%Y %H:%M:%S}" == by_csv[2]
        assert dt.datetime.fromisoformat(by_json[2]).replace(tzinfo=None) == by_xlsx[2]


def test_neither_note_nor_number_nor_name_is_taken_home() -> None:
    alma = scenes.agent()
    registered(alma, scenes.answered_by(alma), note="Hemmelig.")

    for extension in ("csv", "json"):
        content = signed_in(alma).get(address(extension)).getvalue().decode()
        for secret in ("Hemmelig", "00000001", "Alma"):
            assert secret not in content


def test_a_reader_takes_home_what_the_reader_may_read() -> None:
    alma, vibe = scenes.agent(), scenes.agent("Vibe", of=scenes.viborg())
    mine = registered(alma, scenes.answered_by(alma, "c1"))
    theirs = registered(vibe, scenes.answered_by(vibe, "c2"))
    lead = scenes.person("Dorte", "duty_lead")

    def keys(reader: User) -> set[str]:
        return {row[0] for row in taken_home(reader, "csv")[1:]}

    assert keys(alma) == {str(mine.key)}
    assert keys(vibe) == {str(theirs.key)}
    assert keys(lead) == {str(mine.key), str(theirs.key)}
    assert keys(scenes.person("Rolf", "agent", of=scenes.region())) == set()


def test_a_stranger_takes_nothing_home() -> None:
    answer = Client().get(address("csv"))

    assert (answer.status_code, "/sign-in/" in answer.headers["Location"]) == (302, True)


@pytest.mark.parametrize("extension", ["pdf", "exe", "csv2"])
def test_there_are_three_formats(extension: str) -> None:
    assert signed_in(scenes.agent()).get(address(extension)).status_code == 404


def test_a_name_that_looks_like_a_formula_is_only_a_name() -> None:
    alma, place = scenes.agent(), scenes.viborg()
    place.name = '=HYPERLINK("https://example.org")'
    place.save()
    registered(alma, scenes.answered_by(alma), place)

    assert taken_home(alma, "csv")[1][7] == f"'{place.name}"
    assert taken_home(alma, "xlsx")[1][7] == place.name


def test_a_topic_has_the_name_of_its_day() -> None:
    alma = scenes.agent()
    FormerName.objects.create(
        topic=topic(), until_on="2014-06-01", name="Fritaget", name_en="Exempted", changed_at=scenes.NOON
    )
    registered(alma, scenes.answered_by(alma))

    assert taken_home(alma, "csv")[1][5] == "Exempted"


def test_where_a_citizen_was_told_to_turn() -> None:
    alma = scenes.agent()
    told: list[dict[str, Any]] = [{"referred_to": "police"}, {"referred_authority": scenes.viborg()}]
    for number, changes in enumerate(told):
        made = registered(alma, scenes.answered_by(alma, f"c{number}"), channel=Channel.TELEPHONE)
        Inquiry.objects.filter(pk=made.pk).update(outcome=Outcome.REFERRED, **changes)

    assert {row[10] for row in taken_home(alma, "csv")[1:]} == {"The police", "Viborg"}


def many(number: int) -> None:
    """Inquiries of one call, without the deed for each."""
    alma = User.objects.filter(username="alma").first() or scenes.agent()
    one = Inquiry.objects.first() or registered(alma, scenes.answered_by(alma))
    Inquiry.objects.bulk_create(
        Inquiry(
            line=one.line,
            agent=alma,
            answered_by=one.answered_by,
            home="unknown",
            outcome="answered",
            came_at=one.came_at + dt.timedelta(seconds=second),
            registered_at=one.registered_at,
        )
        for second in range(number)
    )


def test_a_long_list_costs_two_questions_for_each_five_hundred() -> None:
    many(1499)

    with CaptureQueriesContext(connection) as queries:
        assert sum(1 for _row in inquiries_table(Inquiry.objects.all()).rows) == 1500

    assert len(queries) == 1 + 2 + 3  # the inquiries; topics and their names; links, three times


def test_a_long_list_takes_no_more_memory_than_a_short_one() -> None:
    def peak() -> int:
        tracemalloc.start()
        try:
            for _row in inquiries_table(Inquiry.objects.all()).rows:
                pass
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    many(1500)
    peak()
    short = peak()
    many(4500)

    assert peak() < short + 500_000  # 4,500 rows would be ten times that
