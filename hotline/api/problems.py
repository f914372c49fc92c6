# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Every error as problem details (RFC 9457), whoever noticed it."""

import functools
from collections.abc import Callable, Collection
from http import HTTPStatus
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, set_response_etag
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError

log = structlog.get_logger(__name__)

MEDIA_TYPE = "application/problem+json"
NOT_UNDERSTOOD = "The question cannot be understood."


class WrongField(Schema):
    """What is wrong with one part of the question."""

    where: str
    what: str


class Problem(Schema):
    """What went wrong: `title` is the same for each status, `detail` is about this question."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[WrongField] = []


class Refused(HttpError):
    """A question that is not answered, with a sentence for people."""

    def __init__(self, status: HTTPStatus, detail: str, *, retry_after: int | None = None) -> None:
        super().__init__(status, detail)
        self.retry_after = retry_after


def problem(
    status: int, detail: str, errors: list[WrongField] | None = None, retry_after: int | None = None
) -> HttpResponse:
    told = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, errors=errors or [])
    answer = JsonResponse(told.model_dump(), status=status, content_type=MEDIA_TYPE)
    if retry_after is not None:
        answer.headers["Retry-After"] = str(retry_after)
    if status == HTTPStatus.UNAUTHORIZED:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def tell_problems(api: NinjaAPI) -> None:
    """Have every exception told as a problem."""

    @api.exception_handler(HttpError)
    def refused(_request: HttpRequest, error: HttpError) -> HttpResponse:
        return problem(error.status_code, str(error), retry_after=getattr(error, "retry_after", None))

    @api.exception_handler(ValidationError)
    def wrong(_request: HttpRequest, error: ValidationError) -> HttpResponse:
        fields = [WrongField(where=".".join(map(str, one["loc"])), what=one["msg"]) for one in error.errors]
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, NOT_UNDERSTOOD, fields)

    @api.exception_handler(Http404)
    def missing(_request: HttpRequest, _error: Http404) -> HttpResponse:
        return problem(HTTPStatus.NOT_FOUND, "There is no such thing, or the token does not cover it.")

    @api.exception_handler(PermissionDenied)
    def forbidden(_request: HttpRequest, error: PermissionDenied) -> HttpResponse:
        return problem(HTTPStatus.FORBIDDEN, str(error) or "The token does not cover it.")

    @api.exception_handler(Exception)
    def bug(request: HttpRequest, error: Exception) -> HttpResponse:
        log.error("a question to the API failed", path=request.path, exc_info=error)
        return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "Something is wrong on our side. It is logged.")


View = Callable[..., HttpResponseBase]


def answering(view: View, parameters: Collection[str]) -> View:
    """What Django itself refuses is a problem too; an answer the asker has already is not sent again.

    A parameter that the address does not know is refused: it would be a misspelt one, quietly ignored.
    """

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if unknown := set(request.GET) - set(parameters):
            fields = [WrongField(where=f"query.{name}", what="Unknown parameter") for name in sorted(unknown)]
            return problem(HTTPStatus.UNPROCESSABLE_ENTITY, NOT_UNDERSTOOD, fields)
        response = view(request, *args, **kwargs)
        if response.status_code >= 400 and response.headers["Content-Type"] != MEDIA_TYPE:
            return _as_problem(response)
        if isinstance(response, HttpResponse) and response.status_code == HTTPStatus.OK:
            response.headers["Cache-Control"] = "private, no-cache"
            set_response_etag(response)
            found = get_conditional_response(request, etag=response.headers["ETag"], response=response)
            return found or response
        return response

    return answer


def _as_problem(response: HttpResponseBase) -> HttpResponse:
    told = problem(response.status_code, HTTPStatus(response.status_code).description)
    if "Allow" in response.headers:
        told.headers["Allow"] = response.headers["Allow"]
    return told


def no_such_address(_request: HttpRequest, rest: str = "") -> HttpResponse:  # noqa: ARG001 - of the address
    return problem(HTTPStatus.NOT_FOUND, "There is nothing at this address.")
