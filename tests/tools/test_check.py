# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
import sys

import pytest

from tools import check
from tools.check import CHECKS, Check, Outcome, told


def python(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


GOOD = Check("good", "all is well", python("print('nothing to say')"))
BAD = Check("bad", "something holds", python("print('line 3'); raise SystemExit(1)"), "make better")


def test_every_check_is_run_and_told_even_after_one_that_failed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(check, "CHECKS", (BAD, GOOD))
    assert check.main([]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line[:10] for line in lines if line and line[0] != " "] == [
        "FAILED bad",
        "ok     goo",
        "Failed: ba",
    ]


def test_when_every_check_holds_the_end_is_nought(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(check, "CHECKS", (GOOD,))
    assert check.main([]) == 0
    assert capsys.readouterr().out.endswith("\nEvery check passed.\n")


def test_only_the_named_checks_are_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "CHECKS", (GOOD, BAD))
    assert check.main(["good"]) == 0
    assert check.main(["unheard-of"]) == 2


def test_what_failed_is_told_with_how_to_mend_it() -> None:
    assert told(Outcome(BAD, passed=False, said="line 3\nline 4", seconds=1.2)).splitlines() == [
        "FAILED bad         something holds (1.2 s)",
        "       line 3",
        "       line 4",
        "       To mend it: make better",
    ]


def test_what_passed_is_told_in_one_line() -> None:
    assert (
        told(Outcome(GOOD, passed=True, said="chatter", seconds=0.0))
        == "ok     good        all is well (0.0 s)"
    )


def test_checks_have_names_of_their_own() -> None:
    assert len({one.name for one in CHECKS}) == len(CHECKS)


def test_a_check_keeps_its_data_out_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    code = "import os; raise SystemExit('hotline-check-' not in os.environ['HOTLINE_DATA'])"
    monkeypatch.setattr(check, "CHECKS", (Check("data", "own data", python(code)),))
    assert check.main([]) == 0
