# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Exceptional days, and the holidays of a year reviewed by a person."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hotline.organisations.actions import remove_day, review_holidays, set_day
from hotline.organisations.forms import DayForm, HolidayForm
from hotline.organisations.models import ExceptionalDay, Line
from hotline.organisations.queries import special_day
from hotline.organisations.registers import holidays_of
from hotline.organisations.rules import administers_line, line_page, person_of, works_here
from hotline.organisations.views.pages import form_page, is_done, saved

DAYS = "organisations:days"
FIRST_YEAR, LAST_YEAR = 2007, 2100


@line_page(works_here)
def days(request: HttpRequest, line: Line) -> HttpResponse:
    """What is to come; what has been, on request."""
    today = timezone.localdate()
    is_past = "past" in request.GET
    rows = line.exceptional_days.prefetch_related("spans")
    rows = rows.filter(day_on__lt=today).order_by("-day_on") if is_past else rows.filter(day_on__gte=today)
    page = {
        "line": line,
        "days": [(row.pk, special_day(row)) for row in rows],
        "is_past": is_past,
        "years": [today.year, today.year + 1],
        "is_mine": administers_line(person_of(request), line),
    }
    return render(request, "organisations/days.html", page)


@line_page(administers_line)
def new_day(request: HttpRequest, line: Line) -> HttpResponse:
    return _day_page(request, line, None, DayForm(request.POST or None))


@line_page(administers_line)
def day(request: HttpRequest, line: Line, pk: int) -> HttpResponse:
    row = get_object_or_404(line.exceptional_days, pk=pk)
    form = DayForm(request.POST or None, initial=DayForm.initial_of(special_day(row)))
    return _day_page(request, line, row, form)


def _day_page(request: HttpRequest, line: Line, row: ExceptionalDay | None, form: DayForm) -> HttpResponse:
    by = person_of(request)
    if form.is_valid() and is_done(form, lambda: set_day(line, form.special_day(), instead_of=row, by=by)):
        return saved(request, DAYS, line)
    back = reverse(DAYS, args=[line.slug])
    return form_page(request, form, row.name if row else _("New exceptional day"), back, line=line)


@require_POST
@line_page(administers_line)
def remove(request: HttpRequest, line: Line, pk: int) -> HttpResponse:
    remove_day(get_object_or_404(line.exceptional_days, pk=pk), by=person_of(request))
    messages.success(request, _("The day follows the week again."))
    return redirect(DAYS, line.slug)


@line_page(administers_line)
def holidays(request: HttpRequest, line: Line, year: int) -> HttpResponse:
    """All holidays of a year with what the line does on each; nothing counts until a person has saved it."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    rows = line.exceptional_days.filter(day_on__year=year).prefetch_related("spans")
    decided = {row.day_on: special_day(row) for row in rows}
    forms = [
        HolidayForm(request.POST or None, holiday=holiday, decided=decided.get(holiday.day_on))
        for holiday in holidays_of(year)
    ]
    are_valid = [form.is_valid() for form in forms]  # every one is to say what is wrong with it
    if all(are_valid):
        review_holidays(line, [form.special_day() for form in forms], by=person_of(request))
        return saved(request, DAYS, line)
    page = {"line": line, "year": year, "forms": forms, "years": [year - 1, year + 1]}
    return render(request, "organisations/holidays.html", page)
