# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What will make citizens ring: letters and roll-outs, announced by those who send them.

Periods are half-open, as everywhere: `from_on` is the first day, `to_on` the first one after the last.
"""

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Campaign(models.Model):
    """A mailing or a roll-out: who sends what to whom, in one or more stages."""

    class Kind(models.TextChoices):
        HOUSEHOLD_LETTER = "household_letter", _("Letter to households")
        DIGITAL_LETTERS = "digital_letters", _("Letters in Digital Post")
        PAPER_LETTERS = "paper_letters", _("Letters on paper to named people")
        OTHER = "other", _("Something else")

    line = models.ForeignKey(
        "organisations.Line", models.PROTECT, related_name="campaigns", verbose_name=_("line")
    )
    sender = models.ForeignKey(
        "organisations.Authority", models.PROTECT, related_name="campaigns", verbose_name=_("sender")
    )
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    audience = models.CharField(_("who gets it"), max_length=200)
    topics = models.ManyToManyField(
        "knowledge.Topic", blank=True, related_name="campaigns", verbose_name=_("what they may ask about")
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")

    def __str__(self) -> str:
        return self.name


class Stage(models.Model):
    """One part of a campaign: from which day until which, and how many letters if that is known."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="stages", verbose_name=_("campaign"))
    name = models.CharField(_("name"), max_length=120)
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("until"), null=True, blank=True)
    volume = models.PositiveIntegerField(_("number of letters"), null=True, blank=True)

    class Meta:
        ordering = ["from_on", "id"]
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__gt=F("from_on")) | Q(to_on=None),
                name="stage_period",
                violation_error_message=_("The last day lies before the first day."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def last_on(self) -> dt.date | None:
        """The last day inside, as people say it; None when it goes on."""
        return self.to_on - dt.timedelta(days=1) if self.to_on else None

    @property
    def iso_week(self) -> tuple[int, int]:
        """Year and number of the week it begins in: where the figures show what it caused."""
        year, number, _weekday = self.from_on.isocalendar()
        return year, number
