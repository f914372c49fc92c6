# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Our own re-INVITE: the answer, collisions, refusals, and what happens when nobody answers."""

import pytest

from hotline.sip.messages import Request
from hotline.sip.outputs import (
    DialogEnded,
    DialogId,
    EndReason,
    MediaAnswered,
    MediaOffered,
    ReofferRefused,
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


def reoffered(story: Story, dialog: DialogId, sdp: str = OTHER_ANSWER) -> Request:
    """We offer other media; the re-INVITE."""
    story.take(story.ua.reoffer(dialog, sdp, story.now))
    return story.only_request()


def test_our_offer_goes_out_in_our_own_origin_and_its_answer_is_told() -> None:
    story = Story()
    dialog = story.call_is_up()
    ours = reoffered(story, dialog)
    assert (ours.method, ours.to_tag, ours.from_tag, ours.cseq) == ("INVITE", "far-1", dialog, 1)
    assert "o=hotline 2000 2 IN" in ours.body.decode()
    story.hear(reply(ours, 200, body=OTHER_OFFER))
    ack = story.only_request()
    assert (ack.method, ack.cseq) == ("ACK", 1)
    assert story.told() == [MediaAnswered(dialog, OTHER_OFFER)]
    assert story.records[dialog]["our_sdp"] == ours.body.decode()


def test_a_repeated_200_gets_its_ack_again_and_is_told_once() -> None:
    story = Story()
    dialog = story.call_is_up()
    ours = reoffered(story, dialog)
    story.hear(reply(ours, 200, body=OTHER_OFFER))
    story.forget()
    story.hear(reply(ours, 200, body=OTHER_OFFER))
    assert (story.said(), story.told()) == (["ACK"], [])


def test_a_200_repeated_after_a_later_re_invite_was_answered_is_acknowledged_only() -> None:
    story = Story()
    dialog = story.call_is_up()
    first = reoffered(story, dialog)
    story.hear(reply(first, 200, body=OTHER_OFFER))
    story.forget()
    second = reoffered(story, dialog, ANSWER)
    story.hear(reply(second, 200, body=OFFER))
    story.forget()
    story.hear(reply(first, 200, body=OTHER_OFFER))
    ack = story.only_request()
    assert (ack.method, ack.cseq, story.told()) == ("ACK", first.cseq, [])
    assert story.records[dialog]["their_sdp"] == OFFER


def test_the_answer_moves_the_target() -> None:
    story = Story()
    dialog = story.call_is_up()
    ours = reoffered(story, dialog)
    story.hear(reply(ours, 200, body=OTHER_OFFER, contact="<sip:moved@192.0.2.80>"))
    assert story.sent_to() == [("ACK", ("192.0.2.80", 5060))]
    story.take(story.ua.hang_up(dialog, story.now))
    assert story.sent_to() == [("BYE", ("192.0.2.80", 5060))]


def test_an_offer_before_the_ack_waits_for_it() -> None:
    story = Story()
    dialog = story.call_arrives()
    story.take(story.ua.accept(dialog, ANSWER, story.now))
    story.take(story.ua.reoffer(dialog, OTHER_ANSWER, story.now))
    assert story.said() == ["200 INVITE"]
    story.hear(request("ACK", our_tag=dialog, branch="z9hG4bK-2"))
    assert story.said() == ["INVITE"]


def test_an_offer_before_the_answer_or_after_the_end_does_nothing() -> None:
    story = Story()
    dialog = story.call_arrives()
    story.take(story.ua.reoffer(dialog, OTHER_ANSWER, story.now))
    assert story.said() == []
    up = story.call_is_up(call="call-2", branch="z9hG4bK-2")
    story.take(story.ua.hang_up(up, story.now))
    story.take(story.ua.reoffer(up, OTHER_ANSWER, story.now))
    assert story.said() == ["BYE"]


def test_of_several_wishes_the_newest_is_offered_when_the_first_is_through() -> None:
    story = Story()
    dialog = story.call_is_up()
    first = reoffered(story, dialog)
    for port in ("20006", "20008"):
        story.take(story.ua.reoffer(dialog, OTHER_ANSWER.replace("20002", port), story.now))
    assert story.said() == []
    story.hear(reply(first, 200, body=OTHER_OFFER))
    ack, second = story.sent()
    assert (ack.method, second.method) == ("ACK", "INVITE")
    assert b"m=audio 20008" in second.body


@pytest.mark.parametrize("status", [488, 500, 503, 603])
def test_a_refusal_is_told_and_the_old_media_go_on(status: int) -> None:
    story = Story()
    dialog = story.call_is_up()
    ours = reoffered(story, dialog)
    story.hear(reply(ours, status))
    assert (story.said(), story.told()) == (["ACK"], [ReofferRefused(dialog, status)])
    assert story.records[dialog]["our_sdp"] == ANSWER
    again = reoffered(story, dialog)
    assert "o=hotline 2000 2 IN" in again.body.decode()


def test_an_answer_without_sdp_counts_as_a_refusal() -> None:
    story = Story()
    dialog = story.call_is_up()
    ours = reoffered(story, dialog)
    story.hear(reply(ours, 200))
    assert story.told() == [ReofferRefused(dialog, 488)]


def test_an_answer_in_a_form_we_cannot_read_counts_as_a_refusal() -> None:
    story = Story()
    dialog = story.call_is_up()
    ours = reoffered(story, dialog)
    story.hear(reply(ours, 200, body="x", content_type="application/x-new"))
    assert story.told() == [ReofferRefused(dialog, 488)]


def times_of_retries(story: Story, dialog: DialogId, count: int) -> list[int]:
    """How long we wait after each of so many collisions."""
    waits = []
    ours = reoffered(story, dialog)
    for _ in range(count):
        story.hear(reply(ours, 491))
        assert story.said() == ["ACK"]
        before = story.now
        ours = story.next_request(5_000)
        waits.append(story.now - before)
    return waits


def test_after_a_collision_the_owner_of_the_call_id_waits_long() -> None:
    story = Story()
    waits = times_of_retries(story, story.we_are_through(), 8)
    assert all(2_100 <= wait <= 4_000 for wait in waits)
    assert len(set(waits)) > 4


def test_after_a_collision_the_other_side_waits_shortly() -> None:
    story = Story()
    waits = times_of_retries(story, story.call_is_up(), 8)
    assert all(wait <= 2_010 for wait in waits)
    assert len(set(waits)) > 4


def test_both_sides_of_a_collision_get_through_one_after_the_other() -> None:
    story = Story()
    dialog = story.call_is_up()
    ours = reoffered(story, dialog)
    story.hear(request("INVITE", our_tag=dialog, cseq=2, branch="z9hG4bK-2", body=HOLD_OFFER))
    story.hear(reply(ours, 491))
    assert story.said() == ["491 INVITE", "ACK"]
    story.hear(request("ACK", our_tag=dialog, cseq=2, branch="z9hG4bK-2"))
    again = story.next_request(2_010)
    story.hear(reply(again, 200, body=OTHER_OFFER))
    assert story.told() == [MediaAnswered(dialog, OTHER_OFFER)]
    story.forget()
    story.hear(request("INVITE", our_tag=dialog, cseq=3, branch="z9hG4bK-3", body=HOLD_OFFER))
    assert story.told() == [MediaOffered(dialog, HOLD_OFFER)]


def test_a_newer_wish_replaces_the_one_that_collided() -> None:
    story = Story()
    dialog = story.call_is_up()
    ours = reoffered(story, dialog)
    story.hear(reply(ours, 491))
    story.take(story.ua.reoffer(dialog, OTHER_ANSWER.replace("20002", "20010"), story.now))
    assert story.said() == ["ACK"]
    assert b"m=audio 20010" in story.next_request(2_010).body


def test_ten_collisions_are_enough() -> None:
    story = Story()
    dialog = story.call_is_up()
    times_of_retries(story, dialog, 10)
    (asking,) = (leg.asking for leg in story.ua._traffic.dialogs.values())
    assert asking is not None
    story.hear(reply(asking.request, 491))
    assert story.told() == [ReofferRefused(dialog, 491)]


def test_500_with_a_pause_is_tried_again_after_it() -> None:
    story = Story()
    dialog = story.call_is_up()
    ours = reoffered(story, dialog)
    story.hear(reply(ours, 500, retry_after="3"))
    story.forget()
    story.wait(2_999)
    assert story.said() == []
    story.wait(1)
    assert story.said() == ["INVITE"]


def test_481_ends_the_leg_at_once() -> None:
    story = Story()
    dialog = story.call_is_up()
    ours = reoffered(story, dialog)
    story.hear(reply(ours, 481))
    assert (story.said(), story.told()) == (["ACK"], [DialogEnded(dialog, EndReason.UNKNOWN_THERE)])
    assert story.records == {}


def test_408_ends_the_leg_with_a_bye() -> None:
    story = Story()
    dialog = story.call_is_up()
    ours = reoffered(story, dialog)
    story.hear(reply(ours, 408))
    assert (story.said(), story.told()) == (["ACK", "BYE"], [DialogEnded(dialog, EndReason.NO_REPLY)])


def test_silence_ends_the_leg_with_a_bye() -> None:
    story = Story()
    dialog = story.call_is_up()
    reoffered(story, dialog)
    story.wait(32_000)
    assert story.told() == [DialogEnded(dialog, EndReason.NO_REPLY)]
    assert story.said()[-1] == "BYE"


def test_their_bye_overtakes_our_offer_and_a_late_200_still_gets_its_ack() -> None:
    story = Story()
    dialog = story.call_is_up()
    ours = reoffered(story, dialog)
    story.hear(request("BYE", our_tag=dialog, cseq=2, branch="z9hG4bK-2"))
    assert story.told() == [DialogEnded(dialog, EndReason.THEY_HUNG_UP)]
    story.forget()
    story.hear(reply(ours, 200, body=OTHER_OFFER))
    assert (story.said(), story.told()) == (["ACK"], [])


def test_our_bye_overtakes_our_offer() -> None:
    story = Story()
    dialog = story.call_is_up()
    ours = reoffered(story, dialog)
    story.take(story.ua.hang_up(dialog, story.now))
    bye = story.only_request()
    assert bye.cseq == ours.cseq + 1
    story.hear(reply(ours, 487))
    assert (story.said(), story.told()) == (["ACK"], [])


def test_a_provisional_answer_is_patiently_waited_out() -> None:
    story = Story()
    dialog = story.call_is_up()
    ours = reoffered(story, dialog)
    story.hear(reply(ours, 100))
    story.wait(60_000)
    assert (story.said(), story.told()) == ([], [])
    story.hear(reply(ours, 200, body=OTHER_OFFER))
    assert story.told() == [MediaAnswered(dialog, OTHER_OFFER)]


def test_a_call_of_ours_can_be_offered_other_media() -> None:
    story = Story()
    dialog = story.we_are_through()
    ours = reoffered(story, dialog)
    assert (ours.uri, ours.cseq) == ("sip:far@198.51.100.7:5062", 2)
    story.hear(reply(ours, 200, body=OTHER_OFFER), PHONE)
    assert story.told() == [MediaAnswered(dialog, OTHER_OFFER)]
