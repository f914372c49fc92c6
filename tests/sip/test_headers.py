# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The values in headers: lists, parties, Via, numbers, addresses, bodies."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.sip.bodies import UnknownBody, key_pressed, sdp_of
from hotline.sip.errors import Unusable
from hotline.sip.headers import (
    Party,
    header_parameters,
    leading_number,
    parse_party,
    parse_via,
    quoted,
    readable,
    small_number,
    split_list,
    tag_of,
    unquoted,
)
from hotline.sip.messages import Headers, Request
from hotline.sip.uris import bracketed, knows_scheme, next_hop, number_of, parse_uri, try_number
from tests.sip.story import OFFER, VIA


@pytest.mark.parametrize(
    ("value", "members"),
    [
        ("", []),
        ("a", ["a"]),
        ("a, b ,c", ["a", "b", "c"]),
        (",a,,b,", ["a", "b"]),
        ('"x, y" <sip:a>, <sip:b?c=1,2>', ['"x, y" <sip:a>', "<sip:b?c=1,2>"]),
        ('"x \\", y", z', ['"x \\", y"', "z"]),
        ('"never ends, a, b', ['"never ends, a, b']),
        ("<never ends, a", ["<never ends, a"]),
        ("a > b, c", ["a > b", "c"]),
        ('<sip:"a,b">, c', ['<sip:"a,b">', "c"]),
    ],
)
def test_a_list_is_cut_at_its_own_commas(value: str, members: list[str]) -> None:
    assert split_list(value) == members


@pytest.mark.parametrize(
    ("value", "party"),
    [
        ("<sip:a@x>", Party("", "sip:a@x", {})),
        ("sip:a@x;tag=1", Party("", "sip:a@x", {"tag": "1"})),
        ("<sip:a@x;user=phone>;TAG=1;x", Party("", "sip:a@x;user=phone", {"tag": "1", "x": ""})),
        ("Anna B. <sip:a@x>", Party("Anna B.", "sip:a@x", {})),
        ('"Anna \\"B\\"" <sip:a@x> ; tag = 7', Party('Anna "B"', "sip:a@x", {"tag": "7"})),
        ('"<sip:evil@x>;tag=0" <sip:a@x>;tag=1', Party("<sip:evil@x>;tag=0", "sip:a@x", {"tag": "1"})),
        ('""<sip:a@x>', Party("", "sip:a@x", {})),
        ('<sip:a@x>;tag=1;tag=2;q="a;b"', Party("", "sip:a@x", {"tag": "1", "q": "a;b"})),
        ("*", Party("", "*", {})),
    ],
)
def test_a_party_is_taken_apart(value: str, party: Party) -> None:
    assert parse_party(value) == party


@pytest.mark.parametrize("value", ['"no end <sip:a@x>', "<sip:a@x", '"name" sip:a@x', '"name"'])
def test_a_party_that_makes_no_sense_is_refused(value: str) -> None:
    with pytest.raises(Unusable):
        parse_party(value)


@pytest.mark.parametrize(
    ("value", "tag"),
    [
        ("<sip:a@x>;tag=1", "1"),
        ("<sip:a@x;tag=no>", ""),
        ("sip:a@x;tag=2;x=y", "2"),
        ('"x>;tag=no" <sip:a@x>; TAG = 3 ', "3"),
        ("<sip:a@x>;nottag=1", ""),
        ("<sip:a@x>", ""),
    ],
)
def test_a_tag_is_found_without_taking_the_rest_apart(value: str, tag: str) -> None:
    assert tag_of(value) == tag


@pytest.mark.parametrize(
    ("value", "facts"),
    [
        ("SIP/2.0/UDP 192.0.2.1;branch=z", ("UDP", "192.0.2.1", None, "z")),
        ("SIP / 2.0 / tcp  host.example : 5061 ; rport ;branch = z", ("TCP", "host.example", 5061, "z")),
        ("SIP/2.0/UDP [2001:db8::1]:5060;branch=z", ("UDP", "[2001:db8::1]", 5060, "z")),
        ("SIP/2.0/TLS-SCTP h", ("TLS-SCTP", "h", None, "")),
    ],
)
def test_a_via_is_taken_apart(value: str, facts: tuple[str, str, int | None, str]) -> None:
    via = parse_via(value)
    assert (via.transport, via.host, via.port, via.branch) == facts


@pytest.mark.parametrize(
    "value",
    ["", "SIP/2.0/UDP", "SIP/2.0 192.0.2.1", "HTTP/2.0/UDP h", "SIP/2.0/UDP h:0", "SIP/2.0/UDP h:70000"],
)
def test_a_via_that_makes_no_sense_is_refused(value: str) -> None:
    with pytest.raises(Unusable):
        parse_via(value)


def test_who_sent_a_request_is_compared_with_its_port() -> None:
    assert parse_via("SIP/2.0/UDP Host.Example").sent_by == parse_via("SIP/2.0/UDP host.example:5060").sent_by


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        (" 42 ", 42),
        ("2147483647", 2147483647),
        ("2147483648", None),
        ("-1", None),
        ("+1", None),
        ("1.5", None),
        ("", None),
        ("x", None),
        ("²", None),
        ("\u0663", None),
        ("9" * 5000, None),
    ],
)
def test_a_number_is_plain_digits_within_bounds(text: str, number: int | None) -> None:
    assert small_number(text) == number


def test_a_number_before_parameters_and_comments_is_read() -> None:
    found = [leading_number(text) for text in ("90", "90;x=1", "90 (a)", " 90(a)", ";x", "(a)", "")]
    assert found == [90, 90, 90, 90, None, None, None]


def test_quotes_are_put_and_taken_away() -> None:
    assert quoted('a "b" \\ c\r\nd') == '"a \\"b\\" \\\\ cd"'
    assert unquoted(quoted('a "b" \\ c')) == 'a "b" \\ c'
    assert [unquoted(text) for text in ('"', "a", '"a', '""')] == ['"', "a", '"a', ""]


@given(st.text())
def test_whatever_is_quoted_is_one_member_without_line_ends(text: str) -> None:
    assert len(split_list(quoted(text) + " <sip:a>")) == 1
    assert "\n" not in quoted(text)


@given(st.binary(max_size=200))
def test_whatever_a_stranger_sends_can_be_stored_and_shown(data: bytes) -> None:
    shown = readable(data.decode("utf-8", "surrogateescape"))
    assert shown.encode().decode().isprintable()
    assert len(shown) <= 120


def test_parameters_are_read_with_quotes_and_without_values() -> None:
    assert header_parameters(';a=1; B ;c="x;y" ; d = z') == {"a": "1", "b": "", "c": "x;y", "d": "z"}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("sip:a@x", ("sip", "a", "x", None)),
        ("SIPS:a:secret@Host.Example:5061;lr?h=1", ("sips", "a:secret", "host.example", 5061)),
        ("sip:192.0.2.1", ("sip", "", "192.0.2.1", None)),
        ("sip:a@[2001:DB8::1]:5060", ("sip", "a", "[2001:db8::1]", 5060)),
        ("sip:a;b=c?d&e@x", ("sip", "a;b=c?d&e", "x", None)),
        ("tel:+45(70)20-00.00;ext=1", ("tel", "+45(70)20-00.00", "", None)),
    ],
)
def test_an_address_is_taken_apart(text: str, facts: tuple[str, str, str, int | None]) -> None:
    uri = parse_uri(text)
    assert (uri.scheme, uri.user, uri.host, uri.port) == facts


@pytest.mark.parametrize(
    "text",
    [
        "",
        "sip:",
        "a@x",
        "sip:a@",
        "sip:a b@x",
        "sip:a@x:0",
        "sip:a@x:65536",
        "sip:a@x y",
        "sip:a@[::1",
        "sip:a@b..c",
        "sip:a@" + "b" * 64,
        "http://x",
        "tel:",
        "tel:hello",
        "sip:a@x\r\nEvil: 1",
        "sip:" + "a" * 2000 + "@x",
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(Unusable):
        parse_uri(text)


def test_the_next_hop_is_host_and_port_or_maddr() -> None:
    hops = ["sip:a@x", "sip:a@x:5080", "sip:[::1]:7", "sip:a@x;maddr=192.0.2.5", "sip:a@x;maddr=b@d"]
    assert [next_hop(parse_uri(text)) for text in hops] == [
        ("x", 5060),
        ("x", 5080),
        ("::1", 7),
        ("192.0.2.5", 5060),
        ("x", 5060),
    ]


def test_schemes_are_told_apart() -> None:
    assert [
        knows_scheme(text) for text in ("sip:a@x", "TEL:1", "sips:x", "http://x", "urn:x", "nothing")
    ] == [
        True,
        True,
        True,
        False,
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("sip:+4570200000@x", "+4570200000"),
        ("tel:+45-70-20-00-00", "+4570200000"),
        ("tel:70200000;phone-context=+45", "+4570200000"),
        ("tel:70200000;phone-context=carrier.example", "70200000"),
        ("sip:70200000;phone-context=+45@x", "+4570200000"),
        ("sip:%2B45%2070@x", "+4570"),
        ("sip:a.b-c@x", "a.b-c"),
        ("sip:x", ""),
        ("nothing", ""),
    ],
)
def test_the_number_in_an_address_is_found(text: str, number: str) -> None:
    assert try_number(text) == number


def test_a_router_of_today_says_lr() -> None:
    assert [parse_uri(text).is_loose for text in ("sip:p;lr", "sip:p;lr=on", "sip:p")] == [True, True, False]
    assert number_of(parse_uri("sip:a:secret@x")) == "a"
    assert (bracketed("::1"), bracketed("x")) == ("[::1]", "x")


def carrying(body: bytes, **headers: str) -> Request:
    """A request with this body."""
    named = {name.replace("_", "-"): [value] for name, value in headers.items()}
    return Request(Headers(named), body, 1, "INVITE", VIA, "sip:x")


def test_an_sdp_is_found_alone_or_among_parts() -> None:
    assert sdp_of(carrying(b"")) is None
    assert sdp_of(carrying(b"\r\n", content_type="application/x")) is None
    assert sdp_of(carrying(OFFER.encode(), content_type="Application/SDP; charset=utf-8")) == OFFER
    parts = b"preamble\n--b\nContent-Type: text/plain\n\nhi\n--b\ncontent-type :application/sdp\n\nv=0\n--b--"
    assert sdp_of(carrying(parts, content_type="multipart/mixed; boundary=b")) == "v=0\n"
    assert sdp_of(carrying(b"--b\n\nx\n--b--", content_type="multipart/mixed; boundary=b")) is None


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"content_type": "application/xml"},
        {"content_type": "multipart/mixed"},
        {"content_type": "application/sdp", "content_encoding": "gzip"},
        {"content_type": "text/plain", "content_disposition": "session;handling=required"},
    ],
)
def test_a_body_that_cannot_be_read_is_not_overlooked(headers: dict[str, str]) -> None:
    with pytest.raises(UnknownBody):
        sdp_of(carrying(b"something", **headers))


def test_a_body_that_may_be_overlooked_is() -> None:
    optional = {"content_type": "image/png", "content_disposition": "icon; handling=optional"}
    assert sdp_of(carrying(b"png", **optional)) is None
    assert sdp_of(carrying(b"v=0", content_type="application/sdp", content_encoding="identity")) == "v=0"


def test_a_zero_byte_in_an_sdp_is_left_out() -> None:
    assert sdp_of(carrying(b"v=0\0\xff", content_type="application/sdp")) == "v=0\ufffd"


def test_an_info_about_something_else_holds_no_key() -> None:
    assert key_pressed(carrying(b"5", content_type="text/plain")) is None
    assert key_pressed(carrying(b"Signal=99", content_type="application/dtmf-relay")) is None


@pytest.mark.parametrize(
    "text",
    [
        '"\\' * 8000,
        '"' * 16_001,
        "<" * 16_000,
        ";a=" * 5000,
        ';a="\\"' * 3000,
        "," * 16_000,
        " " * 16_000,
        "a" * 16_000,
        ";tag" * 4000,
        "SIP/2.0/UDP a" + " " * 16_000 + "x",
        "sip:" + "a;" * 8000,
    ],
)
def test_no_text_takes_long_to_read(text: str) -> None:
    before = time.process_time()
    split_list(text)
    tag_of(text)
    header_parameters(text)
    for act in (parse_party, parse_via):
        try:
            act(text)
        except Unusable:
            continue
    try_number(text)
    assert time.process_time() - before < 0.5
