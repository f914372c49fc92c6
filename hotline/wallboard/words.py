# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""How a board says things: few words, whole minutes, and never by colour alone."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hotline.exchange.records import Span
from hotline.exchange.words import AgentStatus, Instant
from hotline.live.snapshot import Snapshot
from hotline.measures.tallies import Target

A_MINUTE = 60_000


@dataclass(frozen=True)
class State:
    """What several of an agent's states have in common for somebody who looks from afar."""

    code: str
    label: Promise
    statuses: frozenset[AgentStatus]


STATES = (
    State("free", gettext_lazy("Available"), frozenset({AgentStatus.AVAILABLE})),
    State(
        "busy",
        gettext_lazy("With a caller"),
        frozenset({AgentStatus.RINGING, AgentStatus.TALKING, AgentStatus.HOLDING, AgentStatus.ADRIFT}),
    ),
    State(
        "after",
        gettext_lazy("Wrapping up"),
        frozenset({AgentStatus.WRAPPING_UP, AgentStatus.RESTING}),
    ),
    State("paused", gettext_lazy("On a pause"), frozenset({AgentStatus.PAUSED})),
    State(
        "away", gettext_lazy("Out of reach"), frozenset({AgentStatus.AWAY_MISSED, AgentStatus.UNREACHABLE})
    ),
)

GOOD, HEED, BAD, NONE = "good", "heed", "bad", ""

PROBLEMS: dict[str, Promise] = {
    "database": gettext_lazy("The database is away: figures stand still."),
    "media": gettext_lazy("The line's sound is down: no calls get through."),
    "carrier": gettext_lazy("The line has lost its telephone company: nobody can ring in."),
}


def shown_span(span: Span | None) -> str:
    """Whole minutes, the first rounded down and the last up: a promise that is rather too wide."""
    if span is None:
        return _("unknown")
    first, last = span.from_ms // A_MINUTE, -(-span.to_ms // A_MINUTE)
    if not last:
        return _("none")
    if first == last:
        return ngettext("%(number)d min", "%(number)d min", last) % {"number": last}
    return _("%(first)d–%(last)d min") % {"first": first, "last": last}


def level_of_service(share: float | None, target: Target) -> str:
    """Good at the target, bad more than ten of a hundred below it."""
    if share is None:
        return NONE
    percent = round(share * 100)
    if percent >= target.promised_percent:
        return GOOD
    return HEED if percent >= target.promised_percent - 10 else BAD


def level_of_wait(first_at: Instant | None, snapshot: Snapshot | None, target: Target) -> str:
    """Bad when somebody has waited five times the promise, worth heeding once it is broken."""
    if first_at is None or snapshot is None:
        return NONE
    waited, promised = snapshot.now - first_at, target.promised_seconds * 1000
    if waited <= promised:
        return GOOD
    return HEED if waited <= 5 * promised else BAD
