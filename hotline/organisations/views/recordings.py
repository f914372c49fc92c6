# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What the line says, clip by clip: listen, replace by a recording of one's own, take it back."""

from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hotline.organisations.clips import NOTICE, Clip, ClipKind, UnknownClip, catalogue, clip
from hotline.organisations.deeds import Deed, note
from hotline.organisations.forms import RecordingForm
from hotline.organisations.models import Line
from hotline.organisations.preview import sounds_root
from hotline.organisations.recordings import remove_recording, store_recording
from hotline.organisations.rules import administers_line, line_page, person_of, works_here
from hotline.organisations.sounds import MissingSound, clip_path, own_path
from hotline.organisations.views.pages import form_page, saved

RECORDINGS = "organisations:recordings"


@dataclass(frozen=True)
class Heard:
    """A clip in one language, as the page lists it."""

    clip: Clip
    language: str
    text: str
    is_own: bool
    is_there: bool


@line_page(works_here)
def recordings(request: HttpRequest, line: Line) -> HttpResponse:
    """Whole sentences and music first; the parts of dates and numbers on request."""
    kinds = {ClipKind.PART} if "parts" in request.GET else set(ClipKind) - {ClipKind.PART}
    clips = [clip for clip in catalogue().values() if clip.kind in kinds]
    page = {
        "line": line,
        "heard": [_heard(line, clip, language) for clip in clips for language in clip.languages],
        "parts": "parts" in request.GET,
        "is_mine": administers_line(person_of(request), line),
    }
    return render(request, "organisations/recordings.html", page)


@line_page(administers_line)
def record(request: HttpRequest, line: Line, language: str, key: str) -> HttpResponse:
    known = _known(key, language)
    form = RecordingForm(request.POST or None, request.FILES or None, key=key)
    if form.is_valid():
        with transaction.atomic():
            note(person_of(request), Deed.RECORDED, f"{key} ({language})", line=line)
            store_recording(sounds_root(), line.slug, language, key, form.cleaned_data["file"])
        return saved(request, RECORDINGS, line)
    back = reverse(RECORDINGS, args=[line.slug])
    return form_page(request, form, _("Own recording"), back, line=line, lead=_text(known, language))


@line_page(works_here)
def listen(_request: HttpRequest, line: Line, language: str, key: str) -> HttpResponseBase:
    _known(key, language)
    try:
        path = clip_path(sounds_root(), line.slug, language, key)
    except MissingSound as missing:
        raise Http404 from missing
    return FileResponse(path.open("rb"), content_type="audio/wav")


@require_POST
@line_page(administers_line)
def remove(request: HttpRequest, line: Line, language: str, key: str) -> HttpResponse:
    _known(key, language)
    with transaction.atomic():
        note(person_of(request), Deed.RECORDING_REMOVED, f"{key} ({language})", line=line)
        remove_recording(sounds_root(), line.slug, language, key)
    messages.success(request, _("The shipped announcement is heard again."))
    return redirect(RECORDINGS, line.slug)


def _known(key: str, language: str) -> Clip:
    """The clip, if it is heard in that language; what is not known is not there."""
    try:
        known = clip(key)
    except UnknownClip as unknown:
        raise Http404 from unknown
    if language not in known.languages or NOTICE.fullmatch(key):
        raise Http404
    return known


def _text(known: Clip, language: str) -> str:
    return known.text(language if language in {"da", "en"} else "da")


def _heard(line: Line, known: Clip, language: str) -> Heard:
    root = sounds_root()
    try:
        clip_path(root, line.slug, language, known.key)
        is_there = True
    except MissingSound:
        is_there = False
    is_own = own_path(root, line.slug, language, known.key).is_file()
    return Heard(known, language, _text(known, language), is_own, is_there)
