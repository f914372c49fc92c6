# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The telephone network, word by word: sipp plays a scenario, and echoes the sound that comes to it.

A scenario is XML, in which the pieces that many share are named: `{{invite}}`, `{{ack}}` and so on.
"""

import re
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.parts.ports import free_range
from tests.parts.system import System

SCENARIOS = Path(__file__).parents[1] / "line" / "scenarios"
PIECE = re.compile(r"\{\{(\w+)\}\}")
GIVE_UP = 60


HEADERS = """\
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
Max-Forwards: 70
From: <sip:[number]@127.0.0.1:[local_port]>;tag=[pid]s[call_number]
Call-ID: [call_id]
Contact: <sip:caller@[local_ip]:[local_port]>"""
SDP = """\
v=0
o=caller 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [media_ip]
t=0 0
m=audio [media_port] RTP/AVP 8 101
a=rtpmap:8 PCMA/8000
a=rtpmap:101 telephone-event/8000"""
INVITE = """\
<send retrans="500"><![CDATA[
INVITE sip:[service]@[remote_ip]:[remote_port] SIP/2.0
{{headers}}
To: <sip:[service]@[remote_ip]:[remote_port]>
CSeq: 1 INVITE
Content-Type: application/sdp
Content-Length: [len]

{{sdp}}
]]></send>"""
ANSWERED = """\
<recv response="100" optional="true"/>
<recv response="180" optional="true"/>
<recv response="200" rrs="true"/>"""
ACK = """\
<send><![CDATA[
ACK [next_url] SIP/2.0
{{headers}}
[last_To:]
CSeq: 1 ACK
Content-Length: 0

]]></send>"""
WE_HANG_UP = """\
<send retrans="500"><![CDATA[
BYE [next_url] SIP/2.0
{{headers}}
[last_To:]
CSeq: 99 BYE
Content-Length: 0

]]></send>
<recv response="200"/>"""
OK = """\
<send><![CDATA[
SIP/2.0 200 OK
[last_Via:]
[last_From:]
[last_To:]
[last_Call-ID:]
[last_CSeq:]
Content-Length: 0

]]></send>"""
THEY_HANG_UP = '<recv request="BYE"/>\n{{ok}}'
PIECES = {
    "headers": HEADERS,
    "sdp": SDP,
    "invite": INVITE,
    "answered": ANSWERED,
    "ack": ACK,
    "we_hang_up": WE_HANG_UP,
    "they_hang_up": THEY_HANG_UP,
    "ok": OK,
}


def whole(text: str) -> str:
    """The scenario with every piece put in."""
    while PIECE.search(text):
        text = PIECE.sub(lambda piece: PIECES[piece[1]], text)
    return text


class Sipp:
    """One run of a scenario. Use as a context, or `wait` for its end."""

    def __init__(
        self,
        folder: Path,
        system: System,
        scenario: str,
        *,
        number: str = "+4500990001",
        called: str = "70200000",
        pause: float = 1.0,
        calls: int = 1,
        a_second: int = 10,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._errors = folder / "errors"
        self._messages = folder / "messages"
        file = folder / f"{scenario}.xml"
        file.write_text(whole((SCENARIOS / f"{scenario}.xml").read_text()))
        wishes = {
            "-sf": file,
            "-s": called,
            "-i": "127.0.0.1",
            "-mi": "127.0.0.1",
            "-p": free_range(1)[0],
            "-mp": free_range(10)[0],
            "-m": calls,
            "-l": calls,
            "-r": a_second,
            "-d": int(pause * 1000),
            "-timeout": GIVE_UP,
            "-error_file": self._errors,
            "-message_file": self._messages,
        }
        words = [str(word) for pair in wishes.items() for word in pair]
        self._process = subprocess.Popen(
            [
                "sipp",
                f"127.0.0.1:{system.sip_port}",
                *words,
                *("-key", "number", number),
                *("-rtp_echo", "-nostdin", "-trace_err", "-trace_msg", "-timeout_error"),
            ],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()

    def wait(self) -> None:
        """Until the scenario has been played to its end, in every call as it is written."""
        assert self._process.wait(GIVE_UP + 20) == 0, self.told()

    def told(self) -> str:
        """What went wrong, and what was said."""
        files = [file for file in (self._errors, self._messages) if file.exists()]
        return "\n".join(file.read_text(errors="replace")[-4000:] for file in files)
