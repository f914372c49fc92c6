# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Crisis mode: one form to begin it, one press to end it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hotline.duty.actions import begin_crisis, end_crisis
from hotline.duty.forms import CrisisForm
from hotline.duty.queries import crisis_in_force
from hotline.duty.rules import authority_acted_for
from hotline.duty.views.deeds import done, is_done
from hotline.organisations.models import Line
from hotline.organisations.rules import line_page, may_announce
from hotline.people.rules import signed_in


@line_page(may_announce)
def begin(request: HttpRequest, line: Line) -> HttpResponse:
    user, form = signed_in(request), CrisisForm(line, request.POST or None)
    authority = authority_acted_for(user, line)
    if form.is_valid() and is_done(form, lambda: begin_crisis(form.plan(), by=user, authority=authority)):
        messages.success(
            request, _("Crisis mode is on: callers are told, and agents have a guide and a topic.")
        )
        return redirect("duty:line", line.slug)
    page = {"line": line, "form": form, "back": reverse("duty:line", args=[line.slug])}
    return render(request, "duty/crisis.html", page)


@require_POST
@line_page(may_announce)
def end(request: HttpRequest, line: Line) -> HttpResponse:
    crisis, by = crisis_in_force(line), signed_in(request)
    if crisis is None:
        messages.error(request, _("The line is not in crisis mode."))
        return redirect("duty:line", line.slug)
    return done(
        request, line, lambda: end_crisis(crisis, by=by), _("Crisis mode is over: everything is as before.")
    )
