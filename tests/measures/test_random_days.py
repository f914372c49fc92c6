# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Whatever came on whatever days: counted beforehand, from the books or by a plain loop, it is the same.

Hypothesis chooses the days, mostly around the edges of the calendar, and what happened on them. The plain
count at the bottom knows nothing of databases, quarters or tallies.
"""

import datetime as dt
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from random import Random

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.inquiries.models import Inquiry
from hotline.measures import definitions
from hotline.measures.dimensions import Dimension
from hotline.measures.models import RolledDay
from hotline.measures.periods import DAY, Grain, Period
from hotline.measures.queries import call_tallies, call_total, inquiry_counts, state_times
from hotline.measures.rolling import roll_day, unroll
from hotline.measures.tallies import CallTally
from hotline.measures.targets import targets_of
from hotline.measures.upkeep import keep_up, rebuild
from hotline.organisations.models import Line
from hotline.people.models import User
from tests.calls import scenes
from tests.measures.days import came, local
from tests.measures.histories import an_inquiry, history
from tests.measures.test_rolling import contents

D = Dimension
FIRST = local("2015-10-24 12:00")
LONG_AFTER = local("2016-04-02 12:00")
EDGES = [
    local("2015-10-24 23:59:59"),
    local("2015-10-25 02:30"),  # the night the clock is put back
    local("2015-10-25 02:30", fold=1),
    local("2015-10-31 23:59:59"),
    local("2015-12-28 00:00"),  # the first instant of week 53
    local("2015-12-31 23:59:59"),
    local("2016-01-01 00:00"),
    local("2016-01-03 23:59:59"),  # the last second of week 53
    local("2016-02-29 12:00"),
    local("2016-03-27 01:59:59"),  # the night the clock is put forward
    local("2016-03-27 03:00"),
]
WHOLE = Period(dt.date(2015, 10, 1), dt.date(2016, 4, 1))
ENDS = (
    "answered", "cut off while talking", "talking", "waiting", "abandoned", "refused", "failed",
    "diverted_nobody", "diverted_closed", "diverted_holiday", "diverted_disturbance",
)  # fmt: skip
TURNED_AWAY = {"refused", "diverted_closed", "diverted_holiday", "diverted_disturbance"}


@dataclass(frozen=True)
class Rang:
    """A call of a made-up day."""

    at: dt.datetime
    end: str
    wait: float


waits = st.one_of(
    st.sampled_from([0, 4.999, 5, 20, 20.001, 0.5, 1.5]), st.integers(0, 1_800_000).map(lambda ms: ms / 1000)
)
moments = st.one_of(
    st.sampled_from(EDGES),
    st.integers(0, 150 * 86_400_000).map(lambda ms: FIRST + dt.timedelta(milliseconds=ms)),
)
any_calls = st.lists(st.builds(Rang, moments, st.sampled_from(ENDS), waits), max_size=25)


def put_into_the_books(calls: Iterable[Rang]) -> None:
    for number, rang in enumerate(calls):
        came(f"r{number}", rang.at, rang.end, wait=rang.wait)


def rolled_up(line: Line, calls: Iterable[Rang]) -> None:
    """The days on which anybody rang."""
    for day in {timezone.localdate(rang.at) for rang in calls}:
        roll_day(line, day, targets_of(line), now=LONG_AFTER)


@pytest.mark.django_db
@settings(max_examples=25)
@given(any_calls, st.sampled_from(list(Grain)))
def test_any_days_counted_plainly_from_the_books_and_beforehand_are_the_same(
    calls: list[Rang], grain: Grain
) -> None:
    with transaction.atomic():
        line = scenes.line()
        put_into_the_books(calls)
        from_the_books = call_tallies(line, WHOLE, grain)
        rolled_up(line, calls)

        assert call_tallies(line, WHOLE, grain) == from_the_books
        assert {start: told(tally) for start, tally in from_the_books.items()} == counted_plainly(
            calls, grain
        )
        assert CallTally.sum(from_the_books.values()) == call_total(line, WHOLE)
        transaction.set_rollback(True)


@pytest.mark.django_db
@settings(max_examples=15)
@given(any_calls, st.integers(0, 25), st.dates(WHOLE.from_on, WHOLE.to_on - DAY))
def test_any_cut_of_a_period_adds_up_to_it_whichever_days_are_counted_beforehand(
    calls: list[Rang], rolled: int, cut_on: dt.date
) -> None:
    with transaction.atomic():
        line = scenes.line()
        put_into_the_books(calls)
        rolled_up(line, calls[:rolled])
        first, second = Period(WHOLE.from_on, cut_on), Period(cut_on, WHOLE.to_on)

        assert call_total(line, first) + call_total(line, second) == call_total(line, WHOLE)
        assert definitions.unexplained(call_total(line, WHOLE)) == 0
        transaction.set_rollback(True)


Told = tuple[int, int, int, int, int, int, int, int, int, list[int]]


def told(tally: CallTally) -> Told:
    seconds = sorted(Counter(tally.waits).elements())
    return (
        tally.arrived, tally.turned_away, tally.answered, tally.in_time, tally.abandoned,
        tally.short_abandoned, tally.diverted, tally.lost, tally.still_here, seconds,
    )  # fmt: skip


def counted_plainly(calls: Sequence[Rang], grain: Grain) -> dict[dt.datetime, Told]:
    starts = sorted({start_of(rang.at, grain) for rang in calls})
    return {start: plainly([rang for rang in calls if start_of(rang.at, grain) == start]) for start in starts}


def start_of(at: dt.datetime, grain: Grain) -> dt.datetime:
    """By the wall clock alone."""
    if grain in {Grain.QUARTER, Grain.HOUR}:
        length = 900 if grain is Grain.QUARTER else 3600
        return dt.datetime.fromtimestamp(at.timestamp() // length * length, dt.UTC)
    day = timezone.localtime(at).date()
    first = {
        Grain.DAY: day,
        Grain.WEEK: dt.date.fromisocalendar(*day.isocalendar()[:2], 1),
        Grain.MONTH: dt.date(day.year, day.month, 1),
        Grain.YEAR: dt.date(day.year, 1, 1),
    }[grain]
    return local(f"{first} 00:00")


def plainly(calls: Sequence[Rang]) -> Told:
    """Promised: 20 seconds; under 5 seconds is a short abandon."""
    answered = [rang.wait for rang in calls if rang.end in {"answered", "cut off while talking"}]
    abandoned = [rang.wait for rang in calls if rang.end == "abandoned"]
    return (
        len(calls),
        sum(rang.end in TURNED_AWAY for rang in calls),
        len(answered),
        sum(wait <= 20 for wait in answered),
        len(abandoned),
        sum(wait < 5 for wait in abandoned),
        sum(rang.end == "diverted_nobody" for rang in calls),
        sum(rang.end == "failed" for rang in calls),
        sum(rang.end in {"talking", "waiting"} for rang in calls),
        sorted(round(wait) for wait in answered),
    )


# Inquiries, counted by one loop


@pytest.mark.django_db
@pytest.mark.parametrize("number", [41, 42, 43])
@pytest.mark.parametrize("is_rolled", [False, True])
def test_inquiries_of_any_days_are_counted_as_a_loop_over_them_counts(number: int, is_rolled: bool) -> None:
    made = history(number, calls=50, first=local("2015-12-20 12:00"), days=20)
    agents = list(User.objects.all())
    for call in made[:10]:
        an_inquiry(call, Random(number), agents)
    if is_rolled:
        rebuild(local("2016-01-12 12:00"))

    assert inquiry_counts(scenes.line(), WHOLE, [D.DAY, D.OUTCOME]) == Counter(
        (timezone.localtime(each.came_at).date(), each.outcome) for each in Inquiry.objects.all()
    )
    assert inquiry_counts(scenes.line(), WHOLE, [D.HOUR, D.WEEKDAY]) == Counter(
        (timezone.localtime(each.came_at).hour, timezone.localtime(each.came_at).isoweekday())
        for each in Inquiry.objects.all()
    )
    assert inquiry_counts(scenes.line(), WHOLE, [D.MONTH, D.TOPIC, D.ANSWERED_BY]) == Counter(
        (timezone.localtime(each.came_at).date().replace(day=1), topic.pk, each.answered_by_id)
        for each in Inquiry.objects.all()
        for topic in each.topics.all()
    )


# Twice, and by several at once


@pytest.mark.django_db
@pytest.mark.parametrize("number", [51, 52])
def test_building_anew_twice_gives_the_same_rows_to_the_last_digit(number: int) -> None:
    history(number, first=FIRST, days=12)
    rebuild(FIRST + 15 * DAY)
    once = contents()

    rebuild(FIRST + 15 * DAY)

    assert contents() == once


@pytest.mark.django_db
def test_days_rolled_up_in_any_order_give_the_same_rows() -> None:
    now = FIRST + 15 * DAY
    history(53, first=FIRST, days=12)
    rebuild(now)
    in_order = contents()
    line, chance = scenes.line(), Random(53)
    days = list(RolledDay.objects.filter(line=line).values_list("day", flat=True))

    for _turn in range(4):
        unroll(line, chance.sample(days, len(days) // 3))
        unroll(None, chance.sample(days, len(days) // 3))
        keep_up(now)

    assert contents() == in_order


@pytest.mark.django_db(transaction=True)
def test_three_processes_that_keep_up_at_once_leave_what_one_would() -> None:
    history(54, calls=30, first=local("2014-05-07 09:00"), days=3)
    now = local("2014-05-12 12:00")

    at_once(lambda: keep_up(now), lambda: keep_up(now), lambda: rebuild(now))
    by_three = contents()

    rebuild(now)
    assert contents() == by_three


@pytest.mark.django_db(transaction=True)
def test_who_reads_while_others_build_anew_reads_the_same_all_the_time() -> None:
    history(55, calls=30, first=local("2014-05-07 09:00"), days=3)
    now, line, may = local("2014-05-12 12:00"), scenes.line(), Period.of_month(2014, 5)
    right = (call_total(line, may), inquiry_counts(line, may, [Dimension.TOPIC]), state_times(may, Grain.DAY))
    read: list[tuple[object, ...]] = []

    def reading() -> None:
        read.extend(
            (call_total(line, may), inquiry_counts(line, may, [Dimension.TOPIC]), state_times(may, Grain.DAY))
            for _turn in range(12)
        )

    at_once(lambda: rebuild(now), reading, lambda: rebuild(now))

    assert [each == right for each in read] == [True] * 12


def at_once(*deeds: Callable[[], object]) -> None:
    """Each in a thread and with a connection of its own; what one raises, the test raises."""
    raised: list[BaseException] = []

    def work(deed: Callable[[], object]) -> None:
        try:
            deed()
        except BaseException as error:  # noqa: BLE001 - told to the test
            raised.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work, args=[deed]) for deed in deeds]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert raised == []


@pytest.mark.django_db
def test_one_lines_roll_ups_are_not_the_others() -> None:
    other = Line.objects.create(name="Other", slug="other", number="+4570200001")
    came("here", "2015-12-31 23:59:59", "abandoned")
    came("there", "2016-01-01 00:00:00", "answered", line=other)
    rebuild(local("2016-01-03 12:00"))

    assert [call_total(line, WHOLE).arrived for line in (scenes.line(), other)] == [1, 1]
    assert [call_total(line, WHOLE).answered for line in (scenes.line(), other)] == [0, 1]
