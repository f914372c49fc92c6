# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Their re-INVITE and UPDATE while a leg is up."""

import pytest

from hotline.sip.outputs import (
    CallConfirmed,
    DialogEnded,
    EndReason,
    MediaAnswered,
    MediaOffered,
    OfferWithdrawn,
    Refreshed,
)
from tests.sip.story import (
    ANSWER,
    HOLD_OFFER,
    OFFER,
    OTHER_ANSWER,
    OTHER_OFFER,
    PHONE,
    Story,
    reply,
    request,
)


def asks(method: str, our_tag: str, cseq: int = 2, body: str = "", **headers: str) -> bytes:
    """A request within the leg, with a branch of its own."""
    return request(
        method, our_tag=our_tag, cseq=cseq, branch=f"z9hG4bK-{method}-{cseq}", body=body, **headers
    )


def test_other_media_are_put_to_the_wire_and_its_answer_sent() -> None:
    story = Story()
    dialog = story.call_is_up()
    story.hear(asks("INVITE", dialog, body=OTHER_OFFER))
    assert (story.said(), story.told()) == ([], [MediaOffered(dialog, OTHER_OFFER)])
    story.take(story.ua.answer_offer(dialog, OTHER_ANSWER, story.now))
    ok = story.only_response()
    assert (ok.status, ok.to_tag) == (200, dialog)
    assert "m=audio 20002" in ok.body.decode()
    story.hear(asks("ACK", dialog))
    story.wait(5_000)
    assert (story.said(), story.told()) == ([], [])
    assert story.records[dialog]["their_sdp"] == OTHER_OFFER


def test_the_answer_keeps_our_origin_and_counts_its_version_up() -> None:
    story = Story()
    dialog = story.call_is_up()
    story.hear(asks("INVITE", dialog, body=OTHER_OFFER))
    story.take(
        story.ua.answer_offer(dialog, OTHER_ANSWER.replace("o=hotline 2000 7", "o=relay 77 5"), story.now)
    )
    assert "o=hotline 2000 2 IN" in story.only_response().body.decode()


def test_an_unchanged_answer_keeps_its_version() -> None:
    story = Story()
    dialog = story.call_is_up()
    story.hear(asks("INVITE", dialog, body=OTHER_OFFER))
    story.take(story.ua.answer_offer(dialog, ANSWER.replace("2000 1", "2000 9"), story.now))
    assert story.only_response().body.decode() == ANSWER


def test_a_refresh_with_the_same_sdp_is_answered_without_asking_the_wire() -> None:
    story = Story()
    dialog = story.call_is_up()
    story.hear(asks("INVITE", dialog, body=OFFER))
    ok = story.only_response()
    assert (ok.status, ok.body.decode()) == (200, ANSWER)
    assert story.told() == [Refreshed(dialog)]


def test_the_200_to_a_re_invite_is_repeated_until_its_ack() -> None:
    story = Story()
    dialog = story.call_is_up()
    story.hear(asks("INVITE", dialog, body=OFFER))
    story.wait(1_600)
    assert story.said() == ["200 INVITE"] * 3
    story.hear(asks("ACK", dialog))
    story.wait(10_000)
    assert story.said() == []


def test_a_re_invite_that_is_never_acknowledged_ends_the_leg() -> None:
    story = Story()
    dialog = story.call_is_up()
    story.hear(asks("INVITE", dialog, body=OFFER))
    story.wait(31_999)
    story.forget()
    story.wait(1)
    assert (story.said(), story.told()) == (["BYE"], [DialogEnded(dialog, EndReason.NO_ACK)])


def test_a_re_invite_without_sdp_gets_our_offer_and_its_ack_is_read() -> None:
    story = Story()
    dialog = story.call_is_up()
    story.hear(asks("INVITE", dialog))
    assert story.only_response().body.decode() == ANSWER
    story.forget()
    story.hear(asks("ACK", dialog, body=OTHER_OFFER))
    assert story.told() == [MediaAnswered(dialog, OTHER_OFFER)]
    assert story.records[dialog]["their_sdp"] == OTHER_OFFER


def test_an_unchanged_or_missing_answer_in_the_ack_tells_nothing() -> None:
    story = Story()
    dialog = story.call_is_up()
    story.hear(asks("INVITE", dialog, cseq=2))
    story.forget()
    story.hear(asks("ACK", dialog, cseq=2, body=OFFER))
    story.hear(asks("INVITE", dialog, cseq=3))
    story.forget()
    story.hear(asks("ACK", dialog, cseq=3))
    assert (story.told(), story.ua.legs) == ([], (dialog,))


def test_hold_and_resume_are_told_one_after_the_other() -> None:
    story = Story()
    dialog = story.call_is_up()
    for cseq, offer in ((2, HOLD_OFFER), (3, OTHER_OFFER)):
        story.hear(asks("INVITE", dialog, cseq=cseq, body=offer))
        assert story.told() == [MediaOffered(dialog, offer)]
        story.take(story.ua.answer_offer(dialog, OTHER_ANSWER, story.now))
        story.hear(asks("ACK", dialog, cseq=cseq))
    assert story.said() == ["200 INVITE"] * 2


def test_a_refused_offer_leaves_everything_as_it_was() -> None:
    story = Story()
    dialog = story.call_is_up()
    before = story.records[dialog] | {"seen": 2}
    story.hear(asks("INVITE", dialog, body=OTHER_OFFER, contact="<sip:else@198.51.100.1>"))
    story.take(story.ua.refuse_offer(dialog, 488, story.now))
    assert story.said() == ["488 INVITE"]
    story.hear(request("ACK", our_tag=dialog, cseq=2, branch="z9hG4bK-INVITE-2"))
    story.take(story.ua.reoffer(dialog, OTHER_ANSWER, story.now))
    again = story.only_request()
    assert again.uri == "sip:far@192.0.2.1:5060"
    assert story.records[dialog] == before | {"cseq": 1, "reoffer": again.body.decode()}


def test_an_offer_the_wire_does_not_answer_is_refused_in_time() -> None:
    story = Story()
    dialog = story.call_is_up()
    story.hear(asks("UPDATE", dialog, body=OTHER_OFFER))
    story.forget()
    story.wait(8_000)
    assert (story.said(), story.told()) == (["500 UPDATE"], [OfferWithdrawn(dialog)])
    story.take(story.ua.answer_offer(dialog, OTHER_ANSWER, story.now))
    assert story.said() == []


def test_an_answer_just_in_time_stops_the_clock() -> None:
    story = Story()
    dialog = story.call_is_up()
    story.hear(asks("UPDATE", dialog, body=OTHER_OFFER))
    story.wait(7_999)
    story.take(story.ua.answer_offer(dialog, OTHER_ANSWER, story.now))
    story.forget()
    story.wait(8_000)
    assert (story.said(), story.told()) == ([], [])


@pytest.mark.parametrize(
    "offer",
    [
        OFFER.replace("m=audio 30000", "m=audio 0"),
        OFFER.replace("m=audio 30000 RTP/AVP 8 0 101", "m=image 30000 udptl t38"),
        "v=0\r\nnonsense",
        "not even that",
    ],
)
def test_an_offer_without_audio_we_can_use_is_refused_without_asking_the_wire(offer: str) -> None:
    story = Story()
    dialog = story.call_is_up()
    story.hear(asks("INVITE", dialog, body=offer))
    assert (story.said(), story.told()) == (["488 INVITE"], [])


def test_a_body_we_cannot_read_is_refused() -> None:
    story = Story()
    dialog = story.call_is_up()
    story.hear(asks("INVITE", dialog, body="<x/>", content_type="application/xml"))
    assert (story.said(), story.told()) == (["415 INVITE"], [])


def test_an_update_without_sdp_refreshes_and_moves_the_target() -> None:
    story = Story()
    dialog = story.call_is_up()
    story.hear(asks("UPDATE", dialog, contact="<sip:moved@192.0.2.77:5080>"))
    ok = story.only_response()
    assert (ok.status, ok.body, story.told()) == (200, b"", [Refreshed(dialog)])
    story.take(story.ua.hang_up(dialog, story.now))
    assert story.sent_to() == [("BYE", ("192.0.2.77", 5080))]


def test_an_update_with_the_same_sdp_is_answered_with_ours() -> None:
    story = Story()
    dialog = story.call_is_up()
    story.hear(asks("UPDATE", dialog, body=OFFER))
    assert (story.only_response().body.decode(), story.told()) == (ANSWER, [Refreshed(dialog)])


def test_an_update_with_other_media_is_put_to_the_wire_and_needs_no_ack() -> None:
    story = Story()
    dialog = story.call_is_up()
    story.hear(asks("UPDATE", dialog, body=OTHER_OFFER))
    assert story.told() == [MediaOffered(dialog, OTHER_OFFER)]
    story.take(story.ua.answer_offer(dialog, OTHER_ANSWER, story.now))
    story.wait(10_000)
    assert story.said() == ["200 UPDATE"]


def test_a_repeated_re_invite_is_put_to_the_wire_once() -> None:
    story = Story()
    dialog = story.call_is_up()
    story.hear(asks("INVITE", dialog, body=OTHER_OFFER))
    story.hear(asks("INVITE", dialog, body=OTHER_OFFER))
    assert (story.said(), story.told()) == ([], [MediaOffered(dialog, OTHER_OFFER)])


def test_an_offer_that_meets_ours_gets_491() -> None:
    story = Story()
    dialog = story.call_is_up()
    story.take(story.ua.reoffer(dialog, OTHER_ANSWER, story.now))
    story.forget()
    story.hear(asks("INVITE", dialog, cseq=2, body=OTHER_OFFER))
    story.hear(asks("UPDATE", dialog, cseq=3, body=OTHER_OFFER))
    story.hear(asks("INVITE", dialog, cseq=4))
    assert (story.said(), story.told()) == (["491 INVITE", "491 UPDATE", "491 INVITE"], [])


def test_an_offer_that_meets_the_one_in_our_200_gets_491() -> None:
    story = Story()
    dialog = story.call_is_up()
    story.hear(asks("INVITE", dialog, cseq=2))
    story.forget()
    story.hear(asks("INVITE", dialog, cseq=3, body=OTHER_OFFER))
    assert story.said() == ["491 INVITE"]


def test_an_offer_while_an_older_one_waits_gets_500_and_a_moment() -> None:
    story = Story()
    dialog = story.call_is_up()
    story.hear(asks("INVITE", dialog, cseq=2, body=OTHER_OFFER))
    story.hear(asks("UPDATE", dialog, cseq=3, body=HOLD_OFFER))
    refusal = story.only_response()
    assert refusal.status == 500
    assert 0 <= int(refusal.headers.first("retry-after")) <= 10


def test_an_update_without_sdp_is_welcome_at_any_time() -> None:
    story = Story()
    dialog = story.call_is_up()
    story.take(story.ua.reoffer(dialog, OTHER_ANSWER, story.now))
    story.forget()
    story.hear(asks("UPDATE", dialog))
    assert story.said() == ["200 UPDATE"]


def test_an_offer_in_an_unanswered_call_has_to_wait() -> None:
    story = Story()
    dialog = story.call_arrives()
    story.take(story.ua.ring(dialog, story.now))
    story.forget()
    story.hear(asks("UPDATE", dialog, body=OTHER_OFFER))
    assert story.said() == ["500 UPDATE"]


def test_a_re_invite_in_place_of_a_lost_ack_confirms_the_call() -> None:
    story = Story()
    dialog = story.call_arrives()
    story.take(story.ua.accept(dialog, ANSWER, story.now))
    story.forget()
    story.hear(asks("INVITE", dialog, body=OTHER_OFFER))
    assert story.told() == [CallConfirmed(dialog), MediaOffered(dialog, OTHER_OFFER)]
    story.wait(3_000)
    assert story.said() == []


def test_a_re_invite_in_place_of_a_lost_ack_lets_our_bye_go() -> None:
    story = Story()
    dialog = story.call_arrives()
    story.take(story.ua.accept(dialog, ANSWER, story.now))
    story.take(story.ua.hang_up(dialog, story.now))
    story.forget()
    story.hear(asks("INVITE", dialog, body=OTHER_OFFER))
    assert (sorted(story.said()), story.told()) == (["500 INVITE", "BYE"], [])


def test_a_re_invite_in_place_of_the_ack_of_another_re_invite_stops_the_repetition() -> None:
    story = Story()
    dialog = story.call_is_up()
    story.hear(asks("INVITE", dialog, cseq=2, body=OFFER))
    story.hear(asks("INVITE", dialog, cseq=3, body=OFFER))
    assert story.said() == ["200 INVITE", "200 INVITE"]
    story.hear(asks("ACK", dialog, cseq=3))
    story.wait(5_000)
    assert story.said() == []


def test_a_cancelled_re_invite_is_withdrawn_and_the_leg_goes_on() -> None:
    story = Story()
    dialog = story.call_is_up()
    story.hear(asks("INVITE", dialog, body=OTHER_OFFER))
    story.forget()
    story.hear(request("CANCEL", our_tag=dialog, cseq=2, branch="z9hG4bK-INVITE-2"))
    assert (story.said(), story.told()) == (["200 CANCEL", "487 INVITE"], [OfferWithdrawn(dialog)])
    assert story.ua.legs == (dialog,)


def test_a_cancel_that_comes_after_our_answer_changes_nothing() -> None:
    story = Story()
    dialog = story.call_is_up()
    story.hear(asks("INVITE", dialog, body=OTHER_OFFER))
    story.take(story.ua.answer_offer(dialog, OTHER_ANSWER, story.now))
    story.forget()
    story.hear(request("CANCEL", our_tag=dialog, cseq=2, branch="z9hG4bK-INVITE-2"))
    assert (story.said(), story.told()) == (["200 CANCEL"], [])


def test_a_bye_overtakes_an_offer_that_waits() -> None:
    story = Story()
    dialog = story.call_is_up()
    story.hear(asks("INVITE", dialog, body=OTHER_OFFER))
    story.forget()
    story.hear(asks("BYE", dialog, cseq=3))
    assert story.told() == [DialogEnded(dialog, EndReason.THEY_HUNG_UP)]
    assert story.said() == ["200 BYE", "487 INVITE"]


def test_our_bye_refuses_an_offer_that_waits() -> None:
    story = Story()
    dialog = story.call_is_up()
    story.hear(asks("INVITE", dialog, body=OTHER_OFFER))
    story.forget()
    story.take(story.ua.hang_up(dialog, story.now))
    assert story.said() == ["487 INVITE", "BYE"]


def test_an_offer_after_our_bye_is_refused() -> None:
    story = Story()
    dialog = story.call_is_up()
    story.take(story.ua.hang_up(dialog, story.now))
    story.forget()
    story.hear(asks("INVITE", dialog, body=OTHER_OFFER))
    story.hear(asks("UPDATE", dialog, cseq=3))
    assert (story.said(), story.told()) == (["481 INVITE", "481 UPDATE"], [])


def test_media_of_a_call_of_ours_can_be_changed_by_them_too() -> None:
    story = Story()
    dialog = story.we_are_through()
    call = story.records[dialog]["call_id"]
    story.hear(request("INVITE", call=call, our_tag=dialog, cseq=1, body=OTHER_OFFER), PHONE)
    assert story.told() == [MediaOffered(dialog, OTHER_OFFER)]
    story.take(story.ua.answer_offer(dialog, OTHER_ANSWER, story.now))
    assert story.said() == ["200 INVITE"]


def test_our_own_wish_waits_until_theirs_is_through() -> None:
    story = Story()
    dialog = story.call_is_up()
    story.hear(asks("INVITE", dialog, body=OTHER_OFFER))
    story.take(story.ua.reoffer(dialog, OTHER_ANSWER.replace("20002", "20004"), story.now))
    story.take(story.ua.answer_offer(dialog, OTHER_ANSWER, story.now))
    assert story.said() == ["200 INVITE"]
    story.hear(asks("ACK", dialog))
    ours = story.only_request()
    assert "m=audio 20004" in ours.body.decode()
    assert "o=hotline 2000 3 IN" in ours.body.decode()
    story.hear(reply(ours, 200, body=OTHER_OFFER))


def test_our_own_wish_waits_until_theirs_is_refused() -> None:
    story = Story()
    dialog = story.call_is_up()
    story.hear(asks("UPDATE", dialog, body=OTHER_OFFER))
    story.take(story.ua.reoffer(dialog, OTHER_ANSWER, story.now))
    assert story.said() == []
    story.take(story.ua.refuse_offer(dialog, 488, story.now))
    assert sorted(story.said()) == ["488 UPDATE", "INVITE"]
