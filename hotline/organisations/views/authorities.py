# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Municipalities, regions and state bodies."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hotline.organisations.deeds import Deed, note
from hotline.organisations.forms import AuthorityForm
from hotline.organisations.models import Authority
from hotline.organisations.rules import (
    administers_a_line,
    may_edit_authority,
    person_of,
    refuse_unless,
    works_here,
)
from hotline.organisations.views.pages import form_page

AUTHORITIES = "organisations:authorities"


@login_required
def authorities(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    refuse_unless(allowed=works_here(person))
    today = timezone.localdate()
    found = Authority.objects.select_related("region__succeeded_by").order_by("kind", "name")
    page = {
        "rows": [(row, row.region_on(today), may_edit_authority(person, row)) for row in found],
        "can_add": administers_a_line(person),
        "today": today,
    }
    return render(request, "organisations/authorities.html", page)


@login_required
def new_authority(request: HttpRequest) -> HttpResponse:
    refuse_unless(allowed=administers_a_line(person_of(request)))
    return _authority_page(request, Authority(), _("New authority"))


@login_required
def authority(request: HttpRequest, code: str) -> HttpResponse:
    row = get_object_or_404(Authority, code=code)
    refuse_unless(allowed=may_edit_authority(person_of(request), row))
    return _authority_page(request, row, str(row))


def _authority_page(request: HttpRequest, row: Authority, heading: str) -> HttpResponse:
    """Name and number are for those who keep all lines; how to reach it, for its own administrator too."""
    form = AuthorityForm(request.POST or None, instance=row, facts=administers_a_line(person_of(request)))
    if form.is_valid():
        with transaction.atomic():
            saved = form.save()
            note(person_of(request), Deed.AUTHORITY_SAVED, saved, authority=saved, subject=saved.code)
        messages.success(request, _("%(name)s is saved.") % {"name": row.name})
        return redirect(AUTHORITIES)
    return form_page(request, form, heading, reverse(AUTHORITIES))
