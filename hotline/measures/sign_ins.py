# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""How long agents were signed in, told by the journal and not by the books of their states."""

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping

from hotline.calls.journal import event_of
from hotline.calls.models import Entry
from hotline.calls.queries import last_position
from hotline.exchange.events import AgentSignedIn, AgentSignedOut
from hotline.measures.instants import milliseconds
from hotline.measures.periods import DAY, Period

KINDS = (AgentSignedIn.__name__, AgentSignedOut.__name__)


Stay = tuple[int, int]


def stays_signed_in(period: Period, last_known: Mapping[int, int]) -> dict[int, list[Stay]]:
    """From when to when, in milliseconds and within the period, each agent was signed in.

    Who is still signed in stays until the end of the last state in the books, `last_known`: what goes on is
    not booked yet.
    """
    stays: dict[int, list[Stay]] = defaultdict(list)
    since: dict[int, int] = {}
    for agent, at, is_in in _events(period):
        if is_in:
            since.setdefault(agent, at)
        elif agent in since:
            stays[agent].append((since.pop(agent), at))
    for agent, at in since.items():
        stays[agent].append((at, last_known.get(agent, at)))
    first, last = milliseconds(period.from_at), milliseconds(period.to_at)
    cut = {
        agent: [(max(came, first), min(left, last)) for came, left in each] for agent, each in stays.items()
    }
    return {agent: [(came, left) for came, left in each if came < left] for agent, each in cut.items()}


def _events(period: Period) -> Iterator[tuple[int, int, bool]]:
    """Agent, instant, and whether it was a sign-in; from the day before, for who was signed in overnight."""
    begin, end = (position_at(at) for at in (period.from_at - DAY, period.to_at))
    entries = Entry.objects.filter(position__gte=begin, position__lt=end, kind__in=KINDS)
    for entry in entries.order_by("position").iterator():
        event = event_of(entry.kind, entry.body)
        assert isinstance(event, AgentSignedIn | AgentSignedOut)
        yield event.agent, entry.at, isinstance(event, AgentSignedIn)


def position_at(at: dt.datetime) -> int:
    """The journal's first position at the instant or later, by halving: it is in the order of time."""

    def instant_of(position: int) -> int:
        return Entry.objects.filter(position=position).values_list("at", flat=True).first() or 0

    return bisect_left(range(last_position() + 1), milliseconds(at), key=instant_of)
