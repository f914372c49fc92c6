# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Whole files: in whatever way they are written, all or nothing, and counted as they were told."""

import codecs
import csv
import datetime as dt
import io
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hotline.calls.models import CallRecord, IntervalRecord, SegmentRecord
from hotline.history.exporting import queue_log
from hotline.history.importing import import_file
from hotline.history.mapping import WrongMapping
from hotline.history.storing import Tale
from hotline.measures import definitions
from hotline.measures.periods import Grain, Period
from hotline.measures.queries import call_tallies, call_total, handling_total
from hotline.organisations.models import Line
from hotline.people.models import User
from tests.calls import scenes
from tests.history.files import (
    ABANDONED,
    ANSWERED,
    CALLS,
    HEADS,
    INTERVAL,
    INTERVAL_HEADS,
    INTERVALS,
    NOON,
    NOW,
    QUEUE_LOG,
    meaning,
    timed,
)

pytestmark = pytest.mark.django_db
YEAR = Period.of_year(2011)


@pytest.fixture(autouse=True)
def _alma() -> None:
    scenes.agent("Alma")


def imported(file: Path, told: dict[str, Any] = CALLS, *, changes: Any = None, **options: Any) -> Tale:
    return import_file(file, meaning(told, **(changes or {})), scenes.line(), now=NOW, **options)


def written(tmp_path: Path, *rows: str, heads: str = HEADS, encoding: str = "utf-8") -> Path:
    file = tmp_path / "history.csv"
    file.write_text("\n".join([heads, *rows]), encoding=encoding)
    return file


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("utf-8", "utf-8-sig"), ("utf-8-sig", "utf-8-sig"), ("latin-1", "latin-1"), ("utf-16", "utf-16")],
)
def test_a_file_in_the_encoding_the_mapping_names(tmp_path: Path, encoding: str, said: str) -> None:
    file = written(tmp_path, ANSWERED, ABANDONED, encoding=encoding)

    tale = imported(file, changes={"file": CALLS["file"] | {"encoding": said}})

    assert (tale.new, tale.wrong_lines) == (2, 0)


def test_a_file_in_another_encoding_is_refused_in_a_sentence(tmp_path: Path) -> None:
    file = written(tmp_path, ABANDONED, encoding="latin-1")

    with pytest.raises(WrongMapping, match="is not written in utf-8-sig"):
        imported(file)
    assert CallRecord.objects.count() == 0


@pytest.mark.parametrize("text", ["", HEADS, f"{HEADS}\n", f"{HEADS}\r\n\r\n"])
def test_a_file_without_rows_holds_nothing(tmp_path: Path, text: str) -> None:
    file = tmp_path / "empty.csv"
    file.write_bytes(codecs.BOM_UTF8 + text.encode())

    tale = imported(file)

    assert (tale.new, tale.changed, tale.same) == (0, 0, 0)
    assert tale.wrong_lines == (0 if text else 1)


def test_windows_line_ends_and_quotes(tmp_path: Path) -> None:
    file = tmp_path / "windows.csv"
    quoted = ";".join(f'"{cell}"' for cell in ANSWERED.split(";"))
    file.write_bytes(f"{HEADS}\r\n{quoted}\r\n".encode())

    assert imported(file).new == 1
    assert CallRecord.objects.get().arrived_at == NOON


def test_all_or_nothing(tmp_path: Path) -> None:
    rows = [ABANDONED.replace("a2", f"b{number}") for number in range(600)]
    file = written(tmp_path, *rows, "nonsense")

    assert (imported(file).new, CallRecord.objects.count()) == (600, 0)
    assert (imported(file, skips_wrong=True).new, CallRecord.objects.count()) == (600, 600)


def test_how_far_it_has_come_is_told_while_looking_and_while_storing(tmp_path: Path) -> None:
    file = written(tmp_path, *(ABANDONED.replace("a2", f"b{number}") for number in range(700)))
    told: list[int] = []

    imported(file, progress=lambda tale: told.append(tale.told))

    assert told == [500, 700, 500, 700]


def test_an_agent_who_becomes_known_later_gets_the_parts(tmp_path: Path) -> None:
    file = written(tmp_path, ANSWERED, ABANDONED)
    imported(file, changes={"agents": {}})
    assert SegmentRecord.objects.count() == 0

    tale = imported(file)

    assert (tale.new, tale.changed, tale.same) == (0, 1, 1)
    assert SegmentRecord.objects.get().agent.username == "alma"
    assert (imported(file).changed, imported(file).same) == (0, 2)


def test_the_same_file_into_another_line_is_another_history(tmp_path: Path) -> None:
    other = Line.objects.create(name="Anden", slug="anden", number="+4570200001")
    file = written(tmp_path, ANSWERED)
    imported(file)

    tale = import_file(file, meaning(CALLS), other, now=NOW)

    assert (tale.new, CallRecord.objects.count()) == (1, 2)
    assert call_total(other, YEAR).answered == call_total(scenes.line(), YEAR).answered == 1


def test_a_line_that_changes_its_short_name_keeps_its_history(tmp_path: Path) -> None:
    file = written(tmp_path, ANSWERED)
    imported(file)
    line = scenes.line()
    line.slug = "ny"
    line.save()

    assert import_file(file, meaning(CALLS), line, now=NOW).same == 1


def test_a_rotated_log_begins_and_ends_in_the_middle_of_calls(tmp_path: Path) -> None:
    file = tmp_path / "queue_log"
    lines = timed(
        "5|before|hotline|Agent/1001|COMPLETEAGENT|5|60|1",
        "10|whole|hotline|NONE|ENTERQUEUE||",
        "20|whole|hotline|NONE|ABANDON|1|1|10",
        "30|behind|hotline|NONE|ENTERQUEUE||",
    )
    file.write_text("".join(lines))

    tale = imported(file, QUEUE_LOG, skips_wrong=True)

    assert (tale.new, [wrong.line for wrong in tale.wrong]) == (1, [1, 4])
    assert call_total(scenes.line(), YEAR).arrived == 1


def test_calls_late_at_night_count_on_the_local_day(tmp_path: Path) -> None:
    late = ABANDONED.replace("12:01:00", "23:59:59").replace("04-05-2011 12:01:45", "05-05-2011 00:00:30")
    after = late.replace("a2", "a4").replace("04-05-2011 23:59:59", "05-05-2011 00:00:00")

    tale = imported(written(tmp_path, late, after))

    assert tale.days == {dt.date(2011, 5, 4), dt.date(2011, 5, 5)}
    days = call_tallies(scenes.line(), YEAR, Grain.DAY)
    assert [tally.abandoned for _start, tally in sorted(days.items())] == [1, 1]


def test_a_year_of_intervals_counts_in_weeks_and_months(tmp_path: Path) -> None:
    days = [dt.date(2011, 1, 1) + dt.timedelta(days=number) for number in range(365)]
    rows = [f"{day}T12:00;10;8;2;6;30" for day in days]

    imported(written(tmp_path, *rows, heads=INTERVAL_HEADS), INTERVALS)

    line = scenes.line()
    assert (IntervalRecord.objects.count(), call_total(line, YEAR).arrived) == (365, 3650)
    months = call_tallies(line, YEAR, Grain.MONTH)
    assert [tally.answered for _start, tally in sorted(months.items())] == [
        8 * number for number in (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    ]
    total = call_total(line, YEAR)
    assert definitions.mean_wait(total) == dt.timedelta(seconds=30)
    assert definitions.median_wait(total) is None
    assert definitions.service_level(total) == 0.6


def test_an_interval_told_twice_is_taken_once(tmp_path: Path) -> None:
    tale = imported(written(tmp_path, INTERVAL, INTERVAL, heads=INTERVAL_HEADS), INTERVALS, skips_wrong=True)

    assert (tale.new, tale.wrong_lines) == (1, 1)
    assert "interval 2011-05-04T10:00:00+00:00 stands in the file twice" in str(tale.wrong[0])


class Told(NamedTuple):
    """A made-up call: when it came, how long it waited, how long it talked or None."""

    at: int
    wait: int
    talk: int | None


TOLD = st.lists(
    st.builds(Told, st.integers(0, 3 * 86_400), st.integers(0, 90), st.none() | st.integers(0, 900)),
    max_size=25,
)


def as_csv(calls: list[Told]) -> str:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\n")
    writer.writerow(["id", "start", "wait", "talk", "status", "agent"])
    for number, call in enumerate(calls):
        at = (NOON + dt.timedelta(seconds=call.at)).isoformat()
        status = "OK" if call.talk is not None else "Lagt på"
        writer.writerow([number, at, call.wait, "" if call.talk is None else call.talk, status, "1001"])
    return file.getvalue()


LENGTHS = {
    "format": "calls",
    "source": "lengths",
    "columns": {
        "id": "id", "arrived": "start", "wait_seconds": "wait", "talk_seconds": "talk", "outcome": "status",
        "agent": "agent",
    },
    "outcomes": {"OK": "answered", "Lagt på": "abandoned"},
    "agents": {"1001": "alma"},
}  # fmt: skip


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TOLD)
def test_the_figures_are_those_reckoned_from_the_file_by_hand(tmp_path: Path, calls: list[Told]) -> None:
    CallRecord.objects.all().delete()
    file = tmp_path / "calls.csv"
    file.write_text(as_csv(calls))

    imported(file, LENGTHS)

    tally, handling = call_total(scenes.line(), YEAR), handling_total(scenes.line(), YEAR)
    answered = [call for call in calls if call.talk is not None]
    gone = [call for call in calls if call.talk is None]
    assert (tally.arrived, tally.answered, tally.abandoned) == (len(calls), len(answered), len(gone))
    assert tally.waited_ms == sum(call.wait * 1000 for call in answered)
    assert tally.in_time == sum(call.wait <= 20 for call in answered)
    assert tally.short_abandoned == sum(call.wait < 5 for call in gone)
    assert handling.talk_ms == sum((call.talk or 0) * 1000 for call in answered)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TOLD)
def test_what_goes_out_as_queue_log_and_comes_in_again_has_the_same_figures(
    tmp_path: Path, calls: list[Told]
) -> None:
    CallRecord.objects.all().delete()
    file, log = tmp_path / "calls.csv", tmp_path / "queue_log"
    file.write_text(as_csv(calls))
    imported(file, LENGTHS)
    before = call_tallies(scenes.line(), YEAR, Grain.QUARTER), handling_total(scenes.line(), YEAR).talk_ms
    alma = User.objects.get(username="alma")
    log.write_text("".join(f"{line}\n" for line in queue_log(scenes.line(), YEAR.from_at, NOW)))
    CallRecord.objects.all().delete()

    tale = imported(log, QUEUE_LOG, changes={"agents": {f"Agent/{alma.pk}": "alma"}})

    assert tale.wrong == []
    after = call_tallies(scenes.line(), YEAR, Grain.QUARTER), handling_total(scenes.line(), YEAR).talk_ms
    assert after == before
