# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""That something was sent to a citizen: what, how and by whom. Never to whom."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Way(models.TextChoices):
    SMS = "sms", _("SMS")
    EMAIL = "email", _("E-mail")


class Sent(models.Model):
    """An answer that went to a citizen who had said yes to it."""

    way = models.CharField(_("way"), max_length=5, choices=Way)
    version = models.ForeignKey(
        "knowledge.Version", models.PROTECT, related_name="sent", verbose_name=_("version")
    )
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="sent", verbose_name=_("sent by")
    )
    sent_at = models.DateTimeField(_("sent"))

    class Meta:
        ordering = ["-sent_at", "-id"]
        verbose_name = _("message to a citizen")
        verbose_name_plural = _("messages to citizens")
        indexes = [models.Index(fields=["sent_by", "sent_at"], name="sent_by_agent")]

    def __str__(self) -> str:
        return f"{self.get_way_display()} {self.version_id}"
