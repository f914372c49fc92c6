# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Made-up days in the books: calls, the agents' parts of them, inquiries of all kinds, states."""

import datetime as dt
from random import Random

from hotline.calls.models import AgentStateRecord, CallRecord, SegmentRecord
from hotline.inquiries.models import Channel, Home, Inquiry, Kind, Outcome
from hotline.people.models import User
from tests.calls import scenes
from tests.inquiries.desk import topic

SECOND = dt.timedelta(seconds=1)
ENDS = (
    ("answered", "answered_caller_hung_up"),
    ("answered", "answered_agent_hung_up"),
    ("answered", "media_lost"),
    ("abandoned", "abandoned"),
    ("diverted", "diverted_nobody"),
    ("diverted", "diverted_closed"),
    ("refused", "refused"),
    ("lost", "failed"),
    ("", ""),
)
STATES = ("available", "ringing", "talking", "holding", "wrapping_up", "paused", "signed_out")


def people() -> list[User]:
    """Two agents of Aarhus, one of Viborg, one of no authority."""
    alone = User.objects.create_user("bo", name="Bo", language="en")
    return [scenes.agent("Alma"), scenes.agent("Carl"), scenes.agent("Dina", of=scenes.viborg()), alone]


def history(
    number: int, *, calls: int = 60, first: dt.datetime = scenes.NOON, days: float = 12
) -> list[CallRecord]:
    """Calls and inquiries at any time in these days; the same number, the same history."""
    chance, agents = Random(number), people()
    made = [a_call(f"h{number}-{each}", chance, agents, first, days) for each in range(calls)]
    for call in made:
        for _ in range(chance.choice((0, 1, 1, 2)) if call.outcome == "answered" else 0):
            an_inquiry(call, chance, agents)
    for agent in agents:
        states(agent, chance, first, days)
    return made


def a_call(call_id: str, chance: Random, agents: list[User], first: dt.datetime, days: float) -> CallRecord:
    at = first + dt.timedelta(milliseconds=chance.randrange(int(days * 86_400_000)))
    outcome, end = chance.choice(ENDS)
    wait = dt.timedelta(
        milliseconds=chance.choice((0, 4_999, 5_000, 20_000, 20_001, chance.randrange(900_000)))
    )
    answered_at = at + wait if outcome == "answered" else None
    ended_at = (answered_at + 90 * SECOND if answered_at else at + wait) if outcome else None
    foreseen = chance.choice((None, SECOND, 30 * SECOND))
    made = scenes.call(
        call_id,
        at=at,
        outcome=outcome,
        end=end,
        answered_at=answered_at,
        ended_at=ended_at,
        expected_from=foreseen,
        expected_to=foreseen and 2.5 * foreseen,
        number=f"+45000000{chance.randrange(8):02}",
    )
    if answered_at and ended_at:
        SegmentRecord.objects.create(
            id=f"{call_id}.1", call=made, agent=chance.choice(agents), began_at=answered_at,
            ended_at=ended_at, end="caller_hung_up",
            held=chance.randrange(40_000) * dt.timedelta(milliseconds=1),
            wrapped_up_at=ended_at + chance.randrange(60_000) * dt.timedelta(milliseconds=1),
        )  # fmt: skip
    return made


def an_inquiry(call: CallRecord, chance: Random, agents: list[User]) -> Inquiry:
    home = chance.choice(list(Home))
    made = Inquiry.objects.create(
        line=call.line, call=call, agent=chance.choice(agents), channel=chance.choice(list(Channel)),
        answered_by=chance.choice((scenes.authority(), scenes.viborg())), home=home,
        authority=chance.choice((scenes.authority(), scenes.viborg())) if home is Home.AUTHORITY else None,
        outcome=chance.choice(list(Outcome)), kind=chance.choice(list(Kind)), came_at=call.arrived_at,
        registered_at=call.ended_at or call.arrived_at,
    )  # fmt: skip
    made.topics.set(topic(code, code.title()) for code in chance.sample(("a", "b", "c"), chance.randrange(4)))
    return made


def states(agent: User, chance: Random, first: dt.datetime, days: float) -> None:
    """One state after the other without a gap, some over midnight, some of several days."""
    began, until = first, first + dt.timedelta(days=days)
    while began < until:
        lasts = chance.choice(
            (20 * SECOND, 0.5 * SECOND, 3600 * SECOND, 20_000.123 * SECOND, 200_000 * SECOND)
        )
        AgentStateRecord.objects.create(
            agent=agent, status=chance.choice(STATES), began_at=began, ended_at=began + lasts
        )
        began += lasts
