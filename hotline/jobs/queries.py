# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""How the jobs fare, for the doctor and the command line."""

import datetime as dt

from django.db.models import Max

from hotline.jobs.models import Turn

SILENT_AFTER = dt.timedelta(minutes=1)


def last_sign_of_life() -> dt.datetime | None:
    """When a job was last begun or ended; None when none has ever been."""
    latest = Turn.objects.aggregate(began=Max("began_at"), ended=Max("ended_at"))
    return max((at for at in latest.values() if at), default=None)


def are_silent(now: dt.datetime) -> bool:
    """The quickest job comes round every few seconds; a minute without any is a loop that does not run."""
    last = last_sign_of_life()
    busy = Turn.objects.filter(taken_until__gt=now).exists()
    return not busy and (last is None or now - last > SILENT_AFTER)


def failing() -> list[Turn]:
    """The jobs that ended with an error last time."""
    return list(Turn.objects.exclude(problem=""))
