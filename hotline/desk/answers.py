# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The answers beside the call: an article as the citizen's authority tells it, and what was read."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hotline.calls.models import CallRecord
from hotline.inquiries.rules import answered
from hotline.knowledge.actions import note_reading
from hotline.knowledge.queries import Guide, guide
from hotline.knowledge.views.pages import language_of_reader
from hotline.organisations.models import Authority
from hotline.organisations.rules import refuse_unless
from hotline.people.models import User
from hotline.people.rules import for_roles, takes_calls

P = ParamSpec("P")
Page = Callable[..., HttpResponseBase]


def for_agents(view: Callable[Concatenate[HttpRequest, User, P], HttpResponse]) -> Page:
    """Part of the desk: for whoever takes calls, and never kept by a browser."""

    @wraps(view)
    def guarded(request: HttpRequest, user: User, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        refuse_unless(allowed=takes_calls(user))
        return view(request, user, *args, **kwargs)

    return never_cache(for_roles()(guarded))


@require_POST
@for_agents
def open_article(request: HttpRequest, user: User) -> HttpResponse:
    """Keep what the agent now reads, with the call it is read for, and show it."""
    code, authority = request.POST.get("code", ""), authority_of(request.POST)
    found = shown(code, authority)
    if found is None:
        raise Http404
    call = own_call(user, request.POST.get("call", ""))
    with transaction.atomic():
        for version in found.versions:
            note_reading(version, user, call)
    given = QueryDict(mutable=True)
    given.update({"authority": authority.code if authority else "", "call": call})
    return redirect(f"{reverse('desk-article', args=[code])}?{given.urlencode()}")


@require_safe
@for_agents
def article(request: HttpRequest, _user: User, code: str) -> HttpResponse:
    """In a frame; whoever comes to the address otherwise is shown the article's own page."""
    if "Turbo-Frame" not in request.headers:
        return redirect("knowledge:article", code)
    authority = authority_of(request.GET)
    found = shown(code, authority)
    page = {"guide": found, "authority": authority, "call": request.GET.get("call", "")}
    return render(request, "desk/article.html", page, status=200 if found else 404)


def shown(code: str, authority: Authority | None) -> Guide | None:
    return guide(code, language_of_reader(), authority.pk if authority else None, timezone.now())


def authority_of(given: QueryDict) -> Authority | None:
    code = given.get("authority", "")
    return Authority.objects.filter(code=code).first() if code else None


def own_call(user: User, call: str) -> str:
    """The call's id, if it is one the person answered."""
    record = CallRecord.objects.filter(pk=call).first() if call else None
    return str(record.pk) if record and answered(user, record) else ""
