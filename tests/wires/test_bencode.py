# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The form of the relay's messages: what goes in comes out, and nothing but that form is taken for it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.wires.bencode import Malformed, decode, encode

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.integers(-(2**63), 2**63) | TEXTS,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(TEXTS, inner, max_size=5),
    max_leaves=20,
)


@given(VALUES)
def test_whatever_is_said_is_understood(value: Any) -> None:
    assert decode(encode(value)) == value


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, b"i0e"),
        (-7, b"i-7e"),
        (True, b"i1e"),
        ("", b"0:"),
        ("æøå", "6:æøå".encode()),
        (b"\x00\xff", b"2:\x00\xff"),
        ([], b"le"),
        (["a", 1, ["b"]], b"l1:ai1el1:bee"),
        (("a", "b"), b"l1:a1:be"),
        ({}, b"de"),
        ({"command": "ping", "flags": ["a"]}, b"d7:command4:ping5:flagsl1:aee"),
    ],
)
def test_each_kind_of_value_has_its_form(value: object, said: bytes) -> None:
    assert encode(value) == said


def test_bytes_that_are_no_text_are_read_as_well_as_can_be() -> None:
    assert decode(b"3:a\xffb") == "a�b"


@pytest.mark.parametrize("value", [None, 1.5, {"a": None}, [object()]])
def test_what_has_no_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="has no bencoding"):
        encode(value)


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b" ",
        b"x",
        b"i",
        b"ie",
        b"i1",
        b"i1.5e",
        b"i--1e",
        b"i+1e",
        b"i 1e",
        b"i1_0e",
        b"i01e",
        b"i-0e",
        b"ixe",
        b"i" + b"9" * 5000 + b"e",
        b"1",
        b"1:",
        b"5:abcd",
        b"1_0:aaaaaaaaaa",
        b"01:a",
        b"9" * 5000 + b":a",
        b"-1:a",
        b"l",
        b"l1:a",
        b"li1e",
        b"e",
        b"d",
        b"d1:a",
        b"d1:ae",
        b"d1:a1:b",
        b"di1e1:ae",
        b"dle1:ae",
        b"dde1:ae",
        b"i1ei2e",
        b"de ",
        b"l" * 20_000,
    ],
)
def test_what_is_not_one_whole_value_is_refused(said: bytes) -> None:
    with pytest.raises(Malformed):
        decode(said)


@given(st.binary(max_size=40))
def test_noise_is_read_or_refused_and_nothing_else(noise: bytes) -> None:
    try:
        value = decode(noise)
    except Malformed:
        return
    assert isinstance(value, int | str | list | dict)


@given(VALUES, st.data())
def test_a_message_cut_off_is_never_taken_for_a_whole_one(value: Any, data: st.DataObject) -> None:
    said = encode(value)
    kept = data.draw(st.integers(0, len(said) - 1))
    with pytest.raises(Malformed):
        decode(said[:kept])
