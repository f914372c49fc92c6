# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""One day on the line, worked out by hand: every figure of it, from the books and counted beforehand.

Wednesday 7 May 2014; the line promises 20 seconds, and under 5 seconds is a short abandon:

    call  arrived   what became of it               waited    within 20 s
    c1    07:30:00  told that the line is closed
    a1    08:00:00  answered                         8     s  yes
    a2    08:05:00  answered                        20     s  yes, just
    a3    08:14:59  answered                        20.001 s  no, just not
    a4    08:15:00  answered                        95     s  no
    g1    08:20:00  gave up                          4.999 s  yes; a short abandon
    g2    08:30:00  gave up                          5     s  yes; no short abandon
    g3    08:40:00  gave up                         70     s  no
    a5    09:00:00  answered                         0     s  yes
    a6    09:10:00  answered, cut off while talking 12     s  yes
    r1    10:00:00  refused, the line was full
    l1    10:30:00  lost by a fault while waiting   10     s
    d1    15:58:00  told that nobody can answer    120     s
    h1    15:59:00  waits still
    c2    20:00:00  told that it is a holiday
"""

import datetime as dt

import pytest

from hotline.calls.models import CallRecord
from hotline.exchange.words import AgentStatus, OfferEnd
from hotline.measures.definitions import FIGURES, About, mean_handling, signed_in_ms, utilisation
from hotline.measures.periods import Grain, Period
from hotline.measures.queries import (
    call_tallies,
    call_total,
    handling_by_authority,
    handling_tallies,
    handling_total,
    offer_ends,
    state_times,
)
from hotline.measures.upkeep import keep_up
from hotline.people.models import User
from tests.calls import scenes
from tests.measures.days import MINUTE, came, local, part, rang, seconds, was

pytestmark = pytest.mark.django_db

DAY = Period.of_day(dt.date(2014, 5, 7))
NEXT_DAY = local("2014-05-08 12:00")
S = AgentStatus


@pytest.fixture(params=["from the books", "counted beforehand"], autouse=True)
def _way_of_counting(request: pytest.FixtureRequest) -> None:
    """Every test of this page is asked both ways; the day is there before."""
    the_day()
    if request.param == "counted beforehand":
        assert keep_up(NEXT_DAY) > 0


def the_day() -> None:
    alma, dina = scenes.agent("Alma"), scenes.agent("Dina", of=scenes.viborg())
    came("c1", "2014-05-07 07:30:00", "diverted_closed", wait=15, queued_at=None)
    a1 = came("a1", "2014-05-07 08:00:00", "answered", wait=8)
    a2 = came("a2", "2014-05-07 08:05:00", "answered", wait=20)
    came("a3", "2014-05-07 08:14:59", "answered", wait=20.001)
    a4 = came("a4", "2014-05-07 08:15:00", "answered", wait=95)
    came("g1", "2014-05-07 08:20:00", "abandoned", wait=4.999)
    came("g2", "2014-05-07 08:30:00", "abandoned", wait=5)
    came("g3", "2014-05-07 08:40:00", "abandoned", wait=70)
    came("a5", "2014-05-07 09:00:00", "answered", wait=0)
    came("a6", "2014-05-07 09:10:00", "cut off while talking", wait=12)
    came("r1", "2014-05-07 10:00:00", "refused", wait=0, queued_at=None)
    came("l1", "2014-05-07 10:30:00", "failed", wait=10)
    came("d1", "2014-05-07 15:58:00", "diverted_nobody", wait=120)
    came("h1", "2014-05-07 15:59:00", "waiting")
    came("c2", "2014-05-07 20:00:00", "diverted_holiday", wait=12, queued_at=None)
    the_agents_parts(alma, dina, a1, a2, a4)
    the_rings(alma, dina, a1, a2)
    the_states(alma, dina)


def the_agents_parts(alma: User, dina: User, *calls: CallRecord) -> None:
    """Alma 60 + 40 s of talk, Dina 180 + 100 s; a4 was handed from one to the other.

    part          talk   hold   wrap-up
    a1  Alma       60      0      30
    a2  Dina      180     45       -
    a4  Alma       40      5       0
    a4  Dina      100     10      70
    all four      380     60     100     = 540, a mean of 135 seconds
    """
    a1, a2, a4 = calls
    part(a1, alma, talk=60, wrap_up=30)
    part(a2, dina, talk=180, hold=45)
    part(a4, alma, talk=40, hold=5, wrap_up=0)
    part(a4, dina, talk=100, hold=10, wrap_up=70, after=45)


def the_rings(alma: User, dina: User, *calls: CallRecord) -> None:
    """Ten rings: two answered, and every cause for no answer once, ringing out twice."""
    a1, a2 = calls
    for end in OfferEnd:
        rang(a2, dina, end)
    rang(a1, alma, OfferEnd.RANG_OUT)
    rang(a1, alma, OfferEnd.ANSWERED)


def the_states(alma: User, dina: User) -> None:
    """Alma is in from 08:00 to 16:00, Dina from 08:00 to 10:00.

    Alma: rung 10, talks 230, holds 30, is adrift 5, wraps up 25 minutes = 300 with calls; available 50,
    resting 10 = 60 ready; paused 60, away 30, out of reach 30 = 120 neither. Dina: talks 30, available 90.
    Together 330 with calls and 150 ready: 330 of 480 minutes are 0.6875.
    """
    was(
        alma,
        [
            ("2014-05-07 08:00", S.AVAILABLE),  # 50
            ("2014-05-07 08:50", S.RINGING),  # 10
            ("2014-05-07 09:00", S.TALKING),  # 230
            ("2014-05-07 12:50", S.HOLDING),  # 30
            ("2014-05-07 13:20", S.ADRIFT),  # 5
            ("2014-05-07 13:25", S.WRAPPING_UP),  # 25
            ("2014-05-07 13:50", S.RESTING),  # 10
            ("2014-05-07 14:00", S.PAUSED),  # 60
            ("2014-05-07 15:00", S.AWAY_MISSED),  # 30
            ("2014-05-07 15:30", S.UNREACHABLE),  # 30
            ("2014-05-07 16:00", S.SIGNED_OUT),
        ],
        until="2014-05-08 08:00",
    )
    was(
        dina,
        [("2014-05-07 08:00", S.AVAILABLE), ("2014-05-07 09:30", S.TALKING)],
        until="2014-05-07 10:00",
    )


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("arrived", 15),
        ("turned_away", 3),  # c1, c2, r1
        ("offered", 12),  # 15 - 3
        ("answered", 6),  # a1 to a6: who was cut off while talking had been answered
        ("abandoned", 3),  # g1, g2, g3
        ("short_abandoned", 1),  # g1
        ("diverted", 1),  # d1: the closed and the holiday are turned away
        ("lost", 1),
        ("still_here", 1),
        ("abandonment", 2 / 8),  # g2, g3 of 6 + 2
        ("service_level", 4 / 8),  # a1, a2, a5, a6 of 6 + 2
        ("service_level_of_answered", 4 / 6),
        ("service_level_of_all", 4 / 9),  # of 6 + 3
        ("service_level_over_in_time", 6 / 9),  # and g1, g2, of 6 + 3
        ("service_level_without_early", 4 / 7),  # of 6 + g3
        ("mean_wait", seconds(155.001) / 6),  # 8 + 20 + 20.001 + 95 + 0 + 12
        ("median_wait", seconds(12)),  # 0, 8, [12], 20, 20, 95
        ("ninetieth_wait", seconds(95)),  # 90 of 100 of six is the sixth
        ("median_patience", seconds(5)),  # 5, [5], 70, as 4.999 is 5 in whole seconds
        ("foreseen_right", None),  # nothing was foreseen
        ("mean_foreseen_error", None),
    ],
)
def test_every_figure_of_the_calls(code: str, value: object) -> None:
    assert FIGURES[code].function(call_total(scenes.line(), DAY)) == value


def test_no_figure_of_the_calls_is_forgotten_above() -> None:
    tested = test_every_figure_of_the_calls.pytestmark[0].args[1]  # type: ignore[attr-defined]

    assert {code for code, _value in tested} == {
        code for code, figure in FIGURES.items() if figure.about is About.CALLS
    }


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("mean_handling", seconds(135)),
        ("mean_talk", seconds(95)),
        ("mean_hold", seconds(15)),
        ("mean_wrap_up", seconds(25)),
    ],
)
def test_every_figure_of_the_handling(code: str, value: dt.timedelta) -> None:
    assert FIGURES[code].function(handling_total(scenes.line(), DAY)) == value


def test_the_calls_stand_in_the_quarter_they_arrived_in_whenever_they_were_answered() -> None:
    quarters = call_tallies(scenes.line(), DAY, Grain.QUARTER)

    assert {start: (tally.arrived, tally.answered) for start, tally in quarters.items()} == {
        local("2014-05-07 07:30"): (1, 0),
        local("2014-05-07 08:00"): (3, 3),  # a3 was answered at 08:15:19
        local("2014-05-07 08:15"): (2, 1),
        local("2014-05-07 08:30"): (2, 0),
        local("2014-05-07 09:00"): (2, 2),
        local("2014-05-07 10:00"): (1, 0),
        local("2014-05-07 10:30"): (1, 0),
        local("2014-05-07 15:45"): (2, 0),
        local("2014-05-07 20:00"): (1, 0),
    }


def test_the_median_of_the_hours_is_not_the_median_of_the_day() -> None:
    hours = call_tallies(scenes.line(), DAY, Grain.HOUR)
    medians = [
        FIGURES["median_wait"].function(hours[local(f"2014-05-07 {hour}:00")]) for hour in ("08", "09")
    ]

    assert medians == [seconds(20), seconds(0)]
    assert FIGURES["median_wait"].function(call_total(scenes.line(), DAY)) == seconds(12)


def test_an_agents_part_stands_where_the_call_arrived_and_with_the_agents_authority() -> None:
    line, aarhus, viborg = scenes.line(), scenes.authority().pk, scenes.viborg().pk
    quarters = handling_by_authority(line, DAY, Grain.QUARTER)

    assert {key: (part.segments, part.handled_ms) for key, part in quarters.items()} == {
        (local("2014-05-07 08:00"), aarhus): (1, 90_000),
        (local("2014-05-07 08:00"), viborg): (1, 225_000),
        (local("2014-05-07 08:15"), aarhus): (1, 45_000),
        (local("2014-05-07 08:15"), viborg): (1, 180_000),
    }
    of_day = handling_by_authority(line, DAY, Grain.DAY)
    assert {authority: mean_handling(part) for (_start, authority), part in of_day.items()} == {
        aarhus: seconds(67.5),
        viborg: seconds(202.5),
    }


def test_the_hours_handling_is_that_of_both_authorities() -> None:
    hours = handling_tallies(scenes.line(), DAY, Grain.HOUR)

    assert {start: part.segments for start, part in hours.items()} == {local("2014-05-07 08:00"): 4}
    assert hours[local("2014-05-07 08:00")] == handling_total(scenes.line(), DAY)


def test_rings_without_an_answer_are_told_by_their_cause() -> None:
    ends = offer_ends(scenes.line(), DAY)

    assert ends == {
        OfferEnd.ANSWERED: 2, OfferEnd.RANG_OUT: 2, OfferEnd.DECLINED: 1, OfferEnd.DEVICE_LOST: 1,
        OfferEnd.CALLER_GONE: 1, OfferEnd.AGENT_LEFT: 1, OfferEnd.MEDIA_FAILED: 1,
        OfferEnd.EXCHANGE_RESTARTED: 1,
    }  # fmt: skip
    assert FIGURES["unanswered_rings"].function(ends) == 0.8


def test_how_busy_the_agents_were_and_how_much_of_the_paid_time_they_were_in() -> None:
    times = state_times(DAY, Grain.DAY)
    alma = times[DAY.from_at, scenes.authority().pk]
    dina = times[DAY.from_at, scenes.viborg().pk]

    assert FIGURES["occupancy"].function(alma) == 300 / 360
    assert FIGURES["occupancy"].function(dina) == 30 / 120
    assert FIGURES["occupancy"].function(alma + dina) == 0.6875
    assert (signed_in_ms(alma), signed_in_ms(dina)) == (480 * MINUTE, 120 * MINUTE)
    assert utilisation(alma, paid_ms=600 * MINUTE) == 0.8
    assert alma[S.SIGNED_OUT] == 480 * MINUTE  # from 16:00 to midnight; the rest is the next day's


def test_a_state_that_goes_on_over_the_hour_is_shared_by_both_hours() -> None:
    hours = state_times(DAY, Grain.HOUR)
    aarhus = scenes.authority().pk

    talked = {
        start: times[S.TALKING] for (start, of), times in hours.items() if of == aarhus and times[S.TALKING]
    }
    assert talked == {
        local("2014-05-07 09:00"): 60 * MINUTE,
        local("2014-05-07 10:00"): 60 * MINUTE,
        local("2014-05-07 11:00"): 60 * MINUTE,
        local("2014-05-07 12:00"): 50 * MINUTE,
    }


def test_the_days_around_it_are_empty() -> None:
    for day in (dt.date(2014, 5, 6), dt.date(2014, 5, 8)):
        assert call_tallies(scenes.line(), Period.of_day(day), Grain.DAY) == {}
        assert handling_tallies(scenes.line(), Period.of_day(day), Grain.DAY) == {}
        assert offer_ends(scenes.line(), Period.of_day(day)) == {}
