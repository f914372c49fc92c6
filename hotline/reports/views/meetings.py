# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What is taken to meetings and sent on: the steering report, campaigns and their effect, KOMHEN."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hotline.measures.definitions import versions_in
from hotline.measures.periods import Grain, Period
from hotline.people.models import User
from hotline.people.rules import for_roles
from hotline.reports.addresses import write_period
from hotline.reports.campaigns import Campaigns, Measured, campaign_parts, told
from hotline.reports.choices import Reader, reader_of
from hotline.reports.komhen import komhen_part
from hotline.reports.naming import named
from hotline.reports.steering import Steering, steering_of
from hotline.reports.views.reports import after, file_of, files_of


@require_safe
@for_roles()
@never_cache
def steering(request: HttpRequest, user: User, slug: str, period: Period) -> HttpResponseBase:
    found = _steering(reader_of(user, slug), period)
    address = partial(_file, "reports:steering-file", slug, period)
    page = {
        "steering": found,
        "parts": [(part, files_of(part, address)) for part in found.parts],
        "before": period.before(),
        "after": after(period),
        "versions": found.versions,
    }
    return render(request, "reports/steering.html", page)


@require_safe
@for_roles()
@never_cache
def steering_as_pdf(request: HttpRequest, user: User, slug: str, period: Period) -> HttpResponseBase:
    from hotline.reports.printing import steering_pdf  # slow to import

    found = _steering(reader_of(user, slug), period)
    address = request.build_absolute_uri(reverse("reports:steering", args=[slug, period]))
    name = f"styringsrapport-{slug}-{write_period(period)}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(steering_pdf(found, address), content_type="application/pdf", headers=headers)


@require_safe
@for_roles()
def steering_file(
    request: HttpRequest, user: User, slug: str, period: Period, part: str, extension: str
) -> HttpResponseBase:
    found = _steering(reader_of(user, slug), period)
    return file_of(request, found.parts, part, extension, f"{slug}-{write_period(period)}")


def _steering(reader: Reader, period: Period) -> Steering:
    if not period.is_one(Grain.MONTH):
        raise Http404
    return steering_of(reader, period, timezone.now())


@require_safe
@for_roles()
@never_cache
def campaigns(request: HttpRequest, user: User, slug: str) -> HttpResponseBase:
    reader = reader_of(user, slug)
    found = Campaigns.of(reader.line, timezone.now())
    measured = [found.measured(one) for one in found.found]
    page = {"line": reader.line, "campaigns": [(one, told(one)) for one in measured]}
    return render(request, "reports/campaigns.html", page)


@require_safe
@for_roles()
@never_cache
def campaign(request: HttpRequest, user: User, slug: str, pk: int) -> HttpResponseBase:
    measured = _measured(reader_of(user, slug), pk)
    address = partial(_file, "reports:campaign-file", slug, pk)
    page = {
        "measured": measured,
        "line": measured.campaign.line,
        "title": named(measured.period) if measured.effect else "",
        "told": told(measured),
        "parts": [(part, files_of(part, address)) for part in campaign_parts(measured)],
        "versions": versions_in(measured.period),
    }
    return render(request, "reports/campaign.html", page)


@require_safe
@for_roles()
def campaign_file(
    request: HttpRequest, user: User, slug: str, pk: int, part: str, extension: str
) -> HttpResponseBase:
    measured = _measured(reader_of(user, slug), pk)
    return file_of(request, campaign_parts(measured), part, extension, f"{slug}-{pk}")


def _measured(reader: Reader, pk: int) -> Measured:
    found = Campaigns.of(reader.line, timezone.now())
    one = next((one for one in found.found if one.pk == pk), None)
    if one is None:
        raise Http404
    return found.measured(one)


@require_safe
@for_roles()
@never_cache
def komhen(request: HttpRequest, user: User, slug: str, period: Period) -> HttpResponseBase:
    reader = reader_of(user, slug)
    part = komhen_part(reader, period)
    page = {
        "line": reader.line,
        "reader": reader,
        "title": named(period),
        "parts": [(part, files_of(part, partial(_file, "reports:komhen-file", slug, period)))],
        "versions": versions_in(period),
    }
    return render(request, "reports/komhen.html", page)


@require_safe
@for_roles()
def komhen_file(
    request: HttpRequest, user: User, slug: str, period: Period, part: str, extension: str
) -> HttpResponseBase:
    found = komhen_part(reader_of(user, slug), period)
    return file_of(request, [found], part, extension, f"{slug}-{write_period(period)}")


def _file(name: str, slug: str, which: Period | int, part: str, extension: str) -> str:
    return reverse(name, args=[slug, which, part, extension])
