# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Lets a token in, if it opens what is asked for and has not asked too often."""

from http import HTTPStatus
from typing import cast

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja.security import HttpBearer

from hotline.api.models import Scope, Token
from hotline.api.problems import Refused
from hotline.api.rates import Rates
from hotline.api.tokens import recognised
from hotline.organisations.models import Authority, Line

RATES = Rates()


class Bearer(HttpBearer):
    """`scope` None: any token will do."""

    def __init__(self, scope: Scope | None = None) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Token:  # noqa: ARG002 - ninja's signature
        found = recognised(token, timezone.now())
        if found is None:
            raise Refused(HTTPStatus.UNAUTHORIZED, "The token is unknown, over or revoked.")
        if seconds := RATES.wait(found.fingerprint):
            raise Refused(
                HTTPStatus.TOO_MANY_REQUESTS,
                f"A token may ask {RATES.per_minute} times a minute.",
                retry_after=seconds,
            )
        if self.scope and self.scope not in found.scopes:
            raise Refused(HTTPStatus.FORBIDDEN, f"The token does not open {self.scope.value}.")
        return found


def reader_of(request: HttpRequest) -> Authority:
    """For whom the token reads; call it only behind Bearer."""
    return cast("Token", request.auth).authority  # type: ignore[attr-defined]


def lines_of(reader: Authority) -> QuerySet[Line]:
    """The lines an authority is, or was, a member of: those whose figures its people see."""
    return Line.objects.filter(memberships__authority=reader).distinct().order_by("slug")


def line_of(request: HttpRequest, slug: str) -> Line:
    """Another line is not even there."""
    return get_object_or_404(lines_of(reader_of(request)), slug=slug)
