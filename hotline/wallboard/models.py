# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The screens on walls that show a line's figures without anybody signed in."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

CLAIMED_WITHIN = dt.timedelta(minutes=15)


class Look(models.TextChoices):
    """A screen on a wall often cannot say what it likes best."""

    OWN = "own", _("As the screen is set")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class Screen(models.Model):
    """Approved by somebody who read the code off it; claimed when the screen itself has come for it.

    The screen keeps a secret in a cookie; here is only its digest. The code follows from the secret, and is
    forgotten once it has been used.
    """

    name = models.CharField(_("where it hangs"), max_length=80)
    line = models.ForeignKey(
        "organisations.Line", models.CASCADE, related_name="screens", verbose_name=_("line")
    )
    # Whose details it shows beside the pool's; none given: every authority's.
    authority = models.ForeignKey(
        "organisations.Authority",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="screens",
        verbose_name=_("only the details of"),
    )
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="da")
    look = models.CharField(_("colours"), max_length=5, choices=Look, default=Look.OWN)
    code = models.CharField(max_length=8, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    paired_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    paired_at = models.DateTimeField(_("paired"))
    seen_at = models.DateTimeField(_("last seen"), null=True)
    revoked_at = models.DateTimeField(_("taken out of use"), null=True)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("screen")
        verbose_name_plural = _("screens")
        constraints = [
            models.UniqueConstraint(fields=["digest"], condition=~Q(digest=""), name="screen_digest_once"),
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="screen_code_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_claimed(self) -> bool:
        return bool(self.digest)

    @property
    def is_overdue(self) -> bool:
        """Approved, but no screen came for it in time: the code was of another screen."""
        return not self.is_claimed and timezone.now() >= self.paired_at + CLAIMED_WITHIN

    @property
    def scope(self) -> frozenset[int] | None:
        """Whose details it shows; None: everybody's."""
        return None if self.authority_id is None else frozenset({self.authority_id})
