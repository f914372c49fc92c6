# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""How things stand on a line, as the duty lead reads it: from the running exchange and the database."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from hotline.duty.exchange import ExchangeSilent, line_now
from hotline.duty.models import Alarm, Crisis, DeskMessage
from hotline.duty.queries import (
    agents_of,
    alarms_now,
    announcements_in_force,
    crisis_in_force,
    messages_shown,
)
from hotline.duty.shown import AgentNow, LineNow
from hotline.duty.words import IN_TROUBLE, PARTS, PAUSES, REASONS, STATES, WITH_CITIZEN
from hotline.exchange.words import AgentStatus
from hotline.organisations.models import Line, LineAnnouncement
from hotline.people.models import User


@dataclass(frozen=True)
class AgentShown:
    """One agent who is on duty."""

    agent: User
    state: str
    lasted: str
    reasons: list[str]
    is_in_trouble: bool
    may_be_signed_off: bool


@dataclass(frozen=True)
class Now:
    """`told` is None when the exchange does not answer; then nobody knows who waits."""

    at: dt.datetime
    told: LineNow | None
    waits: list[str]
    problems: list[str]
    on_duty: list[AgentShown]
    signed_off: list[User]
    alarms: list[Alarm]
    crisis: Crisis | None
    announcements: list[LineAnnouncement]
    messages: list[DeskMessage]


def now_on(line: Line) -> Now:
    at, told = timezone.now(), _told(line)
    known = {agent.agent: agent for agent in told.agents} if told else {}
    agents = list(agents_of(line))
    present = [agent for agent in agents if _is_on_duty(known.get(agent.pk))]
    return Now(
        at=at,
        told=told,
        waits=[clock(told.now - since) for since in told.waiting] if told else [],
        problems=[str(PARTS[problem]) for problem in told.problems] if told else [],
        on_duty=[_shown(agent, known[agent.pk], told.now) for agent in present] if told else [],
        signed_off=[agent for agent in agents if agent not in present],
        alarms=list(alarms_now(line)),
        crisis=crisis_in_force(line),
        announcements=list(announcements_in_force(line, at)),
        messages=list(messages_shown(at).filter(line=line)),
    )


def clock(milliseconds: int) -> str:
    """75,000 is 1:15; an hour and more is 1:00:00. As the phone bar counts."""
    minutes, seconds = divmod(max(0, milliseconds) // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def _told(line: Line) -> LineNow | None:
    try:
        return line_now(line)
    except ExchangeSilent:
        return None


def _is_on_duty(known: AgentNow | None) -> bool:
    return known is not None and known.status is not AgentStatus.SIGNED_OUT


def _shown(agent: User, known: AgentNow, now: int) -> AgentShown:
    return AgentShown(
        agent=agent,
        state=str(STATES[known.status]),
        lasted=clock(now - known.since),
        reasons=list(_reasons(known)),
        is_in_trouble=known.status in IN_TROUBLE,
        may_be_signed_off=known.status not in WITH_CITIZEN,
    )


def _reasons(known: AgentNow) -> Iterable[str]:
    """In plain words; a pause with what the agent chose it for."""
    for reason in known.reasons:
        yield str(REASONS[reason])
    if known.reason:
        yield str(PAUSES.get(known.reason, known.reason))
