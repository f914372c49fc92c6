# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What the figures themselves need to keep."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from hotline.measures.tallies import Target


class ServiceTarget(models.Model):
    """What a line promises from a day on, until the next. Never changed once its day has begun."""

    line = models.ForeignKey(
        "organisations.Line", models.CASCADE, related_name="targets", verbose_name=_("line")
    )
    from_on = models.DateField(_("from"))
    promised_seconds = models.PositiveIntegerField(
        _("promised wait, in seconds"),
        default=Target.promised_seconds,
        validators=[MinValueValidator(1), MaxValueValidator(3600)],
    )
    promised_percent = models.PositiveSmallIntegerField(
        _("so many of 100 calls"),
        default=Target.promised_percent,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    short_seconds = models.PositiveSmallIntegerField(
        _("too short to count, in seconds"),
        default=Target.short_seconds,
        validators=[MaxValueValidator(60)],
        help_text=_("Who hangs up sooner than this has not been failed by us."),
    )
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["line", "from_on"]
        constraints = [models.UniqueConstraint(fields=["line", "from_on"], name="one_target_a_day")]

    def __str__(self) -> str:
        return f"{self.line_id} {self.from_on}"

    @property
    def target(self) -> Target:
        return Target(self.promised_seconds, self.promised_percent, self.short_seconds)


class Reached(models.Model):
    """How far the roll-ups have followed the journal, the inquiries, their corrections and the states.

    One row; whoever writes roll-ups locks it.
    """

    position = models.BigIntegerField(default=0)
    inquiry = models.BigIntegerField(default=0)
    correction = models.BigIntegerField(default=0)
    state = models.BigIntegerField(default=0)
    looked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"up to {self.position}"


class RolledDay(models.Model):
    """A local day that is rolled up; without this row it is counted from the books.

    Without a line: the agents' states, which belong to no line.
    """

    line = models.ForeignKey("organisations.Line", models.CASCADE, null=True, related_name="+")
    day = models.DateField()
    at = models.DateTimeField(help_text="When the books were read")

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["line", "day"], name="rolled_once"),
            models.UniqueConstraint(fields=["day"], name="states_rolled_once", condition=models.Q(line=None)),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.day}"


class CallRoll(models.Model):
    """The calls that arrived in a quarter of an hour, or in a whole day. See tallies.CallTally."""

    line = models.ForeignKey("organisations.Line", models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    is_whole_day = models.BooleanField()
    start = models.DateTimeField()
    arrived = models.PositiveIntegerField()
    turned_away = models.PositiveIntegerField()
    answered = models.PositiveIntegerField()
    in_time = models.PositiveIntegerField()
    abandoned = models.PositiveIntegerField()
    short_abandoned = models.PositiveIntegerField()
    abandoned_in_time = models.PositiveIntegerField()
    diverted = models.PositiveIntegerField()
    lost = models.PositiveIntegerField()
    still_here = models.PositiveIntegerField()
    waited_ms = models.BigIntegerField()
    foreseen = models.PositiveIntegerField(default=0)
    foreseen_right = models.PositiveIntegerField(default=0)
    foreseen_off_ms = models.BigIntegerField(default=0)
    waits = models.TextField(help_text="JSON: how many answered waited so many seconds")
    patience = models.TextField(help_text="JSON: how many gave up after so many seconds")

    class Meta:
        indexes = [models.Index(fields=["line", "is_whole_day", "day"], name="call_roll")]

    def __str__(self) -> str:
        return f"{self.start}"


class HandlingRoll(models.Model):
    """The agents' parts of the calls that arrived in a quarter or a day. See tallies.HandlingTally."""

    line = models.ForeignKey("organisations.Line", models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    is_whole_day = models.BooleanField()
    start = models.DateTimeField()
    authority = models.BigIntegerField(help_text="The key of the agent's authority; 0: none")
    segments = models.PositiveIntegerField()
    talk_ms = models.BigIntegerField()
    hold_ms = models.BigIntegerField()
    wrap_up_ms = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["line", "is_whole_day", "day"], name="handling_roll")]

    def __str__(self) -> str:
        return f"{self.start} {self.authority}"


class StateRoll(models.Model):
    """Milliseconds that the agents of an authority were in a state, in an hour or a day."""

    day = models.DateField()
    is_whole_day = models.BooleanField()
    start = models.DateTimeField()
    authority = models.BigIntegerField(help_text="0: none")
    status = models.CharField(max_length=24)
    ms = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["is_whole_day", "day"], name="state_roll")]

    def __str__(self) -> str:
        return f"{self.start} {self.status}"


class InquiryRoll(models.Model):
    """Inquiries of a day, week or month counted by some of their attributes. See cubes.py.

    An attribute that the cube does not tell apart is 0 or empty.
    """

    line = models.ForeignKey("organisations.Line", models.CASCADE, related_name="+", db_index=False)
    cube = models.CharField(max_length=40)
    first_day = models.IntegerField(help_text="Counted from the first day of the year 1")
    place = models.BigIntegerField(default=0, help_text="The citizen's authority; -1 abroad, -2 unknown")
    topic = models.BigIntegerField(default=0)
    answered_by = models.BigIntegerField(default=0)
    channel = models.CharField(max_length=12, default="")
    kind = models.CharField(max_length=12, default="")
    outcome = models.CharField(max_length=12, default="")
    hour = models.BigIntegerField(default=0, help_text="The hour's first instant in milliseconds")
    number = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["line", "cube", "first_day"], name="inquiry_roll")]

    def __str__(self) -> str:
        return f"{self.cube} {self.first_day}: {self.number}"


class RepeatRoll(models.Model):
    """Of a day's calls with a known number, how many came from one that had rung shortly before.

    Kept apart from the other roll-ups, because the numbers are forgotten and this cannot be made anew.
    """

    line = models.ForeignKey("organisations.Line", models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    known = models.PositiveIntegerField(help_text="Calls whose number was known")
    within_day = models.PositiveIntegerField(help_text="Of these, another call in the 24 hours before")
    within_week = models.PositiveIntegerField(help_text="Of these, another call in the 7 days before")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "day"], name="repeats_once")]

    def __str__(self) -> str:
        return f"{self.day}: {self.within_day}"


class Check(models.Model):
    """Two ways to the same number, asked of one day: they agree, or something is wrong with these calls."""

    class Name(models.TextChoices):
        CONSERVATION = "conservation", _("Every call is accounted for")
        CONTRADICTIONS = "contradictions", _("No call contradicts itself")
        AUTHORITIES = "authorities", _("The authorities add up to the total")
        AGENT_TIME = "agent_time", _("The agents' time adds up to the time signed in")
        ROLL_UPS = "roll_ups", _("What was counted beforehand is what the books say")

    line = models.ForeignKey("organisations.Line", models.CASCADE, null=True, related_name="+")
    day = models.DateField()
    name = models.CharField(max_length=20, choices=Name)
    is_right = models.BooleanField()
    expected = models.BigIntegerField()
    found = models.BigIntegerField()
    calls = models.JSONField(default=list, help_text="The ids of the calls concerned, the first hundred")
    checked_at = models.DateTimeField()

    class Meta:
        ordering = ["-day", "name"]
        indexes = [models.Index(fields=["line", "day"], name="check_of_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.name}: {self.found} of {self.expected}"
