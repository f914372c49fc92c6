# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What a screen on a wall asks for. Nobody is signed in at it: it is known by the secret in its cookie."""

from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hotline.live.streaming import asked_beforehand, stream
from hotline.wallboard.actions import note_seen, screen_with, was_revoked
from hotline.wallboard.board import FIGURES
from hotline.wallboard.codes import code_of, new_secret, shown
from hotline.wallboard.models import Screen
from hotline.wallboard.views import board_of

COOKIE = "hotline-screen"
KEPT_SECONDS = 400 * 24 * 3600  # as long as browsers keep any; every visit begins anew

Response = TypeVar("Response", bound=HttpResponseBase)


@never_cache
@require_safe
def screen(request: HttpRequest) -> HttpResponseBase:
    """The board, once somebody has let the screen; until then the code to do so."""
    secret = _secret_of(request)
    paired = screen_with(secret) if secret else None
    if paired is None:
        if not secret or was_revoked(secret):
            secret = new_secret()
        return _keeping(render(request, "wallboard/pairing.html", {"code": shown(code_of(secret))}), secret)
    with translation.override(paired.language):
        page = render(request, "wallboard/screen.html", {"screen": paired, "line": paired.line})
    return _keeping(page, secret)


@never_cache
@require_safe
def paired(request: HttpRequest) -> HttpResponse:
    """Whether somebody has let the screen: 204 as long as not."""
    secret = _secret_of(request)
    return HttpResponse(status=200 if secret and screen_with(secret) else 204)


@never_cache
@require_safe
async def screen_stream(request: HttpRequest) -> HttpResponseBase:
    found = await asked_beforehand(lambda: _seen(_secret_of(request)))
    if found is None:
        return HttpResponse(status=403)
    line, key = found.line_id, found.pk
    return stream(board_of(line, found.scope, found.language), lambda: FIGURES.is_in_use(line, key))


def _seen(secret: str) -> Screen | None:
    found = screen_with(secret) if secret else None
    if found is not None:
        note_seen(found)
    return found


def _secret_of(request: HttpRequest) -> str:
    return str(request.COOKIES.get(COOKIE, ""))


def _keeping(page: Response, secret: str) -> Response:
    page.set_cookie(
        COOKIE,
        secret,
        max_age=KEPT_SECONDS,
        path=reverse("wallboard:screen"),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return page
