# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The words between a browser phone and the exchange, exactly as they go over the wire."""

import json
from typing import Any, get_args

import msgspec
import pytest

from hotline.wires import phone_messages as page

FROM_PAGE: list[tuple[str, page.FromPage]] = [
    ('{"type": "hello", "token": "t", "tab": "a"}', page.Hello("t", "a")),
    (
        '{"type": "hello", "token": "t", "tab": "a", "legs": ["x", "y"], "claim": true}',
        page.Hello("t", "a", ["x", "y"], claim=True),
    ),
    ('{"type": "pong", "n": 7, "ready": true}', page.Pong(7, ready=True)),
    (
        '{"type": "pong", "n": 7, "ready": false, "problem": "microphone"}',
        page.Pong(7, ready=False, problem="microphone"),
    ),
    ('{"type": "choose", "chosen": "available"}', page.Choose("available")),
    ('{"type": "choose", "chosen": "paused", "reason": "Frokost"}', page.Choose("paused", "Frokost")),
    ('{"type": "choose", "chosen": "signed_out"}', page.Choose("signed_out")),
    ('{"type": "answer", "offer": "c1.1", "sdp": "v=0"}', page.Answer("c1.1", "v=0")),
    ('{"type": "decline", "offer": "c1.1"}', page.Decline("c1.1")),
    ('{"type": "unable", "offer": "c1.1"}', page.Unable("c1.1")),
    ('{"type": "hangup", "call": "c1"}', page.HangUp("c1")),
    ('{"type": "hangup"}', page.HangUp()),
    ('{"type": "hold", "call": "c1"}', page.Hold("c1")),
    ('{"type": "resume", "call": "c1"}', page.Resume("c1")),
    ('{"type": "media", "leg": "x", "sdp": "v=0"}', page.MediaAnswer("x", "v=0")),
    ('{"type": "lost", "leg": "x"}', page.Lost("x")),
    ('{"type": "wrapup", "do": "extend"}', page.WrapUp("extend")),
    ('{"type": "wrapup", "do": "end"}', page.WrapUp("end")),
    ('{"type": "call", "sdp": "v=0"}', page.CitizenCall("v=0")),
    ('{"type": "call", "sdp": "v=0", "called": "70200000"}', page.CitizenCall("v=0", "70200000")),
    ('{"type": "digit", "digit": "#"}', page.Digit("#")),
]

SHOWN = page.CallShown("c1", "x", "Hotline", 5, held=False, number="+4500000001", withheld=False)
TO_PAGE: list[tuple[page.ToPage, dict[str, Any]]] = [
    (page.Welcome(3), {"type": "welcome", "agent": 3}),
    (page.Ping(9), {"type": "ping", "n": 9}),
    (
        page.DeskMessages((page.DeskMessage(7, "MitID er nede", "Vera"),)),
        {"type": "messages", "messages": [{"key": 7, "text": "MitID er nede", "by": "Vera"}]},
    ),
    (
        page.State(1, "talking", "available", "", 2, None, 0, 4, 3, 5, SHOWN, ""),
        {
            "type": "state",
            "now": 1,
            "status": "talking",
            "chosen": "available",
            "reason": "",
            "since": 2,
            "until": None,
            "missed": 0,
            "waiting": 4,
            "longest": 3,
            "agents": 5,
            "call": {
                "call": "c1",
                "leg": "x",
                "line": "Hotline",
                "since": 5,
                "held": False,
                "number": "+4500000001",
                "withheld": False,
            },
            "trouble": "",
            "ended_by": "",
        },
    ),
    (
        page.Ring("c1.1", "c1", "x", "v=0", 9, "Hotline", "", withheld=True),
        {
            "type": "ring",
            "offer": "c1.1",
            "call": "c1",
            "leg": "x",
            "sdp": "v=0",
            "until": 9,
            "line": "Hotline",
            "number": "",
            "withheld": True,
        },
    ),
    (page.Stop("c1.1", "rang_out"), {"type": "stop", "offer": "c1.1", "reason": "rang_out"}),
    (page.Joined("c1", "x"), {"type": "joined", "call": "c1", "leg": "x"}),
    (page.Held("c1"), {"type": "held", "call": "c1"}),
    (page.Resumed("c1"), {"type": "resumed", "call": "c1"}),
    (page.MediaOffer("c1", "x", "v=0"), {"type": "media", "call": "c1", "leg": "x", "sdp": "v=0"}),
    (page.HungUp("c1", "refused"), {"type": "hangup", "call": "c1", "reason": "refused"}),
    (page.Superseded(), {"type": "superseded"}),
    (page.CitizenAnswer("v=0"), {"type": "answer", "sdp": "v=0"}),
]


@pytest.mark.parametrize(("said", "understood"), FROM_PAGE)
def test_what_a_page_says_is_understood(said: str, understood: page.FromPage) -> None:
    assert page.read(said) == understood
    assert page.read(msgspec.json.encode(understood)) == understood


@pytest.mark.parametrize(("message", "said"), TO_PAGE)
def test_what_is_said_to_a_page_has_these_fields(message: page.ToPage, said: dict[str, Any]) -> None:
    assert json.loads(page.write(message)) == said


def test_no_message_is_forgotten_here() -> None:
    assert {type(understood) for _, understood in FROM_PAGE} == set(get_args(page.FromPage))
    assert {type(message) for message, _ in TO_PAGE} == set(get_args(page.ToPage))


def test_fields_a_newer_page_may_send_are_passed_over() -> None:
    assert page.read('{"type": "hold", "call": "c1", "mood": "good"}') == page.Hold("c1")


@pytest.mark.parametrize(
    "said",
    [
        "",
        "{",
        "null",
        "[]",
        '"hello"',
        "{}",
        '{"type": 1}',
        '{"type": "nonsense"}',
        '{"type": "hello"}',
        '{"type": "hello", "token": null, "tab": "a"}',
        '{"type": "hello", "token": "t", "tab": "a", "legs": "x"}',
        '{"type": "hello", "token": "t", "tab": "a", "legs": [1]}',
        '{"type": "hello", "token": "t", "tab": "a", "claim": "yes"}',
        '{"type": "pong", "n": "1", "ready": true}',
        '{"type": "pong", "n": 1, "ready": 1}',
        '{"type": "pong", "n": 1}',
        '{"type": "choose", "chosen": "asleep"}',
        '{"type": "choose", "chosen": "AVAILABLE"}',
        '{"type": "choose"}',
        '{"type": "wrapup", "do": "dance"}',
        '{"type": "answer", "offer": "c1.1"}',
        '{"type": "answer", "sdp": "v=0"}',
        '{"type": "hold"}',
        '{"type": "media", "leg": "x"}',
        '{"type": "welcome", "agent": 1}',
        '{"type": "ring", "offer": "c1.1"}',
        '{"type": "hold", "call": "c1"} {"type": "hold", "call": "c2"}',
        '{"type": "hold", "call": "\\ud800"}',
        "{" * 5_000,
    ],
)
def test_nonsense_is_refused(said: str) -> None:
    with pytest.raises((msgspec.ValidationError, msgspec.DecodeError)):
        page.read(said)


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises((msgspec.ValidationError, msgspec.DecodeError, UnicodeDecodeError)):
        page.read(b'{"type": "hold", "call": "\xff"}')
