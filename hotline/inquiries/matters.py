# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What is registered of a matter, whether it came by call or not; and how a correction remembers it."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from hotline.inquiries.models import Home, Inquiry, Kind, Outcome
from hotline.knowledge.models import Topic
from hotline.knowledge.words import Destination
from hotline.organisations.models import Authority

Snapshot = dict[str, str]


@dataclass(frozen=True)
class Target:
    """Where a citizen was told to turn: a kind of place, or an authority by name."""

    kind: Destination | None = None
    authority: Authority | None = None


@dataclass(frozen=True)
class Matter:
    """What a citizen came with and how it ended."""

    topics: Collection[Topic]
    home: Home
    authority: Authority | None
    outcome: Outcome
    target: Target = Target()
    kind: Kind = Kind.INFORMATION
    is_wrongly_addressed: bool = False
    note: str = ""

    @property
    def columns(self) -> dict[str, object]:
        """As the table has it, but for topics and note."""
        target = self.target if self.outcome is Outcome.REFERRED else Target()
        return {
            "home": self.home,
            "authority": self.authority,
            "outcome": self.outcome,
            "referred_to": target.kind or "",
            "referred_authority": target.authority,
            "kind": self.kind,
            "is_wrongly_addressed": self.is_wrongly_addressed,
        }


def snapshot(inquiry: Inquiry) -> Snapshot:
    """Everything about the matter in codes, which stay readable when names change."""
    return {
        "topics": " ".join(sorted(topic.code for topic in inquiry.topics.all())),
        "home": inquiry.authority.code if inquiry.authority else inquiry.home,
        "outcome": inquiry.outcome,
        "target": inquiry.referred_authority.code if inquiry.referred_authority else inquiry.referred_to,
        "kind": inquiry.kind,
        "wrongly_addressed": "yes" if inquiry.is_wrongly_addressed else "no",
        "note": inquiry.note,
    }


def what_changed(before: Snapshot, after: Snapshot) -> Snapshot:
    """Of what stood before, what no longer does."""
    return {field: said for field, said in before.items() if after[field] != said}


class Reader:
    """Tells snapshots in words; a query for the topics and one for the authorities, however many."""

    def __init__(self, snapshots: Collection[Mapping[str, str]], day: dt.date) -> None:
        self.day = day
        self._topics = {code for one in snapshots for code in one.get("topics", "").split()}
        self._codes = {one[field] for one in snapshots for field in ("home", "target") if field in one}

    def told(self, said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """Each field's name and what it said."""
        labels = {
            "topics": _("Topics"),
            "home": _("The citizen's authority"),
            "outcome": _("Outcome"),
            "target": _("Told to turn to"),
            "kind": _("Kind"),
            "wrongly_addressed": _("Meant for somebody else"),
            "note": _("Note"),
        }
        for field, label in labels.items():
            if field in said:
                yield label, self._in_words(field, said[field])

    def _in_words(self, field: str, code: str) -> str:
        if field == "topics":
            return ", ".join(self._names[part] for part in code.split() if part in self._names)
        if field in {"home", "target"}:
            return self._authorities.get(code) or _label(Home if field == "home" else Destination, code)
        if field == "wrongly_addressed":
            return _("Yes") if code == "yes" else _("No")
        if field == "note":
            return code
        return _label(Outcome if field == "outcome" else Kind, code)

    @cached_property
    def _names(self) -> dict[str, str]:
        found = Topic.objects.filter(code__in=self._topics).prefetch_related("former")
        return {topic.code: topic.name_on(self.day) for topic in found}

    @cached_property
    def _authorities(self) -> dict[str, str]:
        return dict(Authority.objects.filter(code__in=self._codes).values_list("code", "name"))


def _label(choices: type[Home | Destination | Outcome | Kind], code: str) -> str:
    return str(choices(code).label) if code else _("nowhere")
