# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What citizens ask about."""

import datetime as dt

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _


class Topic(models.Model):
    """A subject in the tree. Its code is ours; the KLE and FORM numbers tie it to the public lists."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    name = models.CharField(_("name"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100, blank=True)
    kle = models.CharField(
        _("KLE number"),
        max_length=8,
        blank=True,
        validators=[RegexValidator(r"^\d\d\.\d\d\.\d\d$", _("Write the KLE number as 23.15.15."))],
    )
    form_number = models.CharField(_("FORM number"), max_length=20, blank=True)
    aliases = models.TextField(
        _("other words for it"), blank=True, help_text=_("Words citizens use, with semicolons between them.")
    )
    shortcut = models.CharField(
        _("shortcut"), max_length=1, blank=True, help_text=_("One character that picks the topic at once.")
    )
    order = models.PositiveSmallIntegerField(_("place in the list"), default=0)
    # Half-open: the last day is the first one on which it can no longer be chosen.
    valid_from = models.DateField(_("can be chosen from"), null=True, blank=True)
    valid_to = models.DateField(_("can be chosen until"), null=True, blank=True)

    class Meta:
        ordering = ["order", "name"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__gt=F("valid_from")) | Q(valid_to=None) | Q(valid_from=None),
                name="topic_period",
                violation_error_message=_("The last day lies before the first day."),
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="topic_not_part_of_itself"),
            models.UniqueConstraint(
                fields=["shortcut"],
                condition=~Q(shortcut="") & Q(valid_to=None),
                name="topic_shortcut_once",
                violation_error_message=_("Another topic has that shortcut."),
            ),
        ]

    def __str__(self) -> str:
        return (
            self.name if (translation.get_language() or "da").startswith("da") else self.name_en or self.name
        )

    @property
    def words(self) -> list[str]:
        """Everything it can be found by, in both languages whatever the reader's is."""
        names = [self.name, self.name_en, self.kle, *self.aliases.split(";")]
        return [name.strip() for name in names if name.strip()]

    def can_be_chosen_on(self, day: dt.date) -> bool:
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day < self.valid_to)
