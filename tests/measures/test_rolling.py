# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Counted beforehand or from the books: the same figures, whatever is asked, whatever happened meanwhile."""

import datetime as dt
from collections.abc import Sequence
from random import Random

import pytest
from django.db.models import Model
from django.utils import timezone

from hotline.inquiries.actions import correct_inquiry
from hotline.inquiries.models import Inquiry
from hotline.measures import raw, rolled
from hotline.measures.dimensions import Dimension
from hotline.measures.models import CallRoll, HandlingRoll, InquiryRoll, RolledDay, StateRoll
from hotline.measures.periods import Grain, Period
from hotline.measures.queries import (
    call_tallies,
    handling_by_authority,
    inquiry_counts,
    state_times,
)
from hotline.measures.rolling import unroll
from hotline.measures.upkeep import keep_up, rebuild
from tests.calls import scenes
from tests.inquiries.desk import matter, registered
from tests.measures.histories import history

pytestmark = pytest.mark.django_db

D = Dimension
FIRST = dt.datetime(2014, 3, 20, 9, 0, tzinfo=dt.UTC)
LONG_AFTER = FIRST + dt.timedelta(days=45)
ROLLS: tuple[type[Model], ...] = (CallRoll, HandlingRoll, StateRoll, InquiryRoll)
PERIODS = (
    Period(dt.date(2014, 3, 1), dt.date(2014, 5, 3)),
    Period(dt.date(2014, 3, 22), dt.date(2014, 4, 10)),
)
GRAINS = (Grain.HOUR, Grain.DAY, Grain.WEEK)
QUESTIONS: tuple[tuple[Dimension, ...], ...] = (
    (),
    (D.WEEK, D.TOPIC, D.PLACE),
    (D.TOPIC, D.PLACE),
    (D.MONTH, D.PLACE),
    (D.PLACE,),
    (D.DAY, D.CHANNEL),
    (D.HOUR,),
    (D.WEEKDAY, D.HOUR, D.TOPIC),
    (D.ANSWERED_BY, D.PLACE),
    (D.OUTCOME, D.KIND),
    (D.WEEK, D.TOPIC, D.OUTCOME, D.CHANNEL),
    (D.TOPIC, D.ANSWERED_BY),
    (D.PLACE, D.WEEK, D.TOPIC, D.OUTCOME, D.ANSWERED_BY),
)


def contents(*but: str) -> list[list[tuple[object, ...]]]:
    """Every roll-up there is, without the keys the database gave."""
    found = []
    for model in ROLLS:
        names = [field.attname for field in model._meta.concrete_fields if field.attname not in {"id", *but}]
        found.append(sorted(model._default_manager.values_list(*names), key=str))
    return found


def asked(questions: Sequence[tuple[Dimension, ...]] = QUESTIONS) -> list[object]:
    """Every question about every period."""
    line = scenes.line()
    answers: list[object] = [inquiry_counts(line, period, by) for period in PERIODS for by in questions]
    answers += [inquiry_counts(line, period, (D.WEEK,), {D.PLACE: ["abroad"]}) for period in PERIODS]
    topics = [inquiry_counts(line, PERIODS[0], (), {D.TOPIC: some}) for some in ([1], [1, 2, 3])]
    tallies = [call_tallies(line, period, grain) for period in PERIODS for grain in GRAINS]
    handling = [handling_by_authority(line, period, grain) for period in PERIODS for grain in GRAINS]
    states = [state_times(period, grain) for period in PERIODS for grain in GRAINS]
    return [*answers, *topics, *tallies, *handling, *states]


@pytest.mark.parametrize("number", [1, 2])
def test_every_question_has_the_same_answer_before_and_after_rolling_up(number: int) -> None:
    history(number, calls=40, first=FIRST, days=25)
    before = asked()

    keep_up(LONG_AFTER)

    assert RolledDay.objects.exists()
    assert asked() == before


def test_some_days_rolled_up_and_some_not_make_no_difference() -> None:
    history(4, calls=40, first=FIRST, days=25)
    before = asked()
    keep_up(LONG_AFTER)
    chance = Random(4)
    for line in (scenes.line(), None):
        days = sorted(RolledDay.objects.filter(line=line).values_list("day", flat=True))
        unroll(line, chance.sample(days, 15))

    assert asked() == before


@pytest.mark.parametrize("number", [5])
def test_kept_up_day_by_day_or_built_at_once_the_rows_are_the_same(number: int) -> None:
    history(number, calls=40, first=FIRST, days=14)
    keep_up(LONG_AFTER)
    history_goes_on(number)
    keep_up(LONG_AFTER)
    kept_up = contents()

    rebuild(LONG_AFTER)

    assert contents() == kept_up


def history_goes_on(number: int) -> None:
    """A new inquiry on an old day, a correction of another."""
    alma = scenes.agent("Anna")
    registered(alma, scenes.answered_by(alma, f"late-{number}", at=FIRST + dt.timedelta(days=3)))
    first = Inquiry.objects.order_by("pk")[0]
    first.agent = alma
    first.registered_at = LONG_AFTER
    first.save()
    correct_inquiry(first, matter(scenes.viborg()), by=alma, now=LONG_AFTER)


def test_building_anew_throws_away_what_is_wrong() -> None:
    history(7, calls=30, first=FIRST, days=14)
    keep_up(LONG_AFTER)
    right = contents()
    CallRoll.objects.update(answered=99)
    InquiryRoll.objects.filter(cube="subjects of weeks").delete()

    rebuild(LONG_AFTER)

    assert contents() == right


def test_who_builds_anew_hears_how_far_it_is() -> None:
    history(8, first=FIRST, days=3)
    told: list[tuple[int, int, int]] = []

    calls = rebuild(FIRST + dt.timedelta(days=3), told=lambda *each: told.append(each))

    assert calls == 60
    assert told[-1] == (told[-1][2], 60, told[-1][2])
    assert [done for done, _calls, _all in told] == list(range(1, len(told) + 1))


def test_nothing_to_roll_up_is_nothing_done() -> None:
    assert keep_up(LONG_AFTER) == 0
    assert rebuild(LONG_AFTER) == 0
    assert call_tallies(scenes.line(), PERIODS[0], Grain.DAY) == {}


def test_a_second_turn_without_anything_new_does_nothing() -> None:
    history(9, first=FIRST, days=5)
    assert keep_up(LONG_AFTER) > 0

    assert keep_up(LONG_AFTER) == 0


def test_an_inquiry_registered_late_is_counted_at_once_and_rolled_up_at_the_next_turn() -> None:
    alma, line = scenes.agent(), scenes.line()
    registered(alma, scenes.answered_by(alma, "c1"))
    week = Period(dt.date(2014, 5, 5), dt.date(2014, 5, 12))
    keep_up(scenes.NOON)
    registered(alma, scenes.answered_by(alma, "c2"))

    keep_up(scenes.NOON + dt.timedelta(minutes=1))

    assert inquiry_counts(line, week) == {(): 2}
    assert rolled.updated_at(line, week)


def test_a_correction_moves_the_inquiry_in_the_roll_ups() -> None:
    alma, line = scenes.agent(), scenes.line()
    inquiry = registered(alma, scenes.answered_by(alma), scenes.authority(), now=scenes.NOON)
    week = Period(dt.date(2014, 5, 7), dt.date(2014, 5, 12))
    keep_up(scenes.NOON + dt.timedelta(days=7))
    assert inquiry_counts(line, week, [D.PLACE]) == {(scenes.authority().pk,): 1}

    correct_inquiry(inquiry, matter(scenes.viborg()), by=alma, now=scenes.NOON + dt.timedelta(days=7))
    keep_up(scenes.NOON + dt.timedelta(days=7, minutes=1))

    assert inquiry_counts(line, week, [D.PLACE]) == {(scenes.viborg().pk,): 1}
    assert not raw_is_asked(line, week)


def raw_is_asked(line: object, period: Period) -> bool:
    """Whether any day of the period is counted from the books."""
    return any(not is_rolled for _span, is_rolled in rolled.spans(line, period))  # type: ignore[arg-type]


def test_an_inquiry_stored_after_one_with_a_greater_number_is_found() -> None:
    """Two registrations at once: the one with the smaller key is committed last."""
    alma = scenes.agent()
    late = registered(alma, scenes.answered_by(alma, "c1", at=scenes.NOON - dt.timedelta(days=1)))
    kept, late_key = Inquiry.objects.values().get(), late.pk
    late.delete()
    registered(alma, scenes.answered_by(alma, "c2"), now=scenes.NOON)
    keep_up(scenes.NOON)
    Inquiry.objects.create(**kept | {"id": late_key, "registered_at": scenes.NOON})

    keep_up(scenes.NOON + dt.timedelta(minutes=1))

    assert inquiry_counts(scenes.line(), Period(dt.date(2014, 5, 5), dt.date(2014, 5, 12))) == {(): 2}


def test_a_day_is_not_overwritten_by_who_read_the_books_earlier() -> None:
    from hotline.measures.rolling import roll_day
    from hotline.measures.targets import Targets

    scenes.call()
    line, day = scenes.line(), timezone.localdate(scenes.NOON)
    roll_day(line, day, Targets(), now=scenes.NOON)
    scenes.call("c2")

    assert roll_day(line, day, Targets(), now=scenes.NOON - dt.timedelta(seconds=1)) == 0
    assert raw.call_quarters(line, *edges(day), Targets()) != rolled.call_parts(
        line, Period.of_day(day), Grain.HOUR
    )
    assert roll_day(line, day, Targets(), now=scenes.NOON + dt.timedelta(seconds=1)) == 2
    assert raw.call_quarters(line, *edges(day), Targets()) == rolled.call_parts(
        line, Period.of_day(day), Grain.HOUR
    )


def edges(day: dt.date) -> tuple[dt.datetime, dt.datetime]:
    return Period.of_day(day).from_at, Period.of_day(day).to_at


def test_one_turn_does_no_more_than_its_time_and_the_next_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    history(10, first=FIRST, days=10)
    before = asked(QUESTIONS[:3])
    monkeypatch.setattr("hotline.measures.upkeep.TIME_AT_ONCE", -1.0)
    assert keep_up(LONG_AFTER) == 0
    assert asked(QUESTIONS[:3]) == before
    monkeypatch.undo()

    assert keep_up(LONG_AFTER) > 0
    assert asked(QUESTIONS[:3]) == before
