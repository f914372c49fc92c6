# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A leg: who talks with whom, under which tags, by which way, and what is under way in it."""

from dataclasses import dataclass, field

from hotline.sip.deadlines import Alarm
from hotline.sip.digest import Proofs
from hotline.sip.errors import Impossible, Unusable
from hotline.sip.headers import parse_party
from hotline.sip.messages import Message
from hotline.sip.outputs import Address, DialogId, Instant
from hotline.sip.tables import DIALOG, Happening, State
from hotline.sip.transactions import Transaction
from hotline.sip.uris import next_hop, parse_uri


@dataclass(slots=True)
class Unacknowledged:
    """A 200 of ours to an INVITE, sent again and again until the ACK comes."""

    data: bytes
    destination: Address
    cseq: int
    until_at: Instant
    is_offer: bool
    """The ACK will bring the answer to it."""
    interval_ms: int = 0
    alarm: Alarm | None = None


@dataclass(slots=True)
class SessionTimer:
    """RFC 4028: who keeps the session alive, how often, and when it is over if nobody does."""

    interval_s: int = 0
    """0: there is no timer."""
    least_s: int = 0
    """The shortest interval somebody on the way has asked for."""
    we_refresh: bool = False
    until_at: Instant = 0
    alarm: Alarm | None = None


@dataclass(slots=True)
class Peer:
    """One telephone at the far end: its tag and the way to it."""

    tag: str = ""
    target: str = ""
    routes: tuple[str, ...] = ()
    seen: int = -1
    """The highest CSeq it has used."""
    sdp: str = ""
    """Its early media."""


@dataclass(slots=True, eq=False)
class Dialog:
    """One leg. Everything up to `their_sdp` and the timer goes into its record (records.py)."""

    id: DialogId
    call_id: str
    state: State
    local: str
    remote: str
    is_ours: bool
    """We made the Call-ID: decides who waits longer after a collision."""
    peer: Peer = field(default_factory=Peer)
    cseq: int = 0
    our_sdp: str = ""
    their_sdp: str = ""
    takes_updates: bool = False
    session: SessionTimer = field(default_factory=SessionTimer)
    proofs: Proofs = field(default_factory=lambda: Proofs(()))

    invite: Transaction | None = None
    """The INVITE it began with, until that is over."""
    early: dict[str, Peer] = field(default_factory=dict)
    """Telephones that ring, by tag, before one has answered."""
    strays: set[str] = field(default_factory=set)
    """Tags of telephones that answered too late, and were hung up on."""
    cause: int | None = None
    """Why we cancel, as a Q.850 cause."""
    offered: Transaction | None = None
    """Their re-INVITE or UPDATE that waits for our answer."""
    unacknowledged: Unacknowledged | None = None
    asking: Transaction | None = None
    """Our re-INVITE or UPDATE that waits for theirs."""
    reoffer: str | None = None
    """The SDP to be offered as soon as nothing is in its way."""
    offering: str | None = None
    """The SDP being offered."""
    collisions: int = 0
    last_ack: tuple[int, bytes, Address] | None = None
    limit: Alarm | None = None
    """Ends the ringing, or the waiting for an answer to their offer."""
    retry: Alarm | None = None

    def can(self, happening: Happening) -> bool:
        """Whether the table has a move."""
        return (self.state, happening) in DIALOG

    @property
    def is_busy(self) -> bool:
        """An offer of either side is under way."""
        return bool(self.asking or self.offered or self.unacknowledged)

    def become(self, happening: Happening) -> None:
        """Move by the table."""
        after = DIALOG.get((self.state, happening))
        if after is None:
            raise Impossible(f"leg: {happening} while {self.state}")
        self.state = after

    @property
    def alarms(self) -> list[Alarm]:
        """Those that are set, or were."""
        unacknowledged = self.unacknowledged.alarm if self.unacknowledged else None
        found = (self.session.alarm, self.limit, self.retry, unacknowledged)
        return [alarm for alarm in found if alarm]


def contact_of(message: Message) -> str | None:
    """The address in the Contact, if it is one that can be reached."""
    contacts = message.headers.listed("contact")
    if not contacts:
        return None
    try:
        uri = parse_party(contacts[0]).uri
        next_hop(parse_uri(uri))
    except Unusable:
        return None
    return uri


def usable_routes(message: Message) -> tuple[str, ...]:
    """The Record-Route entries, as they came; one that cannot be read makes the message unusable."""
    routes = tuple(message.headers.listed("record-route"))
    for route in routes:
        next_hop(parse_uri(parse_party(route).uri))
    return routes


def way_to(peer: Peer) -> tuple[str, tuple[str, ...]]:
    """The request address and the Route entries (RFC 3261 section 12.2.1.1)."""
    if not peer.routes:
        return peer.target, ()
    first = parse_party(peer.routes[0]).uri
    if parse_uri(first).is_loose:
        return peer.target, peer.routes
    return first, (*peer.routes[1:], f"<{peer.target}>")


def hop_to(peer: Peer) -> Address:
    """Where requests are sent: the first router, else the far end itself."""
    return next_hop(parse_uri(parse_party(peer.routes[0]).uri if peer.routes else peer.target))
