# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A handful of inquiries counted by hand: two topics, corrections, every dimension, the edges of the clock.

inquiry  came                     topics      place     answered by  channel    outcome     kind
i1       Mon  5 May 2014 09:00    exempt,pas  Aarhus    Aarhus       telephone  answered    information
i2       Mon  5 May 2014 09:30    pas         Viborg    Aarhus       web        referred    information
i3       Tue  6 May 2014 14:00    exempt      abroad    Viborg       telephone  answered    transaction
i4       Sun 11 May 2014 23:59    exempt      unknown   Aarhus       walk_in    cut off     information
i5       Mon 12 May 2014 00:00    (gone)      Aarhus    Viborg       telephone  handed over information
"""

import datetime as dt
from collections.abc import Callable

import pytest

from hotline.inquiries.actions import correct_inquiry
from hotline.inquiries.models import Channel, Home, Inquiry, Kind, Outcome
from hotline.knowledge.models import Topic
from hotline.measures.definitions import first_contact_resolution
from hotline.measures.dimensions import Dimension
from hotline.measures.periods import DAY, Period
from hotline.measures.queries import inquiry_counts
from hotline.measures.upkeep import keep_up, rebuild
from hotline.measures.weeks import Week
from hotline.organisations.models import Authority, Line
from hotline.people.models import User
from tests.calls import scenes
from tests.inquiries.desk import matter, registered, topic
from tests.measures.days import local

pytestmark = pytest.mark.django_db

D = Dimension
MAY = Period.of_month(2014, 5)
NOW = local("2014-06-02 12:00")


def an_inquiry(
    at: str | dt.datetime,
    place: Authority | Home,
    by: Authority,
    topics: tuple[Topic, ...] = (),
    **fields: object,
) -> Inquiry:
    standard: dict[str, object] = {
        "line": scenes.line(), "agent": User.objects.first(), "answered_by": by,
        "home": Home.AUTHORITY if isinstance(place, Authority) else place,
        "authority": place if isinstance(place, Authority) else None, "outcome": Outcome.ANSWERED,
    }  # fmt: skip
    came_at = local(at) if isinstance(at, str) else at
    made = Inquiry.objects.create(**standard | fields, came_at=came_at, registered_at=came_at)
    made.topics.set(topics)
    return made


def exempt() -> Topic:
    return topic()


def pas() -> Topic:
    return topic("pas", "Pas")


@pytest.fixture(params=["from the books", "counted beforehand"])
def _five(request: pytest.FixtureRequest) -> None:
    scenes.agent("Alma")
    aarhus, viborg = scenes.authority(), scenes.viborg()
    an_inquiry("2014-05-05 09:00", aarhus, aarhus, (exempt(), pas()))
    an_inquiry("2014-05-05 09:30", viborg, aarhus, (pas(),), channel=Channel.WEB, outcome=Outcome.REFERRED)
    an_inquiry("2014-05-06 14:00", Home.ABROAD, viborg, (exempt(),), kind=Kind.TRANSACTION)
    an_inquiry(
        "2014-05-11 23:59",
        Home.UNKNOWN,
        aarhus,
        (exempt(),),
        channel=Channel.WALK_IN,
        outcome=Outcome.CUT_OFF,
    )
    an_inquiry("2014-05-12 00:00", aarhus, viborg, outcome=Outcome.HANDED_OVER)
    if request.param == "counted beforehand":
        rebuild(NOW)


def keys() -> dict[str, int]:
    named = {"exempt": exempt(), "pas": pas(), "aarhus": scenes.authority(), "viborg": scenes.viborg()}
    return {name: found.pk for name, found in named.items()}


Expected = Callable[[dict[str, int]], dict[tuple[object, ...], int]]


@pytest.mark.usefixtures("_five")
@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ([], lambda k: {(): 5}),
        ([D.TOPIC], lambda k: {(k["exempt"],): 3, (k["pas"],): 2}),
        ([D.PLACE], lambda k: {(k["aarhus"],): 2, (k["viborg"],): 1, ("abroad",): 1, ("unknown",): 1}),
        ([D.ANSWERED_BY], lambda k: {(k["aarhus"],): 3, (k["viborg"],): 2}),
        ([D.CHANNEL], lambda k: {("telephone",): 3, ("web",): 1, ("walk_in",): 1}),
        ([D.KIND], lambda k: {("information",): 4, ("transaction",): 1}),
        (
            [D.OUTCOME],
            lambda k: {("answered",): 2, ("referred",): 1, ("cut_off",): 1, ("handed_over",): 1},
        ),
        ([D.WEEK], lambda k: {(Week(2014, 19),): 4, (Week(2014, 20),): 1}),
        ([D.MONTH], lambda k: {(dt.date(2014, 5, 1),): 5}),
        (
            [D.DAY],
            lambda k: {
                (dt.date(2014, 5, 5),): 2, (dt.date(2014, 5, 6),): 1, (dt.date(2014, 5, 11),): 1,
                (dt.date(2014, 5, 12),): 1,
            },
        ),
        ([D.WEEKDAY], lambda k: {(1,): 3, (2,): 1, (7,): 1}),
        ([D.HOUR], lambda k: {(9,): 2, (14,): 1, (23,): 1, (0,): 1}),
        (
            [D.TOPIC, D.PLACE],
            lambda k: {
                (k["exempt"], k["aarhus"]): 1, (k["pas"], k["aarhus"]): 1, (k["pas"], k["viborg"]): 1,
                (k["exempt"], "abroad"): 1, (k["exempt"], "unknown"): 1,
            },
        ),
        (
            [D.PLACE, D.TOPIC],
            lambda k: {
                (k["aarhus"], k["exempt"]): 1, (k["aarhus"], k["pas"]): 1, (k["viborg"], k["pas"]): 1,
                ("abroad", k["exempt"]): 1, ("unknown", k["exempt"]): 1,
            },
        ),
        (
            [D.OUTCOME, D.WEEKDAY, D.CHANNEL],
            lambda k: {
                ("answered", 1, "telephone"): 1, ("referred", 1, "web"): 1, ("answered", 2, "telephone"): 1,
                ("cut_off", 7, "walk_in"): 1, ("handed_over", 1, "telephone"): 1,
            },
        ),
    ],
)  # fmt: skip
def test_counted_by_every_dimension_in_the_order_asked_for(by: list[Dimension], expected: Expected) -> None:
    assert inquiry_counts(scenes.line(), MAY, by) == expected(keys())


@pytest.mark.usefixtures("_five")
@pytest.mark.parametrize(
    ("by", "where", "expected"),
    [
        ([], lambda k: {D.PLACE: [k["aarhus"]]}, lambda k: {(): 2}),
        ([], lambda k: {D.PLACE: ["abroad", "unknown"]}, lambda k: {(): 2}),
        ([], lambda k: {D.TOPIC: [k["exempt"]]}, lambda k: {(): 3}),
        ([], lambda k: {D.TOPIC: [k["exempt"], k["pas"]]}, lambda k: {(): 4}),  # i1 has both
        (
            [D.TOPIC],
            lambda k: {D.TOPIC: [k["exempt"], k["pas"]]},
            lambda k: {(k["exempt"],): 3, (k["pas"],): 2},
        ),
        ([D.CHANNEL], lambda k: {D.ANSWERED_BY: [k["viborg"]]}, lambda k: {("telephone",): 2}),
        ([D.PLACE], lambda k: {D.OUTCOME: ["answered"]}, lambda k: {(k["aarhus"],): 1, ("abroad",): 1}),
        (
            [D.PLACE],
            lambda k: {D.TOPIC: [k["pas"]], D.CHANNEL: ["web"]},
            lambda k: {(k["viborg"],): 1},
        ),
        ([], lambda k: {D.TOPIC: [k["pas"]], D.OUTCOME: ["cut_off"]}, lambda k: {}),
    ],
)
def test_counted_only_where_the_attributes_are_those_asked_for(
    by: list[Dimension],
    where: Callable[[dict[str, int]], dict[Dimension, list[int | str]]],
    expected: Expected,
) -> None:
    assert inquiry_counts(scenes.line(), MAY, by, where(keys())) == expected(keys())


@pytest.mark.usefixtures("_five")
def test_two_topics_are_two_under_topics_and_one_in_the_total() -> None:
    day = Period.of_day(dt.date(2014, 5, 5))
    k = keys()

    assert inquiry_counts(scenes.line(), day) == {(): 2}
    assert inquiry_counts(scenes.line(), day, [D.TOPIC]) == {(k["exempt"],): 1, (k["pas"],): 2}
    assert sum(inquiry_counts(scenes.line(), day, [D.TOPIC]).values()) == 3


@pytest.mark.usefixtures("_five")
def test_who_was_cut_off_counts_neither_for_nor_against_the_first_contact() -> None:
    # Answered 2, referred 1, handed over 1; cut off 1 stays outside: 2 of 4.
    outcomes = {
        outcome: number for (outcome,), number in inquiry_counts(scenes.line(), MAY, [D.OUTCOME]).items()
    }

    assert first_contact_resolution(outcomes) == 0.5


@pytest.mark.usefixtures("_five")
@pytest.mark.parametrize(
    ("period", "number"),
    [
        (Period.of_week(Week(2014, 19)), 4),
        (Period.of_week(Week(2014, 20)), 1),
        (Period.of_day(dt.date(2014, 5, 11)), 1),
        (Period.of_year(2014), 5),
        (Period(dt.date(2014, 5, 6), dt.date(2014, 5, 12)), 2),
    ],
)
def test_a_period_holds_its_first_instant_and_not_its_end(period: Period, number: int) -> None:
    assert inquiry_counts(scenes.line(), period) == {(): number}


@pytest.mark.usefixtures("_five")
def test_a_period_without_an_inquiry_counts_nothing_at_all() -> None:
    nothing = Period.of_month(2013, 5)

    assert inquiry_counts(scenes.line(), nothing) == {}
    assert inquiry_counts(scenes.line(), nothing, [D.WEEK, D.TOPIC]) == {}


@pytest.mark.usefixtures("_five")
def test_another_lines_inquiries_are_its_own() -> None:
    other = Line.objects.create(name="Other", slug="other", number="+4570200001")
    an_inquiry("2014-05-05 09:00", scenes.authority(), scenes.authority(), (pas(),), line=other)

    assert inquiry_counts(other, MAY) == {(): 1}
    assert inquiry_counts(scenes.line(), MAY) == {(): 5}


# The clock and the calendar


@pytest.mark.parametrize("is_rolled", [False, True])
def test_the_hour_that_comes_twice_is_one_hour_of_the_day_for_people(is_rolled: bool) -> None:
    scenes.agent()
    for fold in (0, 1):
        an_inquiry(local("2014-10-26 02:30", fold=fold), Home.ABROAD, scenes.authority(), (pas(),))
    if is_rolled:
        rebuild(local("2014-10-28 12:00"))
    day = Period.of_day(dt.date(2014, 10, 26))

    assert inquiry_counts(scenes.line(), day, [D.HOUR]) == {(2,): 2}
    assert inquiry_counts(scenes.line(), day, [D.HOUR, D.TOPIC]) == {(2, pas().pk): 2}
    assert inquiry_counts(scenes.line(), day, [D.WEEKDAY]) == {(7,): 2}


@pytest.mark.parametrize("is_rolled", [False, True])
def test_week_fifty_three_reaches_into_the_next_year_and_its_months_do_not(is_rolled: bool) -> None:
    scenes.agent()
    for at in (
        "2015-12-28 00:00",
        "2015-12-31 23:59",
        "2016-01-01 00:00",
        "2016-01-03 23:59",
        "2016-01-04 00:00",
    ):
        an_inquiry(at, Home.ABROAD, scenes.authority(), (pas(),))
    if is_rolled:
        rebuild(local("2016-02-10 12:00"))
    both = Period(dt.date(2015, 12, 1), dt.date(2016, 2, 1))

    assert inquiry_counts(scenes.line(), both, [D.WEEK]) == {(Week(2015, 53),): 4, (Week(2016, 1),): 1}
    assert inquiry_counts(scenes.line(), both, [D.MONTH]) == {
        (dt.date(2015, 12, 1),): 2,
        (dt.date(2016, 1, 1),): 3,
    }
    assert inquiry_counts(scenes.line(), Period.of_year(2015), [D.WEEK, D.TOPIC, D.PLACE]) == {
        (Week(2015, 53), pas().pk, "abroad"): 2
    }


# Corrections


@pytest.fixture
def corrected_afterwards() -> Inquiry:
    """Registered and rolled up; Alma corrects it seven days later."""
    alma = scenes.agent("Alma")
    call = scenes.answered_by(alma, at=local("2014-05-07 12:00"))
    made = registered(alma, call, scenes.authority(), topics=[exempt(), pas()], now=local("2014-05-07 12:05"))
    keep_up(local("2014-05-14 12:00"))
    return made


def after_the_next_turn() -> None:
    keep_up(local("2014-05-14 12:02"))


def correct(inquiry: Inquiry, **changes: object) -> None:
    authority = changes.pop("authority", scenes.authority())
    assert isinstance(authority, Authority)
    meant = matter(authority, **{"topics": [exempt(), pas()], **changes})
    correct_inquiry(inquiry, meant, by=inquiry.agent, now=local("2014-05-14 12:00:30"))


@pytest.mark.parametrize(
    ("changes", "by", "before", "after"),
    [
        ("outcome", D.OUTCOME, {("answered",): 1}, {("referred",): 1}),
        ("place", D.PLACE, {("aarhus",): 1}, {("viborg",): 1}),
        ("topics", D.TOPIC, {("exempt",): 1, ("pas",): 1}, {("pas",): 1}),
    ],
)
def test_a_correction_after_the_roll_up_moves_the_count_and_adds_none(
    corrected_afterwards: Inquiry,
    changes: str,
    by: Dimension,
    before: dict[tuple[str], int],
    after: dict[tuple[str], int],
) -> None:
    k = keys()

    def told() -> dict[tuple[object, ...], int]:
        names = {key: name for name, key in k.items() if (by is D.TOPIC) == (name in {"exempt", "pas"})}
        found = inquiry_counts(scenes.line(), MAY, [by])
        return {(names.get(value, value),): number for (value,), number in found.items()}

    assert told() == before
    meant: dict[str, dict[str, object]] = {
        "outcome": {"outcome": Outcome.REFERRED},
        "place": {"authority": scenes.viborg()},
        "topics": {"topics": [pas()]},
    }
    correct(corrected_afterwards, **meant[changes])
    after_the_next_turn()

    assert told() == after
    assert inquiry_counts(scenes.line(), MAY) == {(): 1}
    rebuild(NOW)
    assert told() == after


def test_a_correction_of_an_old_week_changes_that_week_and_no_other(corrected_afterwards: Inquiry) -> None:
    alma = corrected_afterwards.agent
    registered(alma, scenes.answered_by(alma, "c2", at=local("2014-05-13 12:00")), scenes.authority())
    after_the_next_turn()

    correct(corrected_afterwards, authority=scenes.viborg())
    keep_up(local("2014-05-14 12:04"))

    aarhus, viborg = scenes.authority().pk, scenes.viborg().pk
    assert inquiry_counts(scenes.line(), MAY, [D.WEEK, D.PLACE]) == {
        (Week(2014, 19), viborg): 1,
        (Week(2014, 20), aarhus): 1,
    }


def test_two_corrections_one_after_the_other_leave_the_last(corrected_afterwards: Inquiry) -> None:
    correct(corrected_afterwards, authority=scenes.viborg())
    after_the_next_turn()
    correct_inquiry(
        Inquiry.objects.get(),
        matter(scenes.region(), topics=[pas()]),
        by=corrected_afterwards.agent,
        now=local("2014-05-14 12:03"),
    )
    keep_up(local("2014-05-14 12:04"))

    assert inquiry_counts(scenes.line(), MAY, [D.TOPIC, D.PLACE]) == {(pas().pk, scenes.region().pk): 1}
    assert inquiry_counts(scenes.line(), Period(MAY.from_on, MAY.to_on + DAY)) == {(): 1}
