# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Session timers: what is agreed, who refreshes when and how, and the end when nobody does."""

import pytest

from hotline.sip.messages import Request
from hotline.sip.outputs import DialogEnded, DialogId, EndReason, Refreshed
from tests.sip.story import ANSWER, OFFER, OTHER_OFFER, PHONE, START, Story, invite, reply, request, seconds

UPDATES = "INVITE, ACK, BYE, CANCEL, UPDATE"
MINUTE = 60_000


def granted(story: Story, **headers: str) -> tuple[str, str]:
    """Session-Expires and Require of our 200 to a call with these headers."""
    story.hear(invite(**headers))
    story.take(story.ua.accept(story.ua.legs[-1], ANSWER, story.now))
    ok = story.sent()[-1].headers
    return ok.first("session-expires"), ok.first("require")


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, ("", "")),
        ({"supported": "100rel"}, ("", "")),
        ({"supported": "timer"}, ("1800;refresher=uac", "timer")),
        ({"supported": "timer", "session_expires": "600"}, ("600;refresher=uac", "timer")),
        ({"supported": "timer", "session_expires": "600;refresher=uas"}, ("600;refresher=uas", "")),
        ({"supported": "timer", "session_expires": "600;refresher=uac"}, ("600;refresher=uac", "timer")),
        ({"supported": "timer", "session_expires": "7200"}, ("1800;refresher=uac", "timer")),
        (
            {"supported": "timer", "session_expires": "7200", "min_se": "3600"},
            ("3600;refresher=uac", "timer"),
        ),
        ({"session_expires": "600"}, ("600;refresher=uas", "")),
        ({"session_expires": "600;refresher=uac"}, ("600;refresher=uas", "")),
        ({"session_expires": "60"}, ("60;refresher=uas", "")),
        ({"x": "600", "k": "timer"}, ("600;refresher=uac", "timer")),
        ({"supported": "timer", "session_expires": "soon"}, ("1800;refresher=uac", "timer")),
    ],
)
def test_what_is_granted_to_a_caller(headers: dict[str, str], expected: tuple[str, str]) -> None:
    assert granted(Story(), **headers) == expected


def test_a_session_interval_below_ours_is_refused_with_the_least_we_take() -> None:
    story = Story(min_se=seconds(120))
    story.hear(invite(session_expires="90", supported="timer"))
    refusal = story.only_response()
    assert (refusal.status, refusal.headers.first("min-se")) == (422, "120")


def test_a_refresh_below_our_least_is_refused_and_the_leg_goes_on() -> None:
    story = Story()
    dialog = story.call_is_up(supported="timer", session_expires="600")
    story.hear(
        request("UPDATE", our_tag=dialog, cseq=2, branch="z9hG4bK-2", supported="timer", session_expires="30")
    )
    assert (story.said(), story.told(), story.ua.legs) == (["422 UPDATE"], [], (dialog,))


# they refresh


def test_a_caller_who_should_refresh_and_does_not_is_hung_up_shortly_before_the_end() -> None:
    story = Story()
    dialog = story.call_is_up(supported="timer", session_expires="600;refresher=uac")
    story.wait(600_000 - 32_000 - 1)
    assert (story.said(), story.told()) == ([], [])
    story.wait(1)
    assert (story.said(), story.told()) == (["BYE"], [DialogEnded(dialog, EndReason.SESSION_EXPIRED)])


def test_a_short_session_is_given_two_thirds_of_its_time() -> None:
    story = Story(min_se=seconds(30))
    dialog = story.call_is_up(supported="timer", session_expires="30")
    story.wait(19_999)
    assert story.told() == []
    story.wait(1)
    assert story.told() == [DialogEnded(dialog, EndReason.SESSION_EXPIRED)]


@pytest.mark.parametrize("body", ["", OFFER])
@pytest.mark.parametrize("method", ["INVITE", "UPDATE"])
def test_each_refresh_of_theirs_winds_the_timer_up_again(method: str, body: str) -> None:
    story = Story()
    timer = {"supported": "timer", "session_expires": "600;refresher=uac"}
    dialog = story.call_is_up(**timer)
    for cseq in range(2, 8):
        story.wait(300_000)
        branch = f"z9hG4bK-{cseq}"
        story.hear(request(method, our_tag=dialog, cseq=cseq, branch=branch, body=body, **timer))
        ok = story.only_response()
        assert (ok.status, ok.headers.first("session-expires")) == (200, "600;refresher=uac")
        if method == "INVITE":
            story.hear(request("ACK", our_tag=dialog, cseq=cseq, branch=branch + "a"))
        assert story.told() == [Refreshed(dialog)]
    story.wait(568_000)
    assert story.told() == [DialogEnded(dialog, EndReason.SESSION_EXPIRED)]


def test_a_refresh_without_timer_switches_the_timer_off() -> None:
    story = Story()
    dialog = story.call_is_up(supported="timer", session_expires="600")
    story.hear(request("UPDATE", our_tag=dialog, cseq=2, branch="z9hG4bK-2"))
    story.forget()
    story.wait(60 * MINUTE)
    assert (story.said(), story.told(), story.ua.legs) == ([], [], (dialog,))


def test_a_far_end_without_timers_may_talk_all_day() -> None:
    story = Story()
    dialog = story.call_is_up()
    story.wait(24 * 60 * MINUTE)
    assert (story.said(), story.told(), story.ua.legs) == ([], [], (dialog,))


# we refresh


def refreshing_call(story: Story, allow: str = UPDATES) -> DialogId:
    """A call in which the refresh is left to us."""
    return story.call_is_up(supported="timer", session_expires="600;refresher=uas", allow=allow)


def test_at_half_time_we_refresh_by_update_without_sdp() -> None:
    story = Story()
    dialog = refreshing_call(story)
    story.wait(299_999)
    assert story.said() == []
    story.wait(1)
    update = story.only_request()
    assert (update.method, update.body) == ("UPDATE", b"")
    assert update.headers.first("session-expires") == "600;refresher=uac"
    story.hear(reply(update, 200, session_expires="600;refresher=uac"))
    assert story.told() == [Refreshed(dialog)]
    story.wait(300_000)
    assert story.said() == ["UPDATE"]


def test_a_far_end_without_update_is_refreshed_by_re_invite_with_the_very_same_sdp() -> None:
    story = Story()
    dialog = refreshing_call(story, allow="INVITE, ACK, BYE")
    story.wait(300_000)
    again = story.only_request()
    assert (again.method, again.body.decode()) == ("INVITE", ANSWER)
    story.hear(reply(again, 200, body=OFFER, session_expires="600;refresher=uac"))
    assert (story.said(), story.told()) == (["ACK"], [Refreshed(dialog)])
    story.wait(300_000)
    assert story.only_request().body.decode() == ANSWER


def test_a_refresh_whose_answer_brings_other_media_tells_them() -> None:
    story = Story()
    dialog = refreshing_call(story, allow="INVITE, ACK, BYE")
    story.wait(300_000)
    again = story.only_request()
    story.hear(reply(again, 200, body=OTHER_OFFER, session_expires="600;refresher=uac"))
    assert [type(output).__name__ for output in story.told()] == ["Refreshed", "MediaAnswered"]
    assert story.records[dialog]["their_sdp"] == OTHER_OFFER


@pytest.mark.parametrize("status", [405, 501])
def test_a_far_end_that_takes_no_update_after_all_gets_a_re_invite_at_once(status: int) -> None:
    story = Story()
    dialog = refreshing_call(story)
    story.wait(300_000)
    story.hear(reply(story.only_request(), status))
    again = story.only_request()
    assert again.method == "INVITE"
    story.hear(reply(again, 200, body=OFFER, session_expires="600;refresher=uac"))
    assert story.told() == [Refreshed(dialog)]


def test_the_far_end_may_take_the_refreshing_over() -> None:
    story = Story()
    dialog = refreshing_call(story)
    story.wait(300_000)
    story.hear(reply(story.only_request(), 200, session_expires="600;refresher=uas"))
    story.forget()
    story.wait(567_999)
    assert story.said() == []
    story.wait(1)
    assert story.told() == [DialogEnded(dialog, EndReason.SESSION_EXPIRED)]


def test_an_answer_without_timer_switches_it_off() -> None:
    story = Story()
    dialog = refreshing_call(story)
    story.wait(300_000)
    story.hear(reply(story.only_request(), 200))
    story.forget()
    story.wait(120 * MINUTE)
    assert (story.said(), story.ua.legs) == ([], (dialog,))


def test_a_refused_refresh_is_tried_again_and_the_leg_ends_when_none_gets_through() -> None:
    story = Story()
    dialog = refreshing_call(story)
    story.wait(300_000)
    tries = 0
    while True:
        for message in story.sent():
            if message.method == "UPDATE":
                tries += 1
                assert isinstance(message, Request)
                story.hear(reply(message, 500))
        if told := story.told():
            break
        story.wait(1_000)
    assert told == [DialogEnded(dialog, EndReason.SESSION_EXPIRED)]
    assert 4 <= tries <= 8
    assert START + 560_000 <= story.now <= START + 600_000


def test_a_refresh_that_collides_is_tried_again_later() -> None:
    story = Story()
    dialog = refreshing_call(story, allow="INVITE, ACK, BYE")
    story.wait(300_000)
    story.hear(reply(story.only_request(), 491))
    assert story.said() == ["ACK"]
    again = story.next_request(150_000)
    story.hear(reply(again, 200, body=OFFER, session_expires="600;refresher=uac"))
    assert story.told() == [Refreshed(dialog)]


def test_a_refresh_waits_while_an_offer_of_theirs_is_under_way() -> None:
    story = Story()
    refreshing_call(story, allow="INVITE, ACK, BYE")
    story.wait(299_000)
    dialog = story.ua.legs[0]
    story.hear(request("INVITE", our_tag=dialog, cseq=2, branch="z9hG4bK-2", body=OTHER_OFFER))
    story.forget()
    story.wait(2_000)
    assert story.said() == []
    story.take(story.ua.refuse_offer(dialog, 488, story.now))
    story.hear(request("ACK", our_tag=dialog, cseq=2, branch="z9hG4bK-2"))
    story.forget()
    story.wait(200_000)
    assert story.said()[0] == "INVITE"


def test_a_refresh_asked_to_be_longer_is_made_longer() -> None:
    story = Story()
    dialog = refreshing_call(story)
    story.wait(300_000)
    story.hear(reply(story.only_request(), 422, min_se="900"))
    again = story.only_request()
    assert (again.headers.first("session-expires"), again.headers.first("min-se")) == (
        "900;refresher=uac",
        "900",
    )
    story.hear(reply(again, 200, session_expires="900;refresher=uac"))
    assert story.told() == [Refreshed(dialog)]


def test_a_re_invite_asked_to_be_longer_is_made_longer() -> None:
    story = Story()
    dialog = refreshing_call(story, allow="INVITE, ACK, BYE")
    story.wait(300_000)
    story.hear(reply(story.only_request(), 422, min_se="900"))
    ack, again = story.sent()
    assert (ack.method, again.headers.first("min-se")) == ("ACK", "900")
    assert story.ua.legs == (dialog,)


@pytest.mark.parametrize(
    ("status", "reason", "said"),
    [(481, EndReason.UNKNOWN_THERE, []), (408, EndReason.NO_REPLY, ["BYE"])],
)
def test_a_refresh_of_a_call_they_know_nothing_of_ends_the_leg(
    status: int, reason: EndReason, said: list[str]
) -> None:
    story = Story()
    dialog = refreshing_call(story)
    story.wait(300_000)
    story.hear(reply(story.only_request(), status))
    assert (story.said(), story.told()) == (said, [DialogEnded(dialog, reason)])


def test_a_refresh_nobody_answers_ends_the_leg() -> None:
    story = Story()
    dialog = refreshing_call(story)
    story.wait(332_000)
    assert story.told() == [DialogEnded(dialog, EndReason.NO_REPLY)]


# calls of ours


def test_a_call_of_ours_follows_what_the_answer_says() -> None:
    story = Story()
    story.we_are_through(session_expires="1800;refresher=uac", require="timer", allow=UPDATES)
    story.wait(15 * MINUTE)
    assert story.said() == ["UPDATE"]


def test_a_call_of_ours_that_they_refresh_ends_when_they_do_not() -> None:
    story = Story()
    dialog = story.we_are_through(session_expires="1800;refresher=uas")
    story.wait(30 * MINUTE - 32_000)
    assert story.told() == [DialogEnded(dialog, EndReason.SESSION_EXPIRED)]


def test_a_call_of_ours_to_a_telephone_without_timers_may_last() -> None:
    story = Story()
    dialog = story.we_are_through()
    story.wait(24 * 60 * MINUTE)
    assert (story.told(), story.ua.legs) == ([], (dialog,))


def test_an_absurdly_short_interval_is_not_believed() -> None:
    story = Story()
    story.we_are_through(session_expires="1;refresher=uac", allow=UPDATES)
    story.wait(44_000)
    assert story.said() == []
    story.wait(1_000)
    assert story.said() == ["UPDATE"]


def test_their_refresh_of_a_call_of_ours_is_answered() -> None:
    story = Story()
    dialog = story.we_are_through(session_expires="1800;refresher=uas", allow=UPDATES)
    call = story.records[dialog]["call_id"]
    refresh = request(
        "INVITE",
        call=call,
        our_tag=dialog,
        body=OFFER,
        supported="timer",
        session_expires="1800;refresher=uac",
    )
    story.hear(refresh, PHONE)
    ok = story.only_response()
    assert (ok.status, ok.body.decode(), story.told()) == (200, ANSWER, [Refreshed(dialog)])
