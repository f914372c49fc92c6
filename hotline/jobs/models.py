# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""When each job ran, and who runs it now."""

from django.db import models


class Turn(models.Model):
    """A job's row. Whoever moves `taken_until` ahead, by an update filtered on what it was, has the job."""

    job = models.CharField(max_length=40, primary_key=True)
    next_at = models.DateTimeField()
    # The lease: a process that dies in the middle gives the job back when this has passed.
    taken_until = models.DateTimeField(null=True)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    did = models.PositiveIntegerField(default=0)
    # The kind of the error the job ended with last time; the log has all of it.
    problem = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["job"]

    def __str__(self) -> str:
        return self.job
