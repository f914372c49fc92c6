# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A call of ours, until one telephone has answered or none will."""

import pytest

from hotline.sip.errors import Unusable
from hotline.sip.messages import Request
from hotline.sip.outputs import (
    Answered,
    Cause,
    DialogEnded,
    Discarded,
    DiscardReason,
    EndReason,
    Progress,
    Refused,
)
from tests.sip.story import ANSWER, CARRIER, OFFER, OTHER_OFFER, PHONE, Story, reply, request, rings


def test_the_invite_says_who_we_are_what_we_can_and_what_we_offer() -> None:
    story = Story()
    dialog, invite = rings(story)
    headers = invite.headers
    assert invite.start_line == "INVITE sip:anna@198.51.100.7:5062 SIP/2.0"
    assert headers.first("from") == f"<sip:70200000@hotline.example>;tag={dialog}"
    assert headers.first("to") == "<sip:anna@198.51.100.7:5062>"
    assert headers.first("contact") == "<sip:line@10.0.0.5:5070>"
    assert headers.first("via") == f"SIP/2.0/UDP 10.0.0.5:5070;rport;branch={invite.branch}"
    assert (headers.first("supported"), headers.first("session-expires")) == ("timer", "1800")
    assert "100rel" not in headers.first("supported")
    assert invite.body.decode() == ANSWER


def test_the_invite_goes_to_the_telephone_itself_or_to_the_edge() -> None:
    story = Story()
    story.we_call()
    assert story.sent_to() == [("INVITE", PHONE)]
    behind = Story(edge=CARRIER)
    behind.we_call(to="tel:+4512345678")
    assert behind.sent_to() == [("INVITE", CARRIER)]


def test_a_route_given_with_the_call_is_taken() -> None:
    story = Story()
    story.we_call(to="sip:+4512345678@carrier.example", routes=("sip:192.0.2.7:5080;lr",))
    ((message, destination),) = story._sent
    assert destination == ("192.0.2.7", 5080)
    assert message.headers.listed("route") == ["<sip:192.0.2.7:5080;lr>"]


def test_a_destination_given_with_the_call_wins() -> None:
    story = Story(edge=CARRIER)
    story.we_call(destination=("192.0.2.99", 5099))
    assert story.sent_to() == [("INVITE", ("192.0.2.99", 5099))]


@pytest.mark.parametrize("to", ["", "anna", "http://anna.example", "sip:anna@host:99999", "tel:+4512345678"])
def test_an_address_that_cannot_be_rung_is_refused_in_words(to: str) -> None:
    story = Story()
    with pytest.raises(Unusable):
        story.we_call(to=to)
    assert (story.said(), story.ua.is_idle) == ([], True)


def test_our_own_number_is_asserted_to_the_carrier() -> None:
    story = Story()
    story.we_call(asserted="sip:+4570200000@carrier.example", display='Hot "line"\r\nEvil: 1')
    headers = story.only_request().headers
    assert headers.first("p-asserted-identity") == "<sip:+4570200000@carrier.example>"
    assert headers.first("from").startswith('"Hot \\"line\\"Evil: 1" <sip:70200000@hotline.example>')
    assert "privacy" not in headers.fields
    assert "evil" not in headers.fields


def test_a_withheld_number_is_told_to_the_carrier_alone() -> None:
    story = Story()
    story.we_call(asserted="sip:+4570200000@carrier.example", display="Hotline", withheld=True)
    headers = story.only_request().headers
    assert headers.first("from").startswith('"Anonymous" <sip:anonymous@anonymous.invalid>;tag=')
    assert headers.first("privacy") == "id"


def test_the_invite_is_repeated_until_something_comes_back() -> None:
    story = Story()
    _, invite = rings(story)
    story.wait(1500)
    assert story.said() == ["INVITE", "INVITE"]
    story.hear(reply(invite, 100), PHONE)
    story.wait(20_000)
    assert (story.said(), story.told()) == ([], [])


def test_an_invite_nobody_answers_is_given_up_after_32_seconds() -> None:
    story = Story()
    dialog, _ = rings(story)
    story.wait(31_999)
    assert story.told() == []
    story.wait(1)
    assert story.told() == [Refused(dialog, 408)]
    assert (story.records, story.ua.is_idle) == ({}, True)


def test_ringing_is_told_with_its_tag_and_early_media() -> None:
    story = Story()
    dialog, invite = rings(story)
    story.hear(reply(invite, 180, tag="a"), PHONE)
    story.hear(reply(invite, 183, tag="b", body=OFFER), PHONE)
    assert story.told() == [Progress(dialog, "a", 180), Progress(dialog, "b", 183, OFFER)]


def test_an_answer_is_acknowledged_and_told() -> None:
    story = Story()
    dialog, invite = rings(story)
    story.hear(reply(invite, 200, tag="a", body=OFFER), PHONE)
    ack = story.only_request()
    assert story.told() == [Answered(dialog, "a", OFFER)]
    assert ack.start_line == "ACK sip:far@198.51.100.7:5062 SIP/2.0"
    assert (ack.cseq, ack.to_tag, ack.from_tag) == (invite.cseq, "a", dialog)
    assert ack.branch != invite.branch
    assert story.records[dialog]["state"] == "confirmed"


def test_a_repeated_200_gets_the_same_ack_again_and_is_told_once() -> None:
    story = Story()
    _, invite = rings(story)
    story.hear(reply(invite, 200, body=OFFER), PHONE)
    first = story.only_sent()
    story.forget()
    story.hear(reply(invite, 200, body=OFFER), PHONE)
    assert story.only_sent().encode() == first.encode()
    assert story.told() == []


def test_a_200_repeated_after_its_transaction_is_forgotten_still_gets_its_ack() -> None:
    story = Story()
    _, invite = rings(story)
    story.hear(reply(invite, 200, body=OFFER), PHONE)
    story.wait(40_000)
    story.forget()
    story.hear(reply(invite, 200, body=OFFER), PHONE)
    assert (story.said(), story.told()) == (["ACK"], [])


def test_of_several_telephones_the_first_to_answer_is_kept_and_the_next_hung_up() -> None:
    story = Story()
    dialog, invite = rings(story)
    for tag in ("a", "b", "c"):
        story.hear(reply(invite, 180, tag=tag), PHONE)
    story.forget()
    story.hear(reply(invite, 200, tag="b", body=OFFER), PHONE)
    assert story.told() == [Answered(dialog, "b", OFFER)]
    assert story.said() == ["ACK"]
    story.hear(reply(invite, 200, tag="c", body=OTHER_OFFER), PHONE)
    ack, bye = story.sent()
    assert [(m.method, m.to_tag, m.cseq) for m in (ack, bye)] == [("ACK", "c", 1), ("BYE", "c", 2)]
    assert story.told() == []
    assert story.records[dialog]["tag"] == "b"


def test_a_late_telephone_that_repeats_its_200_gets_an_ack_each_time_and_one_bye() -> None:
    story = Story()
    dialog, invite = rings(story)
    story.hear(reply(invite, 200, tag="a", body=OFFER), PHONE)
    story.hear(reply(invite, 200, tag="b", body=OFFER), PHONE)
    story.hear(reply(invite, 200, tag="b", body=OFFER), PHONE)
    sent = story.sent()
    assert [m.method for m in sent] == ["ACK", "ACK", "BYE", "ACK"]
    assert isinstance(sent[2], Request)
    story.hear(reply(sent[2], 200), PHONE)
    assert story.records[dialog]["state"] == "confirmed"
    story.forget()
    story.take(story.ua.hang_up(dialog, story.now))
    assert [(m.method, m.to_tag) for m in story.sent()] == [("BYE", "a")]


def test_early_media_stands_in_for_a_200_without_sdp() -> None:
    story = Story()
    dialog, invite = rings(story)
    story.hear(reply(invite, 183, tag="a", body=OFFER), PHONE)
    story.forget()
    story.hear(reply(invite, 200, tag="a"), PHONE)
    assert story.told() == [Answered(dialog, "a", OFFER)]


def test_an_answer_without_any_sdp_is_acknowledged_and_hung_up() -> None:
    story = Story()
    dialog, invite = rings(story)
    story.hear(reply(invite, 200, tag="a"), PHONE)
    assert story.told() == [Refused(dialog, 488)]
    assert story.said() == ["ACK", "BYE"]


def test_an_answer_in_a_form_we_cannot_read_counts_as_none() -> None:
    story = Story()
    dialog, invite = rings(story)
    story.hear(reply(invite, 200, tag="a", body="x", content_type="application/x-new"), PHONE)
    assert story.told() == [Refused(dialog, 488)]


def test_a_busy_telephone_is_told_with_phrase_and_cause_and_acknowledged() -> None:
    story = Story()
    dialog, invite = rings(story)
    story.hear(reply(invite, 486, phrase="Busy Here", reason="Q.850;cause=17"), PHONE)
    ack = story.only_request()
    assert story.told() == [Refused(dialog, 486, "Busy Here", Cause("Q.850", 17))]
    assert (ack.method, ack.branch, ack.uri) == ("ACK", invite.branch, invite.uri)
    assert ack.headers.first("to").endswith(";tag=far-1")
    assert story.records == {}


def test_a_repeated_refusal_gets_its_ack_again_and_is_told_once() -> None:
    story = Story()
    _, invite = rings(story)
    story.hear(reply(invite, 486), PHONE)
    story.forget()
    story.hear(reply(invite, 486), PHONE)
    assert (story.said(), story.told()) == (["ACK"], [])
    story.wait(33_000)
    assert story.ua.is_idle


def test_a_telephone_that_has_moved_tells_where_to_best_first() -> None:
    story = Story()
    dialog, invite = rings(story)
    contacts = (
        "<sip:a@x.example>;q=0.2, <http://no.example>, <sip:b@x.example>;q=0.9, <sip:c@x.example>;q=odd"
    )
    story.hear(reply(invite, 302, contact=contacts), PHONE)
    assert story.told() == [
        Refused(dialog, 302, "X", contacts=("sip:b@x.example", "sip:a@x.example", "sip:c@x.example"))
    ]


def test_an_overloaded_carrier_tells_when_to_come_back() -> None:
    story = Story()
    dialog, invite = rings(story)
    story.hear(reply(invite, 503, retry_after="30 (busy);duration=60"), PHONE)
    assert story.told() == [Refused(dialog, 503, "X", retry_after_ms=30_000)]


def test_a_longer_session_interval_is_granted_by_asking_again() -> None:
    story = Story()
    dialog, invite = rings(story)
    story.hear(reply(invite, 422, min_se="3600"), PHONE)
    ack, again = story.sent()
    assert ack.method == "ACK"
    assert isinstance(again, Request)
    assert (again.cseq, again.call_id, again.from_tag) == (2, invite.call_id, dialog)
    assert again.branch != invite.branch
    assert (again.headers.first("session-expires"), again.headers.first("min-se")) == ("3600", "3600")
    story.hear(reply(again, 200, body=OFFER), PHONE)
    assert story.told() == [Answered(dialog, "far-1", OFFER)]


def test_422_without_a_reason_is_a_refusal() -> None:
    story = Story()
    dialog, invite = rings(story)
    story.hear(reply(invite, 422), PHONE)
    assert story.told() == [Refused(dialog, 422, "X")]


def test_a_bye_that_overtakes_the_200_ends_the_call() -> None:
    story = Story()
    dialog, invite = rings(story)
    story.hear(reply(invite, 180, tag="a"), PHONE)
    story.forget()
    story.hear(request("BYE", call=invite.call_id, our_tag=dialog, their_tag="a"), PHONE)
    assert (story.said(), story.told()) == (["200 BYE"], [Refused(dialog, 480)])
    story.hear(reply(invite, 200, tag="a", body=OFFER), PHONE)
    assert story.told() == [Discarded(PHONE, DiscardReason.STRAY_RESPONSE)]


def test_a_bye_of_one_of_several_telephones_leaves_the_others_ringing() -> None:
    story = Story()
    dialog, invite = rings(story)
    story.hear(reply(invite, 180, tag="a"), PHONE)
    story.hear(reply(invite, 180, tag="b"), PHONE)
    story.forget()
    story.hear(request("BYE", call=invite.call_id, our_tag=dialog, their_tag="a"), PHONE)
    assert (story.said(), story.told()) == (["200 BYE"], [])
    story.hear(reply(invite, 200, tag="b", body=OFFER), PHONE)
    assert story.told() == [Answered(dialog, "b", OFFER)]


def test_a_bye_that_crosses_our_cancel_ends_the_call_silently() -> None:
    story = Story()
    dialog, invite = rings(story)
    story.hear(reply(invite, 180, tag="a"), PHONE)
    story.take(story.ua.cancel(dialog, story.now))
    story.forget()
    story.hear(request("BYE", call=invite.call_id, our_tag=dialog, their_tag="a"), PHONE)
    assert (story.said(), story.told(), story.records) == (["200 BYE"], [], {})


def test_the_recorded_route_of_the_answer_is_taken_nearest_first() -> None:
    story = Story()
    dialog, invite = rings(story)
    route = "<sip:far-proxy.example;lr>, <sip:192.0.2.40;lr>"
    story.hear(reply(invite, 200, body=OFFER, record_route=route), PHONE)
    ((ack, destination),) = story._sent
    assert destination == ("192.0.2.40", 5060)
    assert ack.headers.listed("route") == ["<sip:192.0.2.40;lr>", "<sip:far-proxy.example;lr>"]
    story.forget()
    story.take(story.ua.hang_up(dialog, story.now))
    assert story.sent_to() == [("BYE", ("192.0.2.40", 5060))]


def test_an_unreadable_recorded_route_is_left_out() -> None:
    story = Story()
    _, invite = rings(story)
    story.hear(reply(invite, 200, body=OFFER, record_route="<gopher:old>"), PHONE)
    assert story.sent_to() == [("ACK", PHONE)]


def test_an_answer_without_contact_is_reached_at_the_address_we_rang() -> None:
    story = Story()
    dialog, invite = rings(story)
    story.hear(reply(invite, 200, body=OFFER, contact="<urn:nothing>"), PHONE)
    story.forget()
    story.take(story.ua.hang_up(dialog, story.now))
    assert story.only_request().uri == "sip:anna@198.51.100.7:5062"


def test_requests_in_an_early_dialog_are_served() -> None:
    story = Story()
    dialog, invite = rings(story)
    story.hear(reply(invite, 183, tag="a", body=OFFER), PHONE)
    story.forget()
    named = {"call": invite.call_id, "our_tag": dialog, "their_tag": "a"}
    story.hear(request("UPDATE", cseq=1, branch="z9hG4bK-u", **named), PHONE)
    story.hear(request("UPDATE", cseq=2, branch="z9hG4bK-v", body=OTHER_OFFER, **named), PHONE)
    story.hear(
        request("INFO", cseq=3, branch="z9hG4bK-i", call=invite.call_id, our_tag=dialog, their_tag="z")
    )
    assert story.said() == ["200 UPDATE", "500 UPDATE", "481 INFO"]


def test_an_answered_call_of_ours_ends_when_they_hang_up() -> None:
    story = Story()
    dialog = story.we_are_through()
    call = story.records[dialog]["call_id"]
    story.hear(request("BYE", call=call, our_tag=dialog), PHONE)
    assert story.told() == [DialogEnded(dialog, EndReason.THEY_HUNG_UP)]


def test_a_stray_answer_to_nothing_is_dropped() -> None:
    story = Story()
    _, invite = rings(story)
    other = Story()
    other.hear(reply(invite, 200, body=OFFER), PHONE)
    other.hear(reply(invite, 180), PHONE)
    assert other.told() == [Discarded(PHONE, DiscardReason.STRAY_RESPONSE)] * 2
    assert other.said() == []
