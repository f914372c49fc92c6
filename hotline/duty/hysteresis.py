# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""When an alarm begins and ends. Pure: a watch, what was measured, and the time go in, a watch comes out.

An alarm begins when what is measured has stayed above one limit for so long, and ends when it has stayed
below another for so long. Between the two limits nothing changes, so that a figure that trembles around one
of them gives one alarm and not twenty.
"""

import datetime as dt
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Limits:
    """`under` is never above `over`."""

    over: float
    on_for: dt.timedelta
    under: float
    off_for: dt.timedelta


@dataclass(frozen=True)
class Watched:
    """Whether the alarm is on, and since when what is measured has stood beyond the limit that turns it."""

    is_on: bool = False
    turning_since: dt.datetime | None = None


def look(watched: Watched, value: float, limits: Limits, now: dt.datetime) -> Watched:
    """Where the watch stands after one more look."""
    is_turning = value < limits.under if watched.is_on else value > limits.over
    if not is_turning:
        return replace(watched, turning_since=None)
    since = watched.turning_since or now
    lasts = limits.off_for if watched.is_on else limits.on_for
    return Watched(not watched.is_on) if now - since >= lasts else replace(watched, turning_since=since)
