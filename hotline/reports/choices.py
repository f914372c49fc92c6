# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What somebody chose to see, and who is reading: both decide what a report holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hotline.inquiries.models import Channel, Home
from hotline.knowledge.models import Topic
from hotline.measures.dimensions import Dimension, Place
from hotline.measures.periods import Grain, Period
from hotline.measures.rules import authorities_of, lines_seen_by, sees_every_authority
from hotline.organisations.models import Authority, Line
from hotline.people.models import User

BY = (
    Dimension.DAY,
    Dimension.WEEK,
    Dimension.MONTH,
    Dimension.WEEKDAY,
    Dimension.HOUR,
    Dimension.TOPIC,
    Dimension.PLACE,
    Dimension.ANSWERED_BY,
    Dimension.CHANNEL,
    Dimension.OUTCOME,
)
NARROWED = {
    Dimension.PLACE: gettext_lazy("The citizen's authority"),
    Dimension.ANSWERED_BY: gettext_lazy("The answering agent's authority"),
    Dimension.TOPIC: gettext_lazy("Topic"),
    Dimension.CHANNEL: gettext_lazy("Channel"),
}
OF_AUTHORITIES = frozenset({Dimension.PLACE, Dimension.ANSWERED_BY})
MOST_DAYS, MOST_WEEKS = 62, 400


@dataclass(frozen=True)
class Reader:
    """Who reads a line's figures. `own` None: every authority's details, else only these."""

    line: Line
    own: frozenset[int] | None

    def sees(self, place: Place) -> bool:
        return self.own is None or place in self.own


def reader_of(user: User, slug: str) -> Reader:
    """Who may read figures of the line; to others it does not exist."""
    line = get_object_or_404(lines_seen_by(user), slug=slug)
    return Reader(line, None if sees_every_authority(user, line) else authorities_of(user))


@dataclass(frozen=True)
class Choice:
    """`narrowed` has a code for each dimension it is narrowed to; codes stay when names change."""

    line: Line
    period: Period
    by: Dimension
    narrowed: Mapping[Dimension, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return self._at(reverse("reports:report", args=[self.line.slug, self.period]))

    def download(self, part: str, extension: str) -> str:
        return self._at(reverse("reports:report-file", args=[self.line.slug, self.period, part, extension]))

    def at(self, period: Period) -> "Choice":
        """The same of another period, cut in a way that suits it."""
        by = self.by if not self.by.is_of_time or self.by in {Dimension.HOUR, Dimension.WEEKDAY} else None
        return replace(self, period=period, by=by or suitable(period))

    def _at(self, path: str) -> str:
        asked = {"by": self.by.value} if self.by is not suitable(self.period) else {}
        asked |= {dimension.value: code for dimension, code in self.narrowed.items()}
        return f"{path}?{urlencode(asked)}" if asked else path


def suitable(period: Period) -> Dimension:
    """What to cut a period into when nothing is said."""
    days = (period.to_on - period.from_on).days
    if period.is_one(Grain.DAY):
        return Dimension.HOUR
    if days <= MOST_DAYS:
        return Dimension.DAY
    return Dimension.WEEK if days < MOST_WEEKS and not period.is_one(Grain.YEAR) else Dimension.MONTH


def choice_of(reader: Reader, period: Period, asked: Mapping[str, str]) -> Choice:
    """What an address asks for. A dimension or code nobody knows is a page that does not exist."""
    by = asked.get("by", "")
    if by and by not in BY:
        raise Http404
    narrowed = {dimension: asked[dimension.value] for dimension in NARROWED if asked.get(dimension.value)}
    return Choice(reader.line, period, Dimension(by) if by else suitable(period), narrowed)


def where_of(reader: Reader, choice: Choice) -> dict[Dimension, list[int | str]]:
    """The codes as the figures ask for them. Refuses the details of authorities the reader may not see."""
    found: dict[Dimension, list[int | str]] = {}
    for dimension, code in choice.narrowed.items():
        value = _value(dimension, code)
        if dimension in OF_AUTHORITIES and not reader.sees(value):
            raise PermissionDenied(_("You see your own authority and the total."))
        found[dimension] = [value]
    return found


def _value(dimension: Dimension, code: str) -> int | str:
    if dimension is Dimension.TOPIC:
        return get_object_or_404(Topic, code=code).pk
    if dimension in OF_AUTHORITIES and code not in {Home.ABROAD, Home.UNKNOWN}:
        return get_object_or_404(Authority, code=code).pk
    if dimension is Dimension.CHANNEL and code not in Channel.values:
        raise Http404
    return code


def narrowed_in_words(choice: Choice) -> list[str]:
    """What the inquiries are narrowed to, for the heading."""
    return [
        f"{NARROWED[dimension]}: {_named(dimension, code)}" for dimension, code in choice.narrowed.items()
    ]


def _named(dimension: Dimension, code: str) -> str:
    if dimension is Dimension.TOPIC:
        return str(Topic.objects.get(code=code))
    if dimension is Dimension.CHANNEL:
        return str(Channel(code).label)
    return str(Home(code).label) if code in Home.values else Authority.objects.get(code=code).name
