# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Two wordings side by side."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.knowledge.comparing import Piece, compare, differences
from hotline.knowledge.wording import Referral, Wording
from tests.knowledge.articles.library import EXEMPTION


def marked(pieces: tuple[Piece, ...]) -> str:
    """What is only on this side stands in brackets."""
    return "".join(f"[{piece.text}]" if piece.is_own else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("old", "new", "left", "right"),
    [
        ("Mød op i dag.", "Mød op i morgen.", "Mød op i [dag].", "Mød op i [morgen]."),
        ("Ring.", "Ring, og vent.", "Ring.", "Ring[, og vent]."),
        ("", "Nyt", "", "[Nyt]"),
        ("Et.\n\nTo.", "Et.", "Et.[\n\nTo.]", "Et."),
    ],
)
def test_words_that_differ_are_marked(old: str, new: str, left: str, right: str) -> None:
    (difference,) = compare(Wording(script=old), Wording(script=new))

    assert (difference.field, marked(difference.before), marked(difference.after)) == ("script", left, right)


def test_only_what_differs_is_told_unless_everything_is_wanted() -> None:
    after = replace(EXEMPTION, title="Ny titel", checked_on=dt.date(2027, 1, 1))

    assert [difference.field for difference in differences(EXEMPTION, after)] == ["title", "checked_on"]
    told = [difference.field for difference in compare(EXEMPTION, after)]
    assert (told[0], len(told)) == ("title", 11)
    assert "valid_from" not in told


def test_lists_stand_line_by_line() -> None:
    before = Wording(
        sources=("a.dk", "b.dk"), where_next=(Referral("bank", "Banken", "https://a.dk", "70 20"),)
    )

    sources, places = (marked(difference.before) for difference in compare(before, before)[::-1])

    assert (sources, places) == ("a.dk\nb.dk", "Banken · https://a.dk · 70 20 · bank")


texts = st.text(st.sampled_from("ab .\n,å"), max_size=30)


@given(texts, texts)
def test_both_sides_stay_whole(old: str, new: str) -> None:
    for difference in compare(Wording(script=old), Wording(script=new)):
        assert "".join(piece.text for piece in difference.before) == old
        assert "".join(piece.text for piece in difference.after) == new
        assert difference.is_same == (old == new)
