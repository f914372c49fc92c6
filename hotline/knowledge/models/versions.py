# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What a text says, from one publication to the next. Every version is kept."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hotline.knowledge.models.articles import Text
from hotline.knowledge.words import VersionState

SHORT_ANSWER_LENGTH = 300


class Version(models.Model):
    """One wording of a text. At most one per text is being written or reviewed; published ones stay.

    In force at an instant is the published version with the highest number whose `publish_at` has come and
    whose days of validity hold. So a version can be published ahead: nothing has to run when its time comes.
    """

    text = models.ForeignKey(Text, models.CASCADE, related_name="versions", verbose_name=_("text"))
    number = models.PositiveIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=10, choices=VersionState, default=VersionState.DRAFT)

    title = models.CharField(_("title"), max_length=150, blank=True)
    short_answer = models.CharField(_("short answer"), max_length=SHORT_ANSWER_LENGTH, blank=True)
    script = models.TextField(_("read aloud"), blank=True)
    steps = models.TextField(_("steps"), blank=True)
    good_to_know = models.TextField(_("good to know"), blank=True)
    keywords = models.TextField(_("other words for it"), blank=True)
    # A list of {"kind", "label", "url", "telephone"}, see words.Destination.
    where_next = models.JSONField(_("where next"), default=list, blank=True)

    legal_source = models.CharField(_("legal source"), max_length=300, blank=True)
    sources = models.JSONField(_("sources"), default=list, blank=True)
    to_check = models.TextField(_("must be checked"), blank=True)
    checked_on = models.DateField(_("last checked"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    review_on = models.DateField(_("review"), null=True, blank=True)
    # Half-open: the last day is the first one on which it no longer holds.
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid until"), null=True, blank=True)

    # The Danish version this one was translated from.
    original = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="translations",
        verbose_name=_("original"),
    )
    comment = models.CharField(_("why it was changed"), max_length=200, blank=True)
    review_note = models.CharField(_("why it was sent back"), max_length=500, blank=True)

    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="versions_written"
    )
    written_at = models.DateTimeField(_("written"))
    sent_to_review_at = models.DateTimeField(_("sent to review"), null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="versions_approved"
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    publish_at = models.DateTimeField(_("published from"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="versions_withdrawn"
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    # What a writer fills in; all of it is compared, restored, imported and exported.
    WRITTEN = (
        "title",
        "short_answer",
        "script",
        "steps",
        "good_to_know",
        "keywords",
        "where_next",
        "legal_source",
        "sources",
        "to_check",
        "checked_on",
        "review_on",
        "valid_from",
        "valid_to",
    )

    class Meta:
        ordering = ["text", "-number"]
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = [
            models.UniqueConstraint(fields=["text", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["text"],
                condition=Q(state__in=[VersionState.DRAFT, VersionState.IN_REVIEW]),
                name="version_one_being_written",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gt=F("valid_from")) | Q(valid_to=None) | Q(valid_from=None),
                name="version_period",
                violation_error_message=_("The last day lies before the first day."),
            ),
            models.CheckConstraint(
                condition=~Q(state=VersionState.PUBLISHED) | Q(publish_at__isnull=False),
                name="version_published_from",
            ),
        ]
        indexes = [
            models.Index(fields=["text", "state", "number"], name="version_newest_of_text"),
            models.Index(fields=["publish_at"], name="version_publish_at"),
        ]

    def __str__(self) -> str:
        return f"{self.title or self.text_id} ({self.number})"

    def written(self) -> dict[str, Any]:
        """Everything the writer filled in."""
        return {field: getattr(self, field) for field in self.WRITTEN}

    def is_in_force_at(self, at: dt.datetime, day: dt.date) -> bool:
        """Whether it could be the one shown then; a later version may stand before it."""
        if self.state != VersionState.PUBLISHED or self.publish_at is None or self.publish_at > at:
            return False
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day < self.valid_to)
