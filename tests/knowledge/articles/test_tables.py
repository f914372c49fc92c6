# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The life of a version, as the table has it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.knowledge.tables import BEING_WRITTEN, VERSION, Happening, Impossible, after, can
from hotline.knowledge.words import VersionState

S, H = VersionState, Happening


def life(*happenings: Happening) -> VersionState:
    state = S.DRAFT
    for happening in happenings:
        state = after(state, happening)
    return state


@pytest.mark.parametrize(
    ("happenings", "state"),
    [
        ((), S.DRAFT),
        ((H.SAVED, H.SAVED), S.DRAFT),
        ((H.SENT_TO_REVIEW,), S.IN_REVIEW),
        ((H.SENT_TO_REVIEW, H.SENT_BACK, H.SAVED), S.DRAFT),
        ((H.SENT_TO_REVIEW, H.APPROVED), S.PUBLISHED),
        ((H.PUBLISHED_ALONE,), S.PUBLISHED),
        ((H.SENT_TO_REVIEW, H.APPROVED, H.WITHDRAWN), S.WITHDRAWN),
        ((H.WITHDRAWN,), S.WITHDRAWN),
    ],
)
def test_a_version_lives_as_the_table_says(happenings: tuple[Happening, ...], state: VersionState) -> None:
    assert life(*happenings) == state


@pytest.mark.parametrize(
    ("state", "happening"),
    [
        (S.DRAFT, H.APPROVED),
        (S.IN_REVIEW, H.SAVED),
        (S.IN_REVIEW, H.PUBLISHED_ALONE),
        (S.PUBLISHED, H.SAVED),
        (S.PUBLISHED, H.APPROVED),
        (S.WITHDRAWN, H.WITHDRAWN),
        (S.WITHDRAWN, H.SAVED),
    ],
)
def test_what_the_table_does_not_hold_is_impossible(state: VersionState, happening: Happening) -> None:
    assert not can(state, happening)
    with pytest.raises(Impossible, match=state.value):
        after(state, happening)


def test_the_table_speaks_of_every_state() -> None:
    assert set(VERSION) == set(VersionState)


@given(st.lists(st.sampled_from(Happening)))
def test_nothing_is_published_that_was_not_a_draft_and_withdrawn_is_for_good(steps: list[Happening]) -> None:
    state = S.DRAFT
    for step in steps:
        before = state
        if can(state, step):
            state = after(state, step)
        if before is S.WITHDRAWN:
            assert state is S.WITHDRAWN
        if state is S.PUBLISHED and before is not S.PUBLISHED:
            assert before in BEING_WRITTEN
