# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What the user agent gives back: bytes to send, happenings to act on, records to keep.

Every order and every datagram returns a list of these, sorted: first what happened, then what
to save, then what to send. Who saves before sending can die at any moment and still go on.

A leg (one dialog, or one attempt at it) ends in exactly one of four ways that are told:
`CallCancelled` (it rang here and was never answered), `Refused` (we rang and got no answer),
`DialogEnded` (it was up), or not at all, because we ordered the end ourselves. In every case
the last word about it is `DialogChanged(dialog, None)`: delete the record.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Any, NewType, TypeAlias

Instant: TypeAlias = int
"""Milliseconds since the Unix epoch, UTC. Never read here, always given."""

Address: TypeAlias = tuple[str, int]
"""Host and UDP port. The host may be a name when a contact or route names one: the wire resolves."""

DialogId = NewType("DialogId", str)
"""Our own tag: names the leg from the first INVITE to the end, whatever forks on the far side."""

Record: TypeAlias = dict[str, Any]
"""A dialog as plain JSON: enough for another process to go on with it."""


class EndReason(Enum):
    """Why a leg ended without our order."""

    THEY_HUNG_UP = "they_hung_up"
    CANCELLED = "cancelled"
    NEVER_ANSWERED = "never_answered"  # by us, within the limit of the settings
    NO_ACK = "no_ack"
    NO_MEDIA = "no_media"  # our offer was acknowledged without an answer
    SESSION_EXPIRED = "session_expired"
    UNKNOWN_THERE = "unknown_there"  # 481
    NO_REPLY = "no_reply"  # 408, or silence
    UNREADABLE = "unreadable"  # a record that could not be restored


class DiscardReason(Enum):
    """Why a datagram was dropped without a reply."""

    KEEP_ALIVE = "keep_alive"
    NOT_SIP = "not_sip"
    MALFORMED = "malformed"
    STRAY_ACK = "stray_ack"
    STRAY_RESPONSE = "stray_response"


@dataclass(frozen=True, slots=True)
class Cause:
    """A Reason header: `Q.850` causes come from the telephone network, `SIP` ones are status codes."""

    protocol: str
    code: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Send:
    """Put these bytes on the wire."""

    data: bytes
    destination: Address


@dataclass(frozen=True, slots=True)
class CallArrived:
    """Somebody rings us. 100 Trying has been sent; answer with `ring`, `accept` or `refuse`.

    `called` is the user of the request's address and `addressed` that of the To header (a carrier we
    have registered with may put the number only there). `caller` and `display` are empty when the
    number is withheld, even if the carrier knows it. `sdp` is None when the caller wants our offer.
    """

    dialog: DialogId
    called: str
    caller: str
    display: str
    withheld: bool
    sdp: str | None
    source: Address
    addressed: str = ""
    diverted_from: str = ""
    call_id: str = ""


@dataclass(frozen=True, slots=True)
class CallConfirmed:
    """The ACK of our 200 came. `sdp` is the caller's answer when the offer was ours."""

    dialog: DialogId
    sdp: str | None = None


@dataclass(frozen=True, slots=True)
class CallCancelled:
    """The caller gave up (or we took too long) before the call was answered."""

    dialog: DialogId
    reason: EndReason = EndReason.CANCELLED
    cause: Cause | None = None


@dataclass(frozen=True, slots=True)
class DialogEnded:
    """A leg that was up is over."""

    dialog: DialogId
    reason: EndReason
    cause: Cause | None = None


@dataclass(frozen=True, slots=True)
class MediaOffered:
    """The other side wants other media (re-INVITE or UPDATE): `answer_offer` or `refuse_offer`."""

    dialog: DialogId
    sdp: str


@dataclass(frozen=True, slots=True)
class OfferWithdrawn:
    """The offer last told is off: the old media goes on."""

    dialog: DialogId


@dataclass(frozen=True, slots=True)
class MediaAnswered:
    """The other side's answer to our `reoffer`, or its side of a re-INVITE that came without SDP."""

    dialog: DialogId
    sdp: str


@dataclass(frozen=True, slots=True)
class ReofferRefused:
    """Our `reoffer` came to nothing: the old media goes on."""

    dialog: DialogId
    status: int


@dataclass(frozen=True, slots=True)
class DigitPressed:
    """A key, told by INFO."""

    dialog: DialogId
    digit: str
    duration_ms: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """18x for a call of ours. Each `tag` is a telephone of its own; `sdp` is early media."""

    dialog: DialogId
    tag: str
    status: int
    sdp: str | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """A call of ours was answered, by the telephone behind `tag`. The ACK has been sent."""

    dialog: DialogId
    tag: str
    sdp: str | None


@dataclass(frozen=True, slots=True)
class Refused:
    """A call of ours came to nothing. `contacts` are where a 3xx points to."""

    dialog: DialogId
    status: int
    phrase: str = ""
    cause: Cause | None = None
    contacts: tuple[str, ...] = ()
    retry_after_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Refreshed:
    """The session timer of this dialog was wound up again, by either side."""

    dialog: DialogId


@dataclass(frozen=True, slots=True)
class Registered:
    """The carrier knows where we are, until then; we renew in good time."""

    registration: str
    until_at: Instant


@dataclass(frozen=True, slots=True)
class RegistrationRefused:
    """The carrier said no or nothing; we ask again then. `status` 408: nothing came."""

    registration: str
    status: int
    again_at: Instant


@dataclass(frozen=True, slots=True)
class DialogChanged:
    """Keep this record; None: delete it, the leg is over and done with."""

    dialog: DialogId
    record: Record | None


@dataclass(frozen=True, slots=True)
class Discarded:
    """A datagram that got no reply: for counting, nothing to do."""

    source: Address
    reason: DiscardReason


Output: TypeAlias = (
    Send
    | CallArrived
    | CallConfirmed
    | CallCancelled
    | DialogEnded
    | MediaOffered
    | OfferWithdrawn
    | MediaAnswered
    | ReofferRefused
    | DigitPressed
    | Progress
    | Answered
    | Refused
    | Refreshed
    | Registered
    | RegistrationRefused
    | DialogChanged
    | Discarded
)
