# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What citizens wanted."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hotline.knowledge.words import Destination

NOTE_LENGTH = 500


class Home(models.TextChoices):
    """Where the citizen belongs: to an authority we name, or to none we can."""

    AUTHORITY = "authority", _("An authority")
    ABROAD = "abroad", _("Outside Denmark")
    UNKNOWN = "unknown", _("Unknown")


class Channel(models.TextChoices):
    """How the citizen came."""

    TELEPHONE = "telephone", _("Telephone")
    CALL_BACK = "call_back", _("Call-back")
    WEB = "web", _("Web")
    WALK_IN = "walk_in", _("In person")


class Kind(models.TextChoices):
    """What the municipalities' own count of inquiries (KOMHEN) tells apart."""

    INFORMATION = "information", _("Information")
    TRANSACTION = "transaction", _("Something was carried out")


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
    # Where the citizen was told to turn: a kind of place, or an authority by name. Older ones may lack it.
    referred_to = models.CharField(_("told to turn to"), max_length=20, choices=Destination, blank=True)
    referred_authority = models.ForeignKey(
        "organisations.Authority",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="inquiries_referred",
        verbose_name=_("told to turn to the authority"),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.INFORMATION)
    is_wrongly_addressed = models.BooleanField(_("meant for somebody else"), default=False)
    note = models.CharField(_("note"), max_length=NOTE_LENGTH, blank=True)
    versions = models.ManyToManyField(
        "knowledge.Version", through="Guidance", related_name="inquiries", verbose_name=_("guidance given")
    )
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
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.REFERRED) | Q(referred_to="", referred_authority=None),
                name="inquiry_referred",
            ),
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

    @property
    def target_name(self) -> str:
        """Where the citizen was told to turn, or nothing."""
        return str(self.referred_authority or self.get_referred_to_display())

    @property
    def topic_names(self) -> list[str]:
        """Its topics as they were called on its day. Costs nothing when `topics__former` is prefetched."""
        day = timezone.localdate(self.came_at)
        return [topic.name_on(day) for topic in self.topics.all()]


class Guidance(models.Model):
    """The very wording that guided the citizen: proof of what was said."""

    class How(models.TextChoices):
        SHOWN = "shown", _("shown")
        READ = "read", _("read")
        SENT = "sent", _("sent to the citizen")

    inquiry = models.ForeignKey(Inquiry, models.CASCADE, related_name="guidance")
    version = models.ForeignKey("knowledge.Version", models.PROTECT, related_name="guidance")
    how = models.CharField(_("how"), max_length=5, choices=How)
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("guidance")
        verbose_name_plural = _("guidance")
        constraints = [models.UniqueConstraint(fields=["inquiry", "version"], name="guidance_once")]

    def __str__(self) -> str:
        return f"{self.inquiry_id}: {self.version_id}"


class Correction(models.Model):
    """What an inquiry said before somebody corrected it; only what was changed. See matters.snapshot."""

    inquiry = models.ForeignKey(Inquiry, models.CASCADE, related_name="corrections")
    corrected_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    corrected_at = models.DateTimeField(_("corrected"))
    before = models.JSONField(_("what it said before"))

    class Meta:
        ordering = ["corrected_at", "id"]
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")

    def __str__(self) -> str:
        return f"{self.inquiry_id} {self.corrected_at:%Y-%m-%d}"
