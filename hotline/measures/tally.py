# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Inquiries counted by topic and by where the citizen belongs, this week and the week before.

An inquiry with several topics counts once under each of them, and once in every total: the topics' counts may
add up to more than the total, and are never added up.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from hotline.measures.changes import Change

Key = TypeVar("Key")
Place = int | str
"""An authority's key, or one of the special answers: "abroad", "unknown"."""


@dataclass(frozen=True)
class Count(Generic[Key]):
    key: Key
    now: int
    before: int


@dataclass(frozen=True)
class Tally:
    """The counts of one line in one week. `by_place` counts inquiries, `by_topic` the topics they had."""

    by_place: dict[Place, Change]
    by_topic: dict[tuple[int, Place], Change]

    @property
    def total(self) -> Change:
        """All inquiries, each once."""
        return _sum(self.by_place.values())

    @property
    def topics(self) -> dict[int, Change]:
        """How many inquiries had each topic."""
        found: dict[int, list[Change]] = defaultdict(list)
        for (topic, _place), change in self.by_topic.items():
            found[topic].append(change)
        return {topic: _sum(changes) for topic, changes in found.items()}

    @property
    def places(self) -> list[Place]:
        """Everywhere somebody called from, most inquiries first."""
        return sorted(self.by_place, key=lambda place: (-self.by_place[place].now, str(place)))

    def cell(self, topic: int, place: Place) -> int:
        """How many of this week's inquiries from there had the topic."""
        change = self.by_topic.get((topic, place))
        return change.now if change else 0


def tally(places: Iterable[Count[Place]], topics: Iterable[Count[tuple[int, Place]]]) -> Tally:
    return Tally(
        by_place={count.key: Change(count.now, count.before) for count in places},
        by_topic={count.key: Change(count.now, count.before) for count in topics},
    )


def _sum(changes: Iterable[Change]) -> Change:
    kept = list(changes)
    return Change(sum(change.now for change in kept), sum(change.before for change in kept))
