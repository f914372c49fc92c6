# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The telephone network's end: who is let in, what is kept before it is said, the carrier's registration."""

import asyncio
import re
from typing import Any, cast

import httpx
import pytest
from django.test import override_settings

from hotline.calls.models import OpenCall, OpenDialog
from hotline.exchange.words import AgentId, CallState
from hotline.sip import outputs as o
from hotline.sip.settings import Registration, Settings
from hotline.wires.carrier import registration, sip_settings
from tests.parts.media_relay import ADDRESS, MediaRelay
from tests.wires.citizen import Citizen
from tests.wires.database import in_database, locked_database
from tests.wires.running import Exchange, running
from tests.wires.sounds import MUSIC

CALLER = 500
COPIED = re.compile(r"^(Via|From|To|Call-ID|CSeq):.*$", re.MULTILINE | re.IGNORECASE)


class Peer(asyncio.DatagramProtocol):
    """Whatever is asked of it over SIP is answered with this status."""

    def __init__(self, status: str) -> None:
        self.status = status
        self.asked: list[str] = []

    @classmethod
    async def open(cls, status: str) -> "Peer":
        loop = asyncio.get_running_loop()
        _, peer = await loop.create_datagram_endpoint(lambda: cls(status), local_addr=(ADDRESS, 0))
        return peer

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.DatagramTransport, transport)

    @property
    def port(self) -> int:
        return int(self.transport.get_extra_info("sockname")[1])

    def datagram_received(self, data: bytes, addr: Any) -> None:
        text = data.decode()
        self.asked.append(text)
        lines = [line[0].rstrip() for line in COPIED.finditer(text)]
        contact = re.search(r"^Contact:.*$", text, re.MULTILINE | re.IGNORECASE)
        lines += [contact[0].rstrip()] if contact else []
        answer = "\r\n".join([f"SIP/2.0 {self.status}", *lines, "Content-Length: 0", "", ""])
        self.transport.sendto(answer.encode(), addr)

    async def said(self, beginning: str) -> str:
        async with asyncio.timeout(20):
            while not (found := [text for text in self.asked if text.startswith(beginning)]):
                await asyncio.sleep(0.01)
        return found[0]

    async def ask(self, text: str, exchange: tuple[str, int]) -> str:
        self.transport.sendto(text.replace("\n", "\r\n").encode(), exchange)
        return await self.said("SIP/2.0")


async def problems(exchange: Exchange) -> list[str]:
    async with httpx.AsyncClient() as client:
        answer = await client.get(f"http://{ADDRESS}:{exchange.addresses.http[1]}/health")
    return list(answer.json()["problems"])


async def only_answer(citizen: Citizen) -> o.Refused:
    citizen.ring()
    return await citizen.refused()


OPTIONS = """\
OPTIONS sip:line@127.0.0.1 SIP/2.0
Via: SIP/2.0/UDP 127.0.0.1:{port};branch=z9hG4bKabc
Max-Forwards: 70
From: <sip:probe@127.0.0.1>;tag=1
To: <sip:line@127.0.0.1>
Call-ID: probe
CSeq: 1 OPTIONS
Content-Length: 0

"""


async def test_a_probe_is_answered(alma: AgentId, media_relay: MediaRelay) -> None:
    async with running(media_relay) as exchange:
        peer = await Peer.open("200 OK")
        answer = await peer.ask(OPTIONS.format(port=peer.port), exchange.addresses.sip)
        assert answer.startswith("SIP/2.0 200")
        peer.transport.close()


async def test_noise_on_the_socket_disturbs_nothing(alma: AgentId, media_relay: MediaRelay) -> None:
    async with running(media_relay) as exchange:
        peer = await Peer.open("200 OK")
        for noise in (
            b"",
            b"\r\n\r\n",
            b"\xff" * 2000,
            b"INVITE sip:x SIP/2.0\r\n\r\n",
            b"SIP/2.0 200 OK\r\n\r\n",
        ):
            peer.transport.sendto(noise, exchange.addresses.sip)
        caller = await exchange.network.caller(CALLER)
        await caller.telephone.hears(MUSIC)
        peer.transport.close()


async def test_a_stranger_is_not_let_in(alma: AgentId, media_relay: MediaRelay) -> None:
    with override_settings(SIP_TRUSTED=["192.0.2.0/24"]):
        async with running(media_relay) as exchange:
            refused = await only_answer(await exchange.network.citizen(CALLER))
            assert refused.status == 403
            assert exchange.states() == []


async def test_an_open_line_lets_everybody_in(alma: AgentId, media_relay: MediaRelay) -> None:
    with override_settings(SIP_TRUSTED=["any"]):
        async with running(media_relay) as exchange:
            await exchange.network.caller(CALLER)
            await exchange.until_calls_are(CallState.WAITING)


async def test_a_caller_who_speaks_nothing_we_know_is_refused(
    alma: AgentId, media_relay: MediaRelay, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(media_relay) as exchange:
        citizen = await exchange.network.citizen(CALLER)
        known = citizen.telephone.sdp()
        monkeypatch.setattr(
            citizen.telephone, "sdp", lambda: known.replace("PCMA", "opus").replace(" 8 ", " 96 ")
        )
        assert (await only_answer(citizen)).status == 488
        assert exchange.states() == []


async def test_nobody_is_answered_before_the_call_is_stored(alma: AgentId, media_relay: MediaRelay) -> None:
    async with running(media_relay) as exchange:
        citizen = await exchange.network.citizen(CALLER)
        async with locked_database():
            citizen.ring()
            await exchange.until(lambda: bool(exchange.states()))
            await asyncio.sleep(0.2)
            assert not citizen.was_answered
        await citizen.answered()
        await exchange.stored()
        assert await in_database(lambda: (OpenCall.objects.count(), OpenDialog.objects.count())) == (1, 1)
        dialog = await in_database(OpenDialog.objects.get)
        assert dialog.call == next(iter(exchange.process.switchboard.state.calls))


async def test_the_registration_is_kept_up_and_its_refusal_shown(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    registrar = await Peer.open("200 OK")
    account = {
        "SIP_REGISTRAR": f"sip:{ADDRESS}:{registrar.port}",
        "SIP_REGISTERED_AS": f"sip:4570200000@{ADDRESS}",
        "SIP_USER": "4570200000",
        "SIP_PASSWORD": "secret",
    }
    with override_settings(**account):
        async with running(media_relay) as exchange:
            said = await registrar.said("REGISTER")
            assert f"<sip:4570200000@{ADDRESS}>" in said
            assert await problems(exchange) == []
            registrar.status = "403 Forbidden"
            await exchange.restart()
            await exchange.until(lambda: exchange.process.trunk.is_unregistered)
            assert await problems(exchange) == ["carrier"]
    registrar.transport.close()


async def test_what_goes_to_a_name_reaches_it_and_an_unknown_name_is_no_bug(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        peer = await Peer.open("200 OK")
        trunk = exchange.process.trunk
        trunk.act([o.Send(b"OPTIONS to nobody", ("nowhere.invalid", 5060))])
        trunk.act([o.Send(b"OPTIONS by name", ("localhost", peer.port))])
        assert await peer.said("OPTIONS") == "OPTIONS by name"
        peer.transport.close()


def test_without_a_registrar_there_is_nothing_to_keep_up() -> None:
    assert registration() is None


def test_the_carrier_is_reached_as_the_settings_say() -> None:
    account = {
        "SIP_REGISTRAR": "sip:carrier.example",
        "SIP_REGISTERED_AS": "sip:4570200000@carrier.example",
        "SIP_USER": "user",
        "SIP_PASSWORD": "secret",
        "SIP_EDGE": ("192.0.2.1", 5060),
        "SIP_TRUSTED": ["192.0.2.0/28", "any"],
    }
    with override_settings(**account):
        settings, binding = sip_settings(("192.0.2.9", 5070)), registration()
    assert isinstance(settings, Settings)
    assert (settings.host, settings.port, settings.edge) == ("192.0.2.9", 5070, ("192.0.2.1", 5060))
    assert (settings.trusted, settings.open_to_all) == (("192.0.2.0/28",), True)
    assert [(one.user, one.password) for one in settings.credentials] == [("user", "secret")]
    assert isinstance(binding, Registration)
    assert (binding.registrar, binding.address) == ("sip:carrier.example", "sip:4570200000@carrier.example")
    assert "secret" not in repr(settings) + repr(binding)
