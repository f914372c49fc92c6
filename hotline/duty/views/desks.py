# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What the duty lead does about desks: tell them all something, and sign off who forgot to."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hotline.duty.actions import end_message, end_session, tell_desks
from hotline.duty.forms import MessageForm
from hotline.duty.queries import agents_of
from hotline.duty.views.deeds import done
from hotline.duty.views.page import whole_page
from hotline.organisations.models import Line
from hotline.organisations.rules import line_page, may_announce
from hotline.people.rules import signed_in


@require_POST
@line_page(may_announce)
def tell(request: HttpRequest, line: Line) -> HttpResponse:
    form = MessageForm(request.POST)
    if not form.is_valid():
        return whole_page(request, line, form)
    tell_desks(line, form.cleaned_data["text"], form.duration(), by=signed_in(request))
    messages.success(request, _("The message is on every desk."))
    return redirect("duty:line", line.slug)


@require_POST
@line_page(may_announce)
def end(request: HttpRequest, line: Line, pk: int) -> HttpResponse:
    message = get_object_or_404(line.desk_messages, pk=pk)
    return done(
        request, line, lambda: end_message(message, by=signed_in(request)), _("The message is taken away.")
    )


@line_page(may_announce)
def signing_off(request: HttpRequest, line: Line, pk: int) -> HttpResponse:
    """Asks once more: the agent may only have gone for coffee."""
    agent = get_object_or_404(agents_of(line), pk=pk)
    if request.method == "POST":
        said = _("%(agent)s is signed off.") % {"agent": agent}
        return done(request, line, lambda: end_session(line, agent, by=signed_in(request)), said)
    page = {"line": line, "agent": agent, "back": reverse("duty:line", args=[line.slug])}
    return render(request, "duty/signing_off.html", page)
