# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Keys pressed by callers: as the relay tells them, as nonsense, and for real in the sound itself."""

import asyncio
import json
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from hotline.wires.keys import Keys
from hotline.wires.media import Media
from hotline.wires.relay import Relay
from tests.parts.media_relay import ADDRESS, MediaRelay
from tests.parts.tones import write_tone
from tests.wires.sound import Telephone

SENDER = (ADDRESS, 1)


class Heard:
    def __init__(self) -> None:
        self.all: list[tuple[str, str, str]] = []
        self.queue: asyncio.Queue[tuple[str, str, str]] = asyncio.Queue()
        self.keys = Keys(self._pressed)

    def _pressed(self, call: str, tag: str, key: str) -> None:
        self.all.append((call, tag, key))
        self.queue.put_nowait((call, tag, key))

    def say(self, **told: object) -> None:
        self.keys.datagram_received(json.dumps(told).encode(), SENDER)


@pytest.mark.parametrize(("event", "key"), list(enumerate("0123456789*#")))
async def test_each_key_is_heard_by_its_name(event: int, key: str) -> None:
    heard = Heard()
    heard.say(callid="c1", source_tag="caller", event=event, type="DTMF", duration=100, volume=10)
    assert heard.all == [("c1", "caller", key)]


@pytest.mark.parametrize("event", [12, 13, 14, 15, 16, 255, -1, -12])
async def test_what_is_on_no_telephone_is_no_key(event: int) -> None:
    heard = Heard()
    heard.say(callid="c1", source_tag="caller", event=event)
    assert heard.all == []


@pytest.mark.parametrize(
    "datagram",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"7",
        b"\xff\xfe",
        b'{"callid": "c1"}',
        b'{"callid": "c1", "source_tag": "caller", "event": "1"}',
        b'{"callid": 1, "source_tag": "caller", "event": 1}',
        b'{"callid": "c1", "source_tag": null, "event": 1}',
        b'{"callid": "c1", "source_tag": "caller", "event": 1.5}',
    ],
)
async def test_nonsense_is_told_and_disturbs_nothing(datagram: bytes) -> None:
    heard = Heard()
    with capture_logs() as told:
        heard.keys.datagram_received(datagram, SENDER)
    assert [entry["log_level"] for entry in told] == ["warning"]
    heard.say(callid="c1", source_tag="caller", event=5)
    assert heard.all == [("c1", "caller", "5")]


async def test_keys_pressed_in_the_sound_come_out_of_the_relay(
    media_relay: MediaRelay, tmp_path: Path
) -> None:
    heard = Heard()
    transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: heard.keys, local_addr=(ADDRESS, media_relay.keys_port)
    )
    relay = await Relay.connect(ADDRESS, media_relay.ng_port)
    media, caller = Media(relay), await Telephone.open(500)
    try:
        sdp = await media.park("pressed", caller.leg("caller"))
        caller.talk_to(sdp)
        await media.play("pressed", "caller", write_tone(tmp_path / "music.wav", 900), forever=True)
        await caller.hears(900)
        for key in "17*#0":
            caller.press(key, to=sdp)
            assert await asyncio.wait_for(heard.queue.get(), 10) == ("pressed", "caller", key)
        assert heard.queue.empty()
    finally:
        await media.delete("pressed")
        caller.close()
        relay.close()
        transport.close()


async def test_keys_are_heard_from_either_side_of_a_talk(media_relay: MediaRelay) -> None:
    heard = Heard()
    transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: heard.keys, local_addr=(ADDRESS, media_relay.keys_port)
    )
    relay = await Relay.connect(ADDRESS, media_relay.ng_port)
    media, caller, agent = Media(relay), await Telephone.open(500), await Telephone.open(700)
    try:
        to_caller = await media.park("both", caller.leg("caller"))
        to_agent = await media.ring("both", caller.leg("caller"), "agent-1", agent.leg("agent-1").kind)
        await media.join("both", caller.leg("caller"), agent.leg("agent-1"))
        caller.talk_to(to_caller)
        agent.talk_to(to_agent)
        await caller.hears(700)
        await agent.hears(500)
        caller.press("3", to=to_caller)
        assert await asyncio.wait_for(heard.queue.get(), 10) == ("both", "caller", "3")
        agent.press("4", to=to_agent)
        assert await asyncio.wait_for(heard.queue.get(), 10) == ("both", "agent-1", "4")
    finally:
        await media.delete("both")
        for end in (caller, agent, relay, transport):
            end.close()
