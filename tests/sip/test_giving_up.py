# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A call to us that is given up, by either side, around the moment it is answered."""

from hotline.sip.outputs import CallCancelled, CallConfirmed, Cause, DialogEnded, EndReason
from tests.sip.story import ANSWER, Story, request


def test_a_cancel_ends_a_ringing_call() -> None:
    story = Story()
    dialog = story.call_arrives()
    story.hear(request("CANCEL", reason='SIP;cause=200;text="Call completed elsewhere"'))
    assert story.told() == [
        CallCancelled(dialog, EndReason.CANCELLED, Cause("SIP", 200, "Call completed elsewhere"))
    ]
    assert story.said() == ["200 CANCEL", "487 INVITE"]
    assert story.records == {}


def test_the_answers_to_cancel_and_invite_bear_the_same_tag() -> None:
    story = Story()
    dialog = story.call_arrives()
    story.hear(request("CANCEL"))
    assert [message.to_tag for message in story.sent()] == [dialog, dialog]


def test_a_cancel_after_the_200_changes_nothing() -> None:
    story = Story()
    dialog = story.call_arrives()
    story.take(story.ua.accept(dialog, ANSWER, story.now))
    story.forget()
    story.hear(request("CANCEL"))
    assert (story.said(), story.told()) == (["200 CANCEL"], [])
    story.hear(request("ACK", our_tag=dialog, branch="z9hG4bK-2"))
    assert story.told() == [CallConfirmed(dialog)]


def test_accepting_after_the_cancel_does_nothing() -> None:
    story = Story()
    dialog = story.call_arrives()
    story.hear(request("CANCEL"))
    story.forget()
    story.take(story.ua.accept(dialog, ANSWER, story.now))
    story.take(story.ua.ring(dialog, story.now))
    story.take(story.ua.refuse(dialog, 486, story.now))
    assert (story.said(), story.told()) == ([], [])


def test_a_repeated_cancel_is_confirmed_again() -> None:
    story = Story()
    story.call_arrives()
    story.hear(request("CANCEL"))
    story.forget()
    story.hear(request("CANCEL"))
    assert (story.said(), story.told()) == (["200 CANCEL"], [])


def test_a_cancel_for_nothing_gets_481() -> None:
    story = Story()
    story.hear(request("CANCEL", call="nobody-knows"))
    assert story.said() == ["481 CANCEL"]


def test_a_bye_before_the_answer_ends_the_call_too() -> None:
    story = Story()
    dialog = story.call_arrives()
    story.take(story.ua.ring(dialog, story.now))
    story.forget()
    story.hear(request("BYE", our_tag=dialog, cseq=2, branch="z9hG4bK-2"))
    assert story.told() == [CallCancelled(dialog, EndReason.THEY_HUNG_UP)]
    assert story.said() == ["200 BYE", "487 INVITE"]


def test_hanging_up_a_call_that_rings_here_refuses_it() -> None:
    story = Story()
    dialog = story.call_arrives()
    story.take(story.ua.hang_up(dialog, story.now))
    assert story.said() == ["480 INVITE"]


def test_hanging_up_before_the_ack_waits_for_it() -> None:
    story = Story()
    dialog = story.call_arrives()
    story.take(story.ua.accept(dialog, ANSWER, story.now))
    story.take(story.ua.hang_up(dialog, story.now))
    assert story.said() == ["200 INVITE"]
    story.wait(600)
    assert story.said() == ["200 INVITE"]
    story.hear(request("ACK", our_tag=dialog, branch="z9hG4bK-2"))
    assert (story.said(), story.told()) == (["BYE"], [])


def test_hanging_up_before_an_ack_that_never_comes_sends_the_bye_at_last() -> None:
    story = Story()
    dialog = story.call_arrives()
    story.take(story.ua.accept(dialog, ANSWER, story.now))
    story.take(story.ua.hang_up(dialog, story.now))
    story.wait(31_900)
    story.forget()
    story.wait(100)
    assert (story.said(), story.told()) == (["BYE"], [])


def test_a_bye_instead_of_the_ack_ends_the_call() -> None:
    story = Story()
    dialog = story.call_arrives()
    story.take(story.ua.accept(dialog, ANSWER, story.now))
    story.forget()
    story.hear(request("BYE", our_tag=dialog, cseq=2, branch="z9hG4bK-2", reason="Q.850;cause=16"))
    assert story.told() == [DialogEnded(dialog, EndReason.THEY_HUNG_UP, Cause("Q.850", 16))]
    assert story.said() == ["200 BYE"]
    story.wait(40_000)
    assert (story.said(), story.ua.is_idle) == ([], True)
