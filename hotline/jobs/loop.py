# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Runs every job when its time comes, in one process or in several.

Each job has a row (models.Turn) that says when it is next due. A process takes a job by moving the row's
lease ahead, in an update that only one can win, does it, and gives it back with the next time. A bug in a job
is told, with its traceback, and stops no other; the job is tried again when its time comes round.
"""

import datetime as dt
import threading
from collections.abc import Sequence

import structlog
from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from hotline.jobs.models import Turn
from hotline.jobs.table import JOBS, Job

log = structlog.get_logger(__name__)

LEASE = dt.timedelta(minutes=10)
LOOKED_EVERY = 1.0
AFTER_TROUBLE = 5.0


def keep_running(enough: threading.Event, jobs: Sequence[Job] = JOBS) -> None:
    """Run what is due until it is enough; a database that is away is waited for."""
    log.info("jobs run", jobs=len(jobs))
    while not enough.is_set():
        close_old_connections()
        try:
            run_due(timezone.now(), jobs)
        except (DatabaseError, InterfaceError) as trouble:
            log.warning("the database cannot be used", problem=type(trouble).__name__)
            connection.close()
            enough.wait(AFTER_TROUBLE)
        enough.wait(LOOKED_EVERY)
    connection.close()


def run_due(now: dt.datetime, jobs: Sequence[Job] = JOBS) -> list[str]:
    """Run the jobs whose time has come; return the names of those run here."""
    make_rows(now, jobs)
    due = set(_free(now).values_list("job", flat=True))
    return [job.name for job in jobs if job.name in due and run(job, now)]


def run(job: Job, now: dt.datetime) -> bool:
    """Run one job, unless somebody else does; whether it was run here."""
    taken_until = now + LEASE
    if not _free(now).filter(job=job.name).update(taken_until=taken_until, began_at=now):
        return False
    did, problem = attempt(job, now)
    mine = Turn.objects.filter(job=job.name, taken_until=taken_until)
    mine.update(taken_until=None, next_at=now + job.every, ended_at=timezone.now(), did=did, problem=problem)
    return True


def attempt(job: Job, now: dt.datetime) -> tuple[int, str]:
    """How much it did, and what went wrong."""
    try:
        did = job.deed(now) or 0
    except Exception as bug:
        log.exception("a job failed", job=job.name)
        return 0, type(bug).__name__
    if did:
        log.info("a job is done", job=job.name, did=did)
    return did, ""


def make_rows(now: dt.datetime, jobs: Sequence[Job]) -> None:
    """A new job is due at once; one of an older version does not fail for ever, it is gone."""
    known = set(Turn.objects.values_list("job", flat=True))
    missing = [Turn(job=job.name, next_at=now) for job in jobs if job.name not in known]
    if missing:
        Turn.objects.bulk_create(missing, ignore_conflicts=True)
    gone = known - {job.name for job in (*JOBS, *jobs)}
    if gone:
        Turn.objects.filter(job__in=gone).delete()


def _free(now: dt.datetime) -> QuerySet[Turn]:
    is_free = Q(taken_until=None) | Q(taken_until__lt=now)
    return Turn.objects.filter(is_free, next_at__lte=now)
