# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What the pages of this room do alike."""

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language

from hotline.knowledge.models import Article, Text, Version
from hotline.knowledge.refusals import Refused
from hotline.organisations.rules import refuse_unless
from hotline.people.models import User

Made = TypeVar("Made")
FORM_PAGE = "organisations/form_page.html"


def language_of_reader() -> str:
    return "en" if (get_language() or "da").startswith("en") else "da"


def article_or_404(code: str) -> Article:
    return get_object_or_404(Article.objects.select_related("authority", "owner", "announcement"), code=code)


def version_or_404(pk: int, may: Callable[[User, Version], bool], user: User) -> Version:
    """A version, for those the rule lets in."""
    related = Version.objects.select_related(
        "text__article__authority",
        "text__article__owner",
        "text__authority",
        "text__owner",
        "written_by",
        "approved_by",
        "checked_by",
        "withdrawn_by",
        "original__text",
    )
    version = get_object_or_404(related, pk=pk)
    refuse_unless(allowed=may(user, version))
    return version


def is_done(form: forms.BaseForm, deed: Callable[[], object]) -> bool:
    """Carry out a deed; if it is refused, the form says why."""
    try:
        deed()
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def told(request: HttpRequest, deed: Callable[[], Made], done: str) -> Made | None:
    """Carry out a deed without a form, return what it made; the next page says what became of it."""
    try:
        made = deed()
    except Refused as refusal:
        messages.error(request, str(refusal))
        return None
    messages.success(request, done)
    return made


def to_editing(article: Article) -> HttpResponse:
    return redirect("knowledge:edit-article", article.code)


def address_of_writing(text: Text) -> str:
    parts = [text.article.code, text.language, *([text.authority.code] if text.authority else [])]
    return reverse("knowledge:write-variant" if text.authority else "knowledge:write", args=parts)
