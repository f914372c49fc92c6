# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Asking the media relay: over a network that loses and doubles datagrams, and when it is not there."""

import asyncio
import socket
from typing import Any, cast

import pytest

from hotline.wires import bencode
from hotline.wires.relay import Relay, RelayRefusedError, RelaySilentError
from tests.parts.media_relay import ADDRESS, MediaRelay
from tests.parts.ports import free_port

QUICK = (0.1, 0.1)
PATIENT = (0.05, 0.2, 1.0, 2.0)


class Network(asyncio.DatagramProtocol):
    """The way between us and a relay. `out` and `back` say how often each next datagram arrives."""

    def __init__(self, relay: tuple[str, int], out: list[int], back: list[int]) -> None:
        self._relay, self._out, self._back = relay, out, back
        self._asker: Any = None
        self.asked: list[bytes] = []

    @classmethod
    async def between(cls, relay: tuple[str, int], out: list[int], back: list[int]) -> "Network":
        loop = asyncio.get_running_loop()
        _, network = await loop.create_datagram_endpoint(
            lambda: cls(relay, out, back), local_addr=(ADDRESS, 0)
        )
        return network

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    @property
    def address(self) -> tuple[str, int]:
        return cast(tuple[str, int], self._transport.get_extra_info("sockname"))

    def datagram_received(self, data: bytes, addr: Any) -> None:
        is_answer = addr[1] == self._relay[1]
        times = self._back if is_answer else self._out
        if not is_answer:
            self._asker = addr
            self.asked.append(data)
        for _ in range(times.pop(0) if times else 1):
            self._transport.sendto(data, self._asker if is_answer else self._relay)

    def close(self) -> None:
        self._transport.close()


class FakePeer(asyncio.DatagramProtocol):
    """Whatever is asked, the answer is this; the cookie comes first."""

    def __init__(self, answer: bytes) -> None:
        self._answer = answer

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: Any) -> None:
        self.transport.sendto(data.partition(b" ")[0] + b" " + self._answer, addr)


async def connected(relay: MediaRelay) -> Relay:
    return await Relay.connect(ADDRESS, relay.ng_port)


async def ask_a_peer_that_says(answer: bytes) -> dict[str, Any]:
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(lambda: FakePeer(answer), local_addr=(ADDRESS, 0))
    relay = await Relay.connect(*transport.get_extra_info("sockname"))
    try:
        return await relay.ask("ping", patience=PATIENT)
    finally:
        relay.close()
        transport.close()


async def test_a_living_relay_answers_a_ping(media_relay: MediaRelay) -> None:
    relay = await connected(media_relay)
    assert await relay.is_alive() is True
    relay.close()


async def test_many_questions_at_once_each_get_their_own_answer(media_relay: MediaRelay) -> None:
    relay = await connected(media_relay)
    commands = ["ping", "list", "statistics"] * 20
    answers = await asyncio.gather(*(relay.ask(command, {"limit": 5}) for command in commands))
    assert [answer["result"] for answer in answers] == ["pong", "ok", "ok"] * 20
    assert ["statistics" in answer for answer in answers] == [False, False, True] * 20
    relay.close()


async def test_what_the_relay_refuses_is_told_in_its_own_words(media_relay: MediaRelay) -> None:
    relay = await connected(media_relay)
    with pytest.raises(RelayRefusedError, match="Unknown call-ID"):
        await relay.ask("play media", {"call-id": "nobody-knows", "from-tag": "a", "file": "/x.wav"})
    with pytest.raises(RelayRefusedError, match="Unrecognized command"):
        await relay.ask("dance")
    relay.close()


async def test_a_relay_that_is_not_there_is_silent_and_not_an_error_of_another_kind() -> None:
    relay = await Relay.connect(ADDRESS, free_port(socket.SOCK_DGRAM))
    with pytest.raises(RelaySilentError):
        await relay.ask("ping", patience=QUICK)
    assert await relay.is_alive() is False
    relay.close()


async def test_who_asks_so_hears_at_once_that_nobody_listens() -> None:
    relay = await Relay.connect(ADDRESS, free_port(socket.SOCK_DGRAM))
    patient = asyncio.create_task(relay.ask("ping", patience=(0.3,)))
    loop = asyncio.get_running_loop()
    began = loop.time()
    with pytest.raises(RelaySilentError, match="nobody listens"):
        await relay.ask("ping", patience=(30.0,), gives_up_on_refusal=True)
    assert loop.time() - began < 5
    with pytest.raises(RelaySilentError, match="does not answer"):
        await patient
    relay.close()


async def test_a_question_is_repeated_under_the_same_cookie_until_it_arrives(media_relay: MediaRelay) -> None:
    network = await Network.between((ADDRESS, media_relay.ng_port), out=[0, 0, 1], back=[1])
    relay = await Relay.connect(*network.address)
    assert (await relay.ask("ping", patience=PATIENT))["result"] == "pong"
    assert len(network.asked) == 3
    assert len(set(network.asked)) == 1
    relay.close()
    network.close()


async def test_a_lost_answer_is_repeated_and_not_done_again(media_relay: MediaRelay) -> None:
    """`delete` succeeds once: had it been carried out twice, the second answer would be a refusal."""
    direct = await connected(media_relay)
    await direct.ask("offer", {"call-id": "lost-answer", "from-tag": "a", "sdp": SDP})
    network = await Network.between((ADDRESS, media_relay.ng_port), out=[1, 1, 1], back=[0, 0, 1])
    relay = await Relay.connect(*network.address)
    answer = await relay.ask("delete", {"call-id": "lost-answer", "delete-delay": 0}, patience=PATIENT)
    assert answer["result"] == "ok"
    assert "warning" not in answer
    assert len(network.asked) == 3
    assert "lost-answer" not in await direct.calls()
    for end in (relay, network, direct):
        end.close()


async def test_doubled_datagrams_do_a_thing_once_and_disturb_no_later_answer(media_relay: MediaRelay) -> None:
    network = await Network.between((ADDRESS, media_relay.ng_port), out=[3, 3, 3], back=[2] * 9)
    relay = await Relay.connect(*network.address)
    await relay.ask("offer", {"call-id": "doubled", "from-tag": "a", "sdp": SDP}, patience=PATIENT)
    assert "doubled" in await relay.calls()
    gone = await relay.ask("delete", {"call-id": "doubled", "delete-delay": 0}, patience=PATIENT)
    assert gone["result"] == "ok"
    assert "warning" not in gone
    assert (await relay.ask("ping"))["result"] == "pong"
    relay.close()
    network.close()


async def test_an_answer_that_comes_after_giving_up_goes_unnoticed(media_relay: MediaRelay) -> None:
    network = await Network.between((ADDRESS, media_relay.ng_port), out=[1, 1], back=[0, 0])
    relay = await Relay.connect(*network.address)
    with pytest.raises(RelaySilentError):
        await relay.ask("ping", patience=QUICK)
    relay.datagram_received(network.asked[0].partition(b" ")[0] + b" d6:result4:ponge", network.address)
    assert (await relay.ask("ping", patience=PATIENT))["result"] == "pong"
    relay.close()
    network.close()


@pytest.mark.parametrize("answer", [b"", b"d6:result", b"6:result", b"le", b"i1e", b"de", b"d6:resultdee"])
async def test_an_answer_nobody_can_read_counts_as_a_refusal(answer: bytes) -> None:
    with pytest.raises(RelayRefusedError):
        await ask_a_peer_that_says(answer)


async def test_a_refusal_without_a_reason_is_still_a_refusal() -> None:
    with pytest.raises(RelayRefusedError, match="refused"):
        await ask_a_peer_that_says(bencode.encode({"result": "error"}))


async def test_the_relay_tells_every_call_it_holds(media_relay: MediaRelay) -> None:
    relay = await connected(media_relay)
    before = await relay.calls()
    names = {f"held-{n}" for n in range(5)}
    for name in names:
        await relay.ask("offer", {"call-id": name, "from-tag": "a", "sdp": SDP})
    assert await relay.calls() - before == names
    for name in names:
        await relay.ask("delete", {"call-id": name, "delete-delay": 0})
    assert await relay.calls() - before == set()
    relay.close()


SDP = """\
v=0
o=- 1 1 IN IP4 127.0.0.1
s=-
c=IN IP4 127.0.0.1
t=0 0
m=audio 9 RTP/AVP 8
a=rtpmap:8 PCMA/8000
a=sendrecv
""".replace("\n", "\r\n")
