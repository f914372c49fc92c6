# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What an earlier system tells stands in the books once, counts in the figures, and changes nothing twice."""

import datetime as dt
import tracemalloc
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hotline.calls.models import CallRecord, IntervalRecord, OfferRecord, SegmentRecord
from hotline.calls.queries import conservation, contradictory_calls
from hotline.exchange.words import CallEnd, Outcome
from hotline.history.mapping import WrongMapping
from hotline.history.past import Past, PastCall, Wrong
from hotline.history.storing import MOST_PROBLEMS, Storing, Tale
from hotline.measures.models import RolledDay
from hotline.measures.periods import Grain, Period
from hotline.measures.queries import call_tallies, call_total, handling_total
from tests.calls import scenes
from tests.history.files import (
    ABANDONED,
    ANSWERED,
    CLOSED,
    INTERVAL,
    INTERVAL_HEADS,
    INTERVALS,
    NOON,
    QUEUE_LOG,
    log_lines,
    meaning,
    sheet,
)

pytestmark = pytest.mark.django_db
DAY = Period.of_day(dt.date(2011, 5, 4))


@pytest.fixture(autouse=True)
def _alma() -> None:
    scenes.agent("Alma")


def stored(*rows: str, is_dry: bool = False, source: str = "gammel-central") -> Tale:
    told = sheet(*(rows or (ANSWERED, ABANDONED, CLOSED)))
    return Storing(scenes.line(), meaning(source=source), is_dry=is_dry).store(told)


def stored_intervals(*rows: str) -> Tale:
    told = sheet(*(rows or (INTERVAL,)), heads=INTERVAL_HEADS, of=meaning(INTERVALS))
    return Storing(scenes.line(), meaning(INTERVALS)).store(told)


def numbers(tale: Tale) -> tuple[int, int, int, int]:
    return tale.new, tale.changed, tale.same, tale.wrong_lines


def everything() -> list[object]:
    return [list(model.objects.order_by("pk").values()) for model in (CallRecord, SegmentRecord, OfferRecord)]


def test_calls_stand_in_the_books_and_count() -> None:
    assert numbers(stored()) == (3, 0, 0, 0)

    tally = call_total(scenes.line(), DAY)
    assert (tally.arrived, tally.answered, tally.in_time, tally.abandoned, tally.turned_away) == (
        3,
        1,
        1,
        1,
        1,
    )
    assert handling_total(scenes.line(), DAY).handled_ms == 210_000
    assert conservation(CallRecord.objects.all()).unexplained == 0
    assert not contradictory_calls(CallRecord.objects.all()).exists()


def test_a_second_time_changes_nothing() -> None:
    stored()
    before = everything()

    assert numbers(stored()) == (0, 0, 3, 0)
    assert everything() == before


def test_what_is_told_otherwise_is_brought_up_to_date() -> None:
    stored()

    tale = stored(ANSWERED.replace(";10;", ";40;"), ABANDONED.replace("12:01:45", "12:02:45"), CLOSED)

    assert numbers(tale) == (0, 2, 1, 0)
    assert SegmentRecord.objects.get().held == dt.timedelta(seconds=40)
    assert CallRecord.objects.count() == 3
    assert numbers(stored()) == (0, 2, 1, 0)


def test_a_dry_run_tells_the_same_and_stores_nothing() -> None:
    assert numbers(stored(is_dry=True)) == (3, 0, 0, 0)
    assert everything() == [[], [], []]
    stored()
    before = everything()

    assert numbers(stored(ANSWERED.replace(";10;", ";40;"), is_dry=True)) == (0, 1, 0, 0)
    assert everything() == before


def test_two_systems_that_both_count_from_one_are_told_apart() -> None:
    stored()

    assert numbers(stored(source="ny-central")) == (3, 0, 0, 0)


def test_a_call_told_twice_in_one_file_is_taken_once_and_said() -> None:
    tale = stored(ANSWERED, ABANDONED, ANSWERED.replace(";10;", ";40;"))

    assert numbers(tale) == (2, 0, 0, 1)
    assert "call a1 stands in the file twice" in str(tale.wrong[0])
    assert numbers(stored(ANSWERED, ABANDONED, ANSWERED.replace(";10;", ";40;"))) == (0, 0, 2, 1)


def test_an_agent_nobody_knows_leaves_the_call_answered() -> None:
    stored(ANSWERED.replace(";1001;", ";9999;"))

    assert (CallRecord.objects.get().outcome, SegmentRecord.objects.count()) == ("answered", 0)
    assert call_total(scenes.line(), DAY).answered == 1


def test_a_mapping_to_a_person_who_is_not_here_is_refused() -> None:
    with pytest.raises(WrongMapping, match="nobody is called nobody"):
        Storing(scenes.line(), meaning(agents={"1001": "nobody"}))


def test_no_telephone_number_comes_in() -> None:
    stored()

    assert set(CallRecord.objects.values_list("caller_number", "number_key")) == {("", "")}
    assert "00000001" not in str(everything())


def test_offers_of_a_queue_log_come_in_for_agents_who_are_known() -> None:
    told = log_lines(
        "0|c1|hotline|NONE|ENTERQUEUE||",
        "10|c1|hotline|Agent/1001|RINGNOANSWER|10000",
        "15|c1|hotline|Agent/1002|RINGNOANSWER|5000",
        "30|c1|hotline|NONE|ABANDON|1|1|30",
    )

    Storing(scenes.line(), meaning(QUEUE_LOG)).store(told)

    assert [offer.end for offer in OfferRecord.objects.all()] == ["rang_out"]
    assert CallRecord.objects.get().outcome == "abandoned"


def test_a_day_that_was_rolled_up_is_counted_anew() -> None:
    scenes.line()
    for day in (DAY.from_on, DAY.to_on):
        RolledDay.objects.create(line=scenes.line(), day=day, at=NOON)
    assert call_total(scenes.line(), DAY).arrived == 0

    tale = stored()

    assert tale.days == {DAY.from_on}
    assert list(RolledDay.objects.values_list("day", flat=True)) == [DAY.to_on]
    assert call_total(scenes.line(), DAY).arrived == 3


def test_a_day_on_which_nothing_is_new_stays_rolled_up() -> None:
    stored()
    RolledDay.objects.create(line=scenes.line(), day=DAY.from_on, at=NOON)

    assert stored().days == set()
    assert RolledDay.objects.count() == 1


def test_intervals_stand_in_a_table_of_their_own_and_count() -> None:
    assert numbers(stored_intervals(INTERVAL, "2011-05-04T12:15;4;1;1;0;40")) == (2, 0, 0, 0)

    tally = call_total(scenes.line(), DAY)
    assert (tally.arrived, tally.answered, tally.in_time, tally.abandoned, tally.lost) == (16, 10, 8, 4, 2)
    assert tally.waited_ms == 9 * 12_500 + 40_000
    assert len(call_tallies(scenes.line(), DAY, Grain.QUARTER)) == 2
    assert CallRecord.objects.count() == 0


def test_intervals_and_calls_of_one_day_are_added() -> None:
    stored()
    stored_intervals()

    tally = call_total(scenes.line(), DAY)
    assert (tally.arrived, tally.answered, dict(tally.waits)) == (15, 10, {20: 1})


def test_intervals_a_second_time_and_told_otherwise() -> None:
    stored_intervals()
    before = list(IntervalRecord.objects.values())

    assert numbers(stored_intervals()) == (0, 0, 1, 0)
    assert list(IntervalRecord.objects.values()) == before
    assert numbers(stored_intervals(INTERVAL.replace(";12;9", ";13;10"))) == (0, 1, 0, 0)
    assert IntervalRecord.objects.get().pk == before[0]["id"]


def many(number: int) -> Iterator[Past]:
    for one in range(number):
        at = NOON + dt.timedelta(seconds=one)
        yield PastCall(str(one), at, at, Outcome.ABANDONED, CallEnd.ABANDONED, queued_at=at)


def test_many_calls_are_stored_in_groups_with_few_questions() -> None:
    told: list[int] = []
    with CaptureQueriesContext(connection) as queries:
        Storing(scenes.line(), meaning()).store(many(1200), lambda tale: told.append(tale.told))

    assert told == [500, 1000, 1200]
    assert len(queries) < 100
    assert CallRecord.objects.count() == 1200


def test_looking_at_many_calls_takes_little_memory() -> None:
    line = scenes.line()

    def peak(number: int) -> int:
        tracemalloc.start()
        try:
            Storing(line, meaning(), is_dry=True).store(many(number))
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(500)
    assert peak(6000) < peak(1500) + 5000 * 200


def test_of_very_many_wrong_lines_the_first_are_told_and_all_are_counted() -> None:
    wrong = [Wrong(number, "", "wrong") for number in range(MOST_PROBLEMS + 7)]

    tale = Storing(scenes.line(), meaning()).store(wrong)

    assert (len(tale.wrong), tale.wrong_lines) == (MOST_PROBLEMS, MOST_PROBLEMS + 7)
