# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The words of the exchange: what a call, an offer and an agent are known by, and every closed list.

An instant is a whole number of milliseconds since the Unix epoch (UTC). The exchange never reads a clock, it
is told what time it is. A duration is whole milliseconds too, and its name ends in `_ms`.
"""

from enum import StrEnum
from typing import NewType

Instant = NewType("Instant", int)

CallId = NewType("CallId", str)
OfferId = NewType("OfferId", str)  # the n-th offer of a call is "<call>.<n>"
AgentId = NewType("AgentId", int)
LineId = NewType("LineId", int)
Announcement = NewType("Announcement", str)  # the key of a recording, such as "welcome"

NOBODY = Announcement("nobody")
"""Played when nobody can answer any more: the one recording the exchange itself asks for by name."""


class OpeningKind(StrEnum):
    """What the opening hours said at the moment a caller arrived."""

    OPEN = "open"
    CLOSED = "closed"
    HOLIDAY = "holiday"
    DISTURBANCE = "disturbance"


class CallState(StrEnum):
    """Where a call is. ARRIVING, ANNOUNCED and ADRIFT have a lease; OFFERED has that of its offer."""

    ARRIVING = "arriving"
    WAITING = "waiting"
    OFFERED = "offered"
    TALKING = "talking"
    HELD = "held"
    ADRIFT = "adrift"
    ANNOUNCED = "announced"
    ENDED = "ended"


class OfferState(StrEnum):
    """What became of an offer: answered, the caller was sent on to the next agent, or the caller is gone."""

    RINGING = "ringing"
    ANSWERED = "answered"
    PASSED_ON = "passed_on"
    DROPPED = "dropped"


class OfferEnd(StrEnum):
    """Why an offer ended. Only RANG_OUT counts as a miss."""

    ANSWERED = "answered"
    DECLINED = "declined"
    RANG_OUT = "rang_out"
    DEVICE_LOST = "device_lost"
    CALLER_GONE = "caller_gone"
    AGENT_LEFT = "agent_left"
    MEDIA_FAILED = "media_failed"
    EXCHANGE_RESTARTED = "exchange_restarted"


class CallEnd(StrEnum):
    """Why a call ended. A short abandon is a measure, taken from the length of the wait, not an end."""

    ANSWERED_CALLER_HUNG_UP = "answered_caller_hung_up"
    ANSWERED_AGENT_HUNG_UP = "answered_agent_hung_up"
    ABANDONED = "abandoned"
    DIVERTED_CLOSED = "diverted_closed"
    DIVERTED_HOLIDAY = "diverted_holiday"
    DIVERTED_DISTURBANCE = "diverted_disturbance"
    DIVERTED_NOBODY = "diverted_nobody"
    REFUSED = "refused"
    MEDIA_LOST = "media_lost"
    FAILED = "failed"


class Outcome(StrEnum):
    """What a call counts as, exactly one of these: arrived = the sum of them + those still here."""

    ANSWERED = "answered"
    ABANDONED = "abandoned"
    DIVERTED = "diverted"
    REFUSED = "refused"
    LOST = "lost"


class RefusalReason(StrEnum):
    """Why a call is refused before it is answered."""

    OVERLOAD = "overload"
    MEDIA_DOWN = "media_down"


class FailureCause(StrEnum):
    """What went wrong with a call on the way to or from the telephone network."""

    MEDIA = "media"
    SIGNALLING = "signalling"
    NOT_CONFIRMED = "not_confirmed"
    SESSION_EXPIRED = "session_expired"
    RECONCILED = "reconciled"  # the watchdog found that the network no longer knows the call


class DeviceCause(StrEnum):
    """Why an agent's device no longer counts as able to ring."""

    SILENT = "silent"
    CLOSED = "closed"
    MICROPHONE = "microphone"
    SUPERSEDED = "superseded"


class Chosen(StrEnum):
    """The state an agent chose, or was put in after missed calls. The first of an agent's three facts."""

    SIGNED_OUT = "signed_out"
    AVAILABLE = "available"
    PAUSED = "paused"
    AWAY_MISSED = "away_missed"


class Activity(StrEnum):
    """What an agent is taken up with. The third fact; the second is whether the device is proved."""

    FREE = "free"
    RINGING = "ringing"
    TALKING = "talking"
    ADRIFT = "adrift"
    WRAPPING_UP = "wrapping_up"
    RESTING = "resting"


class AgentStatus(StrEnum):
    """The three facts in one word, for people to read."""

    SIGNED_OUT = "signed_out"
    AVAILABLE = "available"
    RINGING = "ringing"
    TALKING = "talking"
    HOLDING = "holding"
    ADRIFT = "adrift"
    WRAPPING_UP = "wrapping_up"
    RESTING = "resting"
    PAUSED = "paused"
    AWAY_MISSED = "away_missed"
    UNREACHABLE = "unreachable"


class SegmentEnd(StrEnum):
    """Why one agent's part of a call ended."""

    CALLER_HUNG_UP = "caller_hung_up"
    AGENT_HUNG_UP = "agent_hung_up"
    DEVICE_LOST = "device_lost"
    MEDIA_LOST = "media_lost"
    FAILED = "failed"
