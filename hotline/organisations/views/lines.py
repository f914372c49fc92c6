# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Lines: the list, what is going on with one, and its settings."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hotline.organisations.deeds import Deed, note
from hotline.organisations.forms import LineForm
from hotline.organisations.models import Line
from hotline.organisations.opening import A_DAY, day_of, opening_at
from hotline.organisations.queries import schedule_of
from hotline.organisations.rules import (
    administers_line,
    line_page,
    may_announce,
    may_make_line,
    person_of,
    refuse_unless,
    works_here,
)
from hotline.organisations.views.pages import changed_fields, form_page, saved

DAYS_SHOWN = 14


@login_required
def lines(request: HttpRequest) -> HttpResponse:
    refuse_unless(allowed=works_here(person_of(request)))
    page = {"lines": Line.objects.select_related("run_by"), "can_add": may_make_line(person_of(request))}
    return render(request, "organisations/lines.html", page)


@line_page(works_here)
def line(request: HttpRequest, line: Line) -> HttpResponse:
    now, person = timezone.now(), person_of(request)
    schedule = schedule_of(line)
    page = {
        "line": line,
        "now": now,
        "decision": opening_at(schedule, now),
        "days": [day_of(schedule, timezone.localdate(now) + A_DAY * ahead) for ahead in range(DAYS_SHOWN)],
        "is_mine": administers_line(person, line),
        "may_announce": may_announce(person, line),
    }
    return render(request, "organisations/line.html", page)


@line_page(administers_line)
def settings(request: HttpRequest, line: Line) -> HttpResponse:
    form = LineForm(request.POST or None, instance=line)
    if form.is_valid():
        with transaction.atomic():
            note(person_of(request), Deed.LINE_CHANGED, changed_fields(form), line=form.save())
        return saved(request, "organisations:line", line)
    lead = _("A change counts from the next call on; calls that are going on stay as they are.")
    back = reverse("organisations:line", args=[line.slug])
    return form_page(request, form, _("Settings"), back, line=line, lead=lead)


@login_required
def new_line(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    refuse_unless(allowed=may_make_line(person))
    form = LineForm(request.POST or None)
    if form.is_valid():
        with transaction.atomic():
            line = form.save()
            person.begin_to_administer(line)
            note(person, Deed.LINE_MADE, line, line=line)
        messages.success(request, _("The line is made. It is closed until it has hours."))
        return redirect("organisations:line", line.slug)
    return form_page(request, form, _("New line"), reverse("organisations:lines"))
