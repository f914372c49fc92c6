# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The order of the rooms: an import and a foreign key point only downward.

The order stands in pyproject.toml, where import-linter reads it as well; here it is held against foreign
keys, which no linter sees, and against imports inside functions.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).parents[1]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
LAYERS = next(contract["layers"] for contract in CONTRACTS if contract["type"] == "layers")
# Rooms higher up have a higher number; rooms side by side have the same.
FLOORS = {room: floor for floor, layer in enumerate(reversed(LAYERS)) for room in re.findall(r"\w+", layer)}
PURE = {"exchange", "sip"}
NOT_PURE = {"asyncio", "django", "random", "secrets", "socket", "starlette", "structlog", "threading", "time"}


def sources() -> Iterator[tuple[str, Path]]:
    for path in sorted((ROOT / "hotline").rglob("*.py")):
        room = path.relative_to(ROOT / "hotline").parts[0]
        if room in FLOORS and "migrations" not in path.parts:
            yield room, path


def imported_in(path: Path) -> Iterator[str]:
    """Every module a file imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{name.name}" for name in node.names)


def is_upward(room: str, other: str) -> bool:
    return room != other and FLOORS[other] > FLOORS[room]


def test_every_room_has_its_floor() -> None:
    rooms = {path.parent.name for path in (ROOT / "hotline").glob("*/__init__.py")}
    assert rooms - set(FLOORS) == set()


def test_an_import_points_only_downward() -> None:
    upward = [
        f"{path.relative_to(ROOT)} imports {module}"
        for room, path in sources()
        for module in imported_in(path)
        if (other := re.match(r"hotline\.(\w+)", module)) and is_upward(room, other[1])
    ]
    assert upward == []


def test_a_foreign_key_points_only_downward() -> None:
    upward = [
        f"{field} points to {other}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and field.related_model
        if (room := model._meta.app_label) in FLOORS
        if (other := field.related_model._meta.app_label) in FLOORS and is_upward(room, other)
    ]
    assert upward == []


@pytest.mark.parametrize("room", sorted(PURE))
def test_a_pure_room_knows_no_clock_no_chance_and_no_network(room: str) -> None:
    impure = [
        f"{path.name} imports {module}"
        for found, path in sources()
        if found == room
        for module in imported_in(path)
        if module.partition(".")[0] in NOT_PURE
    ]
    assert impure == []
