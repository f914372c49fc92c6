# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The state machines, as tables that are the program.

Every change of state of a transaction or a dialog is looked up here; what is not here cannot
happen. The drawings in the documentation are made from these tables.

A *transaction* is one request and its answers with all their repetitions (RFC 3261 section 17,
with the Accepted state of RFC 6026). Its timers bear the letters of the RFC: while it is in a
state, one timer may repeat what was sent last, and one may end the waiting. Timers that UDP sets
to zero do not occur, nor those of a proxy.

A *dialog* here is a leg from the first INVITE on, so ringing is part of it. ENDED is the end of
every row; who is in ENDED is forgotten.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """Where a transaction is."""

    CALLING = "calling"
    TRYING = "trying"
    PROCEEDING = "proceeding"
    ACCEPTED = "accepted"
    COMPLETED = "completed"
    CONFIRMED = "confirmed"
    TERMINATED = "terminated"


class Step(StrEnum):
    """What moves a transaction: messages in the direction it waits for, and the clock."""

    REQUEST = "request"
    PROVISIONAL = "1xx"
    SUCCESS = "2xx"
    FAILURE = "3xx-6xx"
    ACK = "ack"
    EXPIRED = "expired"
    GIVEN_UP = "given up"


class Span(StrEnum):
    """How long: the T values of the settings."""

    T1 = "T1"
    T2 = "T2"
    T4 = "T4"
    LIFE = "64*T1"


@dataclass(frozen=True, slots=True)
class Repeating:
    """A timer that sends again: first after `first`, then doubled, never above `most`."""

    letter: str
    first: Span
    most: Span


@dataclass(frozen=True, slots=True)
class Ending:
    """A timer that ends the waiting. It goes on through states that name the same letter."""

    letter: str
    after: Span


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """One kind of transaction."""

    name: str
    first: Stage
    moves: Mapping[tuple[Stage, Step], Stage]
    repeats: Mapping[Stage, Repeating]
    ends: Mapping[Stage, Ending]


INVITE_CLIENT = Plan(
    "INVITE client",
    Stage.CALLING,
    {
        (Stage.CALLING, Step.PROVISIONAL): Stage.PROCEEDING,
        (Stage.CALLING, Step.SUCCESS): Stage.ACCEPTED,
        (Stage.CALLING, Step.FAILURE): Stage.COMPLETED,
        (Stage.CALLING, Step.EXPIRED): Stage.TERMINATED,
        (Stage.CALLING, Step.GIVEN_UP): Stage.TERMINATED,
        (Stage.PROCEEDING, Step.PROVISIONAL): Stage.PROCEEDING,
        (Stage.PROCEEDING, Step.SUCCESS): Stage.ACCEPTED,
        (Stage.PROCEEDING, Step.FAILURE): Stage.COMPLETED,
        (Stage.PROCEEDING, Step.GIVEN_UP): Stage.TERMINATED,
        (Stage.COMPLETED, Step.FAILURE): Stage.COMPLETED,
        (Stage.COMPLETED, Step.EXPIRED): Stage.TERMINATED,
        (Stage.ACCEPTED, Step.SUCCESS): Stage.ACCEPTED,
        (Stage.ACCEPTED, Step.EXPIRED): Stage.TERMINATED,
    },
    {Stage.CALLING: Repeating("A", Span.T1, Span.LIFE)},
    {
        Stage.CALLING: Ending("B", Span.LIFE),
        Stage.COMPLETED: Ending("D", Span.LIFE),
        Stage.ACCEPTED: Ending("M", Span.LIFE),
    },
)

CLIENT = Plan(
    "client",
    Stage.TRYING,
    {
        (Stage.TRYING, Step.PROVISIONAL): Stage.PROCEEDING,
        (Stage.TRYING, Step.SUCCESS): Stage.COMPLETED,
        (Stage.TRYING, Step.FAILURE): Stage.COMPLETED,
        (Stage.TRYING, Step.EXPIRED): Stage.TERMINATED,
        (Stage.PROCEEDING, Step.PROVISIONAL): Stage.PROCEEDING,
        (Stage.PROCEEDING, Step.SUCCESS): Stage.COMPLETED,
        (Stage.PROCEEDING, Step.FAILURE): Stage.COMPLETED,
        (Stage.PROCEEDING, Step.EXPIRED): Stage.TERMINATED,
        (Stage.COMPLETED, Step.EXPIRED): Stage.TERMINATED,
    },
    {Stage.TRYING: Repeating("E", Span.T1, Span.T2), Stage.PROCEEDING: Repeating("E", Span.T2, Span.T2)},
    {
        Stage.TRYING: Ending("F", Span.LIFE),
        Stage.PROCEEDING: Ending("F", Span.LIFE),
        Stage.COMPLETED: Ending("K", Span.T4),
    },
)

INVITE_SERVER = Plan(
    "INVITE server",
    Stage.PROCEEDING,
    {
        (Stage.PROCEEDING, Step.REQUEST): Stage.PROCEEDING,
        (Stage.PROCEEDING, Step.PROVISIONAL): Stage.PROCEEDING,
        (Stage.PROCEEDING, Step.SUCCESS): Stage.ACCEPTED,
        (Stage.PROCEEDING, Step.FAILURE): Stage.COMPLETED,
        (Stage.COMPLETED, Step.REQUEST): Stage.COMPLETED,
        (Stage.COMPLETED, Step.ACK): Stage.CONFIRMED,
        (Stage.COMPLETED, Step.EXPIRED): Stage.TERMINATED,
        (Stage.CONFIRMED, Step.REQUEST): Stage.CONFIRMED,
        (Stage.CONFIRMED, Step.ACK): Stage.CONFIRMED,
        (Stage.CONFIRMED, Step.EXPIRED): Stage.TERMINATED,
        (Stage.ACCEPTED, Step.REQUEST): Stage.ACCEPTED,
        (Stage.ACCEPTED, Step.EXPIRED): Stage.TERMINATED,
    },
    {Stage.COMPLETED: Repeating("G", Span.T1, Span.T2)},
    {
        Stage.COMPLETED: Ending("H", Span.LIFE),
        Stage.CONFIRMED: Ending("I", Span.T4),
        Stage.ACCEPTED: Ending("L", Span.LIFE),
    },
)

SERVER = Plan(
    "server",
    Stage.TRYING,
    {
        (Stage.TRYING, Step.REQUEST): Stage.TRYING,
        (Stage.TRYING, Step.SUCCESS): Stage.COMPLETED,
        (Stage.TRYING, Step.FAILURE): Stage.COMPLETED,
        (Stage.COMPLETED, Step.REQUEST): Stage.COMPLETED,
        (Stage.COMPLETED, Step.EXPIRED): Stage.TERMINATED,
    },
    {},
    {Stage.COMPLETED: Ending("J", Span.LIFE)},
)

PLANS = (INVITE_CLIENT, CLIENT, INVITE_SERVER, SERVER)


class State(StrEnum):
    """Where a leg is."""

    ARRIVED = "arrived"  # they ring us
    RINGING = "ringing"  # and have been told that it rings
    ACCEPTED = "accepted"  # our 200 is out, the ACK is not in
    LEAVING = "leaving"  # likewise, and we want to hang up: no BYE before the ACK
    CALLING = "calling"  # we ring them, nothing has come back
    EARLY = "early"  # something has
    ABANDONED = "abandoned"  # we changed our mind while calling: no CANCEL before a reply
    CANCELLED = "cancelled"  # our CANCEL is out
    CONFIRMED = "confirmed"
    ENDING = "ending"  # our BYE is out
    ENDED = "ended"


class Happening(StrEnum):
    """What moves a leg. We, they, and the clock."""

    WE_RING = "we ring"
    WE_ACCEPT = "we accept"
    WE_REFUSE = "we refuse"
    WE_CANCEL = "we cancel"
    WE_ASK_AGAIN = "we ask again"
    WE_HANG_UP = "we hang up"
    THEY_CANCEL = "they cancel"
    THEY_ACKNOWLEDGE = "they acknowledge"
    THEY_RING = "they ring"
    THEY_ACCEPT = "they accept"
    THEY_REFUSE = "they refuse"
    THEY_HANG_UP = "they hang up"
    NO_ACK = "no ACK comes"
    LOST = "they know nothing of it"
    BYE_IS_DONE = "the BYE is done with"


DIALOG: Mapping[tuple[State, Happening], State] = {
    # they ring us
    (State.ARRIVED, Happening.WE_RING): State.RINGING,
    (State.ARRIVED, Happening.WE_ACCEPT): State.ACCEPTED,
    (State.ARRIVED, Happening.WE_REFUSE): State.ENDED,
    (State.ARRIVED, Happening.THEY_CANCEL): State.ENDED,
    (State.ARRIVED, Happening.THEY_HANG_UP): State.ENDED,
    (State.RINGING, Happening.WE_RING): State.RINGING,
    (State.RINGING, Happening.WE_ACCEPT): State.ACCEPTED,
    (State.RINGING, Happening.WE_REFUSE): State.ENDED,
    (State.RINGING, Happening.THEY_CANCEL): State.ENDED,
    (State.RINGING, Happening.THEY_HANG_UP): State.ENDED,
    (State.ACCEPTED, Happening.THEY_ACKNOWLEDGE): State.CONFIRMED,
    (State.ACCEPTED, Happening.NO_ACK): State.ENDING,
    (State.ACCEPTED, Happening.THEY_HANG_UP): State.ENDED,
    (State.ACCEPTED, Happening.WE_HANG_UP): State.LEAVING,
    (State.LEAVING, Happening.THEY_ACKNOWLEDGE): State.ENDING,
    (State.LEAVING, Happening.NO_ACK): State.ENDING,
    (State.LEAVING, Happening.THEY_HANG_UP): State.ENDED,
    # we ring them
    (State.CALLING, Happening.THEY_RING): State.EARLY,
    (State.CALLING, Happening.THEY_ACCEPT): State.CONFIRMED,
    (State.CALLING, Happening.THEY_REFUSE): State.ENDED,
    (State.CALLING, Happening.THEY_HANG_UP): State.ENDED,
    (State.CALLING, Happening.WE_ASK_AGAIN): State.CALLING,
    (State.CALLING, Happening.WE_CANCEL): State.ABANDONED,
    (State.EARLY, Happening.THEY_RING): State.EARLY,
    (State.EARLY, Happening.THEY_ACCEPT): State.CONFIRMED,
    (State.EARLY, Happening.THEY_REFUSE): State.ENDED,
    (State.EARLY, Happening.THEY_HANG_UP): State.ENDED,
    (State.EARLY, Happening.WE_ASK_AGAIN): State.CALLING,
    (State.EARLY, Happening.WE_CANCEL): State.CANCELLED,
    (State.ABANDONED, Happening.THEY_RING): State.CANCELLED,
    (State.ABANDONED, Happening.THEY_ACCEPT): State.ENDING,
    (State.ABANDONED, Happening.THEY_REFUSE): State.ENDED,
    (State.ABANDONED, Happening.THEY_HANG_UP): State.ENDED,
    (State.CANCELLED, Happening.THEY_RING): State.CANCELLED,
    (State.CANCELLED, Happening.THEY_ACCEPT): State.ENDING,
    (State.CANCELLED, Happening.THEY_REFUSE): State.ENDED,
    (State.CANCELLED, Happening.THEY_HANG_UP): State.ENDED,
    # both alike
    (State.CONFIRMED, Happening.WE_HANG_UP): State.ENDING,
    (State.CONFIRMED, Happening.THEY_HANG_UP): State.ENDED,
    (State.CONFIRMED, Happening.NO_ACK): State.ENDING,  # of a later 200
    (State.CONFIRMED, Happening.LOST): State.ENDED,
    (State.ENDING, Happening.THEY_HANG_UP): State.ENDING,
    (State.ENDING, Happening.BYE_IS_DONE): State.ENDED,
}
