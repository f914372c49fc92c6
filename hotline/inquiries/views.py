# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Registering what a call was about, alone on a page or in a frame on the desk."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hotline.calls.models import CallRecord
from hotline.calls.numbers import shown_number
from hotline.inquiries.actions import correct_inquiry, register_inquiry, register_without_call
from hotline.inquiries.downloads import inquiries_table
from hotline.inquiries.forms import CorrectionForm, MatterForm, RegistrationForm, WithoutCallForm
from hotline.inquiries.matters import Reader
from hotline.inquiries.models import Channel
from hotline.inquiries.queries import (
    HISTORY_DAYS,
    history_of,
    inquiries_for,
    inquiries_of,
    unregistered_calls,
)
from hotline.inquiries.rules import (
    lines_registered_for,
    may_correct,
    refuse_correcting,
    refuse_others_calls,
)
from hotline.organisations.models import Line
from hotline.organisations.rules import refuse_unless
from hotline.people.models import User
from hotline.people.rules import for_roles
from hotline.tables.answering import download
from hotline.tables.formats import FORMATS

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
    register_inquiry(agent=user, call=call, matter=form.matter, key=form.cleaned_data["key"])
    messages.success(request, _("Registered."))
    _warn_of_cpr(request, form)


def _warn_of_cpr(request: HttpRequest, form: MatterForm) -> None:
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


@require_safe
@for_roles()
def download_inquiries(request: HttpRequest, user: User, extension: str) -> HttpResponseBase:
    """The same as the list shows, all of it, as a file."""
    if extension not in FORMATS:
        raise Http404
    return download(request, inquiries_table(inquiries_for(user)), FORMATS[extension])


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles()
def new_inquiry(request: HttpRequest, user: User) -> HttpResponseBase:
    """Of which line: asked only when there are several."""
    lines = list(lines_registered_for(user))
    refuse_unless(allowed=bool(lines))
    if len(lines) == 1:
        return redirect("inquiries:new-of-line", lines[0].slug)
    return render(request, "inquiries/choose_line.html", {"lines": lines})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles()
def new_of_line(request: HttpRequest, user: User, slug: str) -> HttpResponseBase:
    """Register what a citizen came with who did not ring."""
    line = get_object_or_404(Line, slug=slug)
    refuse_unless(allowed=line in lines_registered_for(user))
    form = WithoutCallForm(line, request.POST or None)
    if form.is_valid():
        inquiry = register_without_call(
            agent=user,
            line=line,
            channel=Channel(form.cleaned_data["channel"]),
            came_at=form.cleaned_data["came_at"],
            matter=form.matter,
            key=form.cleaned_data["key"],
        )
        messages.success(request, _("Registered."))
        _warn_of_cpr(request, form)
        return redirect("inquiries:inquiry", inquiry.pk)
    return _form_page(request, form, _("Register an inquiry without a call"), {"line": line})


@require_safe
@for_roles()
def inquiry(request: HttpRequest, user: User, pk: int) -> HttpResponseBase:
    """Everything about one inquiry: what was read, and what it said before it was corrected."""
    found = get_object_or_404(inquiries_for(user).select_related("line", "call"), pk=pk)
    corrections = list(found.corrections.select_related("corrected_by"))
    reader = Reader([correction.before for correction in corrections], timezone.localdate(found.came_at))
    context = {
        "inquiry": found,
        "guidance": found.guidance.select_related("version__text__article", "version__text__authority"),
        "corrections": [(one, list(reader.told(one.before))) for one in corrections],
        "may_correct": may_correct(user, found, timezone.now()),
    }
    return render(request, "inquiries/inquiry.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles()
def correct(request: HttpRequest, user: User, pk: int) -> HttpResponseBase:
    found = get_object_or_404(inquiries_for(user).select_related("line"), pk=pk)
    refuse_correcting(user, found, timezone.now())
    form = CorrectionForm(found, request.POST or None)
    if form.is_valid():
        is_changed = correct_inquiry(found, form.matter, by=user)
        messages.success(request, _("Corrected.") if is_changed else _("Nothing was changed."))
        _warn_of_cpr(request, form)
        return redirect("inquiries:inquiry", found.pk)
    lead = _("What it said before is kept, with your name and the time.")
    return _form_page(request, form, _("Correct an inquiry"), {"inquiry": found, "lead": lead})


def _form_page(
    request: HttpRequest, form: MatterForm, heading: str, context: dict[str, object]
) -> HttpResponse:
    page = {"form": form, "title": heading, **context}
    return render(request, "inquiries/form_page.html", page, status=422 if form.is_bound else 200)


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
