# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Proving who we are: the sums, which challenge is met, and when we stop trying."""

import re
from hashlib import md5, sha256

import pytest

from hotline.sip.digest import Challenge, parse_challenge
from hotline.sip.messages import Headers, Request
from hotline.sip.outputs import Answered, DialogEnded, EndReason, Refused
from hotline.sip.settings import Credentials
from tests.sip.story import OFFER, OTHER_ANSWER, PHONE, VIA, Story, reply

ANNA = Credentials(user="anna", password="s3cret", realm="carrier.example")
SIMPLE = 'Digest realm="carrier.example", nonce="n1"'
FULL = 'Digest realm="carrier.example", nonce="n1", qop="auth,auth-int", algorithm=MD5, opaque="o"'


def parsed(text: str) -> Challenge:
    """A challenge that can be met."""
    challenge = parse_challenge(text)
    assert challenge is not None
    return challenge


def fields(value: str) -> dict[str, str]:
    """An Authorization taken apart."""
    scheme, _, rest = value.partition(" ")
    assert scheme == "Digest"
    return {name: text.strip('"') for name, text in re.findall(r'([a-z]+)=("[^"]*"|[^,\s]+)', rest)}


@pytest.mark.parametrize(
    ("algorithm", "expected"),
    [
        ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
        ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    ],
)
def test_the_sums_are_those_of_the_example_in_rfc_7616(algorithm: str, expected: str) -> None:
    challenge = parsed(
        'Digest realm="http-auth@example.org", qop="auth, auth-int", '
        f'algorithm={algorithm}, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", '
        'opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
    )
    asked = Request(Headers(), b"", 1, "GET", VIA, "/dir/index.html")
    proof = challenge.proof(
        asked,
        Credentials(user="Mufasa", password="Circle of Life"),
        "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
    )
    assert fields(proof)["response"] == expected
    assert fields(proof)["nc"] == "00000001"
    assert fields(proof)["opaque"] == "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"


def test_without_qop_the_old_sum_of_rfc_2069_is_made() -> None:
    asked = Request(Headers(), b"", 1, "REGISTER", VIA, "sip:carrier.example")
    secret = md5(b"anna:carrier.example:s3cret").hexdigest()
    wanted = md5(b"REGISTER:sip:carrier.example").hexdigest()
    expected = md5(f"{secret}:n1:{wanted}".encode()).hexdigest()
    found = fields(parsed(SIMPLE).proof(asked, ANNA, "c"))
    assert found["response"] == expected
    assert {"qop", "nc", "cnonce", "opaque"} & set(found) == set()


def test_a_session_algorithm_mixes_the_nonces_into_the_secret() -> None:
    asked = Request(Headers(), b"", 1, "INVITE", VIA, "sip:x")
    challenge = parsed('Digest realm="r", nonce="n", algorithm=SHA-256-sess, qop="auth"')
    plain = sha256(b"anna:r:s3cret").hexdigest()
    secret = sha256(f"{plain}:n:c".encode()).hexdigest()
    wanted = sha256(b"INVITE:sip:x").hexdigest()
    expected = sha256(f"{secret}:n:00000001:c:auth:{wanted}".encode()).hexdigest()
    found = fields(challenge.proof(asked, ANNA, "c"))
    assert (found["response"], found["algorithm"], found["cnonce"]) == (expected, "SHA-256-sess", "c")


def test_the_count_rises_with_each_use_of_a_nonce() -> None:
    asked = Request(Headers(), b"", 1, "INVITE", VIA, "sip:x")
    challenge = parsed(FULL)
    counts = [fields(challenge.proof(asked, ANNA, "c"))["nc"] for _ in range(11)]
    assert (counts[0], counts[-1]) == ("00000001", "0000000b")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Basic realm=carrier",
        'Digest realm="x"',
        'Digest realm="x", nonce="n", algorithm=ROT13',
        'Digest realm="x", nonce="n", qop="auth-int"',
        'NTLM realm="x", nonce="n"',
    ],
)
def test_a_challenge_we_cannot_meet_is_passed_over(text: str) -> None:
    assert parse_challenge(text) is None


def test_a_challenge_is_read_however_it_is_written() -> None:
    challenge = parsed('DIGEST Realm="a \\"b\\"" ,NONCE=plain,stale=TRUE , Algorithm=md5,qop=auth')
    assert (challenge.realm, challenge.nonce, challenge.is_stale) == ('a "b"', "plain", True)
    assert (challenge.algorithm, challenge.qop) == ("MD5", "auth")


def challenged_call(status: int = 407, **headers: str) -> tuple[Story, Request, Request]:
    """A call that is challenged: the story, the first INVITE, and the second."""
    story = Story(credentials=(ANNA,))
    story.we_call()
    first = story.only_request()
    asked = {401: "www_authenticate", 407: "proxy_authenticate"}[status]
    story.hear(reply(first, status, **({asked: FULL} | headers)), PHONE)
    ack, second = story.sent()
    assert (ack.method, ack.cseq) == ("ACK", 1)
    assert isinstance(second, Request)
    return story, first, second


def test_a_challenged_call_is_made_again_with_a_proof_and_the_next_cseq() -> None:
    _, first, second = challenged_call()
    assert (second.method, second.cseq, second.call_id, second.from_tag) == (
        "INVITE",
        2,
        first.call_id,
        first.from_tag,
    )
    assert second.branch != first.branch
    assert second.body == first.body
    proof = fields(second.headers.first("proxy-authorization"))
    assert (proof["username"], proof["uri"], proof["nc"]) == (
        "anna",
        "sip:anna@198.51.100.7:5062",
        "00000001",
    )
    assert "s3cret" not in second.encode().decode()


def test_a_server_challenges_with_401_and_is_answered_in_its_own_header() -> None:
    _, _, second = challenged_call(401)
    assert "authorization" in second.headers.fields
    assert "proxy-authorization" not in second.headers.fields


def test_the_ack_carries_the_proof_of_its_invite_and_the_bye_a_new_one() -> None:
    story, _, second = challenged_call()
    story.hear(reply(second, 200, body=OFFER), PHONE)
    ack = story.only_request()
    assert ack.headers.first("proxy-authorization") == second.headers.first("proxy-authorization")
    assert isinstance(story.told()[-1], Answered)
    story.take(story.ua.hang_up(story.ua.legs[0], story.now))
    bye = story.only_request()
    proof = fields(bye.headers.first("proxy-authorization"))
    assert (proof["nc"], bye.cseq) == ("00000002", 3)


def test_being_challenged_again_with_the_proof_means_a_wrong_password() -> None:
    story, _, second = challenged_call()
    story.hear(reply(second, 407, proxy_authenticate=FULL.replace("n1", "n2")), PHONE)
    (dialog,) = {output.dialog for output in story.told() if isinstance(output, Refused)}
    assert (story.said(), story.records) == (["ACK"], {})
    assert dialog


def test_a_nonce_that_grew_old_is_replaced() -> None:
    story, _, second = challenged_call()
    story.hear(reply(second, 407, proxy_authenticate=FULL.replace("n1", "n2") + ", stale=true"), PHONE)
    _, third = story.sent()
    assert fields(third.headers.first("proxy-authorization"))["nonce"] == "n2"


def test_a_carrier_that_calls_every_nonce_old_is_given_up() -> None:
    story, _, latest = challenged_call()
    for number in range(10):
        stale = FULL.replace("n1", f"n{number + 2}") + ", stale=true"
        story.hear(reply(latest, 407, proxy_authenticate=stale), PHONE)
        sent = story.sent()
        if len(sent) == 1:
            break
        assert isinstance(sent[1], Request)
        latest = sent[1]
    assert latest.cseq == 5
    assert [type(output) for output in story.told()] == [Refused]


def test_a_proxy_and_the_server_behind_it_may_both_challenge() -> None:
    story, _, second = challenged_call(407)
    story.hear(reply(second, 401, www_authenticate=FULL.replace("n1", "s1")), PHONE)
    _, third = story.sent()
    assert fields(third.headers.first("authorization"))["nonce"] == "s1"
    assert fields(third.headers.first("proxy-authorization"))["nc"] == "00000002"


@pytest.mark.parametrize("realm", ["elsewhere.example", ""])
def test_a_realm_we_have_no_password_for_is_a_refusal(realm: str) -> None:
    story = Story(credentials=(ANNA,))
    dialog = story.we_call()
    challenge = f'Digest realm="{realm}", nonce="n"'
    story.hear(reply(story.only_request(), 407, proxy_authenticate=challenge), PHONE)
    assert story.told() == [Refused(dialog, 407, "X")]


def test_without_any_password_a_challenge_is_a_refusal() -> None:
    story = Story()
    dialog = story.we_call()
    story.hear(reply(story.only_request(), 401, www_authenticate=FULL), PHONE)
    assert story.told() == [Refused(dialog, 401, "X")]


def test_of_several_challenges_the_first_we_can_meet_is_met() -> None:
    story = Story(credentials=(Credentials(user="anna", password="s3cret"),))
    story.we_call()
    data = reply(
        story.only_request(),
        401,
        www_authenticate='Digest realm="r", nonce="x", algorithm=NEW\r\n'
        'WWW-Authenticate: Digest realm="r", nonce="y", algorithm=SHA-256, qop="auth"\r\n'
        'WWW-Authenticate: Digest realm="r", nonce="z"',
    )
    story.hear(data, PHONE)
    proof = fields(story.sent()[1].headers.first("authorization"))
    assert (proof["nonce"], proof["algorithm"]) == ("y", "SHA-256")


def test_a_call_cancelled_meanwhile_is_not_made_again() -> None:
    story = Story(credentials=(ANNA,))
    dialog = story.we_call()
    first = story.only_request()
    story.hear(reply(first, 100), PHONE)
    story.take(story.ua.cancel(dialog, story.now))
    story.forget()
    story.hear(reply(first, 407, proxy_authenticate=FULL), PHONE)
    assert (story.said(), story.told(), story.ua.legs) == (["ACK"], [], ())


def test_the_second_invite_needs_its_own_first_sign_of_life_before_a_cancel() -> None:
    story, _, second = challenged_call()
    (dialog,) = story.ua.legs
    story.take(story.ua.cancel(dialog, story.now))
    assert story.said() == []
    story.hear(reply(second, 180), PHONE)
    cancel = story.only_request()
    assert (cancel.method, cancel.branch, cancel.cseq) == ("CANCEL", second.branch, 2)


@pytest.mark.parametrize("order", ["reoffer", "hang_up"])
def test_requests_within_a_leg_meet_challenges_too(order: str) -> None:
    story = Story(credentials=(ANNA,))
    dialog = story.call_is_up()
    if order == "reoffer":
        story.take(story.ua.reoffer(dialog, OTHER_ANSWER, story.now))
    else:
        story.take(story.ua.hang_up(dialog, story.now))
    first = story.only_request()
    story.hear(reply(first, 401, www_authenticate=FULL))
    again = story.sent()[-1]
    assert (again.method, again.cseq) == (first.method, first.cseq + 1)
    assert "authorization" in again.headers.fields
    assert story.records[dialog]["cseq"] == again.cseq


def test_a_refresh_that_cannot_be_proved_does_not_end_the_call_at_once() -> None:
    story = Story()
    dialog = story.call_is_up(
        supported="timer", session_expires="600;refresher=uas", allow="UPDATE, INVITE, ACK, BYE"
    )
    story.wait(300_000)
    story.hear(reply(story.only_request(), 401, www_authenticate=FULL))
    assert (story.told(), story.ua.legs) == ([], (dialog,))
    story.wait(300_000)
    assert story.told() == [DialogEnded(dialog, EndReason.NO_REPLY)]
