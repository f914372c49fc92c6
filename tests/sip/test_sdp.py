# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Session descriptions: read, cut down, answered, counted on."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.sip import sdp
from hotline.sip.errors import Unusable
from hotline.sip.sdp import Direction
from tests.sip.story import ANSWER, OFFER, OTHER_ANSWER, OTHER_OFFER

SOFTPHONE = (
    "v=0\r\n"
    "o=- 3724394400 3724394405 IN IP4 198.51.100.1\r\n"
    "s=phone\r\n"
    "c=IN IP4 198.51.100.1\r\n"
    "t=0 0\r\n"
    "a=group:BUNDLE 0 1\r\n"
    "m=audio 49170/2 RTP/AVP 96 9 8 0 101 13\r\n"
    "c=IN IP4 198.51.100.2\r\n"
    "b=AS:84\r\n"
    "a=rtpmap:96 opus/48000/2\r\n"
    "a=fmtp:96 useinbandfec=1\r\n"
    "a=rtcp-fb:* nack\r\n"
    "a=rtpmap:9 G722/8000\r\n"
    "a=rtpmap:101 telephone-event/8000\r\n"
    "a=fmtp:101 0-15\r\n"
    "a=rtpmap:13 CN/8000\r\n"
    "a=ptime:20\r\n"
    "a=rtcp:49171\r\n"
    "m=video 51372 RTP/AVP 99 100\r\n"
    "a=rtpmap:99 H264/90000\r\n"
    "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n"
)


def lines(text: str) -> list[str]:
    """One by one."""
    return text.replace("\r\n", "\n").strip().split("\n")


def test_the_audio_of_a_session_is_read() -> None:
    found = sdp.audio(SOFTPHONE)
    assert (found.address, found.port, found.profile) == ("198.51.100.2", 49170, "RTP/AVP")
    assert [(f.number, f.name, f.rate) for f in found.formats] == [
        ("96", "OPUS", 48000),
        ("9", "G722", 8000),
        ("8", "PCMA", 8000),
        ("0", "PCMU", 8000),
        ("101", "TELEPHONE-EVENT", 8000),
        ("13", "CN", 8000),
    ]
    assert (found.direction, found.is_held) == (Direction.SENDRECV, False)


@pytest.mark.parametrize(
    ("change", "direction", "held"),
    [
        (("a=sendrecv", "a=sendonly"), Direction.SENDONLY, True),
        (("a=sendrecv", "a=recvonly"), Direction.RECVONLY, False),
        (("a=sendrecv", "a=inactive"), Direction.INACTIVE, True),
        (("a=sendrecv\r\n", ""), Direction.SENDRECV, False),
        (("t=0 0\r\n", "t=0 0\r\na=inactive\r\n"), Direction.SENDRECV, False),
        (("c=IN IP4 192.0.2.9", "c=IN IP4 0.0.0.0"), Direction.SENDRECV, True),
    ],
)
def test_hold_is_recognised_in_all_its_forms(
    change: tuple[str, str], direction: Direction, held: bool
) -> None:
    found = sdp.audio(OFFER.replace(*change))
    assert (found.direction, found.is_held) == (direction, held)


def test_a_direction_of_the_whole_session_counts_when_the_stream_has_none() -> None:
    text = OFFER.replace("a=sendrecv\r\n", "").replace("t=0 0", "t=0 0\r\na=sendonly")
    assert sdp.audio(text).direction is Direction.SENDONLY


def test_an_offer_is_cut_down_to_g711_and_keys_in_its_own_numbers() -> None:
    assert lines(sdp.narrow(SOFTPHONE)) == [
        "v=0",
        "o=- 3724394400 3724394405 IN IP4 198.51.100.1",
        "s=phone",
        "c=IN IP4 198.51.100.1",
        "t=0 0",
        "m=audio 49170 RTP/AVP 8 101",
        "c=IN IP4 198.51.100.2",
        "b=AS:84",
        "a=rtpmap:101 telephone-event/8000",
        "a=fmtp:101 0-15",
        "a=ptime:20",
        "a=rtcp:49171",
    ]


def test_the_callers_first_choice_among_the_two_is_kept() -> None:
    assert "m=audio 30000 RTP/AVP 0 101" in sdp.narrow(OFFER.replace("8 0 101", "0 8 101"))


def test_g711_under_a_number_of_its_own_is_found() -> None:
    text = OFFER.replace("8 0 101", "98 101").replace("rtpmap:8 PCMA", "rtpmap:98 pcma")
    assert "m=audio 30000 RTP/AVP 98 101" in sdp.narrow(text)
    assert "a=rtpmap:98 pcma/8000" in sdp.narrow(text)


def test_static_numbers_need_no_map() -> None:
    text = "v=0\no=- 1 1 IN IP4 1.2.3.4\ns=-\nc=IN IP4 1.2.3.4\nt=0 0\nm=audio 4000 RTP/AVP 18 0\n"
    assert lines(sdp.narrow(text))[-1] == "m=audio 4000 RTP/AVP 0"


def test_keys_at_another_rate_are_left_out() -> None:
    text = OFFER.replace("telephone-event/8000", "telephone-event/48000")
    assert "m=audio 30000 RTP/AVP 8\r\n" in sdp.narrow(text)


def test_of_several_audio_streams_the_first_live_one_counts() -> None:
    text = OFFER.replace("m=audio 30000", "m=audio 0") + "m=audio 30008 RTP/AVP 0\r\n"
    assert sdp.audio(text).port == 30008
    assert lines(sdp.narrow(text))[-1] == "m=audio 30008 RTP/AVP 0"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The session description does not begin with v=0."),
        ("hello", "The session description does not begin with v=0."),
        ("v=0\r\ns=-\r\n", "The session description holds no audio."),
        ("v=0\r\nm=video 9 RTP/AVP 99\r\n", "The session description holds no audio."),
        ("v=0\r\nm=audio\r\n", "A stream of the session description cannot be read."),
        ("v=0\r\nm=audio 99999 RTP/AVP 8\r\n", "A stream of the session description cannot be read."),
        ("v=0\r\nm=audio 9 RTP/AVP\r\n", "A stream of the session description cannot be read."),
        (
            "v=0\r\nc=IN IP4 1.2.3.4\r\nm=audio 9 RTP/AVP 96\r\na=rtpmap:96 opus/48000/2\r\n",
            "The caller offers no G.711, and nothing else is spoken here.",
        ),
    ],
)
def test_what_cannot_be_used_is_explained(text: str, sentence: str) -> None:
    with pytest.raises(Unusable) as refused:
        sdp.narrow(text)
    assert str(refused.value) == sentence


@pytest.mark.parametrize("connection", ["", "c=IN IP4\r\n", "c=\r\n"])
def test_a_session_that_says_not_where_to_send_is_explained(connection: str) -> None:
    with pytest.raises(Unusable, match="where to send the sound"):
        sdp.audio(OFFER.replace("c=IN IP4 192.0.2.9\r\n", connection))


def test_nobody_answers_with_the_same_codecs_and_the_discard_port() -> None:
    assert lines(sdp.nobody(sdp.narrow(OFFER))) == [
        "v=0",
        "o=- 1 1 IN IP4 127.0.0.1",
        "s=-",
        "c=IN IP4 127.0.0.1",
        "t=0 0",
        "m=audio 9 RTP/AVP 8 101",
        "a=rtpmap:8 PCMA/8000",
        "a=rtpmap:101 telephone-event/8000",
        "a=fmtp:101 0-16",
        "a=sendrecv",
    ]


@pytest.mark.parametrize(
    ("offered", "answered"),
    [
        (Direction.SENDRECV, Direction.SENDRECV),
        (Direction.SENDONLY, Direction.RECVONLY),
        (Direction.RECVONLY, Direction.SENDONLY),
        (Direction.INACTIVE, Direction.INACTIVE),
    ],
)
def test_the_answer_fits_the_direction_of_the_offer(offered: Direction, answered: Direction) -> None:
    offer = sdp.with_direction(OFFER, offered)
    assert sdp.audio(sdp.answering_direction(offer, ANSWER)).direction is answered


def test_a_direction_replaces_all_others_and_touches_no_refused_stream() -> None:
    text = OFFER.replace("t=0 0", "t=0 0\r\na=inactive") + "m=video 0 RTP/AVP 99\r\na=recvonly\r\n"
    changed = lines(sdp.with_direction(text, Direction.RECVONLY))
    assert changed[-2:] == ["a=recvonly", "m=video 0 RTP/AVP 99"]
    assert [line for line in changed if line in {"a=inactive", "a=sendrecv"}] == []


def test_the_answer_gets_a_refused_stream_for_each_that_was_offered_beside_ours() -> None:
    answer = sdp.matching(SOFTPHONE, ANSWER)
    media = [line for line in lines(answer) if line.startswith("m=")]
    assert media == [
        "m=audio 20000 RTP/AVP 8 101",
        "m=video 0 RTP/AVP 99",
        "m=application 0 UDP/DTLS/SCTP webrtc-datachannel",
    ]


def test_our_audio_answers_the_live_stream_wherever_it_stands() -> None:
    offer = OFFER.replace("m=audio", "m=video 4000 RTP/AVP 99\r\nm=audio 0 RTP/AVP 0\r\nm=audio")
    media = [line for line in lines(sdp.matching(offer, ANSWER)) if line.startswith("m=")]
    assert media == ["m=video 0 RTP/AVP 99", "m=audio 0 RTP/AVP 0", "m=audio 20000 RTP/AVP 8 101"]


def test_a_complete_answer_is_left_as_it_is() -> None:
    assert sdp.matching(OFFER, ANSWER) == ANSWER


def test_an_unchanged_session_keeps_its_origin_and_version() -> None:
    assert sdp.following(ANSWER, ANSWER.replace("o=hotline 2000 1", "o=relay 9 9")) == ANSWER


def test_a_changed_session_keeps_its_origin_and_counts_up() -> None:
    changed = sdp.following(ANSWER, OTHER_ANSWER)
    assert changed == OTHER_ANSWER.replace("2000 7", "2000 2")
    assert "o=hotline 2000 3 IN" in sdp.following(changed, ANSWER)


def test_a_session_without_origin_is_left_as_it_is() -> None:
    assert sdp.following("v=0\r\n", ANSWER) == ANSWER
    assert sdp.following(ANSWER, "v=0\r\n") == "v=0\r\n"


def test_an_origin_in_another_line_is_not_mistaken() -> None:
    odd = ANSWER.replace("s=-", "s=o=x 1 1 IN IP4 1.1.1.1")
    assert sdp.following(odd, odd.replace("20000", "20004")).count("2000 2 IN") == 1


def test_a_refresh_is_recognised_word_by_word() -> None:
    assert sdp.is_same(OFFER, OFFER.replace("\r\n", "\n") + "\n\n")
    assert not sdp.is_same(OFFER, OTHER_OFFER)


@given(st.text(max_size=300))
def test_no_text_does_more_than_to_be_refused(text: str) -> None:
    for act in (sdp.audio, sdp.narrow, sdp.nobody):
        for start in ("", "v=0\r\n", OFFER):
            with suppress(Unusable):
                act(start + text)


@given(st.lists(st.sampled_from(lines(SOFTPHONE)), max_size=25))
def test_what_was_cut_down_once_is_not_cut_down_again(shuffled: list[str]) -> None:
    text = "v=0\r\n" + "\r\n".join(shuffled) + "\r\n"
    try:
        once = sdp.narrow(text)
    except Unusable:
        return
    assert sdp.narrow(once) == once
