# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""No CPR number gets through, however it is written; telephone numbers, dates and KLE numbers do."""

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.people.cpr_guard import MASK, Span, find, mask
from tests.knowledge.modules import from_module

EXAMPLES = json.loads(Path(__file__).with_name("cpr_examples.json").read_text(encoding="utf-8"))
MODULE = "people/static/people/cpr_guard.js"

digits_and_signs = st.text(alphabet="0123456789 -./x\n", max_size=40)


@pytest.mark.parametrize(("written", "masked"), EXAMPLES)
def test_what_looks_like_a_cpr_number_is_masked_and_nothing_else(written: str, masked: str) -> None:
    assert mask(written) == masked


def test_the_browser_masks_as_the_server_does() -> None:
    masked = from_module(MODULE, "mask", "given.map(([text]) => [text, mask(text)])", EXAMPLES)

    assert masked == EXAMPLES


def test_the_browser_says_where_it_stands() -> None:
    given_texts = ["nej", "se 010203-1234 og 0102031234"]

    found = from_module(MODULE, "find", "given.map(find)", given_texts)

    assert found == [[], [[3, 14], [18, 28]]]
    assert [find(text) for text in given_texts] == [[], [Span(3, 14), Span(18, 28)]]


@given(
    born=st.dates(dt.date(1937, 1, 1), dt.date(1999, 12, 31)),
    last=st.integers(0, 3999),
    between=st.sampled_from(["", "-", " ", " - ", "–", "."]),
    around=st.sampled_from([("", ""), ("cpr: ", "."), ("(", ")"), ("nr", "x")]),
)
def test_every_real_date_with_four_digits_is_masked(
    born: dt.date, last: int, between: str, around: tuple[str, str]
) -> None:
    number = f"{born:%d%m%y}{between}{last:04}"

    assert mask(f"{around[0]}{number}{around[1]}") == f"{around[0]}{MASK}{around[1]}"


@given(digits_and_signs)
def test_what_is_masked_holds_no_cpr_number_any_more(text: str) -> None:
    assert find(mask(text)) == []
    assert mask(mask(text)) == mask(text)


@given(digits_and_signs)
def test_masking_leaves_everything_outside_the_numbers_alone(text: str) -> None:
    outside, at = "", 0
    for span in find(text):
        outside, at = outside + text[at : span.start], span.end
    outside += text[at:]

    assert mask(text).replace(MASK, "") == outside.replace(MASK, "")


def test_the_browser_and_the_server_agree_on_a_thousand_odd_texts() -> None:
    days, months = (0, 1, 29, 30, 31, 61, 90, 92), (0, 2, 4, 12, 13)
    years = ("00", "04", "36", "37", "57", "58", "99", "1953", "2014")
    ends = ("0999", " 0999", "4001", " 4001", "9999", " 9999")
    dates = [f"{day:02}{month:02}{year}" for day in days for month in months for year in years]
    texts = [date + end for date in dates for end in ends]

    assert from_module(MODULE, "mask", "given.map(mask)", texts) == [mask(text) for text in texts]
