# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The reports, each at an address that stays, and as files with exactly what is shown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hotline.measures.definitions import versions_in
from hotline.measures.periods import Grain, Period
from hotline.measures.queries import latest_week
from hotline.measures.rules import lines_seen_by
from hotline.measures.weeks import Week
from hotline.people.models import User
from hotline.people.rules import for_roles
from hotline.reports.addresses import write_period
from hotline.reports.calls import calls_parts
from hotline.reports.choices import Choice, Reader, choice_of, narrowed_in_words, reader_of
from hotline.reports.forms import ChoiceForm
from hotline.reports.inquiries import inquiries_part
from hotline.reports.naming import named
from hotline.reports.parts import Part
from hotline.tables.answering import download
from hotline.tables.formats import FORMATS


@dataclass(frozen=True)
class File:
    """What a table can be taken home as."""

    extension: str
    address: str


@dataclass(frozen=True)
class Way:
    """Another page to go on to."""

    label: str
    address: str


@require_safe
@for_roles()
def latest(_request: HttpRequest, user: User) -> HttpResponseBase:
    """The latest week of the reader's first line."""
    line = lines_seen_by(user).first()
    if line is None:
        raise PermissionDenied(_("You work on no line, so there are no figures to show you."))
    week = Period.of_week(latest_week(line, timezone.now()))
    return redirect("reports:report", line.slug, week)


@require_safe
@for_roles()
def chosen(request: HttpRequest, user: User, slug: str) -> HttpResponseBase:
    """What was chosen in the form, led on to its address."""
    form = ChoiceForm(reader_of(user, slug), request.GET)
    if not form.is_valid():
        return render(request, "reports/choose.html", {"form": form, "line": form.reader.line}, status=422)
    return redirect(form.choice.address)


@require_safe
@for_roles()
@never_cache
def report(request: HttpRequest, user: User, slug: str, period: Period) -> HttpResponseBase:
    reader = reader_of(user, slug)
    choice = choice_of(reader, period, request.GET.dict())
    parts = [(part, files_of(part, choice.download)) for part in parts_of(reader, choice)]
    page = {
        "choice": choice,
        "reader": reader,
        "lines": lines_seen_by(user),
        "form": ChoiceForm.of(reader, choice),
        "title": named(period),
        "narrowed": narrowed_in_words(choice),
        "parts": parts,
        "versions": versions_in(period),
        "neighbours": neighbours(choice),
        "ways": ways_from(choice),
    }
    return render(request, "reports/report.html", page)


@require_safe
@for_roles()
def report_file(
    request: HttpRequest, user: User, slug: str, period: Period, part: str, extension: str
) -> HttpResponseBase:
    reader = reader_of(user, slug)
    choice = choice_of(reader, period, request.GET.dict())
    return file_of(request, parts_of(reader, choice), part, extension, f"{slug}-{write_period(period)}")


def file_of(
    request: HttpRequest, parts: Sequence[Part], code: str, extension: str, about: str
) -> HttpResponseBase:
    """One of the parts as a file."""
    found = next((part for part in parts if part.code == code), None)
    if found is None or extension not in FORMATS:
        raise Http404
    return download(request, found.table(f"{found.code}-{about}"), FORMATS[extension])


def parts_of(reader: Reader, choice: Choice) -> list[Part]:
    """Calls have no topic and no citizen's authority, so they stand beside all the inquiries only."""
    inquiries = inquiries_part(reader, choice)
    return [inquiries] if choice.narrowed else [inquiries, *calls_parts(choice.line, choice.period)]


def files_of(part: Part, address: Callable[[str, str], str]) -> list[File]:
    return [File(extension, address(part.code, extension)) for extension in FORMATS]


def ways_from(choice: Choice) -> list[Way]:
    """The other reports of the line, about the same time."""
    line, first = choice.line.slug, choice.period.from_on
    month = Period.of_month(first.year, first.month)
    return [
        Way(_("Steering report of the month"), reverse("reports:steering", args=[line, month])),
        Way(_("Campaigns and their effect"), reverse("reports:campaigns", args=[line])),
        Way(_("KOMHEN"), reverse("reports:komhen", args=[line, choice.period])),
        Way(_("Open data"), reverse("reports:open-data", args=[line])),
    ]


def neighbours(choice: Choice) -> dict[str, Choice]:
    """The periods one goes on to: before, after, and the week, month and year the period lies in."""
    period, day = choice.period, choice.period.from_on
    found = {
        "before": period.before(),
        "after": after(period),
        "week": Period.of_week(Week.of(day)),
        "month": Period.of_month(day.year, day.month),
        "year": Period.of_year(day.year),
    }
    return {name: choice.at(other) for name, other in found.items() if other != period}


def after(period: Period) -> Period:
    """As long, just after it; after a whole month or year the next one."""
    first = period.to_on
    if period.is_one(Grain.YEAR):
        return Period.of_year(first.year)
    if period.is_one(Grain.MONTH):
        return Period.of_month(first.year, first.month)
    return Period(first, first + (period.to_on - period.from_on))
