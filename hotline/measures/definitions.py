# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What each figure means: one function per figure, used by screen, report, interface and export alike.

Every call that arrives is turned away (the line was closed, disturbed or full) or offered to the agents. An
offered call ends as exactly one of answered, abandoned, diverted and lost, or is still here. So

    arrived = turned away + offered
    offered = answered + abandoned + diverted + lost + still here

whatever happened. A wait is counted from the moment the caller arrived, announcements and all: that is what
the caller waited. A call, with all that was done about it, counts in the interval it arrived in.

The sentences that explain a figure to people stand beside its function alone. The definitions are numbered:
a changed meaning is a new VERSION with its first day, and days before it keep the figures they had.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hotline.exchange.words import AgentStatus, OfferEnd
from hotline.inquiries.models import Outcome
from hotline.measures.periods import Period
from hotline.measures.tallies import CallTally, HandlingTally, RepeatTally, StateTimes, Waits


@dataclass(frozen=True)
class Version:
    """The definitions as they are from a day on. The first has no first day."""

    number: int
    from_on: dt.date | None
    what: Promise


VERSIONS = (Version(1, None, _("The first definitions.")),)
VERSION = VERSIONS[-1].number


def versions_in(period: Period) -> list[int]:
    """The versions that the figures of a period are made with, mostly one."""
    begun = [version for version in VERSIONS if version.from_on is None or version.from_on < period.to_on]
    later = [version.number for version in begun if version.from_on and version.from_on > period.from_on]
    in_force = [version.number for version in begun if version.number not in later]
    return [in_force[-1], *later]


class Unit(StrEnum):
    """What a figure is a number of; it says how the figure is written."""

    NUMBER = "number"
    SHARE = "share"
    DURATION = "duration"


class About(StrEnum):
    """What a figure is made from."""

    CALLS = "calls"
    HANDLING = "handling"
    STATES = "states"
    INQUIRIES = "inquiries"
    OFFERS = "offers"
    REPEATS = "repeats"


@dataclass(frozen=True)
class Figure:
    """A figure with its name, and its meaning in plain words."""

    code: str
    about: About
    unit: Unit
    name: Promise
    means: Promise
    function: Callable[..., Any]


FIGURES: dict[str, Figure] = {}
Function = TypeVar("Function", bound=Callable[..., Any])


def figure(about: About, unit: Unit, name: Promise, means: Promise) -> Callable[[Function], Function]:
    """Put the function into the list of figures, with what it is called and means."""

    def enlist(function: Function) -> Function:
        code = function.__name__
        FIGURES[code] = Figure(code, about, unit, name, means, function)
        return function

    return enlist


calls_number = partial(figure, About.CALLS, Unit.NUMBER)
calls_share = partial(figure, About.CALLS, Unit.SHARE)
calls_duration = partial(figure, About.CALLS, Unit.DURATION)
handling_duration = partial(figure, About.HANDLING, Unit.DURATION)
states_share = partial(figure, About.STATES, Unit.SHARE)
inquiries_share = partial(figure, About.INQUIRIES, Unit.SHARE)
repeats_share = partial(figure, About.REPEATS, Unit.SHARE)


@calls_number(_("Calls arrived"), _("Every call that reached the line, also outside the opening hours."))
def arrived(calls: CallTally) -> int:
    return calls.arrived


@calls_number(
    _("Turned away"),
    _("Told that the line is closed or disturbed, or refused because it was full: never put in the queue."),
)
def turned_away(calls: CallTally) -> int:
    return calls.turned_away


@calls_number(
    _("Calls offered"),
    _("Let in to the agents: arrived and not turned away. Who hung up during the greeting counts."),
)
def offered(calls: CallTally) -> int:
    return calls.arrived - calls.turned_away


@calls_number(_("Answered"), _("Talked with an agent, whatever happened afterwards."))
def answered(calls: CallTally) -> int:
    return calls.answered


@calls_number(_("Abandoned"), _("The caller hung up while waiting, however soon."))
def abandoned(calls: CallTally) -> int:
    return calls.abandoned


@calls_number(
    _("Short abandons"),
    _(
        "The part of the abandoned that waited less than the limit, usually 5 seconds: wrong numbers and"
        " changes of mind."
    ),
)
def short_abandoned(calls: CallTally) -> int:
    return calls.short_abandoned


@calls_number(_("Diverted"), _("Offered, and then told that nobody can answer any more."))
def diverted(calls: CallTally) -> int:
    return calls.diverted


@calls_number(_("Lost"), _("Cut by a fault of ours or of the network before being answered."))
def lost(calls: CallTally) -> int:
    return calls.lost


@calls_number(_("Still here"), _("Not ended yet."))
def still_here(calls: CallTally) -> int:
    return calls.still_here


def unexplained(calls: CallTally) -> int:
    """Offered calls that are none of what an offered call can be; other than 0 the books are wrong."""
    found = (calls.answered, calls.abandoned, calls.diverted, calls.lost, calls.still_here)
    return offered(calls) - sum(found)


@calls_share(
    _("Abandonment"), _("Abandoned after the short-abandon limit ÷ (answered + abandoned after it).")
)
def abandonment(calls: CallTally) -> float | None:
    patient = calls.abandoned - calls.short_abandoned
    return _share(patient, calls.answered + patient)


@calls_share(
    _("Service level"),
    _(
        "Answered within the promised wait ÷ (answered + abandoned after the short-abandon limit). This is"
        " the one meant when nothing else is said."
    ),
)
def service_level(calls: CallTally) -> float | None:
    return _share(calls.in_time, calls.answered + calls.abandoned - calls.short_abandoned)


@calls_share(
    _("Service level of the answered"),
    _("Answered within the promised wait ÷ answered. Those who gave up do not count."),
)
def service_level_of_answered(calls: CallTally) -> float | None:
    return _share(calls.in_time, calls.answered)


@calls_share(
    _("Service level of all"),
    _("Answered within the promised wait ÷ (answered + abandoned). Everybody who gave up counts against it."),
)
def service_level_of_all(calls: CallTally) -> float | None:
    return _share(calls.in_time, calls.answered + calls.abandoned)


@calls_share(
    _("Service level, over within the promise"),
    _(
        "(Answered or abandoned within the promised wait) ÷ (answered + abandoned). Who gave up soon counts"
        " for it."
    ),
)
def service_level_over_in_time(calls: CallTally) -> float | None:
    return _share(calls.in_time + calls.abandoned_in_time, calls.answered + calls.abandoned)


@calls_share(
    _("Service level without those who gave up in time"),
    _("Answered within the promised wait ÷ (answered + abandoned after the promised wait)."),
)
def service_level_without_early(calls: CallTally) -> float | None:
    return _share(calls.in_time, calls.answered + calls.abandoned - calls.abandoned_in_time)


@calls_duration(_("Mean wait of the answered"), _("What all the answered waited ÷ how many they are."))
def mean_wait(calls: CallTally) -> dt.timedelta | None:
    return _each(calls.waited_ms, calls.answered)


@calls_duration(
    _("Median wait of the answered"),
    _(
        "Half of the answered waited at most so long, in whole seconds; a wait that really was (nearest"
        " rank)."
    ),
)
def median_wait(calls: CallTally) -> dt.timedelta | None:
    return percentile(calls.waits, 50)


@calls_duration(
    _("90 in 100 of the answered waited at most"),
    _("The wait that 90 of 100 answered callers did not exceed, in whole seconds (nearest rank)."),
)
def ninetieth_wait(calls: CallTally) -> dt.timedelta | None:
    return percentile(calls.waits, 90)


@calls_duration(
    _("Median patience"),
    _("Half of those who gave up did so within this time, in whole seconds (nearest rank)."),
)
def median_patience(calls: CallTally) -> dt.timedelta | None:
    return percentile(calls.patience, 50)


@calls_share(
    _("Foreseen waits that held"),
    _("Answered callers whose wait was within the span foreseen ÷ all answered that one was foreseen for."),
)
def foreseen_right(calls: CallTally) -> float | None:
    return _share(calls.foreseen_right, calls.foreseen)


@calls_duration(
    _("Mean error of the foreseen wait"),
    _("How far the wait was outside the span foreseen, on average; nothing when it was within."),
)
def mean_foreseen_error(calls: CallTally) -> dt.timedelta | None:
    return _each(calls.foreseen_off_ms, calls.foreseen)


@handling_duration(
    _("Mean handling"),
    _("Talk, hold and wrap-up of each agent's part of a call, ÷ the number of such parts."),
)
def mean_handling(handling: HandlingTally) -> dt.timedelta | None:
    return _each(handling.handled_ms, handling.segments)


@handling_duration(
    _("Mean talk"), _("The time caller and agent could hear each other, ÷ agents' parts of calls.")
)
def mean_talk(handling: HandlingTally) -> dt.timedelta | None:
    return _each(handling.talk_ms, handling.segments)


@handling_duration(_("Mean hold"), _("The time callers were put on hold, ÷ agents' parts of calls."))
def mean_hold(handling: HandlingTally) -> dt.timedelta | None:
    return _each(handling.hold_ms, handling.segments)


@handling_duration(_("Mean wrap-up"), _("The time for writing down after calls, ÷ agents' parts of calls."))
def mean_wrap_up(handling: HandlingTally) -> dt.timedelta | None:
    return _each(handling.wrap_up_ms, handling.segments)


HANDLING = frozenset(
    {
        AgentStatus.RINGING,
        AgentStatus.TALKING,
        AgentStatus.HOLDING,
        AgentStatus.ADRIFT,
        AgentStatus.WRAPPING_UP,
    }
)
READY = frozenset({AgentStatus.AVAILABLE, AgentStatus.RESTING})


@states_share(
    _("Occupancy"),
    _(
        "Time with a call (ringing, talk, hold, wrap-up) ÷ (that time + time available). Above 85 percent for"
        " long, people tire."
    ),
)
def occupancy(states: StateTimes) -> float | None:
    busy, free = _time_in(states, HANDLING), _time_in(states, READY)
    return _share(busy, busy + free)


@states_share(
    _("Utilisation"),
    _("Time signed in ÷ time paid for. Can only be told where rosters say what is paid for."),
)
def utilisation(states: StateTimes, paid_ms: int) -> float | None:
    return _share(signed_in_ms(states), paid_ms)


def signed_in_ms(states: StateTimes) -> int:
    """Time in every state but signed out."""
    return _time_in(states, frozenset(AgentStatus) - {AgentStatus.SIGNED_OUT})


@inquiries_share(
    _("Solved at first contact"),
    _(
        "Inquiries that ended as answered ÷ all that were not cut off. Referred, transferred and handed over"
        " are not solved."
    ),
)
def first_contact_resolution(outcomes: Mapping[str, int]) -> float | None:
    not_cut_off = sum(number for outcome, number in outcomes.items() if outcome != Outcome.CUT_OFF)
    return _share(outcomes.get(Outcome.ANSWERED, 0), not_cut_off)


@figure(
    About.OFFERS,
    Unit.SHARE,
    _("Rings without an answer"),
    _(
        "Rings at an agent that ended otherwise than answered ÷ all rings. The causes: declined, rang out,"
        " device lost, caller gone, agent left, no sound, restarted."
    ),
)
def unanswered_rings(ends: Mapping[OfferEnd, int]) -> float | None:
    rings = sum(ends.values())
    return _share(rings - ends.get(OfferEnd.ANSWERED, 0), rings)


@repeats_share(
    _("Rang again within 24 hours"),
    _("Calls from a number that had rung the line in the 24 hours before ÷ calls whose number was known."),
)
def repeated_within_day(repeats: RepeatTally) -> float | None:
    return _share(repeats.within_day, repeats.known)


@repeats_share(
    _("Rang again within 7 days"),
    _("Calls from a number that had rung the line in the 7 days before ÷ calls whose number was known."),
)
def repeated_within_week(repeats: RepeatTally) -> float | None:
    return _share(repeats.within_week, repeats.known)


def percentile(waits: Waits, percent: int) -> dt.timedelta | None:
    """Nearest rank: the smallest wait that at least this share of all did not exceed."""
    rank = max(-(-percent * sum(waits.values()) // 100), 1)
    counted = 0
    for seconds in sorted(waits):
        counted += waits[seconds]
        if counted >= rank:
            return dt.timedelta(seconds=seconds)
    return None


def _time_in(states: StateTimes, which: frozenset[AgentStatus]) -> int:
    return sum(ms for state, ms in states.items() if state in which)


def _each(ms: int, number: int) -> dt.timedelta | None:
    return dt.timedelta(milliseconds=ms) / number if number else None


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
