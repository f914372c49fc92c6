# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Whether the three programs answer: a page, the exchange's health and its SIP, the relay's ping."""

import asyncio
import re
import secrets
import socket

import httpx
from django.conf import settings

PATIENCE = 1.0
OPTIONS = """\
OPTIONS sip:{host}:{port} SIP/2.0
Via: SIP/2.0/UDP {own};rport;branch=z9hG4bK{name}
From: <sip:doctor@{host}>;tag={name}
To: <sip:{host}>
Call-ID: {name}
CSeq: 1 OPTIONS
Max-Forwards: 70
Content-Length: 0

"""
ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - a socket bound to all is asked at home


async def silent_programs() -> list[str]:
    """The names of those which do not answer just now."""
    answers = await asyncio.gather(relay_answers(), exchange_answers(), web_answers())
    return [name for name, alive in zip(("relay", "exchange", "web"), answers, strict=True) if not alive]


async def relay_answers() -> bool:
    from hotline.wires.relay import Relay

    relay = await Relay.connect("127.0.0.1", settings.NG_PORT)
    try:
        return await relay.is_alive()
    finally:
        relay.close()


async def exchange_answers() -> bool:
    return await exchange_problems() is not None


async def exchange_problems() -> list[str] | None:
    """What the exchange says it misses (`database`, `media`), or None when it says nothing."""
    host = ANYWHERE.get(settings.EXCHANGE_ADDRESS, settings.EXCHANGE_ADDRESS)
    try:
        async with httpx.AsyncClient(timeout=PATIENCE, trust_env=False) as client:
            answer = await client.get(f"http://{host}:{settings.EXCHANGE_PORT}/health")
            return list(answer.json()["problems"])
    except (httpx.HTTPError, ValueError, KeyError):
        return None


async def sip_status() -> int | None:
    """What the exchange answers to the question every SIP server must answer, or None."""
    host, port = settings.SIP_ADDRESS, settings.SIP_PORT
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM) as caller:
        caller.settimeout(0)
        caller.connect((host, port))
        own = "{}:{}".format(*caller.getsockname()[:2])
        asked = OPTIONS.format(host=host, port=port, own=own, name=f"doctor{secrets.token_hex(8)}")
        caller.send(asked.replace("\n", "\r\n").encode())
        try:
            answer = await asyncio.wait_for(asyncio.get_running_loop().sock_recv(caller, 4096), PATIENCE)
        except (TimeoutError, OSError):
            return None
    found = re.match(rb"SIP/2\.0 (\d{3}) ", answer)
    return int(found[1]) if found else None


async def web_answers() -> bool:
    return await listens(settings.WEB_ADDRESS, settings.WEB_PORT)


async def listens(address: str, port: int) -> bool:
    try:
        opening = asyncio.open_connection(ANYWHERE.get(address, address), port)
        _, writer = await asyncio.wait_for(opening, PATIENCE)
    except (OSError, TimeoutError):
        return False
    writer.close()
    return True
