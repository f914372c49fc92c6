# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Which authorities staff a line, and which take part."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hotline.organisations.actions import set_membership
from hotline.organisations.forms import MembershipForm
from hotline.organisations.models import Line, Membership
from hotline.organisations.rules import administers_line, line_page, person_of, works_here
from hotline.organisations.views.pages import form_page, is_done, saved

MEMBERS = "organisations:members"


@line_page(works_here)
def members(request: HttpRequest, line: Line) -> HttpResponse:
    page = {
        "line": line,
        "memberships": line.memberships.select_related("authority"),
        "today": timezone.localdate(),
        "is_mine": administers_line(person_of(request), line),
    }
    return render(request, "organisations/members.html", page)


@line_page(administers_line)
def new_member(request: HttpRequest, line: Line) -> HttpResponse:
    return _member_page(request, line, Membership(line=line), _("New member"))


@line_page(administers_line)
def member(request: HttpRequest, line: Line, pk: int) -> HttpResponse:
    row = get_object_or_404(line.memberships.select_related("authority"), pk=pk)
    return _member_page(request, line, row, str(row.authority))


def _member_page(request: HttpRequest, line: Line, row: Membership, heading: str) -> HttpResponse:
    form = MembershipForm(request.POST or None, instance=row)
    if form.is_valid() and is_done(form, lambda: set_membership(form.instance, by=person_of(request))):
        return saved(request, MEMBERS, line)
    return form_page(request, form, heading, reverse(MEMBERS, args=[line.slug]), line=line)
