# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""When agents were there and when they paused, from the books, as lines of a `queue_log`.

The books hold an agent's states one after another. Where they stop, or say signed out, the agent has left.
"""

import datetime as dt
import re
from collections.abc import Iterator

from hotline.calls.models import AgentStateRecord
from hotline.exchange.words import AgentStatus
from hotline.history.ordering import Batch, TimedText
from hotline.organisations.models import Line
from hotline.organisations.rules import RoleKind
from hotline.people.models import User

AT_ONCE = 1000
PAUSES = {AgentStatus.PAUSED, AgentStatus.AWAY_MISSED}
Span = tuple[int, str, str, dt.datetime, dt.datetime]


def sessions(line: Line, from_at: dt.datetime, to_at: dt.datetime) -> Iterator[Batch]:
    """Of the line's agents, in order."""
    agents = User.objects.filter(roles__kind=RoleKind.AGENT, roles__lines=line).values("pk")
    spans = AgentStateRecord.objects.filter(agent__in=agents, began_at__gte=from_at, began_at__lt=to_at)
    rows = spans.order_by("began_at", "id").values_list("agent", "status", "reason", "began_at", "ended_at")
    present: dict[int, dt.datetime] = {}
    for span in rows.iterator(AT_ONCE):
        yield _batch(line.slug, present, span)


def _batch(queue: str, present: dict[int, dt.datetime], span: Span) -> Batch:
    """Who has left since the span before, and what begins and ends with this one."""
    agent, status, reason, began, ended = span
    lines = [*_left(queue, present, began)]
    if status == AgentStatus.SIGNED_OUT:
        if present.pop(agent, None):
            lines.append(_said(began, queue, agent, "REMOVEMEMBER"))
    else:
        if agent not in present:
            lines.append(_said(began, queue, agent, "ADDMEMBER"))
        present[agent] = ended
        if status in PAUSES:
            told = re.sub(r"[|\s]+", " ", reason or status)
            lines += [_said(began, queue, agent, "PAUSE", told), _said(ended, queue, agent, "UNPAUSE", told)]
    return min((at for at, _text in lines), default=int(began.timestamp())), lines


def _left(queue: str, present: dict[int, dt.datetime], now: dt.datetime) -> Iterator[TimedText]:
    for agent, ended in sorted(present.items()):
        if ended < now:
            del present[agent]
            yield _said(ended, queue, agent, "REMOVEMEMBER")


def _said(at: dt.datetime, queue: str, agent: int, event: str, data: str = "") -> TimedText:
    second = int(at.timestamp())
    return second, f"{second}|NONE|{queue}|Agent/{agent}|{event}|{data}"
