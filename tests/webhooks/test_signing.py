# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Messages are signed as Standard Webhooks has it."""

import base64
import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.webhooks.signing import PREFIX, new_secret, signature, signed_headers

# The example that the libraries of Standard Webhooks are tested with.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
MESSAGE = "msg_p5jXN8AQM9LWM0D4loKWxJek"
AT = 1614265330
BODY = b'{"test": 2432232314}'
SIGNED = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_the_published_example_has_the_published_signature() -> None:
    assert signature(SECRET, MESSAGE, AT, BODY) == SIGNED


def test_the_three_headers_are_there() -> None:
    assert signed_headers(SECRET, MESSAGE, AT, BODY) == {
        "webhook-id": MESSAGE,
        "webhook-timestamp": "1614265330",
        "webhook-signature": SIGNED,
    }


def test_every_secret_is_another_and_long_enough() -> None:
    made = {new_secret() for _ in range(20)}

    assert len(made) == 20
    assert {len(base64.b64decode(secret.removeprefix(PREFIX))) for secret in made} == {32}


@given(st.binary(min_size=24, max_size=64), st.binary(max_size=200), st.integers(0, 4_000_000_000))
def test_a_receiver_with_the_secret_computes_the_same(key: bytes, body: bytes, at: int) -> None:
    secret = PREFIX + base64.b64encode(key).decode()

    version, _, signed = signature(secret, "msg_1", at, body).partition(",")

    expected = hmac.digest(key, b"msg_1." + str(at).encode() + b"." + body, hashlib.sha256)
    assert (version, base64.b64decode(signed)) == ("v1", expected)


@pytest.mark.parametrize(
    ("message", "at", "body"), [("msg_2", AT, BODY), (MESSAGE, AT + 1, BODY), (MESSAGE, AT, BODY + b" ")]
)
def test_anything_changed_changes_the_signature(message: str, at: int, body: bytes) -> None:
    assert signature(SECRET, message, at, body) != SIGNED


def test_a_secret_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="whsec_"):
        signature("whsec_not base64!", MESSAGE, AT, BODY)
