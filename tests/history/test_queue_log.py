# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A queue_log as calls, told when they are over."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.exchange.words import CallEnd, OfferEnd, Outcome, SegmentEnd
from hotline.history.past import PastCall, PastOffer, PastSegment, Wrong
from hotline.history.queue_log import read_queue_log
from tests.history.files import NOON, NOW, QUEUE_LOG, call, log_lines, meaning, wrong

ENTER = "0|c1|hotline|NONE|ENTERQUEUE||+4500000001"


def after(seconds: float) -> dt.datetime:
    return NOON + dt.timedelta(seconds=seconds)


def test_a_call_that_rang_in_vain_and_was_answered() -> None:
    told = log_lines(
        ENTER,
        "15|c1|hotline|Agent/1002|RINGNOANSWER|10000",
        "20|c1|hotline|Agent/1001|CONNECT|20|bridge|4",
        "200|c1|hotline|Agent/1001|COMPLETEAGENT|20|180|1",
    )

    assert call(*told) == PastCall(
        "c1",
        NOON,
        after(200),
        Outcome.ANSWERED,
        CallEnd.ANSWERED_AGENT_HUNG_UP,
        queued_at=NOON,
        answered_at=after(20),
        segments=(PastSegment("Agent/1001", after(20), after(200), SegmentEnd.AGENT_HUNG_UP),),
        offers=(PastOffer("Agent/1002", after(5), after(15), OfferEnd.RANG_OUT),),
    )


@pytest.mark.parametrize(
    ("event", "outcome", "end"),
    [
        ("ABANDON|1|1|30", Outcome.ABANDONED, CallEnd.ABANDONED),
        ("EXITWITHTIMEOUT|1|1|30", Outcome.DIVERTED, CallEnd.DIVERTED_NOBODY),
        ("EXITEMPTY|1|1|30", Outcome.DIVERTED, CallEnd.DIVERTED_NOBODY),
        ("EXITWITHKEY|5|1|1|30", Outcome.DIVERTED, CallEnd.DIVERTED_NOBODY),
        ("WITHDRAW|1|1|30", Outcome.LOST, CallEnd.FAILED),
    ],
)
def test_a_call_that_nobody_answered(event: str, outcome: Outcome, end: CallEnd) -> None:
    told = call(*log_lines(ENTER, f"30|c1|hotline|NONE|{event}"))

    assert (told.outcome, told.end, told.answered_at, told.ended_at) == (outcome, end, None, after(30))


@pytest.mark.parametrize(
    "event", ["COMPLETECALLER", "AGENTDUMP", "BLINDTRANSFER", "ATTENDEDTRANSFER", "TRANSFER"]
)
def test_every_way_an_answered_call_leaves_the_queue(event: str) -> None:
    told = log_lines(ENTER, "5|c1|hotline|Agent/1|CONNECT|5", f"30|c1|hotline|Agent/1|{event}|5|25|1")

    assert call(*told).outcome is Outcome.ANSWERED


def test_calls_stand_between_each_other_and_other_lines_say_nothing_of_them() -> None:
    told = log_lines(
        "0|NONE|NONE|NONE|QUEUESTART|",
        "0|NONE|hotline|Agent/1001|ADDMEMBER|",
        ENTER,
        "1|c2|hotline|NONE|ENTERQUEUE||",
        "1|c3|other|NONE|ENTERQUEUE||",
        "2|c2|hotline|NONE|ABANDON|2|2|1",
        "3|c3|other|NONE|ABANDON|1|1|2",
        "4|c1|hotline|NONE|ABANDON|1|1|4",
        "5|NONE|hotline|Agent/1001|PAUSE|frokost",
    )

    assert [one.key for one in told if isinstance(one, PastCall)] == ["c2", "c1"]
    assert len(told) == 2


def test_who_is_put_into_the_queue_again_has_waited_since_the_first_time() -> None:
    told = log_lines(ENTER, "10|c1|hotline|NONE|ENTERQUEUE||", "30|c1|hotline|NONE|ABANDON|1|1|20")

    assert (call(*told).arrived_at, call(*told).ended_at) == (NOON, after(30))


@pytest.mark.parametrize(
    ("lines", "line", "says"),
    [
        (["nonsense"], 1, "fewer than five parts"),
        (["x|c1|hotline|NONE|ENTERQUEUE"], 1, "is no time in seconds"),
        (["1e300|c1|hotline|NONE|ENTERQUEUE"], 1, "is no time in seconds"),
        (["9999999999|c1|hotline|NONE|ENTERQUEUE"], 1, "lies in the future"),
        (["100|c1|hotline|Agent/1|CONNECT|5"], 1, "whose ENTERQUEUE does not stand before it"),
        (["100|c1|hotline|NONE|ENTERQUEUE", "99|c1|hotline|NONE|ABANDON"], 2, "before the call's arrival"),
        (["100|c1|hotline|NONE|ENTERQUEUE", "101|c1|hotline|A|COMPLETEAGENT"], 2, "contradicts"),
        (
            ["100|c1|hotline|NONE|ENTERQUEUE", "101|c1|hotline|A|CONNECT", "102|c1|hotline|A|ABANDON"],
            3,
            "contradicts",
        ),
        (["100|c1|hotline|NONE|ENTERQUEUE"], 1, "had not ended when the file did"),
    ],
)
def test_what_is_wrong_is_told_by_line(lines: list[str], line: int, says: str) -> None:
    told = list(read_queue_log(lines, meaning(QUEUE_LOG), NOW))

    number, _field, said = wrong(*[one for one in told if isinstance(one, Wrong)][:1])
    assert (number, says in said) == (line, True)


@given(st.lists(st.text("0123456789|c1hotlineENTERQUEUECONNECTABANDON.\n", max_size=60), max_size=8))
def test_nonsense_is_never_more_than_wrong(lines: list[str]) -> None:
    assert all(isinstance(one, Wrong | PastCall) for one in read_queue_log(lines, meaning(QUEUE_LOG), NOW))


def test_every_queue_counts_when_none_is_named() -> None:
    lines = [
        f"100|c{number}|q{number}|NONE|{event}||" for event in ("ENTERQUEUE", "ABANDON") for number in (1, 2)
    ]

    told = list(read_queue_log(lines, meaning(QUEUE_LOG, queues=[]), NOW))

    assert [one.key for one in told if isinstance(one, PastCall)] == ["c1", "c2"]
