# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Asterisk's `queue_log`: one line for each happening, epoch|call|queue|agent|event|data.

A call's lines stand between those of others; it is told when its last line has come. Telephone numbers in the
lines are not even read.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from hotline.exchange.words import CallEnd, OfferEnd, Outcome, SegmentEnd
from hotline.history.mapping import FATES, Fate, Meaning
from hotline.history.past import PastCall, PastOffer, PastSegment, Told, Wrong, WrongField

COMPLETED = {
    "COMPLETECALLER": (SegmentEnd.CALLER_HUNG_UP, CallEnd.ANSWERED_CALLER_HUNG_UP),
    "COMPLETEAGENT": (SegmentEnd.AGENT_HUNG_UP, CallEnd.ANSWERED_AGENT_HUNG_UP),
    "AGENTDUMP": (SegmentEnd.AGENT_HUNG_UP, CallEnd.ANSWERED_AGENT_HUNG_UP),
    "TRANSFER": (SegmentEnd.AGENT_HUNG_UP, CallEnd.ANSWERED_AGENT_HUNG_UP),
    "BLINDTRANSFER": (SegmentEnd.AGENT_HUNG_UP, CallEnd.ANSWERED_AGENT_HUNG_UP),
    "ATTENDEDTRANSFER": (SegmentEnd.AGENT_HUNG_UP, CallEnd.ANSWERED_AGENT_HUNG_UP),
}
LEFT = {
    "ABANDON": FATES["abandoned"],
    "EXITWITHTIMEOUT": FATES["diverted"],
    "EXITWITHKEY": FATES["diverted"],
    "EXITEMPTY": FATES["diverted"],
    "WITHDRAW": FATES["lost"],
}
RANG = {"RINGNOANSWER": OfferEnd.RANG_OUT, "RINGCANCELED": OfferEnd.CALLER_GONE}
OF_CALLS = {"ENTERQUEUE", "CONNECT", *COMPLETED, *LEFT, *RANG}


@dataclass
class _Open:
    """A call whose last line has not come."""

    line: int
    arrived_at: dt.datetime
    answered_at: dt.datetime | None = None
    agent: str = ""
    offers: list[PastOffer] = field(default_factory=list)


@dataclass(frozen=True)
class _Line:
    at: dt.datetime
    call: str
    queue: str
    agent: str
    event: str
    data: Sequence[str]


def read_queue_log(lines: Iterable[str], meaning: Meaning, now: dt.datetime) -> Told:
    """Each call when it is over, and what is wrong with lines; other lines say nothing of calls."""
    open_calls: dict[str, _Open] = {}
    number = 0
    for number, text in enumerate(lines, 1):
        try:
            line = _line(text, now)
            past = _follow(open_calls, line, number) if line and _counts(line, meaning) else None
        except WrongField as wrong:
            yield Wrong(number, wrong.field, str(wrong))
        else:
            if past:
                yield past
    for call in open_calls.values():
        yield Wrong(call.line, "", "The call had not ended when the file did.")


def _counts(line: _Line, meaning: Meaning) -> bool:
    return line.event in OF_CALLS and (not meaning.queues or line.queue in meaning.queues)


def _line(text: str, now: dt.datetime) -> _Line | None:
    """None for an empty one."""
    parts = text.rstrip("\r\n").split("|")
    if parts == [""]:
        return None
    if len(parts) < 5:
        raise WrongField("", "It has fewer than five parts between bars.")
    epoch, call, queue, agent, event, *data = parts
    try:
        at = dt.datetime.fromtimestamp(float(epoch), dt.UTC)
    except (ValueError, OverflowError, OSError) as wrong:
        raise WrongField("epoch", f"{epoch!r} is no time in seconds since 1970.") from wrong
    if at > now:
        raise WrongField("epoch", f"{epoch!r} lies in the future.")
    return _Line(at, call, queue, agent, event, data)


def _follow(open_calls: dict[str, _Open], line: _Line, number: int) -> PastCall | None:
    """What the line means for its call; the call itself when that was the end of it."""
    if line.event == "ENTERQUEUE":
        # Who is put into another queue is still the same caller, waiting since the first.
        open_calls.setdefault(line.call, _Open(number, line.at))
        return None
    call = open_calls.get(line.call)
    if call is None:
        raise WrongField("event", f"{line.event} of a call whose ENTERQUEUE does not stand before it.")
    if line.at < call.arrived_at:
        raise WrongField("epoch", "It lies before the call's arrival.")
    if line.event in RANG:
        call.offers.append(_offer(line, call))
        return None
    if line.event == "CONNECT":
        call.answered_at, call.agent = call.answered_at or line.at, line.agent
        return None
    del open_calls[line.call]
    return _ended(call, line)


def _offer(line: _Line, call: _Open) -> PastOffer:
    """The line tells how long it rang, in milliseconds."""
    text = line.data[0] if line.data else ""
    rang = dt.timedelta(milliseconds=int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0)
    return PastOffer(line.agent, max(line.at - rang, call.arrived_at), line.at, RANG[line.event])


def _ended(call: _Open, line: _Line) -> PastCall:
    fate = LEFT.get(line.event) or Fate(Outcome.ANSWERED, COMPLETED[line.event][1])
    if (fate.outcome is Outcome.ANSWERED) != (call.answered_at is not None):
        raise WrongField("event", f"{line.event} contradicts what stands before of the call.")
    told = PastCall(
        line.call,
        call.arrived_at,
        line.at,
        fate.outcome,
        fate.end,
        queued_at=call.arrived_at,
        answered_at=call.answered_at,
        offers=tuple(call.offers),
    )
    if call.answered_at is None:
        return told
    part = PastSegment(call.agent, call.answered_at, line.at, COMPLETED[line.event][0])
    return replace(told, segments=(part,))
