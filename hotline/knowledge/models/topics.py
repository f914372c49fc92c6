# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What citizens ask about.

A topic's row says how it is called from now on. How it was called before stands in FormerName, so that what
was registered then is shown as it was: an inquiry has the topic's name of its day, a week's figures those of
the week. A topic that is merged into another keeps its inquiries and can no longer be chosen.
"""

import datetime as dt

from django.conf import settings
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

    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_from",
        verbose_name=_("merged into"),
    )

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
        return named(self.name, self.name_en)

    def name_on(self, day: dt.date) -> str:
        """What it was called that day, in the reader's language."""
        then = self.former_on(day)
        return named(then.name, then.name_en) if then else str(self)

    def former_on(self, day: dt.date) -> "FormerName | None":
        """How it stood that day, if it stood otherwise than now."""
        changed = [former for former in self.former.all() if day < former.until_on]
        return min(changed, key=lambda former: former.until_on, default=None)

    @property
    def words(self) -> list[str]:
        """Everything it can be found by, in both languages whatever the reader's is."""
        names = [self.name, self.name_en, self.kle, *self.aliases.split(";")]
        return [name.strip() for name in names if name.strip()]

    def can_be_chosen_on(self, day: dt.date) -> bool:
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day < self.valid_to)


def named(name: str, name_en: str) -> str:
    """The name in the reader's language."""
    is_danish = (translation.get_language() or "da").startswith("da")
    return name if is_danish else name_en or name


class FormerName(models.Model):
    """How a topic was called, and what it was part of, until a day; and who changed that."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="former", verbose_name=_("topic"))
    # The first day on which it is no longer so.
    until_on = models.DateField(_("until"))
    name = models.CharField(_("name"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100, blank=True)
    parent = models.ForeignKey(
        Topic, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("part of")
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("changed by")
    )
    changed_at = models.DateTimeField(_("changed"))

    class Meta:
        ordering = ["topic", "until_on"]
        verbose_name = _("former name of a topic")
        verbose_name_plural = _("former names of topics")
        constraints = [models.UniqueConstraint(fields=["topic", "until_on"], name="former_name_once_a_day")]

    def __str__(self) -> str:
        return f"{self.name} – {self.until_on}"
