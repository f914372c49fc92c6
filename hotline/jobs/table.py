# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Every job there is. Each is a deed of its own room that does what is due and says how much it did.

A job takes `now`, may be run at any time and as often as one likes, and does not mind another process doing
the same: that is the room's affair, for a lease can run out in the middle of a job.
"""

import datetime as dt
import importlib
from collections.abc import Callable
from dataclasses import dataclass

Deed = Callable[[dt.datetime], int | None]


@dataclass(frozen=True)
class Job:
    """A name for people, where the deed is, and how often it is done."""

    name: str
    place: str
    every: dt.timedelta

    @property
    def deed(self) -> Deed:
        module, _, function = self.place.partition(":")
        found: Deed = getattr(importlib.import_module(module), function)
        return found


SOON, HOURLY = dt.timedelta(seconds=5), dt.timedelta(hours=1)
# What watches is not held up by what works: it has a loop of its own.
WATCHES = (Job("look for alarms", "hotline.duty.alarms:look_at_lines", SOON),)
WORK = (
    Job("tell authorities", "hotline.handovers.delivering:deliver", SOON),
    Job("find what to tell systems", "hotline.webhooks.finding:find_events", SOON),
    Job("tell systems", "hotline.webhooks.actions:deliver", SOON),
    Job("forget what systems were told", "hotline.webhooks.actions:forget_deliveries", HOURLY),
    Job("roll up figures", "hotline.measures.upkeep:keep_up", dt.timedelta(seconds=20)),
    Job("write of alarms", "hotline.duty.alarms:send_letters", SOON),
    Job("check figures", "hotline.measures.checks:check_figures", dt.timedelta(days=1)),
    Job("remind authorities", "hotline.handovers.actions:remind", dt.timedelta(minutes=5)),
    Job("remind of reviews", "hotline.knowledge.reminders:remind_owners", HOURLY),
    Job("forget citizens", "hotline.handovers.actions:forget_citizens", HOURLY),
    Job("forget numbers", "hotline.calls.actions:forget_old_numbers", HOURLY),
    Job("forget notes", "hotline.inquiries.actions:forget_old_notes", HOURLY),
)
JOBS = (*WATCHES, *WORK)
