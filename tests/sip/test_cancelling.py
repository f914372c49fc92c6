# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A call of ours that we give up: no CANCEL before a sign of life, and what may cross it."""

from hotline.sip.messages import Request
from hotline.sip.outputs import Refused
from tests.sip.story import OFFER, PHONE, Story, reply, rings


def test_a_cancel_waits_for_a_first_sign_of_life() -> None:
    story = Story()
    dialog, invite = rings(story)
    story.take(story.ua.cancel(dialog, story.now, cause=31))
    assert story.said() == []
    story.hear(reply(invite, 100), PHONE)
    cancel = story.only_request()
    assert cancel.start_line == "CANCEL sip:anna@198.51.100.7:5062 SIP/2.0"
    assert (cancel.branch, cancel.cseq, cancel.to_tag) == (invite.branch, invite.cseq, "")
    assert cancel.headers.first("reason") == "Q.850;cause=31"


def test_a_cancelled_call_ends_silently_with_487() -> None:
    story = Story()
    dialog, invite = rings(story)
    story.hear(reply(invite, 180), PHONE)
    story.forget()
    story.take(story.ua.cancel(dialog, story.now))
    cancel = story.only_request()
    story.hear(reply(cancel, 200), PHONE)
    story.hear(reply(invite, 487), PHONE)
    assert (story.said(), story.told(), story.records) == (["ACK"], [], {})
    story.wait(40_000)
    assert story.ua.is_idle


def test_a_200_that_crosses_our_cancel_is_acknowledged_and_hung_up() -> None:
    story = Story()
    dialog, invite = rings(story)
    story.hear(reply(invite, 180), PHONE)
    story.take(story.ua.cancel(dialog, story.now))
    story.forget()
    story.hear(reply(invite, 200, body=OFFER), PHONE)
    ack, bye = story.sent()
    assert ([ack.method, bye.method], story.told()) == (["ACK", "BYE"], [])
    assert isinstance(bye, Request)
    story.hear(reply(bye, 200), PHONE)
    assert (story.records, story.ua.legs) == ({}, ())


def test_a_200_before_any_provisional_after_we_changed_our_mind_is_hung_up_too() -> None:
    story = Story()
    dialog, invite = rings(story)
    story.take(story.ua.cancel(dialog, story.now))
    story.hear(reply(invite, 200, body=OFFER), PHONE)
    assert (story.said(), story.told()) == (["ACK", "BYE"], [])


def test_a_cancelled_call_that_was_never_heard_of_ends_with_the_invite() -> None:
    story = Story()
    dialog, _ = rings(story)
    story.take(story.ua.cancel(dialog, story.now))
    story.wait(32_000)
    assert (story.told(), story.records, story.ua.is_idle) == ([], {}, True)


def test_a_cancelled_call_that_goes_on_ringing_is_given_up() -> None:
    story = Story()
    dialog, invite = rings(story)
    story.hear(reply(invite, 180), PHONE)
    story.take(story.ua.cancel(dialog, story.now))
    story.forget()
    story.wait(31_999)
    assert story.ua.legs == (dialog,)
    story.wait(1)
    assert (story.told(), story.ua.is_idle) == ([], True)


def test_a_refusal_that_crosses_our_cancel_ends_silently() -> None:
    story = Story()
    dialog, invite = rings(story)
    story.hear(reply(invite, 180), PHONE)
    story.take(story.ua.cancel(dialog, story.now))
    story.forget()
    story.hear(reply(invite, 603), PHONE)
    assert (story.said(), story.told(), story.records) == (["ACK"], [], {})


def test_cancelling_twice_or_too_late_does_nothing() -> None:
    story = Story()
    dialog, invite = rings(story)
    story.hear(reply(invite, 180), PHONE)
    story.take(story.ua.cancel(dialog, story.now))
    story.forget()
    story.take(story.ua.cancel(dialog, story.now))
    assert story.said() == []
    up = story.we_are_through()
    story.take(story.ua.cancel(up, story.now))
    assert story.said() == []


def test_hanging_up_a_call_that_rings_there_cancels_it() -> None:
    story = Story()
    dialog, invite = rings(story)
    story.hear(reply(invite, 180), PHONE)
    story.forget()
    story.take(story.ua.hang_up(dialog, story.now))
    assert story.said() == ["CANCEL"]


def test_progress_after_our_cancel_is_not_told() -> None:
    story = Story()
    dialog, invite = rings(story)
    story.hear(reply(invite, 180), PHONE)
    story.take(story.ua.cancel(dialog, story.now))
    story.forget()
    story.hear(reply(invite, 183, body=OFFER), PHONE)
    assert (story.said(), story.told()) == ([], [])


def test_a_call_that_rings_for_three_minutes_is_cancelled() -> None:
    story = Story()
    dialog, invite = rings(story)
    story.hear(reply(invite, 180), PHONE)
    story.forget()
    story.wait(180_000)
    assert (story.said(), story.told()) == (["CANCEL"], [Refused(dialog, 408)])
    story.hear(reply(invite, 487), PHONE)
    assert story.told() == []
