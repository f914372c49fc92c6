# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What happened on the line: the exchange's journal, what is open now, and the books.

The journal and the open records are written by the exchange alone, as milliseconds and text: it needs them
back exactly as they were. The books are written beside them in the same transaction, for people and figures:
rows with aware instants and foreign keys. A telephone number stands only in `CallRecord`, and is forgotten
there in time.
"""

from datetime import timedelta

from django.conf import settings
from django.db import models


class Entry(models.Model):
    """One event the exchange saw, stored before its commands were carried out. Never changed.

    The writer counts the positions itself: of two exchanges that both believe they are the one, the
    primary key lets only the first go on.
    """

    position = models.BigIntegerField(primary_key=True)
    at = models.BigIntegerField(help_text="Milliseconds since 1970 (UTC)")
    kind = models.CharField(max_length=40)
    call = models.CharField(max_length=64, blank=True, help_text="The call it is about; empty when none is")
    body = models.TextField(help_text="The event as JSON")

    class Meta:
        ordering = ("position",)
        indexes = [
            models.Index(fields=["call", "position"], name="entry_of_call", condition=~models.Q(call=""))
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.kind}"


class Checkpoint(models.Model):
    """The exchange's whole state after the entry at `position`: a restart begins here."""

    position = models.BigIntegerField(primary_key=True)
    at = models.BigIntegerField(help_text="Milliseconds since 1970 (UTC)")
    state = models.TextField(help_text="The state as JSON")

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return f"state after {self.position}"


class OpenDialog(models.Model):
    """A SIP dialog that lives: what a restarted exchange needs to go on talking to the other side.

    The only place with SIP addresses; the row goes with the dialog.
    """

    id = models.TextField(primary_key=True)
    call = models.CharField(max_length=64, db_index=True)
    record = models.TextField(help_text="The dialog as JSON")

    def __str__(self) -> str:
        return self.id


class OpenCall(models.Model):
    """A call's media while it lives: the descriptions of its legs, for re-attaching to the relay."""

    id = models.CharField(primary_key=True, max_length=64)
    media = models.TextField(help_text="The legs' descriptions as JSON")

    def __str__(self) -> str:
        return self.id


class CallRecord(models.Model):
    """One telephone connection, from arrival to end. The values are those of `hotline.exchange.words`."""

    id = models.CharField(primary_key=True, max_length=64)
    line = models.ForeignKey("organisations.Line", models.PROTECT, related_name="calls")
    opening = models.CharField(max_length=16, help_text="What the line was at arrival: open, closed…")
    arrived_at = models.DateTimeField(db_index=True)
    place_at = models.DateTimeField(help_text="The arrival that counts for the place in the queue")
    queued_at = models.DateTimeField(null=True, blank=True, help_text="Empty: never reached the queue")
    answered_at = models.DateTimeField(null=True, blank=True, help_text="By the first agent")
    ended_at = models.DateTimeField(null=True, blank=True)
    end = models.CharField(max_length=32, blank=True)
    cause = models.CharField(max_length=32, blank=True, help_text="Why it was refused, or what failed")
    outcome = models.CharField(max_length=16, blank=True, help_text="What it counts as; empty: still here")
    # None: no wait was foreseen, because somebody was free, or because nothing honest could be said.
    expected_from = models.DurationField(null=True, blank=True, help_text="The shortest wait foreseen")
    expected_to = models.DurationField(null=True, blank=True, help_text="The longest wait foreseen")
    caller_number = models.CharField(
        max_length=20, blank=True, help_text="E.164; empty: withheld or forgotten"
    )
    number_withheld = models.BooleanField(default=False)
    number_key = models.CharField(max_length=64, blank=True, help_text="Keyed hash: finds the number again")

    class Meta:
        ordering = ("arrived_at", "id")
        indexes = [
            models.Index(fields=["line", "arrived_at"], name="call_of_line"),
            models.Index(
                fields=["number_key", "arrived_at"], name="call_of_number", condition=~models.Q(number_key="")
            ),
        ]

    def __str__(self) -> str:
        return self.id


class OfferRecord(models.Model):
    """A call put to one agent, and how that ended. Written once it has ended."""

    id = models.CharField(primary_key=True, max_length=80)
    call = models.ForeignKey(CallRecord, models.CASCADE, related_name="offers")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    end = models.CharField(max_length=32)

    class Meta:
        ordering = ("made_at", "id")

    def __str__(self) -> str:
        return self.id


class SegmentRecord(models.Model):
    """One agent's part of a call: talking, holding, and the wrap-up after it. Has the id of its offer."""

    id = models.CharField(primary_key=True, max_length=80)
    call = models.ForeignKey(CallRecord, models.CASCADE, related_name="segments")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="segments")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    end = models.CharField(max_length=32, blank=True)
    held = models.DurationField(default=timedelta(0))
    wrapped_up_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("began_at", "id")
        indexes = [models.Index(fields=["agent", "began_at"], name="segment_of_agent")]

    def __str__(self) -> str:
        return self.id


class AgentStateRecord(models.Model):
    """A span of time an agent was in one state. Written once it is over."""

    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    status = models.CharField(max_length=24)
    reason = models.CharField(max_length=200, blank=True, help_text="The chosen reason of a pause")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()

    class Meta:
        ordering = ("began_at", "id")
        constraints = [models.UniqueConstraint(fields=["agent", "began_at"], name="one_state_at_a_time")]
        indexes = [models.Index(fields=["began_at"], name="state_began")]

    def __str__(self) -> str:
        return f"{self.agent_id} {self.status}"


class IntervalRecord(models.Model):
    """Calls of an earlier system of which only counts are known; `history` brings them in."""

    line = models.ForeignKey("organisations.Line", models.PROTECT, related_name="+")
    start = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(help_text="How long the interval is")
    arrived = models.PositiveIntegerField()
    turned_away = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField()
    in_time = models.PositiveIntegerField(default=0, help_text="Answered within the wait promised then")
    abandoned = models.PositiveIntegerField()
    short_abandoned = models.PositiveIntegerField(default=0)
    diverted = models.PositiveIntegerField(default=0)
    lost = models.PositiveIntegerField(default=0)
    waited_ms = models.BigIntegerField(default=0, help_text="What the answered waited, in all")

    class Meta:
        ordering = ("start",)
        constraints = [models.UniqueConstraint(fields=["line", "start"], name="one_interval_at_a_time")]

    def __str__(self) -> str:
        return f"{self.line_id} {self.start:%Y-%m-%d %H:%M}"
