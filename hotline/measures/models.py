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
