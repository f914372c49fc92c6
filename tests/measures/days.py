# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Days told as people tell them, by the Danish clock and in seconds, put into the books."""

import datetime as dt
from collections.abc import Iterable
from typing import Literal

from django.utils import timezone

from hotline.calls.models import AgentStateRecord, CallRecord, OfferRecord, SegmentRecord
from hotline.exchange.words import AgentStatus, OfferEnd
from hotline.people.models import User
from tests.calls import scenes

MINUTE = 60_000
"""In milliseconds."""

Fold = Literal[0, 1]


def local(text: str, *, fold: Fold = 0) -> dt.datetime:
    """What the clock on the wall says, as an instant in UTC; `fold` 1: the second time it says so."""
    naive = dt.datetime.fromisoformat(text).replace(fold=fold)
    return naive.replace(tzinfo=timezone.get_default_timezone()).astimezone(dt.UTC)


def seconds(number: float) -> dt.timedelta:
    return dt.timedelta(seconds=number)


def came(
    call_id: str, at: str | dt.datetime, end: str, wait: float = 10, talk: float = 60, **fields: object
) -> CallRecord:
    """A call by its end: the talks as "answered", "talking" those that go on, "waiting" who still waits."""
    arrived_at = local(at) if isinstance(at, str) else at
    is_talk = end in {"answered", "talking", "cut off while talking"}
    outcome, reason = OUTCOMES.get(end, ("diverted", end))
    answered_at = arrived_at + seconds(wait) if is_talk else None
    ended_at = arrived_at + seconds(wait + (talk if is_talk else 0)) if outcome else None
    fields = {"answered_at": answered_at, "ended_at": ended_at, "number": ""} | fields
    return scenes.call(call_id, at=arrived_at, outcome=outcome, end=reason, **fields)  # type: ignore[arg-type]


OUTCOMES = {
    "answered": ("answered", "answered_caller_hung_up"),
    "cut off while talking": ("answered", "media_lost"),
    "talking": ("", ""),
    "waiting": ("", ""),
    "abandoned": ("abandoned", "abandoned"),
    "refused": ("refused", "refused"),
    "failed": ("lost", "failed"),
}


def part(
    call: CallRecord,
    agent: User,
    talk: float,
    hold: float = 0,
    wrap_up: float | None = None,
    after: float = 0,
) -> SegmentRecord:
    """An agent's part, over; `talk` without the hold, `after` so many seconds of others' parts."""
    assert call.answered_at
    began_at = call.answered_at + seconds(after)
    ended_at = began_at + seconds(talk + hold)
    return SegmentRecord.objects.create(
        id=f"{call.pk}.{call.segments.count() + 1}", call=call, agent=agent, began_at=began_at,
        ended_at=ended_at, end="caller_hung_up", held=seconds(hold),
        wrapped_up_at=None if wrap_up is None else ended_at + seconds(wrap_up),
    )  # fmt: skip


def rang(call: CallRecord, agent: User, end: OfferEnd, lasted: float = 20) -> OfferRecord:
    number = call.offers.count() + 1
    return OfferRecord.objects.create(
        id=f"{call.pk}.o{number}", call=call, agent=agent, made_at=call.arrived_at,
        ended_at=call.arrived_at + seconds(lasted), end=end,
    )  # fmt: skip


def was(
    agent: User, states: Iterable[tuple[str | dt.datetime, AgentStatus]], until: str | dt.datetime
) -> None:
    """One state after the other: when each began, and when the last ended."""
    began = [(local(at) if isinstance(at, str) else at, status) for at, status in states]
    ends = [*(at for at, _status in began[1:]), local(until) if isinstance(until, str) else until]
    for (at, status), end in zip(began, ends, strict=True):
        AgentStateRecord.objects.create(agent=agent, status=status, began_at=at, ended_at=end)
