# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The pages about the API: its description for people, and an authority's tokens."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hotline.api.access import RATES
from hotline.api.document import api
from hotline.api.forms import TokenForm
from hotline.api.models import Token
from hotline.api.tokens import make_token, revoke
from hotline.organisations.models import Authority
from hotline.organisations.rules import RoleKind, administers_authority, refuse_unless
from hotline.people.models import User
from hotline.people.rules import for_roles
from hotline.webhooks.rules import authorities_set_up_by


@require_safe
def guide(request: HttpRequest) -> HttpResponseBase:
    """The description, made for reading here: no script, no other host."""
    schema = api.get_openapi_schema()
    page = {"operations": list(_operations(schema)), "info": schema["info"], "per_minute": RATES.per_minute}
    return render(request, "api/guide.html", page)


def _operations(schema: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "path": path,
            "summary": operation["summary"],
            "parameters": operation["parameters"],
            "fields": _fields(schema, _answered(operation)),
        }
        for path, operations in schema["paths"].items()
        for operation in operations.values()
    ]


def _answered(operation: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = operation["responses"][200]["content"]["application/json"]["schema"]
    return found


def _fields(schema: dict[str, Any], of: dict[str, Any], before: str = "") -> list[tuple[str, str]]:
    """Every field of an answer with its type, fields of fields with the way to them."""
    of = _resolved(schema, of)
    if "items" in of:
        return _fields(schema, of["items"], f"{before}[]")
    if "properties" not in of:
        return [(before, _type(schema, of))]
    return [
        field
        for name, one in of["properties"].items()
        for field in _fields(schema, one, f"{before}.{name}".removeprefix("."))
    ]


def _resolved(schema: dict[str, Any], of: dict[str, Any]) -> dict[str, Any]:
    """What a reference refers to, also when it may be null."""
    for one in (of, *of.get("anyOf", ())):
        if "$ref" in one:
            found: dict[str, Any] = schema["components"]["schemas"][one["$ref"].rsplit("/", 1)[-1]]
            return found
    return of


def _type(schema: dict[str, Any], of: dict[str, Any]) -> str:
    if "anyOf" in of:
        return " / ".join(_type(schema, _resolved(schema, one)) for one in of["anyOf"])
    if "enum" in of:
        return ", ".join(map(str, of["enum"]))
    return str(of.get("format") or of.get("type", ""))


@require_safe
@for_roles(RoleKind.ADMINISTRATOR)
def tokens(request: HttpRequest, user: User) -> HttpResponseBase:
    own = authorities_set_up_by(user)
    page = {
        "authorities": own,
        "tokens": Token.objects.filter(authority__in=own).select_related("authority", "made_by"),
        "today": timezone.localdate(),
    }
    return render(request, "api/tokens.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(RoleKind.ADMINISTRATOR)
def new_token(request: HttpRequest, user: User, code: str) -> HttpResponseBase:
    """The token is on the page that answers the form, and never again."""
    authority = get_object_or_404(Authority, code=code)
    refuse_unless(allowed=administers_authority(user, authority))
    form = TokenForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        token, secret = make_token(
            authority, name=given["name"], scopes=form.chosen, by=user, expires_on=given["expires_on"]
        )
        answer = render(request, "api/new_token.html", {"token": token, "secret": secret}, status=201)
        answer.headers["Cache-Control"] = "no-store"
        return answer
    page = {"form": form, "authority": authority}
    return render(request, "api/make_token.html", page, status=422 if form.is_bound else 200)


@require_POST
@for_roles(RoleKind.ADMINISTRATOR)
def revoke_token(request: HttpRequest, user: User, pk: int) -> HttpResponseBase:
    token = get_object_or_404(Token, pk=pk, authority__in=authorities_set_up_by(user))
    revoke(token, by=user)
    messages.success(request, _("The token opens nothing any more."))
    return redirect("api:tokens")
