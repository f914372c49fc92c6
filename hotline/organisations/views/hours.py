# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The hours of an ordinary week, in versions."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hotline.organisations.actions import Refused, change_hours, publish_hours, withdraw_hours
from hotline.organisations.forms import WeekForm, proposed_period
from hotline.organisations.models import Line, WeeklyHours
from hotline.organisations.queries import week_version
from hotline.organisations.rules import Person, administers_line, line_page, person_of, works_here
from hotline.organisations.views.pages import form_page, is_done, saved

WEEKS = "organisations:hours"
WEEK_FORM = "organisations/week_form.html"


@line_page(works_here)
def hours(request: HttpRequest, line: Line) -> HttpResponse:
    today = timezone.localdate()
    rows = line.weekly_hours.prefetch_related("spans").order_by("-valid_from")
    versions = [(row, week_version(row), row.valid_from >= today) for row in rows]
    page = {
        "line": line,
        "versions": versions,
        "today": today,
        "is_mine": administers_line(person_of(request), line),
    }
    return render(request, "organisations/hours.html", page)


@line_page(administers_line)
def new_hours(request: HttpRequest, line: Line) -> HttpResponse:
    last = line.weekly_hours.prefetch_related("spans").last()
    proposed = proposed_period(week_version(last) if last else None, timezone.localdate())
    form = WeekForm(request.POST or None, initial=proposed)
    if form.is_valid() and is_done(form, lambda: _publish(line, form, person_of(request))):
        return saved(request, WEEKS, line)
    lead = _("What counts on the first day gives way. Exceptional days and holidays stay as they are.")
    back = reverse(WEEKS, args=[line.slug])
    return form_page(request, form, _("New hours"), back, line=line, lead=lead, template=WEEK_FORM)


def _publish(line: Line, form: WeekForm, by: Person) -> WeeklyHours:
    chosen = form.cleaned_data
    return publish_hours(line, form.week(), chosen["valid_from"], chosen["valid_to"], by=by)


@line_page(administers_line)
def change(request: HttpRequest, line: Line, pk: int) -> HttpResponse:
    row = get_object_or_404(line.weekly_hours, pk=pk)
    form = WeekForm(
        request.POST or None, initial=WeekForm.initial_of(week_version(row)), period_is_fixed=True
    )
    if form.is_valid() and is_done(form, lambda: change_hours(row, form.week(), by=person_of(request))):
        return saved(request, WEEKS, line)
    back = reverse(WEEKS, args=[line.slug])
    return form_page(request, form, _("Change hours"), back, line=line, template=WEEK_FORM)


@require_POST
@line_page(administers_line)
def withdraw(request: HttpRequest, line: Line, pk: int) -> HttpResponse:
    try:
        withdraw_hours(get_object_or_404(line.weekly_hours, pk=pk), by=person_of(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The hours are withdrawn."))
    return redirect(WEEKS, line.slug)
