# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What docs/history.md says is run here."""

import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from hotline.history.command_line import history
from hotline.history.exporting import UNANSWERED
from hotline.history.mapping import FATES, FORMATS, meaning_of
from hotline.history.past import PastCall, PastInterval, Wrong
from hotline.history.queue_log import read_queue_log
from hotline.history.sheets import read_sheet
from tests.history.files import ABANDONED, ANSWERED, CLOSED, HEADS, NOW, timed

TEXT = (Path(__file__).parents[2] / "docs/history.md").read_text()
EXAMPLES = {
    told["format"]: told for told in map(tomllib.loads, re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL))
}


def test_there_is_an_example_of_every_format() -> None:
    assert set(EXAMPLES) == set(FORMATS)


def test_the_example_of_calls_reads_a_file() -> None:
    told = list(read_sheet([HEADS, ANSWERED, ABANDONED, CLOSED], meaning_of(EXAMPLES["calls"]), NOW))

    assert [type(one) for one in told] == [PastCall] * 3


def test_the_example_of_intervals_reads_a_file() -> None:
    heads = "Interval;Tilbudt;Besvaret;Opgivet;Besvaret inden 20 sek.;Gns. ventetid"

    (found,) = read_sheet([heads, "2011-05-04T12:00;12;9;3;8;12,5"], meaning_of(EXAMPLES["intervals"]), NOW)

    assert isinstance(found, PastInterval)
    assert (found.minutes, found.in_time, found.waited_ms) == (30, 8, 112_500)


def test_the_example_of_a_queue_log_reads_a_file() -> None:
    lines = timed(
        "0|c1|hotline|NONE|ENTERQUEUE||",
        "5|c1|hotline|Agent/1001|CONNECT|5|b|3",
        "65|c1|hotline|Agent/1001|COMPLETECALLER|5|60|1",
        "70|NONE|hotline|Agent/1001|PAUSE|",
    )

    told = list(read_queue_log(lines, meaning_of(EXAMPLES["queue_log"]), NOW))

    assert [isinstance(one, Wrong) for one in told] == [False]


def test_what_is_said_to_be_left_out_is_as_shown() -> None:
    shown = EXAMPLES["calls"]["file"]
    bare = meaning_of({key: value for key, value in EXAMPLES["calls"].items() if key != "file"})

    assert (bare.encoding, bare.delimiter, bare.decimal, bare.zone.key) == (
        shown["encoding"], shown["delimiter"], shown["decimal"], shown["zone"],
    )  # fmt: skip


@pytest.mark.parametrize(
    "word", [*FATES, *sorted(set.union(*(needed | possible for needed, possible in FORMATS.values())))]
)
def test_every_word_of_a_mapping_is_described(word: str) -> None:
    assert re.search(rf"`{word}`|^{word} = |\"{word}\"", TEXT, re.MULTILINE)


@pytest.mark.parametrize(
    "event", ["ENTERQUEUE", "CONNECT", "COMPLETECALLER", "COMPLETEAGENT", *UNANSWERED.values()]
)
def test_every_line_of_an_export_is_described(event: str) -> None:
    assert f"`{event}`" in TEXT


def test_every_option_in_the_text_is_one() -> None:
    helps = "".join(
        CliRunner().invoke(history, [command, "--help"]).output for command in ("import", "export")
    )

    for option in set(re.findall(r"--[a-z][a-z-]*", TEXT)):
        assert option in helps, option
