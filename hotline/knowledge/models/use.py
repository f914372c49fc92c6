# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What agents do with articles: read them, keep them at hand, and say what is wrong with them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hotline.knowledge.models.articles import Article
from hotline.knowledge.models.versions import Version
from hotline.knowledge.words import FlagKind

WORDS_LENGTH = 500
CALL_LENGTH = 64


class Flag(models.Model):
    """An agent's word that an answer is wrong, unclear or missing. It waits until somebody has answered."""

    article = models.ForeignKey(
        Article, models.CASCADE, null=True, blank=True, related_name="flags", verbose_name=_("article")
    )
    version = models.ForeignKey(
        Version, models.SET_NULL, null=True, blank=True, related_name="flags", verbose_name=_("version")
    )
    kind = models.CharField(_("what is the matter"), max_length=8, choices=FlagKind)
    words = models.CharField(_("in your words"), max_length=WORDS_LENGTH, blank=True)
    call = models.CharField(_("call"), max_length=CALL_LENGTH, blank=True)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="flags", verbose_name=_("raised by")
    )
    raised_at = models.DateTimeField(_("raised"))
    answer = models.CharField(_("answer"), max_length=WORDS_LENGTH, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="flags_answered",
        verbose_name=_("answered by"),
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    seen_at = models.DateTimeField(_("answer seen"), null=True, blank=True)

    class Meta:
        ordering = ["-raised_at", "-id"]
        verbose_name = _("flag")
        verbose_name_plural = _("flags")
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="")
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="flag_answered_by_somebody",
            )
        ]
        indexes = [
            models.Index(fields=["answered_at", "raised_at"], name="flag_waiting"),
            models.Index(fields=["raised_by", "seen_at"], name="flag_of_agent"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.words}"


class Favourite(models.Model):
    """An article an agent wants at hand."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="favourites")
    article = models.ForeignKey(Article, models.CASCADE, related_name="favourites")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [models.UniqueConstraint(fields=["user", "article"], name="favourite_once")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.article_id}"


class Reading(models.Model):
    """An agent had this version open, or sent it. Says what is used most now, and what guided the citizen."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="readings")
    version = models.ForeignKey(Version, models.CASCADE, related_name="readings")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="readings")
    call = models.CharField(_("call"), max_length=CALL_LENGTH, blank=True)
    is_sent = models.BooleanField(_("sent to the citizen"), default=False)
    read_at = models.DateTimeField(_("read"))

    class Meta:
        ordering = ["-read_at"]
        indexes = [
            models.Index(fields=["read_at", "article"], name="reading_recent"),
            models.Index(fields=["call"], name="reading_of_call"),
        ]

    def __str__(self) -> str:
        return f"{self.agent_id}: {self.version_id}"


class Reminder(models.Model):
    """When somebody was last reminded of the reviews that are overdue."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="review_reminder")
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("reminder of reviews")
        verbose_name_plural = _("reminders of reviews")

    def __str__(self) -> str:
        return f"{self.user_id}: {self.sent_at}"
