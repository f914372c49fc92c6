# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Keeping ourselves known at a carrier."""

from typing import Any

import pytest

from hotline.sip.errors import Unusable
from hotline.sip.messages import Request
from hotline.sip.outputs import Registered, RegistrationRefused
from hotline.sip.settings import Credentials, Registration
from tests.sip.story import CARRIER, Story, reply, seconds

CHALLENGE = 'Digest realm="carrier.example", nonce="n1", qop="auth"'
CONTACT = "<sip:line@10.0.0.5:5070>"


def registration(**changes: Any) -> Registration:
    """The one of these stories."""
    usual: dict[str, Any] = {
        "name": "main",
        "registrar": "sip:carrier.example",
        "address": "sip:4570200000@carrier.example",
        "credentials": Credentials(user="4570200000", password="s3cret"),
        "destination": CARRIER,
    }
    return Registration(**(usual | changes))


def registers(story: Story, **changes: Any) -> Request:
    """The first REGISTER."""
    story.take(story.ua.register(registration(**changes), story.now))
    return story.only_request()


def test_a_register_says_who_where_and_for_how_long() -> None:
    story = Story()
    asked = registers(story)
    headers = asked.headers
    assert asked.start_line == "REGISTER sip:carrier.example SIP/2.0"
    assert headers.first("to") == "<sip:4570200000@carrier.example>"
    assert headers.first("from").startswith("<sip:4570200000@carrier.example>;tag=")
    assert headers.first("contact") == f"{CONTACT};expires=600"
    assert headers.first("expires") == "600"


def test_it_goes_to_the_given_place_or_the_edge_or_the_registrar() -> None:
    story = Story()
    story.take(story.ua.register(registration(), story.now))
    assert story.sent_to() == [("REGISTER", CARRIER)]
    story = Story()
    story.take(story.ua.register(registration(destination=None), story.now))
    assert story.sent_to() == [("REGISTER", ("carrier.example", 5060))]
    story = Story(edge=("10.0.0.1", 5062))
    story.take(story.ua.register(registration(destination=None), story.now))
    assert story.sent_to() == [("REGISTER", ("10.0.0.1", 5062))]


def test_a_challenge_is_met_and_the_binding_told() -> None:
    story = Story()
    first = registers(story)
    story.hear(reply(first, 401, www_authenticate=CHALLENGE))
    second = story.only_request()
    assert (second.cseq, second.call_id) == (2, first.call_id)
    assert 'username="4570200000"' in second.headers.first("authorization")
    story.hear(reply(second, 200, contact=f"{CONTACT};expires=600"))
    assert story.told() == [Registered("main", story.now + 600_000)]


def test_the_renewal_comes_in_good_time_and_proves_itself_at_once() -> None:
    story = Story()
    story.hear(reply(registers(story), 401, www_authenticate=CHALLENGE))
    story.hear(reply(story.only_request(), 200, contact=f"{CONTACT};expires=600"))
    story.wait(539_999)
    assert story.said() == []
    story.wait(1)
    again = story.only_request()
    assert (again.method, again.cseq) == ("REGISTER", 3)
    assert "nc=00000002" in again.headers.first("authorization")
    story.hear(reply(again, 200, contact=f"{CONTACT};expires=600"))
    assert [type(output) for output in story.told()] == [Registered, Registered]


@pytest.mark.parametrize(
    ("headers", "granted_s", "again_ms"),
    [
        ({"contact": f"{CONTACT};expires=60"}, 60, 30_000),
        ({"contact": f"{CONTACT};expires=20"}, 20, 10_000),
        ({"contact": f"{CONTACT};expires=3600"}, 3600, 3_300_000),
        ({"contact": f"{CONTACT};expires=36000"}, 36000, 35_700_000),
        ({"contact": f"<sip:other@192.0.2.3>;expires=7, {CONTACT};expires=100"}, 100, 70_000),
        ({"contact": "<sip:other@192.0.2.3>;expires=7", "expires": "200"}, 200, 170_000),
        ({"contact": f"{CONTACT};expires=soon"}, 600, 540_000),
        ({"contact": '"broken <sip:x>'}, 600, 540_000),
        ({"contact": f"{CONTACT};expires=0"}, 1, 500),
        ({}, 600, 540_000),
    ],
)
def test_the_carrier_decides_for_how_long(headers: dict[str, str], granted_s: int, again_ms: int) -> None:
    story = Story()
    asked = registers(story)
    story.hear(reply(asked, 200, **headers))
    assert story.told() == [Registered("main", story.now + 1000 * granted_s)]
    story.wait(again_ms - 1)
    assert story.said() == []
    story.wait(1)
    assert story.said() == ["REGISTER"]


def test_too_short_a_binding_is_asked_for_again_as_long_as_wanted() -> None:
    story = Story()
    story.hear(reply(registers(story), 423, min_expires="1800"))
    again = story.only_request()
    assert (again.headers.first("expires"), again.cseq) == ("1800", 2)
    story.hear(reply(again, 200))
    assert story.told() == [Registered("main", story.now + 1_800_000)]


@pytest.mark.parametrize("headers", [{}, {"min_expires": "10"}, {"min_expires": "x"}])
def test_423_without_a_reason_is_a_refusal(headers: dict[str, str]) -> None:
    story = Story()
    story.hear(reply(registers(story), 423, **headers))
    (told,) = story.told()
    assert isinstance(told, RegistrationRefused)
    assert told.status == 423


def test_a_carrier_that_wants_ever_longer_ones_is_refused() -> None:
    story = Story()
    asked = registers(story)
    for wanted in range(1000, 9000, 1000):
        story.hear(reply(asked, 423, min_expires=str(wanted)))
        sent = story.sent()
        if not sent:
            break
        assert isinstance(sent[0], Request)
        asked = sent[0]
    assert [type(output) for output in story.told()] == [RegistrationRefused]


def test_refusals_are_followed_by_growing_pauses() -> None:
    story = Story()
    asked = registers(story)
    pauses = []
    for _ in range(9):
        story.hear(reply(asked, 503))
        (told,) = story.told()
        assert isinstance(told, RegistrationRefused)
        pauses.append(told.again_at - story.now)
        asked = story.next_request(1_000_000)
        assert story.now - 10 <= told.again_at <= story.now
    for number, pause in enumerate(pauses):
        most = min(30_000 * 2**number, 900_000)
        assert most // 2 <= pause <= most


def test_success_resets_the_pauses() -> None:
    story = Story()
    asked = registers(story)
    for _ in range(5):
        story.hear(reply(asked, 403))
        asked = story.next_request(1_000_000)
    story.hear(reply(asked, 200))
    asked = story.next_request(600_000)
    story.told()
    story.hear(reply(asked, 503))
    (told,) = story.told()
    assert isinstance(told, RegistrationRefused)
    assert told.again_at - story.now <= 30_000


def test_retry_after_is_kept_to() -> None:
    story = Story()
    story.hear(reply(registers(story), 503, retry_after="600"))
    assert story.told() == [RegistrationRefused("main", 503, story.now + 600_000)]


def test_silence_is_a_refusal_too() -> None:
    story = Story()
    registers(story)
    story.wait(32_000)
    (told,) = story.told()
    assert isinstance(told, RegistrationRefused)
    assert told.status == 408
    assert story.said() == ["REGISTER"] * 10


def test_a_wrong_password_does_not_hammer_the_carrier() -> None:
    story = Story()
    story.hear(reply(registers(story), 401, www_authenticate=CHALLENGE))
    story.hear(reply(story.only_request(), 401, www_authenticate=CHALLENGE.replace("n1", "n2")))
    (told,) = story.told()
    assert isinstance(told, RegistrationRefused)
    assert (told.status, story.said()) == (401, [])


def test_a_renewal_may_be_challenged_with_a_new_nonce() -> None:
    story = Story()
    story.hear(reply(registers(story), 401, www_authenticate=CHALLENGE))
    story.hear(reply(story.only_request(), 200))
    asked = story.next_request(600_000)
    story.hear(reply(asked, 401, www_authenticate=CHALLENGE.replace("n1", "n2")))
    again = story.only_request()
    assert 'nonce="n2"' in again.headers.first("authorization")
    assert "nc=00000001" in again.headers.first("authorization")


def test_unregistering_takes_the_binding_away_and_is_silent_afterwards() -> None:
    story = Story()
    story.hear(reply(registers(story), 200))
    story.forget()
    story.take(story.ua.unregister("main", story.now))
    gone = story.only_request()
    assert (gone.headers.first("contact"), gone.headers.first("expires")) == (f"{CONTACT};expires=0", "0")
    story.hear(reply(gone, 200))
    story.wait(3_600_000)
    assert (story.said(), story.told(), story.ua.is_idle) == ([], [], True)


def test_unregistering_while_the_answer_is_awaited_ends_in_silence() -> None:
    story = Story()
    asked = registers(story)
    story.take(story.ua.unregister("main", story.now))
    story.forget()
    story.hear(reply(asked, 200))
    assert story.told() == []
    story.wait(3_600_000)
    assert story.ua.is_idle


def test_registering_under_the_same_name_replaces_the_former() -> None:
    story = Story()
    story.hear(reply(registers(story), 200))
    story.forget()
    story.take(story.ua.register(registration(address="sip:4570200001@carrier.example"), story.now))
    gone, new = story.sent()
    assert (gone.headers.first("expires"), new.headers.first("expires")) == ("0", "600")
    assert gone.call_id != new.call_id


@pytest.mark.parametrize("changes", [{"address": "nobody"}, {"registrar": "carrier", "destination": None}])
def test_a_registration_that_cannot_be_sent_is_refused_in_words(changes: dict[str, Any]) -> None:
    story = Story()
    with pytest.raises(Unusable):
        story.ua.register(registration(**changes), story.now)


def test_two_carriers_are_kept_apart() -> None:
    story = Story()
    first = registers(story)
    second = registers(story, name="other", expires=seconds(300))
    story.hear(reply(first, 200))
    story.hear(reply(second, 403))
    assert [type(output) for output in story.told()] == [Registered, RegistrationRefused]
