# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What docs/api.md says is so."""

import re
from pathlib import Path

import pytest

from hotline.api.document import api
from hotline.api.models import Scope
from hotline.api.rates import A_MINUTE
from tests.api.world import System
from tests.calls import scenes

TEXT = (Path(__file__).parents[2] / "docs/api.md").read_text()
PATHS = {
    path.removeprefix("/api/v1"): operations["get"]
    for path, operations in api.get_openapi_schema()["paths"].items()
}


def test_every_address_is_in_the_text_and_every_address_in_the_text_is_one() -> None:
    named = set(re.findall(r"`(/(?:lines|calls|articles)[^`]*)`", TEXT))

    assert named == set(PATHS)


@pytest.mark.parametrize("scope", list(Scope))
def test_every_scope_is_in_the_text(scope: Scope) -> None:
    assert f"| `{scope.value}` |" in TEXT


@pytest.mark.django_db
@pytest.mark.parametrize("path", sorted(PATHS))
def test_an_address_is_opened_by_the_scope_the_text_puts_it_under(path: str) -> None:
    row = next((row for row in TEXT.splitlines() if f"`{path}`" in row and row.startswith("| ")), "")
    address = "/api/v1" + path.format(line="hotline", call="nowhere", code="nothing")
    if not row:
        return  # open to every token
    scope = Scope(row.split("`")[1])
    others = [one for one in Scope if one is not scope]
    scenes.line()

    told = System(None, *others).client.get(
        address, {"from": "2014-05-05", "to": "2014-05-06"} if _asks(path) else {}
    )

    assert told.status_code == 403
    assert scope.value in told.json()["detail"]


def _asks(path: str) -> bool:
    return any(one["name"] == "to" and one["required"] for one in PATHS[path]["parameters"])


def test_the_rate_is_that_of_the_text() -> None:
    assert f"{A_MINUTE} questions a minute" in TEXT


def test_every_parameter_says_what_it_means() -> None:
    for path, operation in PATHS.items():
        for one in operation["parameters"]:
            assert one["in"] == "path" or one.get("description") or one["name"] == "language", (
                path,
                one["name"],
            )


def test_every_operation_has_a_summary_of_its_own() -> None:
    summaries = [operation["summary"] for operation in PATHS.values()]

    assert len(set(summaries)) == len(summaries)
