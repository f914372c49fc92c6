# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What citizens call things, and what they asked that no article answers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from hotline.knowledge.models.articles import Article
from hotline.knowledge.words import Language

LONGEST_QUESTION = 120


class Synonym(models.Model):
    """A word or a few that mean others: the search looks for those as well."""

    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.DANISH)
    word = models.CharField(_("what people say"), max_length=60)
    means = models.CharField(
        _("what the articles call it"),
        max_length=200,
        help_text=_("Several with semicolons between them."),
    )

    class Meta:
        ordering = ["language", "word"]
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        constraints = [
            models.UniqueConstraint(
                fields=["language", "word"],
                name="synonym_once",
                violation_error_message=_("The word is in the list already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.word}: {self.means}"


class ShippedWord(models.Model):
    """A word that came with the product and was put into the list of synonyms once, for editors to keep."""

    language = models.CharField(max_length=2, choices=Language)
    word = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "word"], name="shipped_word_once")]

    def __str__(self) -> str:
        return f"{self.language} {self.word}"


class Question(models.Model):
    """Words for which nothing fits, without CPR numbers and other long ones; how often they were asked."""

    language = models.CharField(_("language"), max_length=2, choices=Language)
    words = models.CharField(_("what was asked"), max_length=LONGEST_QUESTION)
    times = models.PositiveIntegerField(_("times"), default=1)
    first_at = models.DateTimeField(_("first asked"))
    last_at = models.DateTimeField(_("last asked"))
    # Done with: an article answers it now, or it is none of the line's business.
    answered_by = models.ForeignKey(
        Article,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("answered by"),
    )
    done_at = models.DateTimeField(_("done"), null=True, blank=True)

    class Meta:
        ordering = ["-times", "-last_at"]
        verbose_name = _("question without an answer")
        verbose_name_plural = _("questions without an answer")
        constraints = [models.UniqueConstraint(fields=["language", "words"], name="question_once")]
        indexes = [models.Index(fields=["done_at", "-times"], name="question_waiting")]

    def __str__(self) -> str:
        return self.words
