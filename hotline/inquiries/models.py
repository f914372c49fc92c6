# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What citizens wanted."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

NOTE_LENGTH = 500


class Home(models.TextChoices):
    """Where the citizen belongs: to an authority we name, or to none we can."""

    AUTHORITY = "authority", _("An authority")
    ABROAD = "abroad", _("Outside Denmark")
    UNKNOWN = "unknown", _("Unknown")


class Channel(models.TextChoices):
    TELEPHONE = "telephone", _("Telephone")
    CHAT = "chat", _("Chat")
    MAIL = "mail", _("E-mail")


class Outcome(models.TextChoices):
    """How the inquiry ended for the citizen. A closed list, so that figures of all years compare."""

    ANSWERED = "answered", _("Answered")
    REFERRED = "referred", _("Told where to turn")
    TRANSFERRED = "transferred", _("Call transferred")
    HANDED_OVER = "handed_over", _("Handed over to somebody who will call back")
    CUT_OFF = "cut_off", _("Cut off before the end")


class Inquiry(models.Model):
    """One matter a citizen came with. A call may hold several; several topics may belong to one matter."""

    # Made with the form: a form sent twice is one inquiry.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    line = models.ForeignKey(
        "organisations.Line", models.PROTECT, related_name="inquiries", verbose_name=_("line")
    )
    call = models.ForeignKey(
        "calls.CallRecord",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="inquiries",
        verbose_name=_("call"),
    )
    channel = models.CharField(_("channel"), max_length=12, choices=Channel, default=Channel.TELEPHONE)
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="inquiries", verbose_name=_("agent")
    )
    answered_by = models.ForeignKey(
        "organisations.Authority",
        models.PROTECT,
        related_name="inquiries_answered",
        verbose_name=_("answered by"),
    )
    home = models.CharField(_("the citizen belongs to"), max_length=12, choices=Home)
    authority = models.ForeignKey(
        "organisations.Authority",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="inquiries",
        verbose_name=_("the citizen's authority"),
    )
    topics = models.ManyToManyField("knowledge.Topic", related_name="inquiries", verbose_name=_("topics"))
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome)
    note = models.CharField(_("note"), max_length=NOTE_LENGTH, blank=True)
    came_at = models.DateTimeField(_("came"))
    registered_at = models.DateTimeField(_("registered"))

    class Meta:
        ordering = ["-came_at", "-id"]
        verbose_name = _("inquiry")
        verbose_name_plural = _("inquiries")
        constraints = [
            models.CheckConstraint(
                condition=Q(home=Home.AUTHORITY, authority__isnull=False)
                | ~Q(home=Home.AUTHORITY) & Q(authority=None),
                name="inquiry_home",
            )
        ]
        indexes = [
            models.Index(fields=["line", "came_at"], name="inquiry_of_line"),
            models.Index(fields=["agent", "registered_at"], name="inquiry_of_agent"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def home_name(self) -> str:
        """The citizen's authority, or what is said when it is none of ours."""
        return str(self.authority) if self.authority else str(Home(self.home).label)
