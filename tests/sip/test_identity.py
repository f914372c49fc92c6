# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Who rings: what is shown, what is believed, and what stays withheld."""

from typing import Any

import pytest

from hotline.sip.identity import cause_of
from hotline.sip.messages import Headers
from hotline.sip.outputs import CallArrived, Cause
from tests.sip.story import CARRIER, STRANGER, Story, invite

KNOWN = "<sip:+4500000009@carrier.example;user=phone>"


def arrival(**headers: Any) -> CallArrived:
    """What is told about a call with these headers."""
    source = headers.pop("source", CARRIER)
    story = Story(open_to_all=True)
    story.hear(invite(**headers), source)
    (told,) = story.told()
    assert isinstance(told, CallArrived)
    return told


@pytest.mark.parametrize(
    ("sender", "number", "display"),
    [
        ("<sip:+4500000001@carrier.example>", "+4500000001", ""),
        ('"Anna Berg" <sip:4500000001@carrier.example>', "4500000001", "Anna Berg"),
        ("Anna Berg <sip:4500000001@carrier.example>", "4500000001", "Anna Berg"),
        ("sip:4500000001@carrier.example", "4500000001", ""),
        ("<tel:+45-00-00-00-01>", "+4500000001", ""),
        ("<tel:00000001;phone-context=+45>", "+4500000001", ""),
        ("<sip:+45 00.00%2000-01@carrier.example>", "", ""),
        ("<sip:%2B4500000001@carrier.example;user=phone>", "+4500000001", ""),
        ("<sip:+4500000001;npdi;rn=+4511@carrier.example>", "+4500000001", ""),
        ("<sip:anna@example.net>", "anna", ""),
        ("<sip:carrier.example>", "", ""),
        ('"J\u00f8rgen" <sip:1@x>', "1", "J\u00f8rgen"),
        ('"a\\"b\\\\c" <sip:1@x>', "1", 'a"b\\c'),
        ("<https://caller.example>", "", ""),
        ("<sip:a%00b@x>", "ab", ""),
    ],
)
def test_number_and_name_come_from_the_from(sender: str, number: str, display: str) -> None:
    told = arrival(**{"from": f"{sender};tag=far-1"})
    assert (told.caller, told.display, told.withheld) == (number, display, False)


def test_a_name_in_latin_1_is_understood() -> None:
    story = Story()
    data = invite(**{"from": '"J?rgen" <sip:1@x>;tag=far-1'}).replace(b"J?rgen", "Jørgen".encode("latin-1"))
    story.hear(data)
    (told,) = story.told()
    assert isinstance(told, CallArrived)
    assert told.display == "Jørgen"
    assert b'"J\xf8rgen"' in story.only_sent().encode()


def test_a_name_is_stripped_of_what_cannot_be_shown_and_cut() -> None:
    told = arrival(**{"from": '"\x1b[31mred\u202e' + "x" * 500 + '" <sip:1@x>;tag=far-1'})
    assert told.display.startswith("[31mredxxx")
    assert len(told.display) == 120


@pytest.mark.parametrize(
    "sender",
    [
        "<sip:anonymous@anonymous.invalid>",
        '"Anonymous" <sip:anonymous@carrier.example>',
        "<sip:Anonymous@192.0.2.1>",
        "<sip:c8oqz84zk7z@anonymous.invalid>",
        "<sip:unavailable@carrier.example>",
        "<sip:restricted@carrier.example>",
    ],
)
def test_an_anonymous_from_is_withheld_even_if_the_carrier_knows_the_number(sender: str) -> None:
    told = arrival(**{"from": f"{sender};tag=far-1", "p_asserted_identity": KNOWN})
    assert (told.caller, told.display, told.withheld) == ("", "", True)


@pytest.mark.parametrize(
    "headers",
    [
        {"privacy": "id"},
        {"privacy": "user;id"},
        {"privacy": "Header; Critical"},
        {"privacy": "critical,id"},
        {"remote_party_id": "<sip:+4500000001@carrier.example>;privacy=full"},
    ],
)
def test_who_asks_for_privacy_gets_it(headers: dict[str, str]) -> None:
    told = arrival(**headers, p_asserted_identity=f'"Anna" {KNOWN}')
    assert (told.caller, told.display, told.withheld) == ("", "", True)


def test_privacy_is_kept_for_strangers_too() -> None:
    assert arrival(source=STRANGER, privacy="id").withheld


@pytest.mark.parametrize("privacy", ["none", "session", "critical"])
def test_other_kinds_of_privacy_hide_no_number(privacy: str) -> None:
    assert not arrival(privacy=privacy).withheld


def test_a_number_asserted_by_the_carrier_counts_more_than_the_from() -> None:
    told = arrival(p_asserted_identity=f'"Anna" {KNOWN}')
    assert (told.caller, told.display) == ("+4500000009", "Anna")


def test_the_first_asserted_identity_that_can_be_read_counts() -> None:
    told = arrival(p_asserted_identity='"broken <sip:x>')
    assert told.caller == "+4500000001"
    told = arrival(p_asserted_identity="<tel:+4500000009>, <sip:+4500000008@carrier.example>")
    assert told.caller == "+4500000009"


def test_an_asserted_identity_without_a_name_leaves_the_name_of_the_from() -> None:
    told = arrival(**{"from": '"Anna" <sip:1@x>;tag=far-1', "p_asserted_identity": KNOWN})
    assert (told.caller, told.display) == ("+4500000009", "Anna")


def test_an_edge_is_trusted_without_being_named_twice() -> None:
    story = Story(trusted=(), edge=("10.0.0.1", 5060))
    story.hear(invite(p_asserted_identity=KNOWN), ("10.0.0.1", 5060))
    (told,) = story.told()
    assert isinstance(told, CallArrived)
    assert told.caller == "+4500000009"
    story.hear(invite(branch="z9hG4bK-2", call="call-2"), CARRIER)
    assert story.said() == ["100 INVITE", "403 INVITE"]


def test_single_addresses_networks_and_ipv6_can_be_trusted() -> None:
    story = Story(trusted=("192.0.2.1", "198.51.100.0/29", "2001:db8::/64"))
    traffic = story.ua._traffic
    hosts = [
        "192.0.2.1",
        "192.0.2.2",
        "198.51.100.7",
        "198.51.100.8",
        "2001:db8::9",
        "fe80::1%eth0",
        "a name",
    ]
    assert [host for host in hosts if traffic.trusts(host)] == ["192.0.2.1", "198.51.100.7", "2001:db8::9"]


def test_many_strangers_are_not_remembered_for_ever() -> None:
    traffic = Story().ua._traffic
    for number in range(25_000):
        traffic.trusts(f"10.{number % 200}.{number // 200}.1")
    assert len(traffic._known_sources) <= 10_000


def test_what_a_stranger_asserts_is_not_believed() -> None:
    told = arrival(source=STRANGER, p_asserted_identity=KNOWN, diversion="<sip:+4500000005@x>")
    assert (told.caller, told.diverted_from) == ("+4500000001", "")


@pytest.mark.parametrize(
    ("headers", "number"),
    [
        ({}, ""),
        ({"diversion": "<sip:+4500000005@x>;reason=unconditional"}, "+4500000005"),
        ({"diversion": "<sip:+4500000006@x>;reason=user-busy, <sip:+4500000005@x>"}, "+4500000005"),
        ({"diversion": "<sip:+4500000005@x>;privacy=full"}, ""),
        ({"diversion": "<sip:+4500000005@x>;privacy=off"}, "+4500000005"),
        ({"diversion": '"broken'}, ""),
        ({"history_info": "<sip:70200000@x>;index=1"}, ""),
        ({"history_info": "<sip:+4500000005@x?Reason=SIP>;index=1, <sip:7@x>;index=1.1"}, "+4500000005"),
        ({"history_info": "<sip:+4500000005@x?Privacy=history>;index=1, <sip:7@x>;index=1.1"}, ""),
    ],
)
def test_a_diverted_call_tells_the_number_dialled_first(headers: dict[str, str], number: str) -> None:
    assert arrival(**headers).diverted_from == number


def test_the_number_dialled_is_told_from_both_places() -> None:
    told = arrival(uri="sip:line@10.0.0.5", to="<sip:+4570200000@carrier.example;user=phone>")
    assert (told.called, told.addressed) == ("line", "+4570200000")


def test_a_called_tel_uri_is_a_number_too() -> None:
    assert arrival(uri="tel:+45-70-20-00-00").called == "+4570200000"


@pytest.mark.parametrize(
    ("reasons", "cause"),
    [
        ([], None),
        (["nonsense"], None),
        (["SIP;text=x"], None),
        (["SIP;cause=200"], Cause("SIP", 200)),
        (['q.850 ;cause=16 ;text="Normal call clearing"'], Cause("Q.850", 16, "Normal call clearing")),
        (['SIP;cause=487;text="x", Q.850;cause=31'], Cause("Q.850", 31)),
        (["SIP;cause=600", "Q.850;text=x;cause=17"], Cause("Q.850", 17)),
    ],
)
def test_the_reason_of_an_end_is_read(reasons: list[str], cause: Cause | None) -> None:
    headers = Headers({"reason": reasons} if reasons else {})
    assert cause_of(headers) == cause
