# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A mapping is refused with a sentence that says where it is wrong."""

import json
from pathlib import Path
from typing import Any

import pytest

from hotline.history.mapping import FATES, WrongMapping, meaning_of, read_meaning
from tests.history.files import CALLS, INTERVALS, QUEUE_LOG

TOML = """
format = "calls"
source = "gammel-central"

[file]
delimiter = ","
zone = "UTC"

[columns]
id = "id"
arrived = "start"
wait_seconds = "wait"

[outcomes]
"OK" = "answered"
"""


def test_a_mapping_in_toml_and_the_same_in_json(tmp_path: Path) -> None:
    as_toml, as_json = tmp_path / "m.toml", tmp_path / "m.json"
    as_toml.write_text(TOML)
    read = read_meaning(as_toml)
    as_json.write_text(
        json.dumps(
            {
                "format": "calls",
                "source": "gammel-central",
                "file": {"delimiter": ",", "zone": "UTC"},
                "columns": {"id": "id", "arrived": "start", "wait_seconds": "wait"},
                "outcomes": {"OK": "answered"},
            }
        )
    )

    assert read == read_meaning(as_json)
    assert (read.delimiter, read.zone.key, read.outcomes) == (",", "UTC", {"OK": FATES["answered"]})


@pytest.mark.parametrize("told", [CALLS, INTERVALS, QUEUE_LOG])
def test_what_is_left_out_is_as_danish_systems_have_it(told: dict[str, Any]) -> None:
    read = meaning_of({key: value for key, value in told.items() if key != "file"})

    assert (read.delimiter, read.decimal, read.encoding, read.minutes) == (";", ",", "utf-8-sig", 15)
    assert read.zone.key == "Europe/Copenhagen"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"format": "excel"}, "format must be one of calls, intervals, queue_log."),
        ({"source": ""}, "source must name the system it comes from."),
        ({"columns": {}}, "columns lacks arrived, id."),
        ({"columns": {"id": "Nr", "arrived": "Start"}}, "columns must have answered or wait_seconds"),
        (
            {"columns": CALLS["columns"] | {"caller": "Nummer"}},
            "columns has caller, which means nothing here.",
        ),
        ({"columns": ["Nr"]}, "columns must be words that mean words."),
        ({"outcomes": {"OK": "fine"}}, "outcomes: 'OK' must mean one of answered, abandoned"),
        ({"agents": {"1001": 7}}, "agents must be words that mean words."),
        ({"colour": "red"}, "the file has colour, which means nothing here."),
        ({"file": {"delimiter": ";;"}}, "file.delimiter must be one character."),
        ({"file": {"zone": "Mars/Olympus"}}, "file: "),
        ({"file": {"encoding": "klingon"}}, "file: unknown encoding"),
        ({"file": {"minutes": 0}}, "file.minutes must be a whole number"),
        ({"file": {"colour": "red"}}, "file has colour"),
        ({"file": "x"}, "file must be a table."),
    ],
)
def test_a_wrong_mapping_is_told_where(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(WrongMapping) as wrong:
        meaning_of(CALLS | changes)

    assert sentence in str(wrong.value)


@pytest.mark.parametrize(("name", "text"), [("m.toml", "format = "), ("m.json", "{")])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)

    with pytest.raises(WrongMapping, match=name):
        read_meaning(tmp_path / name)
