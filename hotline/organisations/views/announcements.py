# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What every caller is told during a period: "Digital Post is down"."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hotline.organisations.actions import end_announcement
from hotline.organisations.deeds import Deed, note
from hotline.organisations.forms import AnnouncementForm
from hotline.organisations.models import Line, LineAnnouncement
from hotline.organisations.preview import sounds_root
from hotline.organisations.recordings import store_recording
from hotline.organisations.rules import Person, line_page, may_announce, person_of, works_here
from hotline.organisations.views.pages import form_page, saved

ANNOUNCEMENTS = "organisations:announcements"


@line_page(works_here)
def announcements(request: HttpRequest, line: Line) -> HttpResponse:
    page = {
        "line": line,
        "announcements": line.line_announcements.all()[:100],
        "now": timezone.now(),
        "may_announce": may_announce(person_of(request), line),
    }
    return render(request, "organisations/announcements.html", page)


@line_page(may_announce)
def new_announcement(request: HttpRequest, line: Line) -> HttpResponse:
    row = LineAnnouncement(line=line, from_at=timezone.now().replace(second=0, microsecond=0))
    return _announcement_page(request, line, row, _("New announcement"))


@line_page(may_announce)
def announcement(request: HttpRequest, line: Line, pk: int) -> HttpResponse:
    row = get_object_or_404(line.line_announcements, pk=pk)
    return _announcement_page(request, line, row, _("Announcement"))


def _announcement_page(request: HttpRequest, line: Line, row: LineAnnouncement, heading: str) -> HttpResponse:
    form = AnnouncementForm(
        request.POST or None, request.FILES or None, instance=row, languages=line.languages
    )
    if form.is_valid():
        _save(line, form, person_of(request))
        return saved(request, ANNOUNCEMENTS, line)
    return form_page(request, form, heading, reverse(ANNOUNCEMENTS, args=[line.slug]), line=line)


def _save(line: Line, form: AnnouncementForm, by: Person) -> None:
    """The recordings are in place before anybody can hear the announcement."""
    with transaction.atomic():
        announcement = form.save()
        for language, file in form.recordings():
            store_recording(sounds_root(), line.slug, language, announcement.clip_key, file)
        note(by, Deed.ANNOUNCED, announcement, line=line)


@require_POST
@line_page(may_announce)
def end(request: HttpRequest, line: Line, pk: int) -> HttpResponse:
    end_announcement(get_object_or_404(line.line_announcements, pk=pk), by=person_of(request))
    messages.success(request, _("The announcement is over."))
    return redirect(ANNOUNCEMENTS, line.slug)
