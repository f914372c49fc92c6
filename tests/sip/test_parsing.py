# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""From bytes to messages and back."""

import pytest

from hotline.sip.answers import answer, find_way_back, passing_tag, phrase
from hotline.sip.messages import Headers, Request, Response
from hotline.sip.parsing import Malformed, parse
from tests.sip.story import OFFER, invite, request

COMPACT = (
    b"INVITE sip:70200000@10.0.0.5 SIP/2.0\r\n"
    b"v: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKx\r\n"
    b"f: <sip:a@x>;tag=1\r\nt: <sip:b@y>\r\ni: c1\r\nCSeq: 1 INVITE\r\n"
    b"m: <sip:a@192.0.2.1>\r\nk: timer, 100rel\r\nx: 600\r\nc: application/sdp\r\nl: 3\r\n\r\nabcdef"
)


def asked(data: bytes) -> Request:
    """A request, read."""
    message = parse(data)
    assert isinstance(message, Request)
    return message


def answered(data: bytes) -> Response:
    """A response, read."""
    message = parse(data)
    assert isinstance(message, Response)
    return message


def test_a_request_is_read_with_all_that_names_it() -> None:
    message = asked(invite(cseq=7, branch="z9hG4bKq", call="c9", their_tag="t9"))
    assert (message.method, message.uri) == ("INVITE", "sip:70200000@10.0.0.5:5070")
    assert (message.cseq, message.branch, message.call_id) == (7, "z9hG4bKq", "c9")
    assert (message.from_tag, message.to_tag) == ("t9", "")
    assert message.body.decode() == OFFER


def test_what_is_written_is_read_back_the_same() -> None:
    first = asked(invite())
    assert asked(first.encode()).encode() == first.encode()


def test_compact_names_are_read_and_the_body_is_cut() -> None:
    message = asked(COMPACT)
    assert message.headers.tokens("supported") == {"timer", "100rel"}
    assert message.headers.first("session-expires") == "600"
    assert (message.call_id, message.body) == ("c1", b"abc")


def test_folded_lines_blanks_before_colons_and_odd_capitals_are_read() -> None:
    data = COMPACT.replace(b"f: <sip:a@x>;tag=1", b"FROM  :\r\n  <sip:a@x>\r\n\t;tag=1").replace(
        b"i: ", b"cAlL-Id:"
    )
    message = asked(data)
    assert (message.from_tag, message.call_id) == ("1", "c1")


def test_bare_line_feeds_are_read() -> None:
    message = asked(COMPACT.replace(b"\r\n", b"\n"))
    assert (message.call_id, message.body) == ("c1", b"abc")


def test_empty_lines_before_the_message_are_skipped() -> None:
    assert asked(b"\r\n\r\n" + COMPACT).call_id == "c1"


def test_a_header_that_ends_the_datagram_is_enough() -> None:
    data = COMPACT.split(b"\r\n\r\n", maxsplit=1)[0].replace(b"\r\nl: 3", b"") + b"\r\n"
    assert asked(data).body == b""


def test_lists_over_several_lines_and_commas_are_one() -> None:
    extra = b'v: SIP/2.0/UDP a, SIP/2.0/TCP b;x="1,2"\r\nm: "x, y" <sip:1@x?a=1,2>, <sip:2@x>\r\n'
    message = asked(COMPACT.replace(b"l: 3", extra + b"l: 3"))
    assert message.headers.listed("via") == [
        "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKx",
        "SIP/2.0/UDP a",
        'SIP/2.0/TCP b;x="1,2"',
    ]
    assert message.headers.listed("contact")[1:] == ['"x, y" <sip:1@x?a=1,2>', "<sip:2@x>"]


def test_bytes_that_are_not_utf_8_come_back_as_they_were() -> None:
    data = COMPACT.replace(b"f: <sip:a@x>", b'f: "\xe6\xf8\xe5 \xff" <sip:a@x>')
    assert b'From: "\xe6\xf8\xe5 \xff" <sip:a@x>;tag=1\r\n' in asked(data).encode()


def test_a_response_is_read() -> None:
    head = b"\r\n".join(COMPACT.split(b"\r\n")[1:])
    message = answered(b"SIP/2.0 486 Busy Here\r\n" + head)
    assert (message.status, message.phrase, message.method) == (486, "Busy Here", "INVITE")
    assert answered(b"SIP/2.0 200\r\n" + head).phrase == ""
    assert answered(b"sip/2.0 200 \r\n" + head).status == 200


@pytest.mark.parametrize(
    "line", [b"SIP/2.0 99 X", b"SIP/2.0 700 X", b"SIP/2.0 2x0 X", b"SIP/3.0 200 X", b"SIP/"]
)
def test_a_status_line_that_makes_no_sense_is_refused(line: bytes) -> None:
    head = b"\r\n".join(COMPACT.split(b"\r\n")[1:])
    with pytest.raises(Malformed) as refused:
        parse(line + b"\r\n" + head)
    assert refused.value.headers is None


@pytest.mark.parametrize(
    ("old", "new", "status"),
    [
        (b"CSeq: 1 INVITE", b"CSeq: 1 OPTIONS", 400),
        (b"SIP/2.0\r\nv:", b"SIP/7.0\r\nv:", 505),
        (b"l: 3", b"l: 99", 400),
        (b"l: 3", b"l: -3", 400),
        (b"l: 3", b"l: 3\r\nl: 4", 400),
        (b"l: 3", b"Max-Forwards: 256\r\nl: 3", 400),
        (b"l: 3", b"Max-Forwards: many\r\nl: 3", 400),
        (b"INVITE sip", b"INVITE  sip", 400),
        (b"INVITE sip", b"INV\xc3\xa6TE sip", 400),
    ],
)
def test_a_bad_request_that_can_be_answered_is(old: bytes, new: bytes, status: int) -> None:
    with pytest.raises(Malformed) as refused:
        parse(COMPACT.replace(old, new, 1))
    assert refused.value.status == status
    assert refused.value.headers is not None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"v: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKx\r\n", b""),
        (b"v: SIP", b"v: PIS"),
        (b"192.0.2.1;branch", b"192.0.2.1:99999;branch"),
        (b"i: c1\r\n", b""),
        (b"l: 3", b"To: <sip:c@y>\r\nl: 3"),
        (b"l: 3", b"i: second\r\nl: 3"),
        (b"CSeq: 1 INVITE", b"CSeq: 1"),
        (b"CSeq: 1 INVITE", b"CSeq: -1 INVITE"),
        (b"CSeq: 1 INVITE", b"CSeq: 2147483648 INVITE"),
        (b"CSeq: 1 INVITE", b"CSeq: one INVITE"),
        (b"f: <sip:a@x>;tag=1\r\n", b""),
        (b"t: <sip:b@y>\r\n", b"t: \r\n"),
        (b"SIP/2.0\r\nv:", b"HTTP/1.1\r\nv:"),
        (b"f: ", b"f\x00: "),
        (b"f: <sip", b"f: \r<sip"),
    ],
)
def test_a_bad_request_that_cannot_be_answered_is_not(old: bytes, new: bytes) -> None:
    with pytest.raises(Malformed) as refused:
        parse(COMPACT.replace(old, new, 1))
    assert refused.value.headers is None


def test_an_ack_is_never_answered_however_bad() -> None:
    with pytest.raises(Malformed) as refused:
        parse(COMPACT.replace(b"INVITE", b"ACK").replace(b"l: 3", b"l: x"))
    assert refused.value.headers is None


def test_a_header_without_end_is_no_message() -> None:
    with pytest.raises(Malformed, match="no end"):
        parse(COMPACT[:70])


def test_a_message_over_the_limit_is_refused_with_513() -> None:
    with pytest.raises(Malformed) as refused:
        parse(COMPACT + b"x" * 1000, largest=1000)
    assert refused.value.status == 513


def test_two_equal_content_lengths_are_one() -> None:
    assert asked(COMPACT.replace(b"l: 3", b"l: 3\r\nContent-Length: 3")).body == b"abc"


def test_an_answer_repeats_what_names_the_request() -> None:
    ok = answer(asked(request("BYE", our_tag="us", record_route="<sip:p;lr>")), 200, "other")
    assert ok.start_line == "SIP/2.0 200 OK"
    assert (ok.to_tag, ok.from_tag, ok.cseq) == ("us", "far-1", 1)
    assert set(ok.headers.fields) == {"via", "from", "to", "call-id", "cseq", "record-route"}
    no = answer(asked(request("BYE", record_route="<sip:p;lr>")), 481, "us")
    assert (no.to_tag, "record-route" in no.headers.fields) == ("us", False)


def test_a_status_we_have_no_words_for_gets_those_of_its_class() -> None:
    assert [phrase(status) for status in (199, 299, 399, 499, 599, 699)] == [
        "Progress",
        "OK",
        "Redirect",
        "Request Failure",
        "Server Failure",
        "Global Failure",
    ]


def test_a_passing_tag_is_the_same_for_the_same_request_only() -> None:
    one, other = asked(invite()), asked(invite(branch="z9hG4bK-other"))
    assert passing_tag(one) == passing_tag(asked(invite()))
    assert passing_tag(one) != passing_tag(other)


def test_the_way_back_is_noted_in_the_topmost_via_only() -> None:
    message = asked(COMPACT.replace(b"\r\nf:", b", SIP/2.0/UDP deep;rport\r\nf:", 1))
    find_way_back(message, ("203.0.113.9", 4444))
    assert message.headers.listed("via") == [
        "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKx;received=203.0.113.9",
        "SIP/2.0/UDP deep;rport",
    ]
    assert message.reply_to == ("203.0.113.9", 5060)


def test_a_via_that_tells_the_truth_is_left_as_it_is() -> None:
    message = asked(COMPACT)
    find_way_back(message, ("192.0.2.1", 5060))
    assert message.headers.listed("via") == ["SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKx"]


def test_a_via_that_lies_about_its_own_address_is_corrected() -> None:
    message = asked(COMPACT.replace(b";branch", b";received=6.6.6.6;rport=1;branch", 1))
    find_way_back(message, ("192.0.2.1", 5062))
    assert message.headers.listed("via") == [
        "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKx;received=192.0.2.1;rport=5062"
    ]
    assert message.reply_to == ("192.0.2.1", 5062)


def test_headers_can_be_put_added_and_taken_away() -> None:
    headers = Headers.of([("a", "1"), ("a", "2"), ("b", "3, 4")])
    copy = headers.copy()
    copy.put("a", "9")
    copy.put("b")
    assert (headers.fields, copy.fields) == ({"a": ["1", "2"], "b": ["3, 4"]}, {"a": ["9"]})
    assert (headers.first("c"), headers.listed("c"), headers.listed("b")) == ("", [], ["3", "4"])
