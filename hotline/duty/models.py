# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What the duty lead of a line does and is told: messages to all desks, crises, and alarms."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hotline.duty.words import PARTS
from hotline.webhooks.models import Tried

MESSAGE_LENGTH = 200
NOTICE_LENGTH = 600


class DeskMessage(models.Model):
    """A few words on every agent's page, until dismissed there, ended here, or over."""

    line = models.ForeignKey("organisations.Line", models.CASCADE, related_name="desk_messages")
    text = models.CharField(_("message"), max_length=MESSAGE_LENGTH)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("sent"))
    until_at = models.DateTimeField(_("until"))

    class Meta:
        ordering = ["-sent_at", "-id"]
        verbose_name = _("message to all desks")
        verbose_name_plural = _("messages to all desks")
        constraints = [
            models.CheckConstraint(condition=Q(until_at__gte=F("sent_at")), name="desk_message_period")
        ]
        indexes = [models.Index(fields=["until_at"], name="desk_message_shown")]

    def __str__(self) -> str:
        return self.text


class Draft(models.Model):
    """An announcement that a duty lead listens to before it is in force; each has one at a time."""

    line = models.ForeignKey("organisations.Line", models.CASCADE, related_name="drafts")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    text = models.TextField(_("text"), max_length=NOTICE_LENGTH)
    text_en = models.TextField(_("text in English"), max_length=NOTICE_LENGTH, blank=True)
    to_at = models.DateTimeField(_("until"), null=True, blank=True)
    ends_call = models.BooleanField(_("ends the call"), default=False)
    made_at = models.DateTimeField(_("made"), auto_now=True)

    class Meta:
        ordering = ["made_at"]
        verbose_name = _("announcement to be listened to")
        verbose_name_plural = _("announcements to be listened to")
        constraints = [models.UniqueConstraint(fields=["line", "by"], name="draft_once")]

    def __str__(self) -> str:
        return self.text


class Crisis(models.Model):
    """An announcement, a temporary guide with its topic, and what callers meet: put in force as one deed.

    The guide holds the announcement, and both end by themselves at the same instant. So a crisis is in force
    as long as its guide is, wherever that is ended.
    """

    line = models.ForeignKey("organisations.Line", models.PROTECT, related_name="crises")
    guide = models.OneToOneField("knowledge.Article", models.PROTECT, related_name="crisis")
    # A topic made for the crisis can be chosen for its days only.
    topic = models.ForeignKey("knowledge.Topic", models.PROTECT, related_name="+")
    is_new_topic = models.BooleanField(_("the topic was made for it"), default=False)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(_("begun"))

    class Meta:
        ordering = ["-begun_at", "-id"]
        verbose_name = _("crisis")
        verbose_name_plural = _("crises")

    def __str__(self) -> str:
        return f"{self.line_id} {self.begun_at:%Y-%m-%d %H:%M}"


class AlarmKind(models.TextChoices):
    """What is watched. The exchange's own three (database, media, carrier) are `trouble` with a subject."""

    LONGEST_WAIT = "longest_wait", _("A caller waits too long")
    NOBODY = "nobody", _("Nobody is there to answer")
    TROUBLE = "trouble", _("A part of the line is down")
    SILENT = "silent", _("The exchange does not answer")
    TOPIC = "topic", _("Unusually many ask about a topic")
    FAULT = "fault", _("The figures contradict each other")


class AlarmLimit(models.Model):
    """Where one kind of alarm begins and ends on a line; without a row, what limits.py says."""

    line = models.ForeignKey("organisations.Line", models.CASCADE, related_name="alarm_limits")
    kind = models.CharField(_("alarm"), max_length=12, choices=AlarmKind)
    is_watched = models.BooleanField(_("watched"), default=True)
    over = models.FloatField(_("begins above"), validators=[MinValueValidator(0), MaxValueValidator(86400)])
    on_seconds = models.PositiveIntegerField(_("for so many seconds"), validators=[MaxValueValidator(86400)])
    under = models.FloatField(_("ends below"), validators=[MinValueValidator(0), MaxValueValidator(86400)])
    off_seconds = models.PositiveIntegerField(_("for so many seconds"), validators=[MaxValueValidator(86400)])

    class Meta:
        ordering = ["line", "kind"]
        verbose_name = _("limit of an alarm")
        verbose_name_plural = _("limits of alarms")
        constraints = [
            models.UniqueConstraint(fields=["line", "kind"], name="alarm_limit_once"),
            models.CheckConstraint(condition=Q(under__lte=F("over")), name="alarm_limit_order"),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.kind}"


class AlarmMail(models.Model):
    """Who gets a line's alarms by e-mail. Webhooks are set up where all webhooks are."""

    line = models.OneToOneField("organisations.Line", models.CASCADE, related_name="alarm_mail")
    addresses = models.TextField(_("e-mail addresses"), blank=True)

    class Meta:
        verbose_name = _("recipients of alarms")
        verbose_name_plural = _("recipients of alarms")

    def __str__(self) -> str:
        return str(self.line_id)

    @property
    def each(self) -> list[str]:
        return self.addresses.split()


class Watch(models.Model):
    """Where the hysteresis of one thing that is watched stands between two looks."""

    line = models.ForeignKey("organisations.Line", models.CASCADE, related_name="watches")
    kind = models.CharField(max_length=12, choices=AlarmKind)
    subject = models.CharField(max_length=40, blank=True)
    is_on = models.BooleanField(default=False)
    turning_since = models.DateTimeField(null=True)

    class Meta:
        ordering = ["line", "kind", "subject"]
        constraints = [models.UniqueConstraint(fields=["line", "kind", "subject"], name="watch_once")]

    def __str__(self) -> str:
        return f"{self.line_id} {self.kind} {self.subject}"


class Alarm(models.Model):
    """Something that was wrong for a while: from when, until when, and who has taken notice of it."""

    line = models.ForeignKey("organisations.Line", models.CASCADE, related_name="alarms")
    kind = models.CharField(_("alarm"), max_length=12, choices=AlarmKind)
    # The topic's code, or the part that is down; and what it was called then.
    subject = models.CharField(max_length=40, blank=True)
    about = models.CharField(_("about"), max_length=100, blank=True)
    value = models.FloatField(_("measured when it began"))
    began_at = models.DateTimeField(_("began"))
    ended_at = models.DateTimeField(_("ended"), null=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("acknowledged by"),
    )
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True)

    class Meta:
        ordering = ["-began_at", "-id"]
        verbose_name = _("alarm")
        verbose_name_plural = _("alarms")
        constraints = [
            models.UniqueConstraint(
                fields=["line", "kind", "subject"], condition=Q(ended_at=None), name="alarm_once_at_a_time"
            )
        ]
        indexes = [models.Index(fields=["line", "-began_at"], name="alarm_of_line")]

    def __str__(self) -> str:
        return f"{self.line_id} {self.kind} {self.subject}"

    @property
    def in_words(self) -> str:
        """What is wrong, with the figure that began it."""
        kind = str(AlarmKind(self.kind).label)
        if self.kind == AlarmKind.LONGEST_WAIT:
            minutes, seconds = divmod(int(self.value), 60)
            return f"{kind}: {minutes}:{seconds:02}"
        if self.kind == AlarmKind.TOPIC:
            times = number_format(self.value, 1)
            return gettext("%(alarm)s: %(topic)s, %(times)s times the usual") % {
                "alarm": kind,
                "topic": self.about,
                "times": times,
            }
        return str(PARTS.get(self.subject, kind))


class AlarmLetter(Tried):
    """A mail about an alarm on its way: once when it begins and once when it is over."""

    alarm = models.ForeignKey(Alarm, models.CASCADE, related_name="letters")
    is_over = models.BooleanField()
    address = models.EmailField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["alarm", "is_over", "address"], name="alarm_letter_once")
        ]
        indexes = [models.Index(fields=["state", "try_at"], name="alarm_letter_to_be_tried")]

    def __str__(self) -> str:
        return f"{self.alarm_id} {self.is_over}"
