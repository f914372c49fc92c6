# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The way back to a caller: contacts, recorded routes of both kinds, the edge."""

from tests.sip.story import Story


def test_a_caller_without_contact_is_reached_where_the_call_came_from() -> None:
    story = Story()
    dialog = story.call_is_up(contact=None)
    story.take(story.ua.hang_up(dialog, story.now))
    bye = story.only_request()
    assert bye.uri == "sip:192.0.2.1:5060"


def test_a_caller_with_an_unusable_contact_is_reached_where_the_call_came_from() -> None:
    story = Story()
    dialog = story.call_is_up(contact="<http://somewhere.example>")
    story.take(story.ua.hang_up(dialog, story.now))
    assert story.only_request().uri == "sip:192.0.2.1:5060"


def test_a_proxy_on_the_way_in_is_taken_on_the_way_back() -> None:
    story = Story()
    dialog = story.call_is_up(record_route="<sip:192.0.2.3;lr>, <sip:192.0.2.4:5080;lr>")
    story.take(story.ua.hang_up(dialog, story.now, cause=None))
    ((message, destination),) = story._sent
    assert destination == ("192.0.2.3", 5060)
    assert message.headers.listed("route") == ["<sip:192.0.2.3;lr>", "<sip:192.0.2.4:5080;lr>"]
    assert message.start_line == "BYE sip:far@192.0.2.1:5060 SIP/2.0"


def test_a_strict_router_of_the_old_kind_gets_its_own_address_in_the_request_line() -> None:
    story = Story()
    dialog = story.call_is_up(record_route="<sip:192.0.2.3>, <sip:192.0.2.4;lr>")
    story.take(story.ua.hang_up(dialog, story.now))
    bye = story.only_request()
    assert bye.uri == "sip:192.0.2.3"
    assert bye.headers.listed("route") == ["<sip:192.0.2.4;lr>", "<sip:far@192.0.2.1:5060>"]


def test_an_edge_gets_every_request_of_ours() -> None:
    story = Story(edge=("10.0.0.1", 5060))
    dialog = story.call_is_up(record_route="<sip:192.0.2.3;lr>")
    story.take(story.ua.hang_up(dialog, story.now))
    assert story.sent_to() == [("BYE", ("10.0.0.1", 5060))]
