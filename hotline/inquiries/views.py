# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Registering what a call was about, alone on a page or in a frame on the desk."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hotline.calls.models import CallRecord
from hotline.calls.numbers import shown_number
from hotline.inquiries.actions import register_inquiry
from hotline.inquiries.forms import RegistrationForm
from hotline.inquiries.models import Outcome
from hotline.inquiries.queries import (
    HISTORY_DAYS,
    history_of,
    inquiries_for,
    inquiries_of,
    unregistered_calls,
)
from hotline.inquiries.rules import refuse_others_calls
from hotline.people.models import User
from hotline.people.rules import for_roles

ON_A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles()
def register(request: HttpRequest, user: User, call_id: str) -> HttpResponseBase:
    call = _call(call_id)
    if call is None:
        return _answer(request, "inquiries/no_such_call.html", {"frame": "registration"}, status=404)
    refuse_others_calls(user, call)
    form = RegistrationForm(call, request.POST or None)
    if form.is_valid():
        _register(request, user, call, form)
        return redirect(
            "inquiries:register" if "another" in request.POST else "inquiries:registered", call.pk
        )
    context = {"call": call, "form": form, "registered": inquiries_of(call)}
    return _answer(request, "inquiries/register.html", context, status=422 if form.is_bound else 200)


def _register(request: HttpRequest, user: User, call: CallRecord, form: RegistrationForm) -> None:
    home, authority = form.chosen_home
    register_inquiry(
        agent=user,
        call=call,
        topics=form.cleaned_data["topics"],
        home=home,
        authority=authority,
        outcome=Outcome(form.cleaned_data["outcome"]),
        note=form.cleaned_data["note"],
        key=form.cleaned_data["key"],
    )
    messages.success(request, _("Registered."))
    if form.holds_cpr:
        messages.warning(
            request, _("What looked like a CPR number was made unreadable before it was stored.")
        )


@require_safe
@for_roles()
def registered(request: HttpRequest, user: User, call_id: str) -> HttpResponseBase:
    call = _call(call_id)
    if call is None:
        return _answer(request, "inquiries/no_such_call.html", {"frame": "registration"}, status=404)
    refuse_others_calls(user, call)
    return _answer(request, "inquiries/registered.html", {"call": call, "registered": inquiries_of(call)})


@require_safe
@for_roles()
def history(request: HttpRequest, user: User, call_id: str) -> HttpResponseBase:
    """The caller's number and the calls from it in the last days, for the agent who talks with the caller."""
    call = _call(call_id)
    if call is None:
        return _answer(request, "inquiries/no_such_call.html", {"frame": "history"}, status=404)
    refuse_others_calls(user, call)
    context = {
        "call": call,
        "number": shown_number(call.caller_number),
        "earlier": history_of(call),
        "days": HISTORY_DAYS,
    }
    return _answer(request, "inquiries/history.html", context)


@require_safe
@for_roles()
def unregistered(request: HttpRequest, user: User) -> HttpResponseBase:
    return _answer(request, "inquiries/unregistered.html", {"calls": unregistered_calls(user)})


@require_safe
@for_roles()
def list_inquiries(request: HttpRequest, user: User) -> HttpResponseBase:
    """What is registered, as far as the reader may see it, latest first."""
    pages = Paginator(inquiries_for(user), ON_A_PAGE)
    return render(request, "inquiries/list.html", {"page": pages.get_page(request.GET.get("page"))})


def _call(call_id: str) -> CallRecord | None:
    return CallRecord.objects.select_related("line").filter(pk=call_id).first()


def _answer(
    request: HttpRequest, template: str, context: dict[str, object], status: int = 200
) -> HttpResponse:
    """A whole page; a frame on another page is given what belongs in it alone."""
    is_frame = "Turbo-Frame" in request.headers
    place = {
        "is_frame": is_frame,
        "layout": "inquiries/frame.html" if is_frame else "base.html",
        "heading": "h3" if is_frame else "h2",
    }
    return render(request, template, context | place, status=status)
