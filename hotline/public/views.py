# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The citizens' pages: no script, no cookie, the language in the address."""

from collections.abc import Callable, Mapping
from functools import partial

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control

from hotline.organisations.models import Authority, Line
from hotline.public.articles import told_to_citizens
from hotline.public.queries import front_page

SECONDS_KEPT = 30  # a page that says "open now" may be so old

Page = Callable[..., Mapping[str, object]]


def in_language(
    request: HttpRequest, *, language: str, name: str, content: Page, **place: str
) -> HttpResponse:
    """A page in the language of its address, whoever reads it, to be kept by caches for a moment."""
    with translation.override(language):
        page = {"name": name, "language": language, "addresses": _addresses(name, place), **content(**place)}
        response = render(request, f"public/{name}.html", page, status=404 if page.get("is_missing") else 200)
    request.LANGUAGE_CODE = language
    response.headers["Content-Language"] = language
    patch_cache_control(response, public=True, max_age=SECONDS_KEPT)
    return response


def _addresses(name: str, place: dict[str, str]) -> dict[str, str]:
    """Where the same page is in each language."""
    return {"da": reverse(name, kwargs=place), "en": reverse(f"{name}-en", kwargs=place)}


def _front() -> Mapping[str, object]:
    now = timezone.now()
    page = front_page(now)
    return {"page": page, "line": page and page.line, "now": now}


def _about_line() -> Mapping[str, object]:
    line = Line.objects.select_related("run_by").order_by("pk").first()
    return {
        "line": line,
        "numbers_kept_days": settings.NUMBERS_KEPT_DAYS,
        "contacts_kept_days": settings.CONTACTS_KEPT_DAYS,
    }


def _article(code: str, authority: str = "") -> Mapping[str, object]:
    """An article as a citizen reads it; of an authority nobody knows there is none."""
    whose = Authority.objects.filter(code=authority).first() if authority else None
    is_known = whose is not None or not authority
    language = translation.get_language() or settings.LANGUAGE_CODE
    told = told_to_citizens(code, language, whose, timezone.now()) if is_known else None
    line = Line.objects.order_by("pk").first()
    return {"line": line, "told": told, "authority": whose, "is_missing": told is None}


front = partial(in_language, name="front", content=_front)
privacy = partial(in_language, name="privacy", content=_about_line)
accessibility = partial(in_language, name="accessibility", content=_about_line)
article = partial(in_language, name="public-article", content=_article)
