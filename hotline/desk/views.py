# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The agent's page, the pass for its phone, and the browser as a citizen's telephone."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hotline.desk.queries import A_CALL, AN_ARTICLE, address_for_a_call, lines_to_ring, socket_address
from hotline.desk.tokens import token_for, token_for_citizen
from hotline.desk.words import words_of_citizen
from hotline.organisations.rules import refuse_unless
from hotline.people.rules import signed_in, takes_calls


@login_required
@never_cache
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    refuse_unless(allowed=takes_calls(signed_in(request)))
    context = {
        "a_call": A_CALL,
        "an_article": AN_ARTICLE,
        "registration": address_for_a_call("inquiries:register"),
        "history": address_for_a_call("inquiries:history"),
    }
    return render(request, "desk/desk.html", context)


@login_required
@never_cache
@require_safe
def token(request: HttpRequest) -> HttpResponse:
    """A fresh pass, for a page that has been open longer than one is good for."""
    user = signed_in(request)
    refuse_unless(allowed=takes_calls(user))
    return JsonResponse({"token": token_for(user.pk)})


@never_cache
@require_safe
def demo_phone(request: HttpRequest) -> HttpResponse:
    """The browser as a citizen's telephone. Only a demonstration has it: it rings in without a trunk."""
    if not settings.DEMO:
        raise Http404
    context = {
        "lines": lines_to_ring(),
        "socket": socket_address(request),
        "token": token_for_citizen(),
        "words": words_of_citizen(),
    }
    return render(request, "desk/demo_phone.html", context)
