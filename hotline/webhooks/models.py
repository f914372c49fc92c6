# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Who is told what, and what became of each message."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hotline.webhooks.signing import new_secret


class Tried(models.Model):
    """A message that is tried until it arrives or is given up: what every room's deliveries have in common.

    What it says is made anew at each try: nothing of it is kept here.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("To be sent")
        DELIVERED = "delivered", _("Delivered")
        GIVEN_UP = "given_up", _("Given up")

    # The webhook's id: the same at every try, so that a receiver takes a message once.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    made_at = models.DateTimeField(_("made"))
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    # While somebody sends it this lies ahead: nobody else begins before.
    try_at = models.DateTimeField(_("next try"), null=True)
    told_at = models.DateTimeField(_("last tried"), null=True)
    problem = models.CharField(_("what went wrong"), max_length=200, blank=True)

    class Meta:
        abstract = True

    @property
    def message_id(self) -> str:
        return f"msg_{self.key.hex}"


class Event(models.TextChoices):
    """What a system can be told of. The values stand in messages, and never change."""

    CALL_ANSWERED = "call.answered", _("A call is answered")
    CALL_ENDED = "call.ended", _("A call has ended")
    INQUIRY_REGISTERED = "inquiry.registered", _("An inquiry is registered")
    INQUIRY_CORRECTED = "inquiry.corrected", _("An inquiry is corrected")
    ALARM_BEGAN = "alarm.began", _("An alarm begins")
    ALARM_ENDED = "alarm.ended", _("An alarm ends")


ALARMS = frozenset({Event.ALARM_BEGAN, Event.ALARM_ENDED})


class Subscription(models.Model):
    """A system that is told: an authority's, of what concerns the authority, or a line's, of all of it."""

    authority = models.ForeignKey(
        "organisations.Authority",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="subscriptions",
        verbose_name=_("authority"),
    )
    line = models.ForeignKey(
        "organisations.Line",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="subscriptions",
        verbose_name=_("line"),
    )
    address = models.URLField(_("address"))
    events = models.JSONField(_("events"), default=list)
    secret = models.CharField(_("secret"), max_length=100, default=new_secret)
    made_at = models.DateTimeField(_("made"))

    class Meta:
        ordering = ["id"]
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [
            models.CheckConstraint(
                condition=Q(authority=None, line__isnull=False) | Q(authority__isnull=False, line=None),
                name="subscription_of_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.address}"

    @property
    def place(self) -> str:
        """Whose it is."""
        return str(self.authority or self.line)

    @property
    def event_names(self) -> list[str]:
        return [str(Event(event).label) for event in self.events]


class Delivery(Tried):
    """One message to one system. `about` names the call or inquiry; what is about neither has its `data`."""

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="deliveries")
    event = models.CharField(_("event"), max_length=30, choices=Event)
    about = models.CharField(max_length=64, blank=True)
    data = models.JSONField(null=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(
                fields=["subscription", "event", "about"], condition=~Q(about=""), name="told_once"
            )
        ]
        indexes = [
            models.Index(fields=["state", "try_at"], name="webhook_to_be_tried"),
            models.Index(fields=["subscription", "-made_at"], name="webhook_of_subscription"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.key}"


class Watched(models.Model):
    """How far a source has been looked through for events: a position of the journal, or milliseconds."""

    source = models.CharField(max_length=20, primary_key=True)
    until = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.source} until {self.until}"
