# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What callers are told: written, listened to, put in force and ended from the duty page."""

from dataclasses import replace

from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from hotline.duty.actions import announce, stop_announcing
from hotline.duty.forms import DraftForm
from hotline.duty.models import Draft
from hotline.duty.views.deeds import done
from hotline.organisations.clips import LANGUAGES, draft_key
from hotline.organisations.models import Line
from hotline.organisations.opening import Notice, OpeningDecision, opening_at
from hotline.organisations.preview import sound_of, sounds_root, words
from hotline.organisations.queries import schedule_of
from hotline.organisations.recordings import remove_recording, store_recording
from hotline.organisations.rules import line_page, may_announce
from hotline.organisations.views.pages import form_page
from hotline.people.rules import signed_in


@line_page(may_announce)
def announcement(request: HttpRequest, line: Line) -> HttpResponse:
    user = signed_in(request)
    draft = Draft.objects.filter(line=line, by=user).first() or Draft(line=line, by=user)
    form = DraftForm(request.POST or None, request.FILES or None, instance=draft, languages=line.languages)
    if form.is_valid():
        _keep(form)
        return redirect("duty:listening", line.slug)
    return form_page(
        request,
        form,
        _("New announcement"),
        reverse("duty:line", args=[line.slug]),
        line=line,
        lead=_("You listen to it before anybody else hears it."),
        send=_("Go on and listen"),
    )


def _keep(form: DraftForm) -> None:
    """Nobody hears it yet. A recording that is not sent again is gone: it belonged to what stood there."""
    with transaction.atomic():
        draft = form.save()
        sent = dict(form.recordings())
        for language in LANGUAGES:
            place = (sounds_root(), draft.line.slug, language, draft_key(draft.pk))
            if language in sent:
                store_recording(*place, sent[language])
            else:
                remove_recording(*place)


@never_cache
@line_page(may_announce)
def listening(request: HttpRequest, line: Line) -> HttpResponse:
    """What the next caller would hear with it in force."""
    draft = _draft(request, line)
    if request.method == "POST":
        return done(request, line, lambda: announce(draft), _("The announcement is in force."))
    decision = _with(draft)
    page = {
        "line": line,
        "draft": draft,
        "decision": decision,
        "texts": [(language, words(decision, language)) for language in line.languages],
        "has_sound": sound_of(line, decision.announcements) is not None,
    }
    return render(request, "duty/listening.html", page)


@never_cache
@line_page(may_announce)
def sound(request: HttpRequest, line: Line) -> HttpResponseBase:
    file = sound_of(line, _with(_draft(request, line)).announcements)
    if file is None:
        raise Http404
    return FileResponse(file.open("rb"), content_type="audio/wav")


def _draft(request: HttpRequest, line: Line) -> Draft:
    return get_object_or_404(Draft.objects.select_related("line", "by"), line=line, by=signed_in(request))


def _with(draft: Draft) -> OpeningDecision:
    now, schedule = timezone.now(), schedule_of(draft.line)
    notice = Notice(draft.text, now, draft.to_at, draft.ends_call, draft_key(draft.pk), draft.text_en)
    return opening_at(replace(schedule, notices=(*schedule.notices, notice)), now)


@require_POST
@line_page(may_announce)
def end(request: HttpRequest, line: Line, pk: int) -> HttpResponse:
    announced = get_object_or_404(line.line_announcements, pk=pk)
    by = signed_in(request)
    return done(request, line, lambda: stop_announcing(announced, by=by), _("The announcement is over."))
