# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The page of state diagrams is drawn from the tables and is never stale."""

from pathlib import Path

import pytest

from hotline.exchange.tables import AGENT, CALL, CHOSEN, OFFER
from tools import draw_states
from tools.draw_states import diagram, main, page


def test_the_page_in_the_repository_is_fresh() -> None:
    assert draw_states.PAGE.read_text() == page()


def test_a_stale_page_is_noticed_and_drawn_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(draw_states, "PAGE", tmp_path / "states.md")
    assert main(["--check"]) == 1
    assert capsys.readouterr().out == "docs/states.md is stale: run python -m tools.draw_states\n"
    assert main([]) == 0
    assert main(["--check"]) == 0
    draw_states.PAGE.write_text("drawn by hand")
    assert main(["--check"]) == 1
    assert draw_states.PAGE.read_text() == "drawn by hand"


def test_every_state_of_every_table_is_in_its_picture() -> None:
    for table in (CALL, OFFER, AGENT, CHOSEN):
        drawn = "\n".join(diagram(table))
        assert all(state.name in drawn for state in table)


def test_an_arrow_carries_all_that_leads_from_one_state_to_another() -> None:
    assert "    WAITING --> ENDED: caller left, failed, relay died" in diagram(CALL)
    assert "    ENDED --> [*]" in diagram(CALL)
    assert "    [*] --> ARRIVING" in diagram(CALL)
