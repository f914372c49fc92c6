# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The books answer: who rang lately from the same number, and is every call accounted for."""

import datetime as dt

import pytest
from click.testing import CliRunner

from hotline.calls.command_line import calls as calls_command
from hotline.calls.models import CallRecord
from hotline.calls.queries import (
    Conservation,
    calls_from_number_lately,
    conservation,
    contradictory_calls,
    earlier_calls,
)
from tests.calls import scenes

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


def ids(calls: object) -> list[str]:
    return [call.id for call in calls]  # type: ignore[attr-defined]


def test_the_calls_from_a_number_in_the_last_days_come_latest_first() -> None:
    for call_id, days in (("long ago", 8), ("first", 6), ("second", 1)):
        scenes.call(call_id, at=scenes.NOON - days * DAY)
    scenes.call("somebody else", number="+4500000002", at=scenes.NOON - DAY)

    found = calls_from_number_lately(scenes.FIRST_CALLER, days=7, now=scenes.NOON)

    assert ids(found) == ["second", "first"]


def test_withheld_numbers_are_not_taken_for_one_and_the_same() -> None:
    scenes.call("c1", number="")
    second = scenes.call("c2", number="", at=scenes.NOON + DAY)

    assert ids(calls_from_number_lately("", now=scenes.NOON)) == []
    assert ids(earlier_calls(second)) == []


def test_a_calls_history_holds_neither_itself_nor_later_calls() -> None:
    scenes.call("before", at=scenes.NOON - DAY)
    now = scenes.call("now")
    scenes.call("after", at=scenes.NOON + DAY)

    assert ids(earlier_calls(now)) == ["before"]


def test_a_forgotten_number_is_not_found_again() -> None:
    scenes.call("before", at=scenes.NOON - DAY, caller_number="", number_key="")

    assert ids(earlier_calls(scenes.call("now"))) == []


def one_of_each() -> None:
    scenes.call("answered")
    scenes.call("abandoned", outcome="abandoned", end="abandoned")
    scenes.call("diverted", outcome="diverted", end="diverted_closed", opening="closed", queued_at=None)
    scenes.call("refused", outcome="refused", end="refused", queued_at=None)
    scenes.call("lost", outcome="lost", end="media_lost")
    scenes.call("talking", outcome="")


def test_every_call_that_arrived_is_found_again() -> None:
    one_of_each()

    found = conservation(CallRecord.objects.all())

    assert found == Conservation(
        arrived=6, answered=1, abandoned=1, diverted=1, refused=1, lost=1, still_here=1
    )
    assert found.unexplained == 0
    assert ids(contradictory_calls(CallRecord.objects.all())) == []


def test_an_empty_book_is_in_order() -> None:
    assert conservation(CallRecord.objects.all()) == Conservation(0, 0, 0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    "changes",
    [
        {"outcome": ""},
        {"ended_at": None},
        {"answered_at": None},
        {"outcome": "abandoned"},
        {"ended_at": scenes.NOON - DAY},
        {"answered_at": scenes.NOON - DAY},
        {"queued_at": None},
    ],
)
def test_a_call_whose_row_contradicts_itself_is_found(changes: dict[str, object]) -> None:
    scenes.call("sound")
    scenes.call("crooked")
    CallRecord.objects.filter(pk="crooked").update(**changes)

    assert ids(contradictory_calls(CallRecord.objects.all())) == ["crooked"]


def test_a_call_that_ended_as_nothing_is_unexplained() -> None:
    scenes.call("c1")
    CallRecord.objects.update(outcome="")

    assert conservation(CallRecord.objects.all()).unexplained == 1


def test_the_check_prints_the_sum_and_fails_when_it_does_not_add_up() -> None:
    one_of_each()
    good = CliRunner().invoke(calls_command, ["check"])
    assert (good.exit_code, good.output) == (
        0,
        "6 arrived = 1 answered + 1 abandoned + 1 diverted + 1 refused + 1 lost + 1 still here\n",
    )

    CallRecord.objects.filter(pk="lost").update(outcome="")

    bad = CliRunner().invoke(calls_command, ["check"])
    assert bad.exit_code == 1
    assert bad.output.endswith("Error: 1 calls are unaccounted for. Look at: lost\n")
