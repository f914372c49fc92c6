# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The figures page and its downloads; what the figures mean, and whether they can be trusted."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hotline.measures.definitions import VERSIONS
from hotline.measures.downloads import calls_table, inquiries_table
from hotline.measures.figures import Figures, figures_of
from hotline.measures.forms import ChoiceOfWeek, Promise
from hotline.measures.meanings import grouped
from hotline.measures.models import Check
from hotline.measures.periods import Period
from hotline.measures.queries import latest_week
from hotline.measures.rolled import updated_at
from hotline.measures.rules import authorities_of, lines_seen_by, sees_every_authority
from hotline.measures.targets import promises_of, set_target
from hotline.organisations.models import Line
from hotline.people.models import User
from hotline.people.rules import for_roles
from hotline.tables.formats import FORMATS

SHOWN_CHECKS = 100
TABLES = {"inquiries": inquiries_table, "calls": calls_table}


@require_safe
@for_roles()
def figures(request: HttpRequest, user: User) -> HttpResponseBase:
    form, found = _asked_for(request, user)
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "measures/figures.html", {"form": form, "figures": found}, status=status)


@require_safe
@for_roles()
def download(request: HttpRequest, user: User, table: str, extension: str) -> HttpResponseBase:
    """What the page shows as a file, in the format its address ends with."""
    if table not in TABLES or extension not in FORMATS:
        raise Http404
    _form, found = _asked_for(request, user)
    made, as_a = TABLES[table](found), FORMATS[extension]
    headers = {"Content-Disposition": f'attachment; filename="{made.name}.{extension}"'}
    return HttpResponse(b"".join(as_a.parts(made)), content_type=as_a.content_type, headers=headers)


@require_safe
@for_roles()
def meanings(request: HttpRequest, user: User) -> HttpResponseBase:
    return _meanings(request, user)


@require_POST
@for_roles()
def promise(request: HttpRequest, user: User, slug: str) -> HttpResponseBase:
    """Promise something else from a day on."""
    line = get_object_or_404(lines_seen_by(user), slug=slug)
    if not sees_every_authority(user, line):
        raise PermissionDenied(_("Only those who lead the line can change what it promises."))
    form = Promise(request.POST, prefix=line.slug)
    if not form.is_valid():
        return _meanings(request, user, form, line)
    set_target(line, form.target, from_on=form.cleaned_data["from_on"], by=user)
    return redirect("measures:definitions")


def _meanings(
    request: HttpRequest, user: User, wrong: Promise | None = None, line: Line | None = None
) -> HttpResponseBase:
    lines = list(lines_seen_by(user))
    led = [each for each in lines if sees_every_authority(user, each)]
    shown = {
        "groups": grouped(),
        "versions": VERSIONS,
        "promises": promises_of(lines),
        "forms": [(each, wrong if each == line else Promise(prefix=each.slug)) for each in led],
    }
    return render(request, "measures/definitions.html", shown, status=422 if wrong else 200)


@require_safe
@for_roles()
def health(request: HttpRequest, user: User) -> HttpResponseBase:
    led = [line for line in lines_seen_by(user) if sees_every_authority(user, line)]
    if not led:
        raise PermissionDenied(_("Only those who lead a line see this page."))
    checks = Check.objects.filter(Q(line__in=led) | Q(line=None)).select_related("line")
    now = timezone.now()
    shown = {
        "checks": checks[:SHOWN_CHECKS],
        "broken": checks.filter(is_right=False)[:SHOWN_CHECKS],
        "rolled": [(line, updated_at(line, Period.of_day(timezone.localdate(now)))) for line in led],
    }
    return render(request, "measures/health.html", shown)


def _asked_for(request: HttpRequest, user: User) -> tuple[ChoiceOfWeek, Figures]:
    """The week and line asked for; the latest with anything in it when none is, or none that exists."""
    lines = lines_seen_by(user)
    form = ChoiceOfWeek(lines, request.GET if "week" in request.GET else None)
    chosen = form.cleaned_data if form.is_valid() else {}
    line = chosen.get("line") or lines.first()
    if line is None:
        raise PermissionDenied(_("You work on no line, so there are no figures to show you."))
    week = chosen.get("chosen") or latest_week(line, timezone.now())
    if not form.is_bound:
        form = ChoiceOfWeek(lines, initial={"line": line.slug, "year": week.year, "week": week.number})
    own = None if sees_every_authority(user, line) else authorities_of(user)
    return form, figures_of(line, week, own)
