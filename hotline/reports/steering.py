# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The steering report: one page about a month, made for a meeting."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from hotline.exchange.words import AgentStatus
from hotline.measures import definitions
from hotline.measures.definitions import versions_in
from hotline.measures.dimensions import Dimension, Place
from hotline.measures.periods import Grain, Period
from hotline.measures.queries import call_tallies, call_total, handling_total, inquiry_counts, state_times
from hotline.measures.tallies import CallTally
from hotline.organisations.models import Line, Membership
from hotline.reports.campaigns import Campaigns, Measured, told
from hotline.reports.choices import Choice, Reader
from hotline.reports.inquiries import Counted, counted, heads, sentences
from hotline.reports.naming import named
from hotline.reports.open_tables import OTHER
from hotline.reports.parts import Drawn, Head, Look, Part, change_told, in_figures
from hotline.reports.values import place_names
from hotline.tables.table import Kind, Row

Function = Callable[[CallTally], dt.timedelta | float | None]
TOP_TOPICS = 8
MS_PER_HOUR = 3_600_000


@dataclass(frozen=True)
class KeyFigure:
    """A figure large enough to be read across a table, and what it is beside."""

    name: str
    shown: str
    beside: str


@dataclass(frozen=True)
class Steering:
    """Everything on the page; the same data give the same page, whenever it is asked for."""

    line: Line
    period: Period
    key_figures: Sequence[KeyFigure]
    changed: Sequence[str]
    weeks: Part
    topics: Part
    authorities: Part
    campaigns: Sequence[tuple[Measured, str]]

    @property
    def title(self) -> str:
        return named(self.period)

    @property
    def parts(self) -> list[Part]:
        return [self.weeks, self.topics, self.authorities]

    @property
    def versions(self) -> list[int]:
        return versions_in(self.period)


def steering_of(reader: Reader, period: Period, now: dt.datetime) -> Steering:
    weeks, total = counted(reader, Choice(reader.line, period, Dimension.WEEK))
    topics, _total = counted(reader, Choice(reader.line, period, Dimension.TOPIC))
    campaigns = Campaigns.of(reader.line, now)
    measured = [campaigns.measured(one) for one in campaigns.at_work_in(period)]
    return Steering(
        reader.line,
        period,
        key_figures(reader.line, period, total),
        changed(topics),
        _weeks_part(reader.line, period, weeks, total),
        _topics_part(period, topics),
        authorities_part(reader, period),
        [(one, " ".join(told(one))) for one in measured],
    )


def key_figures(line: Line, period: Period, inquiries: Counted) -> list[KeyFigure]:
    now, before = call_total(line, period), call_total(line, period.before())
    handling = handling_total(line, period)
    last_year = _("%(change)s last year") % {"change": change_told(inquiries.now, inquiries.last_year)}
    beside = f"{change_told(inquiries.now, inquiries.before)}; {last_year}"
    return [
        KeyFigure(_("Inquiries"), number_format(inquiries.now, 0), beside),
        _call_figure(definitions.offered, now, before),
        _call_figure(definitions.service_level, now, before),
        _call_figure(definitions.median_wait, now, before),
        _call_figure(definitions.ninetieth_wait, now, before),
        _call_figure(definitions.abandonment, now, before),
        KeyFigure(_name(definitions.mean_handling), _in_words(definitions.mean_handling(handling)), ""),
    ]


def changed(topics: Sequence[Counted]) -> list[str]:
    """The topics that rose and fell most against the month before."""
    by_change = sorted(topics, key=lambda one: one.before - one.now)
    rising = [one for one in by_change[:3] if one.now > one.before]
    falling = [one for one in reversed(by_change[-2:]) if one.now < one.before]
    said = [_("Rose: %(topics)s.") % {"topics": _listed(rising)}] if rising else []
    return said + ([_("Fell: %(topics)s.") % {"topics": _listed(falling)}] if falling else [])


def authorities_part(reader: Reader, period: Period) -> Part:
    """What each authority gave and used: hours its agents were signed in, and its citizens' inquiries."""
    members = set(_members(reader.line, period))
    asked = _asked(reader.line, period, members)
    hours = hours_staffed(period)
    # Agents answer every line they have a role on: hours are those of the line's members.
    given: dict[Place, float] = {key: hours.get(key, 0.0) for key in members}
    keys = [key for key in {*asked, *members} if reader.sees(key)]
    names = place_names(set(keys) - {OTHER}) | {OTHER: _("Other authorities")}
    all_asked, all_given = sum(asked.values()), sum(given.values())
    rows = []
    for key in sorted(keys, key=lambda key: (-asked.get(key, 0), names[key])):
        used, gave = asked.get(key, 0), given.get(key)
        share_given = None if gave is None else _share(gave, all_given)
        hours_given = None if gave is None else round(gave, 1)
        rows.append((names[key], used, _share(used, all_asked), hours_given, share_given))
    total = (_("In all"), all_asked, None, round(all_given, 1), None)
    notes = [] if reader.own is None else [_("You see your own authority and the total.")]
    columns = [
        Head(_("Authority"), Kind.TEXT),
        Head(_("Inquiries")),
        Head(_("Share of inquiries"), Kind.SHARE),
        Head(_("Hours staffed"), Kind.DECIMAL, Look.TENTHS),
        Head(_("Share of hours"), Kind.SHARE),
    ]
    title = _("What each authority used and gave")
    return Part("authorities", title, columns, [*rows, total], notes=notes, has_total=True)


def _asked(line: Line, period: Period, members: AbstractSet[int]) -> Counter[Place]:
    """Inquiries by the citizen's authority, those of no member together."""
    asked: Counter[Place] = Counter()
    for (place,), number in inquiry_counts(line, period, (Dimension.PLACE,)).items():
        asked[OTHER if isinstance(place, int) and place not in members else place] += number
    return asked


def hours_staffed(period: Period) -> dict[int, float]:
    """Hours an authority's agents were signed in, on whatever line."""
    times: dict[int, Counter[AgentStatus]] = defaultdict(Counter)
    for (_start, authority), spent in state_times(period, Grain.MONTH).items():
        times[authority].update(spent)
    return {authority: definitions.signed_in_ms(spent) / MS_PER_HOUR for authority, spent in times.items()}


def _members(line: Line, period: Period) -> list[int]:
    """Who had a part in the line on some day of the period."""
    members = Membership.objects.filter(line=line, from_on__lt=period.to_on).exclude(
        to_on__lte=period.from_on
    )
    return list(members.exclude(to_on__lte=period.from_on).values_list("authority", flat=True))


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _weeks_part(line: Line, period: Period, weeks: Sequence[Counted], total: Counted) -> Part:
    """Volumes and waits side by side."""
    calls = call_tallies(line, period, Grain.WEEK)
    tallies = [calls.get(week.begins_at, CallTally()) for week in period.weeks]
    rows = [_week_row(*both) for both in zip(weeks, tallies, strict=True)]
    rows.append(_week_row(total, CallTally.sum(tallies)))
    return Part(
        "weeks",
        _("Week by week"),
        [
            Head(_("Week"), Kind.TEXT),
            Head(_("Inquiries")),
            Head(_name(definitions.offered)),
            Head(_name(definitions.service_level), Kind.SHARE),
            Head(_name(definitions.median_wait), Kind.DECIMAL, Look.DURATION, _("seconds")),
        ],
        rows,
        sentences(Dimension.WEEK, weeks, total),
        [_("Of weeks that reach into other months only the days of this month count.")],
        Drawn("bars", (1, 2)),
        has_total=True,
    )


def _week_row(inquiries: Counted, calls: CallTally) -> Row:
    wait = definitions.median_wait(calls)
    return (
        inquiries.name,
        inquiries.now,
        definitions.offered(calls),
        definitions.service_level(calls),
        None if wait is None else wait.total_seconds(),
    )


def _topics_part(period: Period, topics: Sequence[Counted]) -> Part:
    rows = [one.row for one in topics if one.now][:TOP_TOPICS]
    return Part("topics", _("What most asked about"), heads(period), rows, drawn=Drawn("rows", (1, 2)))


def _listed(topics: Sequence[Counted]) -> str:
    numbers = ((one.name, number_format(one.before, 0), number_format(one.now, 0)) for one in topics)
    return ", ".join(f"{name} ({before} → {now})" for name, before, now in numbers)


def _name(function: Callable[..., object]) -> str:
    return str(definitions.FIGURES[function.__name__].name)


def _call_figure(function: Function, now: CallTally, before: CallTally) -> KeyFigure:
    beside = _("%(figure)s the month before") % {"figure": _in_words(function(before))}
    return KeyFigure(_name(function), _in_words(function(now)), beside)


def _in_words(value: dt.timedelta | float | None) -> str:
    """Numbers, shares and durations as people write them."""
    if isinstance(value, dt.timedelta):
        return in_figures(Head("", look=Look.DURATION), value.total_seconds())
    if value is None:
        return "–"
    return number_format(value, 0) if isinstance(value, int) else in_figures(Head("", Kind.SHARE), value)
