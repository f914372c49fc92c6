# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The example's history: the calls and inquiries of weeks 14 to 22 of 2014, made up but for two numbers."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from hotline.calls.models import AgentStateRecord, CallRecord, OfferRecord, SegmentRecord
from hotline.inquiries.made_up import SEASONS, MadeUpCall, calls_of_week
from hotline.inquiries.made_up_days import rang_at, states_of
from hotline.inquiries.models import Home, Inquiry, Kind
from hotline.knowledge.example import load as load_topics
from hotline.knowledge.models import Topic
from hotline.organisations.example import load as load_line
from hotline.organisations.example import staffing_municipalities
from hotline.organisations.models import Authority, Line
from hotline.organisations.opening import instant_of, is_within_hours
from hotline.organisations.queries import schedule_of
from hotline.organisations.registers import rows_of
from hotline.organisations.rules import RoleKind
from hotline.people.example import load as load_people
from hotline.people.models import User

AT_ONCE = 500
KEYS = uuid.UUID("2014c0de-0506-4201-8000-000000000000")
# Of a thousand callers so many say so; the rest live in the region's municipalities, by their size.
TRANSACTIONS = 6  # of a hundred inquiries
WRONGLY_ADDRESSED = "fejlopkald"
ELSEWHERE = {"unknown": 25, "abroad": 6, "0101": 7, "0461": 5, "0851": 8}


@transaction.atomic
def load(line: Line | None = None) -> None:
    """Write the history once; a line that has inquiries from before June 2014 has it already."""
    line = line or load_line()
    if Inquiry.objects.filter(line=line, came_at__year=2014, came_at__month__lt=6).exists():
        return
    load_topics()
    load_people(line)
    for week in SEASONS:
        _write(line, week, _calls(line, week))


def _calls(line: Line, week: tuple[int, int]) -> list[MadeUpCall]:
    schedule = dataclasses.replace(schedule_of(line), is_forced_open=False)
    return calls_of_week(
        week,
        lambda instant: is_within_hours(schedule, instant),
        places(),
        list(_agents(line).values_list("pk", flat=True)),
        timezone.get_default_timezone(),
    )


def places() -> dict[str, int]:
    """How many of a thousand callers come from where: the region's municipalities by size, and elsewhere."""
    inside = {authority.code for authority in staffing_municipalities()}
    rows = rows_of("municipalities.csv")
    sizes = {row["code"]: int(row["population_2013"] or 0) for row in rows if row["code"] in inside}
    return {code: 1000 * size // sum(sizes.values()) for code, size in sizes.items()} | ELSEWHERE


def _agents(line: Line) -> QuerySet[User]:
    return User.objects.filter(roles__kind=RoleKind.AGENT, roles__lines=line).order_by("pk")


@dataclass(frozen=True)
class Register:
    """What made-up codes stand for in this database."""

    line: Line
    authorities: dict[str, int]
    topics: dict[str, int]
    employers: dict[int, int]  # an agent's authority


def _write(line: Line, week: tuple[int, int], calls: Sequence[MadeUpCall]) -> None:
    register = Register(
        line,
        authorities=dict(Authority.objects.values_list("code", "pk")),
        topics=dict(Topic.objects.values_list("code", "pk")),
        employers=dict(_agents(line).values_list("pk", "roles__authority")),
    )
    named = [(f"{week[0]}-w{week[1]:02}-{number:04}", call) for number, call in enumerate(calls, start=1)]
    answered = [(call_id, call) for call_id, call in named if call.agent]
    CallRecord.objects.bulk_create((_call(line, *call) for call in named), AT_ONCE)
    OfferRecord.objects.bulk_create((_offer(*call) for call in answered), AT_ONCE)
    SegmentRecord.objects.bulk_create((_segment(*call) for call in answered), AT_ONCE)
    written = Inquiry.objects.bulk_create(_inquiries(register, answered), AT_ONCE)
    _write_topics(register, written, calls)
    AgentStateRecord.objects.bulk_create(_states(line, [call for _call_id, call in answered]), AT_ONCE)


def _call(line: Line, call_id: str, call: MadeUpCall) -> CallRecord:
    """Without a number: it would have been forgotten long ago."""
    is_let_in = call.end != "diverted_closed"
    return CallRecord(
        id=call_id,
        line=line,
        opening="open" if is_let_in else "closed",
        arrived_at=call.arrived_at,
        place_at=call.arrived_at,
        queued_at=call.arrived_at if is_let_in else None,
        answered_at=call.answered_at,
        ended_at=call.until,
        end=call.end,
        outcome=call.end.partition("_")[0],
    )


def _offer(call_id: str, call: MadeUpCall) -> OfferRecord:
    assert call.agent
    assert call.answered_at
    return OfferRecord(
        id=f"{call_id}.1",
        call_id=call_id,
        agent_id=call.agent,
        made_at=rang_at(call),
        ended_at=call.answered_at,
        end="answered",
    )


def _segment(call_id: str, call: MadeUpCall) -> SegmentRecord:
    assert call.agent
    assert call.answered_at
    return SegmentRecord(
        id=f"{call_id}.1",
        call_id=call_id,
        agent_id=call.agent,
        began_at=call.answered_at,
        ended_at=call.until,
        end=call.end.removeprefix("answered_"),
        wrapped_up_at=call.wrapped_up_at,
    )


def _states(line: Line, calls: Sequence[MadeUpCall]) -> Iterator[AgentStateRecord]:
    """Every day of every agent who answered on it, from the line's opening to its closing."""
    schedule = schedule_of(line)
    days: dict[tuple[int, dt.date], list[MadeUpCall]] = {}
    for call in sorted(calls, key=lambda call: (call.answered_at, call.until)):
        assert call.agent
        days.setdefault((call.agent, timezone.localdate(call.arrived_at)), []).append(call)
    for (agent, day), theirs in days.items():
        spans = schedule.spans_on(day)
        opens_at, closes_at = instant_of(day, spans[0].opens), instant_of(day, spans[-1].closes)
        for state in states_of(theirs, opens_at, closes_at):
            if state.began_at < state.ended_at:
                yield AgentStateRecord(agent_id=agent, **dataclasses.asdict(state))


def _inquiries(register: Register, calls: Sequence[tuple[str, MadeUpCall]]) -> Iterator[Inquiry]:
    for call_id, call in calls:
        assert call.agent
        for number, matter in enumerate(call.matters):
            home = Home(matter.place) if matter.place in Home.values else Home.AUTHORITY
            key = uuid.uuid5(KEYS, f"{register.line.pk} {call_id} {number}")
            yield Inquiry(
                key=key,
                line=register.line,
                call_id=call_id,
                agent_id=call.agent,
                answered_by_id=register.employers[call.agent],
                home=home,
                authority_id=register.authorities[matter.place] if home is Home.AUTHORITY else None,
                outcome=matter.outcome,
                kind=Kind.TRANSACTION if key.int % 100 < TRANSACTIONS else Kind.INFORMATION,
                is_wrongly_addressed=WRONGLY_ADDRESSED in matter.topics,
                came_at=call.arrived_at,
                registered_at=call.wrapped_up_at or call.until,
            )


def _write_topics(register: Register, written: Sequence[Inquiry], calls: Sequence[MadeUpCall]) -> None:
    link = Inquiry.topics.through
    matters = (matter for call in calls for matter in call.matters)
    link.objects.bulk_create(
        (
            link(inquiry_id=inquiry.pk, topic_id=register.topics[code])
            for inquiry, matter in zip(written, matters, strict=True)
            for code in matter.topics
        ),
        AT_ONCE,
    )
