# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Callers by the hundred: sipp for rates and crowds, and a sender of packets for their voices."""

import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

SCENARIO = """<?xml version="1.0" encoding="ISO-8859-1" ?>
<scenario name="a citizen">
  <send retrans="500"><![CDATA[
    INVITE sip:70200000@[remote_ip]:[remote_port] SIP/2.0
    Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]
    From: <sip:+4500[call_number]@[local_ip]>;tag=[pid]-[call_number]
    To: <sip:70200000@[remote_ip]>
    Call-ID: [call_id]
    CSeq: 1 INVITE
    Contact: <sip:citizen@[local_ip]:[local_port]>
    Max-Forwards: 70
    Content-Type: application/sdp
    Content-Length: [len]

    v=0
    o=- 1 1 IN IP4 [local_ip]
    s=-
    c=IN IP4 [local_ip]
    t=0 0
    m=audio {rtp} RTP/AVP 8 101
    a=rtpmap:8 PCMA/8000
    a=rtpmap:101 telephone-event/8000
  ]]></send>
  <recv response="100" optional="true"></recv>
  <recv response="180" optional="true"></recv>
  <recv response="200" rrs="true"></recv>
  <send><![CDATA[
    ACK [next_url] SIP/2.0
    Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]
    [routes]
    From: <sip:+4500[call_number]@[local_ip]>;tag=[pid]-[call_number]
    To: <sip:70200000@[remote_ip]>[peer_tag_param]
    Call-ID: [call_id]
    CSeq: 1 ACK
    Max-Forwards: 70
    Content-Length: 0
  ]]></send>
  <pause milliseconds="{stay}"/>
  <send retrans="500"><![CDATA[
    BYE [next_url] SIP/2.0
    Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]
    [routes]
    From: <sip:+4500[call_number]@[local_ip]>;tag=[pid]-[call_number]
    To: <sip:70200000@[remote_ip]>[peer_tag_param]
    Call-ID: [call_id]
    CSeq: 2 BYE
    Max-Forwards: 70
    Content-Length: 0
  ]]></send>
  <recv response="200"></recv>
</scenario>
"""


@dataclass(frozen=True)
class Crowd:
    """Citizens who ring at a rate, stay for some seconds, and hang up."""

    exchange: tuple[str, int]
    calls: int
    rate: float
    stay: float
    rtp: int = 6000

    def ring(self) -> "Ringing":
        folder = Path(tempfile.mkdtemp(prefix="hotline-sipp-"))
        scenario = folder / "citizen.xml"
        scenario.write_text(SCENARIO.format(stay=int(self.stay * 1000), rtp=self.rtp))
        host, port = self.exchange
        order = ["sipp", f"{host}:{port}", "-sf", str(scenario), "-i", "127.0.0.1", "-m", str(self.calls)]
        order += ["-r", f"{self.rate:g}", "-l", str(self.calls), "-nostdin", "-trace_stat", "-fd", "1"]
        order += [
            "-stf",
            str(folder / "statistics.csv"),
            "-timeout",
            f"{self.calls / self.rate + self.stay + 40:.0f}s",
        ]
        process = subprocess.Popen(order, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return Ringing(process, folder / "statistics.csv")


@dataclass(frozen=True)
class Ringing:
    """A crowd under way."""

    process: subprocess.Popen[bytes]
    statistics: Path

    def outcome(self) -> dict[str, int]:
        """Calls made, failed and sent again, once all are over."""
        self.process.wait()
        names, *rows = [line.split(";") for line in self.statistics.read_text().splitlines()]
        last = dict(zip(names, rows[-1], strict=False))
        wanted = {
            "made": "TotalCallCreated",
            "succeeded": "SuccessfulCall(C)",
            "failed": "FailedCall(C)",
            "repeated": "Retransmissions(C)",
        }
        return {name: int(last[column]) for name, column in wanted.items()}
