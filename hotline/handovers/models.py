# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What must reach an authority in writing: a short record in its inbox, and how its systems are told.

A hand-over is nobody's case: it says what the citizen wants of the authority and how to reach the citizen,
waits for a receipt and an answer to the agent, and then forgets the citizen.
"""

import datetime as dt
import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hotline.webhooks.models import Tried
from hotline.webhooks.signing import new_secret

WORDS_LENGTH = 500
CONTACT_LENGTH = 200


class Inbox(models.Model):
    """An authority that takes hand-overs: on its page always, by e-mail and webhook if it has addresses."""

    authority = models.OneToOneField(
        "organisations.Authority", models.PROTECT, related_name="inbox", verbose_name=_("authority")
    )
    answers_within_days = models.PositiveSmallIntegerField(
        _("answers within (days)"), default=7, validators=[MinValueValidator(1), MaxValueValidator(90)]
    )
    email = models.EmailField(_("tell this e-mail address"), blank=True)
    webhook = models.URLField(_("tell this system (webhook)"), blank=True)
    secret = models.CharField(_("secret of the webhook"), max_length=100, default=new_secret)
    # Since then nothing new is handed over to it; what it holds is still to be answered.
    closed_at = models.DateTimeField(_("closed since"), null=True, editable=False)

    class Meta:
        ordering = ["authority__name"]
        verbose_name = _("inbox")
        verbose_name_plural = _("inboxes")

    def __str__(self) -> str:
        return str(self.authority)


class Kind(models.TextChoices):
    COMPLAINT = "complaint", _("Complaint")
    ACCESS = "access", _("Wants access to documents")
    CALL = "call", _("Wants to be called")
    OTHER = "other", _("Something else")


class State(models.TextChoices):
    WAITING = "waiting", _("Not received yet")
    RECEIVED = "received", _("Received")
    CLOSED = "closed", _("Closed")


class HandOver(models.Model):
    """One thing an authority must deal with. `contact` is the only place a citizen's address is ever kept."""

    # Stands in its address; made with the form, so that a form sent twice is one hand-over.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    inquiry = models.ForeignKey("inquiries.Inquiry", models.PROTECT, related_name="handovers")
    authority = models.ForeignKey(
        "organisations.Authority", models.PROTECT, related_name="handovers", verbose_name=_("authority")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    words = models.CharField(_("what the citizen wants"), max_length=WORDS_LENGTH, blank=True)
    contact = models.CharField(_("how to reach the citizen"), max_length=CONTACT_LENGTH, blank=True)
    handed_over_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="handovers", verbose_name=_("handed over by")
    )
    handed_over_at = models.DateTimeField(_("handed over"))
    due_at = models.DateTimeField(_("to be answered before"))
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("received by")
    )
    received_at = models.DateTimeField(_("received"), null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("closed by")
    )
    closed_at = models.DateTimeField(_("closed"), null=True)
    answer = models.CharField(_("answer to the agent"), max_length=WORDS_LENGTH, blank=True)
    answer_seen_at = models.DateTimeField(_("answer seen"), null=True)
    remind_at = models.DateTimeField(_("next reminder"), null=True)
    reminders = models.PositiveSmallIntegerField(_("reminders"), default=0)

    class Meta:
        ordering = ["due_at", "id"]
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None)
                | Q(closed_by__isnull=False, received_at__isnull=False, remind_at=None),
                name="handover_closed_by_somebody_who_received_it",
            )
        ]
        indexes = [
            models.Index(fields=["authority", "closed_at", "due_at"], name="handover_of_authority"),
            models.Index(fields=["remind_at"], name="handover_to_be_reminded_of"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.authority_id}"

    @property
    def state(self) -> State:
        if self.closed_at:
            return State.CLOSED
        return State.RECEIVED if self.received_at else State.WAITING

    def is_overdue_at(self, at: dt.datetime) -> bool:
        return self.closed_at is None and self.due_at <= at


class Delivery(Tried):
    """One message about a hand-over to one place."""

    class Way(models.TextChoices):
        EMAIL = "email", _("E-mail")
        WEBHOOK = "webhook", _("Webhook")

    class Event(models.TextChoices):
        MADE = "handover.made", _("New")
        REMINDED = "handover.reminded", _("Reminder")

    handover = models.ForeignKey(HandOver, models.CASCADE, related_name="deliveries")
    way = models.CharField(_("way"), max_length=8, choices=Way)
    event = models.CharField(_("event"), max_length=20, choices=Event)

    class Meta:
        ordering = ["-made_at", "-id"]
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        indexes = [models.Index(fields=["state", "try_at"], name="delivery_to_be_tried")]

    def __str__(self) -> str:
        return f"{self.get_way_display()} {self.key}"
