# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""An article, and the texts it consists of: one per language, common or one authority's own.

What a text says stands in its versions (versions.py); an article and a text only say whose it is.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hotline.knowledge.models.topics import Topic
from hotline.knowledge.words import Language


class Article(models.Model):
    """The answer to one question. Its code is permanent: files, links and figures know it by that."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    topics = models.ManyToManyField(
        Topic, through="Filing", related_name="articles", verbose_name=_("topics")
    )
    authority = models.ForeignKey(
        "organisations.Authority", models.PROTECT, related_name="articles", verbose_name=_("owning authority")
    )
    # Empty: all editors of the authority look after it.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="articles_owned",
        verbose_name=_("owner"),
    )
    # Only a temporary guide has an end, and may have told every caller about it.
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    announcement = models.ForeignKey(
        "organisations.LineAnnouncement",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("announcement"),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def __str__(self) -> str:
        return self.code

    @property
    def is_temporary(self) -> bool:
        return self.ends_at is not None


class Filing(models.Model):
    """An article under a topic. The first one is proposed when a call is registered."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="filings")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="filings")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["article", "topic"], name="filed_once")]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.topic_id}"


class Text(models.Model):
    """An article in one language: the common text, or what is different at one authority."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="texts", verbose_name=_("article"))
    language = models.CharField(_("language"), max_length=2, choices=Language)
    authority = models.ForeignKey(
        "organisations.Authority",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="texts",
        verbose_name=_("local variant of"),
    )
    # Who looks after a variant; a common text is looked after by the article's owner.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="texts_owned",
        verbose_name=_("owner"),
    )
    # Counts the changes, so that the second of two who write at once is told.
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["article", "authority__name", "language"]
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "language"], condition=Q(authority=None), name="text_common_once"
            ),
            models.UniqueConstraint(fields=["article", "language", "authority"], name="text_variant_once"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} {self.language} {self.authority_id or ''}".strip()

    @property
    def is_variant(self) -> bool:
        return self.authority_id is not None

    @property
    def keeper_authority_id(self) -> int:
        """The authority whose editors write this text."""
        return self.authority_id or self.article.authority_id

    @property
    def keeper_id(self) -> int | None:
        """The person who looks after it, if one was named."""
        return self.owner_id if self.is_variant else self.article.owner_id


class Change(models.Model):
    """How often what a search finds has changed. One row; every process that searches looks at it often."""

    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="change_one_row")]

    def __str__(self) -> str:
        return str(self.number)
