# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The recipes for sound, cooked with a real relay: real RTP goes in, and what comes out is listened to."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from hotline.sip import sdp as session
from hotline.wires.media import Leg, LegKind, Media
from hotline.wires.relay import Relay, RelayRefusedError
from tests.parts.media_relay import ADDRESS, MediaRelay
from tests.parts.tones import write_tone
from tests.wires.sound import Telephone

CALLER, AGENT, OTHER = 500, 700, 900
MUSIC, WELCOME = 1200, 1500

CHROMIUM_ANSWER = """\
v=0
o=- 4611 2 IN IP4 127.0.0.1
s=-
t=0 0
a=msid-semantic: WMS
m=audio 9 UDP/TLS/RTP/SAVPF 8 101
c=IN IP4 0.0.0.0
a=rtcp:9 IN IP4 0.0.0.0
a=candidate:1 1 udp 2113937151 127.0.0.1 50999 typ host generation 0
a=ice-ufrag:abcd
a=ice-pwd:abcdefghijklmnopqrstuvwx
a=fingerprint:sha-256 {fingerprint}
a=setup:{setup}
a=mid:0
a=sendrecv
a=rtcp-mux
a=rtpmap:8 PCMA/8000
a=rtpmap:101 telephone-event/8000
"""


def browser_leg(tag: str, setup: str) -> Leg:
    text = CHROMIUM_ANSWER.format(fingerprint=":".join(["AB"] * 32), setup=setup)
    return Leg(tag, LegKind.BROWSER, text.replace("\n", "\r\n"))


class Scene:
    """One telephone call in the relay: a caller, and whoever joins."""

    def __init__(self, relay: Relay) -> None:
        self.relay, self.media = relay, Media(relay)
        self.call = secrets.token_hex(6)
        self.caller: Telephone
        self.caller_sdp = ""
        self._telephones: list[Telephone] = []

    async def telephone(self, hertz: float) -> Telephone:
        telephone = await Telephone.open(hertz)
        self._telephones.append(telephone)
        return telephone

    async def park(self) -> Telephone:
        self.caller = await self.telephone(CALLER)
        self.caller_sdp = await self.media.park(self.call, self.caller.leg("caller"))
        self.caller.talk_to(self.caller_sdp)
        return self.caller

    async def join(self, hertz: float, tag: str) -> Telephone:
        """Somebody is rung, answers, and is joined with the caller."""
        other = await self.telephone(hertz)
        offer = await self.media.ring(self.call, self.caller.leg("caller"), tag, LegKind.TRUNK)
        await self.media.join(self.call, self.caller.leg("caller"), other.leg(tag))
        other.talk_to(offer)
        return other

    def close(self) -> None:
        for telephone in self._telephones:
            telephone.close()


@asynccontextmanager
async def scene(media_relay: MediaRelay) -> AsyncIterator[Scene]:
    relay = await Relay.connect(ADDRESS, media_relay.ng_port)
    opened = Scene(relay)
    try:
        yield opened
    finally:
        await opened.media.delete(opened.call)
        opened.close()
        relay.close()


@pytest.fixture(scope="module")
def music(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tone(tmp_path_factory.mktemp("music") / "music.wav", MUSIC, seconds=0.5)


@pytest.fixture(scope="module")
def welcome(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tone(tmp_path_factory.mktemp("welcome") / "welcome.wav", WELCOME, seconds=1.5)


async def test_a_parked_caller_hears_what_is_played(media_relay: MediaRelay, welcome: Path) -> None:
    async with scene(media_relay) as s:
        caller = await s.park()
        await s.media.play(s.call, "caller", welcome)
        await caller.hears(WELCOME)
        await caller.hears_nothing()


async def test_music_goes_on_longer_than_its_file(media_relay: MediaRelay, music: Path) -> None:
    async with scene(media_relay) as s:
        caller = await s.park()
        await s.media.play(s.call, "caller", music, forever=True)
        await caller.hears(MUSIC)
        before = caller.heard
        for _ in range(4):
            await caller.hears(MUSIC)
        assert caller.heard - before > 0.5 / 0.02


async def test_what_is_played_next_replaces_what_was_played(
    media_relay: MediaRelay, music: Path, welcome: Path
) -> None:
    async with scene(media_relay) as s:
        caller = await s.park()
        await s.media.play(s.call, "caller", music, forever=True)
        await caller.hears(MUSIC)
        await s.media.play(s.call, "caller", welcome)
        await caller.hears(WELCOME)


async def test_what_is_played_can_be_stopped_once_and_again(media_relay: MediaRelay, music: Path) -> None:
    async with scene(media_relay) as s:
        caller = await s.park()
        await s.media.play(s.call, "caller", music, forever=True)
        await caller.hears(MUSIC)
        await s.media.stop(s.call, "caller")
        await caller.hears_nothing()
        await s.media.stop(s.call, "caller")


async def test_a_file_that_is_not_there_is_refused(media_relay: MediaRelay, tmp_path: Path) -> None:
    async with scene(media_relay) as s:
        await s.park()
        with pytest.raises(RelayRefusedError):
            await s.media.play(s.call, "caller", tmp_path / "nothing.wav")


async def test_two_who_are_joined_hear_each_other_and_no_more_music(
    media_relay: MediaRelay, music: Path
) -> None:
    async with scene(media_relay) as s:
        caller = await s.park()
        await s.media.play(s.call, "caller", music, forever=True)
        await caller.hears(MUSIC)
        agent = await s.join(AGENT, "agent-1")
        await caller.hears(AGENT)
        await agent.hears(CALLER)


async def test_music_goes_on_while_somebody_is_rung(media_relay: MediaRelay, music: Path) -> None:
    async with scene(media_relay) as s:
        caller = await s.park()
        await s.media.play(s.call, "caller", music, forever=True)
        for tag in ("agent-1", "agent-2"):
            await s.media.ring(s.call, caller.leg("caller"), tag, LegKind.TRUNK)
            await caller.hears(MUSIC)
        agent = await s.join(AGENT, "agent-3")
        await caller.hears(AGENT)
        await agent.hears(CALLER)


async def test_a_hold_is_music_for_the_caller_and_silence_for_the_agent(
    media_relay: MediaRelay, music: Path
) -> None:
    async with scene(media_relay) as s:
        caller = await s.park()
        agent = await s.join(AGENT, "agent-1")
        await agent.hears(CALLER)
        for tag in ("caller", "agent-1"):
            await s.media.silence(s.call, tag)
        await s.media.play(s.call, "caller", music, forever=True)
        await caller.hears(MUSIC)
        await agent.hears_nothing()

        for tag in ("caller", "agent-1"):
            await s.media.unsilence(s.call, tag)
        await s.media.stop(s.call, "caller")
        await caller.hears(AGENT)
        await agent.hears(CALLER)


async def test_a_caller_whose_agent_was_lost_talks_with_the_next_one(
    media_relay: MediaRelay, music: Path
) -> None:
    async with scene(media_relay) as s:
        caller = await s.park()
        first = await s.join(AGENT, "agent-1")
        await first.hears(CALLER)
        for tag in ("caller", "agent-1"):
            await s.media.silence(s.call, tag)
        await s.media.play(s.call, "caller", music, forever=True)
        await caller.hears(MUSIC)

        await s.media.unsilence(s.call, "caller")
        second = await s.join(OTHER, "agent-2")
        await caller.hears(OTHER)
        await second.hears(CALLER)
        await first.hears_nothing()


async def test_a_caller_who_moves_in_mid_call_keeps_the_ports_and_the_agent(media_relay: MediaRelay) -> None:
    async with scene(media_relay) as s:
        await s.park()
        agent = await s.join(AGENT, "agent-1")
        await agent.hears(CALLER)
        s.caller.hush()
        moved = await s.telephone(OTHER)
        sdp = await s.media.relink(s.call, moved.leg("caller"), agent.leg("agent-1"))
        assert session.audio(sdp).port == session.audio(s.caller_sdp).port
        moved.talk_to(sdp)
        await moved.hears(AGENT)
        await agent.hears(OTHER)


async def test_a_caller_who_moves_while_waiting_goes_on_hearing_music(
    media_relay: MediaRelay, music: Path
) -> None:
    async with scene(media_relay) as s:
        caller = await s.park()
        await s.media.play(s.call, "caller", music, forever=True)
        await caller.hears(MUSIC)
        s.caller.hush()
        moved = await s.telephone(OTHER)
        sdp = await s.media.park(s.call, moved.leg("caller"))
        assert session.audio(sdp).port == session.audio(s.caller_sdp).port
        moved.talk_to(sdp)
        await moved.hears(MUSIC)


async def test_a_caller_who_moves_while_on_hold_stays_on_hold(media_relay: MediaRelay, music: Path) -> None:
    async with scene(media_relay) as s:
        caller = await s.park()
        agent = await s.join(AGENT, "agent-1")
        for tag in ("caller", "agent-1"):
            await s.media.silence(s.call, tag)
        await s.media.play(s.call, "caller", music, forever=True)
        await caller.hears(MUSIC)
        caller.hush()
        moved = await s.telephone(OTHER)
        moved.talk_to(await s.media.relink(s.call, moved.leg("caller"), agent.leg("agent-1")))
        await moved.hears(MUSIC)
        await agent.hears_nothing()


async def test_a_caller_who_sent_no_offer_gets_ours_and_hears_music(
    media_relay: MediaRelay, music: Path
) -> None:
    async with scene(media_relay) as s:
        offer = await s.media.invite(s.call, "caller")
        assert [f.name for f in session.audio(offer).formats] == ["PCMA", "PCMU", "TELEPHONE-EVENT"]
        s.caller = await s.telephone(CALLER)
        await s.media.invited(s.call, s.caller.leg("caller"))
        s.caller.talk_to(offer)
        await s.media.play(s.call, "caller", music, forever=True)
        await s.caller.hears(MUSIC)
        agent = await s.join(AGENT, "agent-1")
        await s.caller.hears(AGENT)
        await agent.hears(CALLER)


async def test_a_deleted_call_is_silent_and_may_be_deleted_again(
    media_relay: MediaRelay, music: Path
) -> None:
    async with scene(media_relay) as s:
        caller = await s.park()
        await s.media.play(s.call, "caller", music, forever=True)
        await caller.hears(MUSIC)
        await s.media.delete(s.call)
        await caller.hears_nothing()
        assert s.call not in await s.relay.calls()
        await s.media.delete(s.call)


async def test_a_browser_is_offered_sound_as_browsers_want_it(media_relay: MediaRelay) -> None:
    async with scene(media_relay) as s:
        await s.park()
        offer = await s.media.ring(s.call, s.caller.leg("caller"), "page-1", LegKind.BROWSER)
        told = offer.splitlines()
        assert [line.split()[2] for line in told if line.startswith("m=")] == ["UDP/TLS/RTP/SAVPF"]
        for beginning in ("a=ice-ufrag:", "a=ice-pwd:", "a=candidate:", "a=fingerprint:", "a=setup:"):
            assert [line for line in told if line.startswith(beginning)], beginning
        assert "a=rtcp-mux" in told
        assert "a=crypto" not in offer
        await s.media.join(s.call, s.caller.leg("caller"), browser_leg("page-1", "active"))


async def test_a_citizens_browser_can_be_parked_like_a_telephone(
    media_relay: MediaRelay, music: Path
) -> None:
    async with scene(media_relay) as s:
        answer = await s.media.park(s.call, browser_leg("caller", "actpass"))
        told = answer.splitlines()
        assert [line.split()[2] for line in told if line.startswith("m=")] == ["UDP/TLS/RTP/SAVPF"]
        assert "a=setup:passive" in told
        await s.media.play(s.call, "caller", music, forever=True)
