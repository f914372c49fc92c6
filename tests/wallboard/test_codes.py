# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The code a screen shows: possible to read, typed wrongly and told so, and never worth stealing."""

from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from hotline.wallboard.codes import (
    LENGTH,
    SIGNS,
    code_of,
    digest_of,
    is_possible,
    new_secret,
    normalised,
    shown,
)

SECRETS = st.text(min_size=1, max_size=60)
PLACES = st.integers(0, LENGTH - 1)


@given(SECRETS)
def test_every_code_is_possible_and_easy_to_read(secret: str) -> None:
    code = code_of(secret)
    assert len(code) == LENGTH
    assert not set(code) & set("0O1IL")
    assert is_possible(code)


@given(SECRETS, PLACES, st.sampled_from(SIGNS))
def test_one_wrong_sign_is_found(secret: str, place: int, sign: str) -> None:
    code = code_of(secret)
    wrong = code[:place] + sign + code[place + 1 :]
    assert is_possible(wrong) == (wrong == code)


@given(SECRETS, st.integers(0, LENGTH - 2))
def test_two_signs_in_each_others_place_are_found(secret: str, place: int) -> None:
    code = code_of(secret)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert is_possible(swapped) == (swapped == code)


def test_a_code_may_be_typed_as_it_is_read() -> None:
    code = code_of("a screen's secret")
    assert normalised(f" {shown(code).lower()} ") == code
    assert normalised(f"{code[:4]}-{code[4:]}") == code


def test_what_no_screen_shows_is_told() -> None:
    assert not any(is_possible(typed) for typed in ("", "ABCD", "ABCDEFGHJ", "ABCD0000", "æøå!?"))


def test_the_same_secret_has_the_same_code_in_one_installation_only() -> None:
    code = code_of("secret")
    assert code_of("secret") == code
    with override_settings(SECRET_KEY="another installation's"):
        assert code_of("secret") != code


def test_secrets_are_long_and_never_the_same() -> None:
    secrets = {new_secret() for _ in range(100)}
    assert len(secrets) == 100
    assert all(len(secret) >= 40 for secret in secrets)


def test_a_digest_does_not_hold_the_secret() -> None:
    secret = new_secret()
    assert secret not in digest_of(secret)
    assert len(digest_of(secret)) == 64
