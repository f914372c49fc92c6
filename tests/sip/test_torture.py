# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Whatever comes, nothing is raised, the answer is the proper one, and no other call is disturbed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.sip.messages import Response
from hotline.sip.outputs import CallArrived, DialogEnded, DialogId, Discarded, EndReason, MediaAnswered, Send
from hotline.sip.parsing import Malformed, parse
from tests.sip.story import (
    ANSWER,
    CARRIER,
    OFFER,
    OTHER_ANSWER,
    OTHER_OFFER,
    PHONE,
    Story,
    invite,
    reply,
    request,
)
from tests.sip.torture import BROKEN, CASES, DROPPED, OTHERS, REFUSED, VALID, Case


def by_name(case: Case) -> str:
    """How a case is called in the test's name."""
    return case.name.replace(" ", "_")


def lives_on(story: Story, dialog: DialogId, cseq: int = 2) -> None:
    """The call that was up is still up, in both directions, and ends as it should."""
    story.forget()
    story.hear(request("INFO", our_tag=dialog, cseq=cseq, branch=f"z9hG4bK-info-{cseq}"))
    assert story.said() == ["200 INFO"]
    story.take(story.ua.reoffer(dialog, OTHER_ANSWER, story.now))
    ours = story.only_request()
    story.hear(reply(ours, 200, body=OTHER_OFFER))
    assert MediaAnswered(dialog, OTHER_OFFER) in story.told()
    story.forget()
    story.hear(request("BYE", our_tag=dialog, cseq=cseq + 1, branch=f"z9hG4bK-bye-{cseq}"))
    assert story.told()[0] == DialogEnded(dialog, EndReason.THEY_HUNG_UP)


def test_the_set_is_large_enough() -> None:
    assert len(CASES) >= 100
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=by_name)
def test_a_strange_message_gets_what_it_deserves_and_disturbs_nobody(case: Case) -> None:
    story = Story()
    dialog = story.call_is_up()
    story.hear(case.data)
    told = story.told()
    assert tuple(story.said()) == case.said
    assert [output for output in told if isinstance(output, CallArrived)] == told if case.taken else True
    assert len([output for output in told if isinstance(output, CallArrived)]) == int(case.taken)
    if not case.said:
        assert [type(output) for output in told] == [Discarded]
    lives_on(story, dialog)


@pytest.mark.parametrize("case", VALID, ids=by_name)
def test_a_strange_call_that_was_taken_can_be_answered_and_ended(case: Case) -> None:
    story = Story()
    story.hear(case.data)
    (arrived,) = story.told()
    assert isinstance(arrived, CallArrived)
    for text in (arrived.called, arrived.caller, arrived.display, arrived.call_id):
        assert text.isprintable()
        text.encode()
    story.take(story.ua.accept(arrived.dialog, ANSWER, story.now))
    ok = story.sent()[-1]
    assert isinstance(ok, Response)
    ack = (
        b"ACK sip:line@10.0.0.5:5070 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK-strange-ack\r\n"
        + f"From: {ok.headers.first('from')}\r\nTo: {ok.headers.first('to')}\r\n".encode(
            "utf-8", "surrogateescape"
        )
        + f"Call-ID: {ok.call_id}\r\nCSeq: {ok.cseq} ACK\r\n\r\n".encode("utf-8", "surrogateescape")
    )
    sdp_answer = OFFER.encode() if arrived.sdp is None else b""
    if sdp_answer:
        ack = ack[:-2] + b"Content-Type: application/sdp\r\n\r\n" + sdp_answer
    story.hear(ack)
    assert [type(output).__name__ for output in story.told()] == ["CallConfirmed"]
    story.take(story.ua.hang_up(arrived.dialog, story.now))
    assert story.said() == ["BYE"]


@pytest.mark.parametrize("case", REFUSED + BROKEN + OTHERS, ids=by_name)
def test_an_answer_to_a_strange_message_is_itself_a_proper_message(case: Case) -> None:
    story = Story()
    (sent,) = (
        output for output in story.ua.receive(case.data, CARRIER, story.now) if isinstance(output, Send)
    )
    again = parse(sent.data)
    assert isinstance(again, Response)
    assert again.to_tag


@pytest.mark.parametrize("case", DROPPED, ids=by_name)
def test_what_is_dropped_leaves_nothing_behind(case: Case) -> None:
    story = Story()
    story.hear(case.data)
    assert (story.said(), story.records, story.ua.is_idle) == ([], {}, True)


def test_the_whole_set_one_after_the_other_disturbs_nobody() -> None:
    story = Story()
    dialog = story.call_is_up()
    for number, case in enumerate(CASES):
        story.hear(case.data, ("192.0.2.1", 1024 + number))
        story.wait(20)
    for leg in story.ua.legs:
        if leg != dialog:
            story.take(story.ua.refuse(leg, 486, story.now))
    story.wait(40_000)
    assert story.ua.legs == (dialog,)
    lives_on(story, dialog)
    story.wait(40_000)
    assert story.ua.is_idle


@pytest.mark.parametrize("case", CASES, ids=by_name)
def test_a_stranger_can_do_no_more_than_be_refused(case: Case) -> None:
    story = Story()
    story.hear(case.data, ("203.0.113.66", 5060))
    assert not [output for output in story.told() if isinstance(output, CallArrived)]
    assert story.ua.is_idle


# random changes

SEEDS = [
    invite(),
    invite(supported="timer", session_expires="600", record_route="<sip:192.0.2.3;lr>"),
    request("BYE", our_tag="n1", cseq=2, branch="z9hG4bK-b"),
    request("ACK", our_tag="n1", branch="z9hG4bK-a"),
    request("CANCEL"),
    request(
        "INFO",
        our_tag="n1",
        cseq=2,
        branch="z9hG4bK-i",
        body="Signal=5",
        content_type="application/dtmf-relay",
    ),
    request("UPDATE", our_tag="n1", cseq=2, branch="z9hG4bK-u", body=OTHER_OFFER),
    request("INVITE", our_tag="n1", cseq=2, branch="z9hG4bK-r", body=OTHER_OFFER),
]
PIECES = [
    b"\r\n",
    b"\0",
    b"\xff",
    b";",
    b",",
    b"<",
    b">",
    b'"',
    b":",
    b" ",
    b"\t",
    b"-1",
    b"9" * 12,
    b"tag=",
    b"SIP/2.0",
]


@st.composite
def spoilt(draw: st.DrawFn) -> bytes:
    """A good message with some random changes."""
    data = bytearray(draw(st.sampled_from(SEEDS + [case.data for case in VALID])))
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.integers(0, max(len(data) - 1, 0)))
        match draw(st.integers(0, 4)):
            case 0:
                data[place : place + 1] = bytes([draw(st.integers(0, 255))])
            case 1:
                data[place : place + draw(st.integers(1, 40))] = b""
            case 2:
                data[place:place] = draw(st.sampled_from(PIECES))
            case 3:
                data[place:place] = data[place : place + draw(st.integers(1, 40))]
            case _:
                del data[place:]
    return bytes(data)


@given(st.lists(spoilt(), min_size=1, max_size=4))
def test_no_change_of_a_message_raises_or_disturbs_another_call(messages: list[bytes]) -> None:
    story = Story()
    other = story.call_is_up(call="quiet", their_tag="quiet", branch="z9hG4bK-quiet")
    story.call_is_up(call="call-1", branch="z9hG4bK-first")
    for data in messages:
        story.hear(data)
        story.wait(700)
    story.forget()
    story.hear(request("BYE", call="quiet", our_tag=other, their_tag="quiet", cseq=9, branch="z9hG4bK-last"))
    assert DialogEnded(other, EndReason.THEY_HUNG_UP) in story.told()


@given(spoilt())
def test_no_change_of_an_answer_raises(data: bytes) -> None:
    story = Story()
    story.we_call()
    asked = story.only_request()
    story.hear(reply(asked, 180, tag="a", body=OFFER), PHONE)
    head, _, rest = data.partition(b"\r\n")
    story.hear(b"SIP/2.0 200 OK\r\n" + rest, PHONE)
    answer = bytearray(reply(asked, 200, tag="a", body=OFFER))
    answer[len(head) : len(head) + 3] = rest[:3]
    story.hear(bytes(answer), PHONE)
    story.wait(240_000)


@given(st.binary(max_size=400))
def test_no_bytes_raise(data: bytes) -> None:
    story = Story()
    story.hear(data)
    story.hear(b"INVITE sip:a@b SIP/2.0\r\n" + data)
    assert not story.ua.legs or len(story.ua.legs) == 1


@given(st.binary(max_size=300))
def test_parsing_gives_a_message_or_says_why_not(data: bytes) -> None:
    try:
        message = parse(b"OPTIONS sip:a@b SIP/2.0\r\n" + data + b"\r\n\r\n")
    except Malformed:
        return
    assert parse(message.encode()).encode() == message.encode()
