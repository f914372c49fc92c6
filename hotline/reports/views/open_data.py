# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Open data: read by anybody, without signing in, and kept by caches, for a published file never changes."""

from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from hotline.inquiries.rules import CORRECTED_WITHIN
from hotline.measures.periods import Period
from hotline.organisations.models import Line
from hotline.reports.naming import named
from hotline.reports.open_data import SECONDS_KEPT, is_published, published_months, published_weeks, table_of
from hotline.reports.open_tables import TABLES, OpenTable, table_schema
from hotline.reports.protecting import SMALLEST_SHOWN
from hotline.tables.answering import download
from hotline.tables.formats import FORMATS

OPEN_FORMATS = ("csv", "json")


@require_safe
def described(request: HttpRequest, slug: str) -> HttpResponseBase:
    """For people: what there is, what it means, and where."""
    line = get_object_or_404(Line, slug=slug)
    now = timezone.now()
    weeks = published_weeks(line, now)
    page = {
        "line": line,
        "tables": TABLES.values(),
        "formats": OPEN_FORMATS,
        "weeks": [(period, named(period)) for period in weeks],
        "months": [(period, named(period)) for period in published_months(weeks, now)],
        "days": CORRECTED_WITHIN.days,
        "smallest": SMALLEST_SHOWN,
    }
    return render(request, "reports/open_data.html", page)


@require_safe
def table(request: HttpRequest, slug: str, period: Period, table: str, extension: str) -> HttpResponseBase:
    line, kind = get_object_or_404(Line, slug=slug), _kind(table)
    if extension not in OPEN_FORMATS or not is_published(period, timezone.now()):
        raise Http404
    return _kept(download(request, table_of(line, period, kind), FORMATS[extension]))


@require_safe
def schema(_request: HttpRequest, table: str) -> HttpResponseBase:
    kind = _kind(table)
    with translation.override("da"):
        described = table_schema(kind)
    return _kept(JsonResponse(described, json_dumps_params={"indent": 2, "ensure_ascii": False}))


def _kind(code: str) -> OpenTable:
    if code not in TABLES:
        raise Http404
    return TABLES[code]


def _kept(response: HttpResponseBase) -> HttpResponseBase:
    """Read from anywhere, also by scripts of other sites."""
    patch_cache_control(response, public=True, max_age=SECONDS_KEPT)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
