# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What each kind of alarm measures, and where it begins and ends unless a line says otherwise.

* A caller waits too long: seconds the caller next in line has waited.
* Nobody is there to answer: minutes that the line has been open, or is less than ten minutes from opening,
  without a single agent who could answer; counted as 1 or 0, so that the limits are times only.
* A part of the line is down, the exchange does not answer, the figures contradict each other: 1 or 0.
* Unusually many ask about a topic: inquiries of the last hour for each that the same hour of the same weekday
  had on average in the last four weeks (one at least); nothing while there are fewer than five.
"""

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hotline.duty.hysteresis import Limits
from hotline.duty.models import AlarmKind, AlarmLimit
from hotline.organisations.models import Line

BEFORE_OPENING = dt.timedelta(minutes=10)
FEWEST_OF_TOPIC = 5
WEEKS_COMPARED = 4

HALF = 0.5  # between no and yes


@dataclass(frozen=True)
class Limit:
    """As it is set: seconds are what people type."""

    over: float
    on_seconds: int
    under: float
    off_seconds: int
    is_watched: bool = True

    @property
    def limits(self) -> Limits:
        on_for, off_for = dt.timedelta(seconds=self.on_seconds), dt.timedelta(seconds=self.off_seconds)
        return Limits(self.over, on_for, self.under, off_for)


USUAL = {
    AlarmKind.LONGEST_WAIT: Limit(300, 15, 240, 60),
    AlarmKind.NOBODY: Limit(HALF, 0, HALF, 0),
    AlarmKind.TROUBLE: Limit(HALF, 5, HALF, 10),
    AlarmKind.SILENT: Limit(HALF, 10, HALF, 10),
    AlarmKind.TOPIC: Limit(3, 0, 2, 15 * 60),
    AlarmKind.FAULT: Limit(HALF, 0, HALF, 0),
}
MEANS: dict[AlarmKind, Promise] = {
    AlarmKind.LONGEST_WAIT: _("How many seconds the caller next in line has waited."),
    AlarmKind.NOBODY: _("From ten minutes before opening until closing: no agent has a desk that can ring."),
    AlarmKind.TROUBLE: _("The sound, the telephone company or the database, each by itself."),
    AlarmKind.SILENT: _("Nobody knows who waits and who is on duty."),
    AlarmKind.TOPIC: _(
        "How many times as many as usual: the last hour against the same hour in the last four weeks."
        " Fewer than five an hour are never unusual."
    ),
    AlarmKind.FAULT: _("The daily check has found calls that do not add up."),
}
# Those whose limits are figures and not only yes or no.
WITH_FIGURES = (AlarmKind.LONGEST_WAIT, AlarmKind.TOPIC)


def limits_of(line: Line) -> dict[AlarmKind, Limit]:
    """Every kind's limit: the line's own, or the usual one."""
    own = {AlarmKind(row.kind): _own(row) for row in AlarmLimit.objects.filter(line=line)}
    return USUAL | own


def _own(row: AlarmLimit) -> Limit:
    return Limit(row.over, row.on_seconds, row.under, row.off_seconds, row.is_watched)
