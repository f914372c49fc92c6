# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.conf import LazySettings

from hotline.site.doctor import command
from hotline.site.doctor.finding import Finding, doubtful, ill, well

GOOD = well("disk", "90 GB free")
STRANGE = doubtful("clock", "not kept by the network", "Switch it on.")
BAD = ill("database", "cannot be reached", "Start it.")


def said(findings: list[Finding], monkeypatch: pytest.MonkeyPatch) -> tuple[int, list[str]]:
    monkeypatch.setattr(command, "look_at_everything", lambda: findings)
    result = CliRunner().invoke(command.doctor)
    return result.exit_code, result.output.splitlines()


def test_a_well_machine_ends_with_nought(monkeypatch: pytest.MonkeyPatch) -> None:
    code, lines = said([GOOD, STRANGE], monkeypatch)
    assert code == 0
    assert lines == [
        "ok   disk: 90 GB free",
        "look clock: not kept by the network",
        "     → Switch it on.",
        "",
        "Nothing is wrong.",
    ]


def test_one_bad_finding_ends_with_one_and_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    code, lines = said([GOOD, BAD], monkeypatch)
    assert code == 1
    assert lines[1:] == ["BAD  database: cannot be reached", "     → Start it.", "", "1 must be mended."]


@pytest.mark.django_db
def test_every_part_of_the_machine_is_looked_at(settings: LazySettings, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    subjects = {finding.subject for finding in command.look_at_everything()}
    wanted = {
        "disk",
        "clock",
        "database",
        "line",
        "sounds",
        "media relay",
        "media ports",
        "ports",
        "microphone",
    }
    assert wanted - subjects == set()
