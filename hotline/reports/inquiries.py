# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""How many inquiries there were, beside the period before and the same weeks last year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hotline.measures.dimensions import Dimension
from hotline.measures.periods import Period
from hotline.measures.queries import inquiry_counts
from hotline.reports.choices import OF_AUTHORITIES, Choice, Reader, where_of
from hotline.reports.naming import named, short
from hotline.reports.parts import Drawn, Head, Look, Part, change, change_told
from hotline.reports.values import LAID_BESIDE, in_order, names_of
from hotline.tables.table import Kind, Row

MOST_BARS = 14
TITLES = {
    Dimension.DAY: gettext_lazy("Inquiries by day"),
    Dimension.WEEK: gettext_lazy("Inquiries by week"),
    Dimension.MONTH: gettext_lazy("Inquiries by month"),
    Dimension.WEEKDAY: gettext_lazy("Inquiries by weekday"),
    Dimension.HOUR: gettext_lazy("Inquiries by hour of the day"),
    Dimension.TOPIC: gettext_lazy("Inquiries by topic"),
    Dimension.PLACE: gettext_lazy("Inquiries by the citizen's authority"),
    Dimension.ANSWERED_BY: gettext_lazy("Inquiries by the answering agent's authority"),
    Dimension.CHANNEL: gettext_lazy("Inquiries by channel"),
    Dimension.OUTCOME: gettext_lazy("Inquiries by outcome"),
}


@dataclass(frozen=True)
class Counted:
    """One value's counts: now, in the period before, and in the same weeks last year."""

    name: str
    now: int
    before: int
    last_year: int

    @property
    def row(self) -> Row:
        return (
            self.name,
            self.now,
            self.before,
            self.now - self.before,
            change(self.now, self.before),
            self.last_year,
            change(self.now, self.last_year),
        )


def inquiries_part(reader: Reader, choice: Choice) -> Part:
    rows, total = counted(reader, choice)
    kind = "rows" if not choice.by.is_of_time else "line" if len(rows) > MOST_BARS else "bars"
    return Part(
        "inquiries",
        str(TITLES[choice.by]),
        heads(choice.period),
        [one.row for one in [*rows, total]],
        sentences=sentences(choice.by, rows, total),
        notes=_notes(reader, choice),
        drawn=Drawn(kind, (1, 2)),
        has_total=True,
    )


def counted(reader: Reader, choice: Choice) -> tuple[list[Counted], Counted]:
    """The rows somebody may see, and the total, which counts every inquiry once."""
    where = where_of(reader, choice)
    periods = compared(choice.period)
    totals = (inquiry_counts(choice.line, period, (), where).get((), 0) for period in periods)
    found = [_counted(choice, period, where) for period in periods]
    rows = [one for value, one in _rows(choice, periods, found) if _is_seen(reader, choice.by, value)]
    return rows, Counted(_("Inquiries in all"), *totals)


def compared(period: Period) -> tuple[Period, Period, Period]:
    return period, period.before(), period.same_weeks_last_year()


def heads(period: Period) -> list[Head]:
    now, before, last_year = compared(period)
    return [
        Head("", Kind.TEXT),
        Head(short(now)),
        Head(short(before)),
        Head(_("Difference"), look=Look.SIGNED),
        Head(_("Change since before"), Kind.SHARE, Look.SIGNED),
        Head(_("Last year, %(period)s") % {"period": short(last_year)}),
        Head(_("Change since last year"), Kind.SHARE, Look.SIGNED),
    ]


def _counted(choice: Choice, period: Period, where: Mapping[Dimension, list[int | str]]) -> dict[Any, int]:
    counts = inquiry_counts(choice.line, period, (choice.by,), where)
    return {value: number for (value,), number in counts.items()}


def _rows(
    choice: Choice, periods: tuple[Period, ...], found: list[dict[Any, int]]
) -> list[tuple[Any, Counted]]:
    """By position where each period has days of its own, else by value; without an order largest first."""
    ever = {value for counts in found for value in counts}
    values = [in_order(choice.by, period, ever) for period in periods]
    names = names_of(choice.by, values[0], choice.period.last_on)
    rows = []
    for place, value in enumerate(values[0]):
        beside = [each[place] if place < len(each) else None for each in values]
        keys = beside if choice.by in LAID_BESIDE else [value] * len(values)
        counts = [counts.get(key, 0) for counts, key in zip(found, keys, strict=True)]
        rows.append((value, Counted(names[value], *counts)))
    return rows if choice.by.is_of_time else sorted(rows, key=lambda row: (-row[1].now, row[1].name))


def _is_seen(reader: Reader, by: Dimension, value: Any) -> bool:
    return by not in OF_AUTHORITIES or reader.sees(value)


def sentences(by: Dimension, rows: Sequence[Counted], total: Counted) -> list[str]:
    """What the chart shows, in plain words."""
    said = [
        _("%(now)s inquiries in all, %(change)s in the period before.")
        % {"now": number_format(total.now, 0), "change": change_told(total.now, total.before)}
    ]
    if rows and total.now:
        largest = max(rows, key=lambda row: row.now)
        share = round(100 * largest.now / total.now)
        said.append(
            _("Most: %(name)s with %(number)s, %(share)d %% of all.")
            % {"name": largest.name, "number": number_format(largest.now, 0), "share": share}
        )
    if not by.is_of_time and (risen := _risen_most(rows)):
        more = {
            "name": risen.name,
            "before": number_format(risen.before, 0),
            "now": number_format(risen.now, 0),
        }
        said.append(_("Rose most: %(name)s, from %(before)s to %(now)s.") % more)
    return said


def _risen_most(rows: Sequence[Counted]) -> Counted | None:
    risen = max(rows, key=lambda row: row.now - row.before, default=None)
    return risen if risen and risen.now > risen.before else None


def _notes(reader: Reader, choice: Choice) -> list[str]:
    _now, before, last_year = compared(choice.period)
    notes = [
        _("Compared with %(before)s, and with the same weeks last year: %(last_year)s.")
        % {"before": named(before), "last_year": named(last_year)}
    ]
    if choice.by is Dimension.TOPIC:
        notes.append(_("An inquiry with several topics counts under each of them, and once in the total."))
    if choice.by in OF_AUTHORITIES and reader.own is not None:
        notes.append(_("You see your own authority and the total."))
    return notes
