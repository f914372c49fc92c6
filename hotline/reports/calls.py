# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What became of the calls, how long they waited and took: every figure beside what it means."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from hotline.measures import definitions
from hotline.measures.definitions import FIGURES, Unit
from hotline.measures.periods import Period
from hotline.measures.queries import call_total, handling_total
from hotline.organisations.models import Line
from hotline.reports.inquiries import compared
from hotline.reports.naming import short
from hotline.reports.parts import Drawn, Head, Look, Part, change_told, in_figures
from hotline.tables.table import Cell, Kind, Row

Function = Callable[[Any], Any]
COUNTS: tuple[Function, ...] = (
    definitions.arrived,
    definitions.turned_away,
    definitions.offered,
    definitions.answered,
    definitions.abandoned,
    definitions.short_abandoned,
    definitions.diverted,
    definitions.lost,
)
WAITS: tuple[Function, ...] = (
    definitions.mean_wait,
    definitions.median_wait,
    definitions.ninetieth_wait,
    definitions.median_patience,
)
HANDLING: tuple[Function, ...] = (
    definitions.mean_handling,
    definitions.mean_talk,
    definitions.mean_hold,
    definitions.mean_wrap_up,
)
SHARES: tuple[Function, ...] = (
    definitions.service_level,
    definitions.service_level_of_answered,
    definitions.service_level_of_all,
    definitions.service_level_over_in_time,
    definitions.service_level_without_early,
    definitions.abandonment,
)
LOOKS = {
    Unit.NUMBER: (Kind.NUMBER, Look.PLAIN),
    Unit.SHARE: (Kind.SHARE, Look.PLAIN),
    Unit.DURATION: (Kind.DECIMAL, Look.DURATION),
}


def calls_parts(line: Line, period: Period) -> list[Part]:
    """Three tables, for a table's column holds one kind of number: calls, times and shares."""
    periods = compared(period)
    calls = [call_total(line, each) for each in periods]
    handling = [handling_total(line, each) for each in periods]
    counts = _rows(COUNTS, calls)
    now, before = calls[0], calls[1]
    said = [
        _("%(now)s calls were offered, %(change)s in the period before; %(answered)s were answered.")
        % {
            "now": number_format(definitions.offered(now), 0),
            "change": change_told(definitions.offered(now), definitions.offered(before)),
            "answered": number_format(definitions.answered(now), 0),
        }
    ]
    times = _rows(WAITS, calls) + _rows(HANDLING, handling)
    return [
        Part("calls", _("Calls"), heads(periods, Unit.NUMBER), counts, said, drawn=Drawn("rows", (1, 2))),
        Part("times", _("Waits and handling"), heads(periods, Unit.DURATION), times, _told_waits(times)),
        Part("shares", _("Service level and abandonment"), heads(periods, Unit.SHARE), _rows(SHARES, calls)),
    ]


def heads(periods: Sequence[Period], unit: Unit) -> list[Head]:
    kind, look = LOOKS[unit]
    now, before, last_year = periods
    names = (short(now), short(before), _("Last year, %(period)s") % {"period": short(last_year)})
    says = _("seconds") if unit is Unit.DURATION else ""
    return [
        Head(_("Figure"), Kind.TEXT),
        *(Head(name, kind, look, says) for name in names),
        Head(_("Means"), Kind.TEXT),
    ]


def _rows(functions: Sequence[Function], tallies: Sequence[object]) -> list[Row]:
    return [_row(function, tallies) for function in functions]


def _row(function: Function, tallies: Sequence[object]) -> Row:
    figure = FIGURES[function.__name__]
    return (str(figure.name), *(_number(function(tally)) for tally in tallies), str(figure.means))


def _number(value: Any) -> Cell:
    """A duration in seconds; people read minutes and whole seconds."""
    return value.total_seconds() if isinstance(value, dt.timedelta) else value


def _told_waits(rows: Sequence[Row]) -> list[str]:
    _mean, median, ninetieth, *_rest = (row[1] for row in rows)
    if not isinstance(median, float) or not isinstance(ninetieth, float):
        return []
    head = Head("", look=Look.DURATION)
    told = {"median": in_figures(head, median), "ninetieth": in_figures(head, ninetieth)}
    return [_("Half of the answered waited at most %(median)s, and 9 of 10 at most %(ninetieth)s.") % told]
