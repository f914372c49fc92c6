# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Crowds and nonsense on the line: every call is served, and no call is disturbed."""

import random
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.parts.plain_desk import TONE, PlainDesk
from tests.parts.sipp import Sipp
from tests.parts.system import System
from tests.parts.waiting import until

BURST = 30

INVITE = (
    b"INVITE sip:70200000@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bK1\r\n"
    b"From: <sip:1@a>;tag=1\r\nTo: <sip:70200000@127.0.0.1>\r\nCall-ID: nonsense\r\nCSeq: 1 INVITE\r\n"
)
NONSENSE = [
    b"",
    b"\r\n\r\n",
    b"\0" * 1500,
    b"\xff" * 1500,
    b"INVITE",
    b"INVITE sip:x SIP/2.0\r\n\r\n",
    b"SIP/2.0 200 OK\r\n\r\n",
    b"SIP/2.0 99999999999999999999 OK\r\n\r\n",
    b"BYE sip:x SIP/3.0\r\nVia: x\r\n\r\n",
    INVITE,
    INVITE + b"Content-Length: -1\r\n\r\n",
    INVITE + b"Content-Length: 99999\r\n\r\nv=0",
    INVITE.replace(b"CSeq: 1", b"CSeq: 99999999999") + b"\r\n",
    INVITE.replace(b"1 INVITE", b"1 BYE") + b"\r\n",
    INVITE.replace(b"Via: SIP/2.0/UDP 127.0.0.1:9", b"Via: SIP/2.0/UDP [::1") + b"\r\n",
    INVITE.replace(b"\r\n", b"\n") + b"\n",
    INVITE.replace(b"<sip:1@a>", b"<" * 900) + b"\r\n",
    INVITE + b"X: " + b"a" * 14_000 + b"\r\n\r\n",
    INVITE.replace(b"INVITE", b"\xc3\xa6\xc3\xb8\xc3\xa5") + b"\r\n",
]


@pytest.fixture
def desk(system: System, agent_numbers: Iterator[int]) -> Iterator[PlainDesk]:
    with PlainDesk(system, f"agent{next(agent_numbers)}") as one:
        yield one


def test_call_is_not_disturbed_by_nonsense(system: System, desk: PlainDesk, tmp_path: Path) -> None:
    before = system.pid_of("exchange")
    with Sipp(tmp_path, system, "call_until_hung_up", number="+4500991001") as call:
        desk.wait_for_call()
        until(lambda: desk.hears(TONE), "the agent hears the echo", 20)
        chance = random.Random(2014)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sending:
            for _ in range(20):
                for nonsense in [*NONSENSE, chance.randbytes(chance.randrange(1, 1400))]:
                    sending.sendto(nonsense, ("127.0.0.1", system.sip_port))
        desk.forget()
        until(lambda: desk.hears(TONE), "the agent still hears the echo", 20)
        desk.hang_up()
        call.wait()
    system.wait_for_end("+4500991001", "answered_agent_hung_up")
    assert system.pid_of("exchange") == before
    assert system.exchange_is_well()
    assert "a piece of work failed" not in system.log()


def test_thirty_calls_in_a_second_are_all_answered(system: System, tmp_path: Path) -> None:
    number = "+4500991002"
    with Sipp(
        tmp_path, system, "call_and_hang_up", number=number, pause=4, calls=BURST, a_second=BURST
    ) as calls:
        calls.wait()

    def ended() -> bool:
        rows = system.rows("CallRecord", caller_number=number)
        return len(rows) == BURST and {row["end"] for row in rows} == {"abandoned"}

    until(ended, "all thirty stand in the books", 30)
    system.wait_for_quiet()
