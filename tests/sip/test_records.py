# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The records of legs: what is in them, what spoils them, and that they go in the end."""

import json
from base64 import b64encode
from typing import Any

import pytest

from hotline.sip.messages import Request
from hotline.sip.outputs import DialogChanged, DialogEnded, DialogId, EndReason
from tests.sip.story import ANSWER, CARRIER, PHONE, Story, invite, reply, request


@pytest.mark.parametrize("when", ["arrived", "accepted", "calling", "up"])
def test_a_record_is_plain_json_without_anything_a_database_refuses(when: str) -> None:
    story = Story()
    if when == "calling":
        story.we_call()
    else:
        odd = '"\udcf8\udcff" <sip:\udcf8@x>;tag=far-\udcf8'
        story.hear(invite(**{"from": odd}))
        if when != "arrived":
            story.take(story.ua.accept(story.ua.legs[0], ANSWER, story.now))
    (record,) = story.records.values()
    text = json.dumps(record, ensure_ascii=False)
    assert text.encode().decode() == text
    assert "\\u0000" not in json.dumps(record)


@pytest.mark.parametrize(
    "spoil",
    [
        {"version": 0},
        {"state": "dancing"},
        {"routes": None},
        {"unacknowledged": {"data": "!"}},
        {"seen": "many"},
        {"target": "http://nowhere"},
        {"routes": ["<gopher:x>"]},
    ],
)
def test_a_record_that_cannot_be_read_is_told_as_an_end_and_deleted(spoil: dict[str, Any]) -> None:
    story = Story()
    dialog = story.call_is_up()
    other = story.call_is_up(call="call-2", branch="z9hG4bK-other")
    story.records[dialog] = story.records[dialog] | spoil
    outputs = story.restart().ua.restore([], story.now)
    assert outputs == []
    after = story.restart()
    assert after.told() == [DialogEnded(dialog, EndReason.UNREADABLE)]
    assert after.ua.legs == (other,)


@pytest.mark.parametrize(
    "spoil",
    [
        None,
        {},
        {"data": "", "address": ["192.0.2.1", 5060]},
        {"data": "aGVsbG8=", "address": ["192.0.2.1", 5060]},
        {"data": "aGVsbG8=", "address": "x"},
        {"data": b64encode(request("BYE")).decode(), "address": ["192.0.2.1", 5060]},
    ],
)
def test_a_ringing_record_without_its_invite_is_dropped(spoil: Any) -> None:
    story = Story()
    dialog = story.call_arrives()
    story.records[dialog] = story.records[dialog] | {"invite": spoil}
    after = story.restart()
    assert (after.told(), after.ua.legs) == ([DialogEnded(dialog, EndReason.UNREADABLE)], ())


def test_a_record_without_even_a_name_is_passed_over() -> None:
    story = Story()
    assert story.ua.restore([{}, {"id": 7}], story.now) == []
    assert story.ua.is_idle


def test_a_dropped_record_is_ordered_to_be_deleted() -> None:
    story = Story()
    outputs = story.ua.restore([{"id": "d1"}], story.now)
    assert outputs == [
        DialogEnded(DialogId("d1"), EndReason.UNREADABLE),
        DialogChanged(DialogId("d1"), None),
    ]


def test_every_record_is_deleted_in_the_end() -> None:
    story = Story()
    first = story.call_is_up()
    second = story.call_arrives(call="call-2", branch="z9hG4bK-second")
    third = story.we_call()
    asked = story.sent()[-1]
    assert isinstance(asked, Request)
    assert set(story.records) == {first, second, third}
    story.hear(request("BYE", our_tag=first, cseq=2, branch="z9hG4bK-2"), CARRIER)
    story.take(story.ua.refuse(second, 486, story.now))
    story.hear(reply(asked, 603), PHONE)
    assert (story.records, story.ua.legs) == ({}, ())
