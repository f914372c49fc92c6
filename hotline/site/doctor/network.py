# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Ports, the three programs, and a call's sound through the media relay."""

import asyncio
import secrets
import shutil
import socket
import struct
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from django.conf import settings

from hotline.organisations.clips import WORDLESS
from hotline.organisations.sounds import shipped_path
from hotline.site import relay as relay_settings
from hotline.site.doctor.finding import Finding, doubtful, ill, well
from hotline.site.ports import our_ports, trouble_with
from hotline.site.signs_of_life import exchange_problems, relay_answers, sip_status, web_answers
from hotline.wires.media import Leg, LegKind, Media
from hotline.wires.relay import Relay, RelayRefusedError, RelaySilentError

A_LAW = 8
ROOM_FOR_CALLS = 100
CALLER = """\
v=0
o=- 1 1 IN IP4 {address}
s=-
c=IN IP4 {address}
t=0 0
m=audio {port} RTP/AVP 8 101
a=rtpmap:8 PCMA/8000
a=rtpmap:101 telephone-event/8000
a=sendrecv
"""
NO_SOUND = (
    "Callers would hear nothing. See the relay's log in the data folder; is HOTLINE_MEDIA_INTERFACE right?"
)


def look_at_ports() -> Iterator[Finding]:
    """For a hotline that does not run: whether it could."""
    trouble = trouble_with(our_ports())
    for sentence in trouble:
        yield ill("ports", sentence, "")
    if not trouble:
        yield well(
            "ports", "all free: " + ", ".join(f"{port.number} {port.kind.name}" for port in our_ports())
        )


def look_at_media_ports() -> Iterator[Finding]:
    lowest, highest, calls = settings.MEDIA_PORT_MIN, settings.MEDIA_PORT_MAX, relay_settings.most_calls()
    says = f"UDP {lowest}–{highest}, room for {calls} calls"
    if calls < ROOM_FOR_CALLS:
        yield ill(
            "media ports", says, "Set HOTLINE_MEDIA_PORT_MIN and _MAX further apart: 6 ports for each call."
        )
    else:
        yield well("media ports", says)


def look_at_relay_program() -> Iterator[Finding]:
    if not shutil.which(relay_settings.PROGRAM):
        yield ill("media relay", "rtpengine is not installed", "apt install rtpengine-daemon")
        return
    order = [relay_settings.PROGRAM, "--version"]
    done = subprocess.run(order, capture_output=True, text=True, check=False, timeout=5)
    yield well("media relay", (done.stdout or done.stderr).strip().removeprefix("Version: "))


async def look_at_programs() -> AsyncIterator[Finding]:
    """For a hotline that runs: whether each part answers."""
    see = f"See {settings.DATA / 'logs'}. It is started again by itself."
    if await web_answers():
        yield well("web", f"answers on port {settings.WEB_PORT}")
    else:
        yield ill("web", f"does not answer on port {settings.WEB_PORT}", see)
    problems = await exchange_problems()
    if problems is None:
        yield ill("exchange", f"does not answer on port {settings.EXCHANGE_PORT}", see)
    elif problems:
        yield ill("exchange", f"answers, but misses: {', '.join(problems)}", "The other findings say why.")
    else:
        yield well("exchange", f"answers on port {settings.EXCHANGE_PORT}")
    yield await look_at_sip()
    if await relay_answers():
        yield await look_at_sound()
    else:
        yield ill("media relay", f"does not answer on port {settings.NG_PORT}", see)


async def look_at_sip() -> Finding:
    """A refusal is an answer, too: this machine need not be among those who may ring in."""
    status = await sip_status()
    says = f"port {settings.SIP_PORT} (UDP)"
    if status is None:
        return ill("SIP", f"{says} does not answer", "No call arrives. See the exchange's log.")
    may = "this machine may ring in" if status < 300 else "this machine may not ring in (HOTLINE_SIP_TRUSTED)"
    return well("SIP", f"{says} answers; {may}")


async def look_at_sound() -> Finding:
    """Ring the relay as a telephone would, in G.711, and wait for the sound of music."""
    music = shipped_path(settings.DATA / "sounds", WORDLESS, "music")
    relay = await Relay.connect("127.0.0.1", settings.NG_PORT)
    try:
        payload = await first_payload(Media(relay), music)
    except (RelayRefusedError, RelaySilentError, OSError) as trouble:
        return ill("sound", f"the relay cannot play {music.name}: {trouble}", NO_SOUND)
    finally:
        relay.close()
    if payload is None:
        return ill("sound", "the relay plays, but nothing arrives", NO_SOUND)
    if payload != A_LAW:
        return doubtful("sound", f"arrives in codec {payload} instead of G.711", "Callers may hear nothing.")
    return well("sound", "music arrives in G.711")


async def first_payload(media: Media, file: Path) -> int | None:
    """The codec (RTP payload type) of the first packet that arrives, or None."""
    address = settings.MEDIA_INTERFACE.partition("!")[0].rpartition("/")[2]
    call = f"doctor-{secrets.token_hex(4)}"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ear:
        ear.settimeout(0)
        ear.bind((address, 0))
        sdp = CALLER.format(address=address, port=ear.getsockname()[1]).replace("\n", "\r\n")
        try:
            await media.park(call, Leg("doctor", LegKind.TRUNK, sdp))
            await media.play(call, "doctor", file)
            packet = await asyncio.wait_for(asyncio.get_running_loop().sock_recv(ear, 2048), 2)
        except TimeoutError:
            return None
        finally:
            await media.delete(call)
    return int(struct.unpack_from("!BB", packet)[1] & 0x7F)
