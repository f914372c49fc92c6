# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Puts what an earlier system tells into the books: once, however often it is told.

A call's row is known again by a key made from the line, the system and the call's name there. What stands in
the books already and says the same is left alone; what says otherwise is brought up to date.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from itertools import islice
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from hotline.calls.models import CallRecord, IntervalRecord, OfferRecord, SegmentRecord
from hotline.exchange.words import OpeningKind
from hotline.history.mapping import Meaning, WrongMapping
from hotline.history.past import Past, PastCall, PastInterval, Wrong
from hotline.measures.rolling import unroll
from hotline.organisations.models import Line
from hotline.people.models import User

AT_ONCE = 500
MOST_PROBLEMS = 1000
PREFIX = "history."
Thing = TypeVar("Thing")


@dataclass
class Tale:
    """How an import went: what is new, what said otherwise before, what stood there, what is wrong."""

    new: int = 0
    changed: int = 0
    same: int = 0
    wrong: list[Wrong] = field(default_factory=list)
    wrong_lines: int = 0
    days: set[dt.date] = field(default_factory=set)

    @property
    def told(self) -> int:
        return self.new + self.changed + self.same + self.wrong_lines


Progress = Callable[[Tale], None]


class Storing:
    """One import into one line. With `is_dry` everything is looked at and nothing is stored."""

    def __init__(self, line: Line, meaning: Meaning, *, is_dry: bool = False) -> None:
        self.line = line
        self.meaning = meaning
        self.is_dry = is_dry
        self.tale = Tale()
        self.agents = agents_of(meaning)
        self._known: set[int] = set()

    def store(self, told: Iterable[Past | Wrong], progress: Progress = lambda _tale: None) -> Tale:
        for group in in_groups(self._right(told)):
            self._store(group)
            progress(self.tale)
        if not self.is_dry:
            # A roll-up that had read the books before the last group came in may have been put in since.
            unroll(self.line, self.tale.days)
        return self.tale

    def _right(self, told: Iterable[Past | Wrong]) -> Iterator[Past]:
        for one in told:
            if isinstance(one, Wrong):
                self._note(one)
            elif self._is_again(one):
                self._note(Wrong(0, "", f"{_name(one)} stands in the file twice; the first is taken."))
            else:
                yield one

    def _note(self, wrong: Wrong) -> None:
        self.tale.wrong_lines += 1
        if len(self.tale.wrong) < MOST_PROBLEMS:
            self.tale.wrong.append(wrong)

    def _is_again(self, one: Past) -> bool:
        """Eight bytes of each name are kept, so that ten years of calls are some tens of megabytes."""
        mark = int.from_bytes(hashlib.sha256(_name(one).encode()).digest()[:8])
        is_again = mark in self._known
        self._known.add(mark)
        return is_again

    @transaction.atomic
    def _store(self, group: Sequence[Past]) -> None:
        calls = [self._call(one) for one in group if isinstance(one, PastCall)]
        intervals = [self._interval(one) for one in group if isinstance(one, PastInterval)]
        changed_days = self._put_calls(calls, [one for one in group if isinstance(one, PastCall)])
        changed_days |= self._put_intervals(intervals)
        self.tale.days |= changed_days
        if not self.is_dry:
            unroll(self.line, changed_days)

    def _put_calls(self, rows: list[CallRecord], told: list[PastCall]) -> set[dt.date]:
        """The days on which anything is otherwise than before. A call's parts are part of what it says."""
        parts = [part for one in told for part in self._segments(one)]
        offers = [offer for one in told for offer in self._offers(one)]
        there = CallRecord.objects.in_bulk([row.pk for row in rows])
        known_parts = SegmentRecord.objects.in_bulk([part.pk for part in parts])
        known_offers = OfferRecord.objects.in_bulk([offer.pk for offer in offers])
        otherwise = {
            *(row.pk for row in _differing(rows, there)),
            *(part.call_id for part in _differing(parts, known_parts)),
            *(offer.call_id for offer in _differing(offers, known_offers)),
        }
        self._count([row.pk for row in rows], there, otherwise)
        if not self.is_dry:
            _save(CallRecord, [row for row in rows if row.pk in otherwise])
            _save(SegmentRecord, [part for part in parts if part.call_id in otherwise])
            _save(OfferRecord, [offer for offer in offers if offer.call_id in otherwise])
        return {timezone.localdate(row.arrived_at) for row in rows if row.pk in otherwise}

    def _put_intervals(self, rows: list[IntervalRecord]) -> set[dt.date]:
        starts = [row.start for row in rows]
        found = IntervalRecord.objects.filter(line=self.line, start__in=starts)
        there = {one.start: one for one in found}
        otherwise = {row.start for row in rows if not _says_the_same(row, there.get(row.start), but="id")}
        self._count(starts, there, otherwise)
        if not self.is_dry:
            for row in rows:
                row.pk = there[row.start].pk if row.start in there else None
            _save(IntervalRecord, [row for row in rows if row.start in otherwise])
        return {timezone.localdate(start) for start in otherwise}

    def _count(self, keys: Sequence[object], there: Iterable[object], otherwise: set[Any]) -> None:
        known = set(there)
        for key in keys:
            if key not in known:
                self.tale.new += 1
            elif key in otherwise:
                self.tale.changed += 1
            else:
                self.tale.same += 1

    def _call(self, one: PastCall) -> CallRecord:
        """No telephone number: the earlier system may have had them, the books get none."""
        is_closed = one.queued_at is None
        return CallRecord(
            id=self._key(one),
            line=self.line,
            opening=OpeningKind.CLOSED if is_closed else OpeningKind.OPEN,
            arrived_at=one.arrived_at,
            place_at=one.arrived_at,
            queued_at=one.queued_at,
            answered_at=one.answered_at,
            ended_at=one.ended_at,
            end=one.end.value,
            outcome=one.outcome.value,
        )

    def _segments(self, one: PastCall) -> Iterator[SegmentRecord]:
        """Those whose agent is known here; the others count as answered, by nobody we know."""
        for number, part in enumerate(one.segments, 1):
            if part.agent in self.agents:
                yield SegmentRecord(
                    id=f"{self._key(one)}.{number}",
                    call_id=self._key(one),
                    agent_id=self.agents[part.agent],
                    began_at=part.began_at,
                    ended_at=part.ended_at,
                    end=part.end.value,
                    held=part.held,
                    wrapped_up_at=part.wrapped_up_at,
                )

    def _offers(self, one: PastCall) -> Iterator[OfferRecord]:
        for number, offer in enumerate(one.offers, 1):
            if offer.agent in self.agents:
                yield OfferRecord(
                    id=f"{self._key(one)}.o{number}",
                    call_id=self._key(one),
                    agent_id=self.agents[offer.agent],
                    made_at=offer.made_at,
                    ended_at=offer.ended_at,
                    end=offer.end.value,
                )

    def _interval(self, one: PastInterval) -> IntervalRecord:
        names = {each.name for each in fields(one)}
        return IntervalRecord(line=self.line, lost=one.lost, **{name: getattr(one, name) for name in names})

    def _key(self, one: PastCall) -> str:
        told = f"{self.line.pk}\0{self.meaning.source}\0{one.key}"
        return PREFIX + hashlib.sha256(told.encode()).hexdigest()[:40]


def agents_of(meaning: Meaning) -> dict[str, int]:
    """The earlier system's agents who are people here. Raises WrongMapping for a user name nobody has."""
    users = dict(User.objects.filter(username__in=meaning.agents.values()).values_list("username", "pk"))
    if unknown := set(meaning.agents.values()) - set(users):
        raise WrongMapping(f"agents: nobody is called {', '.join(sorted(unknown))}.")
    return {theirs: users[ours] for theirs, ours in meaning.agents.items()}


def in_groups(things: Iterable[Thing]) -> Iterator[list[Thing]]:
    rest = iter(things)
    while group := list(islice(rest, AT_ONCE)):
        yield group


def _name(one: Past) -> str:
    return f"call {one.key}" if isinstance(one, PastCall) else f"interval {one.start.isoformat()}"


def _differing(rows: Iterable[Any], there: dict[Any, Any]) -> list[Any]:
    return [row for row in rows if not _says_the_same(row, there.get(row.pk))]


def _says_the_same(row: Model, stored: Model | None, but: str = "") -> bool:
    columns = [column.attname for column in row._meta.concrete_fields if column.attname != but]  # noqa: SLF001
    return stored is not None and all(getattr(row, name) == getattr(stored, name) for name in columns)


def _save(model: type[Model], rows: list[Any]) -> None:
    """New ones and changed ones in one statement."""
    columns = [column for column in model._meta.concrete_fields if not column.primary_key]  # noqa: SLF001
    there = model._default_manager.in_bulk([row.pk for row in rows if row.pk is not None])  # noqa: SLF001
    model._default_manager.bulk_create([row for row in rows if row.pk not in there])  # noqa: SLF001
    changed = [row for row in rows if row.pk in there]
    if changed:
        model._default_manager.bulk_update(changed, [column.name for column in columns])  # noqa: SLF001
