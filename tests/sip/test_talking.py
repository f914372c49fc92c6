# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What the far end may ask while a leg is up, and the end of it from both sides."""

import pytest

from hotline.sip.messages import Request
from hotline.sip.outputs import Cause, DialogEnded, DigitPressed, EndReason
from tests.sip.story import ANSWER, CARRIER, OTHER_ANSWER, PHONE, Story, reply, request, seconds


def test_a_bye_is_confirmed_told_with_its_cause_and_forgotten_in_the_end() -> None:
    story = Story()
    dialog = story.call_is_up()
    bye = request("BYE", our_tag=dialog, cseq=2, branch="z9hG4bK-2", reason='Q.850;cause=16;text="Normal"')
    story.hear(bye)
    assert story.told() == [DialogEnded(dialog, EndReason.THEY_HUNG_UP, Cause("Q.850", 16, "Normal"))]
    assert (story.said(), story.records) == (["200 BYE"], {})
    story.hear(bye)
    assert (story.said(), story.told()) == (["200 BYE"], [])
    story.wait(33_000)
    assert story.ua.is_idle


def test_our_bye_says_why_and_is_repeated_until_answered() -> None:
    story = Story()
    dialog = story.call_is_up()
    story.take(story.ua.hang_up(dialog, story.now, cause=31))
    bye = story.only_request()
    assert bye.start_line == "BYE sip:far@192.0.2.1:5060 SIP/2.0"
    assert (bye.headers.first("reason"), bye.to_tag, bye.from_tag) == ("Q.850;cause=31", "far-1", dialog)
    story.wait(1500)
    assert story.said() == ["BYE", "BYE"]
    assert story.records[dialog]["state"] == "ending"
    story.hear(reply(bye, 200))
    assert (story.said(), story.told(), story.records) == ([], [], {})
    story.wait(5_000)
    assert story.said() == []


def test_our_bye_that_nobody_answers_ends_the_leg_after_32_seconds() -> None:
    story = Story()
    dialog = story.call_is_up()
    story.take(story.ua.hang_up(dialog, story.now))
    story.wait(32_000)
    assert set(story.said()) == {"BYE"}
    assert (story.told(), story.records, story.ua.is_idle) == ([], {}, True)


def test_our_bye_to_a_far_end_that_knows_nothing_of_it_ends_the_leg() -> None:
    story = Story()
    dialog = story.call_is_up()
    story.take(story.ua.hang_up(dialog, story.now))
    story.hear(reply(story.only_request(), 481))
    assert (story.told(), story.records) == ([], {})


def test_two_byes_that_cross_end_the_leg_once() -> None:
    story = Story()
    dialog = story.call_is_up()
    story.take(story.ua.hang_up(dialog, story.now))
    ours = story.only_request()
    story.hear(request("BYE", our_tag=dialog, cseq=2, branch="z9hG4bK-2"))
    assert (story.said(), story.told()) == (["200 BYE"], [])
    story.hear(reply(ours, 481))
    assert (story.told(), story.records) == ([], {})


def test_hanging_up_twice_sends_one_bye() -> None:
    story = Story()
    dialog = story.call_is_up()
    story.take(story.ua.hang_up(dialog, story.now))
    story.take(story.ua.hang_up(dialog, story.now))
    assert story.said() == ["BYE"]


def test_orders_about_a_leg_nobody_knows_do_nothing() -> None:
    story = Story()
    dialog = story.call_is_up()
    story.hear(request("BYE", our_tag=dialog, cseq=2, branch="z9hG4bK-2"))
    story.forget()
    now = story.now
    for outputs in (
        story.ua.ring(dialog, now),
        story.ua.accept(dialog, ANSWER, now),
        story.ua.refuse(dialog, 486, now),
        story.ua.hang_up(dialog, now),
        story.ua.cancel(dialog, now),
        story.ua.reoffer(dialog, ANSWER, now),
        story.ua.answer_offer(dialog, ANSWER, now),
        story.ua.refuse_offer(dialog, 488, now),
        story.ua.unregister("nowhere", now),
    ):
        assert outputs == []


def test_orders_that_do_not_fit_a_leg_that_is_up_do_nothing() -> None:
    story = Story()
    dialog = story.call_is_up()
    story.take(story.ua.ring(dialog, story.now))
    story.take(story.ua.accept(dialog, OTHER_ANSWER, story.now))
    story.take(story.ua.refuse(dialog, 486, story.now))
    story.take(story.ua.cancel(dialog, story.now))
    story.take(story.ua.answer_offer(dialog, ANSWER, story.now))
    story.take(story.ua.refuse_offer(dialog, 488, story.now))
    assert (story.said(), story.told()) == ([], [])


@pytest.mark.parametrize(
    ("body", "kind", "digit", "held_ms"),
    [
        ("Signal=5\r\nDuration=160\r\n", "application/dtmf-relay", "5", 160),
        ("Signal= *\r\nDuration= 99999\r\n", "application/dtmf-relay", "*", 10_000),
        ("signal=11\n", "Application/DTMF-Relay; charset=x", "#", 0),
        ("Signal=d\r\nDuration=x", "application/dtmf-relay", "D", 0),
        ("7", "application/dtmf", "7", 0),
        ("10", "application/dtmf", "*", 0),
    ],
)
def test_a_key_told_by_info_is_told_on(body: str, kind: str, digit: str, held_ms: int) -> None:
    story = Story()
    dialog = story.call_is_up()
    info = request("INFO", our_tag=dialog, cseq=2, branch="z9hG4bK-2", body=body, content_type=kind)
    story.hear(info)
    assert story.told() == [DigitPressed(dialog, digit, held_ms)]
    assert story.said() == ["200 INFO"]
    story.hear(info)
    assert (story.said(), story.told()) == (["200 INFO"], [])


@pytest.mark.parametrize(
    ("body", "kind", "extra", "status"),
    [
        ("", "", {}, 200),
        ("Signal=flash", "application/dtmf-relay", {}, 415),
        ("no key", "application/dtmf-relay", {}, 415),
        ("55", "application/dtmf", {}, 415),
        ("<fast/>", "application/media_control+xml", {}, 415),
        ("x", "application/x", {"info_package": "trex"}, 469),
    ],
)
def test_an_info_without_a_key_is_answered_and_tells_nothing(
    body: str, kind: str, extra: dict[str, str], status: int
) -> None:
    story = Story()
    dialog = story.call_is_up()
    story.hear(
        request("INFO", our_tag=dialog, cseq=2, branch="z9hG4bK-2", body=body, content_type=kind, **extra)
    )
    assert (story.said(), story.told()) == ([f"{status} INFO"], [])


@pytest.mark.parametrize(
    ("method", "status"),
    [
        ("REFER", 603),
        ("SUBSCRIBE", 489),
        ("NOTIFY", 489),
        ("PUBLISH", 489),
        ("MESSAGE", 405),
        ("PRACK", 481),
        ("REGISTER", 405),
        ("DANCE", 501),
        ("OPTIONS", 200),
    ],
)
def test_what_we_do_not_take_is_refused_and_the_leg_goes_on(method: str, status: int) -> None:
    story = Story()
    dialog = story.call_is_up()
    story.hear(request(method, our_tag=dialog, cseq=2, branch="z9hG4bK-2"))
    assert (story.said(), story.told()) == ([f"{status} {method}"], [])
    story.take(story.ua.hang_up(dialog, story.now))
    assert story.said() == ["BYE"]


def test_405_and_501_say_what_we_take() -> None:
    story = Story()
    for method in ("MESSAGE", "DANCE"):
        story.hear(request(method, branch=f"z9hG4bK-{method}"))
        assert "INVITE" in story.only_sent().headers.first("allow")


def test_an_extension_nobody_has_agreed_on_is_refused_within_a_leg() -> None:
    story = Story()
    dialog = story.call_is_up()
    story.hear(request("INFO", our_tag=dialog, cseq=2, branch="z9hG4bK-2", require="timer, X-new, 100rel"))
    refusal = story.only_response()
    assert (refusal.status, refusal.headers.first("unsupported")) == (420, "X-new, 100rel")


def test_a_request_older_than_one_already_served_is_refused() -> None:
    story = Story()
    dialog = story.call_is_up()
    story.hear(request("INFO", our_tag=dialog, cseq=5, branch="z9hG4bK-5"))
    story.hear(request("INFO", our_tag=dialog, cseq=4, branch="z9hG4bK-4"))
    story.hear(request("INFO", our_tag=dialog, cseq=5, branch="z9hG4bK-5b"))
    assert story.said() == ["200 INFO", "500 INFO", "500 INFO"]


@pytest.mark.parametrize("wrong", [{"call": "other"}, {"our_tag": "n99"}, {"their_tag": "someone-else"}])
def test_a_request_that_does_not_fit_all_three_names_of_a_leg_gets_481(wrong: dict[str, str]) -> None:
    story = Story()
    dialog = story.call_is_up()
    story.hear(request("BYE", **({"our_tag": dialog} | wrong), cseq=2, branch="z9hG4bK-2"))
    assert (story.said(), story.told(), story.ua.legs) == (["481 BYE"], [], (dialog,))


@pytest.mark.parametrize("method", ["BYE", "INFO", "UPDATE", "PRACK"])
def test_what_needs_a_leg_gets_481_without_one(method: str) -> None:
    story = Story()
    story.hear(request(method))
    assert story.said() == [f"481 {method}"]


def test_options_is_answered_with_all_we_can() -> None:
    story = Story()
    story.hear(request("OPTIONS"))
    ok = story.only_response()
    assert ok.status == 200
    assert ok.headers.first("allow") == "INVITE, ACK, BYE, CANCEL, OPTIONS, INFO, UPDATE"
    assert ok.headers.first("accept") == "application/sdp, application/dtmf-relay, application/dtmf"
    assert ok.headers.first("supported") == "timer"
    assert story.ua.is_idle


def test_options_from_a_stranger_is_refused() -> None:
    story = Story()
    story.hear(request("OPTIONS"), ("203.0.113.1", 5060))
    assert story.said() == ["403 OPTIONS"]


def test_a_leg_may_be_hung_up_from_an_address_that_is_not_trusted() -> None:
    story = Story()
    dialog = story.call_is_up()
    story.hear(request("BYE", our_tag=dialog, cseq=2, branch="z9hG4bK-2"), PHONE)
    assert story.sent_to() == [("200 BYE", PHONE)]


def test_an_answer_goes_where_the_request_came_from_and_says_so() -> None:
    story = Story()
    story.hear(request("OPTIONS", via="10.99.0.1:5066"), ("192.0.2.8", 1024))
    ((message, destination),) = story._sent
    assert destination == ("192.0.2.8", 1024)
    assert message.headers.first("via") == (
        "SIP/2.0/UDP 10.99.0.1:5066;branch=z9hG4bK-1;received=192.0.2.8;rport=1024"
    )


def test_without_rport_the_answer_goes_to_the_port_in_the_via() -> None:
    story = Story()
    story.hear(request("OPTIONS", via="SIP").replace(b"SIP/2.0/UDP SIP;rport", b"SIP/2.0/UDP 192.0.2.8:5077"))
    assert story.sent_to() == [("200 OPTIONS", ("192.0.2.1", 5077))]
    data = request("OPTIONS", via="192.0.2.1", branch="z9hG4bK-2").replace(b";rport", b"")
    story.hear(data, ("192.0.2.1", 40_000))
    assert story.sent_to() == [("200 OPTIONS", CARRIER)]


def test_an_ipv6_far_end_is_called_back_in_brackets() -> None:
    story = Story(host="2001:db8::5", trusted=("2001:db8::/32",))
    source = ("2001:db8::9", 5060)
    data = request("INVITE", via="[2001:db8::9]:5060", contact="<sip:far@[2001:db8::9]:5064>", body="")
    story.hear(data, source)
    (dialog,) = story.ua.legs
    story.take(story.ua.accept(dialog, ANSWER, story.now))
    story.take(story.ua.hang_up(dialog, story.now))
    story.forget()
    story.hear(request("ACK", our_tag=dialog, branch="z9hG4bK-2", body=ANSWER), source)
    ((bye, destination),) = story._sent
    assert destination == ("2001:db8::9", 5064)
    assert bye.headers.first("via").startswith("SIP/2.0/UDP [2001:db8::5]:5070;rport;")
    assert bye.headers.first("contact") == "<sip:line@[2001:db8::5]:5070>"


def test_a_contact_of_our_own_choice_is_used_everywhere() -> None:
    story = Story(contact="sip:1@line.internal")
    story.call_arrives()
    (dialog,) = story.ua.legs
    story.take(story.ua.accept(dialog, ANSWER, story.now))
    assert story.only_sent().headers.first("contact") == "<sip:1@line.internal>"


def test_the_overload_pause_is_told_in_seconds() -> None:
    story = Story()
    story.ua.refuse_calls(seconds(2.5))
    story.hear(request("INVITE"))
    assert story.only_sent().headers.first("retry-after") == "2"


def test_requests_of_both_sides_count_for_themselves() -> None:
    story = Story()
    dialog = story.call_is_up(cseq=9000)
    story.take(story.ua.reoffer(dialog, OTHER_ANSWER, story.now))
    ours = story.only_request()
    assert ours.cseq == 1
    story.hear(request("INFO", our_tag=dialog, cseq=9001, branch="z9hG4bK-2"))
    assert story.said() == ["200 INFO"]
    assert isinstance(ours, Request)
