# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The figures page and its downloads."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hotline.measures.downloads import calls_csv, inquiries_csv
from hotline.measures.figures import Figures, figures_of
from hotline.measures.forms import ChoiceOfWeek
from hotline.measures.queries import latest_week
from hotline.measures.rules import authorities_of, lines_seen_by, sees_every_authority
from hotline.people.models import User
from hotline.people.rules import for_roles


@require_safe
@for_roles()
def figures(request: HttpRequest, user: User) -> HttpResponseBase:
    form, found = _asked_for(request, user)
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "measures/figures.html", {"form": form, "figures": found}, status=status)


@require_safe
@for_roles()
def download_inquiries(request: HttpRequest, user: User) -> HttpResponseBase:
    return _download(request, user, "inquiries", inquiries_csv)


@require_safe
@for_roles()
def download_calls(request: HttpRequest, user: User) -> HttpResponseBase:
    return _download(request, user, "calls", calls_csv)


def _download(
    request: HttpRequest, user: User, name: str, written: Callable[[Figures], str]
) -> HttpResponseBase:
    _form, found = _asked_for(request, user)
    week = found.week
    file = f"{name}-{found.line.slug}-{week.year}-W{week.number:02}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{file}"'}
    return HttpResponse(written(found), content_type="text/csv; charset=utf-8", headers=headers)


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
