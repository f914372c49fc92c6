# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The pictures in the documentation say what the tables say."""

from hotline.sip.tables import DIALOG, PLANS, State
from tools.draw_sip_states import PAGE, page, rows


def test_the_page_is_fresh() -> None:
    assert PAGE.read_text() == page(), "stale: run python -m tools.draw_sip_states"


def test_every_state_and_every_timer_is_on_the_page() -> None:
    drawn = page()
    assert [state for state in State if state.name not in drawn] == []
    letters = {timer.letter for plan in PLANS for timer in plan.ends.values()}
    assert [letter for letter in letters if f"| {letter} |" not in drawn] == []


def test_a_call_to_us_is_drawn_without_the_states_of_a_call_of_ours() -> None:
    assert State.CALLING not in rows(DIALOG, State.ARRIVED)
    assert State.RINGING not in rows(DIALOG, State.CALLING)
