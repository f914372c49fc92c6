# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What a line promises, day by day."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hotline.inquiries.rules import Refused
from hotline.measures.models import ServiceTarget
from hotline.measures.tallies import Target
from hotline.organisations.clock_times import day_in_words
from hotline.organisations.deeds import Deed, note
from hotline.organisations.models import Line
from hotline.people.models import User

STANDARD = Target()


@dataclass(frozen=True)
class Targets:
    """A line's targets in the order of their first days."""

    from_on: tuple[dt.date, ...] = ()
    targets: tuple[Target, ...] = ()

    def on(self, day: dt.date) -> Target:
        """The one in force; before the first the standard of the trade."""
        number = bisect_right(self.from_on, day)
        return self.targets[number - 1] if number else STANDARD


def targets_of(line: Line) -> Targets:
    """One query."""
    rows = list(ServiceTarget.objects.filter(line=line).order_by("from_on"))
    return Targets(tuple(row.from_on for row in rows), tuple(row.target for row in rows))


def promises_of(lines: Iterable[Line]) -> list[tuple[Line, dt.date | None, Target]]:
    """What each line has promised and will, with the first day of it; before that the standard."""
    found: list[tuple[Line, dt.date | None, Target]] = []
    for line in lines:
        targets = targets_of(line)
        found.append((line, None, STANDARD))
        found += [(line, *each) for each in zip(targets.from_on, targets.targets, strict=True)]
    return found


@transaction.atomic
def set_target(
    line: Line, target: Target, *, from_on: dt.date, by: User | None, now: dt.datetime | None = None
) -> ServiceTarget:
    """Promise something else from a day on. Raises Refused for a day that has begun: its figures stand."""
    at = now or timezone.now()
    if from_on <= timezone.localdate(at):
        raise Refused(_("A promise can be changed from tomorrow on, so that no figure changes afterwards."))
    made, _is_new = ServiceTarget.objects.update_or_create(
        line=line,
        from_on=from_on,
        defaults={
            "promised_seconds": target.promised_seconds,
            "promised_percent": target.promised_percent,
            "short_seconds": target.short_seconds,
            "set_by": by,
            "set_at": at,
        },
    )
    note(by, Deed.TARGET_SET, day_in_words(from_on), line=line)
    return made
