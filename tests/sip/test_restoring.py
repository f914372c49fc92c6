# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A process dies in every state of a leg, and another one goes on from its records."""

import json

import pytest

from hotline.sip.outputs import (
    Answered,
    CallCancelled,
    CallConfirmed,
    DialogEnded,
    EndReason,
    MediaAnswered,
    MediaOffered,
    Refreshed,
    Refused,
)
from tests.sip.story import (
    ANSWER,
    OFFER,
    OTHER_ANSWER,
    OTHER_OFFER,
    PHONE,
    Story,
    invite,
    reply,
    request,
)

UPDATES = "INVITE, ACK, BYE, UPDATE"


def reborn(story: Story) -> Story:
    """The story goes on with what was written down, through JSON and back."""
    story.records = {dialog: json.loads(json.dumps(record)) for dialog, record in story.records.items()}
    return story.restart()


# they ring us


@pytest.mark.parametrize("has_rung", [False, True])
def test_a_call_that_rings_here_can_still_be_accepted(has_rung: bool) -> None:
    story = Story()
    dialog = story.call_arrives(record_route="<sip:192.0.2.3;lr>")
    if has_rung:
        story.take(story.ua.ring(dialog, story.now))
    after = reborn(story)
    assert (after.said(), after.told()) == (["100 INVITE"], [])
    after.take(after.ua.accept(dialog, ANSWER, after.now))
    ok = after.only_response()
    assert (ok.status, ok.to_tag, ok.body.decode()) == (200, dialog, ANSWER)
    after.hear(request("ACK", our_tag=dialog, branch="z9hG4bK-2"))
    assert after.told() == [CallConfirmed(dialog)]
    after.take(after.ua.hang_up(dialog, after.now))
    assert after.sent_to() == [("BYE", ("192.0.2.3", 5060))]


def test_a_call_that_rings_here_can_still_be_cancelled_refused_and_repeated() -> None:
    story = Story()
    dialog = story.call_arrives()
    after = reborn(story)
    after.hear(invite())
    assert (after.said(), after.told()) == (["100 INVITE", "100 INVITE"], [])
    after.hear(request("CANCEL"))
    assert after.told() == [CallCancelled(dialog)]
    again = reborn(story)
    again.forget()
    again.take(again.ua.refuse(dialog, 486, again.now))
    assert again.said() == ["486 INVITE"]


def test_a_call_that_rings_here_still_has_its_limit() -> None:
    story = Story()
    dialog = story.call_arrives()
    after = reborn(story)
    after.wait(180_000)
    assert after.told() == [CallCancelled(dialog, EndReason.NEVER_ANSWERED)]


def test_a_name_that_is_not_utf_8_survives_in_the_ringing_invite() -> None:
    story = Story()
    data = invite(**{"from": '"J?rgen" <sip:1@x>;tag=far-1'}).replace(b"J?rgen", b"J\xf8rgen")
    story.hear(data)
    (dialog,) = story.ua.legs
    after = reborn(story)
    after.forget()
    after.take(after.ua.accept(dialog, ANSWER, after.now))
    assert b'From: "J\xf8rgen" <sip:1@x>' in after.only_sent().encode()


def test_a_200_that_has_not_been_acknowledged_goes_on_being_repeated() -> None:
    story = Story()
    dialog = story.call_arrives()
    story.take(story.ua.accept(dialog, ANSWER, story.now))
    first = story.only_sent()
    story.wait(10_000)
    after = reborn(story)
    after.wait(500)
    assert after.only_sent().encode() == first.encode()
    after.hear(request("ACK", our_tag=dialog, branch="z9hG4bK-2"))
    assert after.told() == [CallConfirmed(dialog)]
    after.wait(60_000)
    assert (after.said(), after.told()) == ([], [])


def test_a_200_that_is_never_acknowledged_ends_when_it_would_have() -> None:
    story = Story()
    dialog = story.call_arrives()
    story.take(story.ua.accept(dialog, ANSWER, story.now))
    story.wait(30_000)
    after = reborn(story)
    after.wait(2_000)
    assert after.told() == [DialogEnded(dialog, EndReason.NO_ACK)]
    late = reborn(story)
    late.now += 600_000
    late.take(late.ua.handle_deadline(late.now))
    assert late.told() == [DialogEnded(dialog, EndReason.NO_ACK)]


def test_our_offer_in_a_200_still_gets_its_answer_from_the_ack() -> None:
    story = Story()
    dialog = story.call_arrives(body="")
    story.take(story.ua.accept(dialog, ANSWER, story.now))
    after = reborn(story)
    after.hear(request("ACK", our_tag=dialog, branch="z9hG4bK-2", body=OFFER))
    assert after.told() == [CallConfirmed(dialog, OFFER)]


def test_a_leg_that_waits_for_its_ack_to_hang_up_does_so() -> None:
    story = Story()
    dialog = story.call_arrives()
    story.take(story.ua.accept(dialog, ANSWER, story.now))
    story.take(story.ua.hang_up(dialog, story.now))
    after = reborn(story)
    after.hear(request("ACK", our_tag=dialog, branch="z9hG4bK-2"))
    assert (after.said(), after.told()) == (["BYE"], [])


# we ring them


def test_an_invite_that_may_not_have_arrived_is_sent_again() -> None:
    story = Story()
    dialog = story.we_call()
    first = story.only_request()
    after = reborn(story)
    again = after.only_request()
    assert again.encode() == first.encode()
    after.hear(reply(again, 180), PHONE)
    after.forget()
    after.hear(reply(again, 200, body=OFFER), PHONE)
    assert after.told() == [Answered(dialog, "far-1", OFFER)]


def test_a_call_that_rings_there_is_waited_for() -> None:
    story = Story()
    dialog = story.we_call()
    first = story.only_request()
    story.hear(reply(first, 180), PHONE)
    after = reborn(story)
    assert after.said() == []
    after.hear(reply(first, 200, body=OFFER), PHONE)
    assert (after.said(), after.told()) == (["ACK"], [Answered(dialog, "far-1", OFFER)])


def test_a_call_that_rings_there_can_be_refused_or_cancelled() -> None:
    story = Story()
    dialog = story.we_call()
    first = story.only_request()
    story.hear(reply(first, 180), PHONE)
    after = reborn(story)
    after.hear(reply(first, 486), PHONE)
    assert (after.said(), after.told()) == (["ACK"], [Refused(dialog, 486, "X")])
    other = reborn(story)
    other.take(other.ua.cancel(dialog, other.now))
    cancel = other.only_request()
    assert (cancel.method, cancel.branch) == ("CANCEL", first.branch)


def test_a_call_that_rings_there_still_has_its_limit() -> None:
    story = Story()
    dialog = story.we_call()
    story.hear(reply(story.only_request(), 180), PHONE)
    after = reborn(story)
    after.wait(180_000)
    assert (after.said(), after.told()) == (["CANCEL"], [Refused(dialog, 408)])


def test_a_call_given_up_before_a_sign_of_life_is_still_cancelled_at_the_first() -> None:
    story = Story()
    dialog = story.we_call()
    first = story.only_request()
    story.take(story.ua.cancel(dialog, story.now))
    after = reborn(story)
    assert after.said() == ["INVITE"]
    after.hear(reply(first, 180), PHONE)
    assert (after.said(), after.told()) == (["CANCEL"], [])


def test_a_cancel_is_sent_again_and_a_crossing_200_hung_up() -> None:
    story = Story()
    dialog = story.we_call()
    first = story.only_request()
    story.hear(reply(first, 180), PHONE)
    story.take(story.ua.cancel(dialog, story.now))
    after = reborn(story)
    assert after.said() == ["CANCEL"]
    after.hear(reply(first, 200, body=OFFER), PHONE)
    assert (after.said(), after.told()) == (["ACK", "BYE"], [])


def test_a_200_repeated_to_the_new_process_gets_an_ack() -> None:
    story = Story()
    dialog = story.we_call()
    first = story.only_request()
    story.hear(reply(first, 200, body=OFFER), PHONE)
    after = reborn(story)
    after.hear(reply(first, 200, body=OFFER), PHONE)
    ack = after.only_request()
    assert (ack.method, ack.cseq, ack.to_tag, after.told()) == ("ACK", 1, "far-1", [])
    after.hear(reply(first, 200, tag="late", body=OFFER), PHONE)
    assert after.said() == ["ACK", "BYE"]
    assert after.ua.legs == (dialog,)


# while it is up


def test_a_leg_that_is_up_hears_what_comes_and_can_do_what_it_could() -> None:
    story = Story()
    dialog = story.call_is_up()
    after = reborn(story)
    assert (after.said(), after.told()) == ([], [])
    after.hear(request("INVITE", our_tag=dialog, cseq=2, branch="z9hG4bK-2", body=OTHER_OFFER))
    assert after.told() == [MediaOffered(dialog, OTHER_OFFER)]
    after.take(after.ua.answer_offer(dialog, OTHER_ANSWER, after.now))
    assert "o=hotline 2000 2 IN" in after.only_response().body.decode()
    after.hear(request("ACK", our_tag=dialog, cseq=2, branch="z9hG4bK-2a"))
    after.take(after.ua.reoffer(dialog, ANSWER, after.now))
    ours = after.only_request()
    after.hear(reply(ours, 200, body=OFFER))
    assert MediaAnswered(dialog, OFFER) in after.told()
    third = reborn(after)
    third.hear(request("BYE", our_tag=dialog, cseq=3, branch="z9hG4bK-3"))
    assert third.told() == [DialogEnded(dialog, EndReason.THEY_HUNG_UP)]


def test_the_cseq_goes_on_where_it_was() -> None:
    story = Story()
    dialog = story.call_is_up()
    story.take(story.ua.reoffer(dialog, OTHER_ANSWER, story.now))
    before = story.only_request()
    story.hear(reply(before, 200, body=OTHER_OFFER))
    after = reborn(story)
    after.take(after.ua.hang_up(dialog, after.now))
    assert after.only_request().cseq == before.cseq + 1


def test_an_offer_of_ours_that_was_under_way_is_made_again() -> None:
    story = Story()
    dialog = story.call_is_up()
    story.take(story.ua.reoffer(dialog, OTHER_ANSWER, story.now))
    before = story.only_request()
    after = reborn(story)
    again = after.only_request()
    assert (again.method, again.body, again.cseq) == ("INVITE", before.body, before.cseq + 1)
    after.hear(reply(before, 200, body=OTHER_OFFER))
    assert after.said() == ["ACK"]
    after.hear(reply(again, 200, body=OTHER_OFFER))
    assert MediaAnswered(dialog, OTHER_OFFER) in after.told()


def test_an_offer_of_ours_that_waited_is_made() -> None:
    story = Story()
    dialog = story.call_arrives()
    story.take(story.ua.accept(dialog, ANSWER, story.now))
    story.take(story.ua.reoffer(dialog, OTHER_ANSWER, story.now))
    after = reborn(story)
    assert after.said() == []
    after.hear(request("ACK", our_tag=dialog, branch="z9hG4bK-2"))
    assert after.said() == ["INVITE"]


def test_a_re_invite_that_was_not_answered_before_the_end_is_taken_when_it_comes_again() -> None:
    story = Story()
    dialog = story.call_is_up()
    again = request("INVITE", our_tag=dialog, cseq=2, branch="z9hG4bK-2", body=OTHER_OFFER)
    story.hear(again)
    after = reborn(story)
    after.hear(again)
    assert after.told() == [MediaOffered(dialog, OTHER_OFFER)]


def test_a_re_invite_whose_200_was_lost_with_the_process_is_answered_again() -> None:
    story = Story()
    dialog = story.call_is_up()
    again = request("INVITE", our_tag=dialog, cseq=2, branch="z9hG4bK-2", body=OFFER)
    story.hear(again)
    after = reborn(story)
    after.hear(again)
    assert "200 INVITE" in after.said()


def test_a_call_whose_200_was_lost_with_the_process_is_answered_again_and_not_taken_twice() -> None:
    story = Story()
    dialog = story.call_arrives()
    story.take(story.ua.accept(dialog, ANSWER, story.now))
    first = story.only_sent()
    after = reborn(story)
    after.hear(invite())
    assert (after.only_sent().encode(), after.told()) == (first.encode(), [])
    after.hear(invite(branch="z9hG4bK-other-way"))
    assert (after.said(), after.ua.legs) == (["482 INVITE"], (dialog,))


def test_the_session_timer_runs_on_when_they_refresh() -> None:
    story = Story()
    dialog = story.call_is_up(supported="timer", session_expires="600;refresher=uac")
    story.wait(500_000)
    after = reborn(story)
    after.wait(67_999)
    assert after.told() == []
    after.wait(1)
    assert after.told() == [DialogEnded(dialog, EndReason.SESSION_EXPIRED)]


def test_the_session_timer_runs_on_when_we_refresh() -> None:
    story = Story()
    dialog = story.call_is_up(supported="timer", session_expires="600;refresher=uas", allow=UPDATES)
    story.wait(200_000)
    after = reborn(story)
    after.wait(100_000)
    update = after.only_request()
    assert update.method == "UPDATE"
    after.hear(reply(update, 200, session_expires="600;refresher=uac"))
    assert after.told() == [Refreshed(dialog)]


def test_a_refresh_missed_while_nobody_ran_is_made_up_for_at_once() -> None:
    story = Story()
    story.call_is_up(supported="timer", session_expires="600;refresher=uas", allow=UPDATES)
    story.now += 400_000
    after = reborn(story)
    after.wait(0)
    assert after.said() == ["UPDATE"]


def test_a_bye_that_may_not_have_arrived_is_sent_again() -> None:
    story = Story()
    dialog = story.call_is_up()
    story.take(story.ua.hang_up(dialog, story.now))
    after = reborn(story)
    bye = after.only_request()
    assert (bye.method, bye.cseq) == ("BYE", 2)
    after.hear(reply(bye, 481))
    assert (after.told(), after.records) == ([], {})
