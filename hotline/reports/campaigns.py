# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What each campaign of a line caused: days and topics beside what they would have had. See effects.py."""

import datetime as dt
import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Max
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from hotline.inquiries.models import Inquiry
from hotline.knowledge.models import Topic
from hotline.knowledge.queries.topic_names import topics_named_on
from hotline.measures.dimensions import Dimension
from hotline.measures.periods import DAY, Period
from hotline.measures.queries import inquiry_counts
from hotline.organisations.models import Line
from hotline.organisations.opening import Schedule
from hotline.organisations.queries import schedule_of
from hotline.planning.models import Campaign
from hotline.reports.effects import BASELINE_WEEKS, Counts, Effect, Span, effect_of
from hotline.reports.naming import day_named, day_with_weekday
from hotline.reports.parts import Drawn, Head, Look, Part
from hotline.tables.table import Kind, Row

FOLLOWED = dt.timedelta(weeks=3)
"""How long inquiries may come of a stage: so long is looked, and so long no day is ordinary."""
MOST_TOPICS = 12


@dataclass(frozen=True)
class Measured:
    """A campaign with what it caused; `effect` None while too little is known."""

    campaign: Campaign
    period: Period
    effect: Effect | None
    topics: tuple[tuple[str, Effect], ...]
    others: tuple[Campaign, ...]  # at work in the same days

    @property
    def name(self) -> str:
        return self.campaign.name


@dataclass(frozen=True)
class Campaigns:
    """All campaigns of a line, with the figures they are measured with: the same queries for any number."""

    line: Line
    now: dt.datetime
    found: tuple[Campaign, ...]

    @classmethod
    def of(cls, line: Line, now: dt.datetime) -> "Campaigns":
        found = Campaign.objects.filter(line=line).prefetch_related("stages").select_related("sender")
        begun = [one for one in found if one.stages.all()]
        return cls(line, now, tuple(sorted(begun, key=lambda one: (begins_on(one), one.pk))))

    def measured(self, campaign: Campaign) -> Measured:
        period = self._followed(campaign)
        before = self._ordinary_days(campaign)
        since = self._open_days(period)
        effect = effect_of(self._days, before, since)
        others = (one for one in self.found if one != campaign and _overlap(self._followed(one), period))
        return Measured(campaign, period, effect, tuple(self._of_topics(before, since)), tuple(others))

    def at_work_in(self, period: Period) -> list[Campaign]:
        return [one for one in self.found if _overlap(self._followed(one), period)]

    def _of_topics(
        self, before: Collection[dt.date], since: Collection[dt.date]
    ) -> Iterable[tuple[str, Effect]]:
        """The topics that rose most, each with its own baseline."""
        if not before or not since:
            return []
        effects = [
            (str(self._names[topic]), effect)
            for topic, counts in self._topics.items()
            if (effect := effect_of(counts, before, since)) and effect.came
        ]
        return sorted(effects, key=lambda one: (-one[1].uplift.estimate, one[0]))[:MOST_TOPICS]

    def _followed(self, campaign: Campaign) -> Period:
        """From its first day until three weeks after its last stage began, as far as anything was counted."""
        begins = begins_on(campaign)
        return Period(begins, max(begins, min(_followed_to(campaign), self._counted_to)))

    def _ordinary_days(self, campaign: Campaign) -> list[dt.date]:
        begins = begins_on(campaign)
        earlier = Period(begins - dt.timedelta(weeks=BASELINE_WEEKS), begins)
        disturbed = [self._followed(one) for one in self.found if one != campaign]
        first_on = min(self._days, default=begins)  # before the first inquiry there was nothing to count
        return [
            day
            for day in self._open_days(earlier)
            if day >= first_on and not any(period.from_on <= day < period.to_on for period in disturbed)
        ]

    def _open_days(self, period: Period) -> list[dt.date]:
        return [day for day in period.days if self._schedule.spans_on(day)]

    @cached_property
    def _schedule(self) -> Schedule:
        return schedule_of(self.line)

    @cached_property
    def _counted_to(self) -> dt.date:
        """The day after the last on which anything was counted; today is not over and is left out."""
        came = Inquiry.objects.filter(line=self.line, came_at__lt=self.now).aggregate(at=Max("came_at"))["at"]
        today = timezone.localdate(self.now)
        return min(timezone.localdate(came) + DAY, today) if came else today

    @cached_property
    def _span(self) -> Period:
        begins = min(begins_on(one) for one in self.found) - dt.timedelta(weeks=BASELINE_WEEKS)
        return Period(begins, max(_followed_to(one) for one in self.found))

    @cached_property
    def _days(self) -> Counts:
        counts = inquiry_counts(self.line, self._span, (Dimension.DAY,))
        return {day: number for (day,), number in counts.items()}

    @cached_property
    def _names(self) -> dict[int, Topic]:
        return topics_named_on(self._span.to_on)

    @cached_property
    def _topics(self) -> dict[int, dict[dt.date, int]]:
        found: dict[int, dict[dt.date, int]] = {}
        counts = inquiry_counts(self.line, self._span, (Dimension.TOPIC, Dimension.DAY))
        for (topic, day), number in counts.items():
            found.setdefault(topic, {})[day] = number
        return found


def begins_on(campaign: Campaign) -> dt.date:
    return min(stage.from_on for stage in campaign.stages.all())


def _followed_to(campaign: Campaign) -> dt.date:
    return max(stage.from_on for stage in campaign.stages.all()) + FOLLOWED


def _overlap(one: Period, other: Period) -> bool:
    return one.from_on < other.to_on and other.from_on < one.to_on


def campaign_parts(measured: Measured) -> list[Part]:
    """Days and topics; nothing while too little is known."""
    effect = measured.effect
    if effect is None:
        return []
    days = Part(
        "days",
        _("Day by day"),
        _heads(_("Day")),
        [_day_row(effect, number) for number in range(len(effect.days))],
        told(measured),
        _notes(measured, effect),
        Drawn("line", (1, 2), (3, 4)),
    )
    return [days, _topics_part(measured.topics)]


def _heads(first: str) -> list[Head]:
    return [
        Head(first, Kind.TEXT),
        Head(_("Came")),
        Head(_("Expected without it"), Kind.DECIMAL, Look.TENTHS),
        Head(_("Expected at least"), Kind.DECIMAL, Look.TENTHS),
        Head(_("Expected at most"), Kind.DECIMAL, Look.TENTHS),
        Head(_("Uplift"), Kind.DECIMAL, Look.SIGNED),
    ]


def _day_row(effect: Effect, number: int) -> Row:
    day = effect.days[number]
    return (day_with_weekday(day.on), day.came, *_rounded(day.expected), round(day.uplift, 1))


def _rounded(expected: Span) -> tuple[float, float, float]:
    """A count is never below nothing."""
    return round(expected.estimate, 1), round(max(expected.low, 0), 1), round(expected.high, 1)


def _topics_part(topics: Sequence[tuple[str, Effect]]) -> Part:
    rows = [
        (name, effect.came, *_rounded(effect.expected), round(effect.uplift.estimate, 1))
        for name, effect in topics
    ]
    said = []
    if topics:
        name, effect = topics[0]
        numbers = {
            "name": name,
            "expected": number_format(round(effect.expected.estimate), 0),
            "came": number_format(effect.came, 0),
        }
        said = [_("Rose most: %(name)s, %(came)s where %(expected)s were to be expected.") % numbers]
    return Part("topics", _("Topic by topic"), _heads(_("Topic")), rows, said, drawn=Drawn("rows", (1, 2)))


def told(measured: Measured) -> list[str]:
    """What the campaign caused, in sentences for a meeting."""
    effect = measured.effect
    if effect is None:
        return [_("Too few ordinary days lie before it to tell what it caused.")]
    numbers = {
        "days": len(effect.days),
        "came": number_format(effect.came, 0),
        "expected": number_format(round(effect.expected.estimate), 0),
        "uplift": number_format(round(effect.uplift.estimate), 0),
        "low": number_format(round(effect.uplift.low), 0),
        "high": number_format(round(effect.uplift.high), 0),
        "factor": number_format(round(effect.factor or 0, 2), 2),
    }
    if not effect.is_seen:
        return [
            _("%(came)s inquiries came on %(days)d open days: no more than the days before explain.")
            % numbers
        ]
    first = _(
        "%(came)s inquiries came on %(days)d open days, where %(expected)s were to be expected: ×%(factor)s,"
        " or %(uplift)s more (between %(low)s and %(high)s with 95 %% certainty)."
    )
    return [first % numbers, _highest(effect), *_sinking(effect)]


def _highest(effect: Effect) -> str:
    day = effect.highest
    numbers = {
        "day": day_named(day.on),
        "came": number_format(day.came, 0),
        "expected": number_format(round(day.expected.estimate), 0),
    }
    return _("The highest day was %(day)s with %(came)s against %(expected)s expected.") % numbers


def _sinking(effect: Effect) -> list[str]:
    said = []
    if half_life := effect.half_life:
        numbers = {name: number_format(round(value, 1), 1) for name, value in _ends(half_life)}
        sentence = _("After it the excess halved every %(days)s days (between %(low)s and %(high)s).")
        if math.isinf(half_life.high):
            sentence = _("After it the excess halved every %(days)s days (%(low)s at least).")
        said.append(sentence % numbers)
    if effect.over_on:
        said.append(_("From %(day)s on days were as before.") % {"day": day_named(effect.over_on)})
    else:
        said.append(_("The days have not yet become as before."))
    return said


def _ends(span: Span) -> list[tuple[str, float]]:
    return [("days", span.estimate), ("low", span.low), ("high", min(span.high, 1e6))]


def _notes(measured: Measured, effect: Effect) -> list[str]:
    notes = [
        _(
            "Expected is the mean of the same weekday over the open days of the %(weeks)d weeks before,"
            " without days on which another campaign was at work (%(days)d days). At least and at most hold"
            " 95 of 100 such days: quasi-Poisson, days vary %(dispersion)s times as much as chance alone."
        )
        % {
            "weeks": BASELINE_WEEKS,
            "days": sum(effect.baseline.days.values()),
            "dispersion": number_format(round(effect.baseline.dispersion, 1), 1),
        }
    ]
    if measured.others:
        names = ", ".join(other.name for other in measured.others)
        notes.append(
            _("Also at work in these days: %(names)s. What both caused cannot be told apart.")
            % {"names": names}
        )
    return notes
