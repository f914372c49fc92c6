# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Every figure by its definition, and the two sums that hold whatever happened."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.exchange.records import Call as ExchangeCall
from hotline.exchange.words import (
    AgentStatus,
    CallEnd,
    CallId,
    CallState,
    Instant,
    LineId,
    OfferEnd,
    OpeningKind,
)
from hotline.measures import definitions as figures
from hotline.measures.definitions import FIGURES, VERSION, Version, versions_in
from hotline.measures.periods import Period
from hotline.measures.tallies import CallTally, HandlingTally, RepeatTally, Target

SECOND = 1000
MINUTE = 60 * SECOND
PROMISE = Target(promised_seconds=20, short_seconds=5)


def seconds(number: float) -> dt.timedelta:
    return dt.timedelta(seconds=number)


def call(outcome: str, end: str = "", wait: float = 10, number: int = 1) -> CallTally:
    """So many calls that each waited so many seconds."""
    ended = end or {"answered": "answered_caller_hung_up"}.get(outcome, outcome)
    return CallTally.of_calls(outcome, ended, [round(wait * SECOND)] * number, PROMISE)


def calls(*tallies: CallTally) -> CallTally:
    return CallTally.sum(tallies)


ONE_OF_EACH = calls(
    call("answered"),
    call("abandoned", wait=30),
    call("abandoned", wait=3),
    call("diverted", "diverted_nobody"),
    call("diverted", "diverted_closed"),
    call("diverted", "diverted_holiday"),
    call("diverted", "diverted_disturbance"),
    call("refused"),
    call("lost", "media_lost"),
    call("lost", "failed"),
    call(""),
)


def test_each_call_is_counted_where_it_belongs() -> None:
    counts = {
        code: figure.function(ONE_OF_EACH)
        for code, figure in FIGURES.items()
        if (figure.about, figure.unit) == ("calls", "number")
    }

    assert counts == {
        "arrived": 11,
        "turned_away": 4,
        "offered": 7,
        "answered": 1,
        "abandoned": 2,
        "short_abandoned": 1,
        "diverted": 1,
        "lost": 2,
        "still_here": 1,
    }


def ended(end: CallEnd, *, was_answered: bool) -> CallTally:
    """A call as the exchange ends it, through the exchange's own outcome."""
    record = ExchangeCall(
        CallId("c"), LineId(1), CallState.ENDED, OpeningKind.OPEN, (), Instant(0), Instant(0),
        answered_at=Instant(1) if was_answered else None, end=end,
    )  # fmt: skip
    return CallTally.of_calls(record.outcome or "", end, [MINUTE], PROMISE)


# Only a talk can end as answered, and only a fault can end either a talk or a wait.
TALKED = [CallEnd.ANSWERED_CALLER_HUNG_UP, CallEnd.ANSWERED_AGENT_HUNG_UP, CallEnd.MEDIA_LOST, CallEnd.FAILED]
any_calls = st.lists(
    st.one_of(
        st.builds(ended, st.sampled_from(TALKED), was_answered=st.just(True)),
        st.builds(ended, st.sampled_from([*set(CallEnd) - set(TALKED[:2])]), was_answered=st.just(False)),
        st.just(call("")),
    )
).map(CallTally.sum)


@given(any_calls)
def test_every_call_that_arrived_is_turned_away_or_offered_and_every_offered_one_accounted_for(
    found: CallTally,
) -> None:
    assert figures.arrived(found) == figures.turned_away(found) + figures.offered(found)
    assert figures.unexplained(found) == 0


def test_a_call_that_counts_as_nothing_known_is_unexplained() -> None:
    assert figures.unexplained(calls(call("answered"), call("vanished"))) == 1


def test_a_call_cut_off_while_talking_was_answered() -> None:
    found = ended(CallEnd.MEDIA_LOST, was_answered=True)

    assert (figures.answered(found), figures.lost(found)) == (1, 0)


def test_nothing_is_known_of_no_calls() -> None:
    nothing = CallTally()
    known = {figure.code: figure.function(nothing) for figure in FIGURES.values() if figure.about == "calls"}

    assert {code for code, value in known.items() if value is not None} == {
        "arrived", "turned_away", "offered", "answered", "abandoned", "short_abandoned", "diverted", "lost",
        "still_here",
    }  # fmt: skip
    assert set(known.values()) == {0, None}
    assert figures.mean_handling(HandlingTally()) is None
    assert figures.occupancy({}) is None
    assert figures.utilisation({}, paid_ms=0) is None
    assert figures.first_contact_resolution({}) is None


def test_waits_are_of_the_answered_from_the_moment_they_arrived() -> None:
    found = calls(
        *[call("answered", wait=wait) for wait in (40, 10, 20, 30)], call("abandoned", wait=500), call("")
    )

    assert dict(found.waits) == {10: 1, 20: 1, 30: 1, 40: 1}
    assert figures.mean_wait(found) == seconds(25)
    assert figures.median_patience(found) == seconds(500)


@pytest.mark.parametrize(
    ("percent", "wait"), [(0, 1), (1, 1), (10, 1), (11, 2), (50, 5), (90, 9), (91, 10), (100, 10)]
)
def test_a_percentile_is_a_wait_that_really_was(percent: int, wait: int) -> None:
    found = calls(*[call("answered", wait=wait) for wait in range(1, 11)])

    assert figures.percentile(found.waits, percent) == seconds(wait)


@given(st.dictionaries(st.integers(0, 5000), st.integers(1, 9), min_size=1), st.integers(0, 100))
def test_at_least_the_share_asked_for_waited_no_longer_than_the_percentile(
    waits: dict[int, int], percent: int
) -> None:
    found = figures.percentile(waits, percent)

    assert found is not None
    within = sum(number for wait, number in waits.items() if seconds(wait) <= found)
    assert within * 100 >= percent * sum(waits.values())


def test_the_service_level_leaves_out_who_hung_up_at_once_and_counts_who_gave_up_later() -> None:
    found = calls(
        call("answered", wait=20, number=6),
        call("answered", wait=20.001, number=2),
        call("abandoned", wait=5, number=2),
        call("abandoned", wait=4.999, number=9),
    )

    assert figures.service_level(found) == 0.6
    assert figures.abandonment(found) == 0.2


def test_one_day_has_four_service_levels_as_the_published_example_says() -> None:
    """100 calls: 81 of 94 answered in 20 s, 6 gave up, 2 of them within the 20 s: 86, 81, 83 and 83 %."""
    day = calls(
        call("answered", wait=12, number=81),
        call("answered", wait=35, number=13),
        call("abandoned", wait=15, number=2),
        call("abandoned", wait=60, number=4),
    )

    in_percent = [
        round(100 * (formula(day) or 0))
        for formula in (
            figures.service_level_of_answered,
            figures.service_level_of_all,
            figures.service_level_over_in_time,
            figures.service_level_without_early,
        )
    ]
    assert in_percent == [86, 81, 83, 83]
    assert figures.service_level(day) == 0.81


def test_who_gives_up_at_once_counts_against_us_in_one_formula_for_us_in_another_and_not_in_the_main() -> (
    None
):
    day = calls(call("answered", wait=10, number=8), call("abandoned", wait=2, number=2))

    assert figures.service_level(day) == 1.0
    assert figures.service_level_of_answered(day) == 1.0
    assert figures.service_level_of_all(day) == 0.8
    assert figures.service_level_over_in_time(day) == 1.0
    assert figures.service_level_without_early(day) == 1.0


def test_handling_is_talk_hold_and_wrap_up() -> None:
    handling = HandlingTally(segments=2, talk_ms=6 * MINUTE, hold_ms=MINUTE, wrap_up_ms=MINUTE)

    assert figures.mean_handling(handling) == seconds(240)
    assert figures.mean_talk(handling) == seconds(180)
    assert figures.mean_hold(handling) == seconds(30)
    assert figures.mean_wrap_up(handling) == seconds(30)


def test_occupancy_is_of_the_time_somebody_could_be_reached_and_utilisation_of_the_time_paid_for() -> None:
    hour = 60 * MINUTE
    day = {
        AgentStatus.TALKING: 3 * hour,
        AgentStatus.HOLDING: hour // 2,
        AgentStatus.WRAPPING_UP: hour // 2,
        AgentStatus.AVAILABLE: hour,
        AgentStatus.PAUSED: hour,
        AgentStatus.SIGNED_OUT: 18 * hour,
    }

    assert figures.occupancy(day) == 0.8
    assert figures.signed_in_ms(day) == 6 * hour
    assert figures.utilisation(day, paid_ms=8 * hour) == 0.75


def test_an_inquiry_is_solved_at_first_contact_when_it_ended_as_answered() -> None:
    outcomes = {"answered": 65, "referred": 20, "transferred": 5, "handed_over": 10, "cut_off": 7}

    assert figures.first_contact_resolution(outcomes) == 0.65


def test_a_foreseen_wait_held_when_the_wait_was_within_its_span() -> None:
    waits = [(30, 20, 40), (20, 20, 40), (40, 20, 40), (50, 20, 40), (10, 20, 40)]
    found = CallTally.of_foreseen((wait * SECOND, low * SECOND, high * SECOND) for wait, low, high in waits)

    assert figures.foreseen_right(found) == 0.6
    assert figures.mean_foreseen_error(found) == seconds(4)


def test_every_ring_that_ended_otherwise_than_answered_is_one_without_an_answer() -> None:
    ends = {OfferEnd.ANSWERED: 15, OfferEnd.RANG_OUT: 3, OfferEnd.DECLINED: 1, OfferEnd.DEVICE_LOST: 1}

    assert figures.unanswered_rings(ends) == 0.25


def test_who_rings_again_is_told_of_the_numbers_that_are_known() -> None:
    repeats = RepeatTally(known=20, within_day=3, within_week=5)

    assert figures.repeated_within_day(repeats) == 0.15
    assert figures.repeated_within_week(repeats) == 0.25


def test_every_figure_is_explained_where_it_is_made() -> None:
    assert all(str(figure.name) and str(figure.means).endswith(".") for figure in FIGURES.values())
    assert len({str(figure.name) for figure in FIGURES.values()}) == len(FIGURES)


def test_a_period_before_a_new_definition_keeps_the_old_one(monkeypatch: pytest.MonkeyPatch) -> None:
    new = Version(VERSION + 1, dt.date(2030, 5, 6), figures.VERSIONS[0].what)
    monkeypatch.setattr(figures, "VERSIONS", (*figures.VERSIONS, new))

    assert versions_in(Period(dt.date(2030, 4, 29), dt.date(2030, 5, 6))) == [VERSION]
    assert versions_in(Period(dt.date(2030, 5, 1), dt.date(2030, 6, 1))) == [VERSION, VERSION + 1]
    assert versions_in(Period(dt.date(2030, 5, 6), dt.date(2030, 5, 7))) == [VERSION + 1]
