# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Who may read by the API."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """What a token opens. Which lines there are is open to every token."""

    CALLS = "calls", _("Calls answered by the authority's agents")
    INQUIRIES = "inquiries", _("Inquiries of the authority's citizens and agents")
    FIGURES = "figures", _("Figures: the line's totals and the authority's own")
    LIVE = "live", _("How the line is right now")
    HOURS = "hours", _("Opening hours")
    ARTICLES = "articles", _("Articles")


class Token(models.Model):
    """A system of an authority that may read. The token itself is shown once; kept is only its hash."""

    authority = models.ForeignKey(
        "organisations.Authority", models.PROTECT, related_name="tokens", verbose_name=_("authority")
    )
    name = models.CharField(_("which system"), max_length=100)
    scopes = models.JSONField(_("may read"), default=list)
    fingerprint = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made"))
    expires_on = models.DateField(_("last day"), null=True, blank=True)
    used_at = models.DateTimeField(_("last used"), null=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        verbose_name = _("token")
        verbose_name_plural = _("tokens")

    def __str__(self) -> str:
        return f"{self.authority}: {self.name}"

    def is_valid_on(self, day: dt.date) -> bool:
        """Until its last day is over, or it is revoked."""
        return self.revoked_at is None and (self.expires_on is None or day <= self.expires_on)

    @property
    def scope_names(self) -> list[str]:
        return [str(Scope(scope).label) for scope in self.scopes]
