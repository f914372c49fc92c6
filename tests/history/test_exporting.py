# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The books as a queue_log: what tools expect, in the order of time, and nobody's name or number."""

import datetime as dt
import tracemalloc

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hotline.calls.models import CallRecord, OfferRecord
from hotline.history.exporting import queue_log
from hotline.history.past import PastCall
from hotline.history.queue_log import read_queue_log
from tests.calls import scenes
from tests.history.files import NOW, QUEUE_LOG, meaning
from tests.webhooks.world import alma, vibe

pytestmark = pytest.mark.django_db
NOON = scenes.NOON
ALWAYS = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def written() -> list[str]:
    """The lines, with seconds after noon."""
    began = int(NOON.timestamp())
    found = (text.split("|", 1) for text in queue_log(scenes.line(), ALWAYS, NOW))
    return [f"{int(second) - began}|{rest}" for second, rest in found]


def after(seconds: float) -> dt.datetime:
    return NOON + dt.timedelta(seconds=seconds)


def test_an_answered_call_that_rang_in_vain_first() -> None:
    scenes.answered_by(alma())
    OfferRecord.objects.create(
        id="c1.0", call_id="c1", agent=vibe(), made_at=after(0), ended_at=after(4), end="rang_out"
    )
    OfferRecord.objects.create(
        id="c1.1", call_id="c1", agent=alma(), made_at=after(5), ended_at=after(10), end="answered"
    )

    assert written() == [
        "0|c1|hotline|NONE|ENTERQUEUE||",
        f"4|c1|hotline|Agent/{vibe().pk}|RINGNOANSWER|4000",
        f"10|c1|hotline|Agent/{alma().pk}|CONNECT|10|c1|5",
        f"70|c1|hotline|Agent/{alma().pk}|COMPLETECALLER|10|60|1",
    ]


@pytest.mark.parametrize(
    ("outcome", "end", "line"),
    [
        ("abandoned", "abandoned", "70|c1|hotline|NONE|ABANDON|1|1|70"),
        ("diverted", "diverted_nobody", "70|c1|hotline|NONE|EXITEMPTY|1|1|70"),
        ("lost", "media_lost", "70|c1|hotline|NONE|WITHDRAW|1|1|70"),
    ],
)
def test_a_call_that_nobody_answered(outcome: str, end: str, line: str) -> None:
    scenes.call(outcome=outcome, end=end)

    assert written() == ["0|c1|hotline|NONE|ENTERQUEUE||", line]


def test_a_call_that_was_never_in_the_queue_is_none_of_its_log() -> None:
    scenes.call(outcome="diverted", end="diverted_closed", queued_at=None)

    assert written() == []


def test_a_call_that_is_still_talked_on_has_no_last_line() -> None:
    scenes.answered_by(alma(), outcome="")

    assert [line.split("|")[4] for line in written()] == ["ENTERQUEUE", "CONNECT"]


def test_the_agents_own_end_is_told_apart() -> None:
    scenes.answered_by(alma(), end="answered_agent_hung_up")

    assert written()[-1].split("|")[4] == "COMPLETEAGENT"


def test_only_the_calls_of_the_stretch_of_time_and_the_line() -> None:
    for hour in range(3):
        scenes.call(f"c{hour}", at=NOON + dt.timedelta(hours=hour), outcome="abandoned", end="abandoned")

    lines = queue_log(scenes.line(), NOON + dt.timedelta(hours=1), NOON + dt.timedelta(hours=2))
    assert {line.split("|")[1] for line in lines} == {"c1"}


def test_neither_name_nor_number_is_written() -> None:
    scenes.answered_by(alma())

    text = "\n".join(queue_log(scenes.line(), ALWAYS, NOW))
    for secret in ("Alma", "alma", scenes.FIRST_CALLER, "00000001", CallRecord.objects.get().number_key):
        assert secret not in text


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.integers(0, 100), st.integers(0, 50), st.integers(0, 100), st.booleans()), max_size=12
    )
)
def test_lines_come_in_order_and_are_read_back_as_the_calls_they_were(
    db: None, calls: list[tuple[int, int, int, bool]]
) -> None:
    CallRecord.objects.all().delete()
    for number, (arrived, waited, talked, is_answered) in enumerate(calls):
        at, until = after(arrived), after(arrived + waited)
        if is_answered:
            ended = until + dt.timedelta(seconds=talked)
            scenes.answered_by(alma(), f"c{number}", at=at, answered_at=until, ended_at=ended)
        else:
            scenes.call(f"c{number}", at=at, outcome="abandoned", end="abandoned", ended_at=until)

    lines = list(queue_log(scenes.line(), ALWAYS, NOW))

    seconds = [int(line.split("|")[0]) for line in lines]
    assert seconds == sorted(seconds)
    told = [one for one in read_queue_log(lines, meaning(QUEUE_LOG), NOW) if isinstance(one, PastCall)]
    assert {(one.key, one.arrived_at, one.answered_at, one.ended_at, one.outcome) for one in told} == set(
        CallRecord.objects.values_list("pk", "arrived_at", "answered_at", "ended_at", "outcome")
    )


def test_many_calls_take_no_more_memory_than_few() -> None:
    line = scenes.line()
    CallRecord.objects.bulk_create(
        CallRecord(
            id=f"c{number}", line=line, opening="open", arrived_at=after(number), place_at=after(number),
            queued_at=after(number), ended_at=after(number + 60), outcome="abandoned", end="abandoned",
        )
        for number in range(6000)
    )  # fmt: skip

    def peak(to_at: dt.datetime) -> int:
        tracemalloc.start()
        try:
            assert sum(1 for _line in queue_log(line, ALWAYS, to_at))
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(after(10))
    assert peak(after(6000)) < peak(after(2000)) + 500_000  # 4,000 calls would be eight times that
