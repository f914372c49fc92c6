# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Strange and broken messages, of our own writing, in the spirit of RFC 4475.

Each has the answer it deserves: `said` is what goes back, `taken` tells that a call was taken.
"""

from dataclasses import dataclass
from inspect import cleandoc

from tests.sip.story import OFFER


@dataclass(frozen=True)
class Case:
    """One message and what it deserves."""

    name: str
    data: bytes
    said: tuple[str, ...] = ()
    taken: bool = False


def wire(text: str, body: bytes = b"") -> bytes:
    """A message written with plain line ends, as it goes over the wire."""
    return cleandoc(text).replace("\n", "\r\n").encode() + b"\r\n\r\n" + body


def call(
    *lines: str, first: str = "INVITE sip:70200000@10.0.0.5 SIP/2.0", body: bytes = OFFER.encode()
) -> bytes:
    """An INVITE in which the given lines replace those of the same name; `Name:` alone takes it away."""
    usual = [
        "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK-t",
        "Max-Forwards: 70",
        "From: <sip:+4500000001@carrier.example>;tag=t1",
        "To: <sip:70200000@hotline.example>",
        "Call-ID: torture@192.0.2.1",
        "CSeq: 4711 INVITE",
        "Contact: <sip:far@192.0.2.1>",
        "Content-Type: application/sdp",
        f"Content-Length: {len(body)}",
    ]
    changed = {line.partition(":")[0].strip().lower() for line in lines}
    kept = [line for line in usual if line.partition(":")[0].lower() not in changed]
    added = [line for line in lines if line.partition(":")[2].strip()]
    return ("\r\n".join([first, *kept, *added]) + "\r\n\r\n").encode("utf-8", "surrogateescape") + body


TAKEN = ("100 INVITE",)
BAD = ("400 INVITE",)

# valid, however strange: the call is taken
VALID = [
    Case(
        "a short tortuous INVITE",
        wire(
            """
            INVITE sip:vivekg@chair-dnrc.example.com;unknownparam SIP/2.0
            TO :
             sip:vivekg@chair-dnrc.example.com ;   tag    =
            from   : "J Rosenberg \\\\\\""       <sip:jdrosen@example.com>
              ;
              tag = 98asjd8
            MaX-fOrWaRdS: 0068
            Call-ID: wsinv.ndaksdj@192.0.2.1
            Content-Length   : 0
            cseq: 0009
              INVITE
            Via  : SIP  /   2.0
             /UDP
                192.0.2.2;branch=390skdjuw
            s :
            NewFangledHeader:   newfangled value
             continued newfangled value
            UnknownHeaderWithUnusualValue: ;;,,;;,;
            Route:
             <sip:services.example.com;lr;unknownwith=value;unknown-no-value>
            v:  SIP  / 2.0  / TCP     spindle.example.com   ;
              branch  =   z9hG4bK9ikj8  ,
             SIP  /    2.0   / UDP  192.168.255.111   ; branch=
             z9hG4bK30239
            m:"Quoted string \\"\\"" <sip:jdrosen@example.com> ; newparam =
                  newvalue ;
              secondparam ; q = 0.33
            """
        ),
        TAKEN,
        taken=True,
    ),
    Case(
        "letters of every alphabet", call('From: "æøåÆØÅ 你好 \u200b🦄" <sip:å@x>;tag=t1'), TAKEN, taken=True
    ),
    Case("a name in Latin-1", call('From: "J\udcf8rgen" <sip:1@x>;tag=t1'), TAKEN, taken=True),
    Case("unusual but allowed characters in a token", call("X-!%'*+.~_`: yes"), TAKEN, taken=True),
    Case(
        "escaped characters in the called user",
        call(first="INVITE sip:%37%30200000@10.0.0.5 SIP/2.0"),
        TAKEN,
        True,
    ),
    Case(
        "an escaped zero in the caller's user", call("From: <sip:null-%00-null@x>;tag=t1"), TAKEN, taken=True
    ),
    Case("a semicolon and a question mark in the user", call("To: <sip:a;b?c@x>"), TAKEN, taken=True),
    Case("no From tag, as before RFC 3261", call("From: <sip:a@x>"), TAKEN, taken=True),
    Case("no branch, as before RFC 3261", call("Via: SIP/2.0/UDP 192.0.2.1"), TAKEN, taken=True),
    Case("a branch without the cookie", call("Via: SIP/2.0/UDP 192.0.2.1;branch=1"), TAKEN, taken=True),
    Case(
        "a branch that is nothing but the cookie",
        call("Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK"),
        TAKEN,
        True,
    ),
    Case(
        "more body than said",
        call(f"Content-Length: {len(OFFER)}", body=OFFER.encode() + b"junk"),
        TAKEN,
        True,
    ),
    Case("no Content-Length", call("Content-Length:"), TAKEN, taken=True),
    Case("no Max-Forwards", call("Max-Forwards:"), TAKEN, taken=True),
    Case("Max-Forwards with leading zeros", call("Max-Forwards: 0001"), TAKEN, taken=True),
    Case(
        "unknown authorization scheme", call("Authorization: NoOneKnows opaque-data=here"), TAKEN, taken=True
    ),
    Case("an empty header", call("Subject:") + b"", TAKEN, taken=True),
    Case("empty members in a list", call("Allow: ,INVITE,,ACK,"), TAKEN, taken=True),
    Case("two hundred Vias", call(*["Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK-t"] * 200), TAKEN, taken=True),
    Case("a hundred unknown headers", call(*[f"X-{n}: {n}" for n in range(100)]), TAKEN, taken=True),
    Case(
        "Via of a transport we do not speak",
        call("Via: SIP/2.0/SCTP 192.0.2.1;branch=z9hG4bK-s"),
        TAKEN,
        taken=True,
    ),
    Case("an IPv6 Via", call("Via: SIP/2.0/UDP [2001:db8::9]:5060;branch=z9hG4bK-6"), TAKEN, taken=True),
    Case(
        "Via with two received",
        call("Via: SIP/2.0/UDP h;received=1.1.1.1;received=x;branch=z9hG4bK-r"),
        TAKEN,
        True,
    ),
    Case("a Contact that is a star", call("Contact: *"), TAKEN, taken=True),
    Case("a Contact with a broken quote", call('Contact: "x <sip:a@x>'), TAKEN, taken=True),
    Case(
        "a request address in capitals", call(first="INVITE SIP:70200000@10.0.0.5 SIP/2.0"), TAKEN, taken=True
    ),
    Case("a tel request address", call(first="INVITE tel:+45-70-20-00-00 SIP/2.0"), TAKEN, taken=True),
    Case("a sips request address", call(first="INVITE sips:70200000@10.0.0.5 SIP/2.0"), TAKEN, taken=True),
    Case(
        "unknown schemes in To and From",
        call("To: <isbn:2983792873>", "From: <http://x.example>;tag=1"),
        TAKEN,
        True,
    ),
    Case(
        "headers in a request address",
        call(first="INVITE sip:7@10.0.0.5?Route=%3Csip:x%3E SIP/2.0"),
        TAKEN,
        True,
    ),
    Case(
        "plain line feeds",
        call(body=OFFER.replace("\r", "").encode()).replace(b"\r\n", b"\n"),
        TAKEN,
        taken=True,
    ),
    Case("empty lines before it", b"\r\n\r\n\r\n" + call(), TAKEN, taken=True),
    Case("an unreadable Privacy and PAI", call("Privacy: ;;;", 'P-Asserted-Identity: "'), TAKEN, taken=True),
    Case("unreadable Diversion and Reason", call('Diversion: "<', "Reason: ;;cause=x"), TAKEN, taken=True),
    Case(
        "a display name that looks like an address",
        call('From: "<sip:b@y>;tag=0" <sip:a@x>;tag=1'),
        TAKEN,
        True,
    ),
    Case("a repeated tag parameter", call("From: <sip:a@x>;tag=1;tag=2"), TAKEN, taken=True),
    Case("a required extension that we know", call("Require: timer"), TAKEN, taken=True),
    Case(
        "Session-Expires that is no number",
        call("Session-Expires: soon", "Supported: timer"),
        TAKEN,
        taken=True,
    ),
    Case("Timestamp that is no number", call("Timestamp: now"), TAKEN, taken=True),
    Case("a date that never was", call("Date: Mon, 31 Feb 2026 25:61:00 CET"), TAKEN, taken=True),
]

# understood, and refused with the proper word
REFUSED = [
    Case("an unknown required extension", call("Require: nothingSupportsThis, nor-this"), ("420 INVITE",)),
    Case(
        "an unknown scheme in the request address",
        call(first="INVITE nobodyKnows:x SIP/2.0"),
        ("416 INVITE",),
    ),
    Case("a service urn", call(first="INVITE urn:service:sos SIP/2.0"), ("416 INVITE",)),
    Case("no hops left", call("Max-Forwards: 0"), ("483 INVITE",)),
    Case("version 7", call(first="INVITE sip:7@10.0.0.5 SIP/7.0"), ("505 INVITE",)),
    Case("an unknown body", call("Content-Type: application/unknown"), ("415 INVITE",)),
    Case("a body of no type", call("Content-Type:"), ("415 INVITE",)),
    Case("a multipart body without a boundary", call("Content-Type: multipart/mixed"), ("415 INVITE",)),
    Case("an SDP that ends in the middle", call(body=OFFER.encode()[:70]), ("488 INVITE",)),
    Case("an SDP of random bytes", call(body=bytes(range(256))), ("488 INVITE",)),
    Case("a call into a dialog that is not", call("To: <sip:7@x>;tag=never"), ("481 INVITE",)),
    Case("a From that cannot be read", call('From: "Bell, Alexander <sip:a@x>;tag=43'), BAD),
    Case("a To without its closing bracket", call("To: <sip:7@x"), BAD),
    Case("a recorded route that leads nowhere", call("Record-Route: <news:comp.std>"), BAD),
    Case("a message larger than any", call(body=b"x" * 30_000), ("513 INVITE",)),
]

# broken, but with all that an answer needs
BROKEN = [
    Case("another method in CSeq", call("CSeq: 4711 OPTIONS"), ("400 OPTIONS",)),
    Case("negative Content-Length", call("Content-Length: -999"), BAD),
    Case("a Content-Length that is a word", call("Content-Length: plenty"), BAD),
    Case("less body than said", call("Content-Length: 9999"), BAD),
    Case("two different Content-Lengths", call("Content-Length: 3\r\nContent-Length: 4"), BAD),
    Case("Max-Forwards of 300", call("Max-Forwards: 300"), BAD),
    Case("blanks in the request address", call(first="INVITE sip:7@10.0.0.5; lr SIP/2.0"), BAD),
    Case("two blanks in the request line", call(first="INVITE  sip:7@10.0.0.5  SIP/2.0"), BAD),
    Case("a blank after the request line", call(first="INVITE sip:7@10.0.0.5 SIP/2.0 "), BAD),
    Case("an address in brackets in the request line", call(first="INVITE <sip:7 @10.0.0.5> SIP/2.0"), BAD),
    Case("a method with a letter it must not have", call(first="INV(ITE sip:7@10.0.0.5 SIP/2.0"), BAD),
]

# nothing an answer could be sent to, or nothing that may be answered
DROPPED = [
    Case("nothing at all", b""),
    Case("a keep-alive", b"\r\n\r\n"),
    Case("a keep-alive of zeros", b"\0\0\0\0"),
    Case("half a request line", b"INVITE sip:"),
    Case("random bytes", bytes(range(256)) * 4),
    Case("a STUN request", bytes.fromhex("000100002112a442") + b"\x01" * 12),
    Case("an RTP packet", b"\x80\x08" + b"\xd5" * 170),
    Case("a web request", b"GET / HTTP/1.1\r\nHost: 10.0.0.5\r\n\r\n"),
    Case("a header without an end", call()[:200]),
    Case("no Via", call("Via:")),
    Case("a Via that cannot be read", call("Via: SIP/2.0 192.0.2.1")),
    Case("a Via with an impossible port", call("Via: SIP/2.0/UDP 192.0.2.1:99999;branch=z9hG4bK-p")),
    Case("CSeq too large", call("CSeq: 36893488147419103232 INVITE")),
    Case("CSeq without a number", call("CSeq: INVITE")),
    Case("CSeq without a method", call("CSeq: 4711")),
    Case("two Call-IDs", call("Call-ID: a\r\nCall-ID: b")),
    Case("two Froms", call("From: <sip:a@x>;tag=1\r\nFrom: <sip:b@x>;tag=2")),
    Case("two CSeqs", call("CSeq: 1 INVITE\r\nCSeq: 2 INVITE")),
    Case("no Call-ID", call("Call-ID:")),
    Case("no From", call("From:")),
    Case("no To", call("To:")),
    Case("no CSeq", call("CSeq:")),
    Case("a zero byte in a header", call("Subject: a\0b")),
    Case("a carriage return in a header", call("Subject: a\rb")),
    Case("a broken ACK", call("CSeq: 1 INVITE", first="ACK sip:7@10.0.0.5 SIP/2.0")),
    Case("an ACK for nothing", call("CSeq: 1 ACK", first="ACK sip:7@10.0.0.5 SIP/2.0")),
    Case("a response to nobody", call(first="SIP/2.0 200 OK")),
    Case("a response with an absurd status", call(first="SIP/2.0 4294967301 better not break")),
    Case("a response of another version", call(first="SIP/7.0 200 OK")),
    Case("a response with another method in CSeq", call("CSeq: 8 PICNIC", first="SIP/2.0 200 OK")),
    Case("a response with less body than said", call("Content-Length: 9999", first="SIP/2.0 200 OK")),
    Case(
        "a response with two Vias", call("Via: SIP/2.0/UDP a\r\nVia: SIP/2.0/UDP b", first="SIP/2.0 200 OK")
    ),
    Case("a refusal of nothing", call(first="SIP/2.0 487")),
]

# other methods
OTHERS = [
    Case(
        "OPTIONS in compact form",
        wire(
            """
            OPTIONS sip:10.0.0.5 SIP/2.0
            v: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKo
            f: <sip:a@x>
            t: <sip:b@y>
            i: o1
            CSeq: 1 OPTIONS
            """
        ),
        ("200 OPTIONS",),
    ),
    Case(
        "an unknown method with an unknown everything",
        wire(
            """
            !interesting-Method0123456789_*+`.%indeed'~ sip:a@10.0.0.5;p=v SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK.-!%66*_+`'~
            To: "BEL:\\ NUL:\\" <sip:1@x>
            From: token1~` token2'+_ <sip:mundane@example.com>;fromParam''~+*_!.-%="r";tag=_token~1'+`*%!-.
            Call-ID: intmeth.word%ZK-!.*_+'@word`~)(><:\\/"][?}{
            CSeq: 139122385 !interesting-Method0123456789_*+`.%indeed'~
            Max-Forwards: 255
            """
        ),
        ("501 !interesting-Method0123456789_*+`.%indeed'~",),
    ),
    Case(
        "a REGISTER, which is not for us",
        call("CSeq: 1 REGISTER", first="REGISTER sip:hotline.example SIP/2.0", body=b""),
        ("405 REGISTER",),
    ),
    Case("a MESSAGE", call("CSeq: 1 MESSAGE", first="MESSAGE sip:7@10.0.0.5 SIP/2.0"), ("405 MESSAGE",)),
    Case(
        "a SUBSCRIBE",
        call("CSeq: 1 SUBSCRIBE", "Event: presence", first="SUBSCRIBE sip:7@10.0.0.5 SIP/2.0"),
        ("489 SUBSCRIBE",),
    ),
    Case(
        "a NOTIFY of nothing", call("CSeq: 1 NOTIFY", first="NOTIFY sip:7@10.0.0.5 SIP/2.0"), ("489 NOTIFY",)
    ),
    Case("a REFER of nothing", call("CSeq: 1 REFER", first="REFER sip:7@10.0.0.5 SIP/2.0"), ("603 REFER",)),
    Case(
        "a CANCEL of nothing", call("CSeq: 1 CANCEL", first="CANCEL sip:7@10.0.0.5 SIP/2.0"), ("481 CANCEL",)
    ),
    Case("a BYE of nothing", call("CSeq: 1 BYE", first="BYE sip:7@10.0.0.5 SIP/2.0"), ("481 BYE",)),
    Case(
        "a lower-case invite is another method",
        call("CSeq: 1 invite", first="invite sip:7@x SIP/2.0"),
        ("501 invite",),
    ),
    Case(
        "a BYE without a From tag",
        call("From: <sip:a@x>", "CSeq: 1 BYE", first="BYE sip:7@x SIP/2.0"),
        ("400 BYE",),
    ),
]

CASES = [*VALID, *REFUSED, *BROKEN, *DROPPED, *OTHERS]
