# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What can happen to the exchange. An event has happened: it is stored first and decided afterwards."""

from msgspec import Struct

from hotline.exchange.records import Opening, Settings
from hotline.exchange.words import (
    AgentId,
    Announcement,
    CallId,
    DeviceCause,
    FailureCause,
    Instant,
    LineId,
    OfferId,
)


class CallerArrived(Struct, frozen=True, gc=False):
    """Somebody rings. `place_at` is an earlier arrival whose place is kept, such as a dropped caller's."""

    call: CallId
    line: LineId
    opening: Opening
    place_at: Instant | None = None


class CallerConnected(Struct, frozen=True, gc=False):
    """The caller has been answered, and hears us."""

    call: CallId


class CallerHungUp(Struct, frozen=True, gc=False):
    """The caller hung up."""

    call: CallId


class CallerCancelled(Struct, frozen=True, gc=False):
    """The caller gave up before being answered."""

    call: CallId


class CallFailed(Struct, frozen=True, gc=False):
    """The call cannot go on, by nobody's wish."""

    call: CallId
    cause: FailureCause


class AnnouncementEnded(Struct, frozen=True, gc=False):
    """A recording was played to its end."""

    call: CallId
    announcement: Announcement


class CallerPressed(Struct, frozen=True, gc=False):
    """A key was pressed: one of 0-9, *, #."""

    call: CallId
    digit: str


class AgentSignedIn(Struct, frozen=True, gc=False):
    """An agent is on duty for these lines; again while signed in: for these lines from now on."""

    agent: AgentId
    lines: tuple[LineId, ...]


class AgentSignedOut(Struct, frozen=True, gc=False):
    """An agent leaves; if talking, as soon as that is over."""

    agent: AgentId


class AgentBecameAvailable(Struct, frozen=True, gc=False):
    """An agent ends a pause, or is back after missed calls."""

    agent: AgentId


class AgentPaused(Struct, frozen=True, gc=False):
    """An agent takes a pause; if talking, as soon as that is over."""

    agent: AgentId
    reason: str


class DeviceProved(Struct, frozen=True, gc=False):
    """The agent's device began to prove that it can ring, and goes on doing so until `DeviceLost`."""

    agent: AgentId


class DeviceLost(Struct, frozen=True, gc=False):
    """The agent's device did not prove itself within the last second."""

    agent: AgentId
    cause: DeviceCause


class OfferAnswered(Struct, frozen=True, gc=False):
    """The agent takes the call."""

    agent: AgentId
    offer: OfferId


class OfferDeclined(Struct, frozen=True, gc=False):
    """The agent sends the call on."""

    agent: AgentId
    offer: OfferId


class OfferFailed(Struct, frozen=True, gc=False):
    """The agent's sound could not be set up."""

    agent: AgentId
    offer: OfferId


class AgentHungUp(Struct, frozen=True, gc=False):
    """The agent ends the call."""

    agent: AgentId
    call: CallId


class AgentHeldCall(Struct, frozen=True, gc=False):
    """The agent puts the caller on hold."""

    agent: AgentId
    call: CallId


class AgentResumedCall(Struct, frozen=True, gc=False):
    """The agent takes the caller back from hold."""

    agent: AgentId
    call: CallId


class AgentReconnected(Struct, frozen=True, gc=False):
    """The agent's page is back in the middle of a call and asks for it. This proves the device, too."""

    agent: AgentId
    call: CallId


class WrapUpExtended(Struct, frozen=True, gc=False):
    """The agent needs longer to finish."""

    agent: AgentId


class WrapUpEnded(Struct, frozen=True, gc=False):
    """The agent has finished."""

    agent: AgentId


class SettingsChanged(Struct, frozen=True, gc=False):
    """The settings are these from now on."""

    settings: Settings


class ExchangeStarted(Struct, frozen=True, gc=False):
    """The process is up, and the state is what the journal told."""


class MediaLost(Struct, frozen=True, gc=False):
    """The relay that carries the sound died, and every call with it."""


class MediaBack(Struct, frozen=True, gc=False):
    """The relay can be used again."""


class DeadlineReached(Struct, frozen=True, gc=False):
    """The instant named by `next_deadline` has come."""


Event = (
    CallerArrived
    | CallerConnected
    | CallerHungUp
    | CallerCancelled
    | CallFailed
    | AnnouncementEnded
    | CallerPressed
    | AgentSignedIn
    | AgentSignedOut
    | AgentBecameAvailable
    | AgentPaused
    | DeviceProved
    | DeviceLost
    | OfferAnswered
    | OfferDeclined
    | OfferFailed
    | AgentHungUp
    | AgentHeldCall
    | AgentResumedCall
    | AgentReconnected
    | WrapUpExtended
    | WrapUpEnded
    | SettingsChanged
    | ExchangeStarted
    | MediaLost
    | MediaBack
    | DeadlineReached
)
