# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A call to us, until it is answered, refused or given up."""

from typing import Any

import pytest

from hotline.sip.errors import Unusable
from hotline.sip.outputs import (
    CallArrived,
    CallCancelled,
    CallConfirmed,
    DialogEnded,
    DialogId,
    Discarded,
    DiscardReason,
    EndReason,
)
from tests.sip.story import (
    ANSWER,
    CARRIER,
    OFFER,
    OTHER_ANSWER,
    STRANGER,
    Story,
    invite,
    request,
    seconds,
)


def test_a_call_is_told_with_who_rings_whom_and_answered_with_100_at_once() -> None:
    story = Story()
    story.hear(invite())
    assert story.told() == [
        CallArrived(
            DialogId("n1"),
            called="70200000",
            caller="+4500000001",
            display="",
            withheld=False,
            sdp=OFFER,
            source=CARRIER,
            addressed="70200000",
            call_id="call-1",
        )
    ]
    trying = story.only_response()
    assert (trying.status, trying.to_tag, trying.headers.first("contact")) == (100, "", "")


def test_accepting_sends_200_with_all_a_dialog_needs() -> None:
    story = Story()
    story.hear(invite(record_route="<sip:192.0.2.1;lr>, <sip:192.0.2.3;lr>"))
    story.forget()
    story.take(story.ua.accept(DialogId("n1"), ANSWER, story.now))
    ok = story.only_response()
    assert (ok.status, ok.to_tag, ok.body.decode()) == (200, "n1", ANSWER)
    assert ok.headers.first("contact") == "<sip:line@10.0.0.5:5070>"
    assert ok.headers.listed("record-route") == ["<sip:192.0.2.1;lr>", "<sip:192.0.2.3;lr>"]
    assert ok.headers.first("allow") == "INVITE, ACK, BYE, CANCEL, OPTIONS, INFO, UPDATE"


def test_the_ack_confirms_the_call() -> None:
    story = Story()
    dialog = story.call_arrives()
    story.take(story.ua.accept(dialog, ANSWER, story.now))
    story.hear(request("ACK", our_tag=dialog, branch="z9hG4bK-2"))
    assert story.told() == [CallConfirmed(dialog)]
    assert story.records[dialog]["state"] == "confirmed"


def test_a_second_ack_is_absorbed() -> None:
    story = Story()
    dialog = story.call_is_up()
    story.hear(request("ACK", our_tag=dialog, branch="z9hG4bK-2"))
    assert (story.said(), story.told()) == ([], [Discarded(CARRIER, DiscardReason.STRAY_ACK)])


def test_the_200_is_repeated_at_doubling_intervals_up_to_four_seconds() -> None:
    story = Story()
    dialog = story.call_arrives()
    start = story.now
    story.take(story.ua.accept(dialog, ANSWER, story.now))
    story.forget()
    at = []
    while story.now < start + 20_000:
        story.wait(100)
        at += [story.now - start for _ in story.said()]
    assert at == [500, 1500, 3500, 7500, 11500, 15500, 19500]


def test_an_ack_stops_the_repetition() -> None:
    story = Story()
    dialog = story.call_arrives()
    story.take(story.ua.accept(dialog, ANSWER, story.now))
    story.wait(700)
    assert story.said() == ["200 INVITE", "200 INVITE"]
    story.hear(request("ACK", our_tag=dialog, branch="z9hG4bK-2"))
    story.wait(60_000)
    assert story.said() == []


def test_a_call_that_is_never_acknowledged_is_hung_up_after_32_seconds() -> None:
    story = Story()
    dialog = story.call_arrives()
    story.take(story.ua.accept(dialog, ANSWER, story.now))
    story.wait(31_900)
    story.forget()
    story.wait(100)
    assert story.told() == [DialogEnded(dialog, EndReason.NO_ACK)]
    assert story.said() == ["BYE"]


def test_an_ack_with_another_cseq_confirms_nothing() -> None:
    story = Story()
    dialog = story.call_arrives()
    story.take(story.ua.accept(dialog, ANSWER, story.now))
    story.hear(request("ACK", our_tag=dialog, cseq=2, branch="z9hG4bK-2"))
    assert story.told() == [Discarded(CARRIER, DiscardReason.STRAY_ACK)]


def test_a_repeated_invite_gets_the_same_answer_and_is_told_once() -> None:
    story = Story()
    dialog = story.call_arrives()
    story.hear(invite())
    assert (story.said(), story.told()) == (["100 INVITE"], [])
    story.take(story.ua.ring(dialog, story.now))
    story.hear(invite())
    assert story.said() == ["180 INVITE", "180 INVITE"]


def test_an_invite_repeated_after_the_200_is_absorbed_because_the_200_repeats_itself() -> None:
    story = Story()
    dialog = story.call_arrives()
    story.take(story.ua.accept(dialog, ANSWER, story.now))
    story.forget()
    story.hear(invite())
    assert (story.said(), story.told()) == ([], [])


def test_the_same_call_by_another_way_is_a_loop() -> None:
    story = Story()
    story.call_arrives()
    story.hear(invite(branch="z9hG4bK-other-way"))
    assert (story.said(), story.told()) == (["482 INVITE"], [])


def test_the_same_caller_may_try_again_with_a_higher_cseq() -> None:
    story = Story()
    dialog = story.call_arrives()
    story.take(story.ua.refuse(dialog, 480, story.now))
    story.forget()
    story.hear(invite(branch="z9hG4bK-again", cseq=2))
    assert story.said() == ["100 INVITE"]


def test_refusing_says_the_status_and_the_network_cause() -> None:
    story = Story()
    dialog = story.call_arrives()
    story.take(story.ua.refuse(dialog, 486, story.now, cause=17))
    busy = story.only_response()
    assert (busy.status, busy.phrase, busy.to_tag) == (486, "Busy Here", dialog)
    assert busy.headers.first("reason") == "Q.850;cause=17"
    assert (story.told(), story.records) == ([], {})


def test_refusing_for_a_while_says_when_to_try_again() -> None:
    story = Story()
    dialog = story.call_arrives()
    story.take(story.ua.refuse(dialog, 503, story.now, retry_after=seconds(20)))
    assert story.only_response().headers.first("retry-after") == "20"


def test_a_refusal_is_repeated_until_its_ack_and_then_forgotten() -> None:
    story = Story()
    dialog = story.call_arrives()
    story.take(story.ua.refuse(dialog, 486, story.now))
    story.wait(1600)
    assert story.said() == ["486 INVITE"] * 3
    story.hear(request("ACK", our_tag=dialog))
    story.wait(40_000)
    assert (story.said(), story.told(), story.ua.is_idle) == ([], [], True)


def test_a_refusal_without_ack_is_given_up_silently() -> None:
    story = Story()
    dialog = story.call_arrives()
    story.take(story.ua.refuse(dialog, 486, story.now))
    story.wait(33_000)
    assert (story.told(), story.ua.is_idle) == ([], True)


def test_ringing_can_carry_early_media() -> None:
    story = Story()
    dialog = story.call_arrives()
    story.take(story.ua.ring(dialog, story.now, sdp=ANSWER))
    progress = story.only_response()
    assert (progress.status, progress.body.decode(), progress.to_tag) == (183, ANSWER, dialog)


def test_ringing_is_said_again_every_minute_so_that_proxies_do_not_give_up() -> None:
    story = Story()
    dialog = story.call_arrives()
    story.take(story.ua.ring(dialog, story.now))
    story.forget()
    story.wait(59_000)
    assert story.said() == []
    story.wait(62_000)
    assert story.said() == ["180 INVITE", "180 INVITE"]


def test_a_call_may_ring_twice_and_then_be_accepted() -> None:
    story = Story()
    dialog = story.call_arrives()
    story.take(story.ua.ring(dialog, story.now))
    story.take(story.ua.ring(dialog, story.now, sdp=ANSWER))
    story.take(story.ua.accept(dialog, ANSWER, story.now))
    assert story.said() == ["180 INVITE", "183 INVITE", "200 INVITE"]


def test_early_media_that_changes_in_the_200_gets_a_higher_version() -> None:
    story = Story()
    dialog = story.call_arrives()
    story.take(story.ua.ring(dialog, story.now, sdp=ANSWER))
    story.forget()
    story.take(story.ua.accept(dialog, OTHER_ANSWER, story.now))
    assert "o=hotline 2000 2 IN" in story.only_response().body.decode()


def test_a_call_nobody_decides_about_is_refused_after_three_minutes() -> None:
    story = Story()
    dialog = story.call_arrives()
    story.wait(179_000)
    assert story.told() == []
    story.wait(1_000)
    assert story.told() == [CallCancelled(dialog, EndReason.NEVER_ANSWERED)]
    assert story.said() == ["480 INVITE"]


def test_a_call_without_sdp_wants_our_offer_and_brings_its_answer_in_the_ack() -> None:
    story = Story()
    story.hear(invite(body=""))
    (arrived,) = story.told()
    assert isinstance(arrived, CallArrived)
    assert arrived.sdp is None
    story.take(story.ua.accept(arrived.dialog, ANSWER, story.now))
    story.hear(request("ACK", our_tag=arrived.dialog, branch="z9hG4bK-2", body=OFFER))
    assert story.told() == [CallConfirmed(arrived.dialog, OFFER)]
    assert story.records[arrived.dialog]["their_sdp"] == OFFER


def test_our_offer_acknowledged_without_an_answer_ends_the_call() -> None:
    story = Story()
    dialog = story.call_arrives(body="")
    story.take(story.ua.accept(dialog, ANSWER, story.now))
    story.forget()
    story.hear(request("ACK", our_tag=dialog, branch="z9hG4bK-2"))
    assert story.told() == [DialogEnded(dialog, EndReason.NO_MEDIA)]
    assert story.said() == ["BYE"]


def test_an_answer_in_a_form_we_cannot_read_ends_the_call_too() -> None:
    story = Story()
    dialog = story.call_arrives(body="")
    story.take(story.ua.accept(dialog, ANSWER, story.now))
    story.hear(
        request("ACK", our_tag=dialog, branch="z9hG4bK-2", body=OFFER, content_type="application/x-new")
    )
    assert story.told() == [DialogEnded(dialog, EndReason.NO_MEDIA)]


def test_a_video_stream_beside_the_audio_is_refused_with_port_0() -> None:
    story = Story()
    dialog = story.call_arrives(body=OFFER + "m=video 30010 RTP/AVP 99\r\na=rtpmap:99 H264/90000\r\n")
    story.take(story.ua.accept(dialog, ANSWER, story.now))
    assert story.only_response().body.decode() == ANSWER + "m=video 0 RTP/AVP 99\r\n"


def test_an_answer_that_is_no_session_is_refused_and_changes_nothing() -> None:
    story = Story()
    dialog = story.call_arrives()
    with pytest.raises(Unusable, match=r"does not begin with v=0"):
        story.ua.accept(dialog, "hello", story.now)
    story.take(story.ua.accept(dialog, ANSWER, story.now))
    assert story.said() == ["200 INVITE"]


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"max_forwards": "0"}, 483),
        ({"require": "100rel"}, 420),
        ({"uri": "http://70200000.example"}, 416),
        ({"uri": "urn:service:sos"}, 416),
        ({"content_type": "application/x-unknown"}, 415),
        ({"content_encoding": "gzip"}, 415),
        ({"body": "v=0\r\no=- 1 1 IN IP4 1.2.3.4\r\ns=-\r\nt=0 0\r\n"}, 488),
        ({"body": OFFER.replace("8 0 101", "96").replace("PCM", "XYZ")}, 488),
        ({"session_expires": "60", "supported": "timer"}, 422),
        ({"from": '"open <sip:x@y>;tag=1'}, 400),
        ({"record_route": "<http://proxy.example>"}, 400),
    ],
)
def test_a_call_we_cannot_take_is_refused_and_not_remembered(changes: dict[str, Any], status: int) -> None:
    story = Story()
    story.hear(invite(**changes))
    assert (story.said(), story.told(), story.records) == ([f"{status} INVITE"], [], {})
    assert story.ua.is_idle


def test_a_refusal_that_is_not_remembered_is_the_same_each_time() -> None:
    story = Story()
    story.hear(invite(require="100rel"))
    story.hear(invite(require="100rel"))
    first, second = story.sent()
    assert first.encode() == second.encode()
    assert first.headers.first("unsupported") == "100rel"
    story.hear(request("ACK", our_tag=first.to_tag))
    assert story.said() == []


def test_the_refused_media_are_explained() -> None:
    story = Story()
    story.hear(invite(body=OFFER.replace("8 0 101", "101")))
    warning = story.only_response().headers.first("warning")
    assert warning == '304 hotline "The caller offers no G.711, and nothing else is spoken here."'


def test_a_stranger_is_refused_and_an_open_line_takes_him() -> None:
    story = Story()
    story.hear(invite(), STRANGER)
    assert (story.said(), story.told()) == (["403 INVITE"], [])
    open_line = Story(open_to_all=True)
    open_line.hear(invite(), STRANGER)
    assert open_line.said() == ["100 INVITE"]


def test_overload_refuses_new_calls_and_leaves_the_others_alone() -> None:
    story = Story()
    dialog = story.call_is_up()
    story.ua.refuse_calls(seconds(15))
    story.hear(invite(call="call-2", branch="z9hG4bK-busy"))
    refusal = story.only_response()
    assert (refusal.status, refusal.headers.first("retry-after")) == (503, "15")
    story.hear(request("OPTIONS", call="ping", branch="z9hG4bK-ping"))
    story.hear(request("BYE", our_tag=dialog, cseq=2, branch="z9hG4bK-bye"))
    assert story.said() == ["200 OPTIONS", "200 BYE"]
    story.ua.take_calls()
    story.hear(invite(call="call-3", branch="z9hG4bK-free"))
    assert story.said() == ["100 INVITE"]


def test_the_timestamp_of_the_invite_comes_back_in_the_100() -> None:
    story = Story()
    story.hear(invite(timestamp="54.21"))
    assert story.only_response().headers.first("timestamp") == "54.21"


def test_an_sdp_among_other_parts_is_found() -> None:
    body = (
        "--b1\r\nContent-Type: application/sdp\r\n\r\n" + OFFER + "\r\n--b1\r\n"
        "Content-Type: application/pidf+xml\r\n\r\n<presence/>\r\n--b1--\r\n"
    )
    story = Story()
    story.hear(invite(body=body, content_type='multipart/mixed;boundary="b1"'))
    (arrived,) = story.told()
    assert isinstance(arrived, CallArrived)
    assert arrived.sdp is not None
    assert arrived.sdp.replace("\r", "").strip() == OFFER.replace("\r", "").strip()
