# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What the exchange orders. A command is carried out once the event that caused it is in the journal."""

from msgspec import Struct

from hotline.exchange.records import AgentState, Call, Offer, Segment
from hotline.exchange.words import (
    AgentId,
    Announcement,
    CallEnd,
    CallId,
    Instant,
    OfferEnd,
    OfferId,
    RefusalReason,
)


class AnswerCall(Struct, frozen=True, gc=False):
    """Answer the caller and play these recordings; music after them, if the call is to wait."""

    call: CallId
    announcements: tuple[Announcement, ...]
    then_music: bool


class RefuseCall(Struct, frozen=True, gc=False):
    """Turn the caller away with a reason the network passes on."""

    call: CallId
    reason: RefusalReason


class PlayMusic(Struct, frozen=True, gc=False):
    """Let the caller hear music until something else is ordered."""

    call: CallId


class PlayAnnouncement(Struct, frozen=True, gc=False):
    """Let the caller hear a recording, and tell when it has ended."""

    call: CallId
    announcement: Announcement
    then_music: bool


class SayPosition(Struct, frozen=True, gc=False):
    """Tell the caller the place in the queue, then music."""

    call: CallId
    position: int


class RingAgent(Struct, frozen=True, gc=False):
    """Ring at the agent's device. The offer ends by itself at `until_at`."""

    agent: AgentId
    offer: OfferId
    call: CallId
    until_at: Instant


class StopRinging(Struct, frozen=True, gc=False):
    """The offer is over: the device stops ringing and says why."""

    agent: AgentId
    offer: OfferId
    reason: OfferEnd


class JoinCall(Struct, frozen=True, gc=False):
    """Connect the caller and the agent."""

    call: CallId
    agent: AgentId
    offer: OfferId


class HoldCall(Struct, frozen=True, gc=False):
    """Music for the caller, silence for the agent."""

    call: CallId
    agent: AgentId


class ResumeCall(Struct, frozen=True, gc=False):
    """Connect them again after a hold."""

    call: CallId
    agent: AgentId


class ParkCaller(Struct, frozen=True, gc=False):
    """The agent's device is gone: music for the caller, and the agent's end is silenced."""

    call: CallId


class ReconnectAgent(Struct, frozen=True, gc=False):
    """The agent's device is back: connect it to the caller anew."""

    call: CallId
    agent: AgentId


class ReleaseAgent(Struct, frozen=True, gc=False):
    """The agent no longer has this call: its device hangs up."""

    agent: AgentId
    call: CallId


class EndCall(Struct, frozen=True, gc=False):
    """Hang up every leg of the call that is still up. Ordered once for each call that was let in."""

    call: CallId
    reason: CallEnd


class ShowAgent(Struct, frozen=True, gc=False):
    """What the agent's page shows is no longer right: tell it."""

    agent: AgentId


class BookCall(Struct, frozen=True, gc=False):
    """Write the call into the books: when it arrives, when it is answered, when it ends."""

    record: Call


class BookOffer(Struct, frozen=True, gc=False):
    """Write the offer into the books, once, when it has ended."""

    record: Offer


class BookSegment(Struct, frozen=True, gc=False):
    """Write the segment into the books: when it begins, when the talk ends, when the wrap-up ends."""

    record: Segment


class BookAgentState(Struct, frozen=True, gc=False):
    """Write a span of an agent's time into the books, once, when it is over."""

    record: AgentState


Command = (
    AnswerCall
    | RefuseCall
    | PlayMusic
    | PlayAnnouncement
    | SayPosition
    | RingAgent
    | StopRinging
    | JoinCall
    | HoldCall
    | ResumeCall
    | ParkCaller
    | ReconnectAgent
    | ReleaseAgent
    | EndCall
    | ShowAgent
    | BookCall
    | BookOffer
    | BookSegment
    | BookAgentState
)
