# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What holds for every request, and what the pages' way of moving about asks of every answer."""

from collections.abc import Callable
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation

Answerer = Callable[[HttpRequest], HttpResponse]

UNREADABLE = "\ufffd"
TURBO_STREAM = "text/vnd.turbo-stream.html"


class NoNulls:
    """What is asked for with a NUL in it is not found.

    PostgreSQL can hold no NUL and refuses a question with one: the character that stands for what cannot be
    read takes its place. Forms refuse it by themselves.
    """

    def __init__(self, get_response: Answerer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.path = request.path.replace("\0", UNREADABLE)
        request.path_info = request.path_info.replace("\0", UNREADABLE)
        asked = request.META.get("QUERY_STRING", "")
        request.META["QUERY_STRING"] = asked.replace("%00", quote(UNREADABLE))
        return self.get_response(request)


class TurboAnswers:
    """Turbo tells a form that was refused from one that went through by the status alone.

    A form sent by Turbo and shown again (200) becomes 422; a redirect after it (302) becomes 303. Browsers
    without scripts get the statuses Django gave.
    """

    def __init__(self, get_response: Answerer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method == "POST" and TURBO_STREAM in request.headers.get("Accept", ""):
            response.status_code = _status_for_turbo(response)
        return response


def _status_for_turbo(response: HttpResponse) -> int:
    if response.status_code == 302:
        return 303
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    return 422 if response.status_code == 200 and is_page else response.status_code


class LanguageOfTheReader:
    """The language is the one asked for in the address, else the signed-in person's, else the browser's.

    Asking in the address (`?language=en`) needs no cookie, so the public pages set none.
    """

    def __init__(self, get_response: Answerer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = _chosen_language(request)
        if language is None:
            return self.get_response(request)
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language() or language
        response = self.get_response(request)
        response.headers["Content-Language"] = request.LANGUAGE_CODE
        return response


def _chosen_language(request: HttpRequest) -> str | None:
    user = getattr(request, "user", None)
    for wish in (request.GET.get("language"), getattr(user, "language", None)):
        if wish in dict(settings.LANGUAGES):
            return wish
    return None
