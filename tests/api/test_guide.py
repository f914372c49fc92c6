# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The description, for machines and for people: whole, and without any other host."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from hotline.api.document import api
from tests.inquiries.desk import text_of

pytestmark = pytest.mark.django_db
GUIDE = reverse("api:guide")


def test_the_guide_names_every_operation_and_every_parameter() -> None:
    shown = text_of(Client().get(GUIDE))
    schema = api.get_openapi_schema()

    for path, operations in schema["paths"].items():
        assert f"GET {path}" in shown
        for parameter in operations["get"]["parameters"]:
            assert f"<code>{parameter['name']}</code>" in shown


@pytest.mark.parametrize(
    "field", ["items[].arrived_at", "[].slug", "own.topics", "items[].common.title", "days[].open[].from_at"]
)
def test_the_guide_names_the_fields_of_answers_and_the_way_to_them(field: str) -> None:
    assert f"<code>{field}</code>" in text_of(Client().get(GUIDE))


def test_the_guide_needs_no_other_host_and_no_script_of_its_own() -> None:
    page = Client().get(GUIDE).content.decode()

    assert re.findall(r'(?:src|href)="(?:https?:)?//', page) == []
    assert "redoc" not in page.lower()
    assert "swagger" not in page.lower()


def test_the_description_for_machines_says_how_every_question_is_refused() -> None:
    answer = Client().get("/api/v1/openapi.json")

    schema = answer.json()
    assert schema["openapi"].startswith("3.1")
    for operations in schema["paths"].values():
        responses = operations["get"]["responses"]
        assert {"200", "401", "403", "404", "422", "429"} <= set(responses)
        assert list(responses["401"]["content"]) == ["application/problem+json"]
        assert operations["get"]["security"] == [{"Bearer": []}]
    assert "{line}" in "".join(schema["paths"])


def test_every_address_begins_with_the_version() -> None:
    paths = Client().get("/api/v1/openapi.json").json()["paths"]

    assert {path.split("/")[2] for path in paths} == {"v1"}
