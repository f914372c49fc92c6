# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""When agents came, paused and left, as analysis tools read it."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hotline.calls.models import AgentStateRecord
from hotline.exchange.words import AgentStatus
from hotline.history.exporting import queue_log
from hotline.people.models import User
from tests.calls import scenes
from tests.history.files import NOW
from tests.webhooks.world import alma, vibe

pytestmark = pytest.mark.django_db
NOON = scenes.NOON
ALWAYS = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
AVAILABLE, TALKING, PAUSED, SIGNED_OUT = (
    AgentStatus.AVAILABLE, AgentStatus.TALKING, AgentStatus.PAUSED, AgentStatus.SIGNED_OUT,
)  # fmt: skip


def was(who: User, status: AgentStatus, begins: int, ends: int, reason: str = "") -> None:
    """In minutes after noon."""
    began, ended = (NOON + dt.timedelta(minutes=minute) for minute in (begins, ends))
    AgentStateRecord.objects.create(agent=who, status=status, reason=reason, began_at=began, ended_at=ended)


def written() -> list[str]:
    """The lines, with minutes after noon and names for agents."""
    began = int(NOON.timestamp())
    names = {f"Agent/{who.pk}": who.name for who in (alma(), vibe())}
    told = []
    for text in queue_log(scenes.line(), ALWAYS, NOW):
        second, _call, _queue, agent, event, *data = text.split("|")
        told.append(
            f"{(int(second) - began) // 60} {names.get(agent, agent)} {event} {' '.join(data)}".strip()
        )
    return told


def test_an_agent_comes_pauses_and_leaves() -> None:
    was(alma(), AVAILABLE, 0, 10)
    was(alma(), TALKING, 10, 15)
    was(alma(), PAUSED, 15, 20, "break")
    was(alma(), AVAILABLE, 20, 30)
    was(alma(), SIGNED_OUT, 30, 90)

    assert written() == [
        "0 Alma ADDMEMBER",
        "15 Alma PAUSE break",
        "20 Alma UNPAUSE break",
        "30 Alma REMOVEMEMBER",
    ]


def test_an_agent_whose_states_stop_has_left() -> None:
    was(alma(), AVAILABLE, 0, 10)
    was(vibe(), AVAILABLE, 5, 40)
    was(vibe(), TALKING, 40, 50)
    was(alma(), AVAILABLE, 60, 70)

    assert written() == [
        "0 Alma ADDMEMBER",
        "5 Vibe ADDMEMBER",
        "10 Alma REMOVEMEMBER",
        "50 Vibe REMOVEMEMBER",
        "60 Alma ADDMEMBER",
    ]


def test_who_signs_out_without_having_been_there_says_nothing() -> None:
    was(alma(), SIGNED_OUT, 0, 10)

    assert written() == []


def test_a_reason_cannot_break_the_line() -> None:
    was(alma(), PAUSED, 0, 5, "a|b\nc")
    was(alma(), AgentStatus.AWAY_MISSED, 5, 6)

    assert written() == [
        "0 Alma ADDMEMBER",
        "0 Alma PAUSE a b c",
        "5 Alma UNPAUSE a b c",
        "5 Alma PAUSE away_missed",
        "6 Alma UNPAUSE away_missed",
    ]


def test_agents_of_another_line_are_not_in_the_log() -> None:
    was(scenes.person("Rolf"), AVAILABLE, 0, 10)

    assert written() == []


def test_calls_and_agents_stand_in_one_order() -> None:
    was(alma(), AVAILABLE, 0, 1)
    was(alma(), TALKING, 1, 3)
    scenes.answered_by(alma(), at=NOON + dt.timedelta(seconds=30))

    assert [line.split()[2] for line in written()] == ["ADDMEMBER", "ENTERQUEUE", "CONNECT", "COMPLETECALLER"]


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.booleans(),
            st.sampled_from([AVAILABLE, TALKING, PAUSED, SIGNED_OUT]),
            st.integers(1, 9),
            st.booleans(),
        ),
        max_size=15,
    )
)
def test_everybody_comes_before_leaving_and_pauses_only_while_there(
    db: None, spans: list[tuple[bool, AgentStatus, int, bool]]
) -> None:
    AgentStateRecord.objects.all().delete()
    clocks = {True: 0, False: 0}
    for is_alma, status, minutes, has_gap in spans:
        begins = clocks[is_alma] + (3 if has_gap else 0)
        was(alma() if is_alma else vibe(), status, begins, begins + minutes)
        clocks[is_alma] = begins + minutes

    seconds = [int(text.split("|")[0]) for text in queue_log(scenes.line(), ALWAYS, NOW)]
    assert seconds == sorted(seconds)
    there: set[str] = set()
    for line in written():
        _minute, who, event, *_data = line.split()
        assert (who in there) is (event != "ADDMEMBER"), written()
        there = there | {who} if event == "ADDMEMBER" else there - {who} if event == "REMOVEMEMBER" else there
