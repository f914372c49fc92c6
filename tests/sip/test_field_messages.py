# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Messages as carriers, exchanges and telephones in the field write them: whole calls from each.

Written after their habits by our own hand; no real number, no real host.
"""

from base64 import b64decode
from dataclasses import dataclass
from inspect import cleandoc

import pytest

from hotline.sip import sdp
from hotline.sip.messages import Response
from hotline.sip.outputs import CallArrived, CallConfirmed, DialogEnded, DigitPressed, EndReason, MediaOffered
from tests.sip.story import ANSWER, CARRIER, Story


@dataclass(frozen=True)
class Sample:
    """A way of ringing us, and what we should make of it."""

    name: str
    head: str
    body: str
    called: str
    caller: str
    display: str = ""
    withheld: bool = False
    addressed: str = ""
    refresher: str = ""
    narrowed: str = "8 101"

    @property
    def data(self) -> bytes:
        """The bytes."""
        head, body = (cleandoc(text).replace("\n", "\r\n") for text in (self.head, self.body))
        return f"{head}\r\nContent-Length: {len(body) + 2}\r\n\r\n{body}\r\n".encode()


MOBILE_NETWORK = Sample(
    "a mobile network's border controller",
    """
    INVITE sip:+4570200000@10.0.0.5:5070;user=phone SIP/2.0
    Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKg3Zqkv7i9z1xhvvfpxzu5pw4t1lzn
    To: <tel:+4570200000>
    From: <tel:+4500000001;noa=national>;tag=h7g4Esbg_p65540t1699000000m1c2s1_3127
    Call-ID: asbc4y0ws5x@192.0.2.1
    CSeq: 1 INVITE
    Contact: <sip:sgc_c@192.0.2.1;transport=udp>;+g.3gpp.icsi-ref="urn%3Aurn-7%3A3gpp-service.ims.icsi.mmtel"
    Max-Forwards: 60
    Record-Route: <sip:192.0.2.1;transport=udp;lr>
    Allow: ACK,BYE,CANCEL,INFO,INVITE,OPTIONS,PRACK,REFER,NOTIFY,UPDATE,MESSAGE
    Supported: 100rel,timer,histinfo,precondition,199
    Accept: application/sdp,application/3gpp-ims+xml
    Accept-Contact: *;+g.3gpp.icsi-ref="urn%3Aurn-7%3A3gpp-service.ims.icsi.mmtel"
    P-Asserted-Identity: <tel:+4500000001>,<sip:+4500000001@ims.example;user=phone>
    P-Charging-Vector: icid-value="00-1A.5f.3c";orig-ioi=home.example
    P-Early-Media: supported
    P-Access-Network-Info: 3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=2380100000000001
    Privacy: none
    Session-Expires: 1800;refresher=uac
    Min-SE: 90
    History-Info: <sip:+4500000007@ims.example?Reason=SIP%3Bcause%3D302>;index=1,<sip:7@ims.example>;index=1.1
    Content-Type: application/sdp
    """,
    """
    v=0
    o=- 1699000000 1699000000 IN IP4 192.0.2.1
    s=SBC call
    c=IN IP4 192.0.2.20
    b=AS:80
    b=RS:612
    b=RR:1837
    t=0 0
    m=audio 50040 RTP/AVP 107 96 8 0 111 101
    a=rtpmap:107 AMR-WB/16000
    a=fmtp:107 mode-change-capability=2;max-red=0
    a=rtpmap:96 AMR/8000
    a=rtpmap:111 telephone-event/16000
    a=fmtp:111 0-15
    a=rtpmap:101 telephone-event/8000
    a=fmtp:101 0-15
    a=curr:qos local none
    a=des:qos optional local sendrecv
    a=ptime:20
    a=maxptime:40
    """,
    called="+4570200000",
    caller="+4500000001",
    addressed="+4570200000",
    refresher="uac",
)

WITHHELD = Sample(
    "a landline with a withheld number",
    """
    INVITE sip:70200000@10.0.0.5 SIP/2.0
    Record-Route: <sip:192.0.2.1;r2=on;lr=on;ftag=as5d1f>
    Record-Route: <sip:192.0.2.1:5062;r2=on;lr=on;ftag=as5d1f>
    Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK0d3.f2a5.0;i=1
    Via: SIP/2.0/UDP 198.51.100.30:5062;received=198.51.100.30;branch=z9hG4bK6c9d;rport=5062
    From: "Anonymous" <sip:anonymous@anonymous.invalid>;tag=as5d1f
    To: <sip:70200000@carrier.example>
    Contact: <sip:anonymous@198.51.100.30:5062>
    Call-ID: 0f2a61@198.51.100.30
    CSeq: 102 INVITE
    Max-Forwards: 68
    Privacy: id;critical
    P-Asserted-Identity: "Skjult" <sip:+4500000003@carrier.example>
    Remote-Party-ID: "Anonymous" <sip:anonymous@anonymous.invalid>;party=calling;privacy=full;screen=yes
    Content-Type: application/sdp
    """,
    """
    v=0
    o=root 1821 1821 IN IP4 198.51.100.30
    s=call
    c=IN IP4 198.51.100.30
    t=0 0
    m=audio 12774 RTP/AVP 8 3 0 101
    a=rtpmap:8 PCMA/8000
    a=rtpmap:3 GSM/8000
    a=rtpmap:0 PCMU/8000
    a=rtpmap:101 telephone-event/8000
    a=fmtp:101 0-16
    a=silenceSupp:off - - - -
    a=sendrecv
    """,
    called="70200000",
    caller="",
    withheld=True,
    addressed="70200000",
)

OFFICE_EXCHANGE = Sample(
    "an office exchange of the older kind",
    """
    INVITE sip:70200000@10.0.0.5:5070 SIP/2.0
    Via: SIP/2.0/UDP  192.0.2.1:5060;branch=z9hG4bK1D7A1E
    Remote-Party-ID: "Kommunen, Borgerservice" <sip:00000004@192.0.2.1>;party=calling;screen=yes;privacy=off
    From: "Kommunen, Borgerservice" <sip:00000004@192.0.2.1>;tag=3A2B7C-1F4
    To: <sip:70200000@10.0.0.5>
    Date: Wed, 07 May 2014 08:00:00 GMT
    Call-ID: 5C1E2B04-D51311E3-8F2D9A0C-1B2C3D4E@192.0.2.1
    Supported: 100rel,timer,resource-priority,replaces,sdp-anat
    Min-SE:  1800
    User-Agent: Exchange-x
    Allow: INVITE, OPTIONS, BYE, CANCEL, ACK, PRACK, UPDATE, REFER, SUBSCRIBE, NOTIFY, INFO, REGISTER
    CSeq: 101 INVITE
    Max-Forwards: 70
    Timestamp: 1399449600
    Contact: <sip:00000004@192.0.2.1:5060>
    Expires: 180
    Allow-Events: telephone-event
    Content-Type: application/sdp
    Content-Disposition: session;handling=required
    """,
    """
    v=0
    o=SIP-UserAgent 2918 7721 IN IP4 192.0.2.1
    s=SIP Call
    c=IN IP4 192.0.2.1
    t=0 0
    m=audio 17044 RTP/AVP 18 8 101 19
    c=IN IP4 192.0.2.1
    a=rtpmap:18 G729/8000
    a=fmtp:18 annexb=no
    a=rtpmap:8 PCMA/8000
    a=rtpmap:101 telephone-event/8000
    a=fmtp:101 0-16
    a=rtpmap:19 CN/8000
    """,
    called="70200000",
    caller="00000004",
    display="Kommunen, Borgerservice",
    addressed="70200000",
    refresher="uac",
)

SOFTPHONE = Sample(
    "a softphone with everything in it",
    """
    INVITE sip:70200000@10.0.0.5:5070;transport=UDP SIP/2.0
    Via: SIP/2.0/UDP 192.168.1.20:51372;branch=z9hG4bK-524287-1---d2f1a0b9c8;rport
    Max-Forwards: 70
    Contact: <sip:borger@192.168.1.20:51372;transport=UDP;ob>
    To: <sip:70200000@10.0.0.5;transport=UDP>
    From: J\u00f8rgen \u00c5berg<sip:borger@example.net;transport=UDP>;tag=1a2b3c4d
    Call-ID: wVq9fJ1eQ3h7Zk..
    CSeq: 1 INVITE
    Allow: INVITE, ACK, CANCEL, BYE, NOTIFY, REFER, MESSAGE, OPTIONS, INFO, SUBSCRIBE
    Content-Type: application/sdp
    Supported: replaces, norefersub, extended-refer, timer, sec-agree, outbound, path, gruu
    User-Agent: Softphone
    Allow-Events: presence, kpml, talk, as-feature-event
    """,
    """
    v=0
    o=phone 0 1 IN IP4 192.168.1.20
    s=Phone
    c=IN IP4 192.168.1.20
    t=0 0
    a=group:BUNDLE 0 1
    m=audio 8000 RTP/AVP 106 9 98 101 0 8 3
    a=mid:0
    a=rtpmap:106 opus/48000/2
    a=fmtp:106 sprop-maxcapturerate=16000; minptime=20; useinbandfec=1
    a=rtpmap:9 G722/8000
    a=rtpmap:98 telephone-event/48000
    a=fmtp:98 0-16
    a=rtpmap:101 telephone-event/8000
    a=fmtp:101 0-16
    a=candidate:1 1 UDP 2130706431 192.168.1.20 8000 typ host
    a=rtcp-mux
    a=sendrecv
    m=video 8002 RTP/AVP 97
    a=mid:1
    a=rtpmap:97 VP8/90000
    """,
    called="70200000",
    caller="borger",
    display="J\u00f8rgen \u00c5berg",
    addressed="70200000",
    refresher="uac",
    narrowed="0 101",
)

COMPACT = Sample(
    "a small box that saves every byte",
    """
    INVITE sip:70200000@10.0.0.5 SIP/2.0
    v:SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKc
    f:sip:4500000005@192.0.2.1;tag=c
    t:sip:70200000@10.0.0.5
    i:c@c
    CSeq:1 INVITE
    m:sip:192.0.2.1
    c:application/sdp
    """,
    """
    v=0
    o=c 1 1 IN IP4 192.0.2.1
    s=c
    c=IN IP4 192.0.2.1
    t=0 0
    m=audio 4000 RTP/AVP 8
    """,
    called="70200000",
    caller="4500000005",
    addressed="70200000",
    narrowed="8",
)

SAMPLES = [MOBILE_NETWORK, WITHHELD, OFFICE_EXCHANGE, SOFTPHONE, COMPACT]


def by_name(sample: Sample) -> str:
    """How a sample is called in the test's name."""
    return sample.name.replace(" ", "_")


def within(ok: Response, method: str, cseq: int, body: str = "", content_type: str = "") -> bytes:
    """A request of the same caller within the leg that our 200 began."""
    headers = ok.headers
    lines = [
        f"{method} sip:line@10.0.0.5:5070 SIP/2.0",
        f"Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK-{method}-{cseq}",
        f"From: {headers.first('from')}",
        f"To: {headers.first('to')}",
        f"Call-ID: {ok.call_id}",
        f"CSeq: {cseq} {method}",
        *([f"Content-Type: {content_type}"] if body else []),
        f"Content-Length: {len(body)}",
    ]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


def answered(sample: Sample) -> tuple[Story, CallArrived, Response]:
    """The call is taken and answered; our 200."""
    story = Story()
    story.hear(sample.data)
    (arrived,) = story.told()
    assert isinstance(arrived, CallArrived)
    story.take(story.ua.accept(arrived.dialog, ANSWER, story.now))
    ok = story.sent()[-1]
    assert isinstance(ok, Response)
    return story, arrived, ok


@pytest.mark.parametrize("sample", SAMPLES, ids=by_name)
def test_who_rings_whom_is_understood(sample: Sample) -> None:
    _, arrived, _ = answered(sample)
    assert (arrived.called, arrived.addressed) == (sample.called, sample.addressed)
    assert (arrived.caller, arrived.display, arrived.withheld) == (
        sample.caller,
        sample.display,
        sample.withheld,
    )


@pytest.mark.parametrize("sample", SAMPLES, ids=by_name)
def test_the_offer_can_be_cut_down_and_answered_completely(sample: Sample) -> None:
    _, arrived, ok = answered(sample)
    assert arrived.sdp is not None
    narrowed = sdp.narrow(arrived.sdp)
    assert [" ".join(f.number for f in sdp.audio(narrowed).formats)] == [sample.narrowed]
    offered, replied = (text.count("m=") for text in (arrived.sdp, ok.body.decode()))
    assert offered == replied


@pytest.mark.parametrize("sample", SAMPLES, ids=by_name)
def test_the_timer_is_agreed_on_as_the_caller_can(sample: Sample) -> None:
    _, _, ok = answered(sample)
    expires = ok.headers.first("session-expires")
    assert expires.partition("refresher=")[2] == sample.refresher
    assert ("timer" in ok.headers.tokens("require")) == (sample.refresher == "uac")


@pytest.mark.parametrize("sample", SAMPLES, ids=by_name)
def test_the_answer_repeats_every_station_on_the_way(sample: Sample) -> None:
    _, _, ok = answered(sample)
    vias = sample.data.count(b"\r\nVia:") + sample.data.count(b"\r\nv:SIP")
    assert len(ok.headers.listed("via")) == vias
    assert len(ok.headers.listed("record-route")) == sample.data.count(b"Record-Route:")


@pytest.mark.parametrize("sample", SAMPLES, ids=by_name)
def test_a_whole_call_is_held_presses_keys_and_ends(sample: Sample) -> None:
    story, arrived, ok = answered(sample)
    dialog, cseq = arrived.dialog, ok.cseq
    story.hear(within(ok, "ACK", cseq))
    assert story.told() == [CallConfirmed(dialog)]
    assert arrived.sdp is not None
    held = sdp.with_direction(arrived.sdp, sdp.Direction.SENDONLY)
    story.hear(within(ok, "INVITE", cseq + 1, held, "application/sdp"))
    assert story.told() == [MediaOffered(dialog, held)]
    story.take(story.ua.answer_offer(dialog, sdp.answering_direction(held, ANSWER), story.now))
    assert b"a=recvonly" in story.only_sent().body
    story.hear(within(ok, "ACK", cseq + 1))
    story.hear(within(ok, "INFO", cseq + 2, "Signal=1\r\nDuration=250\r\n", "application/dtmf-relay"))
    assert story.told() == [DigitPressed(dialog, "1", 250)]
    story.hear(within(ok, "BYE", cseq + 3))
    assert story.told() == [DialogEnded(dialog, EndReason.THEY_HUNG_UP)]
    assert story.said() == ["200 INFO", "200 BYE"]
    story.wait(40_000)
    assert story.ua.is_idle


@pytest.mark.parametrize("sample", SAMPLES, ids=by_name)
def test_our_hang_up_finds_its_way_to_each(sample: Sample) -> None:
    story, arrived, ok = answered(sample)
    story.hear(within(ok, "ACK", ok.cseq))
    story.take(story.ua.hang_up(arrived.dialog, story.now))
    ((bye, (host, _)),) = story._sent
    assert host in {CARRIER[0], "192.168.1.20"}
    assert bye.headers.first("call-id") == ok.call_id


def test_a_withheld_number_appears_nowhere_in_what_is_told_and_kept() -> None:
    story, arrived, _ = answered(WITHHELD)
    told = f"{arrived!r}"
    assert "00000003" not in told
    assert "Skjult" not in told
    assert "00000003" not in repr(story.records)
    ringing = Story()
    ringing.hear(WITHHELD.data)
    (record,) = ringing.records.values()
    assert b"00000003" not in b64decode(record["invite"]["data"])


def test_a_diverted_call_of_the_mobile_network_tells_the_number_dialled_first() -> None:
    _, arrived, _ = answered(MOBILE_NETWORK)
    assert arrived.diverted_from == "+4500000007"
