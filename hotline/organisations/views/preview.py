# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What would a caller hear at a given moment?"""

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from hotline.organisations.clock_times import WrongTime, read_moment, second_coming
from hotline.organisations.models import Line
from hotline.organisations.preview import preview, sound_of
from hotline.organisations.rules import line_page, works_here


@line_page(works_here)
def page(request: HttpRequest, line: Line) -> HttpResponse:
    """The moment stands in the address, so that it can be sent to a colleague."""
    typed = request.GET.get("at") or f"{timezone.localtime():%Y-%m-%dT%H:%M}"
    content: dict[str, object] = {"line": line, "typed": typed, "is_forced_open": settings.FORCED_OPEN}
    try:
        found = preview(line, read_moment(typed))
    except WrongTime as wrong:
        content["wrong"] = str(wrong)
        return render(request, "organisations/preview.html", content, status=422)
    content |= {"preview": found, "again_at": second_coming(found.at), "moment": found.at.isoformat()}
    content["has_sound"] = sound_of(line, found.decision.announcements) is not None
    return render(request, "organisations/preview.html", content)


@line_page(works_here)
def sound(request: HttpRequest, line: Line) -> HttpResponseBase:
    try:
        decision = preview(line, read_moment(request.GET.get("at", ""))).decision
    except WrongTime as wrong:
        raise Http404 from wrong
    file = sound_of(line, decision.announcements)
    if file is None:
        raise Http404
    return FileResponse(file.open("rb"), content_type="audio/wav")
