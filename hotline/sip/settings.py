# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""How the user agent is set up. Durations are timedeltas here and milliseconds inside."""

from dataclasses import dataclass, field
from datetime import timedelta

from .outputs import Address


@dataclass(frozen=True, kw_only=True)
class Credentials:
    """What a carrier gave us to prove who we are. An empty realm fits every challenge."""

    user: str
    password: str = field(repr=False)
    realm: str = ""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The user agent's own address, whom it trusts, and its patience."""

    host: str = "127.0.0.1"
    """Our address as others reach it: goes into Via and Contact."""
    port: int = 5070
    contact: str = ""
    """The URI in Contact, when it is not `sip:line@host:port` (behind an edge that picks by name)."""
    edge: Address | None = None
    """Every request of ours goes there, when given, and whatever comes from there is trusted."""
    trusted: tuple[str, ...] = ()
    """Addresses or networks (`192.0.2.0/28`) of carriers and edges: their calls are taken, and
    what they assert about the caller is believed."""
    open_to_all: bool = False
    """Also take calls from strangers (the demo); their assertions are still not believed."""
    credentials: tuple[Credentials, ...] = ()
    product: str = "Hotline"

    t1: timedelta = timedelta(milliseconds=500)
    t2: timedelta = timedelta(seconds=4)
    t4: timedelta = timedelta(seconds=5)
    session_expires: timedelta = timedelta(minutes=30)
    min_se: timedelta = timedelta(seconds=90)
    answer_limit: timedelta = timedelta(minutes=3)
    """An incoming call that nobody accepts or refuses is refused by then."""
    ring_limit: timedelta = timedelta(minutes=3)
    """An outgoing call that nobody answers or cancels is cancelled by then."""
    offer_limit: timedelta = timedelta(seconds=8)
    """An offer in mid-call that is not answered by then is refused, the old media goes on."""
    largest_message: int = 16_384


@dataclass(frozen=True, kw_only=True)
class Registration:
    """One binding to keep up at a carrier."""

    name: str
    """Ours, to tell registrations apart."""
    registrar: str
    """The domain as a URI: `sip:carrier.example`."""
    address: str
    """What is bound: `sip:4570200000@carrier.example`."""
    credentials: Credentials
    expires: timedelta = timedelta(minutes=10)
    destination: Address | None = None
    """Where to send it, when neither the edge nor the registrar's own host."""
    first_pause: timedelta = timedelta(seconds=30)
    longest_pause: timedelta = timedelta(minutes=15)
