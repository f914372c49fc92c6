# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What the media relay is told to do with the sound of one call.

One relay call per telephone call, one tag per leg. A leg is described by the SDP *it* sent last; that is all
that is kept, and enough to connect any two legs at any time without asking either of them anew ("relink").
The flags of an offer or answer shape the SDP that comes *out*, so they follow the kind of the leg that will
read it: plain RTP towards the telephone network, ICE and DTLS-SRTP towards a browser.
"""

from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from hotline.sip import sdp as session
from hotline.wires.relay import Relay, RelayRefusedError

# The far end of a caller who is alone: the relay plays only to a leg that has one.
NOBODY = "nobody"
FOREVER = 1_000_000

# What we offer to a caller who sent no offer: the relay puts its own address and ports in.
OWN_OFFER = """\
v=0
o=- 1 1 IN IP4 127.0.0.1
s=-
c=IN IP4 127.0.0.1
t=0 0
m=audio 9 RTP/AVP 8 0 101
a=rtpmap:8 PCMA/8000
a=rtpmap:0 PCMU/8000
a=rtpmap:101 telephone-event/8000
a=fmtp:101 0-15
a=sendrecv
""".replace("\n", "\r\n")


class LegKind(StrEnum):
    TRUNK = "trunk"
    BROWSER = "browser"


class Leg(Struct, frozen=True):
    """One party's sound: its tag in the relay, what it understands, and the SDP it sent last."""

    tag: str
    kind: LegKind
    sdp: str


_SHAPES: dict[LegKind, dict[str, object]] = {
    LegKind.TRUNK: {
        "transport-protocol": "RTP/AVP",
        "ICE": "remove",
        "rtcp-mux": ["demux"],
        "SDES": ["off"],
        "replace": ["origin"],
        "flags": ["port latching"],  # every local port stays, so nobody needs a re-INVITE
    },
    LegKind.BROWSER: {
        "transport-protocol": "UDP/TLS/RTP/SAVPF",
        "ICE": "force",
        "rtcp-mux": ["offer", "require"],
        "DTLS": "passive",
        "SDES": ["off"],
        "replace": ["origin"],
        "flags": ["port latching"],
    },
}
# A browser that offers must open DTLS itself: the relay would begin before ICE is through.
_FROM_BROWSER = {"DTLS-reverse": "passive"}


class Media:
    """The relay's commands for the sound of calls, as recipes. Each raises what `Relay.ask` raises."""

    def __init__(self, relay: Relay) -> None:
        self._relay = relay

    async def _offer(self, call: str, leg: Leg, to_tag: str, reader: LegKind) -> str:
        reverse = _FROM_BROWSER if leg.kind is LegKind.BROWSER else {}
        fields = {
            "call-id": call,
            "from-tag": leg.tag,
            "to-tag": to_tag,
            "sdp": leg.sdp,
            **_SHAPES[reader],
            **reverse,
        }
        return str((await self._relay.ask("offer", fields))["sdp"])

    async def _answer(self, call: str, leg: Leg, to_tag: str, sdp: str) -> str:
        fields = {"call-id": call, "from-tag": leg.tag, "to-tag": to_tag, "sdp": sdp, **_SHAPES[leg.kind]}
        return str((await self._relay.ask("answer", fields))["sdp"])

    async def park(self, call: str, leg: Leg) -> str:
        """A party alone, who can be played to: the SDP that answers its offer."""
        await self._offer(call, leg, NOBODY, LegKind.TRUNK)
        return await self._answer(call, leg, NOBODY, session.nobody(leg.sdp))

    async def invite(self, call: str, tag: str) -> str:
        """Our own offer to a caller who sent none: the SDP to send. `invited` follows with the answer."""
        nobody = Leg(NOBODY, LegKind.TRUNK, OWN_OFFER)
        return await self._offer(call, nobody, tag, LegKind.TRUNK)

    async def invited(self, call: str, leg: Leg) -> None:
        await self._answer(call, Leg(NOBODY, LegKind.TRUNK, OWN_OFFER), leg.tag, leg.sdp)

    async def ring(self, call: str, caller: Leg, tag: str, kind: LegKind) -> str:
        """The SDP to offer to a new party who is to talk with the caller. What is played goes on."""
        return await self._offer(call, caller, tag, kind)

    async def join(self, call: str, caller: Leg, other: Leg) -> None:
        """The new party answered: the two talk. The caller is told nothing."""
        await self._answer(call, caller, other.tag, other.sdp)
        await self.stop(call, caller.tag)

    async def relink(self, call: str, leg: Leg, other: Leg) -> str:
        """Two parties with sound in this call talk with each other: the SDP for the first, if it asked."""
        await self._offer(call, leg, other.tag, other.kind)
        return await self._answer(call, leg, other.tag, other.sdp)

    async def play(self, call: str, tag: str, file: Path, *, forever: bool = False) -> None:
        """What was being played to this leg is replaced."""
        repeats = FOREVER if forever else 1
        fields = {"call-id": call, "from-tag": tag, "file": str(file), "repeat-times": repeats}
        await self._relay.ask("play media", fields)

    async def stop(self, call: str, tag: str) -> None:
        try:
            await self._relay.ask("stop media", {"call-id": call, "from-tag": tag})
        except RelayRefusedError:
            pass  # nothing was being played

    async def silence(self, call: str, tag: str) -> None:
        """What this leg says goes nowhere."""
        await self._relay.ask("block media", {"call-id": call, "from-tag": tag})

    async def unsilence(self, call: str, tag: str) -> None:
        await self._relay.ask("unblock media", {"call-id": call, "from-tag": tag})

    async def delete(self, call: str) -> None:
        try:
            await self._relay.ask("delete", {"call-id": call, "delete-delay": 0})
        except RelayRefusedError:
            pass  # already gone
