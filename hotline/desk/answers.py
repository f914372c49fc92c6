# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The answers beside the call: an article as the citizen's authority tells it, and what was read."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hotline.inquiries.queries import own_call
from hotline.knowledge.actions import add_favourite, mark_seen, note_reading, raise_flag, remove_favourite
from hotline.knowledge.forms.deeds import FlagForm
from hotline.knowledge.models import Flag
from hotline.knowledge.queries import Guide, favourites_of, flags_answered_to, guide, guides, most_used
from hotline.knowledge.search.live import LATELY
from hotline.knowledge.views.pages import article_or_404, language_of_reader
from hotline.knowledge.words import FlagKind
from hotline.organisations.models import Authority
from hotline.organisations.rules import refuse_unless
from hotline.people.models import User
from hotline.people.rules import for_roles, takes_calls

P = ParamSpec("P")
Page = Callable[..., HttpResponseBase]
MOST = 8


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
    return _to_article(code, authority, call)


@require_safe
@for_agents
def article(request: HttpRequest, user: User, code: str) -> HttpResponse:
    """In a frame; whoever comes to the address otherwise is shown the article's own page."""
    if "Turbo-Frame" not in request.headers:
        return redirect("knowledge:article", code)
    authority = authority_of(request.GET)
    found = shown(code, authority)
    page = {
        "guide": found,
        "authority": authority,
        "call": request.GET.get("call", ""),
        "is_favourite": found and found.article.pk in favourites_of(user),
    }
    return render(request, "desk/article.html", page, status=200 if found else 404)


@for_agents
def flag(request: HttpRequest, user: User, code: str) -> HttpResponse:
    """What is the matter with the open article; told with the call during which it was seen."""
    authority = authority_of(request.GET)
    found = shown(code, authority)
    if found is None:
        raise Http404
    form = FlagForm(request.POST or None, initial={"kind": FlagKind.WRONG})
    page = {"form": form, "guide": found, "is_raised": "raised" in request.GET}
    if form.is_valid():
        call = own_call(user, request.GET.get("call", ""))
        kind, words = form.cleaned_data["kind"], form.cleaned_data["words"]
        raise_flag(user, kind, words, version=found.versions[-1], call=call)
        return redirect(f"{reverse('desk-flag', args=[code])}?raised=1")
    return render(request, "desk/flag.html", page, status=422 if form.is_bound else 200)


@require_POST
@for_agents
def favourite(request: HttpRequest, user: User, code: str) -> HttpResponse:
    """Keep an article at hand, or no longer."""
    found = article_or_404(code)
    (add_favourite if "keep" in request.POST else remove_favourite)(user, found)
    return _to_article(code, authority_of(request.POST), request.POST.get("call", ""))


@require_safe
@for_agents
def at_hand(request: HttpRequest, user: User) -> HttpResponse:
    """Before anything is typed: one's own articles, those most used now, and answers to one's flags."""
    now, own = timezone.now(), favourites_of(user)
    used = [key for key in most_used(now - LATELY) if key not in own][:MOST]
    found = guides([*own, *used], language_of_reader(), None, now)
    page = {
        "favourites": [found[key] for key in own if key in found],
        "most_used": [found[key] for key in used if key in found],
        "answers": flags_answered_to(user),
    }
    return render(request, "desk/at_hand.html", page)


@require_POST
@for_agents
def seen(_request: HttpRequest, user: User, pk: int) -> HttpResponse:
    mark_seen(get_object_or_404(Flag, pk=pk, raised_by=user), by=user)
    return redirect("desk-at-hand")


def shown(code: str, authority: Authority | None) -> Guide | None:
    return guide(code, language_of_reader(), authority.pk if authority else None, timezone.now())


def _to_article(code: str, authority: Authority | None, call: str) -> HttpResponse:
    given = QueryDict(mutable=True)
    given.update({"authority": authority.code if authority else "", "call": call})
    return redirect(f"{reverse('desk-article', args=[code])}?{given.urlencode()}")


def authority_of(given: QueryDict) -> Authority | None:
    code = given.get("authority", "")
    return Authority.objects.filter(code=code).first() if code else None
