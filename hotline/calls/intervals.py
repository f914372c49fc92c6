# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Intervals of an earlier system, for the figures."""

import datetime as dt
from collections.abc import Iterator

from hotline.calls.models import IntervalRecord
from hotline.organisations.models import Line

AT_ONCE = 5000


def intervals_between(line: Line, from_at: dt.datetime, to_at: dt.datetime) -> Iterator[IntervalRecord]:
    """Those that begin in the stretch of time, in order; one query."""
    rows = IntervalRecord.objects.filter(line=line, start__gte=from_at, start__lt=to_at)
    return rows.order_by("start").iterator(AT_ONCE)
